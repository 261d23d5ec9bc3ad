/* Statements of the PostgreSQL engine: values, prepared statements, cursors, and what the server's
   refusals mean. */
#include "store/postgresql.h"
#include "store/test_rows.h"

static struct identity own_caller(void)
{
    return test_member(1, OWN, LEVEL_EDIT_EVERY);
}

static struct test_statement statement_of(struct test_store *test, const char *sql,
                                          const struct value *values, size_t count)
{
    return (struct test_statement){ .sql = text_from(sql),
                                    .values = values,
                                    .count = count,
                                    .answer = buffer_in(&test->arena, 1 << 20) };
}

/* ---- values ---- */

/* Statements are asked again: from the second time on what comes has binary form where it can. */
enum { FORMS = 2 };

struct echo {
    struct value value, seen;
    const char *sql;
};

static enum status echo_work(struct tx *tx, void *context)
{
    struct echo *echo = context;
    struct cursor *cursor;
    bool found = false;
    size_t count = strchr(echo->sql, '$') ? 1 : 0;
    enum status status = tx_query(tx, text_from(echo->sql), &echo->value, count, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &found);
    if (status == OK && found)
        echo->seen = cursor_value_kept(cursor, 0);
    return status;
}

static void results_have_types(void **state)
{
    static const struct {
        const char *sql, *answer;
        enum value_type type;
    } cases[] = {
        { "SELECT 1::smallint", "1", VALUE_INTEGER },
        { "SELECT (-32768)::smallint", "-32768", VALUE_INTEGER },
        { "SELECT (-2147483648)::integer", "-2147483648", VALUE_INTEGER },
        { "SELECT 4294967295::oid", "4294967295", VALUE_INTEGER },
        { "SELECT (-1.5)::float4", "-1.5", VALUE_REAL },
        { "SELECT 'y'::varchar", "y", VALUE_TEXT },
        { "SELECT -9223372036854775808", "-9223372036854775808", VALUE_INTEGER },
        { "SELECT true", "1", VALUE_INTEGER },
        { "SELECT 1 = 2", "0", VALUE_INTEGER },
        { "SELECT 1.5::float4", "1.5", VALUE_REAL },
        { "SELECT 2::float8", "2", VALUE_REAL },
        { "SELECT sum(x) FROM (VALUES (1::bigint), (2)) AS v (x)", "3", VALUE_INTEGER },
        { "SELECT avg(x) FROM (VALUES (1), (2)) AS v (x)", "1.5", VALUE_REAL },
        { "SELECT avg(x) FROM (VALUES (1), (3)) AS v (x)", "2", VALUE_REAL },
        { "SELECT 12345678901234567890::numeric", "1.23457e+19", VALUE_REAL },
        { "SELECT '00000001-0000-7001-8000-000000000001'::uuid",
          "00000001-0000-7001-8000-000000000001", VALUE_ID },
        { "SELECT 'x'", "x", VALUE_TEXT },
        { "SELECT ''", "", VALUE_TEXT },
        { "SELECT '{\"a\": 1}'::json", "{\"a\": 1}", VALUE_TEXT },
        { "SELECT '{\"a\":1}'::jsonb", "{\"a\": 1}", VALUE_TEXT },
        { "SELECT NULL::bigint", "null", VALUE_NULL },
    };
    struct test_store test;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    for (size_t i = 0; i < FORMS * sizeof cases / sizeof *cases; i++) {
        const struct echo of = { .sql = cases[i / FORMS].sql };
        struct echo echo = of;
        struct text answer;

        assert_int_equal(test_query(&test, &system_identity, text_from(of.sql), &answer), OK);
        assert_text(text_trim(answer), text_from(cases[i / FORMS].answer));
        assert_int_equal(
            store_read(test.store, &system_identity, &test.arena, echo_work, &echo, NULL), OK);
        assert_int_equal(echo.seen.type, cases[i / FORMS].type);
    }
    test_store_close(&test);
}

