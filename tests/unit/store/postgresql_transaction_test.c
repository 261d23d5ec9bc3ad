/* Transactions of the PostgreSQL engine that meet each other, lose their connection, or have a part
   of theirs passed over. */
#include "store/postgresql.h"
#include "store/test_rows.h"

#include <limits.h>
#include <pthread.h>

enum { THREADS = 8, ROUNDS = 25 };

static struct identity own_caller(void)
{
    return test_member(1, OWN, LEVEL_EDIT_EVERY);
}

/* ---- transactions that meet ---- */

struct crowd {
    struct test_store *test;
    struct identity identity;
    _Atomic int failures, runs;
    int64_t order; /* which of two rows comes first */
};

/* Reads, thinks, writes: right only when nobody else wrote in between. */
static enum status add_one(struct tx *tx, void *context)
{
    struct crowd *crowd = context;
    struct value values[] = { VALUE_OF_ID(test_id(1, 10)), VALUE_OF_NULL };
    struct cursor *cursor;
    bool found = false;
    enum status status =
        tx_query(tx, T("SELECT amount FROM sale WHERE id = $1"), values, 1, &cursor);

    crowd->runs++;
    if (status == OK)
        status = cursor_next(cursor, &found);
    if (status != OK || !found)
        return status != OK ? status : NOT_FOUND;
    values[1] = VALUE_OF_INTEGER(cursor_value(cursor, 0).integer + 1);
    return tx_execute(tx, T("UPDATE sale SET amount = $2 WHERE id = $1"), values, 2, NULL);
}

static void *add_many(void *context)
{
    struct crowd *crowd = context;

    for (int i = 0; i < ROUNDS; i++) {
        struct arena arena = { 0 };

        if (store_write(crowd->test->store, &crowd->identity, &arena, add_one, crowd, NULL) != OK)
            crowd->failures++;
        arena_release(&arena);
    }
    return NULL;
}

static void no_update_is_lost(void **state)
{
    struct test_store test;
    struct crowd crowd = { .test = &test, .identity = own_caller() };
    pthread_t threads[THREADS];

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 4);
    test_rows_reset(&test);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, add_many, &crowd), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    print_message("%d increments by %d threads took %d attempts\n", THREADS * ROUNDS, THREADS,
                  crowd.runs);
    assert_int_equal(crowd.failures, 0);
    assert_text(test_ask(&test, "SELECT amount FROM main.sale WHERE note = 'mine sale 0'"),
                arena_print(&test.arena, "%d", 50 + THREADS * ROUNDS));
    test_store_close(&test);
}

static enum status two_rows(struct tx *tx, void *context)
{
    struct crowd *crowd = context;
    struct value first = VALUE_OF_ID(test_id(1, crowd->order ? 10 : 11));
    struct value second = VALUE_OF_ID(test_id(1, crowd->order ? 11 : 10));
    static const char sql[] = "UPDATE sale SET amount = amount + 1 WHERE id = $1";
    enum status status = tx_execute(tx, text_from(sql), &first, 1, NULL);

    usleep(2000);
    return status == OK ? tx_execute(tx, text_from(sql), &second, 1, NULL) : status;
}

static void *two_rows_often(void *context)
{
    struct crowd *crowd = context;

    for (int i = 0; i < 5; i++) {
        struct arena arena = { 0 };

        if (store_write(crowd->test->store, &crowd->identity, &arena, two_rows, crowd, NULL) != OK)
            crowd->failures++;
        arena_release(&arena);
    }
    return NULL;
}

