/* Scan: names, values and parentheses of the data API's little languages. */
#include "rest/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void expect(struct text got, const char *wanted)
{
    if (!text_equal(got, text_from(wanted)))
        fail_msg("\"%.*s\", not \"%s\"", TEXT_ARG(got), wanted);
}

static void names_stop_where_grammar_begins(void **state)
{
    struct arena arena = { 0 };
    struct scan scan = { T("brand,\"a,b\":c") };

    (void)state;
    expect(scan_name(&scan, &arena), "brand");
    assert_true(scan_take(&scan, ','));
    expect(scan_name(&scan, &arena), "a,b");
    assert_true(scan_take(&scan, ':'));
    expect(scan_name(&scan, &arena), "c");
    assert_true(scan_is_done(&scan));
    arena_release(&arena);
}

static void quoted_values_keep_what_would_end_them(void **state)
{
    struct arena arena = { 0 };
    struct scan scan = { T("\"a,\\\"b\\\\\",c,") };

    (void)state;
    expect(scan_value(&scan, &arena, T(",")), "a,\"b\\");
    assert_true(scan_take(&scan, ','));
    expect(scan_value(&scan, &arena, T(",")), "c");
    assert_true(scan_take(&scan, ','));
    expect(scan_value(&scan, &arena, T(",")), "");
    arena_release(&arena);
}

static void parentheses_are_balanced_outside_of_quotes(void **state)
{
    struct text inside;
    struct scan scan = { T("(a,b(c,\")\"),d)rest") };

    (void)state;
    assert_true(scan_parentheses(&scan, &inside));
    expect(inside, "a,b(c,\")\"),d");
    expect(scan.rest, "rest");
    scan.rest = T("(a");
    assert_false(scan_parentheses(&scan, &inside));
    scan.rest = T("a)");
    assert_false(scan_parentheses(&scan, &inside));
    scan.rest = T("");
    assert_false(scan_parentheses(&scan, &inside));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stop_where_grammar_begins),
        cmocka_unit_test(quoted_values_keep_what_would_end_them),
        cmocka_unit_test(parentheses_are_balanced_outside_of_quotes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
