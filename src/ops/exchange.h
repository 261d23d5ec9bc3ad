/* Exchange: amounts read in another currency, by the stored rate of their day, which is the latest
   at or before it. Where there is none, nothing is guessed: the amount is left out and the day is
   told. Exact, rounded once, half away from zero. */
#ifndef OPS_EXCHANGE_H
#define OPS_EXCHANGE_H

#include "base/time.h"
#include "codec/json_write.h"
#include "store/store.h"

enum { RATE_SCALE = 12, RATE_MAX = 1000000, LIMIT_RATES_MISSING = 1000 };
#define EXCHANGE_AMOUNT_MAX 1000000000000000

/* "7.1834" in units of 10^-RATE_SCALE; false unless above 0 and at most RATE_MAX. */
bool rate_read(struct text text, int64_t *ret_rate);
/* `rate` of one `from`, or, when it is inverse, of one `to`. False when it does not fit. */
bool rate_apply(int64_t amount, struct text from, struct text to, int64_t rate, bool is_inverse,
                int64_t *ret_amount);

struct rate_missing {
    struct text currency;
    struct date day;
};

struct exchange_rates;

struct exchange {
    struct text to;
    /* Of the amounts. Rates of a currency are read once for all of them, and once more for each
       amount whose day is beyond. */
    struct date first, last;
    struct rate_missing missing[LIMIT_RATES_MISSING];
    size_t missing_count;         /* each currency and day once */
    struct exchange_rates *known; /* in the arena of the transaction; NULL: none was needed yet */
};

/* *ret_known false: there is no rate, and the day is noted as missing. TOO_LARGE past the limits.
   Runs as whoever the transaction is. */
enum status MUST_CHECK exchange_amount(struct tx *tx, struct exchange *exchange, struct text from,
                                       struct date day, int64_t amount, int64_t *ret_amount,
                                       bool *ret_known);
/* [{"currency": "EUR", "day": "2026-06-01"}] */
void exchange_write_missing(struct json_writer *json, const struct exchange *exchange);

#endif
