/* Filter values: one reader per kind of operator. */
#include "rest/filter_value.h"

#include "store/sealed.h"

#include "base/limits.h"
#include "codec/pattern.h"
#include "codec/utf8.h"

enum { LIMIT_PATTERN = 4096, LIMIT_FILTER_JSON = 16384 };

bool operand_is_text(const struct operand *operand)
{
    enum field_type type = operand_type(operand);

    return type == FIELD_TEXT || type == FIELD_CHOICE || type == FIELD_CURRENCY ||
           type == FIELD_DATE;
}

enum status refuse_operator(const struct reading *reading, const struct filter *filter)
{
    return REFUSE(
        reading->call, INVALID, .code = "42883", .field = filter->operand.field,
        .say = L("This operator cannot be used on {field}.", "{field}不能使用此运算符。"));
}

static struct value *one_value(const struct reading *reading, struct filter *filter)
{
    filter->values = ARENA_NEW(reading->call->arena, struct value);
    filter->value_count = 1;
    return filter->values;
}

/* --- JSON */

/* {a,"b",1} -> ["a","b",1]: how supabase-js writes a list. */
static enum status array_as_json(const struct reading *reading, struct text text,
                                 struct text *ret_json)
{
    struct buffer out = buffer_in(reading->call->arena, LIMIT_FILTER_JSON);
    struct json_writer writer = json_writer_to(&out);
    struct text *values;
    size_t count;
    enum status status = filter_split_array(reading, text, &values, &count);

    if (status != OK)
        return status;
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++) {
        const struct json *json;
        bool is_scalar = json_parse(reading->call->arena, values[i], NULL, &json, NULL) == OK &&
                         json_kind(json) != JSON_KIND_ARRAY && json_kind(json) != JSON_KIND_OBJECT;

        if (is_scalar)
            json_write_value(&writer, json);
        else
            json_write_text(&writer, values[i]);
    }
    json_end_array(&writer);
    *ret_json = buffer_text(&out);
    return buffer_status(&out);
}

static enum status refuse_json(const struct reading *reading, const struct filter *filter,
                               struct text text)
{
    return call_refuse_field(reading->call, reading->selection->entity, filter->operand.field,
                             PARSE_NOT_JSON, text);
}

static enum status json_value(const struct reading *reading, const struct filter *filter,
                              struct text text, struct value *ret_value)
{
    struct buffer out = buffer_in(reading->call->arena, LIMIT_FILTER_JSON);
    struct json_writer writer = json_writer_to(&out);
    bool takes_list = filter->operator_ == OPERATOR_CONTAINS ||
                      filter->operator_ == OPERATOR_CONTAINED_BY;
    const struct json *json;
    struct text list;

    if (json_parse(reading->call->arena, text, NULL, &json, NULL) == OK) {
        json_write_value(&writer, json);
        if (buffer_status(&out) != OK)
            return refuse_json(reading, filter, text);
        *ret_value = VALUE_OF_TEXT(buffer_text(&out));
        return OK;
    }
    if (!takes_list || !text_starts_with(text, T("{")) || array_as_json(reading, text, &list) != OK)
        return refuse_json(reading, filter, text);
    *ret_value = VALUE_OF_TEXT(list);
    return OK;
}

/* More and less are known of what is one thing: a number, a text, true or false. */
static bool is_ordered(struct text json)
{
    return json.size > 0 && json.at[0] != '{' && json.at[0] != '[';
}

/* --- values by type */

static enum status typed_value(const struct reading *reading, const struct filter *filter,
                               struct text text, struct value *ret_value)
{
    const struct field *field = filter->operand.field;
    enum field_type type = operand_type(&filter->operand);
    enum parse_fault fault;

    if (type == FIELD_JSON)
        return json_value(reading, filter, text, ret_value);
    if (filter->operand.path) {
        *ret_value = VALUE_OF_TEXT(text.at ? text : T(""));
        return OK;
    }
    fault = value_from_filter(field, text, reading->call->arena, ret_value);
    if (fault != PARSE_FINE)
        return call_refuse_field(reading->call, reading->selection->entity, field, fault, text);
    if (filter->operand.is_blind)
        *ret_value = sealed_blind(reading->call->instance->store, reading->call->arena,
                                  filter->operand.entity, field,
                                  reading->call->identity.workspace_id, *ret_value);
    return OK;
}

/* `*` stands for `%`, so that a URL needs no escapes; ilike compares folded text where a
   folded column stands, and ASCII without case elsewhere. */
static enum status set_like(const struct reading *reading, struct filter *filter, struct text text)
{
    struct buffer pattern = buffer_in(reading->call->arena, LIMIT_PATTERN);
    char *copy = arena_alloc(reading->call->arena, text.size + 1);
    const struct field *field = filter->operand.field;
    bool has_fold = field->search && !filter->operand.path;

    for (size_t i = 0; i < text.size; i++)
        copy[i] = text.at[i] == '*' ? '%' : text.at[i];
    text.at = copy;
    filter->is_folded = filter->operator_ == OPERATOR_ILIKE;
    if (filter->is_folded && !has_fold)
        for (size_t i = 0; i < text.size; i++) /* as lower() of both databases */
            copy[i] = copy[i] >= 'A' && copy[i] <= 'Z' ? (char)(copy[i] + 32) : copy[i];
    if (filter->is_folded && has_fold)
        utf8_fold(&pattern, text);
    else
        buffer_append(&pattern, text);
    if (buffer_status(&pattern) != OK)
        return REFUSE(reading->call, INVALID, .code = "54000", .field = field,
                      .entity = reading->selection->entity, .limit = LIMIT_PATTERN,
                      .say = L("What {field} is compared with has more than {limit} bytes.",
                               "用于匹配{field}的内容超过了 {limit} 字节。"));
    *one_value(reading, filter) = VALUE_OF_TEXT(pattern.at ? buffer_text(&pattern) : T(""));
    return OK;
}

