/* What the declarations become in SQL: tables, rules, indexes, views, policies. Whether the
   engines accept it and what it then allows is the store tests' business. */
#include "store/test_products.h"
#include "store/test_schema.h"
#include "text_check.h"

enum { LIMIT_SQL = 1 << 20 };

static struct arena arena;

static int clear_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* Who sees a row follows from its entity alone, but where a row names a kind of record. */
static const struct schema no_schema;

static struct buffer sql_buffer(void)
{
    return buffer_in(&arena, LIMIT_SQL);
}

static void assert_holds(struct text sql, struct text part)
{
    if (text_find(sql, part) == sql.size)
        fail_msg("\"%.*s\" is not in:\n%.*s", TEXT_ARG(part), TEXT_ARG(sql));
}

static void assert_lacks(struct text sql, struct text part)
{
    if (text_find(sql, part) < sql.size)
        fail_msg("\"%.*s\" is in:\n%.*s", TEXT_ARG(part), TEXT_ARG(sql));
}

static struct text column_sql(const struct entity *entity, const char *name, enum engine engine)
{
    struct buffer sql = sql_buffer();

    for (size_t i = 0; i < column_count(entity); i++)
        if (column_has_name(column_at(entity, i), text_from(name)))
            schema_print_column(&sql, entity, column_at(entity, i), engine);
    return buffer_text(&sql);
}

static void columns_have_type_default_and_rules(void **state)
{
    static const struct {
        const struct entity *entity;
        const char *column, *sqlite, *postgresql;
    } cases[] = {
        { &customer_entity, "workspace_id", "workspace_id INTEGER NOT NULL",
          "workspace_id bigint NOT NULL" },
        { &customer_entity, "id",
          "id BLOB NOT NULL CONSTRAINT customer_id_size CHECK (length(id) = 16)",
          "id uuid NOT NULL" },
        { &customer_entity, "created_by",
          "created_by BLOB CONSTRAINT customer_created_by_size CHECK (length(created_by) = 16)",
          "created_by uuid" },
        { &customer_entity, "name",
          "name TEXT NOT NULL CONSTRAINT customer_name_length CHECK (length(name) >= 1 AND "
          "length(name) <= 40)",
          "name text COLLATE \"C\" NOT NULL CONSTRAINT customer_name_length CHECK "
          "(char_length(name) >= 1 AND char_length(name) <= 40)" },
        { &customer_entity, "email",
          "email TEXT CONSTRAINT customer_email_length CHECK ((length(email) >= 3 OR email = '') "
          "AND length(email) <= 80)",
          "email text COLLATE \"C\" CONSTRAINT customer_email_length CHECK "
          "((char_length(email) >= 3 OR email = '') AND char_length(email) <= 80)" },
        { &customer_entity, "is_regular",
          "is_regular INTEGER NOT NULL DEFAULT 0 CONSTRAINT customer_is_regular_boolean CHECK "
          "(is_regular IN (0, 1))",
          "is_regular smallint NOT NULL DEFAULT 0 CONSTRAINT customer_is_regular_boolean CHECK "
          "(is_regular IN (0, 1))" },
        { &customer_entity, "name_fold", "name_fold TEXT", "name_fold text COLLATE \"C\"" },
        { &test_sale_entity, "amount",
          "amount INTEGER NOT NULL CONSTRAINT sale_amount_range CHECK (amount >= 0 AND amount <= "
          "1000000000)",
          "amount bigint NOT NULL CONSTRAINT sale_amount_range CHECK (amount >= 0 AND amount <= "
          "1000000000)" },
        { &test_sale_entity, "quantity",
          "quantity INTEGER NOT NULL DEFAULT 1 CONSTRAINT sale_quantity_range CHECK (quantity >= "
          "-5 AND quantity <= 5)",
          "quantity bigint NOT NULL DEFAULT 1 CONSTRAINT sale_quantity_range CHECK (quantity >= "
          "-5 AND quantity <= 5)" },
        { &test_sale_entity, "currency",
          "currency TEXT NOT NULL DEFAULT 'CNY' CONSTRAINT sale_currency_form CHECK (currency "
          "GLOB '[A-Z][A-Z][A-Z]')",
          "currency text COLLATE \"C\" NOT NULL DEFAULT 'CNY' CONSTRAINT sale_currency_form CHECK "
          "(currency ~ '^[A-Z]{3}$')" },
        { &test_sale_entity, "state",
          "state TEXT NOT NULL DEFAULT 'open' CONSTRAINT sale_state_choice CHECK (state = 'open' "
          "OR state = 'paid' OR state = 'it''s void')",
          "state text COLLATE \"C\" NOT NULL DEFAULT 'open' CONSTRAINT sale_state_choice CHECK "
          "(state IN ('open', 'paid', 'it''s void'))" },
        { &test_sale_entity, "sold_at", "sold_at INTEGER", "sold_at bigint" },
        { &invoice_entity, "total",
          "total INTEGER NOT NULL CONSTRAINT invoice_total_range CHECK (total >= 0)",
          "total bigint NOT NULL CONSTRAINT invoice_total_range CHECK (total >= 0)" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_text(column_sql(cases[i].entity, cases[i].column, ENGINE_SQLITE),
                    text_from(cases[i].sqlite));
        assert_text(column_sql(cases[i].entity, cases[i].column, ENGINE_POSTGRESQL),
                    text_from(cases[i].postgresql));
    }
}

static void a_table_has_every_column_once_and_in_order(void **state)
{
    static const char *const names[] = { "workspace_id", "id",       "created_at", "updated_at",
                                         "created_by",   "version",  "name",       "email",
                                         "is_regular",   "name_fold" };
    struct buffer sql = sql_buffer();
    size_t at = 0;

    (void)state;
    schema_print_table(&sql, &customer_entity, ENGINE_SQLITE);
    assert_int_equal(column_count(&customer_entity), sizeof names / sizeof *names);
    assert_true(text_starts_with(
        buffer_text(&sql), T("CREATE TABLE IF NOT EXISTS main.customer (\n    workspace_id ")));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct text line = arena_print(&arena, "\n    %s ", names[i]);
        size_t here = text_find(buffer_text(&sql), line);

        assert_true(here >= at && here < sql.size);
        at = here + 1;
    }
    assert_true(text_ends_with(buffer_text(&sql), T("CONSTRAINT customer_key PRIMARY KEY "
                                                    "(workspace_id, id)\n) STRICT, WITHOUT "
                                                    "ROWID;\n")));
    assert_lacks(buffer_text(&sql), T("FOREIGN"));
}

