/* Generated queries over two workspaces against a copy that holds nothing but what the caller
   may see: every answer must be the same. And the same on both engines: one SQL text, one
   answer. A run is repeated exactly by its seed. */
#include "store/test_rows.h"

enum { QUERIES = 2500, LIMIT_QUERY = 16384, ROWS = 40 };

/* ---- chance ---- */

struct chance {
    uint64_t state;
};

static unsigned pick(struct chance *chance, unsigned count)
{
    chance->state = chance->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(chance->state >> 33) % count;
}

/* ---- grammar ---- */

struct table {
    const char *name;
    const char *numbers[6], *texts[4], *ids[4]; /* NULL-ended columns */
};

static const struct table tables[] = {
    { "sale",
      { "amount", "quantity", "sold_at", "workspace_id", "version" },
      { "note", "day", "state" },
      { "id", "customer_id", "created_by" } },
    { "customer",
      { "is_regular", "workspace_id", "created_at" },
      { "name", "email" },
      { "id", "created_by" } },
    { "note", { "workspace_id", "version" }, { "body" }, { "id", "created_by" } },
    { "draft", { "workspace_id", "is_shared" }, { "body" }, { "id", "created_by" } },
    { "price_list", { "workspace_id", "created_at" }, { "name" }, { "id" } },
    { "invoice", { "total", "workspace_id" }, { "number", "series" }, { "id", "created_by" } },
};

struct maker {
    struct chance chance;
    struct buffer *sql;
    int aliases, depth;
};

struct source {
    const struct table *table;
    int alias;
};

static const char *one_of(struct maker *maker, const char *const *names)
{
    unsigned count = 0;

    while (names[count])
        count++;
    return names[pick(&maker->chance, count)];
}

static struct source new_source(struct maker *maker)
{
    return (struct source){ &tables[pick(&maker->chance, sizeof tables / sizeof *tables)],
                            maker->aliases++ };
}

static void number(struct maker *maker, struct source source)
{
    static const char *const literals[] = { "0", "1", "2", "50", "90", "666001", "666900", "-3" };

    if (pick(&maker->chance, 4) == 0)
        buffer_print(maker->sql, "%s", literals[pick(&maker->chance, 8)]);
    else
        buffer_print(maker->sql, "t%d.%s", source.alias, one_of(maker, source.table->numbers));
}

static void word(struct maker *maker, struct source source)
{
    static const char *const literals[] = { "'mine sale 1'", "'SECRET-sale 1'", "''",
                                            "'2026-01-02'",  "'paid'",          "'z'" };

    switch (pick(&maker->chance, 6)) {
    case 0:
        buffer_print(maker->sql, "%s", literals[pick(&maker->chance, 6)]);
        break;
    case 1:
        buffer_print(maker->sql, "substr(t%d.%s, 1, %u)", source.alias,
                     one_of(maker, source.table->texts), 1 + pick(&maker->chance, 8));
        break;
    case 2:
        buffer_print(maker->sql, "coalesce(t%d.%s, 'none')", source.alias,
                     one_of(maker, source.table->texts));
        break;
    default:
        buffer_print(maker->sql, "t%d.%s", source.alias, one_of(maker, source.table->texts));
    }
}

static void condition(struct maker *maker, struct source source);

static void compare_numbers(struct maker *maker, struct source source)
{
    static const char *const operators[] = { "=", "<>", "<", "<=", ">", ">=" };

    number(maker, source);
    buffer_print(maker->sql, " %s ", operators[pick(&maker->chance, 6)]);
    number(maker, source);
}

static void compare_words(struct maker *maker, struct source source)
{
    static const char *const operators[] = { "=", "<>", "<", ">=", "LIKE", "NOT LIKE" };
    unsigned operator= pick(&maker->chance, 6);

    word(maker, source);
    buffer_print(maker->sql, " %s ", operators[operator]);
    if (operator>= 4)
        buffer_append(maker->sql, pick(&maker->chance, 2) ? T("'%SECRET%'") : T("'mine%'"));
    else
        word(maker, source);
}

