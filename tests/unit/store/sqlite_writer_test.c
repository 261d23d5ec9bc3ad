/* Group commit: work of many threads in one transaction, each with its own fate; and what was
   acknowledged is there after kill -9. */
#include "store/test_store.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

enum { THREADS = 12, EACH = 60, KILL_AFTER_ROWS = 400 };

static struct test_store test;

struct writing {
    int thread, number;
    bool is_refused; /* writes, and then refuses */
    int *runs;       /* NULL: nobody counts */
};

static struct row row_of(const struct writing *writing)
{
    return (struct row){
        .workspace_id = 1,
        .id = test_id(1 + writing->thread, writing->number),
        .created_at = 1700000000000,
        .updated_at = 1700000000000,
        .created_by = test_id(99, 1),
        .version = 1,
    };
}

static enum status insert(struct tx *tx, void *context)
{
    const struct writing *writing = context;
    struct customer customer = { .row = row_of(writing), .name = T("somebody") };
    enum status status = row_insert(tx, &customer_entity, &customer);

    if (writing->runs)
        ++*writing->runs;
    if (status != OK)
        return status;
    return writing->is_refused ? CONFLICT : OK;
}

static enum status write_one(struct test_store *store, struct writing *writing)
{
    struct arena arena = { 0 };
    enum status status = store_write(store->store, &system_identity, &arena, insert, writing, NULL);

    arena_release(&arena);
    return status;
}

static void *write_many(void *context)
{
    int thread = *(const int *)context;
    intptr_t surprises = 0;

    for (int number = 1; number <= EACH; number++) {
        struct writing writing = { thread, number, number % 5 == 0, NULL };
        enum status wanted = writing.is_refused ? CONFLICT : OK;

        surprises += write_one(&test, &writing) != wanted;
    }
    return (void *)surprises;
}

struct looking {
    int64_t count;
};

static enum status count_rows(struct tx *tx, void *context)
{
    struct looking *looking = context;
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(tx, T("SELECT count(*) FROM main.customer"), NULL, 0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &found);
    if (status == OK)
        looking->count = cursor_value(cursor, 0).integer;
    cursor_close(cursor);
    return status;
}

static int64_t customers(struct test_store *store)
{
    struct arena arena = { 0 };
    struct looking looking = { 0 };

    assert_int_equal(store_read(store->store, &system_identity, &arena, count_rows, &looking, NULL),
                     OK);
    arena_release(&arena);
    return looking.count;
}

static void one_refusal_is_nobody_elses(void **state)
{
    pthread_t threads[THREADS];
    int numbers[THREADS];

    (void)state;
    test_store_open(&test, ENGINE_SQLITE, 2);
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, write_many, &numbers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *surprises;

        assert_int_equal(pthread_join(threads[i], &surprises), 0);
        assert_null(surprises);
    }
    assert_int_equal(customers(&test), THREADS * (EACH - EACH / 5));
    test_store_close(&test);
}

/* --- nobody waits */

static atomic_int told, surprises;

static void done(void *context, enum status status, const struct store_error *error)
{
    const struct writing *writing = context;
    bool is_told_why = error->fault == STORE_FINE || writing->is_refused;

    if (status != (writing->is_refused ? CONFLICT : OK) || !is_told_why)
        atomic_fetch_add(&surprises, 1);
    atomic_fetch_add(&told, 1);
}

static void who_does_not_wait_is_told_once(enum engine engine)
{
    enum { LATER = 200 };
    static struct arena arenas[LATER + 1];

    told = surprises = 0;
    test_store_open(&test, engine, 2);
    for (int number = 1; number <= LATER; number++) {
        struct writing *writing = ARENA_NEW(&arenas[number], struct writing);

        *writing = (struct writing){ 1, number, number % 5 == 0, NULL };
        store_write_later(test.store, &system_identity, &arenas[number], insert, writing, done);
    }
    store_settle(test.store);
    assert_int_equal(told, LATER);
    assert_int_equal(surprises, 0);
    assert_int_equal(customers(&test), LATER - LATER / 5);
    for (int number = 1; number <= LATER; number++)
        arena_release(&arenas[number]);
    test_store_close(&test);
}

static void who_does_not_wait_is_told_once_on_sqlite(void **state)
{
    (void)state;
    who_does_not_wait_is_told_once(ENGINE_SQLITE);
}

static void who_does_not_wait_is_told_once_on_postgresql(void **state)
{
    (void)state;
    who_does_not_wait_is_told_once(ENGINE_POSTGRESQL);
}

/* --- one batch */

enum { BATCH = 20, REFUSED = 7 };

