/* Shares of an amount: they add up to it, and nobody is off by more than one unit. */
#include "ops/finance_shares.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MOST = 5 };

struct sharing_of {
    int64_t amount;
    size_t count;
    int64_t weights[MOST], parts[MOST];
};

static const struct sharing_of table[] = {
    { 100, 2, { 1, 1 }, { 50, 50 } },
    { 100, 3, { 1, 1, 1 }, { 34, 33, 33 } },
    { 101, 3, { 1, 1, 1 }, { 34, 34, 33 } },
    { 10, 3, { 5, 3, 2 }, { 5, 3, 2 } },
    { 7, 3, { 5, 3, 2 }, { 4, 2, 1 } },
    { -7, 3, { 5, 3, 2 }, { -4, -2, -1 } },
    { 1, 4, { 0, 0, 9, 0 }, { 0, 0, 1, 0 } },
    { 0, 2, { 3, 4 }, { 0, 0 } },
    { 1000000000000,
      2,
      { 900000000000000000, 900000000000000000 },
      { 500000000000, 500000000000 } },
    { 3, 5, { 1, 1, 1, 1, 1 }, { 1, 1, 1, 0, 0 } },
};

static void shares_add_up_exactly(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int64_t parts[MOST] = { 0 };

        assert_true(share_amount(table[i].amount, table[i].weights, table[i].count, parts));
        for (size_t p = 0; p < table[i].count; p++)
            assert_int_equal(parts[p], table[i].parts[p]);
    }
}

static void nothing_to_share_by_is_said(void **state)
{
    static const int64_t none[MOST] = { 0 };
    int64_t parts[MOST];

    (void)state;
    assert_false(share_amount(100, none, MOST, parts));
    assert_false(share_amount(100, none, 0, parts));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_add_up_exactly),
        cmocka_unit_test(nothing_to_share_by_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