static void sub_select(struct maker *maker, struct source outer, const char *what)
{
    struct source inner = new_source(maker);

    buffer_print(maker->sql, "(SELECT %s%s FROM %s t%d WHERE ", what,
                 what[0] == '1' ? "" : one_of(maker, inner.table->ids), inner.table->name,
                 inner.alias);
    if (what[0] == '1' && pick(&maker->chance, 2))
        buffer_print(maker->sql, "t%d.workspace_id = t%d.workspace_id AND ", inner.alias,
                     outer.alias);
    condition(maker, inner);
    buffer_append_byte(maker->sql, ')');
}

static void condition(struct maker *maker, struct source source)
{
    unsigned kind = pick(&maker->chance, maker->depth < 3 ? 9 : 4);

    maker->depth++;
    switch (kind) {
    case 0:
    case 1:
        compare_numbers(maker, source);
        break;
    case 2:
        compare_words(maker, source);
        break;
    case 3:
        buffer_print(
            maker->sql, "t%d.%s IS %sNULL", source.alias,
            one_of(maker, pick(&maker->chance, 2) ? source.table->texts : source.table->ids),
            pick(&maker->chance, 2) ? "NOT " : "");
        break;
    case 4:
    case 5:
        buffer_append_byte(maker->sql, '(');
        condition(maker, source);
        buffer_append(maker->sql, kind == 4 ? T(") AND (") : T(") OR ("));
        condition(maker, source);
        buffer_append_byte(maker->sql, ')');
        break;
    case 6:
        buffer_append(maker->sql, T("NOT ("));
        condition(maker, source);
        buffer_append_byte(maker->sql, ')');
        break;
    case 7:
        buffer_print(maker->sql, "%sEXISTS ", pick(&maker->chance, 2) ? "NOT " : "");
        sub_select(maker, source, "1");
        break;
    default:
        buffer_print(maker->sql, "t%d.%s IN ", source.alias, one_of(maker, source.table->ids));
        sub_select(maker, source, "");
    }
    maker->depth--;
}

/* FROM with one to three tables; the one whose columns are used further on. */
static struct source from(struct maker *maker)
{
    static const char *const joins[] = { "JOIN", "LEFT JOIN", "CROSS JOIN", "JOIN" };
    struct source source = new_source(maker);

    buffer_print(maker->sql, " FROM %s t%d", source.table->name, source.alias);
    for (unsigned i = pick(&maker->chance, 5); i > 3; i--) {
        struct source other = new_source(maker);
        unsigned join = pick(&maker->chance, 4);

        buffer_print(maker->sql, " %s %s t%d", joins[join], other.table->name, other.alias);
        if (join != 2) {
            buffer_append(maker->sql, T(" ON "));
            buffer_print(maker->sql, "t%d.%s = t%d.%s AND ", source.alias,
                         one_of(maker, source.table->ids), other.alias,
                         one_of(maker, other.table->ids));
            condition(maker, other);
        }
        if (pick(&maker->chance, 2))
            source = other;
    }
    return source;
}

static void plain(struct maker *maker)
{
    struct buffer *sql = maker->sql, tail = buffer_in(sql->arena, LIMIT_QUERY);
    struct source source;

    /* The columns stand before the table that they belong to. */
    maker->sql = &tail;
    source = from(maker);
    maker->sql = sql;
    buffer_append(sql, T("SELECT "));
    number(maker, source);
    buffer_append(sql, T(" AS a, "));
    word(maker, source);
    buffer_print(sql, " AS b, t%d.%s AS c", source.alias, one_of(maker, source.table->ids));
    buffer_append(sql, buffer_text(&tail));
    if (pick(&maker->chance, 4)) {
        buffer_append(sql, T(" WHERE "));
        condition(maker, source);
    }
}