static void links_carry_the_workspace(void **state)
{
    struct buffer lite = sql_buffer(), big = sql_buffer();

    (void)state;
    schema_print_table(&lite, &test_sale_entity, ENGINE_SQLITE);
    schema_print_table(&big, &test_sale_entity, ENGINE_POSTGRESQL);
    assert_holds(buffer_text(&lite),
                 T("CONSTRAINT sale_customer_id_link FOREIGN KEY (workspace_id, customer_id) "
                   "REFERENCES customer (workspace_id, id)"));
    assert_holds(buffer_text(&big),
                 T("CONSTRAINT sale_customer_id_link FOREIGN KEY (workspace_id, customer_id) "
                   "REFERENCES main.customer (workspace_id, id)"));
    assert_lacks(buffer_text(&big), T("STRICT"));
}

static void indexes_begin_with_the_workspace(void **state)
{
    static const struct {
        const struct entity *entity;
        const char *sqlite, *postgresql;
    } cases[] = {
        { &customer_entity,
          "CREATE INDEX IF NOT EXISTS main.customer_name_index ON customer (workspace_id, name, "
          "id);\n"
          "CREATE UNIQUE INDEX IF NOT EXISTS main.customer_email_unique ON customer "
          "(workspace_id, email);\n",
          "CREATE INDEX IF NOT EXISTS customer_name_index ON main.customer (workspace_id, name, "
          "id);\n"
          "CREATE UNIQUE INDEX IF NOT EXISTS customer_email_unique ON main.customer "
          "(workspace_id, email);\n" },
        { &test_sale_entity,
          "CREATE INDEX IF NOT EXISTS main.sale_customer_id_linked ON sale (workspace_id, "
          "customer_id, id) WHERE customer_id IS NOT NULL;\n"
          "CREATE INDEX IF NOT EXISTS main.sale_day_index ON sale (workspace_id, day, id);\n",
          "CREATE INDEX IF NOT EXISTS sale_customer_id_linked ON main.sale (workspace_id, "
          "customer_id, id) WHERE customer_id IS NOT NULL;\n"
          "CREATE INDEX IF NOT EXISTS sale_day_index ON main.sale (workspace_id, day, id);\n" },
        { &invoice_entity,
          "CREATE INDEX IF NOT EXISTS main.invoice_number_index ON invoice (workspace_id, number, "
          "id);\n"
          "CREATE UNIQUE INDEX IF NOT EXISTS main.invoice_series_number_unique ON invoice "
          "(workspace_id, series, number);\n",
          "CREATE INDEX IF NOT EXISTS invoice_number_index ON main.invoice (workspace_id, number, "
          "id);\n"
          "CREATE UNIQUE INDEX IF NOT EXISTS invoice_series_number_unique ON main.invoice "
          "(workspace_id, series, number);\n" },
        { &note_entity,
          "CREATE INDEX IF NOT EXISTS main.note_created_by_index ON note (workspace_id, "
          "created_by, id);\n",
          "CREATE INDEX IF NOT EXISTS note_created_by_index ON main.note (workspace_id, "
          "created_by, id);\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer lite = sql_buffer(), big = sql_buffer();

        schema_print_indexes(&lite, cases[i].entity, ENGINE_SQLITE);
        schema_print_indexes(&big, cases[i].entity, ENGINE_POSTGRESQL);
        assert_text(buffer_text(&lite), text_from(cases[i].sqlite));
        assert_text(buffer_text(&big), text_from(cases[i].postgresql));
    }
}

static void views_show_what_the_rows_rule_says(void **state)
{
    static const struct {
        const struct entity *entity;
        const char *view;
    } cases[] = {
        { &test_sale_entity,
          "CREATE TEMP VIEW sale AS SELECT * FROM main.sale WHERE workspace_id = "
          "rls_read('sales');\n" },
        { &invoice_entity, "CREATE TEMP VIEW invoice AS SELECT * FROM main.invoice WHERE "
                           "workspace_id = rls_read('finance');\n" },
        { &note_entity, "CREATE TEMP VIEW note AS SELECT * FROM main.note WHERE workspace_id = "
                        "rls_read('sales') AND created_by = rls_account();\n" },
        { &draft_entity, "CREATE TEMP VIEW draft AS SELECT * FROM main.draft WHERE workspace_id = "
                         "rls_read('sales') AND (created_by = rls_account() OR is_shared = 1);\n" },
        { &secret_entity, "CREATE TEMP VIEW secret AS SELECT * FROM main.secret WHERE 0;\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer sql = sql_buffer();

        schema_print_view(&sql, &no_schema, cases[i].entity);
        assert_text(buffer_text(&sql), text_from(cases[i].view));
    }
}

static void more_indexes_stand_after_the_others(void **state)
{
    static const struct entity_index indexes[] = { { "pace", { "day", "quantity" } }, { 0 } };
    struct entity entity = note_entity;
    struct buffer lite = sql_buffer(), big = sql_buffer();

    (void)state;
    entity.indexes = indexes;
    schema_print_indexes(&lite, &entity, ENGINE_SQLITE);
    schema_print_indexes(&big, &entity, ENGINE_POSTGRESQL);
    assert_holds(buffer_text(&lite), T("CREATE INDEX IF NOT EXISTS main.note_pace_index ON note "
                                       "(workspace_id, day, quantity, id);\n"));
    assert_holds(buffer_text(&big), T("CREATE INDEX IF NOT EXISTS note_pace_index ON main.note "
                                      "(workspace_id, day, quantity, id);\n"));
}

static struct text write_condition(const struct entity *entity, enum engine engine)
{
    struct buffer sql = sql_buffer();

    schema_print_write_condition(&sql, &no_schema, entity, engine);
    return buffer_text(&sql);
}

static void write_conditions_follow_level_and_access(void **state)
{
    (void)state;
    assert_text(write_condition(&test_sale_entity, ENGINE_SQLITE),
                T("sale.workspace_id = rls_write('sales') AND (rls_manage('sales') OR "
                  "sale.created_by = rls_account())"));
    assert_text(write_condition(&note_entity, ENGINE_SQLITE),
                T("note.workspace_id = rls_write('sales') AND note.created_by = rls_account()"));
    assert_text(write_condition(&draft_entity, ENGINE_SQLITE),
                T("draft.workspace_id = rls_write('sales') AND draft.created_by = rls_account()"));
    assert_text(write_condition(&secret_entity, ENGINE_SQLITE), T("1 = 0"));
    assert_text(write_condition(&price_list_entity, ENGINE_SQLITE), T("1 = 0"));
    assert_text(write_condition(&price_list_entity, ENGINE_POSTGRESQL), T("1 = 0"));
    assert_text(
        write_condition(&test_sale_entity, ENGINE_POSTGRESQL),
        T("workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',sales,') > 0 THEN "
          "nullif(current_setting('app.workspace', true), '')::bigint END AND "
          "(strpos(current_setting('app.manage', true), ',sales,') > 0 OR created_by = "
          "nullif(current_setting('app.account', true), '')::uuid)"));
}

static struct text policies(const struct entity *entity)
{
    struct buffer sql = sql_buffer();

    schema_print_policies(&sql, &no_schema, entity);
    return buffer_text(&sql);
}

static size_t count_of(struct text sql, struct text words)
{
    size_t count = 0, at = text_find(sql, words);

    for (; at < sql.size; at = text_find(sql, words), count++)
        sql = text_from_offset(sql, at + words.size);
    return count;
}

static void rows_about_a_kind_of_record_are_seen_with_its_module(void **state)
{
    struct entity view = draft_entity;
    const struct entity *const entities[] = { &invoice_entity, &test_sale_entity, &view };
    struct schema schema = { .entities = entities, .count = 3 };
    struct buffer read = sql_buffer(), write = sql_buffer(), big = sql_buffer();

    (void)state;
    view.module = MODULE_CORE;
    view.module_of = "body";
    schema_print_view(&read, &schema, &view);
    assert_holds(buffer_text(&read),
                 T(" AND draft.workspace_id = rls_read(CASE draft.body WHEN 'invoice' THEN "
                   "'finance' WHEN 'sale' THEN 'sales' ELSE 'core' END);\n"));
    schema_print_write_condition(&write, &schema, &view, ENGINE_SQLITE);
    assert_holds(buffer_text(&write), T("rls_read(CASE draft.body WHEN 'invoice'"));
    schema_print_policies(&big, &schema, &view);
    assert_int_equal(count_of(buffer_text(&big),
                              T("strpos(current_setting('app.read', true), ',' || CASE body WHEN "
                                "'invoice' THEN 'finance' WHEN 'sale' THEN 'sales' ELSE 'core' END "
                                "|| ',') > 0")),
                     5);
}

static void policies_are_as_wide_as_the_access(void **state)
{
    static const struct {
        const struct entity *entity;
        bool reads, creates, updates, deletes;
    } cases[] = {
        { &test_sale_entity, true, true, true, true },
        { &note_entity, true, true, true, true },
        { &price_list_entity, true, false, false, false },
        { &preference_entity, true, false, true, false },
        { &secret_entity, false, false, false, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bool allowed[] = { cases[i].reads, cases[i].creates, cases[i].updates,
                                 cases[i].deletes };
        static const char *const verbs[] = { "SELECT", "INSERT", "UPDATE", "DELETE" };
        struct text sql = policies(cases[i].entity);
        const char *name = cases[i].entity->name;

        for (size_t v = 0; v < 4; v++) {
            struct text policy =
                arena_print(&arena, "ON main.%s FOR %s TO steward_app", name, verbs[v]);
            struct text grant =
                arena_print(&arena, "GRANT %s ON main.%s TO steward_app;", verbs[v], name);

            (allowed[v] ? assert_holds : assert_lacks)(sql, policy);
            (allowed[v] ? assert_holds : assert_lacks)(sql, grant);
        }
        assert_holds(sql,
                     arena_print(&arena, "ALTER TABLE main.%s FORCE ROW LEVEL SECURITY;", name));
        assert_holds(sql, arena_print(&arena,
                                      "REVOKE ALL ON main.%s FROM PUBLIC, steward_app, "
                                      "steward_system;",
                                      name));
    }
}

struct may {
    bool create, update, delete;
};

static void levels_and_access_say_who_may(void **state)
{
    static const struct {
        const struct entity *entity;
        struct may by_level[LEVEL_EDIT_EVERY + 1];
    } cases[] = {
        { &test_sale_entity, { { 0 }, { 0 }, { 1, 1, 1 }, { 1, 1, 1 } } },
        { &note_entity, { { 0 }, { 0 }, { 1, 1, 1 }, { 1, 1, 1 } } },
        { &price_list_entity, { { 0 }, { 0 }, { 0 }, { 0 } } },
        { &preference_entity, { { 0 }, { 0 }, { 0, 1, 0 }, { 0, 1, 0 } } },
        { &secret_entity, { { 0 }, { 0 }, { 0 }, { 0 } } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (enum level level = LEVEL_NONE; level <= LEVEL_EDIT_EVERY; level++) {
            const struct entity *entity = cases[i].entity;

            assert_int_equal(entity_may_create(entity, level), cases[i].by_level[level].create);
            assert_int_equal(entity_may_update(entity, level), cases[i].by_level[level].update);
            assert_int_equal(entity_may_delete(entity, level), cases[i].by_level[level].delete);
        }
    }
}

/* ---- what a distributed database demands of every entity there is (design 5.1) ---- */

static void each_product(void (*check)(const struct entity *entity))
{
    const struct entity *const *lists[] = { test_entities, TEST_PRODUCTS };

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct entity *const *at = lists[i]; *at; at++)
            check(*at);
}

/* Every parenthesis that follows `words` begins with workspace_id; returns how many there are. */
static size_t check_keys(struct text sql, struct text words)
{
    size_t count = 0;

    for (;;) {
        size_t at = text_find(sql, words);

        if (at == sql.size)
            return count;
        sql = text_from_offset(sql, at + words.size);
        sql = text_from_offset(sql, text_find_byte(sql, '('));
        if (!text_starts_with(sql, T("(workspace_id,")))
            fail_msg("%.*s %.*s", TEXT_ARG(words), TEXT_ARG(text_slice(sql, 0, 60)));
        count++;
    }
}

static void check_distributable(const struct entity *entity)
{
    struct buffer sql = sql_buffer();
    size_t links = 0, unique = entity->unique_together != NULL;

    for (size_t i = 0; i < entity->fields.count; i++) {
        links += entity->fields.at[i].to != NULL;
        unique += entity->fields.at[i].unique;
    }
    schema_print_table(&sql, entity, ENGINE_POSTGRESQL);
    schema_print_indexes(&sql, entity, ENGINE_POSTGRESQL);
    assert_int_equal(check_keys(buffer_text(&sql), T("PRIMARY KEY")), 1);
    assert_int_equal(check_keys(buffer_text(&sql), T("FOREIGN KEY")), links);
    assert_int_equal(check_keys(buffer_text(&sql), T("REFERENCES")), links);
    assert_int_equal(check_keys(buffer_text(&sql), T("UNIQUE INDEX")), unique);
    assert_int_equal(text_find(buffer_text(&sql), T(" UNIQUE (")), sql.size);
    schema_print_policies(&sql, &no_schema, entity);
    assert_lacks(buffer_text(&sql), T("TRIGGER"));
    assert_lacks(buffer_text(&sql), T("(SELECT"));
    assert_lacks(buffer_text(&sql), T("rls_"));
}

static void every_key_contains_the_workspace(void **state)
{
    (void)state;
    each_product(check_distributable);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_have_type_default_and_rules),
        cmocka_unit_test(a_table_has_every_column_once_and_in_order),
        cmocka_unit_test(links_carry_the_workspace),
        cmocka_unit_test(indexes_begin_with_the_workspace),
        cmocka_unit_test(more_indexes_stand_after_the_others),
        cmocka_unit_test(views_show_what_the_rows_rule_says),
        cmocka_unit_test(write_conditions_follow_level_and_access),
        cmocka_unit_test(rows_about_a_kind_of_record_are_seen_with_its_module),
        cmocka_unit_test(policies_are_as_wide_as_the_access),
        cmocka_unit_test(levels_and_access_say_who_may),
        cmocka_unit_test(every_key_contains_the_workspace),
    };

    return cmocka_run_group_tests(tests, NULL, clear_arena);
}
