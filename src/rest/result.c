/* Result: the query is read as for a table whose columns are the function's outputs. */
#include "rest/result.h"

#include "base/limits.h"
#include "codec/csv.h"
#include "rest/result_match.h"

/* Of any answer that was built: what a call may keep in memory bounds the tree. */
static const struct json_limits limits = { .size_bytes = LIMIT_REPLY, .values = LIMIT_REPLY };

struct row_list {
    const struct json **at;
    size_t count;
};

static enum status refuse_too_large(struct call *call)
{
    return REFUSE(call, TOO_LARGE, .code = "54000",
                  .say = L("The result is too large to be filtered or shortened: ask for less.",
                           "结果过大，无法再筛选或截取，请缩小范围。"));
}

bool result_is_asked(const struct function *function, struct text name)
{
    static const char *const reserved[] = { "select", "order", "limit", "offset", "and", "or" };
    struct text rest = name;
    struct text field = text_slice(name, 0, text_find(name, T("->")));

    for (size_t i = 0; i < function->inputs.count; i++)
        if (text_equal(name, text_from(function->inputs.at[i].name)))
            return false;
    if (text_starts_with(name, T("not.")))
        text_cut(&rest, '.');
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (text_equal(rest, text_from(reserved[i])))
            return true;
    if (function->returns_entity && selection_field(function->returns_entity, field))
        return true;
    for (size_t i = 0; i < function->outputs.count; i++)
        if (text_equal(field, text_from(function->outputs.at[i].name)))
            return true;
    return false;
}

/* What a function gives is open already. */
static const struct entity *opened(struct call *call, const struct entity *entity)
{
    struct entity *copy;
    struct field *fields;

    if (!entity->sealed_for)
        return entity;
    copy = ARENA_NEW(call->arena, struct entity);
    fields = ARENA_NEW_ARRAY(call->arena, struct field, entity->fields.count);
    *copy = *entity;
    memcpy(fields, entity->fields.at, entity->fields.count * sizeof *fields);
    for (size_t i = 0; i < entity->fields.count; i++)
        fields[i].sealed = fields[i].blind = false;
    copy->fields.at = fields;
    copy->sealed_for = NULL;
    return copy;
}

/* A table that has the outputs as its columns. */
static const struct entity *as_entity(struct call *call, const struct function *function)
{
    struct entity *entity;

    if (function->returns_entity)
        return opened(call, function->returns_entity);
    entity = ARENA_NEW(call->arena, struct entity);
    entity->name = function->name;
    entity->label = function->label;
    entity->module = function->module;
    entity->fields.at = function->outputs.at;
    entity->fields.count = function->outputs.count;
    return entity;
}

/* `*`, or nothing: every member that the function gives. */
static bool takes_every_column(const struct query *pairs)
{
    struct text select = query_value(pairs, T("select"));

    return select.size == 0 || text_equal(select, T("*"));
}

static enum status parse_pairs(struct call *call, const struct function *function,
                               const struct query *pairs, struct rest_query *query)
{
    enum status status = OK;

    if (!takes_every_column(pairs))
        status = selection_parse(call, query, query->root, query_value(pairs, T("select")));
    if (status == OK && (query->root->has_aggregate || query->root->embeds))
        return REFUSE(call, INVALID, .code = "PGRST123",
                      .say = L("The result of a function is neither grouped nor embedded into.",
                               "函数结果不支持聚合或嵌入。"));
    for (size_t i = 0; status == OK && i < pairs->count; i++)
        if (result_is_asked(function, pairs->pairs[i].name))
            status = parameter_parse(call, query, pairs->pairs[i].name, pairs->pairs[i].value);
    return status;
}

/* Only what reads can be refused by the size of its result: it is known when all is done. */
static enum status check_affected(struct call *call, const struct function *function,
                                  const struct preferences *prefer)
{
    if (prefer->handling != HANDLING_STRICT || prefer->max_affected < 0 ||
        (function->reads_only && function->returns == RETURNS_LIST))
        return OK;
    return REFUSE(
        call, INVALID, .code = "PGRST128",
        .say = L("Function must return SETOF or TABLE when max-affected preference is used "
                 "with handling=strict",
                 "handling=strict 与 max-affected 只能用于返回列表的函数"));
}

enum status result_parse(struct call *call, const struct function *function,
                         const struct query *pairs, struct rest_query *ret_query)
{
    struct rest_query *query = ret_query;
    enum status status;

    *query = (struct rest_query){ .root = selection_new(call, as_entity(call, function), NULL) };
    status = preferences_parse(call, &query->prefer);
    if (status == OK)
        status = check_affected(call, function, &query->prefer);
    if (status == OK && function->returns == RETURNS_LIST)
        status = accept_parse(call, query);
    if (status == OK)
        status = parse_pairs(call, function, pairs, query);
    if (status == OK)
        status = range_parse(call, query->root);
    return status;
}

