/* A reader that takes the folded text from the left: date, then time, then offset. Words come
   from one table in both languages. */
#include "rest/import_date.h"

#include "codec/utf8.h"

enum { LIMIT_DATE_TEXT = 256, SERIAL_FIRST = 25569, SERIAL_LAST = 73050, SHORT_YEAR_TURN = 70 };

enum word {
    WORD_NONE,
    WORD_MONTH, /* value 1..12 */
    WORD_WEEKDAY,
    WORD_YEAR_MARK,
    WORD_MONTH_MARK,
    WORD_DAY_MARK,
    WORD_HOUR_MARK,
    WORD_MINUTE_MARK,
    WORD_SECOND_MARK,
    WORD_AM,
    WORD_PM,
    WORD_ZULU,
    WORD_FILLER,
};

/* clang-format off */
static const struct {
    const char *text;
    enum word word;
    int value;
} words[] = {
    /* the longer of two that begin alike comes first */
    { "january", WORD_MONTH, 1 }, { "jan", WORD_MONTH, 1 }, { "february", WORD_MONTH, 2 },
    { "feb", WORD_MONTH, 2 }, { "march", WORD_MONTH, 3 }, { "mar", WORD_MONTH, 3 },
    { "april", WORD_MONTH, 4 }, { "apr", WORD_MONTH, 4 }, { "may", WORD_MONTH, 5 },
    { "june", WORD_MONTH, 6 }, { "jun", WORD_MONTH, 6 }, { "july", WORD_MONTH, 7 },
    { "jul", WORD_MONTH, 7 }, { "august", WORD_MONTH, 8 }, { "aug", WORD_MONTH, 8 },
    { "september", WORD_MONTH, 9 }, { "sept", WORD_MONTH, 9 }, { "sep", WORD_MONTH, 9 },
    { "october", WORD_MONTH, 10 }, { "oct", WORD_MONTH, 10 }, { "november", WORD_MONTH, 11 },
    { "nov", WORD_MONTH, 11 }, { "december", WORD_MONTH, 12 }, { "dec", WORD_MONTH, 12 },
    { "monday", WORD_WEEKDAY, 0 }, { "mon", WORD_WEEKDAY, 0 }, { "tuesday", WORD_WEEKDAY, 0 },
    { "tue", WORD_WEEKDAY, 0 }, { "wednesday", WORD_WEEKDAY, 0 }, { "wed", WORD_WEEKDAY, 0 },
    { "thursday", WORD_WEEKDAY, 0 }, { "thu", WORD_WEEKDAY, 0 }, { "friday", WORD_WEEKDAY, 0 },
    { "fri", WORD_WEEKDAY, 0 }, { "saturday", WORD_WEEKDAY, 0 }, { "sat", WORD_WEEKDAY, 0 },
    { "sunday", WORD_WEEKDAY, 0 }, { "sun", WORD_WEEKDAY, 0 }, { "星期一", WORD_WEEKDAY, 0 },
    { "星期二", WORD_WEEKDAY, 0 }, { "星期三", WORD_WEEKDAY, 0 }, { "星期四", WORD_WEEKDAY, 0 },
    { "星期五", WORD_WEEKDAY, 0 }, { "星期六", WORD_WEEKDAY, 0 }, { "星期日", WORD_WEEKDAY, 0 },
    { "星期天", WORD_WEEKDAY, 0 }, { "周一", WORD_WEEKDAY, 0 }, { "周二", WORD_WEEKDAY, 0 },
    { "周三", WORD_WEEKDAY, 0 }, { "周四", WORD_WEEKDAY, 0 }, { "周五", WORD_WEEKDAY, 0 },
    { "周六", WORD_WEEKDAY, 0 }, { "周日", WORD_WEEKDAY, 0 }, { "年", WORD_YEAR_MARK, 0 },
    { "月", WORD_MONTH_MARK, 0 }, { "日", WORD_DAY_MARK, 0 }, { "号", WORD_DAY_MARK, 0 },
    { "时", WORD_HOUR_MARK, 0 }, { "時", WORD_HOUR_MARK, 0 }, { "点", WORD_HOUR_MARK, 0 },
    { "分", WORD_MINUTE_MARK, 0 }, { "秒", WORD_SECOND_MARK, 0 }, { "a.m.", WORD_AM, 0 },
    { "am", WORD_AM, 0 }, { "上午", WORD_AM, 0 }, { "早上", WORD_AM, 0 }, { "凌晨", WORD_AM, 0 },
    { "p.m.", WORD_PM, 0 }, { "pm", WORD_PM, 0 }, { "下午", WORD_PM, 0 }, { "晚上", WORD_PM, 0 },
    { "中午", WORD_PM, 0 }, { "utc", WORD_ZULU, 0 }, { "gmt", WORD_ZULU, 0 },
    { "z", WORD_ZULU, 0 }, { "st", WORD_FILLER, 0 }, { "nd", WORD_FILLER, 0 },
    { "rd", WORD_FILLER, 0 }, { "th", WORD_FILLER, 0 }, { "at", WORD_FILLER, 0 },
    { "t", WORD_FILLER, 0 },
};
/* clang-format on */

