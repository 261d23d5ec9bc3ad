/* Check digits of printed codes, and codes of one's own. */
#include "ops/barcode.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void check_digits_are_those_on_real_boxes(void **state)
{
    static const struct {
        const char *code;
        int last;
    } table[] = {
        { "4006381333931", 1 },
        { "5901234123457", 7 },
        { "96385074", 4 },
        { "036000291452", 2 },
        { "4006381333930", 1 },
        { "2000000000015", 5 },
        { "00", 0 },
        { "0", -1 },
        { "", -1 },
        { "12a4", -1 },
        { "1234567890123456789", -1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(barcode_check_digit(text_from(table[i].code)), table[i].last);
}

static void forms_are_guessed(void **state)
{
    static const struct {
        const char *code;
        enum symbology symbology;
    } table[] = {
        { "4006381333931", SYMBOLOGY_EAN_13 },
        { "96385074", SYMBOLOGY_EAN_8 },
        { "036000291452", SYMBOLOGY_UPC_A },
        { "1234567", SYMBOLOGY_CODE_128 },
        { "NB-574-GR-42", SYMBOLOGY_CODE_128 },
        { "鞋盒42", SYMBOLOGY_QR },
        { "", SYMBOLOGY_CODE_128 },
        { "400638133393X", SYMBOLOGY_CODE_128 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(barcode_guess(text_from(table[i].code)), table[i].symbology);
}

static void a_upc_a_is_the_ean_13_with_a_zero(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    assert_true(text_equal(barcode_key(T("036000291452"), &arena), T("0036000291452")));
    assert_true(text_equal(barcode_key(T("0036000291452"), &arena), T("0036000291452")));
    assert_true(text_equal(barcode_key(T("03600029145X"), &arena), T("03600029145X")));
    arena_release(&arena);
}

static void own_codes_are_valid_and_in_the_range_for_them(void **state)
{
    static const int64_t numbers[] = { 1, 2, 9, 10, 12345, 10000000000, BARCODE_OWN_LAST };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct text code = barcode_own(numbers[i], &arena);

        assert_int_equal(code.size, 13);
        assert_int_equal(code.at[0], '2');
        assert_int_equal(code.at[12] - '0', barcode_check_digit(code));
    }
    assert_true(text_equal(barcode_own(1, &arena), T("2000000000015")));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_digits_are_those_on_real_boxes),
        cmocka_unit_test(forms_are_guessed),
        cmocka_unit_test(a_upc_a_is_the_ean_13_with_a_zero),
        cmocka_unit_test(own_codes_are_valid_and_in_the_range_for_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