struct gate {
    sem_t is_reached, is_open;
};

static enum status wait_at_gate(struct tx *tx, void *context)
{
    struct gate *gate = context;

    (void)tx;
    sem_post(&gate->is_reached);
    sem_wait(&gate->is_open);
    return OK;
}

static void nothing_more(void *context, enum status status, const struct store_error *error)
{
    (void)context;
    (void)status;
    (void)error;
}

/* They come while the writer is busy, so it takes them together. */
static void write_batch(int thread, int refused, int *runs)
{
    static struct arena arenas[BATCH + 1];
    struct gate gate;

    told = surprises = 0;
    sem_init(&gate.is_reached, 0, 0);
    sem_init(&gate.is_open, 0, 0);
    store_write_later(test.store, &system_identity, &arenas[BATCH], wait_at_gate, &gate,
                      nothing_more);
    sem_wait(&gate.is_reached);
    for (int i = 0; i < BATCH; i++) {
        struct writing *writing = ARENA_NEW(&arenas[i], struct writing);

        runs[i] = 0;
        *writing = (struct writing){ thread, i + 1, i == refused, &runs[i] };
        store_write_later(test.store, &system_identity, &arenas[i], insert, writing, done);
    }
    sem_post(&gate.is_open);
    store_settle(test.store);
    sem_destroy(&gate.is_reached);
    sem_destroy(&gate.is_open);
    assert_int_equal(told, BATCH);
    assert_int_equal(surprises, 0);
    for (int i = 0; i <= BATCH; i++)
        arena_clear(&arenas[i]);
}

static void what_fails_takes_nobody_with_it(void **state)
{
    int runs[BATCH];

    (void)state;
    test_store_open(&test, ENGINE_SQLITE, 1);
    write_batch(1, -1, runs);
    for (int i = 0; i < BATCH; i++)
        assert_int_equal(runs[i], 1);
    assert_int_equal(customers(&test), BATCH);

    write_batch(2, REFUSED, runs); /* up to it everything is done again */
    for (int i = 0; i < BATCH; i++)
        assert_int_equal(runs[i], i <= REFUSED ? 2 : 1);
    assert_int_equal(customers(&test), 2 * BATCH - 1);

    write_batch(3, REFUSED, runs); /* and the next ones are ready for it */
    for (int i = 0; i < BATCH; i++)
        assert_int_equal(runs[i], 1);
    assert_int_equal(customers(&test), 3 * BATCH - 2);
    test_store_close(&test);
}

/* --- kill -9 */

/* In the child: one byte into the pipe for each row that was acknowledged. */
static void write_until_killed(int acknowledged)
{
    struct text reason;
    struct store_settings settings = {
        .directory = test.directory, .readers = 1, .is_durable = true, .keys = test_store_keys()
    };

    if (store_open(&settings, &test.schema, &test.arena, &test.store, &reason) != OK)
        _exit(1);
    for (int number = 1; number < 30000; number++) {
        struct writing writing = { number / 255, number % 255 + 1, false, NULL };

        if (write_one(&test, &writing) != OK || write(acknowledged, "x", 1) != 1)
            _exit(1);
    }
    _exit(0);
}

static int64_t count_bytes(int fd, pid_t child)
{
    char bytes[256];
    int64_t count = 0;
    ssize_t size;

    while ((size = read(fd, bytes, sizeof bytes)) > 0) {
        count += size;
        if (count >= KILL_AFTER_ROWS)
            kill(child, SIGKILL);
    }
    return count;
}

static void what_was_acknowledged_survives_kill(void **state)
{
    int ends[2], how;
    int64_t acknowledged, found;
    struct text report;
    pid_t child;

    (void)state;
    test_store_place(&test, ENGINE_SQLITE);
    test_schema_init(&test.schema, &test.arena);
    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0)
        write_until_killed(ends[1]);
    close(ends[1]);
    acknowledged = count_bytes(ends[0], child);
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how));
    close(ends[0]);

    test_store_reopen(&test, 1);
    found = customers(&test);
    assert_in_range(found, acknowledged, acknowledged + 1); /* one may have been on its way */
    assert_int_equal(store_verify(test.store, &test.arena, &report), OK);
    test_store_close(&test);
}

int main(int count, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_refusal_is_nobody_elses),
        cmocka_unit_test(who_does_not_wait_is_told_once_on_sqlite),
        cmocka_unit_test(who_does_not_wait_is_told_once_on_postgresql),
        cmocka_unit_test(what_fails_takes_nobody_with_it),
        cmocka_unit_test(what_was_acknowledged_survives_kill),
    };

    (void)count;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
