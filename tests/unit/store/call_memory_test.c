/* The ceiling of a call's arena, LIMIT_CALL_MEMORY, and the budget of all of them, at their edges
   on both engines: what fits is done, what does not is refused between two rows or statements, and
   nothing of it stays. */
#include "base/limits.h"
#include "store/test_store.h"

enum { ROWS = 40, ROW_BYTES = 100000, SLACK = 65536 };

struct asking {
    int rows;      /* so many, each of ROW_BYTES */
    bool is_quiet; /* takes memory after its last statement */
    int done;
};

static size_t room_for(int rows)
{
    return (size_t)rows * ROW_BYTES + SLACK;
}

/* An arena of which `room` bytes are left to the ceiling. */
static void fill(struct arena *arena, size_t room)
{
    arena_alloc(arena, (size_t)LIMIT_CALL_MEMORY - room);
    arena->limit_bytes = LIMIT_CALL_MEMORY;
}

static enum status insert_rows(struct tx *tx, void *context)
{
    struct asking *asking = context;

    for (asking->done = 0; asking->done < asking->rows; asking->done++) {
        struct customer customer = {
            .row = { .workspace_id = 1,
                     .id = test_id(1, asking->done),
                     .created_at = 1,
                     .updated_at = 1,
                     .created_by = test_id(99, 1),
                     .version = 1 },
            .name = T("somebody"),
        };
        enum status status;

        arena_alloc(tx_arena(tx), ROW_BYTES);
        status = row_insert(tx, &customer_entity, &customer);
        if (status != OK)
            return status;
    }
    if (asking->is_quiet)
        arena_alloc(tx_arena(tx), SLACK);
    return OK;
}

static enum status read_rows(struct tx *tx, void *context)
{
    struct asking *asking = context;
    struct cursor *cursor;
    bool found = true;
    enum status status = tx_query(tx, T("SELECT id FROM main.customer"), NULL, 0, &cursor);

    asking->done = 0;
    while (status == OK && (status = cursor_next(cursor, &found)) == OK && found) {
        arena_alloc(tx_arena(tx), ROW_BYTES);
        asking->done++;
    }
    return status;
}

static int64_t count_of(struct test_store *test)
{
    struct text answer;
    int64_t count = -1;

    assert_int_equal(
        test_query(test, &system_identity, T("SELECT count(*) FROM main.customer"), &answer), OK);
    assert_true(text_to_int64(text_trim(answer), &count));
    return count;
}

static const struct {
    int room_rows, rows;
    bool is_quiet;
    enum status status;
} cases[] = {
    { ROWS, ROWS, false, OK },
    { ROWS, ROWS, true, TOO_LARGE },
    { ROWS - 1, ROWS, false, TOO_LARGE },
    { 0, 1, false, TOO_LARGE },
    { 0, 0, false, OK },
};

static void is_held(enum engine engine)
{
    struct test_store test;

    test_store_open(&test, engine, 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct asking asking = { .rows = cases[i].rows, .is_quiet = cases[i].is_quiet };
        struct store_error error = { 0 };
        struct arena arena = { 0 };
        enum status status;

        fill(&arena, room_for(cases[i].room_rows));
        status = store_write(test.store, &system_identity, &arena, insert_rows, &asking, &error);
        if (status != cases[i].status)
            fail_msg("case %zu: %d after %d rows", i, status, asking.done);
        assert_int_equal(error.fault, status == OK ? STORE_FINE : STORE_TOO_MUCH);
        assert_int_equal(count_of(&test), status == OK ? cases[i].rows : 0);
        test_must(&test, &system_identity, T("DELETE FROM main.customer"));
        arena_release(&arena);
    }
    test_store_close(&test);
}

static void holds_readers(enum engine engine)
{
    static const int rooms[] = { ROWS + 1, ROWS / 2, 0 };
    struct asking asking = { .rows = ROWS };
    struct arena arena = { 0 };
    struct test_store test;

    test_store_open(&test, engine, 2);
    assert_int_equal(store_write(test.store, &system_identity, &arena, insert_rows, &asking, NULL),
                     OK);
    arena_release(&arena);
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        struct store_error error = { 0 };
        enum status status;

        fill(&arena, room_for(rooms[i]));
        status = store_read(test.store, &system_identity, &arena, read_rows, &asking, &error);
        assert_int_equal(status, rooms[i] > ROWS ? OK : TOO_LARGE);
        assert_int_equal(error.fault, status == OK ? STORE_FINE : STORE_TOO_MUCH);
        assert_in_range(asking.done, rooms[i] > ROWS ? ROWS : rooms[i],
                        rooms[i] > ROWS ? ROWS : rooms[i] + 1);
        arena_release(&arena);
    }
    test_store_close(&test);
}

/* Another call holds all but `spare` bytes of the budget. */
static void shares(enum engine engine)
{
    static const struct {
        size_t spare;
        enum status status;
    } shared[] = { { 64 << 20, OK }, { 2 << 20, UNAVAILABLE }, { 0, UNAVAILABLE } };
    struct arena_budget budget = { .limit_bytes = 128 << 20 };
    struct test_store test;

    test_store_open(&test, engine, 2);
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        struct asking asking = { .rows = ROWS };
        struct store_error error = { 0 };
        struct arena arena = { 0 }, other = { 0 };
        enum status status;

        arena_join(&other, &budget);
        arena_charge(&other, budget.limit_bytes - shared[i].spare);
        arena_join(&arena, &budget);
        status = store_write(test.store, &system_identity, &arena, insert_rows, &asking, &error);
        if (status != shared[i].status)
            fail_msg("case %zu: %d after %d rows", i, status, asking.done);
        assert_int_equal(error.fault, status == OK ? STORE_FINE : STORE_CROWDED);
        assert_int_equal(count_of(&test), status == OK ? ROWS : 0);
        arena_release(&other); /* the call has failed all the same, the next one has not */
        assert_int_equal(arena_is_full(&arena), status != OK);
        arena_release(&arena);
        assert_int_equal(budget.taken, 0);
        arena_join(&arena, &budget);
        assert_int_equal(
            store_read(test.store, &system_identity, &arena, read_rows, &asking, &error), OK);
        arena_release(&arena);
        test_must(&test, &system_identity, T("DELETE FROM main.customer"));
    }
    test_store_close(&test);
}

static void calls_share_a_budget_on_sqlite(void **state)
{
    (void)state;
    shares(ENGINE_SQLITE);
}

static void calls_share_a_budget_on_postgresql(void **state)
{
    (void)state;
    shares(ENGINE_POSTGRESQL);
}

static void a_write_ends_at_the_ceiling_on_sqlite(void **state)
{
    (void)state;
    is_held(ENGINE_SQLITE);
}

static void a_write_ends_at_the_ceiling_on_postgresql(void **state)
{
    (void)state;
    is_held(ENGINE_POSTGRESQL);
}

static void a_read_ends_at_the_ceiling_on_sqlite(void **state)
{
    (void)state;
    holds_readers(ENGINE_SQLITE);
}

static void a_read_ends_at_the_ceiling_on_postgresql(void **state)
{
    (void)state;
    holds_readers(ENGINE_POSTGRESQL);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_write_ends_at_the_ceiling_on_sqlite),
        cmocka_unit_test(a_write_ends_at_the_ceiling_on_postgresql),
        cmocka_unit_test(a_read_ends_at_the_ceiling_on_sqlite),
        cmocka_unit_test(a_read_ends_at_the_ceiling_on_postgresql),
        cmocka_unit_test(calls_share_a_budget_on_sqlite),
        cmocka_unit_test(calls_share_a_budget_on_postgresql),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
