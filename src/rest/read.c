/* Read: GET and HEAD of /rest/v1/<entity>. */
#include "base/limits.h"
#include "rest/answer.h"
#include "rest/compile.h"
#include "rest/rest.h"
#include "rest/unseal.h"

struct reading {
    struct call *call;
    const struct rest_query *query;
    enum form form;
    int64_t limit; /* rows asked for, within what a page may hold */
    int64_t count; /* rows in the answer */
    int64_t total; /* -1: not asked for */
};

enum status rest_entity(struct call *call, const struct entity **ret_entity)
{
    const struct entity *entity = schema_find(&call->instance->schema, call->path_parameter);

    if (!entity || !entity_is_on_the_wire(entity))
        return REFUSE(call, NOT_FOUND, .code = "PGRST205",
                      .say = L("Could not find the table {value}", "找不到表 {value}"),
                      .value = call->path_parameter);
    *ret_entity = entity;
    return OK;
}

/* -1: all of them are counted. */
static enum status count_exactly(struct tx *tx, struct reading *reading, int64_t most)
{
    struct sql sql = sql_for(tx_arena(tx), tx_engine(tx));
    struct cursor *cursor;
    bool found;
    enum status status;

    compile_count(&sql, reading->query, most);
    status = tx_query(tx, buffer_text(&sql.text), sql.values, sql.count, &cursor);
    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    if (status == OK && found)
        reading->total = cursor_value(cursor, 0).integer;
    cursor_close(cursor);
    return status;
}

/* What the engine's statistics say of rows that nothing narrows. They are of all workspaces: with
   a filter of the client's they would tell how common a value is elsewhere. */
static enum status estimate(struct tx *tx, struct reading *reading)
{
    struct sql sql = sql_for(tx_arena(tx), tx_engine(tx));

    compile_rows(&sql, reading->query);
    return tx_estimate(tx, buffer_text(&sql.text), sql.values, sql.count, &reading->total);
}

/* Exact as far as a page reaches, and for whatever is narrowed; by statistics beyond. SQLite keeps
   none that are the data's own (src/store/sqlite_plan.c): it counts. */
static enum status count_roughly(struct tx *tx, struct reading *reading)
{
    const struct selection *root = reading->query->root;
    bool is_narrowed = root->filters || root->embeds || root->has_aggregate;
    int64_t counted;
    enum status status;

    if (is_narrowed || tx_engine(tx) == ENGINE_SQLITE)
        return count_exactly(tx, reading, -1);
    status = count_exactly(tx, reading, LIMIT_PAGE_ROWS + 1);
    counted = reading->total;
    if (status != OK || counted <= LIMIT_PAGE_ROWS)
        return status;
    status = estimate(tx, reading);
    if (status == OK && reading->total < counted)
        reading->total = counted;
    return status;
}

static enum status count_rows(struct tx *tx, struct reading *reading)
{
    switch (reading->query->prefer.count) {
    case COUNT_NONE:
        break;
    case COUNT_EXACT:
        return count_exactly(tx, reading, -1);
    case COUNT_PLANNED:
    case COUNT_ESTIMATED:
        return count_roughly(tx, reading);
    }
    return OK;
}

enum status rest_select(struct call *call, struct tx *tx, const struct rest_query *query,
                        enum form form, int64_t limit, int64_t *ret_count)
{
    struct sql sql = sql_for(tx_arena(tx), tx_engine(tx));
    struct cursor *cursor;
    enum status status;

    compile_select(&sql, query, limit);
    status = sql_status(&sql);
    if (status == OK && form_is_export(form))
        status = unseal_fetch_keys(tx, query->root);
    if (status == OK)
        status = tx_query(tx, buffer_text(&sql.text), sql.values, sql.count, &cursor);
    if (status != OK)
        return status;
    status = answer_rows(call, query, form, cursor, ret_count);
    cursor_close(cursor);
    return status;
}

static enum status read_work(struct tx *tx, void *context)
{
    struct reading *reading = context;
    enum status status = count_rows(tx, reading);

    if (status != OK)
        return status;
    return rest_select(reading->call, tx, reading->query, reading->form, reading->limit,
                       &reading->count);
}

/* A page has at most LIMIT_PAGE_ROWS rows, as Supabase's max-rows. An export may be longer, and is
   whole: one row more than it may have is read, and refused. */
static int64_t limit_of(const struct rest_query *query, enum form form)
{
    int64_t most = form_is_export(form) ? LIMIT_EXPORT_ROWS + 1 : LIMIT_PAGE_ROWS;
    int64_t asked = query->root->limit;

    return asked >= 0 && asked < most ? asked : most;
}

static void answer_range(struct call *call, const struct reading *reading)
{
    int64_t from = reading->query->root->offset;
    struct text total =
        reading->total < 0 ? T("*") : arena_print(call->arena, "%lld", (long long)reading->total);
    struct text range = reading->count == 0
                            ? arena_print(call->arena, "*/%.*s", TEXT_ARG(total))
                            : arena_print(call->arena, "%lld-%lld/%.*s", (long long)from,
                                          (long long)(from + reading->count - 1), TEXT_ARG(total));

    call_add_header(call, T("Content-Range"), range);
    if (reading->total >= 0 && reading->count < reading->total && call->http_status == 0)
        call->http_status = 206;
}

static enum status check_range(struct call *call, const struct reading *reading)
{
    int64_t offset = reading->query->root->offset;

    bool is_exact = reading->query->prefer.count == COUNT_EXACT;

    if (!is_exact || reading->total < 0 || offset == 0 || offset <= reading->total)
        return OK;
    return REFUSE(call, INVALID, .http = 416, .code = "PGRST103",
                  .say = L("Requested range not satisfiable", "请求的范围无效"),
                  .details = arena_print(call->arena,
                                         "An offset of %lld was requested, but there are only "
                                         "%lld rows.",
                                         (long long)offset, (long long)reading->total));
}

static enum status check_export(struct call *call, const struct reading *reading)
{
    if (!form_is_export(reading->form) || reading->count <= LIMIT_EXPORT_ROWS)
        return OK;
    return REFUSE(
        call, TOO_LARGE, .code = "54000", .limit = LIMIT_EXPORT_ROWS,
        .say = L("An export has at most {limit} rows: filter, or take it in parts by "
                 "\"limit\" and \"offset\".",
                 "单次最多导出 {limit} 行：请先筛选，或用 “limit” 和 “offset” 分批导出。"));
}

enum status rest_get(struct call *call)
{
    const struct entity *entity;
    struct rest_query query;
    struct reading reading = { .call = call, .query = &query, .total = -1 };
    enum status status = rest_entity(call, &entity);

    if (status == OK)
        status = call_require(call, entity->module, LEVEL_VIEW);
    if (status == OK)
        status = rest_query_parse(call, entity, &query);
    if (status != OK)
        return status;
    reading.form = query.form;
    reading.limit = limit_of(&query, reading.form);
    status = call_read(call, read_work, &reading);
    if (status == OK)
        status = check_range(call, &reading);
    if (status == OK)
        status = check_export(call, &reading);
    if (status != OK)
        return status;
    answer_range(call, &reading);
    preferences_echo(call, &query.prefer, false);
    if (!call->http_status)
        call->http_status = 200;
    return OK;
}
