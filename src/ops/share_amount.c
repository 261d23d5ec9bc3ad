/* Sharing an amount by weights, exactly: the largest remainder gets what rounding left over. */
#include "ops/finance_shares.h"

/* Products of an amount and a weight stay within 127 bits. */
__extension__ typedef __int128 wide;

/* The part of the whole, rounded down, and what is left of it. */
static int64_t part_of(int64_t amount, int64_t weight, wide total, wide *ret_rest)
{
    wide product = (wide)amount * weight;

    *ret_rest = product % total;
    return (int64_t)(product / total);
}

static size_t largest_rest(int64_t amount, const int64_t *weights, size_t count, wide total,
                           const int64_t *parts)
{
    size_t best = count;
    wide best_rest = -1;

    for (size_t i = 0; i < count; i++) {
        wide rest;
        int64_t part = part_of(amount, weights[i], total, &rest);

        if (parts[i] != part || rest <= best_rest)
            continue;
        best = i;
        best_rest = rest;
    }
    return best;
}

bool share_amount(int64_t amount, const int64_t *weights, size_t count, int64_t *parts)
{
    bool is_negative = amount < 0;
    int64_t size = is_negative ? -amount : amount, left = size;
    wide total = 0, rest;

    for (size_t i = 0; i < count; i++) {
        total += weights[i];
        parts[i] = 0;
    }
    if (total == 0)
        return false;
    for (size_t i = 0; i < count; i++) {
        parts[i] = part_of(size, weights[i], total, &rest);
        left -= parts[i];
    }
    while (left-- > 0) {
        parts[largest_rest(size, weights, count, total, parts)]++;
    }
    for (size_t i = 0; i < count; i++)
        parts[i] = is_negative ? -parts[i] : parts[i];
    return true;
}
