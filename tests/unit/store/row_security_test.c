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

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(attacks_get_nothing_out_of_sqlite),
        cmocka_unit_test(attacks_get_nothing_out_of_postgresql),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
