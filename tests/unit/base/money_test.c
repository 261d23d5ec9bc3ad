/* base/money.h */
#include "base/money.h"

#include "base/arena.h"

#include "text_check.h"

struct reading {
    const char *text, *currency;
    enum money_form form;
    int64_t minor;
};

static const struct reading readings[] = {
    { "0", "USD", MONEY_PLAIN, 0 },
    { "1234.5", "USD", MONEY_PLAIN, 123450 },
    { "-1234.50", "USD", MONEY_PLAIN, -123450 },
    { "1234.5000", "USD", MONEY_PLAIN, 123450 },
    { "1235", "JPY", MONEY_PLAIN, 1235 },
    { "1235.0", "KRW", MONEY_PLAIN, 1235 },
    { "1,234.50", "USD", MONEY_SHEET, 123450 },
    { "1234.50", "USD", MONEY_SHEET, 123450 },
    { "$1,234.50", "USD", MONEY_SHEET, 123450 },
    { "US$ 1,234.50", "USD", MONEY_SHEET, 123450 },
    { "1,234.50 USD", "USD", MONEY_SHEET, 123450 },
    { "usd1234.5", "USD", MONEY_SHEET, 123450 },
    { "-$1,234.50", "USD", MONEY_SHEET, -123450 },
    { "$-1,234.50", "USD", MONEY_SHEET, -123450 },
    { "($1,234.50)", "USD", MONEY_SHEET, -123450 },
    { "$(1,234.50)", "USD", MONEY_SHEET, -123450 },
    { "1,234.50-", "USD", MONEY_SHEET, -123450 },
    { "+5", "USD", MONEY_SHEET, 500 },
    { "  5  ", "USD", MONEY_SHEET, 500 },
    { "1'234'567.05", "CHF", MONEY_SHEET, 123456705 },
    { "CHF 1’234.50", "CHF", MONEY_SHEET, 123450 },
    { "1 234 567.05", "EUR", MONEY_SHEET, 123456705 },
    { "1\u00a0234,50 €", "EUR", MONEY_SHEET_COMMA, 123450 },
    { "1\u202f234,50\u00a0€", "EUR", MONEY_SHEET_COMMA, 123450 },
    { "1.234.567,50 €", "EUR", MONEY_SHEET_COMMA, 123456750 },
    { "1234,5", "EUR", MONEY_SHEET_COMMA, 123450 },
    { "1.234", "EUR", MONEY_SHEET_COMMA, 123400 },
    { "kr. 1.234,50", "DKK", MONEY_SHEET_COMMA, 123450 },
    { "1 234,50 zł", "PLN", MONEY_SHEET_COMMA, 123450 },
    { "¥1,234.50", "CNY", MONEY_SHEET, 123450 },
    { "￥１，２３４．５０", "CNY", MONEY_SHEET, 123450 },
    { "1234.5元", "CNY", MONEY_SHEET, 123450 },
    { "RMB 88", "CNY", MONEY_SHEET, 8800 },
    { "（１２）", "CNY", MONEY_SHEET, -1200 },
    { "−12", "CNY", MONEY_SHEET, -1200 },
    { "￥1,235", "JPY", MONEY_SHEET, 1235 },
    { "1,235円", "JPY", MONEY_SHEET, 1235 },
    { "₩1,235,000", "KRW", MONEY_SHEET, 1235000 },
    { "1.235.000 ₫", "VND", MONEY_SHEET_COMMA, 1235000 },
    { "KD 1.234", "KWD", MONEY_SHEET, 1234 },
    { "1,234.500", "BHD", MONEY_SHEET, 1234500 },
    { "₹12,34,567.50", "INR", MONEY_SHEET, 123456750 },
    { "92233720368547758.07", "USD", MONEY_SHEET, INT64_MAX },
    { "(92233720368547758.08)", "USD", MONEY_SHEET, INT64_MIN },
};

static void what_people_write_is_read_exactly(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++) {
        const struct currency *currency = currency_find(text_from(readings[i].currency));
        int64_t minor = 4711;

        if (!money_from_text(text_from(readings[i].text), currency, readings[i].form, &minor))
            fail_msg("refused: %s", readings[i].text);
        if (minor != readings[i].minor)
            fail_msg("%s gave %lld", readings[i].text, (long long)minor);
    }
}

