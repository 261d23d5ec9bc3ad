/* Row security below the HTTP layer, on both engines: what callers must not reach, by statement,
   by level and from one transaction to the next; and what must go on working. */
#include "store/attacks.h"
#include "store/test_rows.h"

#include <sys/stat.h>

struct list {
    const char *const *at;
    size_t count;
};

#define LIST_OF(array)                                                                             \
    {                                                                                              \
        (array), sizeof(array) / sizeof *(array)                                                   \
    }

static const struct list lists[][2] = {
    [ENGINE_SQLITE] = { LIST_OF(attacks_on_both), LIST_OF(attacks_on_sqlite) },
    [ENGINE_POSTGRESQL] = { LIST_OF(attacks_on_both), LIST_OF(attacks_on_postgresql) },
};

/* ---- callers ---- */

struct caller {
    const char *name;
    struct identity identity;
    const char *protects;     /* rows of sale, customer and preference that must stay as they are */
    const char *protects_own; /* rows of note and draft */
    bool sees_nothing;
};

enum { MANAGER, EDITOR, VIEWER, UNGRANTED, NOBODY, CALLERS };

#define FOREIGN  "workspace_id <> 1"
#define NOT_MINE "(workspace_id <> 1 OR created_by IS NULL OR created_by <> $1)"

static void callers_init(struct caller callers[CALLERS])
{
    callers[MANAGER] = (struct caller){ "manager", test_member(1, OWN, LEVEL_EDIT_EVERY), FOREIGN,
                                        NOT_MINE, false };
    callers[EDITOR] = (struct caller){ "editor of own rows", test_member(1, OWN, LEVEL_EDIT_OWN),
                                       NOT_MINE, NOT_MINE, false };
    callers[VIEWER] =
        (struct caller){ "viewer", test_member(1, OWN, LEVEL_VIEW), "1 = 1", "1 = 1", false };
    callers[UNGRANTED] =
        (struct caller){ "without grant", test_member(1, OWN, LEVEL_NONE), "1 = 1", "1 = 1", true };
    callers[NOBODY] = (struct caller){ "nobody", { 0 }, "1 = 1", "1 = 1", true };
    /* Workspace 0 is the server's: levels without a workspace count for nothing. */
    callers[NOBODY].identity.level[MODULE_SALES] = LEVEL_EDIT_EVERY;
    callers[NOBODY].identity.level[MODULE_CORE] = LEVEL_EDIT_EVERY;
}

/* ---- what is in the tables ---- */

struct fingerprint {
    const struct caller *caller; /* NULL: everything */
    struct buffer rows;
};

static enum status fingerprint_work(struct tx *tx, void *context)
{
    struct fingerprint *print = context;
    const struct schema *schema = tx_schema(tx);
    struct value account = VALUE_OF_ID(test_id(99, OWN));

    buffer_clear(&print->rows);
    for (size_t i = 0; i < schema->count; i++) {
        const struct entity *entity = schema->entities[i];
        const char *rows = "1 = 1";
        struct test_statement all = { .values = &account, .count = 1 };
        enum status status;

        if (print->caller && entity->rows == ROWS_OF_OWNER)
            rows = print->caller->protects_own;
        else if (print->caller && entity->module == MODULE_SALES && entity != &price_list_entity)
            rows = print->caller->protects;
        all.answer = buffer_in(tx_arena(tx), 1 << 20);
        all.sql = arena_print(tx_arena(tx),
                              "SELECT * FROM main.%s WHERE %s ORDER BY workspace_id, id",
                              entity->name, rows);
        status = test_query_work(tx, &all);
        if (status != OK)
            return status;
        buffer_print(&print->rows, "%s:\n", entity->name);
        buffer_append(&print->rows, buffer_text(&all.answer));
        if (entity == &preference_entity)
            buffer_print(&print->rows, "%lld\n", (long long)all.changed);
    }
    return OK;
}