struct reader {
    struct text rest;
    enum date_order order;
    bool was_mdy, was_dmy; /* the text could only be read so */
};

/* ---- pieces ---- */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool take_byte(struct reader *reader, const char *any_of)
{
    if (reader->rest.size == 0 || !strchr(any_of, reader->rest.at[0]) || reader->rest.at[0] == 0)
        return false;
    reader->rest = text_from_offset(reader->rest, 1);
    return true;
}

static void skip(struct reader *reader, const char *any_of)
{
    while (take_byte(reader, any_of))
        continue;
}

static bool take_number(struct reader *reader, int most_digits, int64_t *ret_number,
                        int *ret_digits)
{
    int64_t number = 0;
    int digits = 0;

    while ((size_t)digits < reader->rest.size && is_digit(reader->rest.at[digits]) &&
           digits <= most_digits) {
        number = number * 10 + (reader->rest.at[digits] - '0');
        digits++;
    }
    if (digits == 0 || digits > most_digits)
        return false;
    reader->rest = text_from_offset(reader->rest, (size_t)digits);
    *ret_number = number;
    if (ret_digits)
        *ret_digits = digits;
    return true;
}

static enum word peek_word(const struct reader *reader, size_t *ret_size, int *ret_value)
{
    /* Every word begins with a small letter or a Chinese one; most of a date does not. */
    if (reader->rest.size == 0 || (unsigned char)reader->rest.at[0] < 'a')
        return WORD_NONE;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct text text = text_from(words[i].text);

        if (text_starts_with(reader->rest, text)) {
            *ret_size = text.size;
            *ret_value = words[i].value;
            return words[i].word;
        }
    }
    return WORD_NONE;
}

static bool take_word(struct reader *reader, enum word word, int *ret_value)
{
    size_t size = 0;
    int value = 0;

    if (peek_word(reader, &size, &value) != word)
        return false;
    reader->rest = text_from_offset(reader->rest, size);
    if (ret_value)
        *ret_value = value;
    return true;
}

static void skip_weekday(struct reader *reader)
{
    skip(reader, " (");
    if (take_word(reader, WORD_WEEKDAY, NULL))
        skip(reader, " ,.)");
}

/* ---- the date ---- */

static bool set_date(struct moment *moment, int64_t year, int64_t month, int64_t day)
{
    struct civil civil = { (int)year, (int)month, (int)day };

    return year >= 1900 && year <= 2999 && date_from_civil(civil, &moment->date);
}

static int64_t full_year(int64_t year, int digits)
{
    if (digits > 2)
        return year;
    return year < SHORT_YEAR_TURN ? 2000 + year : 1900 + year;
}

/* After the year: "-06-02", "年6月2日", "/jun/2". */
static bool take_month_day(struct reader *reader, int64_t year, struct moment *moment)
{
    int64_t month, day;
    int named;

    if (!take_word(reader, WORD_YEAR_MARK, NULL) && !take_byte(reader, "-/. "))
        return false;
    skip(reader, " ");
    if (take_word(reader, WORD_MONTH, &named))
        month = named;
    else if (!take_number(reader, 2, &month, NULL))
        return false;
    if (!take_word(reader, WORD_MONTH_MARK, NULL) && !take_byte(reader, "-/. "))
        return false;
    skip(reader, " ");
    if (!take_number(reader, 2, &day, NULL))
        return false;
    if (take_word(reader, WORD_DAY_MARK, NULL))
        skip(reader, " ");
    return set_date(moment, year, month, day);
}

/* Two numbers and a year: whose order is a matter of taste. */
static bool settle_order(struct reader *reader, int64_t a, int64_t b, int64_t year,
                         struct moment *moment)
{
    struct moment mdy = *moment, dmy = *moment;
    bool can_mdy = set_date(&mdy, year, a, b), can_dmy = set_date(&dmy, year, b, a);

    reader->was_mdy = can_mdy && !can_dmy;
    reader->was_dmy = can_dmy && !can_mdy;
    if (reader->order == DATE_ORDER_UNSAID && can_mdy && can_dmy && a != b)
        return false;
    if (reader->order == DATE_ORDER_DMY || (reader->order == DATE_ORDER_UNSAID && !can_mdy)) {
        *moment = dmy;
        return can_dmy;
    }
    *moment = mdy;
    return can_mdy;
}

