/* Writing: POST, PATCH and DELETE of /rest/v1/<entity>. */
#include "rest/write.h"

#include "base/limits.h"
#include "base/zone.h"
#include "codec/csv.h"
#include "rest/compile.h"
#include "rest/rederive.h"
#include "rest/rest.h"
#include "schema/column.h"

enum { LIMIT_CONFLICT_COLUMNS = 8 };

struct writing {
    struct call *call;
    const struct entity *entity;
    struct rest_query *query;
    enum form form;
    struct row_draft *drafts;
    size_t draft_count;
    struct insert_options options;
    struct id *ids; /* of the rows that were written */
    size_t id_count, id_room;
    int http_status;
    size_t header_count; /* of the call, before the work */
    bool is_rolled_back; /* Prefer: tx=rollback did its work */
};

static void keep_id(struct writing *writing, struct id id)
{
    if (writing->id_count == writing->id_room) {
        size_t room = writing->id_room ? writing->id_room * 2 : 16;
        struct id *ids = ARENA_NEW_ARRAY(writing->call->arena, struct id, room);

        if (writing->id_count > 0)
            memcpy(ids, writing->ids, writing->id_count * sizeof *ids);
        writing->ids = ids;
        writing->id_room = room;
    }
    writing->ids[writing->id_count++] = id;
}

/* Work may be run again from its start. */
static void start(struct writing *writing)
{
    writing->id_count = 0;
    writing->call->header_count = writing->header_count;
    buffer_clear(&writing->call->body);
}

/* --- what all three share at the end */

static enum status check_affected(struct writing *writing)
{
    const struct preferences *prefer = &writing->query->prefer;

    if (prefer->handling != HANDLING_STRICT || prefer->max_affected < 0 ||
        (int64_t)writing->id_count <= prefer->max_affected)
        return OK;
    return REFUSE(writing->call, INVALID, .code = "PGRST124",
                  .say = L("Query result exceeds max-affected preference constraint",
                           "受影响的行数超过了 max-affected 的限制"),
                  .details = arena_print(writing->call->arena, "The query affects %zu rows",
                                         writing->id_count));
}

/* The written rows as the client's select wants to see them. */
static enum status answer_written(struct writing *writing, struct tx *tx)
{
    struct call *call = writing->call;
    struct rest_query query = *writing->query;
    struct filter filter = { .operand = { .field = &row_fields[COLUMN_ID] },
                             .operator_ = OPERATOR_IN,
                             .value_count = writing->id_count };
    int64_t count;

    filter.values = ARENA_NEW_ARRAY(call->arena, struct value, writing->id_count + 1);
    for (size_t i = 0; i < writing->id_count; i++)
        filter.values[i] = VALUE_OF_ID(writing->ids[i]);
    query.root->filters = &filter;
    return rest_select(call, tx, &query, writing->form, -1, &count);
}

static void add_headers(struct writing *writing)
{
    struct call *call = writing->call;
    const struct preferences *prefer = &writing->query->prefer;

    if (prefer->count != COUNT_NONE)
        call_add_header(call, T("Content-Range"),
                        arena_print(call->arena, "*/%zu", writing->id_count));
    if (prefer->returns == RETURN_HEADERS && writing->id_count == 1)
        call_add_header(call, T("Location"),
                        arena_print(call->arena, "/%s?id=eq.%s", writing->entity->name,
                                    id_to_text(writing->ids[0]).at));
    preferences_echo(call, prefer, true);
}

/* The whole answer, inside the transaction. */
static enum status complete(struct writing *writing)
{
    struct call *call = writing->call;
    bool has_body = call->body.size > 0;

    call->http_status = writing->http_status == 204 && has_body ? 200 : writing->http_status;
    add_headers(writing);
    writing->is_rolled_back = writing->query->prefer.ending == ENDING_ROLLBACK;
    return writing->is_rolled_back ? CONFLICT : OK;
}

