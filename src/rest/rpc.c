/* RPC: /rest/v1/rpc/<name>: the functions of the program, and the actions of its entities as
   <entity>_<action> with {"id": ...}. */
#include "auth/activity.h"
#include "base/limits.h"
#include "call/function.h"
#include "call/idempotency.h"
#include "rest/lock.h"
#include "rest/rest.h"
#include "rest/result.h"
#include "rest/scan.h"
#include "store/row.h"

struct action_call {
    struct call *call;
    const struct entity *entity;
    const struct action *action;
    struct id id;
};

const struct function *function_find(const struct instance *instance, struct text name)
{
    for (const struct function *const *list = instance->functions; *list; list++)
        for (const struct function *function = *list; function->name; function++)
            if (text_equal(name, text_from(function->name)))
                return function;
    return NULL;
}

size_t rest_rpc_limit(const struct instance *instance, struct text name)
{
    const struct function *function = function_find(instance, name);

    return function && function->body_limit ? function->body_limit : LIMIT_REQUEST_BODY;
}

/* --- functions */

static const struct field *input_named(const struct function *function, struct text name)
{
    for (size_t i = 0; function && i < function->inputs.count; i++)
        if (text_equal(name, text_from(function->inputs.at[i].name)))
            return &function->inputs.at[i];
    return NULL;
}

/* A list as clients write it in a URL: {a,b}, or JSON. */
static void write_argument(struct call *call, struct json_writer *writer, const struct field *field,
                           struct text text)
{
    const struct json *json;
    struct scan scan = { text_slice(text, 1, text.size < 2 ? 0 : text.size - 2) };

    if (!field || field->type != FIELD_JSON) {
        json_write_text(writer, text);
        return;
    }
    if (json_parse(call->arena, text, NULL, &json, NULL) == OK) {
        json_write_value(writer, json);
        return;
    }
    if (!text_starts_with(text, T("{")) || !text_ends_with(text, T("}"))) {
        json_write_text(writer, text);
        return;
    }
    json_begin_array(writer);
    do
        json_write_text(writer, scan_value(&scan, call->arena, T(",")));
    while (scan_take(&scan, ','));
    json_end_array(writer);
}

/* Parameters as an object, so that every way in is checked by one parser. A name that is said
   several times is a list where the argument takes one. */
static enum status pairs_as_json(struct call *call, const struct function *function,
                                 const struct query *query, const struct json **ret_json)
{
    struct buffer text = buffer_in(call->arena, QUERY_LIMIT_BYTES * 2);
    struct json_writer json = json_writer_to(&text);

    json_begin_object(&json);
    for (size_t i = 0; i < query->count; i++) {
        struct text name = query->pairs[i].name;
        const struct field *field = input_named(function, name);
        bool is_list = field && field->type == FIELD_JSON && query_count(query, name) > 1;

        if (function && result_is_asked(function, name))
            continue;
        if (is_list && query_value(query, name).at != query->pairs[i].value.at)
            continue; /* written with the first of them */
        json_write_key(&json, name);
        if (!is_list) {
            write_argument(call, &json, field,
                           query->pairs[i].value.at ? query->pairs[i].value : T(""));
            continue;
        }
        json_begin_array(&json);
        for (size_t k = i; k < query->count; k++)
            if (text_equal(query->pairs[k].name, name))
                json_write_text(&json, query->pairs[k].value);
        json_end_array(&json);
    }
    json_end_object(&json);
    if (buffer_status(&text) != OK ||
        json_parse(call->arena, buffer_text(&text), NULL, ret_json, NULL) != OK)
        return refuse_syntax(call, "query", http_query(call->exchange));
    return OK;
}

static bool is_form(struct call *call)
{
    return text_starts_with(call_header(call, T("Content-Type")),
                            T("application/x-www-form-urlencoded"));
}

static enum status read_arguments(struct call *call, const struct function *function,
                                  bool from_query, const struct json **ret_json)
{
    struct query pairs;
    enum status status = OK;

    if (from_query || is_form(call)) {
        struct text source = from_query ? http_query(call->exchange) : http_body(call->exchange);

        if (query_parse(call->arena, source, &pairs) != OK)
            return refuse_syntax(call, "query", source);
        return pairs_as_json(call, function, &pairs, ret_json);
    }
    if (http_body(call->exchange).size == 0)
        return json_parse(call->arena, T("{}"), NULL, ret_json, NULL);
    status = call_json(call, ret_json);
    if (status == OK && json_kind(*ret_json) != JSON_KIND_OBJECT)
        status = REFUSE(call, INVALID, .code = "PGRST102",
                        .say = L("The arguments must be a JSON object.", "参数必须是 JSON 对象。"));
    return status;
}

