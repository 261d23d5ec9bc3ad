/* The encrypting VFS: nothing readable on the disk, and whatever is damaged, torn, moved or cut
   off is an error of its own or an earlier whole state, and never content. */
#include "store/vfs_files.h"

#include "store/sqlite_vfs.h"

enum { ROWS = 300, SALT = 77 };

static struct test_store test;

static int begin(void **state)
{
    (void)state;
    test_store_place(&test, ENGINE_SQLITE);
    test_schema_init(&test.schema, &test.arena);
    test_store_reopen(&test, 2);
    return 0;
}

static int end(void **state)
{
    (void)state;
    test_store_close(&test);
    return 0;
}

static void nothing_is_readable_on_the_disk(void **state)
{
    static const char *const names[] = { "steward.db", "steward.db-wal", "steward.db-shm" };
    static const char *const words[] = { MARKER, "CREATE TABLE", "customer", "SQLite format" };

    (void)state;
    mark(&test, 0, ROWS);
    for (int round = 0; round < 2; round++) {
        size_t size = 0;

        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            struct test_file file = file_load(&test, names[i]);

            size += file.size;
            for (size_t w = 0; w < sizeof words / sizeof *words; w++)
                assert_false(file_has(file, words[w]));
        }
        assert_true(size > ROWS * BODY_SIZE);
        assert_int_equal(count_marked(&test), ROWS);
        test_store_shut(&test);
        if (round == 0)
            test_store_reopen(&test, 2);
    }
}

/* The one byte is changed, the database opened and read through; whatever works says the truth. */
static bool is_noticed(size_t at, char change)
{
    struct test_file whole = file_load(&test, "steward.db");
    struct text reason;
    struct store_error error = { 0 };
    int64_t count = 0;
    bool is_named = false;
    enum status status;

    whole.bytes[at] ^= change;
    file_store(&test, "steward.db", whole.bytes, whole.size);
    status = open_with(&test, test_store_keys(), &reason);
    if (status != OK) {
        is_named = text_find(reason, T("fails its check")) < reason.size;
    } else {
        status = read_marked(&test, &count, &error);
        is_named = status == OK ||
                   text_find(error.message, T("fails its check")) < error.message.size;
        if (status == OK) {
            status = store_verify(test.store, &test.arena, &reason);
            is_named = status == OK || text_find(reason, T("fails its check")) < reason.size;
        }
    }
    test_store_shut(&test);
    whole.bytes[at] ^= change;
    file_store(&test, "steward.db", whole.bytes, whole.size);
    return status != OK && is_named;
}

static void a_flipped_bit_in_any_page_is_an_error_that_says_so(void **state)
{
    struct test_file file;
    int noticed = 0, pages;

    (void)state;
    mark(&test, 0, 60);
    test_store_shut(&test);
    file = file_load(&test, "steward.db");
    pages = (int)(file.size / VFS_BLOCK) - 1;
    assert_true(pages > 20);
    for (int page = 0; page < pages; page++) {
        /* content, nonce and tag in turn */
        size_t within = page % 3 == 0 ? (size_t)(page * SALT % 4056) : 4056 + (size_t)page % 40;

        noticed += is_noticed((size_t)(page + 1) * VFS_BLOCK + within, (char)(1 << page % 8));
    }
    assert_int_equal(noticed, pages);
    test_store_reopen(&test, 2);
    assert_int_equal(count_marked(&test), 60);
}

/* Two pages change places; one page is half of an earlier state; one is from another file. */
static void swapped_torn_and_foreign_pages_are_errors(void **state)
{
    struct test_file before, after;
    size_t page = 0;
    char *bytes;

    (void)state;
    mark(&test, 0, 100);
    test_store_shut(&test);
    before = file_load(&test, "steward.db");
    test_store_reopen(&test, 2);
    mark(&test, 100, 1);
    test_store_shut(&test);
    after = file_load(&test, "steward.db");
    for (size_t at = VFS_BLOCK; at + VFS_BLOCK <= before.size; at += VFS_BLOCK)
        if (at > 2 * VFS_BLOCK && memcmp(before.bytes + at, after.bytes + at, VFS_BLOCK) != 0)
            page = at;
    assert_true(page > 0);
    bytes = arena_alloc(&test.arena, after.size);
    for (int how = 0; how < 3; how++) {
        struct text reason;
        struct store_error error = { 0 };
        int64_t count = 0;
        enum status status;

        memcpy(bytes, after.bytes, after.size);
        if (how == 0)
            memcpy(bytes + page, after.bytes + page - VFS_BLOCK, VFS_BLOCK);
        else if (how == 1)
            memcpy(bytes + page, before.bytes + page, VFS_BLOCK / 2);
        else
            memset(bytes + page, 0, VFS_BLOCK);
        file_store(&test, "steward.db", bytes, after.size);
        status = open_with(&test, test_store_keys(), &reason);
        if (status == OK)
            status = read_marked(&test, &count, &error);
        if (status == OK)
            status = store_verify(test.store, &test.arena, &reason);
        assert_int_not_equal(status, OK);
        test_store_shut(&test);
    }
    file_store(&test, "steward.db", after.bytes, after.size);
    test_store_reopen(&test, 2);
    assert_int_equal(count_marked(&test), 101);
}

