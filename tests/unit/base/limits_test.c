/* base/limits.h */
#include "base/limits.h"

#include "text_check.h"

static void every_limit_is_positive_and_explained(void **state)
{
    size_t count;
    const struct limit *limits = limit_list(&count);

    (void)state;
    assert_true(count > 10);
    for (size_t i = 0; i < count; i++) {
        assert_true(text_starts_with(text_from(limits[i].name), T("LIMIT_")));
        assert_true(limits[i].value > 0);
        assert_true(text_ends_with(text_from(limits[i].what), T(".")));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(limits[i].name, limits[j].name);
    }
}

static void the_list_holds_what_the_names_hold(void **state)
{
    size_t count, found = 0;
    const struct limit *limits = limit_list(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        if (text_equal(text_from(limits[i].name), T("LIMIT_REQUEST_BODY")))
            found += limits[i].value == LIMIT_REQUEST_BODY;
        if (text_equal(text_from(limits[i].name), T("LIMIT_PAGE_ROWS")))
            found += limits[i].value == LIMIT_PAGE_ROWS;
    }
    assert_int_equal(found, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_limit_is_positive_and_explained),
        cmocka_unit_test(the_list_holds_what_the_names_hold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
