/* jobs/backup.h: one a day while they are wanted, each kept for backup_days and the last one in
   any case; and the names of folders. */
#include "jobs/backup.h"

#include "auth/test_instance.h"
#include "jobs/backup_folder.h"
#include "jobs/backup_keep.h"
#include "jobs/backup_log.h"

#include <fcntl.h>
#include <sys/stat.h>

static const int64_t day = MS_PER_DAY, hour = MS_PER_HOUR;
static struct test_instance test;

static int begin(void **state)
{
    (void)state;
    test_instance_open(&test, NULL);
    test.settings.backup_days = 30;
    return 0;
}

static int end(void **state)
{
    (void)state;
    clock_shift(0);
    test_instance_close(&test);
    return 0;
}

static const char *folder_path(void)
{
    return backup_path(&test.instance, &test.arena);
}

static size_t count_at(int64_t later_ms)
{
    int64_t *made;
    size_t count;

    clock_shift(later_ms);
    backup_task.run(&test.instance);
    assert_int_equal(backup_folder_list(folder_path(), &test.arena, &made, &count), OK);
    return count;
}

static void one_a_day_however_often_it_looks(void **state)
{
    (void)state;
    assert_int_equal(count_at(0), 1);
    assert_int_equal(count_at(hour), 1);
    assert_int_equal(count_at(day - hour), 1);
    assert_int_equal(count_at(day + hour), 2);
    assert_int_equal(count_at(day + 2 * hour), 2);
    assert_int_equal(count_at(3 * day), 3);
}

static bool can_be_restored(int64_t made_ms)
{
    struct instance elsewhere = test.instance;
    struct settings settings = test.settings;
    const char *path = arena_print(&test.arena, "%s/%.*s", folder_path(),
                                   TEXT_ARG(backup_name(&test.arena, made_ms)))
                           .at;
    struct text reason;
    int64_t rows = 0;

    settings.data = arena_print(&test.arena, "%s/back.%lld", test.folder, (long long)made_ms).at;
    elsewhere.settings = &settings;
    elsewhere.store = NULL;
    if (backup_restore(&elsewhere, path, false, &test.arena, &rows, &reason) != OK) {
        print_message("%.*s\n", TEXT_ARG(reason));
        return false;
    }
    return rows > 0;
}

static void each_is_kept_for_its_days_and_the_last_one_always(void **state)
{
    int64_t *made, first_ms;
    size_t count;

    (void)state;
    assert_int_equal(count_at(0), 1);
    assert_int_equal(backup_folder_list(folder_path(), &test.arena, &made, &count), OK);
    first_ms = made[0];
    assert_int_equal(count_at(29 * day), 2);
    assert_true(can_be_restored(first_ms));
    assert_int_equal(count_at(30 * day + hour), 2); /* that of day 29, and today's */
    assert_false(can_be_restored(first_ms));
    assert_int_equal(count_at(300 * day), 1);
}

static void none_are_made_when_none_are_wanted(void **state)
{
    struct stat folder;

    (void)state;
    test.settings.backup_days = 0;
    assert_int_equal(count_at(0), 0);
    assert_int_not_equal(stat(folder_path(), &folder), 0);
}

/* What a killed process left is no backup, and goes with the next one. */
static void what_is_not_whole_is_none(void **state)
{
    const char *path = folder_path(), *left, *key;
    struct stat folder;

    (void)state;
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(mkdir(arena_print(&test.arena, "%s/keys", path).at, 0700), 0);
    key = arena_print(&test.arena, "%s/keys/20260101T000000Z.key", path).at;
    assert_int_equal(close(open(key, O_CREAT | O_WRONLY, 0600)), 0);
    left = arena_print(&test.arena, "%s/20260101T000000Z.partial", path).at;
    assert_int_equal(mkdir(left, 0700), 0);
    assert_int_equal(mkdir(arena_print(&test.arena, "%s.scratch", left).at, 0700), 0);
    assert_int_equal(count_at(0), 1);
    assert_int_not_equal(stat(left, &folder), 0);
    assert_int_not_equal(stat(key, &folder), 0);
}

static void two_processes_make_one(void **state)
{
    struct backup_folder folder;
    struct backup backup;
    struct text reason;

    (void)state;
    assert_int_equal(backup_folder_open(&folder, folder_path()), OK);
    assert_int_equal(backup_make(&test.instance, folder_path(), &test.arena, &backup, &reason),
                     CONFLICT);
    assert_int_equal(count_at(0), 0);
    backup_folder_close(&folder);
    assert_int_equal(count_at(0), 1);
}

struct logged {
    struct backup_record *records;
    size_t count;
};

static struct logged read_log(void)
{
    struct logged logged = { 0 };
    struct text reason = T("");

