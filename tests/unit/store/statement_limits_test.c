/* What one statement may carry on either engine: so many values, and not one more; and of a
   caller's statement so many bytes. */
#include "store/postgresql.h"
#include "store/sqlite.h"
#include "store/test_store.h"

struct asking {
    struct text sql;
    struct value *values;
    size_t count;
    int64_t answer;
};

static enum status ask(struct tx *tx, void *context)
{
    struct asking *asking = context;
    struct cursor *cursor;
    bool found = false;
    enum status status = tx_query(tx, asking->sql, asking->values, asking->count, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    if (status == OK && found)
        asking->answer = cursor_value(cursor, 0).integer;
    cursor_close(cursor);
    return status;
}

/* SQLite numbers what it sees, so the last value is enough; PostgreSQL needs a use of each. */
static struct text sum_of(struct arena *arena, enum engine engine, size_t count)
{
    struct buffer sql = buffer_in(arena, 2 << 20);

    if (engine == ENGINE_SQLITE) {
        buffer_print(&sql, "SELECT $%zu", count);
        return buffer_text(&sql);
    }
    buffer_append(&sql, T("SELECT count(v) FROM (VALUES ($1::bigint)"));
    for (size_t i = 2; i <= count; i++)
        buffer_print(&sql, ",($%zu)", i);
    buffer_append(&sql, T(") AS t (v)"));
    return buffer_text(&sql);
}

static enum status carry(struct test_store *test, enum engine engine, size_t count,
                         int64_t *ret_answer)
{
    struct arena arena = { 0 };
    struct asking asking = { .sql = sum_of(&arena, engine, count),
                             .values = ARENA_NEW_ARRAY(&arena, struct value, count),
                             .count = count };
    enum status status;

    for (size_t i = 0; i < count; i++)
        asking.values[i] = VALUE_OF_INTEGER((int64_t)i + 1);
    status = store_read(test->store, &system_identity, &arena, ask, &asking, NULL);
    *ret_answer = asking.answer;
    arena_release(&arena);
    return status;
}

static void a_statement_has_so_many_values(void **state)
{
    static const size_t most[] = {
        [ENGINE_SQLITE] = LIMIT_SQL_PARAMETERS, [ENGINE_POSTGRESQL] = LIMIT_BOUND_VALUES
    };

    (void)state;
    for (enum engine engine = ENGINE_SQLITE; engine <= ENGINE_POSTGRESQL; engine++) {
        struct test_store test;
        int64_t answer = 0;

        test_store_open(&test, engine, 2);
        assert_int_equal(carry(&test, engine, most[engine], &answer), OK);
        assert_int_equal(answer, most[engine]);
        assert_int_not_equal(carry(&test, engine, most[engine] + 1, &answer), OK);
        assert_int_equal(carry(&test, engine, 1, &answer), OK); /* and goes on */
        test_store_close(&test);
    }
}

/* LIMIT_GATE_SQL: half of it, so that what the gate adds has room. */
static void a_callers_statement_has_a_ceiling(void **state)
{
    size_t most = (1 << 20) / 2;
    struct arena arena = { 0 };
    struct schema schema;
    char *sql = arena_alloc(&arena, most + 1);

    (void)state;
    test_schema_init(&schema, &arena);
    memset(sql, ' ', most + 1);
    memcpy(sql, "SELECT 1", 8);
    assert_null(sqlite_gate(&arena, &schema, (struct text){ sql, most }).refusal);
    assert_non_null(sqlite_gate(&arena, &schema, (struct text){ sql, most + 1 }).refusal);
    arena_release(&arena);
}

int main(int count, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_statement_has_so_many_values),
        cmocka_unit_test(a_callers_statement_has_a_ceiling),
    };

    (void)count;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