/* --- what the caller does not see */

static bool sees_member(const struct call *call, const struct function *function, struct text name)
{
    const struct field *field = NULL;

    if (function->returns_entity)
        field = entity_field(function->returns_entity, name);
    for (size_t i = 0; !field && i < function->outputs.count; i++)
        if (text_equal(name, text_from(function->outputs.at[i].name)))
            field = &function->outputs.at[i];
    return !field || call_sees(call, field);
}

static bool sees_every_member(const struct call *call, const struct function *function)
{
    const struct entity *entity = function->returns_entity;

    for (size_t i = 0; entity && i < entity->fields.count; i++)
        if (!call_sees(call, &entity->fields.at[i]))
            return false;
    for (size_t i = 0; i < function->outputs.count; i++)
        if (!call_sees(call, &function->outputs.at[i]))
            return false;
    return true;
}

static void write_seen(struct call *call, const struct function *function, struct json_writer *json,
                       const struct json *object)
{
    struct json_members members = { .object = object };

    json_begin_object(json);
    while (json_next_member(&members)) {
        if (!sees_member(call, function, members.name))
            continue;
        json_write_key(json, members.name);
        json_write_value(json, members.value);
    }
    json_end_object(json);
}

enum status result_withhold(struct call *call, const struct function *function)
{
    const struct json *result;
    struct json_writer json;

    if (call->body.size == 0 || sees_every_member(call, function))
        return OK;
    if (json_parse(call->arena, arena_copy(call->arena, buffer_text(&call->body)), &limits, &result,
                   NULL) != OK)
        return refuse_too_large(call);
    buffer_clear(&call->body);
    json = call_answer_json(call);
    if (json_kind(result) == JSON_KIND_OBJECT) {
        write_seen(call, function, &json, result);
        return OK;
    }
    json_begin_array(&json);
    for (size_t i = 0; i < json_count(result); i++)
        write_seen(call, function, &json, json_at(result, i));
    json_end_array(&json);
    return OK;
}

/* --- which rows */

static struct row_list take_rows(struct call *call, const struct json *list,
                                 const struct rest_query *query)
{
    struct row_list rows = {
        .at = arena_alloc_array(call->arena, json_count(list) + 1, sizeof *rows.at),
    };

    for (size_t i = 0; i < json_count(list); i++)
        if (result_matches(call->arena, json_at(list, i), query->root->filters))
            rows.at[rows.count++] = json_at(list, i);
    return rows;
}

/* Rows that are equal keep the order in which the function gave them. */
static void merge(struct call *call, const struct order_term *order, const struct json **at,
                  const struct json **room, size_t from, size_t middle, size_t to)
{
    size_t a = from, b = middle;

    for (size_t i = from; i < to; i++) {
        bool takes_first = b >= to ||
                           (a < middle && result_compare(call->arena, at[a], at[b], order) <= 0);

        room[i] = takes_first ? at[a++] : at[b++];
    }
    memcpy(&at[from], &room[from], (to - from) * sizeof *at);
}

static void sort(struct call *call, const struct order_term *order, struct row_list rows)
{
    const struct json **room = arena_alloc_array(call->arena, rows.count + 1, sizeof *room);

    for (size_t width = 1; order && width < rows.count; width *= 2)
        for (size_t from = 0; from + width < rows.count; from += 2 * width) {
            size_t to = from + 2 * width < rows.count ? from + 2 * width : rows.count;

            merge(call, order, rows.at, room, from, from + width, to);
        }
}

/* --- how they are written */

static void write_row(struct call *call, struct json_writer *json, const struct rest_query *query,
                      const struct json *row)
{
    struct json_members members = { .object = row };

    json_begin_object(json);
    for (const struct select_column *at = query->root->columns; at; at = at->next) {
        struct value value = result_value(call->arena, row, &at->operand);

        if (query->strips_nulls && value.type == VALUE_NULL)
            continue;
        json_write_key(json, at->name);
        value_write_json(json, type_as_field(column_type(at)), value);
    }
    while (!query->root->columns && json_next_member(&members)) {
        if (query->strips_nulls && json_kind(members.value) == JSON_KIND_NULL)
            continue;
        json_write_key(json, members.name);
        json_write_value(json, members.value);
    }
    json_end_object(json);
}

static void write_json(struct call *call, const struct rest_query *query, struct row_list rows)
{
    struct json_writer json = call_answer_json(call);

    if (!query->is_single)
        json_begin_array(&json);
    else
        call->content_type = T("application/vnd.pgrst.object+json; charset=utf-8");
    for (size_t i = 0; i < rows.count; i++)
        write_row(call, &json, query, rows.at[i]);
    if (!query->is_single)
        json_end_array(&json);
}

