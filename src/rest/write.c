/* Writing: PATCH and DELETE of /rest/v1/<entity>, and what all writes share. */
#include "rest/writing.h"

#include "auth/activity.h"
#include "base/limits.h"
#include "base/zone.h"
#include "rest/compile.h"
#include "rest/lock.h"
#include "rest/parts.h"
#include "rest/rederive.h"
#include "schema/column.h"
#include "store/daily.h"
#include "store/feed.h"

void writing_keep_id(struct writing *writing, struct id id)
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

void writing_start(struct writing *writing)
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
    struct filter *asked = query.root->filters;
    int64_t count;
    enum status status;

    filter.values = ARENA_NEW_ARRAY(call->arena, struct value, writing->id_count + 1);
    for (size_t i = 0; i < writing->id_count; i++)
        filter.values[i] = VALUE_OF_ID(writing->ids[i]);
    query.root->filters = &filter;
    status = rest_select(call, tx, &query, writing->form, -1, &count);
    query.root->filters = asked; /* the work may be run again */
    return status;
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

enum status writing_tell(const struct writing *writing, struct tx *tx, const char *action)
{
    return activity_write(tx, writing->call,
                          &(struct activity){ .entity = writing->entity,
                                              .action = action,
                                              .row_id = writing->id_count == 1
                                                            ? writing->ids[0]
                                                            : (struct id){ { 0 } },
                                              .count = (int64_t)writing->id_count });
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

enum status writing_finish(struct writing *writing, struct tx *tx)
{
    const struct preferences *prefer = &writing->query->prefer;
    bool has_answer = prefer->returns == RETURN_REPRESENTATION || writing->query->is_single;
    enum status status = check_affected(writing);

    if (status == OK && has_answer)
        status = answer_written(writing, tx);
    return status == OK ? complete(writing) : status;
}

enum status writing_settle(void *context, enum status status)
{
    struct writing *writing = context;

    if (!writing->is_rolled_back)
        return status;
    writing->call->is_refused = false;
    return OK;
}

enum status writing_begin(struct call *call, int http_status,
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
    writing->form = writing->query->form;
    writing->http_status = http_status;
    writing->header_count = call->header_count;
    *ret_writing = writing;
    return OK;
}

/* --- rows that come as JSON objects */

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

enum status writing_fill(struct writing *writing, struct row_draft *draft,
                         const struct json *object)
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

/* A limit says which rows only together with an order. */
static enum status check_limit(struct call *call, const struct rest_query *query)
{
    const struct selection *root = query->root;

    if (root->limit < 0 && root->offset == 0)
        return OK;
    if (root->limit >= 0 && root->order)
        return OK;
    return REFUSE(call, INVALID, .code = "PGRST109",
                  .say = L("A 'limit' was applied without an explicit 'order'",
                           "使用 limit 时必须同时指定 order"),
                  .hint = L("Apply an 'order' using unique column(s), and a 'limit'.",
                            "请用唯一的列指定 order，并给出 limit。"));
}

static enum status check_target(struct call *call, const struct rest_query *query)
{
    enum status status = require_filter(call, query);

    return status == OK ? check_limit(call, query) : status;
}

/* " WHERE ..." of the rows that are meant: those of the filters, or the first of them. */
static void put_target(struct sql *sql, const struct writing *writing)
{
    const struct selection *root = writing->query->root;

    if (root->limit < 0) {
        compile_where(sql, root, true);
        return;
    }
    buffer_print(&sql->text, " WHERE %s.id IN (SELECT t0.id FROM %s t0", writing->entity->name,
                 writing->entity->name);
    compile_where(sql, root, false);
    buffer_append(&sql->text, T(" ORDER BY "));
    compile_order(sql, root);
    buffer_append(&sql->text, T(" LIMIT "));
    sql_bind(sql, VALUE_OF_INTEGER(root->limit));
    buffer_append(&sql->text, T(" OFFSET "));
    sql_bind(sql, VALUE_OF_INTEGER(root->offset));
    buffer_append_byte(&sql->text, ')');
}

/* "SELECT 1 FROM sale WHERE ... AND (": one row of the target for which more holds. */
static struct sql begin_finding(const struct writing *writing, struct tx *tx)
{
    struct sql sql = sql_for(writing->call->arena, tx_engine(tx));

