/* Generated queries of the data API's dialect (regular expressions, full text, JSON paths, casts,
   spread, related order, nested conditions, groups) over two workspaces against a copy that holds
   nothing but what the caller may see: the same answer, on both engines. Repeated exactly by its
   seed. The records are the program's own. */
#include "auth/saved_view.h"
#include "base/zone.h"
#include "ops/ops.h"
#include "rest/compile.h"
#include "rest/write.h"
#include "store/data_key.h"
#include "store/sealed.h"
#include "store/test_store.h"

enum { QUERIES = 2000, LIMIT_PART = 8192, SHOWS = 4, PRODUCTS = 5, SALES = 40, VIEWS = 8, OWN = 1 };

static const struct entity *const view_entities[] = { &saved_view_entity, NULL };

/* ---- chance ---- */

struct maker {
    uint64_t state;
    struct arena *arena;
    int depth, names;
};

static unsigned pick(struct maker *maker, unsigned count)
{
    maker->state = maker->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(maker->state >> 33) % count;
}

static const char *one_of(struct maker *maker, const char *const *list)
{
    unsigned count = 0;

    while (list[count])
        count++;
    return list[pick(maker, count)];
}

/* ---- grammar ---- */

struct relation {
    const char *name;
    int table;
    bool is_to_many;
};

static const struct table {
    const char *name;
    const char *texts[6], *numbers[6], *ids[4], *json[6];
    struct relation relations[3];
} tables[] = {
    { "sale",
      { "brand", "shoe_type", "size", "external_ref", "source" },
      { "price", "cost", "quantity", "hour", "size_order" },
      { "id", "live_session_id", "product_id" },
      { NULL },
      { { "live_session", 1, false }, { "product", 2, false } } },
    { "live_session",
      { "title", "host", "review", "day" },
      { "gmv", "buyers", "items", "cost" },
      { "id", "created_by" },
      { NULL },
      { { "sale", 0, true } } },
    { "product",
      { "name", "brand", "sku", "colour" },
      { "price", "cost", "version" },
      { "id" },
      { NULL },
      { { "sale", 0, true } } },
    { "saved_view",
      { "name", "entity", "query->>sort", "query->filter->>brand" },
      { "version", "workspace_id", "query->page::int8", "query->real::float8" },
      { "id", "created_by" },
      { "query", "query->page", "query->filter", "query->list", "query->list->0" },
      { { NULL } } },
};

static const char *const words[] = { "Nike",    "SECRET", "mine", "回力", "客户", "a1",
                                     "O'Neill", "low 3",  "",     "%",    "10",   NULL };
static const char *const patterns[] = { "^N",        "[0-9]+",  "(mine|SECRET)", "客.$",     "\\d$",
                                        "^[^a-z]*$", ".{3,5}$", "i(k|n)e",       "\\w+ \\d", "力",
                                        "^$",        NULL };
static const char *const likes[] = { "N*", "*SECRET*", "*客*", "mine*", "_i%", "*\\%*", "*", NULL };
static const char *const searches[] = { "nike", "mine sale",    "secret", "回力",          "客户",
                                        "low",  "sale or show", "-mine",  "\"mine sale\"", NULL };
static const char *const documents[] = {
    "1", "10", "\"price\"", "true", "null", "{\"brand\":\"Nike\"}", "[1]", "[\"a1\"]", "2.5", NULL
};

