/* A month added up. Private to src/ops/finance*.c. */
#ifndef OPS_FINANCE_MONTH_H
#define OPS_FINANCE_MONTH_H

#include "call/call.h"
#include "ops/report.h"

struct finance_category {
    struct id id;
    struct text name, kind;
    int64_t amount, budget;
    bool has_budget;
};

/* Of one currency: never converted, never added to another. */
struct finance_sum {
    struct text currency;
    struct figures sales; /* cost: goods and shows together */
    int64_t show_cost;    /* of that, the shows' own */
    int64_t other_cost;   /* the categories added up */
    struct finance_category *categories;
    size_t category_count, category_room;
};

enum { LIMIT_FINANCE_CURRENCIES = 32, LIMIT_FINANCE_FIGURES = 256 * 1024 };

/* What happened on one day in one currency: up to three sums. */
enum { FINANCE_DAY_SUMS = 3 };

struct finance_daily {
    struct text currency;
    struct date day;
    int64_t amounts[FINANCE_DAY_SUMS];
};

struct finance_days {
    struct finance_daily *at; /* in the order of the query */
    size_t count;
};

struct finance_month {
    struct date first, last;
    bool has_sales; /* the caller may see sales and shows; without, their figures are unknown */
    bool is_closed;
    struct finance_sum sums[LIMIT_FINANCE_CURRENCIES];
    size_t count;
    /* Of has_sales: what the sums were added up from, by day. */
    struct report sold;             /* in the order of the days */
    struct finance_days show_costs; /* the cost */
    struct finance_days returned;   /* pieces, refunds, cost of what is in stock again */
};

/* A day as the store holds it, in the arena of the transaction. */
struct value finance_day(struct tx *tx, struct date day);
/* 0 for NULL. */
int64_t finance_number(const struct cursor *cursor, size_t column);

/* Runs SQL over the days $1 to $2 of the month whose rows are currency, day and sums. */
enum status MUST_CHECK finance_days_read(struct tx *tx, const struct finance_month *month,
                                         struct text sql, struct finance_days *ret_days);

/* "2026-06"; refuses the field otherwise. */
enum status MUST_CHECK finance_month_read(struct call *call, const struct field *field,
                                          struct text month, struct finance_month *ret_month);
/* In a transaction of the caller. `month` comes with its days and has_sales. */
enum status MUST_CHECK finance_month_run(struct tx *tx, struct finance_month *month,
                                         enum language language);
/* The rows of finance_month. */
void finance_month_write(struct json_writer *json, const struct finance_month *month);

#endif
