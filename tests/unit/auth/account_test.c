/* auth/account.h: one spelling is one account, and nothing that would be a mail header gets in. */
#include "auth/account.h"

#include "text_check.h"

static void mail_addresses_are_folded_or_refused(void **state)
{
    static const struct {
        const char *typed, *folded; /* NULL: refused */
    } cases[] = {
        { "Mei@Example.COM", "mei@example.com" },
        { "  mei@example.com ", "mei@example.com" },
        { "ｍｅｉ＠example.com", "mei@example.com" },
        { "mei+shop@example.com", "mei+shop@example.com" },
        { "mei@localhost", NULL },
        { "mei", NULL },
        { "@example.com", NULL },
        { "", NULL },
        { "mei@example.com\r\nBcc: all@example.com", NULL },
        { "mei@example.com,other@example.com", NULL },
        { "<mei@example.com>", NULL },
        { "\"mei\"@example.com", NULL },
        { "mei @example.com", NULL },
        { "mei@exa mple.com", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = { 0 };
        struct text folded = T("untouched");

        assert_int_equal(account_fold_email(&arena, text_from(cases[i].typed), &folded),
                         cases[i].folded != NULL);
        assert_text(folded, text_from(cases[i].folded ? cases[i].folded : "untouched"));
        arena_release(&arena);
    }
}

static void user_names_are_folded_or_refused(void **state)
{
    static const struct {
        const char *typed, *folded;
    } cases[] = {
        { "Mei", "mei" },  { "小梅", "小梅" },       { "ＭＥＩ", "mei" },  { "a", NULL },
        { "", NULL },      { "mei@shop", NULL },     { "mei lin", NULL },  { "mei\tlin", NULL },
        { "me\ni", NULL }, { "mei.lin", "mei.lin" }, { "\xff\xfe", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = { 0 };
        struct text folded = T("untouched");

        assert_int_equal(account_fold_username(&arena, text_from(cases[i].typed), &folded),
                         cases[i].folded != NULL);
        assert_text(folded, text_from(cases[i].folded ? cases[i].folded : "untouched"));
        arena_release(&arena);
    }
}

static void names_to_show_are_cleaned(void **state)
{
    struct arena arena = { 0 };
    char longer[400];

    (void)state;
    memset(longer, 'x', sizeof longer);
    assert_text(account_clean_name(&arena, T("  Mei 梅\n ")), T("Mei 梅"));
    assert_text(account_clean_name(&arena, T("a\r\nb")), T("a  b"));
    assert_text(account_clean_name(&arena, T("\x01\x02")), T(""));
    assert_int_equal(account_clean_name(&arena, (struct text){ longer, sizeof longer }).size,
                     LIMIT_DISPLAY_NAME);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mail_addresses_are_folded_or_refused),
        cmocka_unit_test(user_names_are_folded_or_refused),
        cmocka_unit_test(names_to_show_are_cleaned),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
