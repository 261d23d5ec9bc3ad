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

struct finance_month {
    struct date first, last;
    bool has_sales; /* the caller may see sales and shows; without, their figures are unknown */
    bool is_closed;
    struct finance_sum sums[LIMIT_FINANCE_CURRENCIES];
    size_t count;
};

/* A day as the store holds it, in the arena of the transaction. */
struct value finance_day(struct tx *tx, struct date day);
/* 0 for NULL. */
int64_t finance_number(const struct cursor *cursor, size_t column);

/* "2026-06"; refuses the field otherwise. */
enum status MUST_CHECK finance_month_read(struct call *call, const struct field *field,
                                          struct text month, struct finance_month *ret_month);
/* In a transaction of the caller. `month` comes with its days and has_sales. */
enum status MUST_CHECK finance_month_run(struct tx *tx, struct finance_month *month,
                                         enum language language);
/* The rows of finance_month. */
void finance_month_write(struct json_writer *json, const struct finance_month *month);

#endif