static void deadlocks_are_run_again(void **state)
{
    struct test_store test;
    struct crowd crowds[2];
    pthread_t threads[2];

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 2);
    test_rows_reset(&test);
    for (int i = 0; i < 2; i++) {
        crowds[i] = (struct crowd){ .test = &test, .identity = own_caller(), .order = i };
        assert_int_equal(pthread_create(&threads[i], NULL, two_rows_often, &crowds[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(crowds[i].failures, 0);
    }
    assert_text(test_ask(&test, "SELECT sum(amount) FROM main.sale WHERE workspace_id = 1"),
                T("340")); /* 320 and two for each of ten */
    test_store_close(&test);
}

/* ---- connections that end ---- */

static const char end_all[] = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                              "application_name = 'steward' AND datname = current_database()";

static void a_connection_that_ended_is_renewed(void **state)
{
    struct test_store test;
    struct text answer;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(test_query(&test, &system_identity, T("SELECT 1"), &answer), OK);
        test_ask(&test, end_all);
    }
    assert_int_equal(store_ping(test.store), OK);
    test_store_close(&test);
}

struct interrupted {
    struct test_store *test;
    int runs;
};

/* The first time, the server ends the connection between two statements. */
static enum status write_interrupted(struct tx *tx, void *context)
{
    struct interrupted *interrupted = context;
    enum status status =
        tx_execute(tx, T("UPDATE main.sale SET amount = amount + 1"), NULL, 0, NULL);

    if (status == OK && interrupted->runs++ == 0)
        test_ask(interrupted->test, end_all);
    if (status == OK)
        status = tx_execute(tx, T("UPDATE main.customer SET version = version + 1"), NULL, 0, NULL);
    return status;
}

static void a_write_that_lost_its_connection_is_whole(void **state)
{
    struct test_store test;
    struct interrupted interrupted = { .test = &test };

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_rows_reset(&test);
    assert_int_equal(store_write(test.store, &system_identity, &test.arena, write_interrupted,
                                 &interrupted, NULL),
                     OK);
    assert_int_equal(interrupted.runs, 2);
    assert_text(test_ask(&test, "SELECT count(*) FROM main.sale WHERE amount IN (51, 71, 91, 111)"),
                T("4"));
    assert_text(test_ask(&test, "SELECT count(*) FROM main.customer WHERE version = 2"), T("6"));
    test_store_close(&test);
}

struct unlucky {
    struct test_store *test; /* NULL: it meets another transaction instead of losing its own */
    int failures, runs;
};

static enum status fail_so_often(struct tx *tx, void *context)
{
    struct unlucky *unlucky = context;
    bool is_to_fail = unlucky->runs++ < unlucky->failures;

    if (is_to_fail && unlucky->test)
        test_ask(unlucky->test, end_all);
    else if (is_to_fail)
        return tx_execute(tx,
                          T("DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '40001'; END $$"),
                          NULL, 0, NULL);
    return tx_execute(tx, T("UPDATE main.customer SET version = version + 1"), NULL, 0, NULL);
}

/* LIMIT_CONFLICTS, LIMIT_LOST_CONNECTIONS: so often it is tried again, and what it did is done
   once; the next time it ends. */
static void patience_ends(void **state)
{
    static const struct {
        bool is_lost;
        int failures, runs;
        enum status status;
    } cases[] = {
        { false, LIMIT_CONFLICTS, LIMIT_CONFLICTS + 1, OK },
        { false, LIMIT_CONFLICTS + 1, LIMIT_CONFLICTS + 1, UNAVAILABLE },
        { true, LIMIT_LOST_CONNECTIONS, LIMIT_LOST_CONNECTIONS + 1, OK },
        { true, LIMIT_LOST_CONNECTIONS + 1, LIMIT_LOST_CONNECTIONS + 1, UNAVAILABLE },
    };
    struct test_store test;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct unlucky unlucky = { .test = cases[i].is_lost ? &test : NULL,
                                   .failures = cases[i].failures };

        test_rows_reset(&test);
        assert_int_equal(
            store_write(test.store, &system_identity, &test.arena, fail_so_often, &unlucky, NULL),
            cases[i].status);
        assert_int_equal(unlucky.runs, cases[i].runs);
        assert_text(test_ask(&test, "SELECT max(version) FROM main.customer"),
                    cases[i].status == OK ? T("2") : T("1"));
    }
    test_store_close(&test);
}

static enum status end_before_commit(struct tx *tx, void *context)
{
    struct interrupted *interrupted = context;
    enum status status =
        tx_execute(tx, T("UPDATE main.sale SET amount = amount + 1"), NULL, 0, NULL);

    interrupted->runs++;
    test_ask(interrupted->test, end_all);
    return status;
}

/* Once COMMIT is on its way nobody may say that it happened, nor run the work again. */
static void an_unknown_commit_is_told_as_such(void **state)
{
    struct test_store test;
    struct interrupted interrupted = { .test = &test };
    struct store_error error = { 0 };
    struct text answer;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_rows_reset(&test);
    assert_int_equal(store_write(test.store, &system_identity, &test.arena, end_before_commit,
                                 &interrupted, &error),
                     UNAVAILABLE);
    assert_int_equal(interrupted.runs, 1);
    assert_int_equal(error.fault, STORE_UNKNOWN);
    assert_true(text_find(error.message, T("unknown")) < error.message.size);
    assert_int_equal(test_query(&test, &system_identity,
                                T("SELECT count(*) FROM main.sale WHERE amount = 51"), &answer),
                     OK);
    assert_text(answer, T("0\n"));
    test_store_close(&test);
}