    buffer_print(&sql.text, "SELECT 1 FROM %s", writing->entity->name);
    put_target(&sql, writing);
    buffer_append(&sql.text, T(" AND ("));
    return sql;
}

static enum status finish_finding(struct sql *sql, struct tx *tx, bool *ret_found)
{
    struct cursor *cursor;
    enum status status;

    buffer_append(&sql->text, T(") LIMIT 1"));
    status = sql_status(sql);
    if (status == OK)
        status = tx_query(tx, buffer_text(&sql->text), sql->values, sql->count, &cursor);
    if (status != OK)
        return status;
    status = cursor_next(cursor, ret_found);
    cursor_close(cursor);
    return status;
}

static enum status check_lock(struct writing *writing, struct tx *tx)
{
    struct sql sql;
    bool found = false;
    enum status status;

    if (!writing->entity->lock)
        return OK;
    sql = begin_finding(writing, tx);
    lock_print(&sql.text, writing->entity->lock, "");
    status = finish_finding(&sql, tx, &found);
    return status == OK && found ? lock_refuse(writing->call, writing->entity) : status;
}

/* Who may change only their own rows is told so when the filter means others' too. */
static enum status check_owner(struct writing *writing, struct tx *tx)
{
    struct call *call = writing->call;
    struct sql sql;
    bool found = false;
    enum status status;

    if (call_level(call, writing->entity->module) >= LEVEL_EDIT_EVERY &&
        writing->entity->rows != ROWS_OF_OWNER)
        return OK;
    sql = begin_finding(writing, tx);
    buffer_append(&sql.text, T("created_by IS NULL OR created_by <> "));
    sql_bind(&sql, VALUE_OF_ID(call->caller.account_id));
    status = finish_finding(&sql, tx, &found);
    if (status != OK || !found)
        return status;
    return REFUSE(
        call, FORBIDDEN, .code = "42501", .entity = writing->entity,
        .say = L("You may change only what you created yourself.", "您只能更改自己创建的记录。"),
        .hint = L("An administrator of the workspace can grant more.",
                  "请联系工作区管理员授予更多权限。"));
}

/* Runs a write with RETURNING id, and the day where days are summed, and keeps the ids. */
static enum status run_returning(struct writing *writing, struct tx *tx, struct sql *sql,
                                 enum change_kind kind)
{
    int64_t workspace_id = writing->call->identity.workspace_id;
    const struct entity *entity = writing->entity;
    struct cursor *cursor;
    bool found;
    enum status status;

    buffer_append(&sql->text, entity->daily ? T(" RETURNING id, day") : T(" RETURNING id"));
    status = sql_status(sql);
    if (status == OK)
        status = tx_query(tx, buffer_text(&sql->text), sql->values, sql->count, &cursor);
    if (status != OK)
        return status;
    for (;;) {
        status = cursor_next(cursor, &found);
        if (status != OK || !found)
            break;
        writing_keep_id(writing, cursor_value(cursor, 0).id);
        if (entity->daily)
            tx_touch_day(tx, entity, workspace_id, cursor_value(cursor, 1));
    }
    cursor_close(cursor);
    if (status != OK)
        return status;
    tx_touched(tx, entity);
    tx_note(tx, entity, kind, workspace_id, writing->ids, writing->id_count);
    return OK;
}

static void compile_update(struct sql *sql, const struct writing *writing)
{
    const struct row_draft *draft = writing->drafts;
    size_t count = column_count(writing->entity);

    buffer_print(&sql->text, "UPDATE %s SET updated_at = ", writing->entity->name);
    sql_bind(sql, VALUE_OF_INTEGER(writing->call->now_ms));
    buffer_append(&sql->text, T(", version = version + 1"));
    for (size_t i = ROW_COLUMNS; i < count; i++) {
        if (!draft->is_given[i] || draft_seals(writing->entity, draft, i))
            continue;
        buffer_append(&sql->text, T(", "));
        column_print_name(&sql->text, column_at(writing->entity, i));
        buffer_append(&sql->text, T(" = "));
        sql_bind(sql, draft->values[i]);
    }
    put_target(sql, writing);
}

/* Rows that move to another day leave one, too. */
static enum status touch_left_days(struct writing *writing, struct tx *tx)
{
    struct call *call = writing->call;
    struct sql where = sql_for(call->arena, tx_engine(tx));
    enum status status;