static void values_come_back_as_they_went(void **state)
{
    const struct {
        struct value value;
        const char *sql;
    } cases[] = {
        { VALUE_OF_INTEGER(INT64_MIN), "SELECT $1::bigint" },
        { VALUE_OF_INTEGER(INT64_MAX), "SELECT $1::bigint" },
        { VALUE_OF_INTEGER(0), "SELECT $1::bigint" },
        { VALUE_OF_REAL(0.1), "SELECT $1::float8" },
        { VALUE_OF_REAL(-1e300), "SELECT $1::float8" },
        { VALUE_OF_TEXT(T("")), "SELECT $1::text" },
        { VALUE_OF_TEXT(T("it's 鞋 \\ \" $1 -- \n\t")), "SELECT $1::text" },
        { VALUE_OF_ID(test_id(7, 300)), "SELECT $1::uuid" },
        { VALUE_OF_NULL, "SELECT $1::uuid" },
        { VALUE_OF_NULL, "SELECT $1::text" },
        { VALUE_OF_INTEGER(5), "SELECT $1" },
    };
    struct test_store test;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    for (size_t i = 0; i < FORMS * sizeof cases / sizeof *cases; i++) {
        struct echo echo = { .value = cases[i / FORMS].value, .sql = cases[i / FORMS].sql };

        assert_int_equal(
            store_read(test.store, &system_identity, &test.arena, echo_work, &echo, NULL), OK);
        assert_true(value_equal(echo.seen, echo.value));
    }
    test_store_close(&test);
}

static void a_nul_in_a_text_is_refused_not_cut(void **state)
{
    struct echo echo = { .value = VALUE_OF_TEXT(T("ab\0cd")), .sql = "SELECT $1::text" };
    struct store_error error = { 0 };
    struct test_store test;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    assert_int_equal(
        store_read(test.store, &system_identity, &test.arena, echo_work, &echo, &error), INVALID);
    assert_int_equal(error.fault, STORE_CHECK);
    test_store_close(&test);
}

/* ---- prepared statements ---- */

/* Every combination of empty fields, in an order in which NULLs come first. */
static enum status insert_combinations(struct tx *tx, void *context)
{
    static const char sql[] = "INSERT INTO main.sale (workspace_id, id, created_at, updated_at, "
                              "version, amount, day, customer_id, note, sold_at, created_by) "
                              "VALUES (1, $1, 1, 1, 1, $2, '2026-01-01', $3, $4, $5, $6)";
    enum status status = OK;

    (void)context;
    for (int mask = 0; mask < 16 && status == OK; mask++) {
        const struct value values[] = {
            VALUE_OF_ID(test_id(1, 100 + mask)),
            VALUE_OF_INTEGER(mask),
            mask & 1 ? VALUE_OF_ID(test_id(1, 1)) : VALUE_OF_NULL,
            mask & 2 ? VALUE_OF_TEXT(T("note")) : VALUE_OF_NULL,
            mask & 4 ? VALUE_OF_INTEGER(1700000000000) : VALUE_OF_NULL,
            mask & 8 ? VALUE_OF_ID(test_id(99, OWN)) : VALUE_OF_NULL,
        };

        status = tx_execute(tx, text_from(sql), values, 6, NULL);
    }
    for (int is = 0; is < 3 && status == OK; is++) {
        const struct value value = is == 2 ? VALUE_OF_NULL : VALUE_OF_INTEGER(is);

        status = tx_execute(tx, T("UPDATE main.customer SET is_regular = coalesce($1, is_regular)"),
                            &value, 1, NULL);
    }
    return status;
}

static enum status count_prepared(struct tx *tx, void *context)
{
    struct test_statement *statement = context;

    return test_query_work(tx, statement);
}

static void empty_fields_do_not_multiply_statements(void **state)
{
    struct test_store test;
    struct test_statement count;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_rows_reset(&test);
    assert_int_equal(
        store_write(test.store, &system_identity, &test.arena, insert_combinations, NULL, NULL),
        OK);
    count = statement_of(&test,
                         "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE "
                         "'INSERT INTO main.sale%$6)'",
                         NULL, 0);
    assert_int_equal(
        store_read(test.store, &system_identity, &test.arena, count_prepared, &count, NULL), OK);
    assert_text(buffer_text(&count.answer), T("1\n"));
    assert_text(test_ask(&test, "SELECT count(*) FROM main.sale WHERE amount < 16 AND "
                                "(note IS NULL) = (amount & 2 = 0) AND "
                                "(sold_at IS NULL) = (amount & 4 = 0)"),
                T("16"));
    test_store_close(&test);
}

static enum status many_statements(struct tx *tx, void *context)
{
    enum status status = OK;

