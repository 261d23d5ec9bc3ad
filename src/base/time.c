/* Time: proleptic Gregorian calendar arithmetic and the wire forms. */
#include "base/time.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic int64_t shift;

int64_t clock_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / 1000000 + atomic_load(&shift);
}

int64_t clock_monotonic_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void clock_shift(int64_t shift_ms)
{
    atomic_store(&shift, shift_ms);
}

/* Days and civil dates after Howard Hinnant's "chrono-compatible low-level date algorithms". */
static int32_t days_from_civil(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

struct civil date_to_civil(struct date date)
{
    int z = date.days + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) /
                      365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;
    int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;

    return (struct civil){ .year = year_of_era + era * 400 + (month <= 2),
                           .month = month,
                           .day = day_of_year - (153 * shifted_month + 2) / 5 + 1 };
}

bool date_from_civil(struct civil civil, struct date *ret_date)
{
    struct date date;
    struct civil back;

    if (civil.year < 1 || civil.year > 9999 || civil.month < 1 || civil.month > 12 ||
        civil.day < 1 || civil.day > 31)
        return false;
    date.days = days_from_civil(civil.year, civil.month, civil.day);
    back = date_to_civil(date);
    if (back.month != civil.month)
        return false;
    *ret_date = date;
    return true;
}

static void put_digits(char *at, int width, int64_t value)
{
    for (int i = width - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

struct date_text date_to_text(struct date date)
{
    struct civil civil = date_to_civil(date);
    struct date_text text = { "0000-00-00" };

    put_digits(text.at, 4, civil.year);
    put_digits(text.at + 5, 2, civil.month);
    put_digits(text.at + 8, 2, civil.day);
    return text;
}

/* Exactly `width` digits at the start of *text, which then loses them. */
static bool take_digits(struct text *text, size_t width, int *ret_value)
{
    int value = 0;

    if (text->size < width)
        return false;
    for (size_t i = 0; i < width; i++) {
        if (text->at[i] < '0' || text->at[i] > '9')
            return false;
        value = value * 10 + (text->at[i] - '0');
    }
    *text = text_from_offset(*text, width);
    *ret_value = value;
    return true;
}

static bool take_byte(struct text *text, char byte)
{
    if (text->size == 0 || text->at[0] != byte)
        return false;
    *text = text_from_offset(*text, 1);
    return true;
}

static bool take_date(struct text *text, struct date *ret_date)
{
    struct civil civil;

    return take_digits(text, 4, &civil.year) && take_byte(text, '-') &&
           take_digits(text, 2, &civil.month) && take_byte(text, '-') &&
           take_digits(text, 2, &civil.day) && date_from_civil(civil, ret_date);
}

bool date_from_text(struct text text, struct date *ret_date)
{
    struct date date;

    if (!take_date(&text, &date) || text.size > 0)
        return false;
    *ret_date = date;
    return true;
}

int date_weekday(struct date date)
{
    int since_thursday = date.days % 7;

    return (since_thursday + 7 + 3) % 7 + 1;
}

struct date instant_to_date(int64_t instant_ms, int64_t *ret_ms_of_day)
{
    int64_t days = instant_ms / MS_PER_DAY;
    int64_t rest = instant_ms % MS_PER_DAY;

    if (rest < 0) {
        rest += MS_PER_DAY;
        days--;
    }
    if (ret_ms_of_day)
        *ret_ms_of_day = rest;
    return (struct date){ (int32_t)days };
}

struct instant_text instant_to_text(int64_t instant_ms)
{
    struct instant_text text = { "0000-00-00T00:00:00.000Z" };
    int64_t rest;
    struct date_text date = date_to_text(instant_to_date(instant_ms, &rest));

    memcpy(text.at, date.at, DATE_TEXT_SIZE);
    put_digits(text.at + 11, 2, rest / MS_PER_HOUR);
    put_digits(text.at + 14, 2, rest / MS_PER_MINUTE % 60);
    put_digits(text.at + 17, 2, rest / MS_PER_SECOND % 60);
    put_digits(text.at + 20, 3, rest % MS_PER_SECOND);
    return text;
}

static void take_fraction(struct text *text, int *ret_ms)
{
    int scale = 100;

    *ret_ms = 0;
    while (text->size > 0 && text->at[0] >= '0' && text->at[0] <= '9') {
        *ret_ms += (text->at[0] - '0') * scale;
        scale /= 10;
        *text = text_from_offset(*text, 1);
    }
}

/* hh:mm[:ss[.fraction]] */
static bool take_clock(struct text *text, int64_t *ret_ms)
{
    int hours, minutes, seconds = 0, ms = 0;

    if (!take_digits(text, 2, &hours) || !take_byte(text, ':') || !take_digits(text, 2, &minutes))
        return false;
    if (take_byte(text, ':')) {
        if (!take_digits(text, 2, &seconds))
            return false;
        if (take_byte(text, '.'))
            take_fraction(text, &ms);
    }
    if (hours > 23 || minutes > 59 || seconds > 59)
        return false;
    *ret_ms = (int64_t)hours * MS_PER_HOUR + (int64_t)minutes * MS_PER_MINUTE +
              (int64_t)seconds * MS_PER_SECOND + ms;
    return true;
}

/* Z, z, nothing, or +hh[:][mm] */
static bool take_offset(struct text *text, int64_t *ret_ms)
{
    int sign = 1, hours, minutes = 0;

    *ret_ms = 0;
    if (text->size == 0 || take_byte(text, 'Z') || take_byte(text, 'z'))
        return true;
    if (take_byte(text, '-'))
        sign = -1;
    else if (!take_byte(text, '+'))
        return false;
    if (!take_digits(text, 2, &hours))
        return false;
    if (text->size > 0) {
        take_byte(text, ':');
        if (!take_digits(text, 2, &minutes))
            return false;
    }
    if (hours > 23 || minutes > 59)
        return false;
    *ret_ms = sign * ((int64_t)hours * MS_PER_HOUR + (int64_t)minutes * MS_PER_MINUTE);
    return true;
}

bool instant_from_text(struct text text, int64_t *ret_instant_ms)
{
    struct date date;
    int64_t clock_ms = 0, offset_ms = 0;

    if (!take_date(&text, &date))
        return false;
    if (text.size > 0) {
        if (!take_byte(&text, 'T') && !take_byte(&text, 't') && !take_byte(&text, ' '))
            return false;
        if (!take_clock(&text, &clock_ms) || !take_offset(&text, &offset_ms) || text.size > 0)
            return false;
    }
    *ret_instant_ms = (int64_t)date.days * MS_PER_DAY + clock_ms - offset_ms;
    return true;
}
