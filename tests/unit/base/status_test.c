/* base/status.h */
#include "base/status.h"

#include "text_check.h"

static void every_status_has_a_number_and_a_name(void **state)
{
    (void)state;
#define CHECK(name, http)                                                                          \
    assert_int_equal(status_http(name), http);                                                     \
    assert_string_equal(status_name(name), #name);
    STATUS_LIST(CHECK)
#undef CHECK
}

static void zero_is_ok(void **state)
{
    (void)state;
    assert_int_equal(OK, 0);
    assert_int_equal(status_http(OK), 200);
    assert_int_equal(status_http(TOO_MANY), 429);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_number_and_a_name),
        cmocka_unit_test(zero_is_ok),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
