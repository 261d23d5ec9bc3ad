/* auth/grants.h: from JSON to levels, and what role, grants and switched-off modules make of it. */
#include "auth/grants.h"

#include "text_check.h"

static void the_store_is_read_leniently_and_the_client_strictly(void **state)
{
    static const struct {
        const char *json;
        bool is_accepted;
        const char *kept;
    } cases[] = {
        { "{}", true, "{}" },
        { "{\"sales\":2,\"live\":1}", true, "{\"live\":1,\"sales\":2}" },
        { "{\"sales\":0}", true, "{}" },
        { "{\"sales\":4}", false, "{}" },
        { "{\"sales\":-1}", false, "{}" },
        { "{\"sales\":\"2\"}", false, "{}" },
        { "{\"sales\":1.5}", false, "{}" },
        { "{\"admin\":3}", false, "{}" },
        { "{\"core\":3}", false, "{}" },
        { "{\"spaceship\":1,\"sales\":3}", false, "{\"sales\":3}" },
        { "[]", false, "{}" },
        { "null", false, "{}" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = { 0 };
        struct grants strict = { { 0 } }, lenient;
        const struct json *json;

        assert_int_equal(json_parse(&arena, text_from(cases[i].json), NULL, &json, NULL), OK);
        assert_int_equal(grants_from_json(json, &strict), cases[i].is_accepted);
        lenient = grants_read(&arena, text_from(cases[i].json));
        assert_text(grants_to_text(&arena, &lenient), text_from(cases[i].kept));
        arena_release(&arena);
    }
}

static void broken_text_is_no_grant(void **state)
{
    struct arena arena = { 0 };
    struct grants grants = grants_read(&arena, T("{\"sales\":"));

    (void)state;
    assert_text(grants_to_text(&arena, &grants), T("{}"));
    arena_release(&arena);
}

static void roles_give_levels(void **state)
{
    struct settings settings = { .modules_off = "finance, studio" };
    struct arena arena = { 0 };
    struct grants grants = {
        .level = { [MODULE_SALES] = LEVEL_VIEW, [MODULE_FINANCE] = LEVEL_EDIT_EVERY }
    };
    unsigned char level[MODULE_COUNT];

    (void)state;
    levels_of(&settings, ROLE_MEMBER, &grants, level);
    assert_int_equal(level[MODULE_CORE], LEVEL_EDIT_OWN);
    assert_int_equal(level[MODULE_ADMIN], LEVEL_NONE);
    assert_int_equal(level[MODULE_SALES], LEVEL_VIEW);
    assert_int_equal(level[MODULE_LIVE], LEVEL_NONE);
    assert_int_equal(level[MODULE_FINANCE], LEVEL_NONE);

    levels_of(&settings, ROLE_ADMIN, &grants, level);
    assert_int_equal(level[MODULE_CORE], LEVEL_EDIT_EVERY);
    assert_int_equal(level[MODULE_ADMIN], LEVEL_EDIT_EVERY);
    assert_int_equal(level[MODULE_LIVE], LEVEL_EDIT_EVERY);
    assert_int_equal(level[MODULE_FINANCE], LEVEL_NONE);
    assert_int_equal(level[MODULE_STUDIO], LEVEL_NONE);
    assert_int_equal(level[MODULE_UNDECLARED], LEVEL_NONE);

    assert_text(modules_off_to_text(&arena, &settings), T("[\"finance\",\"studio\"]"));
    settings.modules_off = "";
    assert_int_equal(modules_off_to_text(&arena, &settings).size, 0);
    arena_release(&arena);
}

static void an_unknown_role_may_nothing(void **state)
{
    struct settings settings = { .modules_off = "" };
    struct grants grants = { .level = { [MODULE_SALES] = LEVEL_EDIT_EVERY } };
    unsigned char level[MODULE_COUNT];

    (void)state;
    for (int role = 0; role < 8; role++) {
        bool is_known = role == ROLE_MEMBER || role == ROLE_ADMIN;
        int highest = 0;

        levels_of(&settings, (enum role)role, &grants, level);
        for (int i = 0; i < MODULE_COUNT; i++)
            highest = level[i] > highest ? level[i] : highest;
        assert_int_equal(highest > 0, is_known);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_store_is_read_leniently_and_the_client_strictly),
        cmocka_unit_test(broken_text_is_no_grant),
        cmocka_unit_test(roles_give_levels),
        cmocka_unit_test(an_unknown_role_may_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