static const struct reading refused[] = {
    { "$1", "USD", MONEY_PLAIN, 0 },
    { "1,234", "USD", MONEY_PLAIN, 0 },
    { "1.234", "USD", MONEY_PLAIN, 0 },
    { "１", "USD", MONEY_PLAIN, 0 },
    { "", "USD", MONEY_SHEET, 0 },
    { " ", "USD", MONEY_SHEET, 0 },
    { "$", "USD", MONEY_SHEET, 0 },
    { "-", "USD", MONEY_SHEET, 0 },
    { "()", "USD", MONEY_SHEET, 0 },
    { "abc", "USD", MONEY_SHEET, 0 },
    { "€5", "USD", MONEY_SHEET, 0 },
    { "5 NZ$", "AUD", MONEY_SHEET, 0 },
    { "US$5", "SGD", MONEY_SHEET, 0 },
    { "CNY 5", "USD", MONEY_SHEET, 0 },
    { "$5$", "USD", MONEY_SHEET, 0 },
    { "--5", "USD", MONEY_SHEET, 0 },
    { "-5-", "USD", MONEY_SHEET, 0 },
    { "(-5)", "USD", MONEY_SHEET, 0 },
    { "(5", "USD", MONEY_SHEET, 0 },
    { "+-5", "USD", MONEY_SHEET, 0 },
    { "1,23", "USD", MONEY_SHEET, 0 },
    { "1,2345", "USD", MONEY_SHEET, 0 },
    { "1234,567", "USD", MONEY_SHEET, 0 },
    { "0,123", "USD", MONEY_SHEET, 0 },
    { "1,234,56", "USD", MONEY_SHEET, 0 },
    { "1,23,456,789", "USD", MONEY_SHEET, 0 },
    { "1,234 567", "USD", MONEY_SHEET, 0 },
    { "1,,234", "USD", MONEY_SHEET, 0 },
    { ",234", "USD", MONEY_SHEET, 0 },
    { "1,", "USD", MONEY_SHEET, 0 },
    { "1.", "USD", MONEY_SHEET, 0 },
    { "1.5.5", "USD", MONEY_SHEET, 0 },
    { "1.234,50", "USD", MONEY_SHEET, 0 },
    { "1,234.50", "EUR", MONEY_SHEET_COMMA, 0 },
    { "1.200", "USD", MONEY_SHEET, 0 },
    { "12.000", "JPY", MONEY_SHEET, 0 },
    { "1.005", "USD", MONEY_SHEET, 0 },
    { "0.5", "JPY", MONEY_SHEET, 0 },
    { "1.2345", "USD", MONEY_SHEET, 0 },
    { "1,2345", "USD", MONEY_SHEET_COMMA, 0 },
    { "1.2345", "KWD", MONEY_SHEET, 0 },
    { "1.1,000", "USD", MONEY_SHEET, 0 },
    { "1e5", "USD", MONEY_SHEET, 0 },
    { "=1+1", "USD", MONEY_SHEET, 0 },
    { "92233720368547758.08", "USD", MONEY_SHEET, 0 },
    { "99999999999999999999999999999999999999999999999999999999999999999", "USD", MONEY_SHEET, 0 },
};

static void what_could_be_misread_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        const struct currency *currency = currency_find(text_from(refused[i].currency));
        int64_t minor = 4711;

        if (money_from_text(text_from(refused[i].text), currency, refused[i].form, &minor))
            fail_msg("accepted: %s", refused[i].text);
        assert_true(minor == 4711);
    }
}

static void printing_has_the_digits_of_the_currency(void **state)
{
    (void)state;
    assert_string_equal(money_to_text(123450, currency_find(T("USD"))).at, "1234.50");
    assert_string_equal(money_to_text(-5, currency_find(T("EUR"))).at, "-0.05");
    assert_string_equal(money_to_text(1235, currency_find(T("JPY"))).at, "1235");
    assert_string_equal(money_to_text(1500, currency_find(T("KWD"))).at, "1.500");
}

