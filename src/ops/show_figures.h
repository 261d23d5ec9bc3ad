/* Figures of a show at one moment, added up from its sales: totals, how they came in, what its
   targets would need by now, and where earlier shows stood at the same minute. */
#ifndef OPS_SHOW_FIGURES_H
#define OPS_SHOW_FIGURES_H

#include "ops/finance_month.h"
#include "ops/live_session.h"
#include "store/store.h"

enum { EARLIER_SHOWS = 8 };

struct show_sum {
    struct text currency;
    int64_t gmv, units, orders, cost, units_without_cost;
};

struct show_figures {
    int64_t as_of;       /* an ended show: when it ended */
    int64_t elapsed_ms;  /* 0: not begun, or nobody knows when */
    struct show_sum sum; /* in the currency of the show */
    struct show_sum others[LIMIT_FINANCE_CURRENCIES];
    size_t other_count;

    /* From the start to now in equal steps; sales before and after count in the first and the
       last. None without a start. */
    struct show_sum *series;
    size_t series_count;
    int64_t step_minutes;

    bool has_due; /* the end is planned */
    int64_t gmv_due, units_due;

    int64_t earlier_count; /* 0: then the medians say nothing */
    int64_t earlier_gmv, earlier_units;
};

/* Reads as whoever the transaction is; in its arena. */
enum status MUST_CHECK show_figures_read(struct tx *tx, const struct live_session *show,
                                         int64_t now_ms, struct show_figures *ret_figures);
/* The middle of `count` (at least one) numbers, which are put in order; of an even count the mean
   of the two in the middle, rounded down. */
int64_t show_median(int64_t *numbers, size_t count);
/* Minutes of one step, so that a show of this length has few enough of them. */
int64_t show_step_minutes(int64_t elapsed_ms);

#endif