static enum status finish(struct writing *writing, struct tx *tx)
{
    const struct preferences *prefer = &writing->query->prefer;
    bool has_answer = prefer->returns == RETURN_REPRESENTATION || writing->query->is_single;
    enum status status = check_affected(writing);

    if (status == OK && has_answer)
        status = answer_written(writing, tx);
    return status == OK ? complete(writing) : status;
}

/* Prefer: tx=rollback has undone the transaction, and that is what was asked for. */
static enum status settle(void *context, enum status status)
{
    struct writing *writing = context;

    if (!writing->is_rolled_back)
        return status;
    writing->call->is_refused = false;
    return OK;
}

/* What a write is made of outlives its handler: it lives in the call's arena. */
static enum status begin(struct call *call, int http_status,
                         bool (*may)(const struct entity *entity, enum level level),
                         struct writing **ret_writing)
{
    struct writing *writing = ARENA_NEW(call->arena, struct writing);
    enum status status = rest_entity(call, &writing->entity);

    if (status != OK)
        return status;
    status = call_require(call, writing->entity->module, LEVEL_VIEW);
    if (status == OK && !may(writing->entity, call_level(call, writing->entity->module)))
        status = REFUSE(call, FORBIDDEN, .code = "42501", .entity = writing->entity,
                        .say = L("You may not change this: {entity}.", "您无权更改：{entity}。"),
                        .hint = L("An administrator of the workspace can grant it.",
                                  "请联系工作区管理员授权。"));
    writing->query = ARENA_NEW(call->arena, struct rest_query);
    if (status == OK)
        status = rest_query_parse(call, writing->entity, writing->query);
    if (status != OK)
        return status;
    writing->call = call;
    writing->form = answer_form(call, writing->query);
    writing->http_status = http_status;
    writing->header_count = call->header_count;
    *ret_writing = writing;
    return OK;
}

/* --- POST */

static bool is_wanted(const struct rest_query *query, struct text name)
{
    struct text rest = query->columns;

    if (!rest.at)
        return true;
    while (rest.size > 0) {
        struct text column = text_trim(text_cut(&rest, ','));

        if (column.size > 1 && column.at[0] == '"')
            column = text_slice(column, 1, column.size - 2);
        if (text_equal(column, name))
            return true;
    }
    return false;
}

static enum status fill(struct writing *writing, struct row_draft *draft, const struct json *object)
{
    struct json_members members = { .object = object };

    if (json_kind(object) != JSON_KIND_OBJECT)
        return REFUSE(writing->call, INVALID, .code = "PGRST102", .row = draft->number,
                      .say = L("A row must be a JSON object.", "每一行必须是 JSON 对象。"));
    while (json_next_member(&members)) {
        enum status status;

        if (!is_wanted(writing->query, members.name))
            continue;
        status = draft_set_json(writing->call, writing->entity, draft, members.name, members.value);
        if (status != OK)
            return status;
    }
    return OK;
}

static enum status refuse_bulk(struct call *call)
{
    return REFUSE(
        call, TOO_LARGE, .code = "54000", .limit = LIMIT_BULK_ROWS,
        .say = L("A request may bring at most {limit} rows.", "一次请求最多 {limit} 行。"));
}

static enum status read_json_rows(struct writing *writing)
{
    struct call *call = writing->call;
    const struct json *json;
    enum status status = call_json(call, &json);
    bool is_array;

    if (status != OK)
        return status;
    is_array = json_kind(json) == JSON_KIND_ARRAY;
    writing->draft_count = is_array ? json_count(json) : 1;
    if (writing->draft_count > LIMIT_BULK_ROWS)
        return refuse_bulk(call);
    writing->drafts = ARENA_NEW_ARRAY(call->arena, struct row_draft, writing->draft_count);
    for (size_t i = 0; i < writing->draft_count; i++) {
        struct row_draft *draft = &writing->drafts[i];

        *draft = draft_new(call, writing->entity);
        draft->number = is_array ? (int64_t)i + 1 : 0;
        status = fill(writing, draft, is_array ? json_at(json, i) : json);
        if (status == OK)
            status = draft_finish(call, writing->entity, draft);
        if (status != OK)
            return status;
    }
    return OK;
}