static struct text fingerprint(struct test_store *test, struct arena *arena,
                               const struct caller *caller)
{
    struct fingerprint print = { .caller = caller, .rows = buffer_in(arena, 1 << 20) };

    assert_int_equal(
        store_read(test->store, &system_identity, arena, fingerprint_work, &print, NULL), OK);
    return buffer_text(&print.rows);
}

/* ---- one attack ---- */

struct attack {
    struct text sql;
    const struct caller *caller;
    bool in_savepoint; /* and look around in the same transaction */
    struct buffer answer;
};

static const struct value *attack_values(void)
{
    static struct value values[9];

    values[0] = VALUE_OF_ID(test_id(2, 10));
    values[1] = VALUE_OF_ID(test_id(1, 10));
    values[2] = VALUE_OF_ID(test_id(99, OWN));
    values[3] = VALUE_OF_ID(test_id(99, OTHER));
    values[4] = VALUE_OF_ID(test_id(3, 1));
    values[5] = VALUE_OF_ID(test_id(2, 1));
    values[6] = VALUE_OF_ID(test_id(1, 1));
    values[7] = VALUE_OF_ID(test_id(1, 12));
    values[8] = VALUE_OF_TEXT(T("SECRET%"));
    return values;
}

static enum status statement_work(struct tx *tx, void *context)
{
    struct attack *attack = context;
    struct test_statement statement = { .sql = attack->sql,
                                        .values = attack_values(),
                                        .count = 9,
                                        .answer = buffer_in(tx_arena(tx), 1 << 20) };
    enum status status = test_query_work(tx, &statement);

    buffer_append(&attack->answer, buffer_text(&statement.answer));
    if (text_find(tx_error(tx)->message, T("SECRET-")) < tx_error(tx)->message.size)
        buffer_append(&attack->answer, tx_error(tx)->message);
    return status;
}

static enum status look_around(struct tx *tx, struct attack *attack)
{
    static const char *const views[] = {
        "SELECT note FROM sale",       "SELECT name FROM customer",    "SELECT body FROM note",
        "SELECT body FROM draft",      "SELECT number FROM invoice",   "SELECT hash FROM secret",
        "SELECT name FROM price_list", "SELECT theme FROM preference",
    };
    struct text sql = attack->sql;

    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        attack->sql = text_from(views[i]);
        (void)!tx_savepoint(tx, statement_work, attack);
    }
    attack->sql = sql;
    return OK;
}

static enum status attack_work(struct tx *tx, void *context)
{
    struct attack *attack = context;

    if (!attack->in_savepoint)
        return statement_work(tx, attack);
    (void)!tx_savepoint(tx, statement_work, attack);
    return look_around(tx, attack);
}

static enum status look_work(struct tx *tx, void *context)
{
    return look_around(tx, context);
}

static bool is_leak(const struct caller *caller, struct text answer)
{
    return text_find(answer, T("SECRET-")) < answer.size ||
           text_find(answer, T("666")) < answer.size ||
           (caller->sees_nothing && text_find(answer, T("mine")) < answer.size);
}

static size_t faults;

static void report(const struct attack *attack, const char *what, struct text answer)
{
    print_error("%s, as %s%s: %.*s\n    %.*s\n", what, attack->caller->name,
                attack->in_savepoint ? " in a savepoint" : "", TEXT_ARG(attack->sql),
                TEXT_ARG(text_slice(answer, 0, 200)));
    faults++;
}

static void try_attack(struct test_store *test, struct attack *attack, struct text before)
{
    const struct identity *identity = &attack->caller->identity;
    struct arena arena = { 0 };
    struct text protected, whole;

    protected = fingerprint(test, &arena, attack->caller);
    attack->answer = buffer_in(&arena, 1 << 20);
    (void)!store_write(test->store, identity, &arena, attack_work, attack, NULL);
    (void)!store_read(test->store, identity, &arena, attack_work, attack, NULL);
    (void)!store_read(test->store, identity, &arena, look_work, attack, NULL);
    if (is_leak(attack->caller, buffer_text(&attack->answer)))
        report(attack, "LEAK", buffer_text(&attack->answer));
    whole = fingerprint(test, &arena, NULL);
    if (!text_equal(whole, before)) {
        struct text now = fingerprint(test, &arena, attack->caller);

        if (!text_equal(protected, now))
            report(attack, "BREACH", now);
        test_rows_reset(test);
    }
    arena_release(&arena);
}

