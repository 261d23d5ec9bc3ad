/* Shares: what each show of a month earned once costs that belong to no show are shared among the
   shows, each by the rule stored with it. Shares add up to the cost to the minor unit. Private to
   src/ops/finance*.c. */
#ifndef OPS_FINANCE_SHARES_H
#define OPS_FINANCE_SHARES_H

#include "ops/cost.h"
#include "ops/finance_month.h"

struct finance_show {
    struct id id; /* zero: sales without a show */
    struct text title, currency, day;
    struct figures sales; /* cost: goods and the show's own */
    int64_t minutes, direct_cost, shared_cost;
};

struct finance_shares {
    struct finance_show *shows;
    size_t count;
    struct report report; /* what the shows were listed from */
};

/* In a transaction of a caller who may see sales and shows. */
enum status MUST_CHECK finance_shares_run(struct tx *tx, const struct finance_month *month,
                                          enum language language, struct finance_shares *ret);
/* The same without the shows' direct costs; no show at all when the month has nothing to share. */
enum status MUST_CHECK finance_shared_run(struct tx *tx, const struct finance_month *month,
                                          enum language language, struct finance_shares *ret);
void finance_shares_write(struct json_writer *json, const struct finance_shares *shares);

/* Gives each of `weights` its part of `amount`; parts add up to it exactly, the largest remainders
   (the first of equals) get the units that are left. Weights are not negative; all 0: nothing is
   given and false returned. */
bool share_amount(int64_t amount, const int64_t *weights, size_t count, int64_t *parts);

#endif