static struct text show(struct maker *maker, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static struct text show(struct maker *maker, const char *format, ...)
{
    va_list list;
    struct text text;

    va_start(list, format);
    text = arena_print_list(maker->arena, format, list);
    va_end(list);
    return text;
}

/* A column as a filter or an order names it: without casts. */
static struct text plain(const char *column)
{
    struct text text = text_from(column);
    size_t cast = text_find(text, T("::"));

    return text_slice(text, 0, cast < text.size ? cast : text.size);
}

static struct text text_condition(struct maker *maker, bool is_inside)
{
    const char *quote = is_inside ? "\"" : "";
    const char *negation = pick(maker, 4) ? "" : "not.";

    switch (pick(maker, 9)) {
    case 0:
        return show(maker, "%s%s.%s%s%s", negation, pick(maker, 2) ? "eq" : "neq", quote,
                    one_of(maker, words), quote);
    case 1:
        return show(maker, "%s%s.%s%s%s", negation, pick(maker, 2) ? "gt" : "lte", quote,
                    one_of(maker, words), quote);
    case 2:
        return show(maker, "%s%s.%s", negation, pick(maker, 2) ? "like" : "ilike",
                    one_of(maker, likes));
    case 3:
        return show(maker, "%s%s.%s%s%s", negation, pick(maker, 2) ? "match" : "imatch", quote,
                    is_inside ? "^[A-Z]" : one_of(maker, patterns), quote);
    case 4:
        return show(maker, "%s%s%s.%s%s%s", negation, pick(maker, 2) ? "wfts" : "plfts",
                    pick(maker, 2) ? "(english)" : "", quote,
                    is_inside ? "nike 3" : one_of(maker, searches), quote);
    case 5:
        return show(maker, "%slike(%s).{\"%s\",\"%s\"}", negation, pick(maker, 2) ? "any" : "all",
                    one_of(maker, likes), "*e*");
    case 6:
        return show(maker, "%sin.(\"%s\",\"%s\")", negation, one_of(maker, words),
                    one_of(maker, words));
    case 7:
        return show(maker, "%sisdistinct.%s%s%s", negation, quote, one_of(maker, words), quote);
    default:
        return show(maker, "%sis.null", negation);
    }
}

static struct text number_condition(struct maker *maker)
{
    static const char *const operators[] = { "eq", "neq", "gt",         "gte",
                                             "lt", "lte", "isdistinct", NULL };
    unsigned number = pick(maker, 4) ? pick(maker, 60) : 666000 + pick(maker, 50);

    switch (pick(maker, 5)) {
    case 0:
        return show(maker, "in.(%u,%u,666001)", number, pick(maker, 40));
    case 1:
        return show(maker, "not.%s.%u", one_of(maker, operators), number);
    case 2:
        return show(maker, "gt(%s).{%u,%u}", pick(maker, 2) ? "any" : "all", number,
                    pick(maker, 9));
    default:
        return show(maker, "%s.%u", one_of(maker, operators), number);
    }
}

static struct text json_condition(struct maker *maker)
{
    static const char *const operators[] = { "eq", "neq", "cs", "cd", "isdistinct", NULL };

    switch (pick(maker, 4)) {
    case 0:
        return show(maker, "%s.%u", pick(maker, 2) ? "gt" : "lte", pick(maker, 20));
    case 1:
        return show(maker, "ov.{a1,SECRET,1}");
    default:
        return show(maker, "%s.%s", one_of(maker, operators), one_of(maker, documents));
    }
}

/* "brand=eq.Nike": the name in *ret_name. */
static struct text condition(struct maker *maker, const struct table *table, bool is_inside,
                             struct text *ret_name)
{
    unsigned kind = pick(maker, 8);

    if (kind < 2 && !strchr(table->numbers[0], '-')) {
        const char *column = one_of(maker, table->numbers);

        *ret_name = plain(column);
        if (text_find(*ret_name, T("->")) == ret_name->size)
            return number_condition(maker);
    }
    if (kind == 2) {
        *ret_name = text_from(one_of(maker, table->ids));
        return pick(maker, 2) ? T("not.is.null") : T("is.null");
    }
    if (kind < 5 && table->json[0] && !is_inside) {
        *ret_name = text_from(one_of(maker, table->json));
        return json_condition(maker);
    }
    *ret_name = text_from(one_of(maker, table->texts));
    return text_condition(maker, is_inside);
}

static struct text group(struct maker *maker, const struct table *table, int depth)
{
    struct buffer out = buffer_in(maker->arena, LIMIT_PART);

    buffer_append_byte(&out, '(');
    for (unsigned i = 0, count = 1 + pick(maker, 3); i < count; i++) {
        struct text name, value;

        buffer_append(&out, i > 0 ? T(",") : T(""));
        if (depth < 2 && pick(maker, 4) == 0) {
            value = group(maker, table, depth + 1);
            buffer_print(&out, "%s%s%.*s", pick(maker, 3) ? "" : "not.",
                         pick(maker, 2) ? "and" : "or", TEXT_ARG(value));
            continue;
        }
        value = condition(maker, table, true, &name);
        buffer_print(&out, "%.*s.%.*s", TEXT_ARG(name), TEXT_ARG(value));
    }
    buffer_append_byte(&out, ')');
    return buffer_text(&out);
}

/* The URL in the making: what is said about a selection, under the prefix of its name. */
struct url {
    struct query_pair pairs[64];
    size_t count;
};

static void add(struct url *url, struct text name, struct text value)
{
    if (url->count < 64)
        url->pairs[url->count++] = (struct query_pair){ name, value };
}

static void add_filters(struct maker *maker, struct url *url, const struct table *table,
                        struct text prefix)
{
    for (unsigned i = pick(maker, 3); i > 0; i--) {
        struct text name, value;

        if (pick(maker, 3) == 0) {
            name = pick(maker, 2) ? T("or") : T("not.and");
            value = group(maker, table, 0);
        } else {
            value = condition(maker, table, false, &name);
        }
        add(url, show(maker, "%.*s%.*s", TEXT_ARG(prefix), TEXT_ARG(name)), value);
    }
}

static void put_columns(struct maker *maker, struct buffer *out, const struct table *table)
{
    for (unsigned i = 0, count = 1 + pick(maker, 3); i < count; i++) {
        unsigned kind = pick(maker, 6);
        const char *column = kind < 3                      ? one_of(maker, table->texts)
                             : kind == 5 && table->json[0] ? one_of(maker, table->json)
                             : kind == 4                   ? one_of(maker, table->ids)
                                                           : one_of(maker, table->numbers);
        bool has_cast = text_find(text_from(column), T("::")) < strlen(column);

        buffer_print(out, "%sc%d:%s%s", out->size > 0 && out->at[out->size - 1] != '(' ? "," : "",
                     maker->names++, column, has_cast || pick(maker, 4) ? "" : "::text");
    }
}

static void put_aggregates(struct maker *maker, struct buffer *out, const struct table *table)
{
    static const char *const functions[] = { "sum", "avg", "min", "max", "count", NULL };

    buffer_print(out, "c%d:%s,c%d:%s.%s(),c%d:count()", maker->names, table->texts[pick(maker, 2)],
                 maker->names + 1, table->numbers[pick(maker, 3)], one_of(maker, functions),
                 maker->names + 2);
    maker->names += 3;
}

static void put_select(struct maker *maker, struct url *url, struct buffer *out,
                       const struct table *table, struct text prefix, int depth);

static void put_embed(struct maker *maker, struct url *url, struct buffer *out,
                      const struct relation *relation, struct text prefix, int depth)
{
    int number = maker->names++;
    bool is_spread = pick(maker, 3) == 0;
    struct text inner = show(maker, "%.*se%d.", TEXT_ARG(prefix), number);

    buffer_print(out, ",%se%d:%s%s(", is_spread ? "..." : "", number, relation->name,
                 pick(maker, 4) ? "" : "!inner");
    if (is_spread)
        put_columns(maker, out, &tables[relation->table]);
    else
        put_select(maker, url, out, &tables[relation->table], inner, depth + 1);
    buffer_append_byte(out, ')');
    add_filters(maker, url, &tables[relation->table], inner);
    if (pick(maker, 6) == 0)
        add(url, show(maker, "%.*se%d", TEXT_ARG(prefix), number),
            pick(maker, 2) ? T("is.null") : T("not.is.null"));
    if (!relation->is_to_many && pick(maker, 3) == 0)
        add(url, show(maker, "%.*sorder", TEXT_ARG(prefix)),
            show(maker, "e%d(%s).desc", number, tables[relation->table].texts[0]));
}

static void put_select(struct maker *maker, struct url *url, struct buffer *out,
                       const struct table *table, struct text prefix, int depth)
{
    if (pick(maker, 6) == 0) {
        put_aggregates(maker, out, table);
        return;
    }
    put_columns(maker, out, table);
    for (int i = 0; depth < 2 && i < 3 && table->relations[i].name; i++)
        if (pick(maker, 3) == 0)
            put_embed(maker, url, out, &table->relations[i], prefix, depth);
    if (pick(maker, 3) == 0)
        add(url, show(maker, "%.*sorder", TEXT_ARG(prefix)),
            show(maker, "%.*s%s", TEXT_ARG(plain(one_of(maker, table->texts))),
                 pick(maker, 2) ? ".desc" : ".nullsfirst"));
}

/* ---- from URL to SQL ---- */

struct test {
    struct test_store whole, copy;
};

struct question {
    struct sql select, count;
    bool has_aggregate;
};

static bool read_query(struct call *call, struct maker *maker, struct rest_query *ret_query,
                       struct text *ret_said)
{
    const struct table *table = &tables[pick(maker, 4)];
    struct buffer select = buffer_in(maker->arena, LIMIT_PART);
    struct buffer said = buffer_in(maker->arena, 8 * LIMIT_PART);
    struct url url = { .count = 0 };
    enum status status;

    *ret_query = (struct rest_query){
        .root =
            selection_new(call, schema_find(&call->instance->schema, text_from(table->name)), NULL),
    };
    put_select(maker, &url, &select, table, T(""), 0);
    add_filters(maker, &url, table, T(""));
    buffer_print(&said, "%s?select=%.*s", table->name, TEXT_ARG(buffer_text(&select)));
    status = selection_parse(call, ret_query, ret_query->root, buffer_text(&select));
    for (size_t i = 0; i < url.count; i++) {
        buffer_print(&said, "&%.*s=%.*s", TEXT_ARG(url.pairs[i].name),
                     TEXT_ARG(url.pairs[i].value));
        if (status == OK)
            status = parameter_parse(call, ret_query, url.pairs[i].name, url.pairs[i].value);
    }
    *ret_said = buffer_text(&said);
    return status == OK && query_check(call, ret_query) == OK;
}

static struct text answer_of(struct test_store *test, struct arena *arena, enum engine engine,
                             const struct identity *caller, const struct rest_query *query,
                             bool is_count)
{
    struct sql sql = sql_for(arena, engine);
    struct test_statement statement = { .answer = buffer_in(arena, 8 << 20) };
    struct store_error error = { 0 };

    if (is_count)
        compile_count(&sql, query, -1);
    else
        compile_select(&sql, query, 1000);
    assert_int_equal(sql_status(&sql), OK);
    statement.sql = buffer_text(&sql.text);
    statement.values = sql.values;
    statement.count = sql.count;
    if (store_read(test->store, caller, arena, test_query_work, &statement, &error) != OK)
        return arena_print(arena, "fault %d: %.*s\n%.*s", (int)error.fault, TEXT_ARG(error.message),
                           TEXT_ARG(statement.sql));
    return buffer_text(&statement.answer);
}

static void check_same(const char *what, uint64_t seed, struct text said, struct text one,
                       struct text other)
{
    if (text_equal(one, other))
        return;
    print_error("%s, seed %llu: %.*s\n--- is\n%.*s\n--- and not\n%.*s\n", what,
                (unsigned long long)seed, TEXT_ARG(said), TEXT_ARG(text_slice(one, 0, 900)),
                TEXT_ARG(text_slice(other, 0, 900)));
    fail();
}

/* ---- data ---- */

struct filling {
    struct call call;
    struct identity identity;
    const struct entity *entity;
    struct text json;
    struct id id;
};

static enum status insert_work(struct tx *tx, void *context)
{
    struct filling *filling = context;
    struct row_draft draft = draft_new(&filling->call, filling->entity);
    struct json_members members = { .object = NULL };
    struct insert_options options = { .merges = false };
    const struct json *json;
    struct id id;
    bool is_written;
    enum status status = json_parse(filling->call.arena, filling->json, NULL, &json, NULL);

    draft_set(filling->entity, &draft, &row_fields[COLUMN_ID], VALUE_OF_ID(filling->id));
    members.object = json;
    while (status == OK && json_next_member(&members))
        status =
            draft_set_json(&filling->call, filling->entity, &draft, members.name, members.value);
    if (status == OK)
        status = draft_finish(&filling->call, filling->entity, &draft);
    return status != OK ? status
                        : draft_insert(&filling->call, tx, filling->entity, &draft, &options, &id,
                                       &is_written);
}

static const struct instance *instance_of(struct test_store *test, struct arena *arena)
{
    struct instance *instance = ARENA_NEW(arena, struct instance);

    instance->schema = test->schema;
    instance->store = test->store;
    return instance;
}

static struct identity member_of(int workspace, int account)
{
    struct identity identity = { .workspace_id = workspace, .account_id = test_id(99, account) };

    memset(identity.level, LEVEL_EDIT_EVERY, sizeof identity.level);
    return identity;
}

static void insert(struct test_store *test, const char *entity, int workspace, int account,
                   int number, struct text json)
{
    struct arena arena = { 0 };
    struct filling filling = {
        .identity = member_of(workspace, account),
        .entity = schema_find(&test->schema, text_from(entity)),
        .json = json,
        .id = test_id(workspace, number),
    };
    struct store_error error = { 0 };

    filling.call = (struct call){ .instance = instance_of(test, &arena),
                                  .arena = &arena,
                                  .now_ms = 1700000000000 + number,
                                  .identity = filling.identity,
                                  .caller = { .account_id = filling.identity.account_id },
                                  .zone = zone_find(T("UTC")),
                                  .currency = T("CNY") };
    if (store_write(test->store, &filling.identity, &arena, insert_work, &filling, &error) != OK)
        fail_msg("%s: %.*s %.*s", entity, TEXT_ARG(json), TEXT_ARG(error.message));
    arena_release(&arena);
}

static struct text link_to(struct arena *arena, int workspace, int number)
{
    return number == 0 ? T("null")
                       : arena_print(arena, "\"%s\"", test_id_text(workspace, number).at);
}

static void fill_sales(struct test_store *test, int workspace)
{
    static const char *const brands[] = { "Nike", "nike", "回力", "O'Neill", "New Balance" };
    const char *mark = workspace == OWN ? "mine" : "SECRET";
    int base = workspace == OWN ? 0 : 666000;
    struct arena *arena = &test->arena;

    for (int i = 0; i < SALES; i++) {
        int show = i % (SHOWS + 1), product = i % (PRODUCTS + 2) % (PRODUCTS + 1);
        struct text note =
            i % 3 == 0 ? T("null") : arena_print(arena, "\"%s sale %d 老客户 low\"", mark, i % 7);

        insert(test, "sale", workspace, 1 + i % 2, 200 + i,
               arena_print(arena,
                           "{\"brand\":\"%s\",\"shoe_type\":\"%s low %d\",\"size\":%s,\"price\":%d,"
                           "\"cost\":%s,\"quantity\":%d,\"sold_at\":\"2026-03-0%dT1%d:00:00Z\","
                           "\"live_session_id\":%.*s,\"product_id\":%.*s,\"external_ref\":%.*s}",
                           brands[i % 5], mark, i % 4, i % 4 ? "\"42.5\"" : "null", base + i % 9,
                           i % 3 ? "10" : "null", 1 + i % 5, 1 + i % 9, i % 10,
                           TEXT_ARG(link_to(arena, workspace, show ? show : 0)),
                           TEXT_ARG(link_to(arena, workspace, product ? 100 + product : 0)),
                           TEXT_ARG(note)));
    }
}

static void fill_workspace(struct test_store *test, int workspace)
{
    const char *mark = workspace == OWN ? "mine" : "SECRET";
    struct arena *arena = &test->arena;

    for (int i = 1; i <= SHOWS; i++)
        insert(
            test, "live_session", workspace, 1 + i % 2, i,
            arena_print(arena,
                        "{\"title\":\"%s show %d\",\"day\":\"2026-03-0%d\",\"platform\":\"other\","
                        "\"host\":%s,\"gmv\":%d}",
                        mark, i, i, i % 2 ? "\"Nike\"" : "null", i * 7));
    for (int i = 1; i <= PRODUCTS; i++)
        insert(test, "product", workspace, 1, 100 + i,
               arena_print(arena,
                           "{\"name\":\"%s 鞋 %d\",\"brand\":\"%s\",\"sku\":%s,\"price\":%d}", mark,
                           i, i % 2 ? "Nike" : "回力", i % 3 ? "null" : "\"a1\"", i * 5));
    fill_sales(test, workspace);
}

/* A view is seen by its owner, and by the workspace when it is shared. */
static void fill_views(struct test_store *test, bool is_copy)
{
    static const char *const queries[] = {
        "{\"sort\":\"price\",\"page\":1,\"real\":1.5,\"filter\":{\"brand\":\"Nike\"},\"list\":[1,\"a1\"]}",
        "{\"sort\":\"10\",\"page\":10,\"filter\":{\"brand\":\"回力\",\"open\":true},\"list\":[]}",
        "{\"sort\":null,\"page\":\"2\",\"list\":[{\"a\":1},null,2.50]}",
        "[1,\"a1\",{\"sort\":\"x\"}]",
        "{\"real\":2.25,\"page\":7,\"filter\":{}}",
    };

    for (int i = 0; i < 4 * VIEWS; i++) {
        int workspace = 1 + i % 2, account = 1 + i / 2 % 2;
        bool is_shared = i % 5 == 0, is_seen = workspace == OWN && (account == 1 || is_shared);

        if (is_copy && !is_seen)
            continue;
        insert(test, "saved_view", workspace, account, 400 + i,
               arena_print(&test->arena,
                           "{\"name\":\"%s %d\",\"entity\":\"sale\",\"query\":%s,\"shared\":%s}",
                           is_seen ? "mine" : "SECRET", i % 6, queries[i % 5],
                           is_shared ? "true" : "false"));
    }
}

static void open_one(struct test_store *test, enum engine engine, bool is_copy)
{
    const struct entity *const *lists[] = { ops_entities, view_entities, data_key_entities };
    struct text reason;

    test_store_place(test, engine);
    schema_init(&test->schema, &test->arena, lists, 3);
    test_store_reopen(test, 1);
    assert_int_equal(store_use_keys(test->store, test_seals(), &test->arena, &reason), OK);
    fill_workspace(test, OWN);
    if (!is_copy)
        fill_workspace(test, OWN + 1);
    fill_views(test, is_copy);
}

/* ---- the comparison ---- */

struct tally {
    int asked, filled, faulty;
};

static void ask_one(struct test *lite, struct test *big, uint64_t seed, struct tally *tally)
{
    struct arena arena = { 0 };
    struct maker maker = { .state = seed * 0x9e3779b97f4a7c15u + 1, .arena = &arena };
    struct identity caller = member_of(OWN, 1);
    struct call call = { .instance = instance_of(&lite->whole, &arena),
                         .arena = &arena,
                         .identity = caller,
                         .caller = { .account_id = caller.account_id } };
    struct rest_query query;
    struct text said;

    if (read_query(&call, &maker, &query, &said)) {
        tally->asked++;
        for (int count = 0; count < 2; count++) {
            struct text small =
                answer_of(&lite->whole, &arena, ENGINE_SQLITE, &caller, &query, count);
            struct text large =
                answer_of(&big->whole, &arena, ENGINE_POSTGRESQL, &caller, &query, count);

            check_same("SQLite", seed, said, small,
                       answer_of(&lite->copy, &arena, ENGINE_SQLITE, &caller, &query, count));
            check_same("PostgreSQL", seed, said, large,
                       answer_of(&big->copy, &arena, ENGINE_POSTGRESQL, &caller, &query, count));
            check_same("SQLite is not PostgreSQL", seed, said, small, large);
            assert_int_equal(text_find(small, T("SECRET")), small.size);
            tally->filled += count == 0 && small.size > 0;
            if (text_starts_with(small, T("fault")))
                print_error("seed %llu: %.*s\n%.*s\n", (unsigned long long)seed, TEXT_ARG(said),
                            TEXT_ARG(small));
            tally->faulty += text_starts_with(small, T("fault"));
        }
    }
    arena_release(&arena);
}

static void answers_are_those_of_a_copy_without_the_rest(void **state)
{
    struct test lite, big;
    struct tally tally = { 0 };

    (void)state;
    open_one(&lite.whole, ENGINE_SQLITE, false);
    open_one(&lite.copy, ENGINE_SQLITE, true);
    open_one(&big.whole, ENGINE_POSTGRESQL, false);
    open_one(&big.copy, ENGINE_POSTGRESQL, true);
    for (uint64_t seed = 1; seed <= QUERIES; seed++)
        ask_one(&lite, &big, seed, &tally);
    print_message("%d queries, %d asked, %d with rows, %d faulty\n", QUERIES, tally.asked,
                  tally.filled, tally.faulty);
    assert_true(tally.asked > QUERIES * 3 / 4);
    assert_true(tally.filled > tally.asked / 2);
    assert_int_equal(tally.faulty, 0);
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
