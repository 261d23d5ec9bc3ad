/* The file of the embedded store and its keys: each wrong key, form and damage has its own
   sentence; changes of key are whole whenever they are killed. */
#include "store/store_file.h"

#include "store/vfs_files.h"

#include <signal.h>
#include <sys/wait.h>

enum { ROWS = 500, KILLS = 12 };

static struct test_store test;

static int begin(void **state)
{
    (void)state;
    test_store_place(&test, ENGINE_SQLITE);
    test_schema_init(&test.schema, &test.arena);
    return 0;
}

static int end(void **state)
{
    (void)state;
    test_store_close(&test);
    return 0;
}

/* Master keys 1 and 2, or 2 in front of 1. */
static struct store_keys keys_of(const char *numbers)
{
    struct store_keys keys = { .count = 0 };

    for (; *numbers; numbers++) {
        char bytes[STORE_KEY_SIZE];

        memset(bytes, *numbers, sizeof bytes);
        keys.keys[keys.count++] = secret_from_bytes((struct text){ bytes, sizeof bytes });
    }
    return keys;
}

static enum status open_by(const char *numbers, struct text *ret_reason)
{
    struct store_keys keys = keys_of(numbers);
    enum status status = open_with(&test, numbers[0] ? &keys : NULL, ret_reason);

    store_keys_release(&keys);
    return status;
}

static int64_t rows_by(const char *numbers)
{
    struct text reason;
    int64_t count;

    if (open_by(numbers, &reason) != OK)
        fail_msg("%.*s", TEXT_ARG(reason));
    count = count_marked(&test);
    test_store_shut(&test);
    return count;
}

static void make(const char *numbers, int rows)
{
    struct text reason;

    if (open_by(numbers, &reason) != OK)
        fail_msg("%.*s", TEXT_ARG(reason));
    mark(&test, 0, rows);
    test_store_shut(&test);
}

static const char *name_of(const char *number)
{
    struct store_keys keys = keys_of(number);
    const char *name =
        arena_print(&test.arena, "%s", key_name_text(key_name_of(keys.keys[0])).at).at;

    store_keys_release(&keys);
    return name;
}

static bool says(struct text reason, const char *what)
{
    return text_find(reason, text_from(what)) < reason.size;
}

static void a_wrong_key_is_told_by_name(void **state)
{
    struct text reason;

    (void)state;
    make("1", 10);
    assert_int_equal(open_by("2", &reason), UNAVAILABLE);
    assert_true(says(reason, arena_print(&test.arena,
                                         "was encrypted with master key %s; the configured key "
                                         "is %s",
                                         name_of("1"), name_of("2"))
                                 .at));
    assert_int_equal(rows_by("1"), 10);
}

static void encryption_off_does_not_open_an_encrypted_file(void **state)
{
    struct text reason;
    struct store_settings nothing_said = { .directory = test.directory, .readers = 1 };

    (void)state;
    make("1", 10);
    assert_int_equal(open_by("", &reason), CONFLICT);
    assert_true(says(reason, "is encrypted, and encryption is off"));
    assert_int_equal(store_open(&nothing_said, &test.schema, &test.arena, &test.store, &reason),
                     INVALID);
    assert_true(says(reason, "needs a key"));
}

static void a_plain_file_is_encrypted_on_the_way(void **state)
{
    struct store_file file;

    (void)state;
    make("", ROWS);
    assert_int_equal(store_file_describe(test.directory, &file), OK);
    assert_true(file.is_there && !file.is_encrypted);
    assert_true(file_has(file_load(&test, "steward.db"), MARKER));
    assert_int_equal(rows_by("1"), ROWS);
    assert_int_equal(store_file_describe(test.directory, &file), OK);
    assert_true(file.is_encrypted);
    assert_false(file_has(file_load(&test, "steward.db"), MARKER));
    assert_int_equal(file_load(&test, "steward.db.new").size, 0);
    assert_int_equal(rows_by("1"), ROWS);
}

/* What another process holds open is not made anew under it. */
static void a_file_in_use_is_left_alone(void **state)
{
    struct store_keys keys = keys_of("1");
    struct text reason;

    (void)state;
    assert_int_equal(open_by("", &reason), OK);
    mark(&test, 0, 5);
    if (fork() == 0) {
        struct test_store other = test;

        _exit(open_with(&other, &keys, &reason) == CONFLICT && says(reason, "has it open") ? 0 : 1);
    } else {
        int how;

        assert_true(wait(&how) > 0);
        assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    }
    assert_int_equal(count_marked(&test), 5);
    assert_int_equal(store_file_rekey(test.directory, &keys, &test.arena, &reason), CONFLICT);
    assert_true(says(reason, "is in use"));
    store_keys_release(&keys);
}

