/* Zone file: the pure parser of TZif bytes and of the POSIX TZ rule in their footer. Only
   base/zone.c and the tests need it. */
#ifndef BASE_ZONE_FILE_H
#define BASE_ZONE_FILE_H

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* When a rule switches: a day of the year, and seconds from its local midnight. */
enum zone_day_kind {
    ZONE_DAY_NONE,
    ZONE_DAY_OF_MONTH_WEEK, /* Mm.w.d */
    ZONE_DAY_NO_LEAP,       /* Jn, 1..365, 29 February is never counted */
    ZONE_DAY_ZERO_BASED,    /* n, 0..365 */
};

struct zone_switch {
    enum zone_day_kind kind;
    int month, week, day;
    int32_t seconds;
};

struct zone_rule {
    bool is_set, has_summer;
    int32_t standard_offset, summer_offset; /* seconds east of UTC */
    struct zone_switch summer_starts, summer_ends;
};

struct zone_table {
    size_t count;           /* transitions */
    const int64_t *times;   /* seconds, ascending */
    const int32_t *offsets; /* seconds east of UTC from times[i] on */
    int32_t first_offset;   /* before times[0] */
    struct zone_rule rule;  /* after the last one */
};

/* False when the bytes are not a well-formed version 2+ file; *ret_table is then untouched. */
bool zone_table_from_bytes(struct arena *arena, struct text bytes, struct zone_table *ret_table);
/* "CET-1CEST,M3.5.0,M10.5.0/3" */
bool zone_rule_from_text(struct text text, struct zone_rule *ret_rule);
/* Seconds east of UTC at `seconds` since 1970. */
int32_t zone_table_offset(const struct zone_table *table, int64_t seconds);

#endif
