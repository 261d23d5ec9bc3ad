/* Values of spreadsheet cells as text. Spreadsheets count days from 1899-12-31 and believe in a
   1900-02-29, which is day 60. */
#include "codec/xlsx_value.h"

#include "base/time.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    EPOCH_SERIAL = 25569, /* of 1970-01-01 */
    LEAP_BUG_DAY = 60,
    DAYS_TO_1904 = 1462,
    LARGEST_SERIAL = 2958465, /* 9999-12-31 */
    SECONDS_PER_DAY = 86400,
    NUMBER_DIGITS = 15,
    NUMBER_LARGEST = 64, /* bytes of a number that is looked at */
    PLAIN_EXPONENT = 20, /* beyond that a number stays as it was written */
};

struct format_range {
    int first, last;
    enum xlsx_format format;
};

/* The built-in formats that show time, those of the Chinese locale included. */
static const struct format_range builtin[] = {
    { 14, 17, XLSX_FORMAT_DATE },      { 18, 21, XLSX_FORMAT_TIME },
    { 22, 22, XLSX_FORMAT_DATE_TIME }, { 27, 31, XLSX_FORMAT_DATE },
    { 32, 35, XLSX_FORMAT_TIME },      { 36, 36, XLSX_FORMAT_DATE },
    { 45, 45, XLSX_FORMAT_TIME },      { 46, 46, XLSX_FORMAT_ELAPSED },
    { 47, 47, XLSX_FORMAT_TIME },      { 50, 54, XLSX_FORMAT_DATE },
    { 55, 56, XLSX_FORMAT_TIME },      { 57, 58, XLSX_FORMAT_DATE },
};

enum xlsx_format xlsx_format_of_id(int64_t id)
{
    for (size_t i = 0; i < sizeof builtin / sizeof builtin[0]; i++)
        if (id >= builtin[i].first && id <= builtin[i].last)
            return builtin[i].format;
    return XLSX_FORMAT_NUMBER;
}

/* What the letters of a format code say. */
struct letters {
    bool date, time, month_or_minute, elapsed;
};

static void note_letter(struct letters *letters, char byte)
{
    switch (byte | 0x20) {
    case 'y':
    case 'd':
        letters->date = true;
        break;
    case 'h':
    case 's':
        letters->time = true;
        break;
    case 'm':
        letters->month_or_minute = true;
        break;
    default:
        break;
    }
}

/* Behind a quoted or bracketed piece; [h], [mm] and [s] are the only brackets that say something.
 */
static size_t skip_piece(struct text code, size_t at, struct letters *letters)
{
    char close = code.at[at] == '[' ? ']' : '"';
    struct text inner = text_from_offset(code, at + 1);
    size_t size = text_find_byte(inner, close);

    inner.size = size;
    if (close == ']' && size > 0 && size <= 2 && strchr("hHmMsS", inner.at[0]) &&
        inner.at[0] == inner.at[size - 1])
        letters->elapsed = true;
    return at + 1 + size;
}

enum xlsx_format xlsx_format_of_code(struct text code)
{
    struct letters letters = { 0 };

    for (size_t i = 0; i < code.size && code.at[i] != ';'; i++) {
        char byte = code.at[i];

        if (byte == '"' || byte == '[')
            i = skip_piece(code, i, &letters);
        else if (byte == '\\' || byte == '_' || byte == '*')
            i++;
        else if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'))
            note_letter(&letters, byte);
    }
    if (letters.elapsed)
        return XLSX_FORMAT_ELAPSED;
    if (letters.date)
        return letters.time ? XLSX_FORMAT_DATE_TIME : XLSX_FORMAT_DATE;
    if (letters.time)
        return XLSX_FORMAT_TIME;
    return letters.month_or_minute ? XLSX_FORMAT_DATE : XLSX_FORMAT_NUMBER;
}

static bool is_integer_text(struct text text)
{
    size_t at = text_starts_with(text, T("-"));

    if (at == text.size)
        return false;
    for (; at < text.size; at++)
        if (text.at[at] < '0' || text.at[at] > '9')
            return false;
    return true;
}

/* Only what JSON would call a number: strtod takes hex, infinity and white space as well. */
static bool read_number(struct text text, double *ret_number)
{
    char digits[NUMBER_LARGEST + 1];
    char *end;
    double number;

    if (text.size == 0 || text.size > NUMBER_LARGEST)
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (!text.at[i] || !strchr("0123456789+-.eE", text.at[i]))
            return false;
    memcpy(digits, text.at, text.size);
    digits[text.size] = '\0';
    number = strtod(digits, &end);
    if (*end || !isfinite(number))
        return false;
    *ret_number = number;
    return true;
}

struct text xlsx_number_text(struct arena *arena, struct text number)
{
    double value;
    int exponent, decimals;
    struct text text;

    if (is_integer_text(number) || !read_number(number, &value))
        return number;
    if (value == 0)
        return T("0");
    exponent = (int)floor(log10(fabs(value)));
    if (exponent > PLAIN_EXPONENT || exponent < -PLAIN_EXPONENT)
        return number;
    decimals = NUMBER_DIGITS - 1 - exponent;
    text = arena_print(arena, "%.*f", decimals > 0 ? decimals : 0, value);
    if (text_find_byte(text, '.') < text.size) {
        while (text.at[text.size - 1] == '0')
            text.size--;
        text.size -= text.at[text.size - 1] == '.';
    }
    return text;
}

/* Whole days since 1970 and seconds of the day; false when there is no such day. */
static bool split_serial(double serial, bool from_1904, struct date *ret_date, int *ret_seconds)
{
    double days = floor(serial);
    int64_t seconds = llround((serial - days) * SECONDS_PER_DAY);
    int64_t day = (int64_t)days + (from_1904 ? DAYS_TO_1904 : 0);

    if (seconds == SECONDS_PER_DAY) {
        day++;
        seconds = 0;
    }
    if (day < 1 || day == LEAP_BUG_DAY || day > LARGEST_SERIAL)
        return false;
    *ret_date = (struct date){ (int32_t)(day - EPOCH_SERIAL + (day < LEAP_BUG_DAY)) };
    *ret_seconds = (int)seconds;
    return true;
}

static struct text clock_text(struct arena *arena, int64_t seconds)
{
    return arena_print(arena, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
                       (int)(seconds % 60));
}

struct text xlsx_date_text(struct arena *arena, struct text serial, enum xlsx_format format,
                           bool from_1904)
{
    struct date_text day;
    struct date date;
    struct text clock;
    double value;
    int seconds;

    if (!read_number(serial, &value) || value < 0 || value > LARGEST_SERIAL + 1)
        return xlsx_number_text(arena, serial);
    if (format == XLSX_FORMAT_ELAPSED || (value < 1 && format != XLSX_FORMAT_DATE))
        return clock_text(arena, llround(value * SECONDS_PER_DAY));
    if (!split_serial(value, from_1904, &date, &seconds))
        return xlsx_number_text(arena, serial);
    day = date_to_text(date);
    if (format == XLSX_FORMAT_DATE || (format == XLSX_FORMAT_TIME && seconds == 0))
        return arena_copy(arena, text_from(day.at));
    clock = clock_text(arena, seconds);
    return arena_print(arena, "%sT%.*s", day.at, TEXT_ARG(clock));
}

int64_t xlsx_serial_of_days(int32_t days_since_1970)
{
    int64_t serial = (int64_t)days_since_1970 + EPOCH_SERIAL;

    if (serial <= LEAP_BUG_DAY)
        serial--;
    return serial > 0 ? serial : 0;
}