static enum status read_csv_row(struct writing *writing, struct table_row header,
                                struct table_row row)
{
    struct row_draft *draft = &writing->drafts[writing->draft_count++];

    *draft = draft_new(writing->call, writing->entity);
    draft->number = (int64_t)writing->draft_count;
    for (size_t i = 0; i < header.count; i++) {
        enum status status = draft_set_cell(writing->call, writing->entity, draft, header.fields[i],
                                            i < row.count ? row.fields[i] : T(""));

        if (status != OK)
            return status;
    }
    return draft_finish(writing->call, writing->entity, draft);
}

static enum status read_csv_rows(struct writing *writing)
{
    struct call *call = writing->call;
    struct csv_reader csv = csv_reader_over(http_body(call->exchange), ',', NULL);
    struct table_row header, row = { 0 };
    enum status status = csv_next_row(&csv, call->arena, &header);

    writing->drafts = ARENA_NEW_ARRAY(call->arena, struct row_draft, LIMIT_BULK_ROWS);
    while (status == OK) {
        status = csv_next_row(&csv, call->arena, &row);
        if (status != OK || row.count == 0)
            break;
        if (writing->draft_count == LIMIT_BULK_ROWS)
            return refuse_bulk(call);
        status = read_csv_row(writing, header, row);
        if (status != OK)
            return status;
    }
    if (status == OK)
        return OK;
    return REFUSE(call, INVALID, .code = "PGRST102",
                  .say = L("The CSV cannot be read: {value}.", "无法读取 CSV：{value}。"),
                  .value = text_from(csv.fault), .row = (int64_t)csv.fault_line);
}

/* on_conflict names the id or columns that are unique together. */
static enum status read_conflict(struct writing *writing)
{
    struct call *call = writing->call;
    struct text rest = writing->query->on_conflict;
    const char **names = ARENA_NEW_ARRAY(call->arena, const char *, LIMIT_CONFLICT_COLUMNS + 1);
    size_t count = 0;

    writing->options.merges = writing->query->prefer.resolution == RESOLUTION_MERGE;
    writing->options.ignores = writing->query->prefer.resolution == RESOLUTION_IGNORE;
    while (rest.size > 0 && count < LIMIT_CONFLICT_COLUMNS) {
        struct text name = text_trim(text_cut(&rest, ','));
        const struct field *field = selection_field(writing->entity, name);

        if (!field)
            return refuse_unknown_column(call, writing->entity, name);
        if (field != &row_fields[COLUMN_WORKSPACE_ID])
            names[count++] = field->name;
    }
    if (count == 0 || (count == 1 && strcmp(names[0], "id") == 0))
        return OK;
    if (!entity_is_unique(writing->entity, names, count))
        return REFUSE(call, INVALID, .code = "42P10",
                      .say = L("These columns are not unique together: {value}.",
                               "这些列不构成唯一约束：{value}。"),
                      .value = writing->query->on_conflict);
    writing->options.conflict = names;
    return OK;
}

static enum status insert_work(struct tx *tx, void *context)
{
    struct writing *writing = context;

    start(writing);
    for (size_t i = 0; i < writing->draft_count; i++) {
        bool is_written = false;
        struct id id;
        enum status status = draft_insert(writing->call, tx, writing->entity, &writing->drafts[i],
                                          &writing->options, &id, &is_written);

        if (status != OK)
            return status;
        if (is_written)
            keep_id(writing, id);
    }
    return finish(writing, tx);
}