static void run_attacks(enum engine engine)
{
    struct caller callers[CALLERS];
    struct test_store test;
    struct text before, report_text = T("");
    struct stat stat_of;

    callers_init(callers);
    faults = 0;
    test_store_open(&test, engine, 1);
    test_rows_reset(&test);
    before = fingerprint(&test, &test.arena, NULL);
    for (size_t l = 0; l < 2; l++) {
        for (size_t i = 0; i < lists[engine][l].count * CALLERS * 2; i++) {
            struct attack attack = {
                .sql = text_from(lists[engine][l].at[i / (CALLERS * 2)]),
                .caller = &callers[i / 2 % CALLERS],
                .in_savepoint = i % 2,
            };

            try_attack(&test, &attack, before);
        }
    }
    assert_int_equal(faults, 0);
    if (store_verify(test.store, &test.arena, &report_text) != OK)
        fail_msg("%.*s", TEXT_ARG(report_text));
    assert_text(fingerprint(&test, &test.arena, NULL), before);
    assert_int_not_equal(stat("/tmp/steward-attack", &stat_of), 0);
    assert_int_not_equal(stat("/tmp/steward-attack.db", &stat_of), 0);
    test_store_close(&test);
}

static void attacks_get_nothing_out_of_sqlite(void **state)
{
    (void)state;
    run_attacks(ENGINE_SQLITE);
}

static void attacks_get_nothing_out_of_postgresql(void **state)
{
    (void)state;
    run_attacks(ENGINE_POSTGRESQL);
}

/* ---- the second wall alone: PostgreSQL's policies and grants without the guard ---- */

static void set_identity(PGconn *link, const struct caller *caller)
{
    const char *list = caller->identity.level[MODULE_SALES] ? ",sales," : ",";
    bool may_write = caller->identity.level[MODULE_SALES] >= LEVEL_EDIT_OWN;
    bool may_manage = caller->identity.level[MODULE_SALES] >= LEVEL_EDIT_EVERY;
    char sql[1024];

    snprintf(sql, sizeof sql,
             "BEGIN; SET LOCAL search_path = main, pg_catalog, pg_temp; "
             "SET LOCAL app.workspace = '%s'; SET LOCAL app.account = '%s'; "
             "SET LOCAL app.read = '%s'; SET LOCAL app.write = '%s'; SET LOCAL app.manage = '%s'; "
             "SET LOCAL ROLE steward_app",
             caller->identity.workspace_id ? "1" : "", test_id_text(99, OWN).at, list,
             may_write ? list : ",", may_manage ? list : ",");
    PQclear(PQexec(link, sql));
    assert_int_equal(PQtransactionStatus(link), PQTRANS_INTRANS);
}

static PGresult *run_bare(PGconn *link, const char *sql)
{
    const struct value *values = attack_values();
    const char *at[9];
    struct id_text texts[8];

    for (int i = 0; i < 8; i++) {
        texts[i] = id_to_text(values[i].id);
        at[i] = texts[i].at;
    }
    at[8] = "SECRET%";
    return PQexecParams(link, sql, 9,
                        (const Oid[]){ 2950, 2950, 2950, 2950, 2950, 2950, 2950, 2950, 25 }, at,
                        NULL, NULL, 0);
}

