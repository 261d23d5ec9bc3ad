/* Opening a PostgreSQL database: what it needs, what it repairs, what verification tells, and
   that row security leaves the indexes in use. */
#include "store/test_products.h"
#include "store/test_rows.h"

#include <pthread.h>

static struct identity own_caller(void)
{
    return test_member(1, OWN, LEVEL_EDIT_EVERY);
}

/* ---- opening ---- */

struct opening {
    struct text url;
    enum status status;
};

static void *open_once(void *context)
{
    struct opening *opening = context;
    struct arena arena = { 0 };
    struct store_settings settings = { .database_url = opening->url.at, .readers = 1 };
    struct schema schema;
    struct store *store;
    struct text reason = T("");

    test_schema_init(&schema, &arena);
    opening->status = store_open(&settings, &schema, &arena, &store, &reason);
    if (opening->status != OK)
        print_error("%.*s\n", TEXT_ARG(reason));
    else
        store_close(store);
    arena_release(&arena);
    return NULL;
}

/* On a cluster that has never seen Steward: the roles are made in two databases at once. This
   test comes first. */
static void many_processes_open_at_once(void **state)
{
    struct arena arena = { 0 };
    struct opening openings[6];
    pthread_t threads[6];

    (void)state;
    test_cluster_run("CREATE DATABASE at_once_0");
    test_cluster_run("CREATE DATABASE at_once_1");
    for (int i = 0; i < 6; i++) {
        openings[i].url = test_database_url(&arena, i % 2 ? "at_once_1" : "at_once_0");
        assert_int_equal(pthread_create(&threads[i], NULL, open_once, &openings[i]), 0);
    }
    for (int i = 0; i < 6; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(openings[i].status, OK);
    }
    test_cluster_run("DROP DATABASE at_once_0 WITH (FORCE)");
    test_cluster_run("DROP DATABASE at_once_1 WITH (FORCE)");
    arena_release(&arena);
}

static const char *const sabotage[] = {
    "DROP POLICY sale_read ON main.sale",
    "ALTER POLICY sale_update ON main.sale USING (true) WITH CHECK (true)",
    "ALTER TABLE main.sale DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE main.sale NO FORCE ROW LEVEL SECURITY",
    "GRANT SELECT ON main.secret TO PUBLIC",
    "GRANT ALL ON main.secret TO steward_app",
    "GRANT TRUNCATE ON main.sale TO steward_app",
};

static void opening_repairs_what_was_changed_by_hand(void **state)
{
    static const char policies[] =
        "SELECT md5(string_agg(concat(tablename, policyname, roles, cmd, qual, with_check), ' ' "
        "ORDER BY tablename, policyname)) || (SELECT string_agg(concat(relname, relrowsecurity, "
        "relforcerowsecurity, relacl), ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = "
        "'main'::regnamespace AND relkind = 'r') FROM pg_policies";
    struct test_store test;
    struct text before;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    before = test_ask(&test, policies);
    for (size_t i = 0; i < sizeof sabotage / sizeof *sabotage; i++) {
        test_ask(&test, sabotage[i]);
        assert_false(text_equal(test_ask(&test, policies), before));
        store_close(test.store);
        test_store_reopen(&test, 1);
        assert_text(test_ask(&test, policies), before);
    }
    test_store_close(&test);
}

static void verification_tells_what_is_open(void **state)
{
    static const struct {
        const char *harm, *repair, *told;
    } cases[] = {
        { "ALTER TABLE main.sale NO FORCE ROW LEVEL SECURITY",
          "ALTER TABLE main.sale FORCE ROW LEVEL SECURITY", "sale: row security is not forced" },
        { "CREATE POLICY odd ON main.sale USING (true)", "DROP POLICY odd ON main.sale",
          "sale: policy odd is not ours" },
        { "GRANT SELECT ON main.secret TO PUBLIC", "REVOKE SELECT ON main.secret FROM PUBLIC",
          "secret: granted to everybody" },
        { "GRANT TRUNCATE ON main.sale TO steward_app",
          "REVOKE TRUNCATE ON main.sale FROM steward_app", "sale: granted to steward_app" },
        { "ALTER ROLE steward_app BYPASSRLS", "ALTER ROLE steward_app NOBYPASSRLS",
          "steward_app is a superuser, may log in, bypass" },
        { "GRANT pg_read_all_data TO steward_app", "REVOKE pg_read_all_data FROM steward_app",
          "steward_app is a member of other roles" },
        { "GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO PUBLIC",
          "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC",
          "set_config may be executed by everybody" },
        { "CREATE TABLE main.stray (a int)", "DROP TABLE main.stray",
          "stray: row security is not forced" },
    };
    struct test_store test;
    struct text report = T("");

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    assert_int_equal(store_verify(test.store, &test.arena, &report), OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        test_ask(&test, cases[i].harm);
        assert_int_equal(store_verify(test.store, &test.arena, &report), FAILED);
        if (text_find(report, text_from(cases[i].told)) == report.size)
            fail_msg("%s: %.*s", cases[i].harm, TEXT_ARG(report));
        test_ask(&test, cases[i].repair);
        assert_int_equal(store_verify(test.store, &test.arena, &report), OK);
    }
    test_store_close(&test);
}