/* After a first number that is not a year: "/2/2026", " jun 2026". */
static bool take_rest_of_date(struct reader *reader, int64_t first, struct moment *moment)
{
    int64_t second, year;
    int digits, month;

    take_word(reader, WORD_FILLER, NULL);
    if (!take_byte(reader, "-/. "))
        return false;
    skip(reader, " ");
    if (take_word(reader, WORD_MONTH, &month)) {
        skip(reader, "-/., ");
        return take_number(reader, 4, &year, &digits) &&
               set_date(moment, full_year(year, digits), month, first);
    }
    if (!take_number(reader, 2, &second, NULL) || !take_byte(reader, "-/. "))
        return false;
    skip(reader, " ");
    return take_number(reader, 4, &year, &digits) && digits != 3 &&
           settle_order(reader, first, second, full_year(year, digits), moment);
}

/* "jun 2, 2026" */
static bool take_month_first(struct reader *reader, int month, struct moment *moment)
{
    int64_t day, year;
    int digits;

    skip(reader, "-/. ");
    if (!take_number(reader, 2, &day, NULL))
        return false;
    take_word(reader, WORD_FILLER, NULL);
    skip(reader, "-/., ");
    return take_number(reader, 4, &year, &digits) &&
           set_date(moment, full_year(year, digits), month, day);
}

static bool take_date(struct reader *reader, struct moment *moment)
{
    int64_t number;
    int digits, month;

    skip_weekday(reader);
    if (take_word(reader, WORD_MONTH, &month))
        return take_month_first(reader, month, moment);
    if (!take_number(reader, 8, &number, &digits))
        return false;
    if (digits == 8)
        return set_date(moment, number / 10000, number / 100 % 100, number % 100);
    if (digits == 4)
        return take_month_day(reader, number, moment);
    return digits <= 2 && take_rest_of_date(reader, number, moment);
}

/* ---- the time ---- */

static bool take_minutes(struct reader *reader, int64_t *ret_ms)
{
    int64_t minute = 0, second = 0, part = 0;
    int digits = 0;

    if (take_number(reader, 2, &minute, NULL)) {
        if ((take_word(reader, WORD_MINUTE_MARK, NULL) || take_byte(reader, ":")) &&
            take_number(reader, 2, &second, NULL)) {
            take_word(reader, WORD_SECOND_MARK, NULL);
            if (take_byte(reader, ".,") && !take_number(reader, 9, &part, &digits))
                return false;
        }
    }
    if (minute > 59 || second > 59)
        return false;
    for (; digits < 3; digits++)
        part *= 10;
    for (; digits > 3; digits--)
        part /= 10;
    *ret_ms = minute * MS_PER_MINUTE + second * MS_PER_SECOND + part;
    return true;
}

static bool take_time(struct reader *reader, struct moment *moment)
{
    bool is_am = take_word(reader, WORD_AM, NULL), is_pm = take_word(reader, WORD_PM, NULL);
    bool has_minutes;
    int64_t hour, ms = 0;

    skip(reader, " ");
    if (!take_number(reader, 2, &hour, NULL))
        return false;
    has_minutes = take_byte(reader, ":") || take_word(reader, WORD_HOUR_MARK, NULL);
    if (has_minutes && !take_minutes(reader, &ms))
        return false;
    skip(reader, " ");
    is_am |= take_word(reader, WORD_AM, NULL);
    is_pm |= take_word(reader, WORD_PM, NULL);
    if (!has_minutes && !is_am && !is_pm)
        return false;
    if ((is_am && is_pm) || hour > 24 || (hour == 24 && ms > 0))
        return false;
    if (is_pm && hour < 12)
        hour += 12;
    if (is_am && hour == 12)
        hour = 0;
    moment->ms_of_day = hour * MS_PER_HOUR + ms;
    if (hour == 24) {
        moment->ms_of_day = 0;
        moment->date.days++;
    }
    moment->has_time = true;
    return true;
}

/* "Z", "+08:00", "-0700", "UTC+8" */
static bool take_offset(struct reader *reader, struct moment *moment)
{
    bool is_named = take_word(reader, WORD_ZULU, NULL);
    int64_t hours, minutes = 0;
    bool is_minus;
    int digits;

    moment->has_offset = is_named;
    if (reader->rest.size == 0)
        return true;
    is_minus = reader->rest.at[0] == '-';
    if (!take_byte(reader, "+-") || !take_number(reader, 4, &hours, &digits))
        return false;
    if (digits > 2) {
        minutes = hours % 100;
        hours /= 100;
    } else if (take_byte(reader, ":") && !take_number(reader, 2, &minutes, NULL)) {
        return false;
    }
    if (hours > 18 || minutes > 59)
        return false;
    moment->offset_ms = hours * MS_PER_HOUR + minutes * MS_PER_MINUTE;
    if (is_minus)
        moment->offset_ms = -moment->offset_ms;
    moment->has_offset = true;
    return true;
}

