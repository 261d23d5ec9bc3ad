/* Moving average: exact to the minor unit, whatever the order of what comes and goes. */
#include "ops/stock_average.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void shares_are_rounded_half_away_from_zero(void **state)
{
    static const struct {
        int64_t a, b, c, share;
    } table[] = {
        { 1, 1, 2, 1 },
        { -1, 1, 2, -1 },
        { 1, 1, 3, 0 },
        { 2, 1, 3, 1 },
        { 1, -1, 2, -1 },
        { 1, 1, -2, -1 },
        { -1, -1, 2, 1 },
        { 5, 1, 10, 1 },
        { 4, 1, 10, 0 },
        { 301, 1, 3, 100 },
        { 0, 5, 7, 0 },
        { 7, 3, 7, 3 },
        { INT64_MAX, 2, 2, INT64_MAX },
        { INT64_MIN, 2, 2, INT64_MIN },
        { INT64_MAX, 1, 1, INT64_MAX },
    };
    int64_t share = 77;

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        assert_int_equal(stock_share(table[i].a, table[i].b, table[i].c, &share), OK);
        assert_int_equal(share, table[i].share);
    }
    share = 77;
    assert_int_equal(stock_share(INT64_MAX, 3, 2, &share), TOO_LARGE);
    assert_int_equal(share, 77);
}

struct step {
    int64_t quantity, value; /* value: of what comes in */
    int64_t change, left_quantity, left_value, unit_cost;
};

static void run(const struct step *steps, size_t count)
{
    struct stock_worth worth = { 0 };

    for (size_t i = 0; i < count; i++) {
        int64_t change = 0;
        enum status status =
            steps[i].quantity > 0
                ? stock_worth_add(&worth, steps[i].quantity, steps[i].value, &change)
                : stock_worth_take(&worth, -steps[i].quantity, &change);

        assert_int_equal(status, OK);
        assert_int_equal(change, steps[i].change);
        assert_int_equal(worth.quantity, steps[i].left_quantity);
        assert_int_equal(worth.value, steps[i].left_value);
        assert_int_equal(worth.unit_cost, steps[i].unit_cost);
    }
}

static void the_last_piece_takes_what_is_left(void **state)
{
    static const struct step steps[] = {
        { 2, 200, 200, 2, 200, 100 }, { 1, 101, 101, 3, 301, 100 }, { -1, 0, -100, 2, 201, 101 },
        { -1, 0, -101, 1, 100, 100 }, { -1, 0, -100, 0, 0, 100 },
    };

    (void)state;
    run(steps, sizeof steps / sizeof *steps);
}

static void a_hole_is_filled_with_what_it_was_booked_with(void **state)
{
    static const struct step
        steps[] = {
            { 2, 600, 600, 2, 600, 300 },
            { -3, 0, -900, -1, -300, 300 }, /* two go with all their value, one at the average */
            { -1, 0, -300, -2, -600, 300 },
            { 1, 500, 300, -1, -300, 500 }, /* the hole is smaller, at its own price */
            { 3, 1200, 1100, 2, 800, 400 }, /* one fills it, two stay at what they cost */
            { -2, 0, -800, 0, 0, 400 },
            { -1, 0, -400, -1, -400, 400 },
            { 1, 999, 400, 0, 0, 999 },
        };

    (void)state;
    run(steps, sizeof steps / sizeof *steps);
}

static void what_is_too_large_changes_nothing(void **state)
{
    struct stock_worth worth = { .quantity = 1, .value = STOCK_VALUE_MAX, .unit_cost = 5 };
    int64_t change = 77;

    (void)state;
    assert_int_equal(stock_worth_add(&worth, 1, 1, &change), TOO_LARGE);
    assert_int_equal(stock_worth_add(&worth, STOCK_QUANTITY_MAX, 0, &change), TOO_LARGE);
    worth.value = 0;
    assert_int_equal(stock_worth_take(&worth, STOCK_QUANTITY_MAX + 2, &change), TOO_LARGE);
    assert_int_equal(change, 77);
    assert_int_equal(worth.quantity, 1);
}

static void without_stock_the_last_average_counts(void **state)
{
    struct stock_worth worth = { 0 };
    int64_t value = 0;

    (void)state;
    assert_int_equal(stock_worth_of(&worth, 3, &value), OK);
    assert_int_equal(value, 0);
    worth = (struct stock_worth){ .quantity = 3, .value = 100, .unit_cost = 33 };
    assert_int_equal(stock_worth_of(&worth, 2, &value), OK);
    assert_int_equal(value, 67);
    worth = (struct stock_worth){ .unit_cost = 33 };
    assert_int_equal(stock_worth_of(&worth, 2, &value), OK);
    assert_int_equal(value, 66);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_rounded_half_away_from_zero),
        cmocka_unit_test(the_last_piece_takes_what_is_left),
        cmocka_unit_test(a_hole_is_filled_with_what_it_was_booked_with),
        cmocka_unit_test(what_is_too_large_changes_nothing),
        cmocka_unit_test(without_stock_the_last_average_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