enum status rest_post(struct call *call)
{
    struct writing *writing;
    bool is_csv = text_starts_with(call_header(call, T("Content-Type")), T("text/csv"));
    enum status status = begin(call, 201, entity_may_create, &writing);

    if (status == OK)
        status = read_conflict(writing);
    if (status == OK)
        status = is_csv ? read_csv_rows(writing) : read_json_rows(writing);
    if (status != OK)
        return status;
    return call_write_last(call, insert_work, writing, settle);
}

/* --- PATCH and DELETE */

static enum status require_filter(struct call *call, const struct rest_query *query)
{
    if (query->has_filter)
        return OK;
    return REFUSE(
        call, INVALID, .code = "21000",
        .say = L("This would change every row.", "这将更改所有行。"),
        .hint = L("Add a filter, for example id=eq.<id>.", "请添加筛选条件，例如 id=eq.<编号>。"));
}

/* Who may change only their own rows is told so when the filter means others' too. */
static enum status check_owner(struct writing *writing, struct tx *tx)
{
    struct call *call = writing->call;
    struct sql sql = sql_for(call->arena, tx_engine(tx));
    struct cursor *cursor;
    bool found;
    enum status status;

    if (call_level(call, writing->entity->module) >= LEVEL_EDIT_EVERY &&
        writing->entity->rows != ROWS_OF_OWNER)
        return OK;
    buffer_print(&sql.text, "SELECT 1 FROM %s", writing->entity->name);
    compile_where(&sql, writing->query->root, true);
    buffer_append(&sql.text, T(" AND (created_by IS NULL OR created_by <> "));
    sql_bind(&sql, VALUE_OF_ID(call->caller.account_id));
    buffer_append(&sql.text, T(") LIMIT 1"));
    status = tx_query(tx, buffer_text(&sql.text), sql.values, sql.count, &cursor);
    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    cursor_close(cursor);
    if (status != OK || !found)
        return status;
    return REFUSE(
        call, FORBIDDEN, .code = "42501", .entity = writing->entity,
        .say = L("You may change only what you created yourself.", "您只能更改自己创建的记录。"),
        .hint = L("An administrator of the workspace can grant more.",
                  "请联系工作区管理员授予更多权限。"));
}

/* Runs a write with RETURNING id and keeps the ids. */
static enum status run_returning(struct writing *writing, struct tx *tx, struct sql *sql)
{
    struct cursor *cursor;
    bool found;
    enum status status = sql_status(sql);

    if (status == OK)
        status = tx_query(tx, buffer_text(&sql->text), sql->values, sql->count, &cursor);
    if (status != OK)
        return status;
    for (;;) {
        status = cursor_next(cursor, &found);
        if (status != OK || !found)
            break;
        keep_id(writing, cursor_value(cursor, 0).id);
    }
    cursor_close(cursor);
    return status;
}

static void compile_update(struct sql *sql, const struct writing *writing)
{
    const struct row_draft *draft = writing->drafts;
    size_t count = column_count(writing->entity);

    buffer_print(&sql->text, "UPDATE %s SET updated_at = ", writing->entity->name);
    sql_bind(sql, VALUE_OF_INTEGER(writing->call->now_ms));
    buffer_append(&sql->text, T(", version = version + 1"));
    for (size_t i = ROW_COLUMNS; i < count; i++) {
        if (!draft->is_given[i])
            continue;
        buffer_append(&sql->text, T(", "));
        column_print_name(&sql->text, column_at(writing->entity, i));
        buffer_append(&sql->text, T(" = "));
        sql_bind(sql, draft->values[i]);
    }
    compile_where(sql, writing->query->root, true);
    buffer_append(&sql->text, T(" RETURNING id"));
}

static enum status update_work(struct tx *tx, void *context)
{
    struct writing *writing = context;
    struct sql sql = sql_for(writing->call->arena, tx_engine(tx));
    enum status status;