static void run_without_guard(struct test_store *test, PGconn *link, const struct caller *caller,
                              const char *sql)
{
    struct attack attack = { .sql = text_from(sql), .caller = caller };
    struct arena arena = { 0 };
    struct text before = fingerprint(test, &arena, caller);
    struct buffer answer = buffer_in(&arena, 1 << 20);
    PGresult *result;

    set_identity(link, caller);
    result = run_bare(link, sql);
    for (int i = 0; i < PQntuples(result) * PQnfields(result); i++)
        buffer_print(&answer, "%s\n",
                     PQgetvalue(result, i / PQnfields(result), i % PQnfields(result)));
    PQclear(result);
    PQclear(PQexec(link, "COMMIT"));
    if (is_leak(caller, buffer_text(&answer)))
        report(&attack, "LEAK", buffer_text(&answer));
    if (!text_equal(fingerprint(test, &arena, caller), before))
        report(&attack, "BREACH", T(""));
    test_rows_reset(test);
    arena_release(&arena);
}

static void policies_hold_without_the_guard(void **state)
{
    struct caller callers[CALLERS];
    struct test_store test;
    PGconn *link;

    (void)state;
    callers_init(callers);
    faults = 0;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    test_rows_reset(&test);
    link = PQconnectdb(test_database_url(&test.arena, test.database).at);
    PQclear(PQexec(link, "SET client_min_messages = error"));
    for (size_t i = 0; i < CALLERS; i++)
        for (size_t a = 0; a < sizeof attacks_on_both / sizeof *attacks_on_both; a++)
            run_without_guard(&test, link, &callers[i], attacks_on_both[a]);
    PQfinish(link);
    assert_int_equal(faults, 0);
    test_store_close(&test);
}

/* ---- what must go on working ---- */