static void grouped(struct maker *maker)
{
    struct source source = new_source(maker);
    const char *key = one_of(maker, source.table->texts);
    unsigned sum = pick(&maker->chance, 4);

    buffer_print(maker->sql, "SELECT t%d.%s AS a, ", source.alias, key);
    if (sum == 0)
        buffer_append(maker->sql, T("count(*)"));
    else
        buffer_print(maker->sql,
                     sum == 1   ? "cast(sum(t%d.version) AS BIGINT)"
                     : sum == 2 ? "min(t%d.workspace_id)"
                                : "max(t%d.created_at)",
                     source.alias);
    buffer_print(maker->sql, " AS b FROM %s t%d WHERE ", source.table->name, source.alias);
    condition(maker, source);
    buffer_print(maker->sql, " GROUP BY t%d.%s", source.alias, key);
    if (pick(&maker->chance, 2))
        buffer_append(maker->sql, T(" HAVING count(*) > 1"));
}

static void windowed(struct maker *maker)
{
    struct source source = new_source(maker);

    buffer_print(maker->sql,
                 "SELECT t%d.id AS a, row_number() OVER (ORDER BY t%d.id) AS b, count(*) OVER "
                 "(PARTITION BY t%d.%s) AS c FROM %s t%d WHERE ",
                 source.alias, source.alias, source.alias, one_of(maker, source.table->texts),
                 source.table->name, source.alias);
    condition(maker, source);
}

static void total(struct maker *maker)
{
    struct source source = new_source(maker);

    buffer_print(maker->sql,
                 "SELECT count(*) AS a, count(DISTINCT t%d.%s) AS b, min(t%d.%s) AS c FROM %s t%d "
                 "WHERE ",
                 source.alias, one_of(maker, source.table->ids), source.alias,
                 one_of(maker, source.table->texts), source.table->name, source.alias);
    condition(maker, source);
}

static void query(struct maker *maker)
{
    switch (pick(&maker->chance, 8)) {
    case 0:
        grouped(maker);
        break;
    case 1:
        windowed(maker);
        break;
    case 2:
        total(maker);
        break;
    case 3:
        plain(maker);
        buffer_append(maker->sql, pick(&maker->chance, 2) ? T(" UNION ALL ") : T(" UNION "));
        plain(maker);
        break;
    case 4:
        buffer_append(maker->sql, T("WITH x AS ("));
        plain(maker);
        buffer_append(maker->sql, T(") SELECT b, count(*), max(a) FROM x GROUP BY b"));
        break;
    case 5:
        buffer_append(maker->sql, T("SELECT x.a, x.b, y.a FROM ("));
        plain(maker);
        buffer_append(maker->sql, T(") x LEFT JOIN ("));
        plain(maker);
        buffer_append(maker->sql, T(") y ON x.c = y.c"));
        break;
    default:
        plain(maker);
    }
}

/* ---- answers ---- */

static int compare_lines(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* The lines in order: a query without ORDER BY promises none. */
static struct text sorted(struct arena *arena, struct text answer)
{
    size_t count = 0;
    struct text *lines = ARENA_NEW_ARRAY(arena, struct text, answer.size + 1);
    struct buffer out = buffer_in(arena, answer.size + 1);

    while (answer.size > 0)
        lines[count++] = text_cut(&answer, '\n');
    qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++) {
        buffer_append(&out, lines[i]);
        buffer_append_byte(&out, '\n');
    }
    return buffer_text(&out);
}

static struct text answer_of(struct test_store *test, struct arena *arena,
                             const struct identity *caller, struct text sql)
{
    struct test_statement statement = { .sql = sql, .answer = buffer_in(arena, 8 << 20) };
    struct store_error error = { 0 };

    if (store_read(test->store, caller, arena, test_query_work, &statement, &error) != OK)
        return arena_print(arena, "fault %d: %.*s", (int)error.fault, TEXT_ARG(error.message));
    return sorted(arena, buffer_text(&statement.answer));
}

/* ---- data ---- */

/* Many more sales, the same in both workspaces but for what must not be seen. */
static enum status add_many(struct tx *tx, void *context)
{
    const bool *is_copy = context;
    enum status status = OK;

