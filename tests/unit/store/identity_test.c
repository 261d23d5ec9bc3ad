/* Who the database believes is asking, from one transaction and one savepoint to the next, on
   both engines, with a single connection that everybody shares. */
#include "store/test_rows.h"

struct probe {
    struct buffer seen; /* one line per look: what the caller's identity shows */
};

/* Adds the notes of the sales that are to be seen, as "2:SECRET-" or "1:mine" and how many. */
static enum status look(struct tx *tx, void *context)
{
    struct probe *probe = context;
    struct test_statement statement = {
        .sql = T("SELECT min(workspace_id), count(*), min(note) FROM sale"),
        .answer = buffer_in(tx_arena(tx), 4096),
    };
    enum status status = test_query_work(tx, &statement);

    buffer_append(&probe->seen, buffer_text(&statement.answer));
    return status;
}

/* The same as the server's own code sees it. */
static enum status look_as_system(struct tx *tx, void *context)
{
    struct probe *probe = context;
    struct test_statement statement = {
        .sql = T("SELECT min(workspace_id), count(*), max(hash) FROM main.secret"),
        .answer = buffer_in(tx_arena(tx), 4096),
    };
    enum status status = test_query_work(tx, &statement);

    buffer_append(&probe->seen, buffer_text(&statement.answer));
    return status;
}

static enum status fail_statement(struct tx *tx, void *context)
{
    (void)context;
    return tx_execute(tx, T("SELECT no_such_column FROM sale"), NULL, 0, NULL);
}

static enum status fail_as_system(struct tx *tx, void *context)
{
    enum status status = look_as_system(tx, context);

    if (status != OK)
        return status;
    return tx_execute(tx, T("INSERT INTO main.secret (workspace_id, id) VALUES (1, NULL)"), NULL, 0,
                      NULL);
}

static enum status refuse(struct tx *tx, void *context)
{
    (void)tx;
    (void)context;
    return CONFLICT;
}

#define SEES_OWN    "1|4|mine sale 0\n"
#define SEES_OTHER  "2|4|SECRET-sale 0\n"
#define SEES_NOBODY "null|0|null\n"
#define SEES_SYSTEM "1|2|SECRET-hash 2\n"

struct fixture {
    struct test_store test;
    struct probe probe;
    struct identity own, other, ungranted, nobody;
};

static struct fixture *fixture_open(enum engine engine)
{
    struct fixture *fixture = memory_alloc(sizeof *fixture);

    test_store_open(&fixture->test, engine, 1);
    test_rows_reset(&fixture->test);
    fixture->probe.seen = buffer_in(&fixture->test.arena, 65536);
    fixture->own = test_member(1, OWN, LEVEL_EDIT_EVERY);
    fixture->other = test_member(2, OTHER, LEVEL_VIEW);
    fixture->ungranted = test_member(1, OWN, LEVEL_NONE);
    return fixture;
}

static void fixture_close(struct fixture *fixture)
{
    test_store_close(&fixture->test);
    free(fixture);
}

static void assert_seen(struct fixture *fixture, const char *wanted)
{
    assert_text(buffer_text(&fixture->probe.seen), text_from(wanted));
    buffer_clear(&fixture->probe.seen);
}

static enum status read_as(struct fixture *fixture, const struct identity *identity,
                           store_work work)
{
    return store_read(fixture->test.store, identity, &fixture->test.arena, work, &fixture->probe,
                      NULL);
}

static enum status write_as(struct fixture *fixture, const struct identity *identity,
                            store_work work)
{
    return store_write(fixture->test.store, identity, &fixture->test.arena, work, &fixture->probe,
                       NULL);
}

/* ---- one transaction after another ---- */