static void a_server_that_is_away_is_unavailable_until_it_is_back(void **state)
{
    struct test_store test;
    struct text answer;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    assert_int_equal(store_ping(test.store), OK);
    test_cluster_run(
        arena_print(&test.arena, "ALTER DATABASE %s ALLOW_CONNECTIONS false", test.database).at);
    test_cluster_run(arena_print(&test.arena,
                                 "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM "
                                 "pg_stat_activity WHERE datname = '%s'; END $$",
                                 test.database)
                         .at);
    assert_int_equal(store_ping(test.store), UNAVAILABLE);
    assert_int_equal(test_query(&test, &system_identity, T("SELECT 1"), &answer), UNAVAILABLE);
    test_cluster_run(
        arena_print(&test.arena, "ALTER DATABASE %s ALLOW_CONNECTIONS true", test.database).at);
    assert_int_equal(store_ping(test.store), OK);
    test_store_close(&test);
}

/* ---- what a message that failed leaves behind ---- */

struct passed_over {
    int runs, conflicts;    /* so many runs meet one */
    bool is_asked_behind;   /* a statement comes behind it; else COMMIT does */
    int64_t session, count; /* seen by the last run */
};

static enum status ask_number(struct tx *tx, struct text sql, int64_t *ret_number)
{
    struct cursor *cursor;
    bool found = false;
    enum status status = tx_query(tx, sql, NULL, 0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &found);
    if (status == OK && found)
        *ret_number = cursor_value(cursor, 0).integer;
    return status;
}

/* The conflict is met by a message whose answer is read with what comes behind it. */
static enum status write_before_conflict(struct tx *tx, void *context)
{
    struct passed_over *passed = context;
    enum status status = ask_number(tx, T("SELECT pg_backend_pid()"), &passed->session);

    if (status == OK)
        status = tx_execute(tx, T("UPDATE main.sale SET amount = amount + 1"), NULL, 0, NULL);
    if (status == OK && passed->runs++ < passed->conflicts)
        postgresql_queue(tx->connection,
                         "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$");
    if (status == OK && passed->is_asked_behind)
        status = ask_number(tx, T("SELECT count(*) FROM main.sale WHERE amount IN (51, 71)"),
                            &passed->count);
    return status;
}

static enum status work_without_conflict(struct tx *tx, void *context)
{
    struct passed_over *passed = context;

    return ask_number(tx, T("SELECT pg_backend_pid()"), &passed->session);
}

static enum status write_passed_over(struct test_store *test, struct passed_over *passed)
{
    return store_write(test->store, &system_identity, &test->arena, write_before_conflict, passed,
                       NULL);
}

static void a_commit_that_is_passed_over_leaves_no_transaction(void **state)
{
    struct test_store test;
    struct passed_over passed = { .conflicts = INT_MAX }, next = { 0 };

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_rows_reset(&test);
    assert_int_equal(write_passed_over(&test, &passed), UNAVAILABLE);
    assert_int_equal(passed.runs, LIMIT_CONFLICTS + 1);
    assert_int_equal(
        store_read(test.store, &system_identity, &test.arena, work_without_conflict, &next, NULL),
        OK);
    assert_int_equal(next.session, passed.session);
    assert_text(test_ask(&test, "SELECT count(*) FROM main.sale WHERE amount IN (51, 71)"), T("0"));

    passed = (struct passed_over){ .conflicts = 1 };
    assert_int_equal(write_passed_over(&test, &passed), OK);
    assert_int_equal(passed.runs, 2);
    assert_int_equal(passed.session, next.session);
    assert_text(test_ask(&test, "SELECT count(*) FROM main.sale WHERE amount IN (51, 71)"), T("2"));
    test_store_close(&test);
}

static void what_was_not_prepared_is_not_taken_for_it(void **state)
{
    struct test_store test;
    struct passed_over passed = { .conflicts = 2, .is_asked_behind = true }, before = { 0 };

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_rows_reset(&test);
    assert_int_equal(
        store_read(test.store, &system_identity, &test.arena, work_without_conflict, &before, NULL),
        OK);
    assert_int_equal(write_passed_over(&test, &passed), OK);
    assert_int_equal(passed.runs, 3);
    assert_int_equal(passed.count, 2);
    assert_int_equal(passed.session, before.session);
    test_store_close(&test);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_update_is_lost),
        cmocka_unit_test(deadlocks_are_run_again),
        cmocka_unit_test(a_connection_that_ended_is_renewed),
        cmocka_unit_test(a_write_that_lost_its_connection_is_whole),
        cmocka_unit_test(patience_ends),
        cmocka_unit_test(an_unknown_commit_is_told_as_such),
        cmocka_unit_test(a_server_that_is_away_is_unavailable_until_it_is_back),
        cmocka_unit_test(a_commit_that_is_passed_over_leaves_no_transaction),
        cmocka_unit_test(what_was_not_prepared_is_not_taken_for_it),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
