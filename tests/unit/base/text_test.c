/* base/text.h */
#include "base/text.h"

#include "text_check.h"

static void equality_is_by_bytes(void **state)
{
    (void)state;
    assert_true(text_equal(T(""), (struct text){ 0 }));
    assert_true(text_equal(T("abc"), T("abc")));
    assert_false(text_equal(T("abc"), T("abd")));
    assert_false(text_equal(T("abc"), T("ab")));
    assert_false(text_equal(T("a\0b"), T("a\0c")));
    assert_true(text_equal_nocase(T("Content-Type"), T("content-TYPE")));
    assert_false(text_equal_nocase(T("a"), T("b")));
    assert_false(text_equal_nocase(T("É"), T("é")));
}

static void order_is_by_unsigned_bytes_then_size(void **state)
{
    (void)state;
    assert_int_equal(text_compare(T("a"), T("a")), 0);
    assert_true(text_compare(T("a"), T("b")) < 0);
    assert_true(text_compare(T("a"), T("ab")) < 0);
    assert_true(text_compare(T("ab"), T("a")) > 0);
    assert_true(text_compare(T("z"), T("é")) < 0);
    assert_true(text_compare((struct text){ 0 }, T("a")) < 0);
    assert_int_equal(text_compare((struct text){ 0 }, T("")), 0);
}

static void prefix_and_suffix(void **state)
{
    (void)state;
    assert_true(text_starts_with(T("abc"), T("ab")));
    assert_true(text_starts_with(T("abc"), T("")));
    assert_true(text_starts_with(T("abc"), T("abc")));
    assert_false(text_starts_with(T("ab"), T("abc")));
    assert_true(text_ends_with(T("abc"), T("bc")));
    assert_true(text_ends_with(T("abc"), T("")));
    assert_false(text_ends_with(T("abc"), T("ab")));
    assert_false(text_ends_with(T("c"), T("bc")));
}

static void slices_stay_inside(void **state)
{
    (void)state;
    assert_text(text_from_offset(T("abc"), 1), T("bc"));
    assert_text(text_from_offset(T("abc"), 3), T(""));
    assert_text(text_from_offset(T("abc"), 99), T(""));
    assert_text(text_slice(T("abcdef"), 2, 3), T("cde"));
    assert_text(text_slice(T("abc"), 2, 99), T("c"));
    assert_text(text_slice(T("abc"), 2, SIZE_MAX), T("c"));
    assert_text(text_slice(T("abc"), 99, 1), T(""));
}

static void trim_takes_white_space_at_the_ends_only(void **state)
{
    (void)state;
    assert_text(text_trim(T(" \t\r\n\v\fa b \n")), T("a b"));
    assert_text(text_trim(T("   ")), T(""));
    assert_text(text_trim(T("")), T(""));
    assert_text(text_trim(T("\0 a \0")), T("\0 a \0"));
}

static void finding(void **state)
{
    (void)state;
    assert_int_equal(text_find_byte(T("a=b=c"), '='), 1);
    assert_int_equal(text_find_byte(T("abc"), '='), 3);
    assert_int_equal(text_find_byte((struct text){ 0 }, '='), 0);
    assert_int_equal(text_find(T("abcabd"), T("abd")), 3);
    assert_int_equal(text_find(T("abc"), T("abcd")), 3);
    assert_int_equal(text_find(T("abc"), T("x")), 3);
    assert_int_equal(text_find(T("abc"), T("")), 0);
}

static void cut_tells_a_missing_byte_from_an_empty_rest(void **state)
{
    struct text rest = T("a,b,");

    (void)state;
    assert_text(text_cut(&rest, ','), T("a"));
    assert_text(text_cut(&rest, ','), T("b"));
    assert_non_null(rest.at);
    assert_int_equal(rest.size, 0);
    assert_text(text_cut(&rest, ','), T(""));
    assert_null(rest.at);
    rest = T(",x");
    assert_text(text_cut(&rest, ','), T(""));
    assert_text(rest, T("x"));
}

static void integers(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t value;
    } cases[] = {
        { "0", true, 0 },
        { "-0", true, 0 },
        { "007", true, 7 },
        { "9223372036854775807", true, INT64_MAX },
        { "-9223372036854775808", true, INT64_MIN },
        { "9223372036854775808", false, 0 },
        { "-9223372036854775809", false, 0 },
        { "99999999999999999999999", false, 0 },
        { "", false, 0 },
        { "-", false, 0 },
        { "+1", false, 0 },
        { "1 ", false, 0 },
        { " 1", false, 0 },
        { "1.0", false, 0 },
        { "--1", false, 0 },
        { "0x1", false, 0 },
        { "１", false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = 4711;

        assert_int_equal(text_to_int64(text_from(cases[i].text), &value), cases[i].ok);
        assert_true(value == (cases[i].ok ? cases[i].value : 4711));
    }
}

static void c_strings(void **state)
{
    (void)state;
    assert_text(text_from("abc"), T("abc"));
    assert_true(text_is_empty(text_from(NULL)));
    assert_true(text_is_empty(text_from("")));
    assert_false(text_is_empty(T(" ")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equality_is_by_bytes),
        cmocka_unit_test(order_is_by_unsigned_bytes_then_size),
        cmocka_unit_test(prefix_and_suffix),
        cmocka_unit_test(slices_stay_inside),
        cmocka_unit_test(trim_takes_white_space_at_the_ends_only),
        cmocka_unit_test(finding),
        cmocka_unit_test(cut_tells_a_missing_byte_from_an_empty_rest),
        cmocka_unit_test(integers),
        cmocka_unit_test(c_strings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