static bool has_sign(const struct currency *currency, struct text sign)
{
    for (size_t i = 0; i < 6; i++)
        if (currency->signs[i] && text_equal(text_from(currency->signs[i]), sign))
            return true;
    return false;
}

static void the_table_is_sorted_and_whole(void **state)
{
    size_t count;
    const struct currency *list = currency_list(&count);

    (void)state;
    assert_true(count >= 40);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(strlen(list[i].code), 3);
        assert_true(i == 0 || strcmp(list[i - 1].code, list[i].code) < 0);
        assert_true(list[i].digits >= 0 && list[i].digits <= 3);
        assert_true(strlen(list[i].name_en) > 0 && strlen(list[i].name_zh) > 0);
        assert_non_null(list[i].signs[0]);
    }
    assert_ptr_equal(currency_find(T("usd")), currency_find(T("USD")));
    assert_null(currency_find(T("XXX")));
    assert_null(currency_find(T("")));
    assert_null(currency_find(T("USDX")));
    assert_int_equal(currency_find(T("VND"))->digits, 0);
    assert_int_equal(currency_find(T("BHD"))->digits, 3);
    assert_true(has_sign(currency_find(T("CNY")), T("元")));
}

/* Every sign of every currency, in front and behind. */
static void every_sign_is_understood(void **state)
{
    struct arena arena = { 0 };
    size_t count;
    const struct currency *list = currency_list(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < 6 && list[i].signs[j]; j++) {
            int64_t minor = 0, wanted = 0;

            assert_true(decimal_from_text(T("7"), list[i].digits, &wanted));
            assert_true(money_from_text(arena_print(&arena, "%s 7", list[i].signs[j]), &list[i],
                                        MONEY_SHEET, &minor));
            assert_true(minor == wanted);
            assert_true(money_from_text(arena_print(&arena, "7%s", list[i].signs[j]), &list[i],
                                        MONEY_SHEET, &minor));
            assert_true(minor == wanted);
        }
    }
    arena_release(&arena);
}

/* LIMIT_SHEET_NUMBER: 64 bytes once its characters are plain ones. */
static void a_cell_has_a_ceiling(void **state)
{
    const struct currency *dollars = currency_find(T("USD"));
    char cell[66];
    int64_t minor = 0;

    (void)state;
    memset(cell, ' ', sizeof cell);
    cell[0] = '5';
    assert_true(money_from_text((struct text){ cell, 64 }, dollars, MONEY_SHEET, &minor));
    assert_int_equal(minor, 500);
    minor = 7;
    assert_false(money_from_text((struct text){ cell, 65 }, dollars, MONEY_SHEET, &minor));
    assert_int_equal(minor, 7);
}

static void adding_up_stops_at_the_ends(void **state)
{
    static const struct {
        int64_t a, b, sum, difference;
    } rows[] = {
        { 2, 3, 5, -1 },
        { -2, 3, 1, -5 },
        { INT64_MAX - 1, 1, INT64_MAX, INT64_MAX - 2 },
        { INT64_MAX, 1, INT64_MAX, INT64_MAX - 1 },
        { INT64_MAX, -1, INT64_MAX - 1, INT64_MAX },
        { INT64_MIN, 1, INT64_MIN + 1, INT64_MIN },
        { INT64_MIN, -1, INT64_MIN, INT64_MIN + 1 },
        { 0, INT64_MIN, INT64_MIN, INT64_MAX },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(money_sum(rows[i].a, rows[i].b) == rows[i].sum);
        assert_true(money_difference(rows[i].a, rows[i].b) == rows[i].difference);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_write_is_read_exactly),
        cmocka_unit_test(what_could_be_misread_is_refused),
        cmocka_unit_test(printing_has_the_digits_of_the_currency),
        cmocka_unit_test(the_table_is_sorted_and_whole),
        cmocka_unit_test(every_sign_is_understood),
        cmocka_unit_test(a_cell_has_a_ceiling),
        cmocka_unit_test(adding_up_stops_at_the_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
