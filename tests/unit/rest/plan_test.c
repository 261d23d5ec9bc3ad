/* Plans: a pattern with a literal beginning is answered from the index of its column, on both
   engines and behind row security. PostgreSQL does so because of the range that the compiler
   adds: LIKE itself may not be asked before the policy. And a list of the rows with one value
   comes from an index in the order that lists have, however many rows there are. */
#include "ops/ops.h"
#include "rest/compile.h"
#include "store/test_store.h"

enum { LIMIT_PLAN = 65536, PAGE = 50 };

/* What is asked of an entity; without an order its rows are counted. */
struct question {
    const char *entity, *column, *filter, *order;
};

static struct text compiled(struct arena *arena, const struct schema *schema, enum engine engine,
                            const struct question *question, struct sql *ret_sql)
{
    struct instance *instance = ARENA_NEW(arena, struct instance);
    struct call *call = ARENA_NEW(arena, struct call);
    struct rest_query *query = ARENA_NEW(arena, struct rest_query);

    instance->schema = *schema;
    call->instance = instance;
    call->arena = arena;
    query->root = selection_new(call, schema_find(schema, text_from(question->entity)), NULL);
    assert_int_equal(selection_parse(call, query, query->root, T("id,created_at")), OK);
    if (question->filter)
        assert_int_equal(
            parameter_parse(call, query, text_from(question->column), text_from(question->filter)),
            OK);
    *ret_sql = sql_for(arena, engine);
    if (question->order) {
        assert_int_equal(parameter_parse(call, query, T("order"), text_from(question->order)), OK);
        compile_select(ret_sql, query, PAGE);
    } else {
        compile_count(ret_sql, query, -1);
    }
    return buffer_text(&ret_sql->text);
}

static void open(struct test_store *test, enum engine engine)
{
    const struct entity *const *lists[] = { ops_entities };

    test_store_place(test, engine);
    schema_init(&test->schema, &test->arena, lists, 1);
    test_store_reopen(test, 1);
}

static struct text sqlite_plan_of(struct test_store *test, const struct question *question)
{
    struct sql sql;
    struct text select = compiled(&test->arena, &test->schema, ENGINE_SQLITE, question, &sql);
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
static struct text postgresql_plan_of(struct test_store *test, const struct question *question)
{
    struct sql sql;
    struct text select = compiled(&test->arena, &test->schema, ENGINE_POSTGRESQL, question, &sql);
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
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct question question = { "sale", "brand", cases[i].filter, NULL };
        struct text plan = sqlite_plan_of(&test, &question);

        if (is_searched(plan) != cases[i].uses_index)
            fail_msg("%s: %.*s", cases[i].filter, TEXT_ARG(plan));
    }
    test_store_close(&test);
}

/* The condition of the index says the brand, not only the workspace. */
static bool is_from_index(struct text plan)
{
    struct text condition = text_from_offset(plan, text_find(plan, T("\"Index Cond\": ")));
    struct text line = text_cut(&condition, '\n');

    return text_find(plan, T("sale_brand_")) < plan.size && holds(line, "(brand ");
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
        const struct question question = { "sale", "brand", cases[i].filter, NULL };
        struct text plan = postgresql_plan_of(&test, &question);

        if (is_from_index(plan) != cases[i].uses_index)
            fail_msg("%s: %.*s", cases[i].filter, TEXT_ARG(plan));
    }
    test_store_close(&test);
}

/* ---- lists of one value, in the order of lists ---- */

static const char *filter_of(const struct field *field)
{
    if (field->type == FIELD_LINK || field->type == FIELD_ID)
        return "eq.0198c0de-0000-7000-8000-000000000001";
    return field->type == FIELD_TEXT ? "eq.x" : "in.()";
}

/* Few values, many rows each: the declarations whose lists must not be sorted. */
static bool has_few_values(const struct field *field)
{
    return field->index && !field->hidden &&
           (field->type == FIELD_TEXT || field->type == FIELD_CHOICE || field->type == FIELD_LINK ||
            field->type == FIELD_ID);
}