    if (backup_log_read(folder_path(), &test.arena, &logged.records, &logged.count, &reason) != OK)
        fail_msg("%.*s", TEXT_ARG(reason));
    return logged;
}

/* N-054: its key, then the line of the log with hash and time, then its files. */
static void one_that_is_too_old_is_destroyed_for_good_and_the_log_says_so(void **state)
{
    struct backup_record made;
    struct logged logged;
    struct text line;
    const char *backup, *copy, *key;
    int64_t rows = 0;
    struct instance elsewhere = test.instance;
    struct settings settings = test.settings;

    (void)state;
    assert_int_equal(count_at(0), 1);
    logged = read_log();
    assert_int_equal(logged.count, 1);
    made = logged.records[0];
    assert_int_equal(made.state, BACKUP_KEPT);
    assert_int_equal(made.hash.size, 64);
    assert_true(made.verified_ms >= made.made_ms && made.rows > 0 && made.size_bytes > 0);
    backup = arena_print(&test.arena, "%s/%.*s", folder_path(), TEXT_ARG(made.name)).at;
    copy = arena_print(&test.arena, "%s/copies/%.*s", test.folder, TEXT_ARG(made.name)).at;
    key = backup_key_path(backup, &test.arena);
    assert_int_equal(access(key, R_OK), 0);
    assert_int_equal(mkdir(arena_print(&test.arena, "%s/copies", test.folder).at, 0700), 0);
    assert_int_equal(folder_copy(backup, copy, NULL), OK);
    assert_int_equal(count_at(31 * day), 1);
    assert_int_not_equal(access(backup, F_OK), 0);
    assert_int_not_equal(access(key, F_OK), 0);
    logged = read_log();
    assert_int_equal(logged.count, 2);
    assert_text(logged.records[0].name, made.name);
    assert_int_equal(logged.records[0].state, BACKUP_DESTROYED);
    assert_text(logged.records[0].hash, made.hash);
    assert_int_equal(logged.records[0].destruction_hash.size, 64);
    assert_true(logged.records[0].destroyed_ms >= made.made_ms + 31 * day);
    /* What somebody has copied away is closed with it. */
    settings.data = arena_print(&test.arena, "%s/back", test.folder).at;
    elsewhere.settings = &settings;
    elsewhere.store = NULL;
    assert_int_equal(backup_restore(&elsewhere, copy, false, &test.arena, &rows, &line), NOT_FOUND);
    assert_true(text_find(line, T("was destroyed")) < line.size);
}

static void a_failure_is_in_the_log(void **state)
{
    const char *data = test.settings.data;
    struct backup backup;
    struct logged logged;
    struct text reason;

    (void)state;
    /* The folder of the files is none. */
    assert_int_equal(
        close(open(arena_print(&test.arena, "%s/blobs", data).at, O_CREAT | O_WRONLY, 0600)), 0);
    assert_int_not_equal(backup_make(&test.instance, folder_path(), &test.arena, &backup, &reason),
                         OK);
    logged = read_log();
    assert_int_equal(logged.count, 1);
    assert_int_equal(logged.records[0].state, BACKUP_FAILED);
    assert_true(logged.records[0].reason.size > 0);
    assert_int_not_equal(access(backup_key_path(arena_print(&test.arena, "%s/%.*s", folder_path(),
                                                            TEXT_ARG(logged.records[0].name))
                                                    .at,
                                                &test.arena),
                                F_OK),
                         0);
}

static void names_are_times(void **state)
{
    static const char *const others[] = { "",
                                          "20261122T004129",
                                          "20261122T004129Z.partial",
                                          "20261322T004129Z",
                                          "20261122 004129Z",
                                          "20261122T0041290",
                                          "lost+found......",
                                          "2026112xT004129Z" };
    struct arena arena = { 0 };
    int64_t made_ms = 0;

    (void)state;
    assert_true(backup_name_read(T("20261122T004129Z"), &made_ms));
    assert_text(backup_name(&arena, made_ms + 999), T("20261122T004129Z"));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(backup_name_read(text_from(others[i]), &made_ms));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_a_day_however_often_it_looks, begin, end),
        cmocka_unit_test_setup_teardown(each_is_kept_for_its_days_and_the_last_one_always, begin,
                                        end),
        cmocka_unit_test_setup_teardown(none_are_made_when_none_are_wanted, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_whole_is_none, begin, end),
        cmocka_unit_test_setup_teardown(two_processes_make_one, begin, end),
        cmocka_unit_test_setup_teardown(
            one_that_is_too_old_is_destroyed_for_good_and_the_log_says_so, begin, end),
        cmocka_unit_test_setup_teardown(a_failure_is_in_the_log, begin, end),
        cmocka_unit_test(names_are_times),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
