/* Decimal: digits in, an int64 out, every step checked for overflow. */
#include "base/decimal.h"

#include <assert.h>

struct reading {
    struct text rest;
    int64_t value; /* negative or zero: the negative range is the larger one */
};

static bool add_digit(struct reading *reading, int digit)
{
    return !__builtin_mul_overflow(reading->value, 10, &reading->value) &&
           !__builtin_sub_overflow(reading->value, digit, &reading->value);
}

/* Takes digits from the front; `keep` of them count, the others must be zero. */
static bool take_digits(struct reading *reading, size_t keep, size_t *ret_count)
{
    size_t count = 0;

    for (; count < reading->rest.size; count++) {
        int digit = reading->rest.at[count] - '0';

        if (digit < 0 || digit > 9)
            break;
        if (count >= keep ? digit != 0 : !add_digit(reading, digit))
            return false;
    }
    reading->rest = text_from_offset(reading->rest, count);
    *ret_count = count;
    return count > 0;
}

bool decimal_from_text(struct text text, int scale, int64_t *ret_value)
{
    bool negative = text_starts_with(text, T("-"));
    struct reading reading = { .rest = text_from_offset(text, negative) };
    size_t whole, fraction = 0;

    assert(scale >= 0 && scale <= DECIMAL_SCALE_MAX);
    if (!take_digits(&reading, SIZE_MAX, &whole))
        return false;
    if (text_starts_with(reading.rest, T("."))) {
        reading.rest = text_from_offset(reading.rest, 1);
        if (!take_digits(&reading, (size_t)scale, &fraction))
            return false;
    }
    if (reading.rest.size > 0)
        return false;
    for (; fraction < (size_t)scale; fraction++)
        if (!add_digit(&reading, 0))
            return false;
    if (!negative && reading.value == INT64_MIN)
        return false;
    *ret_value = negative ? reading.value : -reading.value;
    return true;
}

static struct decimal_text print(int64_t value, int scale, int at_least)
{
    struct decimal_text text = { { 0 } };
    char digits[DECIMAL_TEXT_SIZE];
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int count = 0, dropped = 0;
    size_t size = 0;

    assert(scale >= 0 && scale <= DECIMAL_SCALE_MAX);
    while (rest > 0 || count <= scale) {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    }
    while (scale - dropped > at_least && digits[dropped] == '0')
        dropped++;
    if (value < 0)
        text.at[size++] = '-';
    for (int i = count - 1; i >= dropped; i--) {
        text.at[size++] = digits[i];
        if (i == scale && i > dropped)
            text.at[size++] = '.';
    }
    return text;
}

struct decimal_text decimal_to_text(int64_t value, int scale)
{
    return print(value, scale, scale);
}

struct decimal_text decimal_to_short_text(int64_t value, int scale)
{
    return print(value, scale, 0);
}
