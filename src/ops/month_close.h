/* Month close: a month that was reported and is held fast. Each closing is a row; re-opening stamps
   it, so that every closing and re-opening leaves its trace (N-016). */
#ifndef OPS_MONTH_CLOSE_H
#define OPS_MONTH_CLOSE_H

#include "schema/entity.h"

struct month_close {
    struct row row;
    struct date month; /* its first day */
    int64_t closed_at;
    struct id closed_by;
    struct text note;
    struct text figures; /* JSON: what finance_month answered when it was closed */
    int64_t reopened_at;
    struct id reopened_by;
    struct text reason;
};

extern const struct entity month_close_entity;

#endif