static const struct {
    const char *sql, *answer;
} must_work[] = {
    { "SELECT note, amount FROM sale ORDER BY id",
      "mine sale 0|50\nmine sale 1|70\nmine sale 2|90\nmine sale 3|110\n" },
    { "SELECT s.note, c.name FROM sale s JOIN customer c ON c.workspace_id = s.workspace_id AND "
      "c.id = s.customer_id ORDER BY s.id",
      "mine sale 0|mine customer 1\nmine sale 1|mine customer 2\nmine sale 2|mine customer 1\n" },
    { "SELECT s.note, c.name FROM sale s LEFT JOIN customer c ON c.id = s.customer_id WHERE "
      "s.customer_id IS NULL",
      "mine sale 3|null\n" },
    { "SELECT count(*), cast(sum(amount) AS BIGINT), min(day), max(day) FROM sale",
      "4|320|2026-01-01|2026-03-31\n" },
    { "SELECT day, count(*) FROM sale GROUP BY day HAVING count(*) > 1", "2026-01-02|2\n" },
    { "SELECT note FROM sale WHERE id = $2", "mine sale 0\n" },
    { "SELECT note FROM sale WHERE workspace_id = 1 AND id = $8", "mine sale 2\n" },
    { "SELECT note, row_number() OVER (ORDER BY amount DESC) FROM sale ORDER BY id LIMIT 2",
      "mine sale 0|4\nmine sale 1|3\n" },
    { "SELECT sum(amount) OVER (ORDER BY id) FROM sale ORDER BY id LIMIT 2", "50\n120\n" },
    { "WITH x AS (SELECT * FROM sale WHERE amount > 60) SELECT count(*) FROM x", "3\n" },
    { "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n "
      "ORDER BY i",
      "1\n2\n3\n" },
    { "SELECT note FROM sale WHERE amount = (SELECT max(amount) FROM sale)", "mine sale 3\n" },
    { "SELECT name FROM customer c WHERE NOT EXISTS (SELECT 1 FROM sale s WHERE s.customer_id = "
      "c.id) ORDER BY name",
      "mine customer 3\n" },
    { "SELECT note FROM sale UNION ALL SELECT name FROM customer WHERE is_regular = 1 ORDER BY 1 "
      "LIMIT 2",
      "mine customer 2\nmine sale 0\n" },
    { "SELECT body FROM note", "mine note 1\n" },
    { "SELECT body FROM draft ORDER BY body",
      "mine draft 1\nmine shared draft 1\nmine shared draft 2\n" },
    { "SELECT name FROM price_list", "mine list 1\n" },
    { "SELECT coalesce(nullif(note, ''), '-') || '!' FROM sale WHERE id = $2", "mine sale 0!\n" },
    { "SELECT CASE WHEN amount >= 100 THEN 'big' ELSE 'small' END, lower(upper(note)) FROM sale "
      "WHERE amount > 100",
      "big|mine sale 3\n" },
    { "SELECT round(avg(amount), 1), length(max(note)) FROM sale", "80|11\n" },
    { "SELECT 1 / (amount - 666001) FROM sale WHERE amount = 90", "0\n" },
    { "SELECT number FROM invoice", "" },
    { "VALUES (1, 'a'), (2, 'b')", "1|a\n2|b\n" },
    { "SELECT note FROM sale -- the first\n /* of them */ ORDER BY id LIMIT 1", "mine sale 0\n" },
    { "SELECT amount AS \"Total revenue\" FROM sale WHERE note = 'mine sale 0'", "50\n" },
    { "SELECT 'a; b -- c' AS x, 'it''s'", "a; b -- c|it's\n" },
    { "SELECT wire_id(id) FROM sale WHERE id = $2", "00000001-0000-700a-8000-000000000001\n" },
    { "SELECT wire_instant(created_at) FROM sale WHERE id = $2", "2023-11-14T22:13:20.010Z\n" },
    { "SELECT wire_instant(sold_at) FROM sale WHERE sold_at IS NULL", "null\n" },
    { "INSERT INTO sale " SALE_COLUMNS " VALUES (1, $5, 1, 1, $3, 1, 5, 'mine new', '2026-01-01') "
      "RETURNING note, amount",
      "mine new|5\n" },
    { "INSERT INTO sale " SALE_COLUMNS " VALUES (1, $2, 1, 1, $3, 1, 5, 'x', '2026-01-01') ON "
      "CONFLICT (workspace_id, id) DO UPDATE SET amount = sale.amount + excluded.amount RETURNING "
      "amount",
      "55\n" },
    { "INSERT INTO sale " SALE_COLUMNS " SELECT 1, $5, 1, 1, $3, 1, amount, note, day FROM sale "
      "WHERE id = $2 RETURNING note",
      "mine sale 0\n" },
    { "UPDATE sale SET amount = amount + 1 WHERE id = $2 RETURNING amount", "51\n" },
    { "UPDATE sale SET note = c.name FROM customer c WHERE c.id = customer_id AND sale.id = $2 "
      "RETURNING note",
      "mine customer 1\n" },
    { "UPDATE sale SET amount = (SELECT max(amount) FROM sale) WHERE id = $2 RETURNING amount",
      "110\n" },
    { "DELETE FROM sale WHERE id IN (SELECT id FROM sale WHERE amount < 60) RETURNING note",
      "mine sale 0\n" },
    { "DELETE FROM sale WHERE id = $2 OR id = $1 RETURNING note", "mine sale 0\n" },
    { "UPDATE note SET body = 'mine changed' RETURNING body", "mine changed\n" },
    { "UPDATE preference SET theme = 'mine dark' RETURNING theme", "mine dark\n" },
    { "DELETE FROM draft WHERE created_by = $3 AND is_shared = 1 RETURNING body",
      "mine shared draft 1\n" },
};

static void run_must_work(enum engine engine)
{
    struct caller callers[CALLERS];
    struct test_store test;

    callers_init(callers);
    test_store_open(&test, engine, 1);
    for (size_t level = MANAGER; level <= EDITOR; level++) {
        for (size_t i = 0; i < sizeof must_work / sizeof *must_work; i++) {
            struct attack statement = { .sql = text_from(must_work[i].sql),
                                        .answer = buffer_in(&test.arena, 1 << 20) };
            struct store_error error = { 0 };

            test_rows_reset(&test);
            if (store_write(test.store, &callers[level].identity, &test.arena, statement_work,
                            &statement, &error) != OK)
                fail_msg("%s: %.*s", must_work[i].sql, TEXT_ARG(error.message));
            if (!text_equal(buffer_text(&statement.answer), text_from(must_work[i].answer)))
                fail_msg("%s: %.*s", must_work[i].sql, TEXT_ARG(buffer_text(&statement.answer)));
        }
    }
    test_store_close(&test);
}

