/* A month read in one currency, each day's sums by the rate stored for that day. Private to
   src/ops/finance*.c. */
#ifndef OPS_FINANCE_CONVERTED_H
#define OPS_FINANCE_CONVERTED_H

#include "ops/exchange.h"
#include "ops/finance_month.h"

struct finance_converted {
    struct exchange exchange;
    int64_t gmv, units, refunds, cost, cost_back, show_cost, other_cost;
};

/* In the transaction that has just run the month; `converted` comes with the currency to read in.
   Sums whose day has no rate are left out and told as missing. */
enum status MUST_CHECK finance_converted_run(struct tx *tx, const struct finance_month *month,
                                             struct finance_converted *converted);
void finance_converted_write(struct json_writer *json, const struct finance_converted *converted,
                             bool has_sales);

#endif
