/* The query compiler: the first line names a table, the rest is the query of a URL. Whatever is
   taken becomes SQL that both guards let through, that holds none of the client's words, and that
   has as many parameters as values. */
#include "codec/query.h"
#include "fuzz.h"
#include "ops/ops.h"
#include "rest/compile.h"
#include "store/postgresql.h"
#include "store/sqlite.h"

struct document {
    struct row row;
    struct text data;
    struct id live_session_id;
};

#define ROW struct document
static const struct field document_fields[] = {
    JSON(data, L("Data", "数据"), FREE_TEXT, .max = 8000),
    LINK(live_session_id, L("Show", "直播"), NOT_PERSONAL, .to = &live_session_entity),
};
#undef ROW

static const struct entity document_entity = {
    .name = "document",
    .label = L("Document", "文档"),
    .plural = L("Documents", "文档"),
    .module = MODULE_LIVE,
    .rows = ROWS_OF_WORKSPACE,
    .size = sizeof(struct document),
    .fields = LIST(document_fields),
};

static const struct entity *const document_entities[] = { &document_entity, NULL };

static void check_sql(const struct sql *sql, const struct schema *schema)
{
    struct text text = buffer_text(&sql->text);
    struct gate gate;

    if (sql_status(sql) != OK)
        return;
    CHECK(text_find(text, T("zz")) == text.size); /* no word of ours holds it */
    for (size_t i = 0; i < sql->count; i++) {
        struct text parameter = arena_print(sql->arena, "$%zu", i + 1);

        CHECK(text_find(text, parameter) < text.size);
    }
    if (sql->engine == ENGINE_POSTGRESQL) {
        CHECK(!postgresql_guard(text));
        return;
    }
    gate = sqlite_gate(sql->arena, schema, text);
    CHECK(!gate.refusal && !gate.target);
}

static void compile(const struct rest_query *query, const struct schema *schema,
                    struct arena *arena, enum engine engine)
{
    struct sql select = sql_for(arena, engine), count = sql_for(arena, engine),
               some = sql_for(arena, engine);

    compile_select(&select, query, 10);
    check_sql(&select, schema);
    compile_count(&count, query, -1);
    check_sql(&count, schema);
    compile_count(&some, query, 100);
    check_sql(&some, schema);
}

static void compile_both(struct call *call, const struct entity *entity, struct text url)
{
    struct rest_query query = { .root = selection_new(call, entity, NULL) };
    struct query pairs;
    struct text select;
    enum status status = query_parse(call->arena, url, &pairs);

    if (status != OK)
        return;
    select = query_value(&pairs, T("select"));
    status = selection_parse(call, &query, query.root, select.size > 0 ? select : T("*"));
    for (size_t i = 0; status == OK && i < pairs.count; i++)
        status = parameter_parse(call, &query, pairs.pairs[i].name, pairs.pairs[i].value);
    if (status == OK)
        status = query_check(call, &query);
    if (status != OK) {
        CHECK(call->is_refused);
        return;
    }
    compile(&query, &call->instance->schema, call->arena, ENGINE_SQLITE);
    compile(&query, &call->instance->schema, call->arena, ENGINE_POSTGRESQL);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct arena process;
    static struct instance instance;
    const struct entity *const *lists[] = { ops_entities, document_entities };
    struct arena arena = { 0 };
    struct text url = fuzz_text(at, size < 8192 ? size : 8192);
    struct text name = text_cut(&url, '\n');
    struct call call = { .instance = &instance, .arena = &arena, .identity = { 1 } };
    const struct entity *entity;

    if (!instance.schema.entities)
        schema_init(&instance.schema, &process, lists, 2);
    memset(call.identity.level, LEVEL_VIEW, sizeof call.identity.level);
    call.caller.account_id.bytes[0] = 1;
    entity = schema_find(&instance.schema, name);
    compile_both(&call, entity ? entity : &document_entity, url);
    arena_release(&arena);
    return 0;
}
