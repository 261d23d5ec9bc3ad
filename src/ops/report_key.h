/* Keys of report rows. Private to report*.c. */
#ifndef OPS_REPORT_KEY_H
#define OPS_REPORT_KEY_H

#include "ops/report.h"

/* The day, week or month as a number that counts on without gaps; weeks begin on Monday. */
int64_t report_period(enum report_group group, struct date date);
/* 2026-06-02, the Monday of a week, 2026-06. */
struct text report_period_key(enum report_group group, int64_t period, struct arena *arena);
/* Gives the row its key and label from what it is about. */
void report_name_row(struct report_row *row, enum report_group group, enum language language,
                     struct arena *arena);

#endif
