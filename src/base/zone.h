/* Zone: time zones from the system's TZif files (RFC 8536), with the footer rule for times
   after the table. A zone is read once, never changes and lives as long as the process; every
   function here may be called from any thread. "UTC" is always there. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"

#include <stddef.h>
#include <stdint.h>

struct zone;

struct zone_names {
    const struct text *at;
    size_t count;
};

/* By IANA name ("Asia/Shanghai"). NULL when there is none, or when the name is not one (paths,
   dots, "right/..." and the system's own "localtime" are refused). */
const struct zone *zone_find(struct text name);
/* The name it was found by. */
struct text zone_name(const struct zone *zone);
/* Names to pick from: one or more per country, and UTC; sorted. Only UTC without tzdata. */
struct zone_names zone_names(struct arena *arena);

/* Local time minus UTC at that instant. */
int64_t zone_offset_ms(const struct zone *zone, int64_t instant_ms);
/* The calendar day and the hour 0..23 on the wall there. */
struct date zone_day(const struct zone *zone, int64_t instant_ms);
int zone_hour(const struct zone *zone, int64_t instant_ms);
/* When the wall there shows this. A time that occurs twice (clocks go back) is the first of
   the two; one that does not occur (clocks go forward) is moved on by the width of the gap,
   so midnight always gives the first instant of the day. */
int64_t zone_instant(const struct zone *zone, struct date date, int64_t ms_of_day);

#endif
