/* Products of two 64-bit numbers are 128 bits wide here, and nowhere else. */
#include "ops/stock_average.h"

#include <assert.h>

__extension__ typedef __int128 wide;

enum status stock_share(int64_t a, int64_t b, int64_t c, int64_t *ret_share)
{
    wide product = (wide)a * b;
    wide half = (c < 0 ? -(wide)c : c) / 2;
    wide odd = (c < 0 ? -(wide)c : c) % 2;
    wide size = product < 0 ? -product : product;
    wide by = c < 0 ? -(wide)c : c;
    wide share;

    assert(c != 0);
    share = size / by;
    if (size % by >= half + odd)
        share++;
    if ((product < 0) != (c < 0))
        share = -share;
    if (share > INT64_MAX || share < INT64_MIN)
        return TOO_LARGE;
    *ret_share = (int64_t)share;
    return OK;
}

static bool is_in_bounds(wide quantity, wide value)
{
    return quantity <= STOCK_QUANTITY_MAX && quantity >= -(wide)STOCK_QUANTITY_MAX &&
           value <= STOCK_VALUE_MAX && value >= -(wide)STOCK_VALUE_MAX;
}

/* The new state, when it is in bounds. `cost` is the unit cost if nothing is left to say it. */
static enum status settle(struct stock_worth *worth, wide quantity, wide value, int64_t cost,
                          int64_t *ret_change)
{
    int64_t unit_cost = cost;
    enum status status = OK;

    if (!is_in_bounds(quantity, value))
        return TOO_LARGE;
    if (quantity > 0)
        status = stock_share((int64_t)value, 1, (int64_t)quantity, &unit_cost);
    if (status != OK)
        return status;
    *ret_change = (int64_t)value - worth->value;
    *worth = (struct stock_worth){ (int64_t)quantity, (int64_t)value, unit_cost };
    return OK;
}

enum status stock_worth_add(struct stock_worth *worth, int64_t quantity, int64_t value,
                            int64_t *ret_change)
{
    wide after = (wide)worth->quantity + quantity;
    int64_t cost = 0, left = 0;
    enum status status;

    assert(quantity > 0 && value >= 0);
    status = stock_share(value, 1, quantity, &cost);
    if (status != OK || !is_in_bounds(after, value))
        return TOO_LARGE;
    if (worth->quantity >= 0)
        return settle(worth, after, (wide)worth->value + value, cost, ret_change);
    if (after > 0)
        status = stock_share(value, (int64_t)after, quantity, &left);
    else if (after < 0)
        status = stock_share(worth->value, (int64_t)after, worth->quantity, &left);
    return status == OK ? settle(worth, after, left, cost, ret_change) : status;
}

enum status stock_worth_of(const struct stock_worth *worth, int64_t quantity, int64_t *ret_value)
{
    if (worth->quantity > 0)
        return stock_share(worth->value, quantity, worth->quantity, ret_value);
    return stock_share(worth->unit_cost, quantity, 1, ret_value);
}

enum status stock_worth_take(struct stock_worth *worth, int64_t quantity, int64_t *ret_change)
{
    wide after = (wide)worth->quantity - quantity;
    int64_t gone = 0;
    enum status status;

    assert(quantity > 0);
    if (worth->quantity > 0 && after >= 0) {
        status = stock_share(worth->value, quantity, worth->quantity, &gone);
        if (status != OK)
            return status;
        return settle(worth, after, (wide)worth->value - gone, worth->unit_cost, ret_change);
    }
    if (worth->quantity > 0) /* all there is, and a hole at the average it had */
        return settle(worth, after, after * worth->unit_cost, worth->unit_cost, ret_change);
    return settle(worth, after, (wide)worth->value - (wide)quantity * worth->unit_cost,
                  worth->unit_cost, ret_change);
}