    start(writing);
    status = check_owner(writing, tx);
    if (status != OK)
        return status;
    compile_update(&sql, writing);
    status = run_returning(writing, tx, &sql);
    for (size_t i = 0; status == OK && writing->entity->check && i < writing->id_count; i++)
        status = draft_check(writing->call, tx, writing->entity, writing->ids[i]);
    return status != OK ? status : finish(writing, tx);
}

/* The new time zone when it is a workspace's that changes, else NULL. */
static const struct zone *new_zone(const struct entity *entity, const struct row_draft *draft)
{
    for (size_t i = 0; i < entity->fields.count; i++)
        if (entity->fields.at[i].format == TIME_ZONE && draft->is_given[ROW_COLUMNS + i])
            return zone_find(draft->values[ROW_COLUMNS + i].text);
    return NULL;
}

/* Days and hours of a workspace's records are those of its time zone, also of old records. */
static enum status change_zone(struct writing *writing, const struct zone *zone)
{
    enum status status = settle(writing, call_write(writing->call, update_work, writing));

    if (status != OK || writing->is_rolled_back || writing->id_count == 0)
        return status;
    return rederive_workspace(writing->call, zone);
}

enum status rest_patch(struct call *call)
{
    struct writing *writing;
    const struct json *json;
    struct row_draft *draft;
    const struct zone *zone;
    enum status status = begin(call, 204, entity_may_update, &writing);

    if (status == OK)
        status = require_filter(call, writing->query);
    if (status == OK)
        status = call_json(call, &json);
    if (status != OK)
        return status;
    draft = ARENA_NEW(call->arena, struct row_draft);
    *draft = draft_empty(call, writing->entity);
    writing->drafts = draft;
    status = fill(writing, draft, json);
    if (status != OK)
        return status;
    if (draft->is_given[COLUMN_ID])
        return REFUSE(call, INVALID, .code = "428C9", .field = &row_fields[COLUMN_ID],
                      .say = L("The id of a record cannot be changed.", "记录编号不能更改。"));
    draft_derive(call, writing->entity, draft);
    zone = new_zone(writing->entity, draft);
    return zone ? change_zone(writing, zone) : call_write_last(call, update_work, writing, settle);
}

static enum status delete_work(struct tx *tx, void *context)
{
    struct writing *writing = context;
    struct call *call = writing->call;
    struct sql sql = sql_for(call->arena, tx_engine(tx));
    bool has_answer = writing->query->prefer.returns == RETURN_REPRESENTATION ||
                      writing->query->is_single;
    int64_t count;
    enum status status;

    start(writing);
    status = check_owner(writing, tx);
    if (status == OK && has_answer)
        status = rest_select(call, tx, writing->query, writing->form, -1, &count);
    if (status != OK)
        return status;
    buffer_print(&sql.text, "DELETE FROM %s", writing->entity->name);
    compile_where(&sql, writing->query->root, true);
    buffer_append(&sql.text, T(" RETURNING id"));
    status = run_returning(writing, tx, &sql);
    if (status == OK)
        status = check_affected(writing);
    return status == OK ? complete(writing) : status;
}

static enum status settle_delete(void *context, enum status status)
{
    struct writing *writing = context;
    struct call *call = writing->call;

    status = settle(writing, status);
    if (status == OK || call->fault != STORE_LINK)
        return status;
    return REFUSE(
        call, CONFLICT, .code = "23503", .entity = writing->entity,
        .say = L("Other records still belong to this one: {entity}.",
                 "仍有其他记录属于它：{entity}。"),
        .hint = L("Delete them first, or move them elsewhere.", "请先删除它们，或移到别处。"));
}

enum status rest_delete(struct call *call)
{
    struct writing *writing;
    enum status status = begin(call, 204, entity_may_delete, &writing);

    if (status == OK)
        status = require_filter(call, writing->query);
    return status == OK ? call_write_last(call, delete_work, writing, settle_delete) : status;
}