    for (int i = 0; i < ROWS && status == OK; i++) {
        for (int workspace = 1; workspace <= (*is_copy ? 1 : 2) && status == OK; workspace++) {
            struct sale sale = {
                .row = test_row(workspace, 200 + i, 1 + i % 2),
                .customer_id = i % 3 ? test_id(workspace, 1 + i % 3) : (struct id){ { 0 } },
                .amount = 10 * (i % 7),
                .currency = T("CNY"),
                .note = i % 4 ? test_word(tx, workspace != OWN, "sale", i % 5) : (struct text){ 0 },
                .state = 1 + i % 3,
                .day = { 20454 + i % 9 },
                .sold_at = i % 5,
                .quantity = i % 5,
            };

            status = row_insert(tx, &test_sale_entity, &sale);
        }
    }
    return status;
}

static void remove_hidden(struct test_store *test)
{
    static const char *const hidden[] = {
        "DELETE FROM main.invoice",
        "DELETE FROM main.secret",
        "DELETE FROM main.note WHERE body LIKE 'SECRET%'",
        "DELETE FROM main.draft WHERE body LIKE 'SECRET%'",
    };

    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        test_must(test, &system_identity, text_from(hidden[i]));
}

static void fill(struct test_store *test, bool is_copy)
{
    struct store_error error = { 0 };

    if (store_write(test->store, &system_identity, &test->arena, test_rows_work, &is_copy,
                    &error) != OK ||
        store_write(test->store, &system_identity, &test->arena, add_many, &is_copy, &error) != OK)
        fail_msg("%.*s", TEXT_ARG(error.message));
    if (is_copy)
        remove_hidden(test);
}

/* ---- the comparison ---- */

struct pair {
    struct test_store whole, copy;
};

static void pair_open(struct pair *pair, enum engine engine)
{
    test_store_open(&pair->whole, engine, 1);
    test_store_open(&pair->copy, engine, 1);
    fill(&pair->whole, false);
    fill(&pair->copy, true);
}

static struct text make_query(struct arena *arena, uint64_t seed)
{
    struct buffer sql = buffer_in(arena, LIMIT_QUERY);
    struct maker maker = { .chance = { seed * 0x9e3779b97f4a7c15u + 1 }, .sql = &sql };

    query(&maker);
    assert_int_equal(buffer_status(&sql), OK);
    return buffer_text(&sql);
}

static void check_same(const char *what, struct text sql, struct text one, struct text other)
{
    if (text_equal(one, other))
        return;
    print_error("%s: %.*s\n--- is\n%.*s\n--- and not\n%.*s\n", what, TEXT_ARG(sql),
                TEXT_ARG(text_slice(one, 0, 600)), TEXT_ARG(text_slice(other, 0, 600)));
    fail();
}

static void answers_are_those_of_a_copy_without_the_rest(void **state)
{
    struct pair lite, big;
    struct identity caller = test_member(1, OWN, LEVEL_VIEW);
    int filled = 0, faulty = 0;

    (void)state;
    pair_open(&lite, ENGINE_SQLITE);
    pair_open(&big, ENGINE_POSTGRESQL);
    for (uint64_t seed = 1; seed <= QUERIES; seed++) {
        struct arena arena = { 0 };
        struct text sql = make_query(&arena, seed);
        struct text small = answer_of(&lite.whole, &arena, &caller, sql);
        struct text large = answer_of(&big.whole, &arena, &caller, sql);

        check_same("SQLite", sql, small, answer_of(&lite.copy, &arena, &caller, sql));
        check_same("PostgreSQL", sql, large, answer_of(&big.copy, &arena, &caller, sql));
        check_same("SQLite is not PostgreSQL", sql, small, large);
        filled += small.size > 0;
        faulty += text_starts_with(small, T("fault"));
        arena_release(&arena);
    }
    print_message("%d queries, %d with rows, %d faulty\n", QUERIES, filled, faulty);
    assert_true(filled > QUERIES / 2);
    assert_int_equal(faulty, 0);
    test_store_close(&lite.whole);
    test_store_close(&lite.copy);
    test_store_close(&big.whole);
    test_store_close(&big.copy);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_those_of_a_copy_without_the_rest),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
