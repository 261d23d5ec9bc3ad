/* For tests of auth and egress: an instance on an embedded store of its own, and calls to it. */
#ifndef TESTS_AUTH_TEST_INSTANCE_H
#define TESTS_AUTH_TEST_INSTANCE_H

#include "auth/auth.h"
#include "base/limits.h"
#include "base/zone.h"
#include "egress/egress.h"
#include "jobs/backup.h"
#include "text_check.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct test_instance {
    struct arena arena;
    struct settings settings;
    struct instance instance;
    char folder[64];
};

static inline void test_instance_reopen(struct test_instance *test)
{
    static const struct entity *const *const lists[] = { auth_entities, jobs_entities,
                                                         egress_entities };
    struct store_settings settings = { .directory = test->settings.data, .readers = 2 };
    struct text reason = T("");

    test->instance = (struct instance){ .settings = &test->settings, .arena = &test->arena };
    schema_init(&test->instance.schema, &test->arena, lists, 3);
    if (auth_open_keys(&test->instance, &reason) != OK)
        fail_msg("keys: %.*s", TEXT_ARG(reason));
    settings.keys = test->instance.keys;
    if (store_open(&settings, &test->instance.schema, &test->arena, &test->instance.store,
                   &reason) != OK ||
        auth_open(&test->instance, &reason) != OK)
        fail_msg("open: %.*s", TEXT_ARG(reason));
}

/* In the folder of `other` when there is one: a second process on the same data. */
static inline void test_instance_open(struct test_instance *test, const struct test_instance *other)
{
    struct text reason;

    *test = (struct test_instance){ .folder = "/tmp/steward-auth.XXXXXX" };
    unsetenv("STEWARD_MASTER_KEY");
    if (other)
        snprintf(test->folder, sizeof test->folder, "%s", other->folder);
    else
        assert_non_null(mkdtemp(test->folder));
    assert_int_equal(settings_load(&test->settings, &test->arena, NULL, &reason), OK);
    test->settings.data = arena_print(&test->arena, "%s/data", test->folder).at;
    test->settings.password_scheme = "pbkdf2-sha256";
    test->settings.pbkdf2_rounds = 100000;
    test_instance_reopen(test);
}

static inline int test_instance_remove(const char *path, const struct stat *stat, int type,
                                       struct FTW *place)
{
    (void)stat;
    (void)type;
    (void)place;
    return remove(path);
}

static inline void test_instance_shut(struct test_instance *test)
{
    auth_close(&test->instance);
    store_close(test->instance.store);
    arena_release(&test->arena);
}

static inline void test_instance_close(struct test_instance *test)
{
    test_instance_shut(test);
    assert_int_equal(nftw(test->folder, test_instance_remove, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static inline struct call test_call(struct test_instance *test)
{
    return (struct call){
        .instance = &test->instance,
        .arena = &test->arena,
        .now_ms = clock_now_ms(),
        .zone = zone_find(T("UTC")),
        .body = buffer_in(&test->arena, LIMIT_REPLY),
    };
}

#endif