static void every_transaction_has_its_own_identity(enum engine engine)
{
    struct fixture *fixture = fixture_open(engine);

    for (int round = 0; round < 3; round++) {
        assert_int_equal(read_as(fixture, &fixture->own, look), OK);
        assert_int_equal(read_as(fixture, &fixture->other, look), OK);
        assert_int_equal(write_as(fixture, &fixture->own, look), OK);
        assert_int_equal(read_as(fixture, &fixture->nobody, look), OK);
        assert_int_equal(read_as(fixture, &system_identity, look_as_system), OK);
        assert_int_equal(read_as(fixture, &fixture->ungranted, look), OK);
        assert_int_equal(write_as(fixture, &fixture->other, look), OK);
        assert_seen(fixture,
                    SEES_OWN SEES_OTHER SEES_OWN SEES_NOBODY SEES_SYSTEM SEES_NOBODY SEES_OTHER);
    }
    fixture_close(fixture);
}

static void identity_ends_with_a_failed_transaction(enum engine engine)
{
    static const store_work failing[] = { fail_statement, fail_as_system, refuse };
    struct fixture *fixture = fixture_open(engine);

    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        const struct identity *before[] = { &fixture->other, &system_identity, &fixture->own };

        for (size_t b = 0; b < sizeof before / sizeof *before; b++) {
            assert_int_not_equal(write_as(fixture, before[b], failing[i]), OK);
            assert_int_equal(read_as(fixture, &fixture->nobody, look), OK);
            assert_int_not_equal(read_as(fixture, before[b], failing[i]), OK);
            buffer_clear(&fixture->probe.seen);
            assert_int_equal(read_as(fixture, &fixture->own, look), OK);
            assert_int_equal(write_as(fixture, &fixture->nobody, look), OK);
            assert_seen(fixture, SEES_OWN SEES_NOBODY);
        }
    }
    fixture_close(fixture);
}

/* ---- inside of one transaction ---- */

static enum status there_and_back(struct tx *tx, void *context)
{
    enum status status = look(tx, context);

    if (status == OK)
        status = tx_as_system(tx, look_as_system, context);
    if (status == OK)
        status = look(tx, context);
    if (status == OK)
        status = tx_as_system(tx, look_as_system, context);
    return status == OK ? look(tx, context) : status;
}

static enum status system_first(struct tx *tx, void *context)
{
    enum status status = tx_as_system(tx, look_as_system, context);

    return status == OK ? look(tx, context) : status;
}

static void the_system_inside_of_a_call_is_over_afterwards(enum engine engine)
{
    struct fixture *fixture = fixture_open(engine);

    assert_int_equal(read_as(fixture, &fixture->own, there_and_back), OK);
    assert_seen(fixture, SEES_OWN SEES_SYSTEM SEES_OWN SEES_SYSTEM SEES_OWN);
    assert_int_equal(write_as(fixture, &fixture->other, system_first), OK);
    assert_seen(fixture, SEES_SYSTEM SEES_OTHER);
    assert_int_equal(write_as(fixture, &fixture->nobody, system_first), OK);
    assert_seen(fixture, SEES_SYSTEM SEES_NOBODY);
    fixture_close(fixture);
}

static enum status system_that_fails(struct tx *tx, void *context)
{
    return tx_as_system(tx, fail_as_system, context);
}

static enum status savepoints(struct tx *tx, void *context)
{
    enum status status = look(tx, context);

    if (status == OK && tx_savepoint(tx, fail_statement, context) == OK)
        return FAILED;
    if (status == OK)
        status = look(tx, context);
    if (status == OK && tx_savepoint(tx, system_that_fails, context) == OK)
        return FAILED;
    if (status == OK)
        status = look(tx, context);
    if (status == OK)
        status = tx_savepoint(tx, there_and_back, context);
    return status == OK ? look(tx, context) : status;
}