/* Where the order may be NULL the engines' indexes differ: those lists are sorted. */
static bool has_order(const struct entity *entity)
{
    struct text order = text_from(entity->order), name = text_cut(&order, '.');
    const struct field *field = entity_field(entity, name);

    return entity_is_on_the_wire(entity) && !(field && field->optional);
}

static size_t lists_that_are_sorted(struct test_store *test, const struct entity *entity,
                                    size_t *ret_count)
{
    size_t sorted = 0;

    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];
        struct question question = { entity->name, field->name, filter_of(field), entity->order };
        struct text plan;

        if (!has_few_values(field))
            continue;
        if (field->type == FIELD_CHOICE)
            question.filter = arena_print(&test->arena, "eq.%s", field->choices[0].value).at;
        plan = sqlite_plan_of(test, &question);
        *ret_count += 1;
        if (!holds(plan, "TEMP B-TREE"))
            continue;
        sorted++;
        print_error("%s?%s=%s&order=%s: %.*s\n", entity->name, field->name, question.filter,
                    entity->order, TEXT_ARG(plan));
    }
    return sorted;
}

static void no_list_of_one_value_is_sorted_on_sqlite(void **state)
{
    struct test_store test;
    size_t sorted = 0, count = 0;

    (void)state;
    open(&test, ENGINE_SQLITE);
    for (size_t i = 0; i < test.schema.count; i++) {
        const struct entity *entity = test.schema.entities[i];
        const struct question all = { entity->name, NULL, NULL, entity->order };

        if (!has_order(entity))
            continue;
        sorted += lists_that_are_sorted(&test, entity, &count);
        count++;
        if (holds(sqlite_plan_of(&test, &all), "TEMP B-TREE")) {
            sorted++;
            print_error("%s?order=%s: %.*s\n", entity->name, entity->order,
                        TEXT_ARG(sqlite_plan_of(&test, &all)));
        }
    }
    assert_int_equal(sorted, 0);
    assert_true(count > 20);
    test_store_close(&test);
}

/* Of 20,000 sales half are of one brand, and one is of another. */
static const char few_brands[] =
    "INSERT INTO main.sale (workspace_id, id, created_at, updated_at, version, sold_at, day, hour, "
    "brand, shoe_type, quantity, currency, price) SELECT 1, gen_random_uuid(), 1, 1, 1, "
    "i * 7919 % 20011, '2026-01-01', 1, CASE WHEN i = 5 THEN 'rare' WHEN i % 2 = 0 THEN 'common' "
    "ELSE 'b' || i % 7 END, 'x', 1, 'CNY', 1 FROM generate_series(1, 20000) i";

static void no_list_of_one_value_is_sorted_on_postgresql(void **state)
{
    static const char *const filters[] = { "eq.common", "eq.rare", "eq.b3", "eq.none" };
    static const char *const orders[] = { "sold_at.desc", "sold_at.asc" };
    struct test_store test;

    (void)state;
    open(&test, ENGINE_POSTGRESQL);
    test_ask(&test, few_brands);
    test_ask(&test, "ANALYZE main.sale");
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
            const struct question question = { "sale", "brand", filters[i], orders[o] };
            struct text plan = postgresql_plan_of(&test, &question);

            if (!holds(plan, "sale_brand_sold_at_index") || holds(plan, "\"Sort\""))
                fail_msg("%s, %s: %.*s", filters[i], orders[o], TEXT_ARG(plan));
        }
    }
    test_store_close(&test);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_list_of_one_value_is_sorted_on_sqlite),
        cmocka_unit_test(no_list_of_one_value_is_sorted_on_postgresql),
        cmocka_unit_test(sqlite_uses_the_index),
        cmocka_unit_test(postgresql_uses_the_index),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
