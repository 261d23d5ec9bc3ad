/* Finance: what a month and its shows earned, what was spent besides, and closing a month
   (docs/finance.md). */
#ifndef OPS_FINANCE_H
#define OPS_FINANCE_H

#include "call/function.h"
#include "jobs/ticker.h"

/* finance_month, finance_shows, finance_close_month, finance_reopen_month, finance_book_recurring;
   ended by a NULL name. */
extern const struct function finance_functions[];

/* Books recurring costs that have come due, in every workspace. */
extern const struct ticker_task recurring_cost_task;

#endif