/* ---- bare numbers ---- */

/* 46175.854167: days since 1899-12-30, as Excel counts. */
static bool read_serial(struct text text, struct moment *moment)
{
    struct text fraction = text, whole = text_cut(&fraction, '.');
    int64_t days, part = 0, scale = 1;

    if (whole.size != 5 || !text_to_int64(whole, &days) || days < SERIAL_FIRST ||
        days > SERIAL_LAST || fraction.size > 12)
        return false;
    if (fraction.size > 0 && (!is_digit(fraction.at[0]) || !text_to_int64(fraction, &part)))
        return false;
    for (size_t i = 0; i < fraction.size; i++)
        scale *= 10;
    moment->date.days = (int32_t)(days - SERIAL_FIRST);
    moment->has_time = fraction.size > 0;
    /* To the second: the fraction of a day is not exact to more. */
    moment->ms_of_day = (part * 86400 + scale / 2) / scale * MS_PER_SECOND;
    if (moment->ms_of_day == MS_PER_DAY) {
        moment->ms_of_day = 0;
        moment->date.days++;
    }
    return true;
}

static bool read_epoch(struct text text, struct moment *moment)
{
    int64_t number;

    if ((text.size != 10 && text.size != 13) || !is_digit(text.at[0]) ||
        !text_to_int64(text, &number))
        return false;
    moment->date = instant_to_date(text.size == 10 ? number * 1000 : number, &moment->ms_of_day);
    moment->has_time = moment->has_offset = true;
    return true;
}

/* 20260602203000 */
static bool read_stamp(struct text text, struct moment *moment)
{
    int64_t number, time;

    if (text.size != 14 || !is_digit(text.at[0]) || !text_to_int64(text, &number))
        return false;
    time = number % 1000000;
    number /= 1000000;
    if (time / 10000 > 23 || time / 100 % 100 > 59 || time % 100 > 59)
        return false;
    moment->has_time = true;
    moment->ms_of_day = time / 10000 * MS_PER_HOUR + time / 100 % 100 * MS_PER_MINUTE +
                        time % 100 * MS_PER_SECOND;
    return set_date(moment, number / 10000, number / 100 % 100, number % 100);
}

/* ---- all together ---- */

static bool read_moment(struct reader *reader, struct moment *ret_moment)
{
    struct moment moment = { 0 };
    struct text whole = reader->rest;

    if (read_epoch(whole, &moment) || read_serial(whole, &moment) || read_stamp(whole, &moment)) {
        *ret_moment = moment;
        return true;
    }
    moment = (struct moment){ 0 };
    if (!take_date(reader, &moment))
        return false;
    skip(reader, ", ");
    skip_weekday(reader);
    take_word(reader, WORD_FILLER, NULL);
    skip(reader, " ");
    if (reader->rest.size > 0) {
        if (!take_time(reader, &moment))
            return false;
        skip(reader, " ");
        if (!take_offset(reader, &moment) || reader->rest.size > 0)
            return false;
    }
    *ret_moment = moment;
    return true;
}

static bool read_folded(struct text text, enum date_order order, struct reader *ret_reader,
                        struct moment *ret_moment)
{
    struct arena arena = { 0 };
    struct buffer folded = buffer_in(&arena, LIMIT_DATE_TEXT);
    bool is_read = false;

    utf8_fold(&folded, text);
    *ret_reader = (struct reader){ .rest = text_trim(buffer_text(&folded)), .order = order };
    if (!folded.overflowed)
        is_read = read_moment(ret_reader, ret_moment);
    arena_release(&arena);
    return is_read;
}

bool moment_from_text(struct text text, enum date_order order, struct moment *ret_moment)
{
    struct reader reader;

    return read_folded(text, order, &reader, ret_moment);
}

void date_vote_add(struct date_vote *vote, struct text text)
{
    struct reader reader;
    struct moment moment;

    if (!read_folded(text, DATE_ORDER_UNSAID, &reader, &moment))
        return;
    vote->mdy += reader.was_mdy;
    vote->dmy += reader.was_dmy;
}

enum date_order date_vote_result(const struct date_vote *vote)
{
    if (vote->mdy == vote->dmy)
        return DATE_ORDER_UNSAID;
    return vote->mdy > vote->dmy ? DATE_ORDER_MDY : DATE_ORDER_DMY;
}