static enum status set_match(const struct reading *reading, struct filter *filter, struct text text)
{
    const struct pattern *pattern;
    const char *reason;
    enum status status = pattern_parse(reading->call->arena, text,
                                       filter->operator_ == OPERATOR_IMATCH, &pattern, &reason);

    if (status != OK)
        return REFUSE(reading->call, INVALID, .code = "2201B", .field = filter->operand.field,
                      .say = L("The pattern for {field} cannot be used: {value}.",
                               "{field}的正则表达式不能使用：{value}。"),
                      .value = text_from(reason));
    *one_value(reading, filter) = VALUE_OF_TEXT(text.at ? text : T(""));
    return OK;
}

static enum status set_is(const struct reading *reading, struct filter *filter, struct text text)
{
    bool is_boolean = text_equal_nocase(text, T("true")) || text_equal_nocase(text, T("false"));
    struct value *value = one_value(reading, filter);

    if (text_equal_nocase(text, T("null")) || text_equal_nocase(text, T("unknown")))
        return OK;
    if (text_equal_nocase(text, T("not_null"))) {
        filter->is_negated = !filter->is_negated;
        return OK;
    }
    if (!is_boolean)
        return refuse_syntax(reading->call, "is", text);
    if (operand_type(&filter->operand) != FIELD_BOOLEAN)
        return REFUSE(reading->call, INVALID, .code = "42804", .field = filter->operand.field,
                      .say = L("{field} is neither true nor false.", "{field}不是真假值。"));
    *value = VALUE_OF_INTEGER(text_equal_nocase(text, T("true")));
    return OK;
}

static enum status set_compared(const struct reading *reading, struct filter *filter,
                                struct text text)
{
    bool is_ordering = filter->operator_ >= OPERATOR_GT && filter->operator_ <= OPERATOR_LTE;
    enum status status = typed_value(reading, filter, text, one_value(reading, filter));

    if (status == OK && is_ordering && operand_type(&filter->operand) == FIELD_JSON &&
        !is_ordered(filter->values->text))
        return refuse_operator(reading, filter);
    return status;
}

enum status filter_set_value(const struct reading *reading, struct filter *filter, struct text text)
{
    switch (filter->operator_) {
    case OPERATOR_IN:
        return filter_set_list(reading, filter, text);
    case OPERATOR_IS:
        return set_is(reading, filter, text);
    case OPERATOR_LIKE:
    case OPERATOR_ILIKE:
        return operand_is_text(&filter->operand) ? set_like(reading, filter, text)
                                                 : refuse_operator(reading, filter);
    case OPERATOR_MATCH:
    case OPERATOR_IMATCH:
        return operand_is_text(&filter->operand) ? set_match(reading, filter, text)
                                                 : refuse_operator(reading, filter);
    case OPERATOR_CONTAINS:
    case OPERATOR_CONTAINED_BY:
        if (operand_type(&filter->operand) != FIELD_JSON)
            return refuse_operator(reading, filter);
        break;
    case OPERATOR_EQ:
    case OPERATOR_NEQ:
    case OPERATOR_GT:
    case OPERATOR_GTE:
    case OPERATOR_LT:
    case OPERATOR_LTE:
    case OPERATOR_ISDISTINCT:
    case OPERATOR_COUNT:
        break;
    }
    return set_compared(reading, filter, text);
}

/* --- lists */

/* a,"b,c",  ->  three values, the last of them empty. An empty text: none. */
static enum status split(const struct reading *reading, struct text inside,
                         struct text **ret_values, size_t *ret_count)
{
    struct scan scan = { inside };
    size_t room = 1, count = 0;
    struct text *values;

    for (size_t i = 0; i < inside.size; i++)
        room += inside.at[i] == ',';
    values = ARENA_NEW_ARRAY(reading->call->arena, struct text, room);
    for (bool is_due = inside.size > 0; is_due; is_due = scan_take(&scan, ','))
        values[count++] = scan_value(&scan, reading->call->arena, T(","));
    if (!scan_is_done(&scan))
        return refuse_syntax(reading->call, "list", scan.rest);
    if (count > LIMIT_FILTER_LIST)
        return REFUSE(reading->call, INVALID, .code = "PGRST100", .limit = LIMIT_FILTER_LIST,
                      .say = L("A list of values is too long: at most {limit}.",
                               "取值列表过长：最多 {limit} 个。"));
    *ret_values = values;
    *ret_count = count;
    return OK;
}

enum status filter_split_array(const struct reading *reading, struct text text,
                               struct text **ret_values, size_t *ret_count)
{
    if (!text_starts_with(text, T("{")) || !text_ends_with(text, T("}")) || text.size < 2)
        return refuse_syntax(reading->call, "list", text);
    return split(reading, text_slice(text, 1, text.size - 2), ret_values, ret_count);
}

enum status filter_set_list(const struct reading *reading, struct filter *filter, struct text text)
{
    struct scan scan = { text };
    struct text inside, *values;
    size_t count;
    enum status status;

    if (!scan_parentheses(&scan, &inside) || !scan_is_done(&scan))
        return refuse_syntax(reading->call, "in", text);
    status = split(reading, inside, &values, &count);
    if (status != OK)
        return status;
    filter->values = ARENA_NEW_ARRAY(reading->call->arena, struct value, count + 1);
    for (; filter->value_count < count; filter->value_count++) {
        status = typed_value(reading, filter, values[filter->value_count],
                             &filter->values[filter->value_count]);
        if (status != OK)
            return status;
    }
    return OK;
}