static void damaged_beginnings_have_their_own_sentences(void **state)
{
    struct test_file whole;
    struct text reason;

    (void)state;
    make("1", 10);
    whole = file_load(&test, "steward.db");
    /* either copy of the key alone opens it */
    for (size_t at = 0; at < 4096; at += 2048) {
        memset(whole.bytes + at, 'x', 400);
        file_store(&test, "steward.db", whole.bytes, whole.size);
        assert_int_equal(rows_by("1"), 10);
        whole = file_load(&test, "steward.db");
        memcpy(whole.bytes + at, whole.bytes + 2048 - at, 2048);
        file_store(&test, "steward.db", whole.bytes, whole.size);
    }
    whole.bytes[30] ^= 1;
    whole.bytes[2048 + 30] ^= 1;
    file_store(&test, "steward.db", whole.bytes, whole.size);
    assert_int_equal(open_by("1", &reason), FAILED);
    assert_true(says(reason, "which holds its key, is damaged"));
    memset(whole.bytes, 'x', 4096);
    file_store(&test, "steward.db", whole.bytes, whole.size);
    assert_int_equal(open_by("1", &reason), FAILED);
    assert_true(says(reason, "is not a database of Steward"));
    file_store(&test, "steward.db", "short", 5);
    assert_int_equal(open_by("1", &reason), FAILED);
    assert_true(says(reason, "is not a database of Steward"));
}

static void a_new_master_key_takes_over_at_once(void **state)
{
    struct store_keys both = keys_of("21");
    struct store_file before, after;
    struct text reason;

    (void)state;
    make("1", ROWS);
    assert_int_equal(store_file_describe(test.directory, &before), OK);
    assert_string_equal(key_name_text(before.master_key).at, name_of("1"));
    assert_int_equal(store_file_renew(test.directory, &both, &test.arena, &reason), OK);
    assert_int_equal(store_file_describe(test.directory, &after), OK);
    assert_string_equal(key_name_text(after.master_key).at, name_of("2"));
    assert_true(key_name_equal(before.key, after.key));
    assert_int_equal(rows_by("2"), ROWS);
    /* and opening with a new one in front does the same by itself */
    assert_int_equal(rows_by("32"), ROWS);
    assert_int_equal(rows_by("3"), ROWS);
    assert_int_equal(open_by("2", &reason), UNAVAILABLE);
    store_keys_release(&both);
}

static void a_new_database_key_and_none(void **state)
{
    struct store_keys keys = keys_of("1");
    struct store_file before, after;
    struct text reason;

    (void)state;
    assert_int_equal(store_file_rekey(test.directory, &keys, &test.arena, &reason), NOT_FOUND);
    make("1", ROWS);
    assert_int_equal(store_file_describe(test.directory, &before), OK);
    assert_int_equal(store_file_rekey(test.directory, &keys, &test.arena, &reason), OK);
    assert_int_equal(store_file_describe(test.directory, &after), OK);
    assert_false(key_name_equal(before.key, after.key));
    assert_int_equal(rows_by("1"), ROWS);
    assert_int_equal(store_file_decrypt(test.directory, &keys, &test.arena, &reason), OK);
    assert_true(file_has(file_load(&test, "steward.db"), MARKER));
    assert_int_equal(rows_by(""), ROWS);
    assert_int_equal(rows_by("1"), ROWS);
    store_keys_release(&keys);
}

/* ---- killed in the middle ---- */

static void change_form(bool is_rekey)
{
    struct store_keys keys = keys_of("1");
    struct text reason;

    if (is_rekey) {
        _exit(store_file_rekey(test.directory, &keys, &test.arena, &reason) == OK ? 0 : 1);
    } else {
        _exit(open_with(&test, &keys, &reason) == OK ? 0 : 1);
    }
}

/* A process that changes the file's form is killed sooner or later; the next one finds a whole
   database with every row, whatever of the change was done. */
static int kill_changes(bool is_rekey)
{
    int killed = 0;

    for (int i = 0; i < KILLS; i++) {
        pid_t child = fork();
        int how;

        if (child == 0)
            change_form(is_rekey);
        usleep((unsigned)(2000 + 12000 * i / KILLS * 6));
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &how, 0), child);
        killed += WIFSIGNALED(how);
        assert_true(WIFSIGNALED(how) || WEXITSTATUS(how) == 0);
        if (!is_rekey) {
            struct store_keys keys = keys_of("1");
            struct text reason;

            assert_int_equal(rows_by("1"), ROWS);
            assert_int_equal(file_load(&test, "steward.db.new").size, 0);
            assert_int_equal(store_file_decrypt(test.directory, &keys, &test.arena, &reason), OK);
            store_keys_release(&keys);
        } else {
            assert_int_equal(rows_by("1"), ROWS);
        }
    }
    return killed;
}

static void a_change_of_key_may_be_killed_at_any_time(void **state)
{
    (void)state;
    make("1", ROWS);
    assert_true(kill_changes(true) > 0);
}

static void encrypting_may_be_killed_at_any_time(void **state)
{
    (void)state;
    make("", ROWS);
    assert_true(kill_changes(false) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_wrong_key_is_told_by_name, begin, end),
        cmocka_unit_test_setup_teardown(encryption_off_does_not_open_an_encrypted_file, begin, end),
        cmocka_unit_test_setup_teardown(a_plain_file_is_encrypted_on_the_way, begin, end),
        cmocka_unit_test_setup_teardown(a_file_in_use_is_left_alone, begin, end),
        cmocka_unit_test_setup_teardown(damaged_beginnings_have_their_own_sentences, begin, end),
        cmocka_unit_test_setup_teardown(a_new_master_key_takes_over_at_once, begin, end),
        cmocka_unit_test_setup_teardown(a_new_database_key_and_none, begin, end),
        cmocka_unit_test_setup_teardown(a_change_of_key_may_be_killed_at_any_time, begin, end),
        cmocka_unit_test_setup_teardown(encrypting_may_be_killed_at_any_time, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
