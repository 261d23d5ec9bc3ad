/* Backups: one moment of a store that is being written to, which comes back equal; damage, a wrong
   key and a place that is taken are told apart. And copies between the engines. */
#include "store/store_backup.h"

#include "store/test_rows.h"
#include "store/vfs_files.h"

#include <pthread.h>

enum { ROWS = 3000, WRITERS = 4 };

static struct test_store test;
static const char *backup, *backup_key, *scratch;

static int begin_on(enum engine engine)
{
    test_store_open(&test, engine, 2);
    backup = arena_print(&test.arena, "/tmp/steward-backup.%d", (int)getpid()).at;
    backup_key = arena_print(&test.arena, "%s.key", backup).at;
    scratch = arena_print(&test.arena, "%s.scratch", backup).at;
    return 0;
}

static int begin(void **state)
{
    (void)state;
    return begin_on(ENGINE_SQLITE);
}

static void clear(void)
{
    (void)unlink(backup);
    (void)unlink(backup_key);
    (void)nftw(scratch, test_remove, 8, FTW_DEPTH | FTW_PHYS);
}

static int end(void **state)
{
    (void)state;
    clear();
    test_store_close(&test);
    return 0;
}

static struct store_counts write_backup(void)
{
    struct store_counts counts;
    struct text reason = T("");

    if (store_backup_write(test.store, test_store_keys(), backup, backup_key, &test.arena, &counts,
                           &reason) != OK)
        fail_msg("%.*s", TEXT_ARG(reason));
    return counts;
}

/* The restored store, open. */
static void restore(struct test_store *restored)
{
    struct text reason = T("");

    *restored = (struct test_store){ .directory = strdup(scratch) };
    if (store_backup_restore(backup, backup_key, test_store_keys(), scratch, &test.arena,
                             &reason) != OK)
        fail_msg("%.*s", TEXT_ARG(reason));
    test_schema_init(&restored->schema, &restored->arena);
    test_store_reopen(restored, 1);
    assert_int_equal(store_verify(restored->store, &restored->arena, &reason), OK);
}

static struct text sales_of(struct test_store *store)
{
    struct text answer;

    assert_int_equal(test_query(store, &system_identity,
                                T("SELECT workspace_id, id, customer_id, amount, currency, note, "
                                  "state, day, sold_at, quantity FROM main.sale ORDER BY id"),
                                &answer),
                     OK);
    assert_true(answer.size > 200);
    return answer;
}

static void is_counted_as(struct test_store *store, struct store_counts counts)
{
    struct store_counts now;

    assert_int_equal(store_count(store->store, &test.arena, &now), OK);
    assert_int_equal(now.count, counts.count);
    assert_memory_equal(now.rows, counts.rows, now.count * sizeof *now.rows);
}

struct writer {
    int number;
    _Atomic bool is_over;
    int written;
};

static void *write_on(void *context)
{
    struct writer *writer = context;

    for (; !writer->is_over; writer->written++)
        mark(&test, ROWS + writer->number * 100000 + writer->written * 2, 2);
    return NULL;
}

static void a_backup_is_one_moment_of_a_store_that_is_written_to(void **state)
{
    struct writer writers[WRITERS] = { { 0 } };
    pthread_t threads[WRITERS];
    struct test_store restored;
    struct store_counts counts;
    struct test_file file;
    int64_t rows;

    (void)state;
    mark(&test, 0, ROWS);
    for (int i = 0; i < WRITERS; i++) {
        writers[i].number = i + 1;
        assert_int_equal(pthread_create(&threads[i], NULL, write_on, &writers[i]), 0);
    }
    usleep(20000);
    counts = write_backup();
    for (int i = 0; i < WRITERS; i++) {
        writers[i].is_over = true;
        pthread_join(threads[i], NULL);
        assert_true(writers[i].written > 0);
    }
    rows = count_marked(&test);
    restore(&restored);
    is_counted_as(&restored, counts);
    assert_true(count_marked(&restored) >= ROWS && count_marked(&restored) <= rows);
    assert_int_equal(count_marked(&restored) % 2, 0); /* commits are whole */
    file = file_load(&restored, "steward.db");
    assert_true(file.size > 0 && !file_has(file, MARKER));
    test_store_close(&restored);
}

static void a_damaged_backup_is_named(void **state)
{
    char folder[] = "/";
    struct test_store place = { .directory = folder };
    struct test_file file;
    struct text reason;

    (void)state;
    mark(&test, 0, 200);
    (void)write_backup();
    file = file_load(&place, backup);
    assert_true(file.size > 20 * VFS_BLOCK);
    for (size_t at = VFS_BLOCK + 100; at < file.size; at += file.size / 7) {
        file.bytes[at] ^= 1;
        file_store(&place, backup, file.bytes, file.size);
        assert_int_equal(store_backup_restore(backup, backup_key, test_store_keys(), scratch,
                                              &test.arena, &reason),
                         FAILED);
        assert_true(text_find(reason, text_from(backup)) < reason.size);
        assert_true(text_find(reason, T("damaged")) < reason.size);
        file.bytes[at] ^= 1;
        (void)nftw(scratch, test_remove, 8, FTW_DEPTH | FTW_PHYS);
    }
    file_store(&place, backup, file.bytes, file.size - 5000);
    assert_int_not_equal(
        store_backup_restore(backup, backup_key, test_store_keys(), scratch, &test.arena, &reason),
        OK);
    arena_release(&place.arena);
}

