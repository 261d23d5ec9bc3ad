/* What is computed of a show without a store: the middle of some numbers, and how long a step is.
 */
#include "ops/show_figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void the_middle_of_some_numbers(void **state)
{
    struct {
        int64_t numbers[4];
        size_t count;
        int64_t median;
    } table[] = {
        { { 7 }, 1, 7 },
        { { 9, 2 }, 2, 5 },
        { { 9, 1, 4 }, 3, 4 },
        { { 8, 1, 4, 3 }, 4, 3 },
        { { 0, 0, 5, 0 }, 4, 0 },
        { { INT64_MAX, INT64_MAX }, 2, INT64_MAX },
        { { INT64_MAX, INT64_MAX - 2 }, 2, INT64_MAX - 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(show_median(table[i].numbers, table[i].count), table[i].median);
}

static void a_step_is_as_long_as_the_show_needs(void **state)
{
    static const struct {
        int64_t minutes, step;
    } table[] = {
        { 0, 1 },     { 299, 1 },   { 300, 5 },    { 1499, 5 },     { 1500, 15 },
        { 4499, 15 }, { 4500, 60 }, { 17999, 60 }, { 18000, 1440 }, { 999999, 1440 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(show_step_minutes(table[i].minutes * MS_PER_MINUTE), table[i].step);
    assert_int_equal(show_step_minutes(300 * (int64_t)MS_PER_MINUTE - 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_middle_of_some_numbers),
        cmocka_unit_test(a_step_is_as_long_as_the_show_needs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