    if (!writing->entity->daily ||
        !writing->drafts->is_given[column_index_named(writing->entity, "day")])
        return OK;
    buffer_append(&where.text, text_from(writing->entity->name));
    put_target(&where, writing);
    status = sql_status(&where);
    if (status != OK)
        return status;
    return tx_touch_days_of(tx, writing->entity, call->identity.workspace_id,
                            buffer_text(&where.text), where.values, where.count);
}

/* The rows that are meant, as they are, where the entity follows them. */
static enum status read_followed(struct writing *writing, struct tx *tx,
                                 struct followed *ret_followed)
{
    const struct entity *entity = writing->entity;
    struct sql sql = sql_for(writing->call->arena, tx_engine(tx));
    struct follow_query query;

    *ret_followed = (struct followed){ 0 };
    if (!entity->follow.run)
        return OK;
    buffer_print(&sql.text, "SELECT id FROM %s", entity->name);
    put_target(&sql, writing);
    buffer_print(&sql.text, " AND %s IS NOT NULL", entity->follow.column);
    if (sql_status(&sql) != OK)
        return sql_status(&sql);
    query = (struct follow_query){ buffer_text(&sql.text), sql.values, sql.count };
    return follow_up_read(writing->call, tx, entity, &query, ret_followed);
}

static enum status update_work(struct tx *tx, void *context)
{
    struct writing *writing = context;
    struct sql sql = sql_for(writing->call->arena, tx_engine(tx));
    struct followed before;
    enum status status;

    writing_start(writing);
    status = check_owner(writing, tx);
    if (status == OK)
        status = check_lock(writing, tx);
    if (status == OK)
        status = read_followed(writing, tx, &before);
    if (status == OK)
        status = touch_left_days(writing, tx);
    if (status != OK)
        return status;
    compile_update(&sql, writing);
    status = run_returning(writing, tx, &sql, CHANGE_UPDATE);
    if (status == OK)
        status =
            lock_check_rows(writing->call, tx, writing->entity, writing->ids, writing->id_count);
    for (size_t i = 0; status == OK && writing->entity->sealed_for && i < writing->id_count; i++)
        status =
            draft_seal_for(writing->call, tx, writing->entity, writing->drafts, writing->ids[i]);
    for (size_t i = 0; status == OK && writing->entity->check && i < writing->id_count; i++)
        status = draft_check(writing->call, tx, writing->entity, writing->ids[i]);
    if (status == OK)
        status = follow_up_changed(writing->call, tx, writing->entity, &before, writing->drafts,
                                   writing->ids, writing->id_count);
    if (status == OK)
        status = writing_tell(writing, tx, "update");
    return status != OK ? status : writing_finish(writing, tx);
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
    enum status status = writing_settle(writing, call_write(writing->call, update_work, writing));

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
    enum status status = writing_begin(call, 204, entity_may_update, &writing);

    if (status == OK)
        status = check_target(call, writing->query);
    if (status == OK)
        status = call_json(call, &json);
    if (status != OK)
        return status;
    draft = ARENA_NEW(call->arena, struct row_draft);
    *draft = draft_empty(call, writing->entity);
    writing->drafts = draft;
    status = writing_fill(writing, draft, json);
    if (status != OK)
        return status;
    if (draft->is_given[COLUMN_ID])
        return REFUSE(call, INVALID, .code = "428C9", .field = &row_fields[COLUMN_ID],
                      .say = L("The id of a record cannot be changed.", "记录编号不能更改。"));
    status = draft_check_kind(call, writing->entity, draft);
    if (status != OK)
        return status;
    draft_derive(call, writing->entity, draft);
    zone = new_zone(writing->entity, draft);
    return zone ? change_zone(writing, zone)
                : call_write_last(call, update_work, writing, writing_settle);
}

/* As the server's own code: what hangs on a record goes with it, whoever made it. */
static enum status forget_work(struct tx *tx, void *context)
{
    const struct writing *writing = context;
    struct call *call = writing->call;