static struct text owner_url(struct arena *arena, const char *user, const char *database)
{
    struct text url = test_database_url(arena, database);
    size_t at = text_find(url, T("user=postgres"));

    return arena_print(arena, "%.*suser=%s", (int)at, url.at, user);
}

static enum status open_as_user(struct arena *arena, const char *user, const char *database,
                                struct store **ret_store, struct text *ret_reason)
{
    struct store_settings settings = { .database_url = owner_url(arena, user, database).at,
                                       .readers = 2 };
    struct schema *schema = ARENA_NEW(arena, struct schema);

    test_schema_init(schema, arena);
    return store_open(&settings, schema, arena, ret_store, ret_reason);
}

/* Everything that the products declare, twice: made, and found as it should be. */
static void every_product_opens(void **state)
{
    const struct entity *const *const products[] = { TEST_PRODUCTS };
    struct test_store test;
    struct text report = T("");

    (void)state;
    test_store_place(&test, ENGINE_POSTGRESQL);
    schema_init(&test.schema, &test.arena, products, sizeof products / sizeof *products);
    for (int twice = 0; twice < 2; twice++) {
        store_close(test.store);
        test_store_reopen(&test, 1);
        for (size_t i = 0; i < test.schema.count; i++)
            test_must(
                &test, &system_identity,
                arena_print(&test.arena, "DELETE FROM main.%s", test.schema.entities[i]->name));
        if (store_verify(test.store, &test.arena, &report) != OK)
            fail_msg("%.*s", TEXT_ARG(report));
    }
    test_store_close(&test);
}

/* As the cluster's superuser, in the database of the owner. */
static void run_in_plain(struct arena *arena, const char *sql)
{
    PGconn *link = PQconnectdb(test_database_url(arena, "plain").at);
    PGresult *result = PQexec(link, sql);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(link));
    PQclear(result);
    PQfinish(link);
}

static enum status fail_in_savepoint(struct tx *tx, void *context)
{
    (void)context;
    return tx_execute(tx, T("SELECT no_such_column FROM sale"), NULL, 0, NULL);
}

static enum status count_rows(struct tx *tx, void *context)
{
    struct test_statement count = { .sql = T("SELECT count(*), min(workspace_id) FROM sale"),
                                    .answer = buffer_in(tx_arena(tx), 64) };
    enum status status = test_query_work(tx, &count);

    buffer_append(context, buffer_text(&count.answer));
    return status;
}

/* Who asks is said again after a savepoint is undone, and after the server's own code. */
static enum status count_again_and_again(struct tx *tx, void *context)
{
    enum status status = count_rows(tx, context);

    if (status == OK && tx_savepoint(tx, fail_in_savepoint, NULL) == OK)
        return FAILED;
    if (status == OK)
        status = count_rows(tx, context);
    if (status == OK)
        status = tx_as_system(tx, count_rows, context);
    return status == OK ? count_rows(tx, context) : status;
}

static void the_caller_is_told_again(struct test_store *test, const struct identity *caller)
{
    struct buffer counted = buffer_in(&test->arena, 256);

    assert_int_equal(
        store_write(test->store, caller, &test->arena, count_again_and_again, &counted, NULL), OK);
    assert_text(buffer_text(&counted), T("4|1\n4|1\n8|1\n4|1\n"));
}

