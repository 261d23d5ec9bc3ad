/* Result: a list of any length that a function answers is filtered, ordered and shortened. */
#include "rest/result.h"

#include "auth/test_instance.h"

enum { ROWS = 120000 }; /* with their members more values than a JSON text has by default */

#define ROW struct row_of_test
struct row_of_test {
    int64_t number, half;
};
static const struct field outputs[] = {
    INTEGER(number, L("Number", "数字"), NOT_PERSONAL),
    INTEGER(half, L("Half", "一半"), NOT_PERSONAL, .needs = MODULE_FINANCE),
};
#undef ROW

static const struct function numbers = {
    .name = "numbers", .module = MODULE_SALES, .returns = RETURNS_LIST, .outputs = { outputs, 2 }
};

static void answer(struct call *call)
{
    struct json_writer json = call_answer_json(call);

    json_begin_array(&json);
    for (int64_t i = 0; i < ROWS; i++) {
        json_begin_object(&json);
        json_write_integer_member(&json, T("number"), i);
        json_write_integer_member(&json, T("half"), i / 2);
        json_end_object(&json);
    }
    json_end_array(&json);
}

static void a_long_list_is_filtered_and_shortened(void **state)
{
    struct test_instance test;
    struct call call;
    struct query pairs = { 0 };
    struct rest_query query;

    (void)state;
    test_instance_open(&test, NULL);
    call = test_call(&test);
    assert_int_equal(
        query_parse(&test.arena, T("number=gte.100000&order=number.desc&limit=2"), &pairs), OK);
    assert_int_equal(result_parse(&call, &numbers, &pairs, &query), OK);
    answer(&call);
    assert_int_equal(result_apply(&call, &query), OK);
    assert_text(buffer_text(&call.body),
                T("[{\"number\":119999,\"half\":59999},{\"number\":119998,\"half\":59999}]"));
    test_instance_close(&test);
}

static void of_a_long_list_what_needs_a_grant_is_withheld(void **state)
{
    struct test_instance test;
    struct call call;

    (void)state;
    test_instance_open(&test, NULL);
    call = test_call(&test);
    call.identity.workspace_id = 1;
    call.identity.level[MODULE_SALES] = LEVEL_VIEW;
    answer(&call);
    assert_int_equal(result_withhold(&call, &numbers), OK);
    assert_true(text_starts_with(buffer_text(&call.body), T("[{\"number\":0},{\"number\":1},")));
    assert_true(text_ends_with(buffer_text(&call.body), T("{\"number\":119999}]")));
    test_instance_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_list_is_filtered_and_shortened),
        cmocka_unit_test(of_a_long_list_what_needs_a_grant_is_withheld),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