/* `function` is NULL for an action. */
static enum status read_input(struct call *call, const struct function *function,
                              const struct field *fields, size_t count, size_t size,
                              bool from_query, void **ret_input)
{
    const struct json *json;
    const struct field *field = NULL;
    struct text unknown = { 0 };
    void *input = arena_alloc(call->arena, size + 1);
    enum parse_fault fault;
    enum status status = read_arguments(call, function, from_query, &json);

    if (status != OK)
        return status;
    fault = struct_from_json(fields, count, json, call->arena, input, size, &field, &unknown);
    for (size_t i = 0; fault == PARSE_FINE && i < count; i++) {
        if (json_kind(json_member(json, text_from(fields[i].name))) != JSON_KIND_ABSENT)
            status = call_require_field(call, NULL, &fields[i], LEVEL_EDIT_OWN);
        if (status != OK)
            return status;
    }
    if (fault == PARSE_FINE) {
        *ret_input = input;
        return OK;
    }
    if (field)
        return call_refuse_field(call, NULL, field, fault,
                                 json_text_member(json, text_from(field->name)));
    return REFUSE(call, INVALID, .http = 404, .code = "PGRST202",
                  .say = L("This function has no argument {value}.", "该函数没有参数 {value}。"),
                  .value = unknown);
}

static enum status check_function(struct call *call, const struct function *function)
{
    bool is_signed_in = !id_is_zero(call->caller.account_id);

    if (http_method(call->exchange) != HTTP_POST && !function->reads_only)
        return REFUSE(call, INVALID, .http = 405, .code = "25006",
                      .say = L("This function changes data: call it with POST.",
                               "该函数会更改数据，请用 POST 调用。"));
    if (function->who == WHO_ANYONE)
        return OK;
    if (!is_signed_in)
        return REFUSE(call, UNAUTHENTICATED, .code = "PGRST302",
                      .say = L("Sign in first.", "请先登录。"));
    if (function->who == WHO_SIGNED_IN)
        return OK;
    if (function->who == WHO_OPERATOR)
        return call->caller.is_operator
                   ? OK
                   : REFUSE(call, FORBIDDEN, .code = "42501",
                            .say = L("Only who operates this server may do this.",
                                     "只有本服务器的运营者可以执行此操作。"));
    if (call->identity.workspace_id == 0)
        return call_refuse_outside(call);
    if (function->who == WHO_ADMIN && call->caller.role != ROLE_ADMIN)
        return REFUSE(call, FORBIDDEN, .code = "42501",
                      .say = L("Only an administrator of the workspace may do this.",
                               "只有工作区管理员可以执行此操作。"));
    if (function->module == MODULE_UNDECLARED)
        return OK;
    return call_require(call, function->module, function->level);
}

/* What only reads needs no key, one write keeps its own, and what hands out tokens is not kept. */
static bool is_repeatable(const struct call *call, const struct function *function)
{
    if (function->reads_only || function->is_one_write || id_is_zero(call->caller.account_id))
        return false;
    for (size_t i = 0; i < function->outputs.count; i++)
        if (function->outputs.at[i].data == CREDENTIAL)
            return false;
    return true;
}

/* A function may write in several transactions. */
static enum status run_once(struct call *call, const struct function *function, const void *input)
{
    struct text key;
    bool is_repeated = false;
    enum status status = idempotency_key(call, &key);

    if (status != OK || key.size == 0)
        return status != OK ? status : function->run(call, input);
    status = idempotency_claim(call, key, &is_repeated);
    if (status != OK || is_repeated)
        return status;
    return idempotency_settle(call, key, function->run(call, input));
}

/* What the URL asks of the list that the function gives. Where the body is a file the URL has
   the arguments. */
static enum status parse_result(struct call *call, const struct function *function,
                                struct rest_query *ret_query)
{
    struct query pairs = { 0 };

    if (!function->takes_body && query_parse(call->arena, http_query(call->exchange), &pairs) != OK)
        return refuse_syntax(call, "query", http_query(call->exchange));
    return result_parse(call, function, &pairs, ret_query);
}

static enum status run_function(struct call *call, const struct function *function)
{
    bool from_query = http_method(call->exchange) != HTTP_POST || function->takes_body;
    struct rest_query result;
    void *input = NULL;
    enum status status = check_function(call, function);

    if (status == OK)
        status = parse_result(call, function, &result);
    if (status == OK)
        status = read_input(call, function, function->inputs.at, function->inputs.count,
                            function->input_size, from_query, &input);
    if (status != OK)
        return status;
    status = is_repeatable(call, function) ? run_once(call, function, input)
                                           : function->run(call, input);
    if (status == OK && !function->is_one_write)
        status = result_withhold(call, function);
    return status == OK && function->returns == RETURNS_LIST ? result_apply(call, &result) : status;
}

/* --- actions */