static void plain_work_goes_on_sqlite(void **state)
{
    (void)state;
    run_must_work(ENGINE_SQLITE);
}

static void plain_work_goes_on_postgresql(void **state)
{
    (void)state;
    run_must_work(ENGINE_POSTGRESQL);
}

/* ---- own rows: what levels decide ---- */

static void levels_decide_which_rows_change(enum engine engine)
{
    static const struct {
        const char *sql;
        int64_t changed[CALLERS]; /* -1: refused */
    } cases[] = {
        { "UPDATE sale SET amount = amount + 1", { 4, 2, 0, 0, 0 } },
        { "UPDATE sale SET amount = amount + 1 WHERE id = $8", { 1, 0, 0, 0, 0 } },
        { "DELETE FROM sale", { 4, 2, 0, 0, 0 } },
        { "UPDATE note SET body = 'x'", { 1, 1, 0, 0, 0 } },
        { "UPDATE draft SET body = 'x'", { 2, 2, 0, 0, 0 } },
        { "UPDATE preference SET theme = 'x'", { 1, 1, 0, 0, 0 } },
        { "UPDATE sale SET created_by = $4 WHERE id = $2", { 1, -1, 0, 0, 0 } },
        { "INSERT INTO sale " SALE_COLUMNS " VALUES (1, $5, 1, 1, $3, 1, 5, 'x', '2026-01-01')",
          { 1, 1, -1, -1, -1 } },
        { "INSERT INTO sale " SALE_COLUMNS " VALUES (1, $5, 1, 1, $4, 1, 5, 'x', '2026-01-01')",
          { 1, -1, -1, -1, -1 } },
        { "INSERT INTO note " NOTE_COLUMNS " VALUES (1, $5, 1, 1, $4, 1, 'x')",
          { -1, -1, -1, -1, -1 } },
        { "UPDATE price_list SET name = 'x'", { -1, -1, -1, -1, -1 } },
        { "DELETE FROM preference", { -1, -1, -1, -1, -1 } },
        { "DELETE FROM secret", { -1, -1, -1, -1, -1 } },
    };
    struct caller callers[CALLERS];
    struct test_store test;

    callers_init(callers);
    test_store_open(&test, engine, 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t c = 0; c < CALLERS; c++) {
            struct store_error error = { 0 };
            int64_t changed = 0;
            enum status status;

            test_rows_reset(&test);
            status = test_execute(&test, &callers[c].identity, text_from(cases[i].sql),
                                  attack_values(), 9, &changed, &error);
            if (status == OK && changed == 0 && cases[i].changed[c] == -1)
                continue; /* SQLite: no row was there to be refused */
            if (status != OK && cases[i].changed[c] != -1)
                fail_msg("%s as %s: %.*s", cases[i].sql, callers[c].name, TEXT_ARG(error.message));
            if (status == OK && changed != cases[i].changed[c])
                fail_msg("%s as %s: %d", cases[i].sql, callers[c].name, (int)changed);
        }
    }
    test_store_close(&test);
}

static void levels_count_on_sqlite(void **state)
{
    (void)state;
    levels_decide_which_rows_change(ENGINE_SQLITE);
}

static void levels_count_on_postgresql(void **state)
{
    (void)state;
    levels_decide_which_rows_change(ENGINE_POSTGRESQL);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_work_goes_on_sqlite),
        cmocka_unit_test(plain_work_goes_on_postgresql),
        cmocka_unit_test(levels_count_on_sqlite),
        cmocka_unit_test(levels_count_on_postgresql),
        cmocka_unit_test(attacks_get_nothing_out_of_sqlite),
        cmocka_unit_test(attacks_get_nothing_out_of_postgresql),
        cmocka_unit_test(policies_hold_without_the_guard),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