    return call->instance->forget_records(call, tx, writing->entity, call->identity.workspace_id,
                                          writing->ids, writing->id_count);
}

/* ---- what belongs to the rows that go, and what holds them ---- */

struct deleting {
    struct writing *writing;
    struct sql sql;
    struct id *ids; /* of the rows that are meant */
    size_t count;
    struct parts parts;
};

static enum status read_target(struct deleting *deleting, struct tx *tx)
{
    struct writing *writing = deleting->writing;
    struct sql sql = sql_for(writing->call->arena, tx_engine(tx));
    struct follow_query query;

    buffer_print(&sql.text, "SELECT id FROM %s", writing->entity->name);
    put_target(&sql, writing);
    if (sql_status(&sql) != OK)
        return sql_status(&sql);
    query = (struct follow_query){ buffer_text(&sql.text), sql.values, sql.count };
    return follow_up_ids(tx, &query, &deleting->ids, &deleting->count);
}

static enum status remove_parts(struct tx *tx, void *context)
{
    struct deleting *deleting = context;

    return parts_remove_of(deleting->writing->call, tx, deleting->writing->entity, deleting->ids,
                           deleting->count, &deleting->parts);
}

static enum status forget_parts(struct tx *tx, void *context)
{
    const struct deleting *deleting = context;

    return parts_gone(deleting->writing->call, tx, &deleting->parts);
}

static enum status name_holders(struct tx *tx, void *context)
{
    const struct deleting *deleting = context;

    return holders_refuse(deleting->writing->call, tx, deleting->writing->entity, deleting->ids,
                          deleting->count);
}

static enum status delete_rows(struct tx *tx, void *context)
{
    struct deleting *deleting = context;

    return run_returning(deleting->writing, tx, &deleting->sql, CHANGE_DELETE);
}

/* In a savepoint where other records may hold a row: they are named then. */
static enum status delete_target(struct deleting *deleting, struct tx *tx)
{
    struct writing *writing = deleting->writing;
    const struct schema *schema = tx_schema(tx);
    enum status status = OK;

    if (!holders_exist(schema, writing->entity))
        return delete_rows(tx, deleting);
    if (parts_exist(schema, writing->entity, PARTING_ALWAYS)) {
        status = read_target(deleting, tx);
        if (status == OK && deleting->count > 0)
            status = tx_as_system(tx, remove_parts, deleting);
    }
    if (status == OK)
        status = tx_savepoint(tx, delete_rows, deleting);
    if (status != CONFLICT || writing->call->is_refused || tx_error(tx)->fault != STORE_LINK)
        return status;
    status = read_target(deleting, tx);
    return status == OK ? tx_as_system(tx, name_holders, deleting) : status;
}

static enum status delete_work(struct tx *tx, void *context)
{
    struct writing *writing = context;
    struct call *call = writing->call;
    struct deleting deleting = { .writing = writing, .sql = sql_for(call->arena, tx_engine(tx)) };
    bool has_answer = writing->query->prefer.returns == RETURN_REPRESENTATION ||
                      writing->query->is_single;
    struct followed before;
    int64_t count;
    enum status status;

    writing_start(writing);
    status = check_owner(writing, tx);
    if (status == OK)
        status = check_lock(writing, tx);
    if (status == OK)
        status = read_followed(writing, tx, &before);
    if (status == OK && has_answer)
        status = rest_select(call, tx, writing->query, writing->form, writing->query->root->limit,
                             &count);
    if (status != OK)
        return status;
    buffer_print(&deleting.sql.text, "DELETE FROM %s", writing->entity->name);
    put_target(&deleting.sql, writing);
    status = delete_target(&deleting, tx);
    if (status == OK && writing->entity->photos > 0)
        status = tx_as_system(tx, forget_work, writing);
    if (status == OK)
        status = follow_up_gone(call, tx, writing->entity, &before);
    if (status == OK && deleting.parts.first)
        status = tx_as_system(tx, forget_parts, &deleting);
    if (status == OK)
        status = check_affected(writing);
    if (status == OK)
        status = writing_tell(writing, tx, "delete");
    return status == OK ? complete(writing) : status;
}

enum status rest_delete(struct call *call)
{
    struct writing *writing;
    enum status status = writing_begin(call, 204, entity_may_delete, &writing);

    if (status == OK)
        status = check_target(call, writing->query);
    return status == OK ? call_write_last(call, delete_work, writing, writing_settle) : status;
}
