/* Reports: what shows and sales earned, added up in the database per currency. The rules
   (docs/decisions/2026-11-21-shows-and-sales.md): a show's GMV and pieces are the platform's
   figures when they are given, otherwise the sums of its sales; its cost is its own cost and the
   unit costs of its sales; sales without a show count on their own day. */
#ifndef OPS_REPORT_H
#define OPS_REPORT_H

#include "ops/live_session.h"
#include "store/store.h"

struct call;

/* The order of report_groups[]; 0 is none: everything in one row. */
enum report_group {
    GROUP_ALL,
    GROUP_SHOW,
    GROUP_DAY,
    GROUP_WEEK,
    GROUP_MONTH,
    GROUP_WEEKDAY,
    GROUP_PLATFORM,
    GROUP_HOST,
    GROUP_BRAND,
    GROUP_SHOE_TYPE,
    GROUP_SIZE,
    GROUP_HOUR,
    GROUP_WEEKDAY_HOUR,
    GROUP_SIZE_RUN, /* brand, shoe type and size at once */
    GROUP_COUNT
};

struct day_range {
    struct date first, last; /* both included */
};

/* A member that is zero does not restrict. */
struct report_query {
    enum report_group group;
    struct date from, to; /* both included */
    int platform;         /* enum platform */
    struct text host, brand, shoe_type, currency;
    struct id live_session_id;
    const struct day_range *within; /* of sales alone: those of these days; NULL: of all */
};

/* Sums in minor units and counts. What is counted from sales alone has no buyers and no shows. */
struct figures {
    int64_t gmv, units, orders, cost;
    int64_t units_without_cost; /* pieces whose unit cost nobody entered */
    /* Of these sales, whenever it came back: pieces, money, and what the goods cost that are in
       stock again. */
    int64_t returned_units, refunds, cost_back;
    int64_t buyers, shows;
    bool has_buyers, has_shows;
};

struct report_row {
    struct text key, label, currency;
    struct figures now, previous;
    /* What the row is about, as far as the group says so. */
    struct id live_session_id;
    struct text day, platform, host, title, brand, shoe_type, size_system, size;
    int64_t sort; /* order of the key among its kind */
    int64_t rank; /* for ORDER_RANK, set by who sorts */
};

struct report {
    struct report_row *rows;
    size_t count;
    bool is_unsummed; /* sales were read whose days can be summed (ops/rollup_build.h) ... */
    struct date unsummed_from; /* ... from this day on */
};

enum { LIMIT_REPORT_ROWS = 100000 };

/* Whether the sums come from sales alone, without the shows' own figures: then the grant of the
   shows is not needed unless they are named. */
bool report_counts_sales_only(const struct report_query *query);
bool report_needs_shows(const struct report_query *query);

/* Runs in a transaction of the caller. TOO_LARGE past LIMIT_REPORT_ROWS. Without order. What the
   rollup has is taken from there, the rest from the sales; the answer is the same. */
enum status MUST_CHECK report_run(struct tx *tx, const struct report_query *query,
                                  enum language language, struct report *ret_report);
/* Runs the query again over the same number of days before `from` and joins the rows by key, or
   by position in the period for day, week and month. `from` and `to` are given. */
enum status MUST_CHECK report_compare(struct tx *tx, const struct report_query *query,
                                      enum language language, struct report *report);

/* After the call has read reports: has the days summed soon that it had to add up from their sales,
   or, when that took too long, all of them. */
void report_want_sums(const struct call *call, enum status status, const struct report *report);

enum report_order { ORDER_KEY = 1, ORDER_GMV, ORDER_PROFIT, ORDER_MARGIN, ORDER_UNITS, ORDER_RANK };

void report_sort(struct report *report, enum report_order order, bool descending);

void figures_add(struct figures *sum, const struct figures *more);
/* Without what came back. */
int64_t figures_net_gmv(const struct figures *figures);
int64_t figures_net_cost(const struct figures *figures);
int64_t figures_profit(const struct figures *figures);
/* Profit in hundredths of a per cent of the net GMV, rounded; false when there is none. */
bool figures_margin(const struct figures *figures, int64_t *ret_basis_points);

#endif
