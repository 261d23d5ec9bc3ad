/* Inserting: POST and PUT of /rest/v1/<entity>: rows from JSON, CSV or a form, merged or passed
   over where there is one already. */
#include "rest/writing.h"

#include "base/limits.h"
#include "codec/csv.h"
#include "codec/query.h"
#include "rest/compile.h"

/* The columns that `columns` names and that a client may set. */
struct wanted {
    const struct field *fields[LIMIT_FIELDS];
    size_t count;
};

static struct text take_name(struct text *rest)
{
    struct text name = text_trim(text_cut(rest, ','));

    return name.size > 1 && name.at[0] == '"' ? text_slice(name, 1, name.size - 2) : name;
}

static enum status read_columns(struct writing *writing, struct wanted *wanted)
{
    struct text rest = writing->query->columns;

    while (rest.size > 0) {
        struct text name = take_name(&rest);
        const struct field *field = selection_field(writing->entity, name);
        enum status status;

        if (!field)
            return REFUSE(writing->call, INVALID, .code = "PGRST204", .entity = writing->entity,
                          .say = L("Could not find the column {value}", "找不到列 {value}"),
                          .value = name);
        status = call_require_field(writing->call, writing->entity, field, LEVEL_EDIT_OWN);
        if (status != OK)
            return status;
        if (entity_field(writing->entity, name) == field && !field_is_set_by_server(field) &&
            wanted->count < LIMIT_FIELDS)
            wanted->fields[wanted->count++] = field;
    }
    return OK;
}

/* A column that is named and not sent is null, unless missing=default is said; where null could
   only be refused, it is the default. */
static enum status fill_row(struct writing *writing, const struct wanted *wanted,
                            struct row_draft *draft, const struct json *object)
{
    enum status status = writing_fill(writing, draft, object);

    for (size_t i = 0; status == OK && i < wanted->count; i++)
        if (writing->query->prefer.missing != MISSING_DEFAULT && wanted->fields[i]->optional &&
            !json_member(object, text_from(wanted->fields[i]->name)))
            draft_set(writing->entity, draft, wanted->fields[i], VALUE_OF_NULL);
    return status == OK ? draft_finish(writing->call, writing->entity, draft) : status;
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
    struct wanted wanted = { .count = 0 };
    const struct json *json;
    enum status status = call_json(call, &json);
    bool is_array;

    if (status == OK)
        status = read_columns(writing, &wanted);
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
        status = fill_row(writing, &wanted, draft, is_array ? json_at(json, i) : json);
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

/* application/x-www-form-urlencoded: one row. */
static enum status read_form_row(struct writing *writing)
{
    struct call *call = writing->call;
    struct row_draft *draft = ARENA_NEW(call->arena, struct row_draft);
    struct query form;
    enum status status = query_parse(call->arena, http_body(call->exchange), &form);

    if (status != OK)
        return REFUSE(call, INVALID, .code = "PGRST102",
                      .say = L("The form cannot be read.", "无法读取表单。"));
    *draft = draft_new(call, writing->entity);
    writing->drafts = draft;
    writing->draft_count = 1;
    for (size_t i = 0; status == OK && i < form.count; i++)
        status = draft_set_cell(call, writing->entity, draft, form.pairs[i].name,
                                form.pairs[i].value.at ? form.pairs[i].value : T(""));
    return status == OK ? draft_finish(call, writing->entity, draft) : status;
}

/* The body in the form that Content-Type says; JSON when it says nothing. */
static enum status read_rows(struct writing *writing)
{
    struct text rest = call_header(writing->call, T("Content-Type"));
    struct text type = text_trim(text_cut(&rest, ';'));

    if (type.size == 0 || text_equal_nocase(type, T("application/json")) ||
        text_equal_nocase(type, T("application/vnd.pgrst.object+json")) ||
        text_equal_nocase(type, T("application/vnd.pgrst.array+json")))
        return read_json_rows(writing);
    if (text_equal_nocase(type, T("text/csv")))
        return read_csv_rows(writing);
    if (text_equal_nocase(type, T("application/x-www-form-urlencoded")))
        return read_form_row(writing);
    return REFUSE(
        writing->call, INVALID, .http = 415, .code = "PGRST102",
        .say = L("Content-Type not acceptable: {value}", "不接受的 Content-Type：{value}"),
        .value = type);
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
        enum status status;

