/* base/decimal.h */
#include "base/decimal.h"

#include "text_check.h"

static void reading(void **state)
{
    static const struct {
        const char *text;
        int scale;
        bool ok;
        int64_t value;
    } cases[] = {
        { "0", 0, true, 0 },
        { "9.5", 1, true, 95 },
        { "9.5", 3, true, 9500 },
        { "-9.5", 1, true, -95 },
        { "-0", 2, true, 0 },
        { "-0.01", 2, true, -1 },
        { "007.10", 2, true, 710 },
        { "1.5000000000000000000000000", 1, true, 15 },
        { "1.51", 1, false, 0 },
        { "1.500000000000000000000001", 1, false, 0 },
        { "12", 0, true, 12 },
        { "12.0", 0, true, 12 },
        { "12.5", 0, false, 0 },
        { "9223372036854775807", 0, true, INT64_MAX },
        { "-9223372036854775808", 0, true, INT64_MIN },
        { "92233720368547758.07", 2, true, INT64_MAX },
        { "-92233720368547758.08", 2, true, INT64_MIN },
        { "92233720368547758.08", 2, false, 0 },
        { "92233720368547759", 2, false, 0 },
        { "9.223372036854775807", 18, true, INT64_MAX },
        { "10", 18, false, 0 },
        { "", 2, false, 0 },
        { "-", 2, false, 0 },
        { ".", 2, false, 0 },
        { ".5", 2, false, 0 },
        { "5.", 2, false, 0 },
        { "+5", 2, false, 0 },
        { "--5", 2, false, 0 },
        { "5e3", 2, false, 0 },
        { " 5", 2, false, 0 },
        { "5 ", 2, false, 0 },
        { "1,5", 2, false, 0 },
        { "1.2.3", 2, false, 0 },
        { "0x10", 2, false, 0 },
        { "NaN", 2, false, 0 },
        { "٣", 2, false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = 4711;

        if (decimal_from_text(text_from(cases[i].text), cases[i].scale, &value) != cases[i].ok)
            fail_msg("%s", cases[i].text);
        assert_true(value == (cases[i].ok ? cases[i].value : 4711));
    }
    assert_false(decimal_from_text(T("1\0"), 0, &(int64_t){ 0 }));
}

static void printing(void **state)
{
    static const struct {
        int64_t value;
        int scale;
        const char *fixed, *brief;
    } cases[] = {
        { 0, 0, "0", "0" },
        { 0, 2, "0.00", "0" },
        { 5, 2, "0.05", "0.05" },
        { -5, 2, "-0.05", "-0.05" },
        { 950, 2, "9.50", "9.5" },
        { 9000, 3, "9.000", "9" },
        { 100, 0, "100", "100" },
        { 100, 2, "1.00", "1" },
        { -100000, 1, "-10000.0", "-10000" },
        { INT64_MAX, 0, "9223372036854775807", "9223372036854775807" },
        { INT64_MIN, 2, "-92233720368547758.08", "-92233720368547758.08" },
        { INT64_MIN, 18, "-9.223372036854775808", "-9.223372036854775808" },
        { -1, 18, "-0.000000000000000001", "-0.000000000000000001" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t back;

        assert_string_equal(decimal_to_text(cases[i].value, cases[i].scale).at, cases[i].fixed);
        assert_string_equal(decimal_to_short_text(cases[i].value, cases[i].scale).at,
                            cases[i].brief);
        assert_true(decimal_from_text(text_from(cases[i].fixed), cases[i].scale, &back));
        assert_true(back == cases[i].value);
        assert_true(decimal_from_text(text_from(cases[i].brief), cases[i].scale, &back));
        assert_true(back == cases[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading),
        cmocka_unit_test(printing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