    (void)context;
    for (int i = 0; i < 2 * LIMIT_PREPARED + 10 && status == OK; i++) {
        struct value value = VALUE_OF_INTEGER(i);
        struct test_statement statement = {
            .sql = arena_print(tx_arena(tx), "SELECT $1 + %d", i % (LIMIT_PREPARED + 5)),
            .values = &value,
            .count = 1,
            .answer = buffer_in(tx_arena(tx), 64),
        };

        status = test_query_work(tx, &statement);
        if (status == OK)
            assert_text(buffer_text(&statement.answer),
                        arena_print(tx_arena(tx), "%d\n", i + i % (LIMIT_PREPARED + 5)));
    }
    return status;
}

/* Short pages come as one result, longer ones row by row: nobody sees the difference, also while
   another cursor is open. */
static enum status read_pages(struct tx *tx, void *context)
{
    static const int limits[] = { 0, 1, 2, 99, 100, 101, 150, 200 }; /* LIMIT_PAGE_AT_ONCE */
    struct text outer = T("SELECT i FROM generate_series(1, 3) i ORDER BY i LIMIT 20");
    struct cursor *around, *page;
    bool found = false;
    enum status status = tx_query(tx, outer, NULL, 0, &around);

    for (size_t i = 0; i < sizeof limits / sizeof *limits && status == OK; i++) {
        int64_t rows = 0, want = limits[i] < 150 ? limits[i] : 150;

        if (i < 3 && cursor_next(around, &found) == OK && found)
            assert_int_equal(cursor_value(around, 0).integer, (int64_t)i + 1);
        status = tx_query(tx,
                          arena_print(tx_arena(tx),
                                      "SELECT i, 'row ' || i FROM generate_series(1, 150) i "
                                      "ORDER BY i LIMIT %d",
                                      limits[i]),
                          NULL, 0, &page);
        while (status == OK && (status = cursor_next(page, &found)) == OK && found) {
            assert_int_equal(cursor_value(page, 0).integer, ++rows);
            assert_text(cursor_value(page, 1).text, arena_print(tx_arena(tx), "row %d", (int)rows));
        }
        assert_int_equal(rows, want);
        *(int *)context += 1;
    }
    return status;
}

static void pages_come_whole_or_row_by_row(void **state)
{
    struct test_store test;
    int pages = 0;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    assert_int_equal(
        store_read(test.store, &system_identity, &test.arena, read_pages, &pages, NULL), OK);
    assert_int_equal(pages, 8);
    test_store_close(&test);
}

static void the_oldest_statement_makes_room(void **state)
{
    struct test_store test;
    struct test_statement count;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    for (int i = 0; i < 2; i++)
        assert_int_equal(
            store_read(test.store, &system_identity, &test.arena, many_statements, NULL, NULL), OK);
    count = statement_of(
        &test, "SELECT count(*) <= 256 FROM pg_prepared_statements WHERE name ~ '^s[0-9]'", NULL,
        0);
    assert_int_equal(
        store_read(test.store, &system_identity, &test.arena, count_prepared, &count, NULL), OK);
    assert_text(buffer_text(&count.answer), T("1\n"));
    test_store_close(&test);
}

/* Another server process migrates while this one has its statements prepared. */
static void statements_survive_a_migration_elsewhere(void **state)
{
    struct test_store test;
    struct text answer;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_rows_reset(&test);
    for (int i = 0; i < 7; i++)
        assert_int_equal(test_query(&test, &system_identity, T("SELECT * FROM main.note"), &answer),
                         OK);
    test_ask(&test, "ALTER TABLE main.note ADD COLUMN later text DEFAULT 'later'");
    assert_int_equal(test_query(&test, &system_identity, T("SELECT * FROM main.note"), &answer),
                     OK);
    assert_true(text_find(answer, T("later")) < answer.size);
    test_store_close(&test);
}

/* ---- cursors ---- */

struct nested {
    const char *outer, *inner;
    int rows, inner_every;
};

static enum status nested_work(struct tx *tx, void *context)
{
    struct nested *nested = context;
    struct cursor *outer;
    bool found = true;
    enum status status = tx_query(tx, text_from(nested->outer), NULL, 0, &outer);

    nested->rows = 0;
    while (status == OK) {
        status = cursor_next(outer, &found);
        if (status != OK || !found)
            break;
        assert_int_equal(cursor_value(outer, 0).integer, ++nested->rows);
        if (nested->inner_every && nested->rows % nested->inner_every == 0) {
            struct test_statement inner = { .sql = text_from(nested->inner),
                                            .answer = buffer_in(tx_arena(tx), 1 << 20) };

            status = test_query_work(tx, &inner);
        }
    }
    return status;
}

