/* auth/account.h: one spelling is one account, nothing that would be a mail header gets in, and
   an account has the fields it is said to have. */
#include "auth/account.h"

#include "auth/auth.h"
#include "auth/identity.h"
#include "auth/member.h"
#include "egress/egress.h"
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

/* A name before the @ of at most 64 characters, and a domain that makes the address so long. */
static struct text address_of(struct arena *arena, size_t size)
{
    char *at = arena_alloc(arena, size);

    memset(at, 'a', size);
    at[64] = '@';
    memcpy(at + size - 3, ".co", 3);
    return (struct text){ at, size };
}

static struct text repeated(struct arena *arena, const char *character, size_t times)
{
    struct buffer out = buffer_in(arena, 4096);

    for (size_t i = 0; i < times; i++)
        buffer_append(&out, text_from(character));
    return buffer_text(&out);
}

static void addresses_and_names_have_a_ceiling(void **state)
{
    struct arena arena = { 0 };
    struct text folded;

    (void)state;
    assert_true(account_fold_email(&arena, address_of(&arena, LIMIT_EMAIL), &folded));
    assert_false(account_fold_email(&arena, address_of(&arena, LIMIT_EMAIL + 1), &folded));
    for (size_t i = 0; i < 2; i++) {
        const char *character = i == 0 ? "m" : "梅";

        assert_true(
            account_fold_username(&arena, repeated(&arena, character, LIMIT_USERNAME), &folded));
        assert_false(account_fold_username(&arena, repeated(&arena, character, LIMIT_USERNAME + 1),
                                           &folded));
    }
    arena_release(&arena);
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

static void check_fields(const struct entity *entity, const char *const *names)
{
    size_t count = 0;

    for (; names[count]; count++)
        assert_non_null(entity_field(entity, text_from(names[count])));
    assert_int_equal(entity->fields.count, count);
}

/* N-005, X-006. Adding a column here means adding it to the policy. */
static void an_account_has_exactly_these_fields(void **state)
{
    static const char *const account[] = {
        "email",
        "username",
        "display_name",
        "password",
        "password_changed_at",
        "language",
        "email_confirmed_at",
        "last_workspace",
        "last_sign_in_at",
        "is_operator",
        NULL,
    };
    static const char *const member[] = { "account_id", "username", "display_name",
                                          "role",       "grants",   NULL };

    static const char *const identity[] = { "account_id", "provider",        "subject_hash",
                                            "email",      "last_sign_in_at", NULL };

    (void)state;
    check_fields(&identity_entity, identity); /* I-004: of Google, besides the name above */
    check_fields(&account_entity, account);
    check_fields(&member_entity, member);
    assert_true(account_field("password")->hidden);
    assert_int_equal(account_entity.rows, ROWS_OF_SERVER);
}

/* C-10. */
static void one_kind_of_record_keeps_an_address_and_not_for_long(void **state)
{
    static const struct entity *const *const lists[] = { auth_entities, egress_entities };
    int found = 0;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        for (size_t e = 0; lists[i][e]; e++) {
            const struct entity *entity = lists[i][e];

            if (!entity_field(entity, T("address")) && !entity_field(entity, T("ip")))
                continue;
            found++;
            assert_string_equal(entity->name, "sign_in_event");
            assert_int_equal(entity->rows, ROWS_OF_SERVER);
            assert_int_equal(entity->keep, FOR_DAYS);
            assert_true(entity->keep_days <= 90);
        }
    }
    assert_int_equal(found, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mail_addresses_are_folded_or_refused),
        cmocka_unit_test(user_names_are_folded_or_refused),
        cmocka_unit_test(addresses_and_names_have_a_ceiling),
        cmocka_unit_test(names_to_show_are_cleaned),
        cmocka_unit_test(an_account_has_exactly_these_fields),
        cmocka_unit_test(one_kind_of_record_keeps_an_address_and_not_for_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