static bool find_action(const struct schema *schema, struct text name,
                        struct action_call *ret_action)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct entity *entity = schema->entities[i];
        struct text prefix = text_from(entity->name);
        struct text verb = text_from_offset(name, prefix.size + 1);

        if (!text_starts_with(name, prefix) || name.size <= prefix.size ||
            name.at[prefix.size] != '_')
            continue;
        for (size_t a = 0; a < entity->actions.count; a++) {
            if (!text_equal(verb, text_from(entity->actions.at[a].name)))
                continue;
            ret_action->entity = entity;
            ret_action->action = &entity->actions.at[a];
            return true;
        }
    }
    return false;
}

static enum status check_state(struct action_call *action, const void *row)
{
    const struct field *field = entity_field(action->entity, text_from(action->action->state));
    int state = *(const int *)(const void *)((const char *)row + field->at);

    if (action->action->from & ONLY(state))
        return OK;
    return REFUSE(action->call, CONFLICT, .code = "55000", .entity = action->entity, .field = field,
                  .say = L("\"{value}\" is not possible now: the {field} does not allow it.",
                           "当前{field}不允许执行“{value}”。"),
                  .value = text_from(label_in(action->action->label, action->call->language)));
}

static enum status check_author(const struct action_call *action, const struct row *row)
{
    struct call *call = action->call;
    bool is_own = id_equal(row->created_by, call->caller.account_id);

    if (is_own || call_level(call, action->entity->module) >= LEVEL_EDIT_EVERY)
        return OK;
    return REFUSE(
        call, FORBIDDEN, .code = "42501", .entity = action->entity,
        .say = L("You may change only what you created yourself.", "您只能更改自己创建的记录。"));
}

static void answer_row(struct action_call *action, const void *row)
{
    struct json_writer json = call_answer_json(action->call);
    const struct row *base = row;

    buffer_clear(&action->call->body);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id_to_text(base->id).at));
    json_write_integer_member(&json, T("version"), base->version);
    for (size_t i = 0; i < action->entity->fields.count; i++) {
        const struct field *field = &action->entity->fields.at[i];

        if (field->hidden || !call_sees(action->call, field))
            continue;
        json_write_key(&json, text_from(field->name));
        value_write_json(&json, field, row_value(row, action->entity, i));
    }
    json_end_object(&json);
}

static enum status action_work(struct tx *tx, void *context)
{
    struct action_call *action = context;
    struct call *call = action->call;
    struct row *row = arena_alloc(call->arena, action->entity->size);
    enum status status = row_find(tx, action->entity, call->identity.workspace_id, action->id, row);

    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "PGRST116", .entity = action->entity,
                      .say = L("This record does not exist: {entity}.", "记录不存在：{entity}。"));
    if (status == OK)
        status = check_author(action, row);
    if (status == OK && action->action->state)
        status = check_state(action, row);
    if (status == OK)
        status = lock_check_rows(call, tx, action->entity, &action->id, 1);
    if (status == OK)
        status = action->action->run(call, row);
    if (status != OK)
        return status;
    row->updated_at = call->now_ms;
    status = row_update(tx, action->entity, row);
    if (status == OK)
        status = lock_check_rows(call, tx, action->entity, &action->id, 1);
    if (status == OK)
        status = activity_write(tx, call,
                                &(struct activity){ .entity = action->entity,
                                                    .action = action->action->name,
                                                    .row_id = action->id,
                                                    .count = 1 });
    if (status == OK)
        answer_row(action, row);
    return status;
}

struct action_input {
    struct id id;
};

#define ROW struct action_input
static const struct field action_fields[] = { ID(id, L("Id", "编号"), NOT_PERSONAL) };

static enum status run_action(struct call *call, struct action_call *action)
{
    void *input = NULL;
    enum status status;

    if (http_method(call->exchange) != HTTP_POST)
        return REFUSE(call, INVALID, .http = 405, .code = "25006",
                      .say = L("This function changes data: call it with POST.",
                               "该函数会更改数据，请用 POST 调用。"));
    status = call_require(call, action->entity->module, action->action->may);
    if (status == OK)
        status =
            read_input(call, NULL, action_fields, 1, sizeof(struct action_input), false, &input);
    if (status != OK)
        return status;
    action->call = call;
    action->id = ((const struct action_input *)input)->id;
    return call_write_last(call, action_work, action, NULL);
}

enum status rest_rpc(struct call *call)
{
    const struct function *function = function_find(call->instance, call->path_parameter);
    struct action_call *action;

    if (function)
        return run_function(call, function);
    action = ARENA_NEW(call->arena, struct action_call);
    if (find_action(&call->instance->schema, call->path_parameter, action))
        return run_action(call, action);
    return REFUSE(call, NOT_FOUND, .code = "PGRST202",
                  .say = L("Could not find the function {value}", "找不到函数 {value}"),
                  .value = call->path_parameter);
}