static enum status run_nested(struct test_store *test, struct nested *nested,
                              struct store_error *error)
{
    return store_read(test->store, &system_identity, &test->arena, nested_work, nested, error);
}

static void a_query_runs_inside_of_another(void **state)
{
    struct nested nested = { .outer = "SELECT x FROM generate_series(1, 1000) x",
                             .inner = "SELECT y FROM generate_series(1, 50) y",
                             .inner_every = 100 };
    struct test_store test;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    assert_int_equal(run_nested(&test, &nested, NULL), OK);
    assert_int_equal(nested.rows, 1000);
    /* The same statement inside of itself. */
    nested.inner = nested.outer;
    assert_int_equal(run_nested(&test, &nested, NULL), OK);
    assert_int_equal(nested.rows, 1000);
    test_store_close(&test);
}

/* LIMIT_KEPT_ROWS_BYTES */
static void rows_stream_and_what_is_kept_has_a_ceiling(void **state)
{
    struct nested nested = {
        .outer = "SELECT x, repeat('x', 1000) FROM generate_series(1, 80000) x", .inner = "SELECT 1"
    };
    struct store_error error = { 0 };
    struct test_store test;
    struct text answer;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    assert_int_equal(run_nested(&test, &nested, &error), OK);
    assert_int_equal(nested.rows, 80000);
    nested.inner_every = 10;
    assert_int_equal(run_nested(&test, &nested, &error), TOO_LARGE);
    assert_int_equal(error.fault, STORE_TOO_BIG);
    assert_int_equal(nested.rows, 10);
    assert_int_equal(test_query(&test, &system_identity, T("SELECT 1"), &answer), OK);
    test_store_close(&test);
}

/* LIMIT_ROW_BYTES, with what a result needs besides */
static void one_row_has_a_ceiling(void **state)
{
    enum { BESIDES = 16 * 1024 };
    static const struct {
        int bytes;
        enum status status;
    } cases[] = { { LIMIT_ROW_BYTES - BESIDES, OK },
                  { LIMIT_ROW_BYTES, TOO_LARGE },
                  { LIMIT_ROW_BYTES - BESIDES, OK } };
    struct test_store test;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nested nested = {
            .outer = arena_print(&test.arena,
                                 "SELECT x, repeat('x', %d) FROM generate_series(1, 3) x",
                                 cases[i].bytes)
                         .at
        };
        struct store_error error = { 0 };

        assert_int_equal(run_nested(&test, &nested, &error), cases[i].status);
        assert_int_equal(nested.rows, cases[i].status == OK ? 3 : 0);
        assert_int_equal(error.fault, cases[i].status == OK ? STORE_FINE : STORE_TOO_BIG);
    }
    test_store_close(&test);
}

static enum status leave_cursors_open(struct tx *tx, void *context)
{
    struct cursor *one, *two;
    bool found;
    enum status status = tx_query(tx, T("SELECT x FROM generate_series(1, 5000) x"), NULL, 0, &one);

    (void)context;
    if (status == OK)
        status = tx_query(tx, T("SELECT x, x FROM generate_series(1, 5000) x"), NULL, 0, &two);
    if (status == OK)
        status = cursor_next(two, &found);
    if (status == OK) {
        assert_int_equal(cursor_width(two), 2);
        assert_text(cursor_column_name(two, 1), T("x"));
        cursor_close(one);
        cursor_close(one);
    }
    return status;
}

static void cursors_may_be_left_open(void **state)
{
    struct test_store test;
    struct text answer;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(
            store_read(test.store, &system_identity, &test.arena, leave_cursors_open, NULL, NULL),
            OK);
        assert_int_equal(
            store_write(test.store, &system_identity, &test.arena, leave_cursors_open, NULL, NULL),
            OK);
    }
    assert_int_equal(test_query(&test, &system_identity, T("SELECT 1 WHERE 1 = 2"), &answer), OK);
    assert_text(answer, T(""));
    test_store_close(&test);
}

/* ---- faults ---- */