static void a_wrong_key_and_a_taken_place_are_named(void **state)
{
    struct store_keys other = { .count = 1 };
    struct store_counts counts;
    struct text reason;

    (void)state;
    other.keys[0] = secret_random(STORE_KEY_SIZE);
    mark(&test, 0, 10);
    (void)write_backup();
    assert_int_equal(
        store_backup_restore(backup, backup_key, &other, scratch, &test.arena, &reason),
        UNAVAILABLE);
    assert_true(text_find(reason, T("was encrypted with master key")) < reason.size);
    assert_int_equal(store_backup_restore(backup, backup_key, test_store_keys(), test.directory,
                                          &test.arena, &reason),
                     CONFLICT);
    assert_true(text_find(reason, T("is there already")) < reason.size);
    assert_int_equal(store_backup_write(test.store, test_store_keys(), backup, backup_key,
                                        &test.arena, &counts, &reason),
                     CONFLICT);
    assert_int_equal(store_backup_restore(test_path(&test, "steward.db"), NULL, test_store_keys(),
                                          scratch, &test.arena, &reason),
                     INVALID);
    assert_int_equal(count_marked(&test), 10);
    secret_free(other.keys[0]);
}

/* The key lies beside the backup and not in it; without it nothing opens. */
static void a_backup_without_its_key_is_closed(void **state)
{
    char folder[] = "/";
    struct test_store place = { .directory = folder };
    struct test_file file, key;
    struct text reason;

    (void)state;
    mark(&test, 0, 200);
    (void)write_backup();
    file = file_load(&place, backup);
    key = file_load(&place, backup_key);
    assert_int_equal(key.size, VFS_BLOCK);
    for (size_t i = 0; i < VFS_BLOCK; i++)
        assert_int_equal(file.bytes[i], 0);
    key.bytes[100] ^= 1;
    key.bytes[100 + VFS_BLOCK / 2] ^= 1; /* its other copy */
    file_store(&place, backup_key, key.bytes, key.size);
    assert_int_equal(
        store_backup_restore(backup, backup_key, test_store_keys(), scratch, &test.arena, &reason),
        FAILED);
    assert_true(text_find(reason, text_from(backup_key)) < reason.size);
    key.bytes[100] ^= 1;
    key.bytes[100 + VFS_BLOCK / 2] ^= 1;
    /* Earlier versions had the key in front of the pages. */
    memcpy(file.bytes, key.bytes, VFS_BLOCK);
    file_store(&place, backup, file.bytes, file.size);
    assert_int_equal(
        store_backup_restore(backup, NULL, test_store_keys(), scratch, &test.arena, &reason), OK);
    (void)nftw(scratch, test_remove, 8, FTW_DEPTH | FTW_PHYS);
    for (int i = 0; i < 2; i++)
        assert_int_equal(store_backup_destroy_key(backup, backup_key), OK);
    assert_int_not_equal(access(backup_key, F_OK), 0);
    assert_int_equal(
        store_backup_restore(backup, NULL, test_store_keys(), scratch, &test.arena, &reason),
        FAILED);
    arena_release(&place.arena);
}

/* A plain store has no room for pages that are sealed: its rows go over. */
static void a_plain_store_has_encrypted_backups(void **state)
{
    struct test_store restored;
    struct store_counts counts;
    struct text reason;

    (void)state;
    test_store_shut(&test);
    (void)nftw(test.directory, test_remove, 8, FTW_DEPTH | FTW_PHYS);
    assert_int_equal(open_with(&test, NULL, &reason), OK);
    test_rows_reset(&test);
    mark(&test, 0, 1234);
    counts = write_backup();
    restore(&restored);
    is_counted_as(&restored, counts);
    assert_text(sales_of(&restored), sales_of(&test));
    test_store_close(&restored);
}

static void from_postgresql_and_back(void **state)
{
    struct test_store restored, again;
    struct store_counts counts, copied;
    struct text reason;

    (void)state;
    begin_on(ENGINE_POSTGRESQL);
    test_rows_reset(&test);
    mark(&test, 0, 1234);
    counts = write_backup();
    restore(&restored);
    is_counted_as(&restored, counts);
    assert_text(sales_of(&restored), sales_of(&test));
    test_store_open(&again, ENGINE_POSTGRESQL, 2);
    assert_int_equal(store_copy(restored.store, again.store, &test.arena, &copied, &reason), OK);
    is_counted_as(&again, counts);
    assert_text(sales_of(&again), sales_of(&test));
    assert_int_equal(store_copy(restored.store, again.store, &test.arena, &copied, &reason),
                     CONFLICT);
    test_store_close(&again);
    test_store_close(&restored);
    end(NULL);
}

int main(int count, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_backup_is_one_moment_of_a_store_that_is_written_to, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_damaged_backup_is_named, begin, end),
        cmocka_unit_test_setup_teardown(a_wrong_key_and_a_taken_place_are_named, begin, end),
        cmocka_unit_test_setup_teardown(a_backup_without_its_key_is_closed, begin, end),
        cmocka_unit_test_setup_teardown(a_plain_store_has_encrypted_backups, begin, end),
        cmocka_unit_test(from_postgresql_and_back),
    };

    (void)count;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