        if (!field)
            return refuse_unknown_column(call, writing->entity, name);
        status = call_require_field(call, writing->entity, field, LEVEL_VIEW);
        if (status != OK)
            return status;
        if (field != &row_fields[COLUMN_WORKSPACE_ID])
            names[count++] = field->name;
    }
    if (count == 0 || (count == 1 && strcmp(names[0], "id") == 0))
        return OK;
    if (rest.size > 0 || !entity_is_unique(writing->entity, names, count))
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

    writing_start(writing);
    for (size_t i = 0; i < writing->draft_count; i++) {
        bool is_written = false;
        struct id id;
        enum status status = draft_insert(writing->call, tx, writing->entity, &writing->drafts[i],
                                          &writing->options, &id, &is_written);

        if (status != OK)
            return status;
        if (is_written)
            writing_keep_id(writing, id);
    }
    if (writing_tell(writing, tx, writing->options.merges ? "update" : "create") != OK)
        return FAILED;
    return writing_finish(writing, tx);
}

enum status rest_post(struct call *call)
{
    struct writing *writing;
    enum status status = writing_begin(call, 201, entity_may_create, &writing);

    if (status == OK)
        status = read_conflict(writing);
    if (status == OK)
        status = read_rows(writing);
    if (status != OK)
        return status;
    return call_write_last(call, insert_work, writing, writing_settle);
}

/* --- PUT: one row, made or merged, that the URL names by its id */

static enum status read_put_id(struct writing *writing, struct id *ret_id)
{
    const struct selection *root = writing->query->root;
    const struct filter *filter = root->filters;

    if (root->limit >= 0 || root->offset > 0)
        return REFUSE(writing->call, INVALID, .code = "PGRST114",
                      .say = L("limit/offset querystring parameters are not allowed for PUT",
                               "PUT 不能使用 limit/offset"));
    if (!filter || filter->next || filter->kind != FILTER_COMPARE || filter->is_negated ||
        filter->operator_ != OPERATOR_EQ || filter->operand.field != &row_fields[COLUMN_ID])
        return REFUSE(writing->call, INVALID, .http = 405, .code = "PGRST105",
                      .say = L("Filters must include all and only primary key columns with 'eq' "
                               "operators",
                               "PUT 只能用 id=eq.<编号> 指明一条记录"));
    *ret_id = filter->values->id;
    return OK;
}

static enum status check_put(struct writing *writing)
{
    struct id id;
    enum status status = read_put_id(writing, &id);

    if (status == OK)
        status = read_rows(writing);
    if (status != OK)
        return status;
    if (writing->draft_count == 1 && writing->drafts->is_given[COLUMN_ID] &&
        id_equal(writing->drafts->values[COLUMN_ID].id, id))
        return OK;
    return REFUSE(writing->call, INVALID, .code = "PGRST115", .field = &row_fields[COLUMN_ID],
                  .say = L("Payload values do not match URL in primary key column(s)",
                           "内容中的编号与地址不一致"));
}

/* 201 when there was none: the answer says so. */
static enum status put_work(struct tx *tx, void *context)
{
    struct writing *writing = context;
    struct sql sql = sql_for(writing->call->arena, tx_engine(tx));
    struct cursor *cursor;
    bool found;
    enum status status;

    buffer_print(&sql.text, "SELECT 1 FROM %s", writing->entity->name);
    compile_where(&sql, writing->query->root, true);
    status = tx_query(tx, buffer_text(&sql.text), sql.values, sql.count, &cursor);
    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    cursor_close(cursor);
    writing->http_status = found ? 204 : 201;
    return status == OK ? insert_work(tx, writing) : status;
}

enum status rest_put(struct call *call)
{
    struct writing *writing;
    enum status status = writing_begin(call, 201, entity_may_create, &writing);

    if (status == OK)
        status = check_put(writing);
    if (status != OK)
        return status;
    writing->options.merges = true;
    return call_write_last(call, put_work, writing, writing_settle);
}