static void faults_have_their_meaning(void **state)
{
    static const struct {
        const char *sql;
        enum store_fault fault;
        enum status status;
        const char *constraint;
    } cases[] = {
        { "INSERT INTO main.customer (workspace_id, id, created_at, updated_at, version, name, "
          "email) VALUES (1, $1, 1, 1, 1, 'x', 'me@example.org')",
          STORE_UNIQUE, CONFLICT, "customer_email_unique" },
        { "INSERT INTO main.customer (workspace_id, id, created_at, updated_at, version, name) "
          "SELECT workspace_id, id, 1, 1, 1, 'x' FROM main.customer",
          STORE_UNIQUE, CONFLICT, "customer_key" },
        { "UPDATE main.sale SET customer_id = $1", STORE_LINK, CONFLICT, "sale_customer_id_link" },
        { "DELETE FROM main.customer", STORE_LINK, CONFLICT, "sale_customer_id_link" },
        { "UPDATE main.sale SET day = NULL", STORE_NOT_NULL, INVALID, "sale.day" },
        { "UPDATE main.sale SET amount = -1", STORE_CHECK, INVALID, "sale_amount_range" },
        { "UPDATE main.sale SET currency = 'yen'", STORE_CHECK, INVALID, "sale_currency_form" },
        { "UPDATE main.sale SET day = '2026-1-1'", STORE_CHECK, INVALID, "sale_day_form" },
        { "UPDATE main.sale SET state = 'odd'", STORE_CHECK, INVALID, "sale_state_choice" },
        { "UPDATE main.sale SET note = '鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋'", STORE_CHECK,
          INVALID, "sale_note_length" },
        { "UPDATE main.customer SET is_regular = 100000", STORE_TOO_BIG, TOO_LARGE, "" },
        { "SELECT 9223372036854775807 + 1", STORE_TOO_BIG, TOO_LARGE, "" },
        { "SELECT 1 / 0", STORE_STATEMENT, FAILED, "" },
        { "SELECT nothing FROM main.sale", STORE_STATEMENT, FAILED, "" },
        { "SELECT * FROM main.no_such_table", STORE_STATEMENT, FAILED, "" },
        { "SELEC 1", STORE_STATEMENT, FAILED, "" },
        { "SELECT 1; SELECT 2", STORE_STATEMENT, FAILED, "" },
        { "CREATE TABLE main.x (a int)", STORE_ROW_SECURITY, FORBIDDEN, "" },
    };
    struct value value = VALUE_OF_ID(test_id(3, 3));
    struct test_store test;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_rows_reset(&test);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct store_error error = { 0 };
        enum status status =
            test_execute(&test, &system_identity, text_from(cases[i].sql), &value, 1, NULL, &error);

        if (status != cases[i].status || error.fault != cases[i].fault)
            fail_msg("%s: %s %d %.*s", cases[i].sql, status_name(status), (int)error.fault,
                     TEXT_ARG(error.message));
        assert_text(error.constraint, text_from(cases[i].constraint));
        /* The operator's log gets no values of rows. */
        assert_int_equal(text_find(error.message, T("me@example.org")), error.message.size);
        assert_int_equal(text_find(error.message, T("2026-1-1")), error.message.size);
    }
    assert_int_equal(
        test_execute(&test, &system_identity,
                     T("UPDATE main.sale SET note = '鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋鞋"
                       "鞋鞋鞋'"),
                     NULL, 0, NULL, NULL),
        OK);
    test_store_close(&test);
}

static enum status write_something(struct tx *tx, void *context)
{
    (void)context;
    return tx_execute(tx, T("UPDATE main.sale SET amount = 8"), NULL, 0, NULL);
}

static enum status be_slow(struct tx *tx, void *context)
{
    enum status status = tx_execute(tx, T("SET LOCAL statement_timeout = 30"), NULL, 0, NULL);

    (void)context;
    return status == OK ? tx_execute(tx, T("SELECT pg_sleep(20)"), NULL, 0, NULL) : status;
}

static enum status caller_timeout(struct tx *tx, void *context)
{
    struct test_statement *statement = context;
    enum status status = tx_execute(tx, T("SELECT note FROM sale"), NULL, 0, NULL);

    return status == OK ? tx_as_system(tx, test_query_work, statement) : status;
}

