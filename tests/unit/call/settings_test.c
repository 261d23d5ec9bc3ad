/* Settings: fallbacks, file, environment and their order; bad values name the setting. */
#include "call/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void write_file(char *path, const char *content)
{
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, strlen(content)), (ssize_t)strlen(content));
    close(fd);
}

static void every_setting_has_a_valid_fallback(void **state)
{
    struct arena arena = { 0 };
    struct settings settings;
    struct text reason = { 0 };

    (void)state;
    assert_int_equal(settings_load(&settings, &arena, NULL, &reason), OK);
    assert_string_equal(settings.listen, "127.0.0.1:8080");
    assert_true(settings.is_durable);
    assert_int_equal(settings.pbkdf2_rounds >= 100000, true);
    for (size_t i = 0; i < settings_count; i++) {
        assert_ptr_equal(setting_find(text_from(settings_table[i].name)), &settings_table[i]);
        assert_true(strlen(settings_table[i].help) > 5);
    }
    arena_release(&arena);
}

static void environment_counts_more_than_the_file(void **state)
{
    char path[] = "/tmp/steward-settings.XXXXXX";
    struct arena arena = { 0 };
    struct settings settings;
    struct text reason = { 0 };

    (void)state;
    write_file(path, "# a comment\n\nthreads = 3\n idle_days=5\n");
    setenv("STEWARD_THREADS", "7", 1);
    assert_int_equal(settings_load(&settings, &arena, path, &reason), OK);
    assert_int_equal(settings.threads, 7);
    assert_int_equal(settings.idle_days, 5);
    unsetenv("STEWARD_THREADS");
    unlink(path);
    arena_release(&arena);
}

/* LIMIT_SETTINGS_FILE: a comment fills the file up. */
static void a_file_has_a_ceiling(void **state)
{
    enum { MOST = 65536 };
    static char content[MOST + 2];

    (void)state;
    for (size_t size = MOST; size <= MOST + 1; size++) {
        char path[] = "/tmp/steward-settings.XXXXXX";
        struct arena arena = { 0 };
        struct settings settings;
        struct text reason = { 0 };
        enum status status;

        memset(content, '#', size);
        content[size] = '\0';
        memcpy(content, "threads=3\n", 10);
        write_file(path, content);
        status = settings_load(&settings, &arena, path, &reason);
        assert_int_equal(status, size == MOST ? OK : TOO_LARGE);
        if (size == MOST)
            assert_int_equal(settings.threads, 3);
        else
            assert_true(text_find(reason, T("65536")) < reason.size);
        unlink(path);
        arena_release(&arena);
    }
}

static void refuse(const char *content, const char *sentence)
{
    char path[] = "/tmp/steward-settings.XXXXXX";
    struct arena arena = { 0 };
    struct settings settings;
    struct text reason = { 0 };

    write_file(path, content);
    assert_int_equal(settings_load(&settings, &arena, path, &reason), INVALID);
    if (text_find(reason, text_from(sentence)) == reason.size)
        fail_msg("\"%s\" is not in: %.*s", sentence, TEXT_ARG(reason));
    unlink(path);
    arena_release(&arena);
}

static void a_bad_value_names_its_setting(void **state)
{
    (void)state;
    refuse("threads = many\n", "Setting threads");
    refuse("threads = 0\n", "from 1 to 256");
    refuse("threads = 257\n", "from 1 to 256");
    refuse("is_durable = perhaps\n", "true or false");
    refuse("tls_floor = 1.1\n", "1.3 1.2");
    refuse("pbkdf2_rounds = 99999\n", "100000");
    refuse("backup_days = 91\n", "from 0 to 90");
    refuse("policy_profile = mine\n", "steward nexcart imagetools nexora");
    refuse("nonsense = 1\n", "nonsense");
}

static void signing_up_wants_a_confirmed_address_once_mail_goes_out(void **state)
{
    static const struct {
        const char *sign_up, *transport, *meant;
    } cases[] = {
        { "auto", "hold", "open" },       { "auto", "smtp", "confirmed" },
        { "open", "smtp", "open" },       { "confirmed", "directory", "confirmed" },
        { "invited", "smtp", "invited" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings settings = { .sign_up = cases[i].sign_up,
                                     .mail_transport = cases[i].transport };

        assert_string_equal(settings_sign_up(&settings), cases[i].meant);
    }
}

/* C-03: the shortest of the terms that the policies name. */
static void backups_are_kept_thirty_days_unless_somebody_says_otherwise(void **state)
{
    struct arena arena = { 0 };
    struct settings settings;
    struct text reason = { 0 };

    (void)state;
    assert_int_equal(settings_load(&settings, &arena, NULL, &reason), OK);
    assert_int_equal(settings.backup_days, 30);
    assert_string_equal(settings.policy_profile, "steward");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signing_up_wants_a_confirmed_address_once_mail_goes_out),
        cmocka_unit_test(every_setting_has_a_valid_fallback),
        cmocka_unit_test(a_file_has_a_ceiling),
        cmocka_unit_test(environment_counts_more_than_the_file),
        cmocka_unit_test(a_bad_value_names_its_setting),
        cmocka_unit_test(backups_are_kept_thirty_days_unless_somebody_says_otherwise),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