static void write_csv(struct call *call, struct rest_query *query, struct row_list rows)
{
    struct csv_writer csv = { .buffer = &call->body };
    const struct entity *entity = query->root->entity;
    struct select_column **end = &query->root->columns;
    bool takes_every = !query->root->columns;

    for (size_t i = 0; takes_every && i < entity->fields.count; i++) {
        struct select_column *column;

        if (!call_sees(call, &entity->fields.at[i]))
            continue;
        column = ARENA_NEW(call->arena, struct select_column);
        column->name = text_from(entity->fields.at[i].name);
        column->operand.field = &entity->fields.at[i];
        *end = column;
        end = &column->next;
    }
    call->content_type = T("text/csv; charset=utf-8");
    for (const struct select_column *at = query->root->columns; at; at = at->next)
        csv_write_field(&csv, at->name);
    csv_end_row(&csv);
    for (size_t i = 0; i < rows.count; i++) {
        for (const struct select_column *at = query->root->columns; at; at = at->next)
            csv_write_field(&csv, value_to_text(type_as_field(column_type(at)),
                                                result_value(call->arena, rows.at[i], &at->operand),
                                                call->arena));
        csv_end_row(&csv);
    }
}

static enum status check_count(struct call *call, const struct rest_query *query, size_t count)
{
    const struct preferences *prefer = &query->prefer;

    if (prefer->handling == HANDLING_STRICT && prefer->max_affected >= 0 &&
        (int64_t)count > prefer->max_affected)
        return REFUSE(call, INVALID, .code = "PGRST124",
                      .say = L("Query result exceeds max-affected preference constraint",
                               "受影响的行数超过了 max-affected 的限制"),
                      .details = arena_print(call->arena, "The query affects %zu rows", count));
    if (!query->is_single || count == 1)
        return OK;
    return REFUSE(
        call, INVALID, .http = 406, .code = "PGRST116",
        .say = L("Cannot coerce the result to a single JSON object", "结果不是恰好一条记录"),
        .details = arena_print(call->arena, "The result contains %zu rows", count));
}

static void add_headers(struct call *call, const struct rest_query *query, size_t total,
                        size_t count)
{
    int64_t from = query->root->offset;
    struct text all = query->prefer.count == COUNT_NONE ? T("*")
                                                        : arena_print(call->arena, "%zu", total);

    call_add_header(call, T("Content-Range"),
                    count == 0
                        ? arena_print(call->arena, "*/%.*s", TEXT_ARG(all))
                        : arena_print(call->arena, "%lld-%lld/%.*s", (long long)from,
                                      (long long)from + (long long)count - 1, TEXT_ARG(all)));
    if (query->prefer.count != COUNT_NONE && count < total)
        call->http_status = 206;
    preferences_echo(call, &query->prefer, false);
}

/* Is the list wanted as the function wrote it: then it need not be read again. */
static bool is_wanted_whole(const struct rest_query *query)
{
    const struct selection *root = query->root;

    return query->form == FORM_JSON && !query->is_single && !query->strips_nulls &&
           !root->columns && !root->filters && !root->order && root->limit < 0 && root->offset == 0;
}

static enum status keep_whole(struct call *call, const struct rest_query *query)
{
    size_t count = json_count_listed(buffer_text(&call->body));
    enum status status = check_count(call, query, count);

    if (status == OK)
        add_headers(call, query, count, count);
    return status;
}

enum status result_apply(struct call *call, const struct rest_query *query)
{
    struct rest_query own = *query;
    const struct json *list;
    struct row_list rows;
    size_t total, offset = (size_t)query->root->offset;
    enum status status;

    if (!text_starts_with(buffer_text(&call->body), T("[")))
        return OK;
    if (is_wanted_whole(query) && buffer_status(&call->body) == OK)
        return keep_whole(call, query);
    if (json_parse(call->arena, buffer_text(&call->body), &limits, &list, NULL) != OK)
        return refuse_too_large(call);
    rows = take_rows(call, list, query);
    sort(call, query->root->order, rows);
    total = rows.count;
    offset = offset < total ? offset : total;
    rows = (struct row_list){ rows.at + offset, total - offset };
    if (query->root->limit >= 0 && (size_t)query->root->limit < rows.count)
        rows.count = (size_t)query->root->limit;
    status = check_count(call, query, rows.count);
    if (status != OK)
        return status;
    buffer_clear(&call->body);
    if (query->form == FORM_CSV || query->form == FORM_SHEET_CSV)
        write_csv(call, &own, rows);
    else
        write_json(call, query, rows);
    add_headers(call, query, total, rows.count);
    return OK;
}
