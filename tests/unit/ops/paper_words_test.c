/* Amounts as they stand on paper. */
#include "ops/paper_words.h"

#include "text_check.h"

static struct arena arena;

static void amounts_have_groups(void **state)
{
    static const struct {
        int64_t minor;
        int digits;
        const char *words;
    } cases[] = {
        { 0, 2, "0.00" },
        { 5, 2, "0.05" },
        { 99999, 2, "999.99" },
        { 100000, 2, "1,000.00" },
        { 123456789, 0, "123,456,789" },
        { -123456, 2,
          "\xE2\x88\x92"
          "1,234.56" },
        { 1234567, 3, "1,234.567" },
        { INT64_MAX, 2, "92,233,720,368,547,758.07" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(paper_amount(&arena, cases[i].minor, cases[i].digits),
                    text_from(cases[i].words));
}

static void prices_have_signs(void **state)
{
    static const struct {
        int64_t minor;
        const char *currency, *words;
    } cases[] = {
        { 59900, "CNY",
          "\xC2\xA5"
          "599" },
        { 5990, "USD", "$59.90" },
        { 129900, "CHF", "1,299 CHF" },
        { 500, "JPY",
          "\xC2\xA5"
          "500" },
        { 50, "EUR",
          "\xE2\x82\xAC"
          "0.50" },
        { 1500, "KWD", "1.500 KWD" },
        { 10000, "XXZ", "100 XXZ" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(paper_price(&arena, cases[i].minor, text_from(cases[i].currency)),
                    text_from(cases[i].words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_have_groups),
        cmocka_unit_test(prices_have_signs),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_release(&arena);
    return failed;
}
