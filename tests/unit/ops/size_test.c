/* Sizes as boxes and spreadsheets print them, and the order they get. */
#include "ops/size.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { NO_ORDER = -1 };

struct row_of {
    const char *size;
    int64_t order;
};

static const struct row_of table[] = {
    { "42", 4200 },
    { "42.5", 4250 },
    { "42,5", 4250 },
    { "42½", 4250 },
    { "42 ½", 4250 },
    { "42 1/2", 4250 },
    { "8 1/2", 850 },
    { "8-1/2", 850 },
    { "42 1/3", 4233 },
    { "42⅓", 4233 },
    { "42 2/3", 4267 },
    { "42⅔", 4267 },
    { "42.67", 4267 },
    { "42.666", 4267 },
    { "36 3/4", 3675 },
    { "US 9", 900 },
    { "us9.5", 950 },
    { "EU 42 2/3", 4267 },
    { "UK7", 700 },
    { "9.5M", 950 },
    { "10W", 1000 },
    { "6.5Y", 650 },
    { "260", 26000 },
    { "26.5cm", 2650 },
    { "42码", 4200 },
    { "欧码42.5", 4250 },
    { "40-41", 4000 },
    { "40 - 41", 4000 },
    { "40/41", 4000 },
    { "40.5-41", 4050 },
    { "４２.５", 4250 },
    { "４２．５", 4250 },
    { " 42 ", 4200 },
    { "0", 0 },
    { "42.", 4200 },
    { "9999", 999900 },
    { "M", NO_ORDER },
    { "2XL", NO_ORDER },
    { "3L", NO_ORDER },
    { "one size", NO_ORDER },
    { "均码", NO_ORDER },
    { "", NO_ORDER },
    { "½", NO_ORDER },
    { "10000", NO_ORDER },
    { "99999999999999999999", NO_ORDER },
    { "\xff\xfe", NO_ORDER },
};

static void sizes_get_the_order_of_their_first_number(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int64_t order = NO_ORDER;
        bool is_found = size_to_order(text_from(table[i].size), &order);

        if (order != table[i].order || is_found != (table[i].order != NO_ORDER))
            fail_msg("\"%s\" gave %lld, not %lld", table[i].size, (long long)order,
                     (long long)table[i].order);
    }
}

static void a_refused_size_leaves_the_result_alone(void **state)
{
    int64_t order = 7;

    (void)state;
    assert_false(size_to_order(T("M"), &order));
    assert_int_equal(order, 7);
}

static void one_size_has_one_label(void **state)
{
    static const char *const labels[][2] = {
        { "42½", "42.5" },
        { "42,5", "42.5" },
        { "EU 42.5", "42.5" },
        { "42 1/2", "42.5" },
        { "欧码42.5", "42.5" },
        { "４２.５码", "42.5" },
        { "42.67", "42 2/3" },
        { "42⅓", "42 1/3" },
        { "7.5w", "7.5W" },
        { "8 2E", "8 2E" },
        { "41.999", "41.99" },
        { "US 9", "9" },
        { "9.50", "9.5" },
        { "260", "260" },
        { "26.5cm", "26.5" },
        { "40-41", "40-41" },
        { "M", "M" },
        { "2XL", "2XL" },
        { " 均码 ", "均码" },
        { "K10", "K10" },
        { "9 / 42.5", "9 / 42.5" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        struct arena arena = { 0 };
        struct text label = size_to_label(text_from(labels[i][0]), &arena);

        if (!text_equal(label, text_from(labels[i][1])))
            fail_msg("\"%s\" became \"%.*s\"", labels[i][0], TEXT_ARG(label));
        arena_release(&arena);
    }
}

/* LIMIT_SIZE_TEXT: what is longer is no size, and stays as it was typed. */
static void a_size_has_a_ceiling(void **state)
{
    struct arena arena = { 0 };
    char size[129];
    int64_t order = 0;

    (void)state;
    memset(size, ' ', sizeof size);
    memcpy(size, "42,5", 4);
    assert_true(size_to_order((struct text){ size, 128 }, &order));
    assert_int_equal(order, 4250);
    assert_true(text_equal(size_to_label((struct text){ size, 128 }, &arena), T("42.5")));
    assert_false(size_to_order((struct text){ size, 129 }, &order));
    assert_true(
        text_equal(size_to_label((struct text){ size, 129 }, &arena), (struct text){ size, 129 }));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_get_the_order_of_their_first_number),
        cmocka_unit_test(one_size_has_one_label),
        cmocka_unit_test(a_size_has_a_ceiling),
        cmocka_unit_test(a_refused_size_leaves_the_result_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
