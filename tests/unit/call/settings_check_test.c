/* What two settings, or one and the policy profile, say together. */
#include "call/policy_profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct settings load(struct arena *arena)
{
    struct settings settings;
    struct text reason = { 0 };

    assert_int_equal(settings_load(&settings, arena, NULL, &reason), OK);
    return settings;
}

static void every_profile_is_a_choice_of_the_setting(void **state)
{
    struct text rest = text_from(setting_find(T("policy_profile"))->choices);
    const struct policy_profile *profile = policy_profiles;

    (void)state;
    for (; rest.size > 0; profile++) {
        struct text name = text_cut(&rest, ' ');

        assert_non_null(profile->name);
        assert_true(text_equal(name, text_from(profile->name)));
    }
    assert_null(profile->name);
}

/* C-03: 30 days, and 90 only where the third policy alone applies. */
static void backups_are_kept_as_long_as_the_profile_allows(void **state)
{
    static const struct {
        const char *profile;
        int64_t days;
        const char *refusal;
    } cases[] = {
        { "steward", 30, NULL },
        { "steward", 0, NULL },
        { "steward", 31,
          "Setting backup_days: the policy profile steward allows at most 30, not 31." },
        { "nexcart", 30, NULL },
        { "nexcart", 31,
          "Setting backup_days: the policy profile nexcart allows at most 30, not 31." },
        { "imagetools", 30, NULL },
        { "imagetools", 90,
          "Setting backup_days: the policy profile imagetools allows at most 30, not 90." },
        { "nexora", 31, NULL },
        { "nexora", 90, NULL },
        { "nexora", 91,
          "Setting backup_days: the policy profile nexora allows at most 90, not 91." },
    };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings settings = load(&arena);
        struct text reason = { 0 };

        settings.policy_profile = cases[i].profile;
        settings.backup_days = cases[i].days;
        assert_int_equal(settings_check(&settings, &arena, &reason),
                         cases[i].refusal ? INVALID : OK);
        if (cases[i].refusal && !text_equal(reason, text_from(cases[i].refusal)))
            fail_msg("%s: %.*s", cases[i].refusal, TEXT_ARG(reason));
    }
    arena_release(&arena);
}

static void the_profile_says_how_passwords_are_stored_and_which_tls_is_accepted(void **state)
{
    static const struct {
        const char *profile, *scheme, *floor; /* settings */
        const char *scheme_meant, *floor_meant, *refused;
    } cases[] = {
        { "steward", "auto", "auto", "argon2id", "1.3", NULL },
        { "steward", "bcrypt", "1.2", "bcrypt", "1.2", NULL },
        { "nexcart", "auto", "auto", "pbkdf2-sha256", "1.2", NULL },
        { "nexcart", "auto", "1.3", "pbkdf2-sha256", "1.3", NULL },
        { "nexcart", "argon2id", "auto", "argon2id", "1.2",
          "Setting password_scheme: the policy profile nexcart promises pbkdf2-sha256, not argon2id." },
        { "imagetools", "auto", "auto", "argon2id", "1.3", NULL },
        { "imagetools", "bcrypt", "1.2", "bcrypt", "1.2", NULL },
        { "nexora", "auto", "auto", "bcrypt", "1.3", NULL },
        { "nexora", "bcrypt", "1.3", "bcrypt", "1.3", NULL },
        { "nexora", "pbkdf2-sha256", "auto", "pbkdf2-sha256", "1.3",
          "Setting password_scheme: the policy profile nexora promises bcrypt, not pbkdf2-sha256." },
        { "nexora", "auto", "1.2", "bcrypt", "1.2",
          "Setting tls_floor: the policy profile nexora promises 1.3, not 1.2." },
    };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings settings = load(&arena);
        struct text reason = { 0 };

        settings.policy_profile = cases[i].profile;
        settings.password_scheme = cases[i].scheme;
        settings.tls_floor = cases[i].floor;
        assert_string_equal(settings_password_scheme(&settings), cases[i].scheme_meant);
        assert_string_equal(settings_tls_floor(&settings), cases[i].floor_meant);
        assert_int_equal(settings_check(&settings, &arena, &reason),
                         cases[i].refused ? INVALID : OK);
        if (cases[i].refused && !text_equal(reason, text_from(cases[i].refused)))
            fail_msg("%s: %.*s", cases[i].refused, TEXT_ARG(reason));
    }
    arena_release(&arena);
}

/* readable mails lie neither in the data nor in the backups, by whatever name. */
static void mail_is_written_outside_of_data_and_backups(void **state)
{
    static const struct {
        const char *where;
        bool is_refused;
    } cases[] = {
        { "", true },
        { "data", true },
        { "data/mail", true },
        { "data//mail/", true },
        { "./data/mail", true },
        { "there/../data/mail", true },
        { "not_there/../data/mail", true },
        { "link", true },
        { "link/deeper/still", true },
        { "data.backups", true },
        { "data.backups/mail", true },
        { "mail", false },
        { "data.mail", false },
        { "datas", false },
        { "there/mail", false },
        { "a/b/c", false },
    };
    char folder[] = "/tmp/steward-check.XXXXXX";
    struct arena arena = { 0 };
    struct settings settings = load(&arena);
    struct text reason = { 0 };

    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(mkdir("data", 0700), 0);
    assert_int_equal(mkdir("there", 0700), 0);
    assert_int_equal(symlink("data", "link"), 0);
    for (size_t i = 0; i < 2 * (sizeof cases / sizeof *cases); i++) {
        bool is_absolute = i % 2 == 1 && cases[i / 2].where[0];

        settings.mail_transport = "directory";
        settings.data = is_absolute ? "data/" : arena_print(&arena, "%s/data", folder).at;
        settings.mail_directory = is_absolute
                                      ? arena_print(&arena, "%s/%s", folder, cases[i / 2].where).at
                                      : cases[i / 2].where;
        if ((settings_check(&settings, &arena, &reason) != OK) != cases[i / 2].is_refused)
            fail_msg("%s", settings.mail_directory);
        settings.mail_transport = "hold";
        assert_int_equal(settings_check(&settings, &arena, &reason), OK);
    }
    settings.mail_transport = "directory";
    settings.backup_directory = arena_print(&arena, "%s/there", folder).at;
    settings.mail_directory = "there/mail";
    assert_int_equal(settings_check(&settings, &arena, &reason), INVALID);
    assert_true(text_starts_with(reason, T("Setting mail_directory: ")));
    assert_int_equal(unlink("link") | rmdir("there") | rmdir("data"), 0);
    assert_int_equal(chdir("/") | rmdir(folder), 0);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_profile_is_a_choice_of_the_setting),
        cmocka_unit_test(backups_are_kept_as_long_as_the_profile_allows),
        cmocka_unit_test(the_profile_says_how_passwords_are_stored_and_which_tls_is_accepted),
        cmocka_unit_test(mail_is_written_outside_of_data_and_backups),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