/* Without a superuser: the owner of the database, who may or may not create roles. */
static void an_ordinary_owner_is_enough(void **state)
{
    struct test_store test = { 0 };
    struct identity caller = own_caller();
    struct text reason = T(""), answer;

    (void)state;
    test_cluster_run("CREATE ROLE plain_owner LOGIN");
    test_cluster_run("CREATE DATABASE plain OWNER plain_owner");
    assert_int_equal(open_as_user(&test.arena, "plain_owner", "plain", &test.store, &reason),
                     FAILED);
    assert_true(text_find(reason, T("steward_app")) < reason.size);
    test_cluster_run("GRANT steward_app, steward_system TO plain_owner");
    if (open_as_user(&test.arena, "plain_owner", "plain", &test.store, &reason) != OK)
        fail_msg("%.*s", TEXT_ARG(reason));
    test_rows_reset(&test);
    assert_int_equal(test_query(&test, &caller, T("SELECT count(*) FROM sale"), &answer), OK);
    assert_text(answer, T("4\n"));
    assert_int_equal(test_query(&test, &caller, T("SELECT hash FROM secret"), &answer), FORBIDDEN);
    /* What only a superuser can do is told. */
    assert_int_equal(store_verify(test.store, &test.arena, &reason), FAILED);
    assert_true(text_starts_with(reason, T("set_config may be executed by everybody")));
    assert_int_equal(text_find_byte(reason, '\n'), reason.size - 1);
    the_caller_is_told_again(&test, &caller);
    store_close(test.store);
    /* Done as it says, but nobody gave it to the owner: settings go one by one. */
    run_in_plain(&test.arena, "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, "
                              "boolean) FROM PUBLIC");
    if (open_as_user(&test.arena, "plain_owner", "plain", &test.store, &reason) != OK)
        fail_msg("%.*s", TEXT_ARG(reason));
    the_caller_is_told_again(&test, &caller);
    store_close(test.store);
    test_cluster_run("DROP DATABASE plain WITH (FORCE)");
    test_cluster_run("DROP ROLE plain_owner");
    arena_release(&test.arena);
}

static void what_cannot_be_opened_says_why(void **state)
{
    struct arena arena = { 0 };
    struct store *store;
    struct text reason = T("");

    (void)state;
    assert_int_equal(open_as_user(&arena, "postgres", "no_such_database", &store, &reason),
                     UNAVAILABLE);
    assert_true(text_find(reason, T("no_such_database")) < reason.size);
    assert_int_equal(open_as_user(&arena, "nobody_at_all", "postgres", &store, &reason),
                     UNAVAILABLE);
    arena_release(&arena);
}

/* ---- speed follows from the plan ---- */

static void policies_use_the_index(void **state)
{
    static const char *const queries[] = {
        "SELECT * FROM main.sale ORDER BY id DESC LIMIT 50",
        "SELECT * FROM main.sale WHERE day = '2026-01-01' ORDER BY id",
        "UPDATE main.sale SET amount = 1 WHERE id = '00000001-0000-7001-8000-000000000001'",
        "SELECT count(*) FROM main.note",
    };
    static const char setting[] =
        "SET search_path = main, pg_catalog, pg_temp; SET app.workspace = '7'; SET app.account = "
        "'00000001-0000-7001-8000-000000000001'; SET app.read = ',sales,'; SET app.write = "
        "',sales,'; SET app.manage = ','; SET ROLE steward_app";
    struct test_store test;
    PGconn *link;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_ask(&test,
             "INSERT INTO main.sale (workspace_id, id, created_at, updated_at, version, amount, "
             "day) SELECT 1 + x % 100, gen_random_uuid(), 1, 1, 1, x, '2026-01-' || lpad((1 + x % "
             "28)::text, 2, '0') FROM generate_series(1, 20000) x");
    test_ask(&test,
             "INSERT INTO main.note (workspace_id, id, created_at, updated_at, created_by, "
             "version, body) SELECT 1 + x % 100, gen_random_uuid(), 1, 1, gen_random_uuid(), 1, "
             "'x' FROM generate_series(1, 20000) x");
    test_ask(&test, "ANALYZE main.sale");
    test_ask(&test, "ANALYZE main.note");
    link = PQconnectdb(test_database_url(&test.arena, test.database).at);
    PQclear(PQexec(link, setting));
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct buffer plan = buffer_in(&test.arena, 65536);
        PGresult *result = PQexec(link, arena_print(&test.arena, "EXPLAIN %s", queries[i]).at);

        for (int row = 0; row < PQntuples(result); row++)
            buffer_print(&plan, "%s\n", PQgetvalue(result, row, 0));
        PQclear(result);
        if (text_find(buffer_text(&plan), T("Index Cond: ((workspace_id =")) == plan.size &&
            text_find(buffer_text(&plan), T("Index Cond: (workspace_id =")) == plan.size)
            fail_msg("%.*s", TEXT_ARG(buffer_text(&plan)));
    }
    PQfinish(link);
    test_store_close(&test);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_processes_open_at_once),
        cmocka_unit_test(opening_repairs_what_was_changed_by_hand),
        cmocka_unit_test(verification_tells_what_is_open),
        cmocka_unit_test(every_product_opens),
        cmocka_unit_test(an_ordinary_owner_is_enough),
        cmocka_unit_test(what_cannot_be_opened_says_why),
        cmocka_unit_test(policies_use_the_index),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
