/* Moving average in whole minor units. The value that is carried is exact: what goes in is
   quantity times unit cost, what goes out takes its share of the carried value, rounded half away
   from zero, and the last piece takes all that is left, so nothing is lost or made by rounding
   (docs/decisions/2026-11-22-what-stock-is-worth.md). Pure. */
#ifndef OPS_STOCK_AVERAGE_H
#define OPS_STOCK_AVERAGE_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

/* What one variant holds in all places together. Without pieces it has no value; below zero the
   value is that of the pieces that were given out and never came in. */
struct stock_worth {
    int64_t quantity;
    int64_t value;
    int64_t unit_cost; /* the average, rounded; after the last piece has gone, what it was */
};

/* How many pieces and minor units one variant may hold, either sign: sums over a workspace stay
   within 64 bits. */
#define STOCK_QUANTITY_MAX 1000000000
#define STOCK_VALUE_MAX    1000000000000000

/* `quantity` pieces more, worth `value` in all. TOO_LARGE past the limits, then nothing is
   changed; *ret_change is what the carried value changed by, which is not always `value`: pieces
   that fill a hole undo what the hole was booked with. */
enum status MUST_CHECK stock_worth_add(struct stock_worth *worth, int64_t quantity, int64_t value,
                                       int64_t *ret_change);
/* What that many pieces more are worth when nobody says: the average. */
enum status MUST_CHECK stock_worth_of(const struct stock_worth *worth, int64_t quantity,
                                      int64_t *ret_value);
/* `quantity` pieces less, at the average. */
enum status MUST_CHECK stock_worth_take(struct stock_worth *worth, int64_t quantity,
                                        int64_t *ret_change);
/* a * b / c, rounded half away from zero. TOO_LARGE when it does not fit. */
enum status MUST_CHECK stock_share(int64_t a, int64_t b, int64_t c, int64_t *ret_share);

#endif
