/* Time: instants are epoch milliseconds inside and RFC 3339 on the wire; calendar dates are
   days since 1970-01-01 inside and ISO 8601 on the wire. The current time is passed in
   (call->now_ms); only clock_now_ms asks the machine, and tests may shift it. */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct date {
    int32_t days; /* since 1970-01-01 */
};

struct civil {
    int year, month, day; /* month and day count from 1 */
};

enum { INSTANT_TEXT_SIZE = 24, DATE_TEXT_SIZE = 10 };
enum { MS_PER_SECOND = 1000, MS_PER_MINUTE = 60000, MS_PER_HOUR = 3600000, MS_PER_DAY = 86400000 };

struct instant_text {
    char at[INSTANT_TEXT_SIZE + 1]; /* 2026-06-02T08:30:00.000Z */
};

struct date_text {
    char at[DATE_TEXT_SIZE + 1]; /* 2026-06-02 */
};

/* Wall clock plus clock_shift_ms. */
int64_t clock_now_ms(void);
/* Monotonic, for measuring and deadlines; not shifted. */
int64_t clock_monotonic_us(void);
/* For tests: lets the process believe it is later (the setting `clock_shift_ms`). */
void clock_shift(int64_t shift_ms);

struct civil date_to_civil(struct date date);
/* False when there is no such day (years 0001..9999). */
bool date_from_civil(struct civil civil, struct date *ret_date);
struct date_text date_to_text(struct date date);
bool date_from_text(struct text text, struct date *ret_date);
/* ISO weekday: 1 is Monday. */
int date_weekday(struct date date);

struct instant_text instant_to_text(int64_t instant_ms);
/* RFC 3339 with any offset; also a space for the T, no seconds, no offset (then UTC), and a
   bare date (midnight UTC), as PostgreSQL accepts. Digits past milliseconds are cut. */
bool instant_from_text(struct text text, int64_t *ret_instant_ms);
/* The calendar day (UTC) and the milliseconds since its midnight. */
struct date instant_to_date(int64_t instant_ms, int64_t *ret_ms_of_day);

#endif