static void a_file_that_was_cut_off_is_an_error(void **state)
{
    struct test_file file;

    (void)state;
    mark(&test, 0, 100);
    test_store_shut(&test);
    file = file_load(&test, "steward.db");
    for (size_t cut = 1; cut < 6; cut++) {
        struct text reason;
        int64_t count = 0;
        enum status status;

        file_store(&test, "steward.db", file.bytes, file.size - cut * 2048);
        status = open_with(&test, test_store_keys(), &reason);
        if (status == OK)
            status = read_marked(&test, &count, NULL);
        if (status == OK)
            status = store_verify(test.store, &test.arena, &reason);
        assert_int_not_equal(status, OK);
        test_store_shut(&test);
    }
    file_store(&test, "steward.db", file.bytes, file.size);
    test_store_reopen(&test, 2);
}

/* ---- the log, as a killed process leaves it ---- */

struct crashed {
    struct test_file database, log;
};

/* Commits of ten rows each, none of which has reached the database file. */
static struct crashed crash_with_log(int commits)
{
    struct crashed crashed;

    test_store_shut(&test);
    test_store_reopen(&test, 2);
    for (int i = 0; i < commits; i++)
        mark(&test, 1000 + 10 * i, 10);
    crashed =
        (struct crashed){ file_load(&test, "steward.db"), file_load(&test, "steward.db-wal") };
    test_store_shut(&test);
    assert_true(crashed.log.size > 0);
    return crashed;
}

static int64_t rows_after(const struct crashed *crashed, size_t log_size)
{
    int64_t count;

    (void)unlink(test_path(&test, "steward.db-shm"));
    file_store(&test, "steward.db", crashed->database.bytes, crashed->database.size);
    file_store(&test, "steward.db-wal", crashed->log.bytes, log_size);
    test_store_reopen(&test, 2);
    count = count_marked(&test);
    test_store_shut(&test);
    return count;
}

static void a_log_that_was_cut_off_gives_an_earlier_whole_state(void **state)
{
    struct crashed crashed;
    int64_t last = 0;

    (void)state;
    mark(&test, 0, 10);
    crashed = crash_with_log(6);
    assert_int_equal(rows_after(&crashed, crashed.log.size), 70);
    for (size_t size = 0; size < crashed.log.size; size += 3001) {
        int64_t count = rows_after(&crashed, size);

        assert_true(count % 10 == 0 && count >= last && count <= 70);
        last = count;
    }
    assert_true(last > 10);
}

static void a_flipped_bit_in_the_log_gives_an_earlier_whole_state(void **state)
{
    struct crashed crashed;
    int shortened = 0;

    (void)state;
    mark(&test, 0, 10);
    crashed = crash_with_log(6);
    for (size_t at = 32; at < crashed.log.size; at += 4507) {
        int64_t count;

        crashed.log.bytes[at] ^= 4;
        count = rows_after(&crashed, crashed.log.size);
        crashed.log.bytes[at] ^= 4;
        assert_true(count % 10 == 0 && count >= 10 && count <= 70);
        shortened += count < 70;
    }
    assert_true(shortened > 3);
}

/* While the store runs there is no recovery: what is read is the frame, and it is an error. */
static void a_flipped_bit_in_a_log_in_use_is_an_error(void **state)
{
    struct store_error error = { 0 };
    struct test_file log;
    int64_t count;
    int failed = 0;

    (void)state;
    mark(&test, 0, 200);
    log = file_load(&test, "steward.db-wal");
    for (size_t at = 32 + 24 + 100; at < log.size; at += 4120)
        log.bytes[at] ^= 1;
    {
        int file = open(test_path(&test, "steward.db-wal"), O_WRONLY);

        assert_int_equal(pwrite(file, log.bytes, log.size, 0), (ssize_t)log.size);
        close(file);
    }
    failed = read_marked(&test, &count, &error) != OK;
    assert_true(failed);
    assert_int_equal(error.fault, STORE_BROKEN);
    assert_true(text_find(error.message, T("log fails its check")) < error.message.size);
}