static void an_undone_savepoint_gives_the_identity_back(enum engine engine)
{
    struct fixture *fixture = fixture_open(engine);

    assert_int_equal(write_as(fixture, &fixture->own, savepoints), OK);
    assert_seen(fixture, SEES_OWN SEES_OWN SEES_SYSTEM SEES_OWN SEES_OWN SEES_SYSTEM SEES_OWN
                             SEES_SYSTEM SEES_OWN SEES_OWN);
    assert_int_equal(read_as(fixture, &fixture->nobody, savepoints), OK);
    assert_seen(fixture, SEES_NOBODY SEES_NOBODY SEES_SYSTEM SEES_NOBODY SEES_NOBODY SEES_SYSTEM
                             SEES_NOBODY SEES_SYSTEM SEES_NOBODY SEES_NOBODY);
    fixture_close(fixture);
}

/* A failure that work passes over must not become a commit. */
static enum status swallow(struct tx *tx, void *context)
{
    (void)context;
    if (tx_execute(tx, T("UPDATE sale SET amount = 7"), NULL, 0, NULL) != OK)
        return FAILED;
    (void)!tx_execute(tx, T("UPDATE sale SET workspace_id = 2"), NULL, 0, NULL);
    return OK;
}

static void a_forbidden_row_fails_the_transaction(enum engine engine)
{
    struct fixture *fixture = fixture_open(engine);
    struct store_error error = { 0 };
    struct text answer;

    assert_int_equal(store_write(fixture->test.store, &fixture->own, &fixture->test.arena, swallow,
                                 NULL, &error),
                     FORBIDDEN);
    assert_int_equal(error.fault, STORE_ROW_SECURITY);
    assert_int_equal(test_query(&fixture->test, &system_identity,
                                T("SELECT count(*) FROM main.sale WHERE amount = 7"), &answer),
                     OK);
    assert_text(answer, T("0\n"));
    fixture_close(fixture);
}

/* A cursor that was opened as one and is read after the change to another. */
static enum status read_across(struct tx *tx, void *context)
{
    struct probe *probe = context;
    struct cursor *cursor;
    bool found = true;
    enum status status = tx_query(tx, T("SELECT note FROM sale ORDER BY id"), NULL, 0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &found);
    if (status == OK)
        status = tx_as_system(tx, look_as_system, context);
    while (status == OK && found) {
        buffer_append(&probe->seen, cursor_value(cursor, 0).text);
        buffer_append_byte(&probe->seen, '\n');
        status = cursor_next(cursor, &found);
    }
    return status;
}

static void an_open_cursor_keeps_what_it_was_opened_as(enum engine engine)
{
    struct fixture *fixture = fixture_open(engine);

    assert_int_equal(read_as(fixture, &fixture->own, read_across), OK);
    assert_seen(fixture, SEES_SYSTEM "mine sale 0\nmine sale 1\nmine sale 2\nmine sale 3\n");
    fixture_close(fixture);
}

/* ---- every test on both engines ---- */

#define ON_BOTH(name)                                                                              \
    static void name##_on_sqlite(void **state)                                                     \
    {                                                                                              \
        (void)state;                                                                               \
        name(ENGINE_SQLITE);                                                                       \
    }                                                                                              \
    static void name##_on_postgresql(void **state)                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        name(ENGINE_POSTGRESQL);                                                                   \
    }
#define TESTS_OF(name) cmocka_unit_test(name##_on_sqlite), cmocka_unit_test(name##_on_postgresql)

ON_BOTH(every_transaction_has_its_own_identity)
ON_BOTH(identity_ends_with_a_failed_transaction)
ON_BOTH(the_system_inside_of_a_call_is_over_afterwards)
ON_BOTH(an_undone_savepoint_gives_the_identity_back)
ON_BOTH(a_forbidden_row_fails_the_transaction)
ON_BOTH(an_open_cursor_keeps_what_it_was_opened_as)

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        TESTS_OF(every_transaction_has_its_own_identity),
        TESTS_OF(identity_ends_with_a_failed_transaction),
        TESTS_OF(the_system_inside_of_a_call_is_over_afterwards),
        TESTS_OF(an_undone_savepoint_gives_the_identity_back),
        TESTS_OF(a_forbidden_row_fails_the_transaction),
        TESTS_OF(an_open_cursor_keeps_what_it_was_opened_as),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