static void reads_do_not_write_and_nothing_takes_for_ever(void **state)
{
    struct store_error error = { 0 };
    struct identity caller = own_caller();
    struct test_statement timeout;
    struct test_store test;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_rows_reset(&test);
    assert_int_equal(
        store_read(test.store, &system_identity, &test.arena, write_something, NULL, &error),
        FAILED);
    assert_int_equal(error.fault, STORE_STATEMENT);
    assert_int_equal(store_write(test.store, &system_identity, &test.arena, be_slow, NULL, &error),
                     UNAVAILABLE);
    assert_int_equal(error.fault, STORE_TIMEOUT);
    timeout = statement_of(&test, "SELECT current_setting('statement_timeout')", NULL, 0);
    assert_int_equal(store_read(test.store, &caller, &test.arena, caller_timeout, &timeout, NULL),
                     OK);
    assert_text(buffer_text(&timeout.answer), T("10s\n"));
    test_store_close(&test);
}

/* docs/decisions/2026-11-22-parallel-queries.md */
static void workers_are_for_large_tables(void **state)
{
    struct test_statement cost;
    struct test_store test;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    cost = statement_of(&test, "SELECT current_setting('parallel_setup_cost')", NULL, 0);
    assert_int_equal(
        store_read(test.store, &system_identity, &test.arena, test_query_work, &cost, NULL), OK);
    assert_text(buffer_text(&cost.answer), T("20000\n"));
    test_store_close(&test);
}

static enum status end_it_behind_our_back(struct tx *tx, void *context)
{
    enum status status = write_something(tx, context);

    if (status == OK)
        status = tx_execute(tx, text_from(context), NULL, 0, NULL);
    return status == OK ? write_something(tx, context) : status;
}

static void work_does_not_end_its_transaction(void **state)
{
    static char commit[] = "COMMIT", rollback[] = "ROLLBACK", chain[] = "ABORT";
    char *const sql[] = { commit, rollback, chain };
    struct test_store test;
    struct text answer;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_rows_reset(&test);
    for (size_t i = 0; i < 3; i++)
        assert_int_not_equal(store_write(test.store, &system_identity, &test.arena,
                                         end_it_behind_our_back, sql[i], NULL),
                             OK);
    assert_int_equal(test_query(&test, &system_identity, T("SELECT 1"), &answer), OK);
    test_store_close(&test);
}

static enum status swallow_a_failure(struct tx *tx, void *context)
{
    enum status status = write_something(tx, context);

    if (status == OK)
        (void)!tx_execute(tx, T("SELECT 1 / 0"), NULL, 0, NULL);
    return status;
}

static enum status fail_in_savepoint(struct tx *tx, void *context)
{
    enum status status = tx_execute(tx, T("UPDATE main.sale SET amount = 9"), NULL, 0, NULL);

    (void)context;
    return status == OK ? tx_execute(tx, T("SELECT 1 / 0"), NULL, 0, NULL) : status;
}

static enum status nested_savepoints(struct tx *tx, void *context)
{
    enum status status = tx_savepoint(tx, write_something, context);

    if (tx_savepoint(tx, fail_in_savepoint, context) == OK)
        return FAILED;
    return status;
}

static void what_failed_is_not_written(void **state)
{
    struct test_store test;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_rows_reset(&test);
    assert_int_equal(
        store_write(test.store, &system_identity, &test.arena, swallow_a_failure, NULL, NULL),
        FAILED);
    assert_text(test_ask(&test, "SELECT count(*) FROM main.sale WHERE amount = 8"), T("0"));
    assert_int_equal(
        store_write(test.store, &system_identity, &test.arena, nested_savepoints, NULL, NULL), OK);
    assert_text(test_ask(&test, "SELECT count(*) FROM main.sale WHERE amount = 8"), T("8"));
    test_store_close(&test);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_have_types),
        cmocka_unit_test(values_come_back_as_they_went),
        cmocka_unit_test(a_nul_in_a_text_is_refused_not_cut),
        cmocka_unit_test(empty_fields_do_not_multiply_statements),
        cmocka_unit_test(pages_come_whole_or_row_by_row),
        cmocka_unit_test(the_oldest_statement_makes_room),
        cmocka_unit_test(statements_survive_a_migration_elsewhere),
        cmocka_unit_test(a_query_runs_inside_of_another),
        cmocka_unit_test(rows_stream_and_what_is_kept_has_a_ceiling),
        cmocka_unit_test(one_row_has_a_ceiling),
        cmocka_unit_test(cursors_may_be_left_open),
        cmocka_unit_test(faults_have_their_meaning),
        cmocka_unit_test(reads_do_not_write_and_nothing_takes_for_ever),
        cmocka_unit_test(workers_are_for_large_tables),
        cmocka_unit_test(work_does_not_end_its_transaction),
        cmocka_unit_test(what_failed_is_not_written),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