/* A checkpoint was writing page 1 when the power went: the log has it still. */
static void a_torn_first_page_is_taken_from_the_log(void **state)
{
    struct crashed crashed;

    (void)state;
    mark(&test, 0, 10);
    crashed = crash_with_log(3);
    memset(crashed.database.bytes + VFS_BLOCK + 512, 'x', 2048);
    assert_int_equal(rows_after(&crashed, crashed.log.size), 40);
}

/* ---- temporary files ---- */

enum { TEMPORARY_SIZE = 40000 };

static void a_temporary_file_reads_as_it_was_written(void **state)
{
    struct secret *key = secret_random(VFS_KEY_SIZE);
    struct sqlite_vfs *vfs = sqlite_vfs_new(key);
    sqlite3_vfs *base = sqlite3_vfs_find(sqlite_vfs_name(vfs));
    sqlite3_file *file = calloc(1, (size_t)base->szOsFile);
    static unsigned char model[TEMPORARY_SIZE], seen[TEMPORARY_SIZE];
    sqlite3_int64 size, top = 0;
    unsigned int chance = 5;
    struct test_file disk;

    (void)state;
    assert_int_equal(base->xOpen(base, test_path(&test, "temporary"), file,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_TEMP_DB,
                                 NULL),
                     SQLITE_OK);
    memset(model, 0, sizeof model);
    for (int i = 0; i < 400; i++) {
        int at, part;

        chance = chance * 1664525U + 1013904223U;
        at = (int)(chance >> 8) % (TEMPORARY_SIZE - 5000);
        chance = chance * 1664525U + 1013904223U;
        part = (int)(chance >> 8) % 5000 + 1;
        for (int k = 0; k < part; k++)
            model[at + k] = (unsigned char)MARKER[k % 10];
        assert_int_equal(file->pMethods->xWrite(file, model + at, part, at), SQLITE_OK);
        top = at + part > top ? at + part : top;
        assert_int_equal(file->pMethods->xRead(file, seen, (int)top, 0), SQLITE_OK);
        assert_memory_equal(seen, model, top);
    }
    assert_int_equal(file->pMethods->xFileSize(file, &size), SQLITE_OK);
    assert_int_equal(size, top);
    assert_int_equal(file->pMethods->xRead(file, seen, 10, top - 4), SQLITE_IOERR_SHORT_READ);
    assert_memory_equal(seen, model + top - 4, 4);
    assert_memory_equal(seen + 4, "\0\0\0\0\0\0", 6);
    disk = file_load(&test, "temporary");
    assert_true(disk.size >= (size_t)top && !file_has(disk, MARKER));
    assert_int_equal(file->pMethods->xTruncate(file, 100), SQLITE_OK);
    assert_int_equal(file->pMethods->xRead(file, seen, 200, 0), SQLITE_IOERR_SHORT_READ);
    assert_memory_equal(seen, model, 100);
    file->pMethods->xClose(file);
    free(file);
    sqlite_vfs_free(vfs);
    secret_free(key);
}

/* A statement that changes much keeps what was there in a temporary file until it is done. */
static void a_big_statement_is_undone_through_its_journal(void **state)
{
    static const struct value none[1];
    struct store_error error = { 0 };

    (void)state;
    mark(&test, 0, 2000);
    assert_int_not_equal(
        test_execute(&test, &system_identity,
                     T("UPDATE main.note SET body = CASE WHEN id = (SELECT max(id) "
                       "FROM main.note) THEN NULL ELSE 'changed' END"),
                     none, 0, NULL, &error),
        OK);
    assert_int_equal(count_marked(&test), 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_readable_on_the_disk, begin, end),
        cmocka_unit_test_setup_teardown(a_flipped_bit_in_any_page_is_an_error_that_says_so, begin,
                                        end),
        cmocka_unit_test_setup_teardown(swapped_torn_and_foreign_pages_are_errors, begin, end),
        cmocka_unit_test_setup_teardown(a_file_that_was_cut_off_is_an_error, begin, end),
        cmocka_unit_test_setup_teardown(a_log_that_was_cut_off_gives_an_earlier_whole_state, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_flipped_bit_in_the_log_gives_an_earlier_whole_state,
                                        begin, end),
        cmocka_unit_test_setup_teardown(a_flipped_bit_in_a_log_in_use_is_an_error, begin, end),
        cmocka_unit_test_setup_teardown(a_torn_first_page_is_taken_from_the_log, begin, end),
        cmocka_unit_test_setup_teardown(a_temporary_file_reads_as_it_was_written, begin, end),
        cmocka_unit_test_setup_teardown(a_big_statement_is_undone_through_its_journal, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
