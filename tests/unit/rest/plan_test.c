/* Plans: a pattern with a literal beginning is answered from the index of its column, on both
   engines and behind row security. PostgreSQL does so because of the range that the compiler
   adds: LIKE itself may not be asked before the policy. */
#include "ops/ops.h"
#include "rest/compile.h"
#include "store/test_store.h"

enum { LIMIT_PLAN = 65536 };

static struct text compiled(struct arena *arena, const struct schema *schema, enum engine engine,
                            const char *filter, struct sql *ret_sql)
{
    struct instance *instance = ARENA_NEW(arena, struct instance);
    struct call *call = ARENA_NEW(arena, struct call);
    struct rest_query *query = ARENA_NEW(arena, struct rest_query);

    instance->schema = *schema;
    call->instance = instance;
    call->arena = arena;
    query->root = selection_new(call, schema_find(schema, T("sale")), NULL);
    assert_int_equal(selection_parse(call, query, query->root, T("id")), OK);
    assert_int_equal(parameter_parse(call, query, T("brand"), text_from(filter)), OK);
    *ret_sql = sql_for(arena, engine);
    compile_count(ret_sql, query, -1);
    return buffer_text(&ret_sql->text);
}

static void open(struct test_store *test, enum engine engine)
{
    const struct entity *const *lists[] = { ops_entities };

    test_store_place(test, engine);
    schema_init(&test->schema, &test->arena, lists, 1);
    test_store_reopen(test, 1);
}

static struct text sqlite_plan_of(struct test_store *test, const char *filter)
{
    struct sql sql;
    struct text select = compiled(&test->arena, &test->schema, ENGINE_SQLITE, filter, &sql);
    struct test_statement statement = {
        .sql = arena_print(&test->arena, "EXPLAIN QUERY PLAN %.*s", TEXT_ARG(select)),
        .values = sql.values,
        .count = sql.count,
        .answer = buffer_in(&test->arena, LIMIT_PLAN),
    };

    assert_int_equal(
        store_read(test->store, &system_identity, &test->arena, test_query_work, &statement, NULL),
        OK);
    return buffer_text(&statement.answer);
}

/* As a caller of the data API; the values are put in, which only a test may do. */
static struct text postgresql_plan_of(struct test_store *test, const char *filter)
{
    struct sql sql;
    struct text select = compiled(&test->arena, &test->schema, ENGINE_POSTGRESQL, filter, &sql);
    struct buffer out = buffer_in(&test->arena, LIMIT_PLAN);

    buffer_append(&out, T("SET app.workspace = '1'; SET app.account = ''; SET app.read = ',sales,';"
                          "SET search_path = main; SET enable_seqscan = off; SET ROLE steward_app;"
                          "EXPLAIN (FORMAT JSON) "));
    for (size_t at = 0; at < select.size; at++) {
        size_t number = 0;

        if (select.at[at] != '$') {
            buffer_append_byte(&out, select.at[at]);
            continue;
        }
        while (at + 1 < select.size && select.at[at + 1] >= '0' && select.at[at + 1] <= '9')
            number = number * 10 + (size_t)(select.at[++at] - '0');
        if (sql.values[number - 1].type == VALUE_INTEGER)
            buffer_append_int(&out, sql.values[number - 1].integer);
        else
            sql_print_quoted(&out, sql.values[number - 1].text);
    }
    buffer_append_byte(&out, '\0');
    return test_ask(test, out.at);
}

static bool holds(struct text plan, const char *part)
{
    return text_find(plan, text_from(part)) < plan.size;
}

static const struct {
    const char *filter;
    bool uses_index;
} cases[] = {
    { "like.Nik*", true },        { "like.Nike", true },   { "like.回*", true },
    { "like.N\\_x*", true },      { "eq.Nike", true },     { "in.(Nike,x)", true },
    { "eq(any).{Nike,x}", true }, { "like.*ike", false },  { "like._ike", false },
    { "match.^Nik", false },      { "ilike.nik*", false }, { "plfts.nike", false },
};

/* By the brand, not only by the workspace. */
static bool is_searched(struct text plan)
{
    return holds(plan, "AND brand");
}

static void sqlite_uses_the_index(void **state)
{
    struct test_store test;

    (void)state;
    open(&test, ENGINE_SQLITE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (is_searched(sqlite_plan_of(&test, cases[i].filter)) != cases[i].uses_index)
            fail_msg("%s: %.*s", cases[i].filter, TEXT_ARG(sqlite_plan_of(&test, cases[i].filter)));
    test_store_close(&test);
}

/* The condition of the index says the brand, not only the workspace. */
static bool is_from_index(struct text plan)
{
    struct text condition = text_from_offset(plan, text_find(plan, T("\"Index Cond\": ")));
    struct text line = text_cut(&condition, '\n');

    return holds(plan, "sale_brand_index") && holds(line, "(brand ");
}

/* PostgreSQL plans by what is there. */
static const char many_sales[] =
    "INSERT INTO main.sale (workspace_id, id, created_at, updated_at, version, sold_at, day, hour, "
    "brand, shoe_type, quantity, currency, price) SELECT 1, gen_random_uuid(), 1, 1, 1, 1, "
    "'2026-01-01', 1, 'brand ' || i, 'x', 1, 'CNY', 1 FROM generate_series(1, 5000) i";

static void postgresql_uses_the_index(void **state)
{
    struct test_store test;

    (void)state;
    open(&test, ENGINE_POSTGRESQL);
    test_ask(&test, many_sales);
    test_ask(&test, "ANALYZE main.sale");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text plan = postgresql_plan_of(&test, cases[i].filter);

        if (is_from_index(plan) != cases[i].uses_index)
            fail_msg("%s: %.*s", cases[i].filter, TEXT_ARG(plan));
    }
    test_store_close(&test);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(sqlite_uses_the_index),
        cmocka_unit_test(postgresql_uses_the_index),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
