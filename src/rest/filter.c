/* Filters: `price=gte.1000`, `or=(brand.eq.Nike,and(size.eq.42,size_system.eq.EU))`. */
#include "base/limits.h"
#include "codec/utf8.h"
#include "rest/query.h"
#include "rest/scan.h"

enum { LIMIT_FILTER_DEPTH = 8, LIMIT_PATTERN = 4096 };

static const struct {
    const char *name;
    enum operator_ operator_;
} operators[] = {
    { "eq", OPERATOR_EQ },     { "neq", OPERATOR_NEQ },     { "gt", OPERATOR_GT },
    { "gte", OPERATOR_GTE },   { "lt", OPERATOR_LT },       { "lte", OPERATOR_LTE },
    { "like", OPERATOR_LIKE }, { "ilike", OPERATOR_ILIKE }, { "in", OPERATOR_IN },
    { "is", OPERATOR_IS },
};

/* The filter being read: whose it is, and how deep. */
struct reading {
    struct call *call;
    struct rest_query *query;
    struct selection *selection;
    int depth;
};

static enum status parse_group(const struct reading *reading, enum filter_kind kind,
                               bool is_negated, struct text inside, struct filter **ret_filter);

static bool operator_named(struct text name, enum operator_ *ret_operator)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (text_equal(name, text_from(operators[i].name))) {
            *ret_operator = operators[i].operator_;
            return true;
        }
    }
    return false;
}

static enum status filter_new(const struct reading *reading, struct filter **ret_filter)
{
    if (++reading->query->filter_count > LIMIT_FILTERS || reading->depth > LIMIT_FILTER_DEPTH)
        return REFUSE(reading->call, INVALID, .code = "PGRST100",
                      .say = L("Too many conditions.", "筛选条件过多。"));
    *ret_filter = ARENA_NEW(reading->call->arena, struct filter);
    return OK;
}

static enum status set_value(const struct reading *reading, struct filter *filter, struct text text,
                             struct value *ret_value)
{
    enum parse_fault fault =
        value_from_filter(filter->field, text, reading->call->arena, ret_value);

    if (fault == PARSE_FINE)
        return OK;
    return call_refuse_field(reading->call, reading->selection->entity, filter->field, fault, text);
}

/* `*` stands for `%`, so that a URL needs no escapes; ilike compares folded text where a
   folded column stands, and ASCII without case elsewhere. */
static enum status set_pattern(const struct reading *reading, struct filter *filter,
                               struct text text)
{
    struct buffer pattern = buffer_in(reading->call->arena, LIMIT_PATTERN);
    char *copy = arena_alloc(reading->call->arena, text.size + 1);
    bool is_text = filter->field->type == FIELD_TEXT || filter->field->type == FIELD_CHOICE ||
                   filter->field->type == FIELD_CURRENCY || filter->field->type == FIELD_DATE;

    if (!is_text)
        return REFUSE(reading->call, INVALID, .code = "42883", .field = filter->field,
                      .say = L("{field} is not text: like cannot be used.",
                               "{field}不是文本，不能使用 like。"));
    for (size_t i = 0; i < text.size; i++)
        copy[i] = text.at[i] == '*' ? '%' : text.at[i];
    text.at = copy;
    if (filter->operator_ == OPERATOR_ILIKE && !filter->field->search)
        for (size_t i = 0; i < text.size; i++) /* as lower() of both databases */
            copy[i] = copy[i] >= 'A' && copy[i] <= 'Z' ? (char)(copy[i] + 32) : copy[i];
    if (filter->operator_ == OPERATOR_ILIKE && filter->field->search)
        utf8_fold(&pattern, text);
    else
        buffer_append(&pattern, text);
    if (buffer_status(&pattern) != OK)
        return call_refuse_field(reading->call, reading->selection->entity, filter->field,
                                 PARSE_TOO_LONG, text);
    filter->values = ARENA_NEW(reading->call->arena, struct value);
    *filter->values = VALUE_OF_TEXT(pattern.at ? buffer_text(&pattern) : T(""));
    filter->value_count = 1;
    return OK;
}

static enum status set_list(const struct reading *reading, struct filter *filter, struct text text)
{
    struct scan scan = { text };
    struct text inside;
    size_t room = 1;

    if (!scan_parentheses(&scan, &inside) || !scan_is_done(&scan))
        return refuse_syntax(reading->call, "in", text);
    for (size_t i = 0; i < inside.size; i++)
        room += inside.at[i] == ',';
    filter->values = ARENA_NEW_ARRAY(reading->call->arena, struct value, room);
    scan.rest = inside;
    while (!scan_is_done(&scan)) {
        struct text value = scan_value(&scan, reading->call->arena, T(","));
        enum status status =
            set_value(reading, filter, value, &filter->values[filter->value_count++]);

        if (status != OK)
            return status;
        if (!scan_is_done(&scan) && !scan_take(&scan, ','))
            return refuse_syntax(reading->call, "in", scan.rest);
    }
    if (filter->value_count > LIMIT_FILTER_LIST)
        return REFUSE(reading->call, INVALID, .code = "PGRST100",
                      .say = L("A list of values is too long.", "取值列表过长。"));
    return OK;
}

static enum status set_is(const struct reading *reading, struct filter *filter, struct text text)
{
    bool is_boolean = text_equal_nocase(text, T("true")) || text_equal_nocase(text, T("false"));

    filter->values = ARENA_NEW(reading->call->arena, struct value);
    filter->value_count = 1;
    if (text_equal_nocase(text, T("null")) || text_equal_nocase(text, T("unknown")))
        return OK;
    if (text_equal_nocase(text, T("not_null"))) {
        filter->is_negated = !filter->is_negated;
        return OK;
    }
    if (!is_boolean)
        return refuse_syntax(reading->call, "is", text);
    if (filter->field->type != FIELD_BOOLEAN)
        return REFUSE(reading->call, INVALID, .code = "42804", .field = filter->field,
                      .say = L("{field} is neither true nor false.", "{field}不是真假值。"));
    *filter->values = VALUE_OF_INTEGER(text_equal_nocase(text, T("true")));
    return OK;
}

/* "not.in.(a,b)" behind the column's name. Inside a group a value may stand in quotes, as
   PostgREST has it; at the top quotes are part of the value. */
static enum status parse_comparison(const struct reading *reading, const struct field *field,
                                    struct text text, struct filter **ret_filter)
{
    struct text rest = text;
    struct text word = text_cut(&rest, '.');
    struct filter *filter;
    enum status status = filter_new(reading, &filter);

    if (status != OK)
        return status;
    filter->field = field;
    if (text_equal(word, T("not"))) {
        filter->is_negated = true;
        word = text_cut(&rest, '.');
    }
    if (!rest.at || !operator_named(word, &filter->operator_)) {
        if (!text_ends_with(text, T(".")) || !operator_named(word, &filter->operator_))
            return refuse_syntax(reading->call, field->name, text);
        rest = T("");
    }
    *ret_filter = filter;
    if (filter->operator_ == OPERATOR_IN)
        return set_list(reading, filter, rest);
    if (reading->depth > 0 && text_starts_with(rest, T("\""))) {
        struct scan scan = { rest };

        rest = scan_value(&scan, reading->call->arena, T(""));
        if (!scan_is_done(&scan))
            return refuse_syntax(reading->call, field->name, text);
    }
    if (filter->operator_ == OPERATOR_IS)
        return set_is(reading, filter, rest);
    if (filter->operator_ == OPERATOR_LIKE || filter->operator_ == OPERATOR_ILIKE)
        return set_pattern(reading, filter, rest);
    filter->values = ARENA_NEW(reading->call->arena, struct value);
    filter->value_count = 1;
    return set_value(reading, filter, rest, filter->values);
}

/* One member of a group: a comparison, or and(...), or(...), not.and(...). */
static enum status parse_member(const struct reading *reading, struct scan *scan,
                                struct filter **ret_filter)
{
    struct scan ahead = *scan;
    bool is_negated = scan_take_word(&ahead, T("not."));
    struct text name = scan_name(&ahead, reading->call->arena);
    bool is_group = scan_peek(&ahead) == '(';
    const struct field *field;
    struct text value, inside;
    size_t size = 0;

    if (is_group && (text_equal(name, T("and")) || text_equal(name, T("or")))) {
        if (!scan_parentheses(&ahead, &inside))
            return refuse_syntax(reading->call, "filter", scan->rest);
        *scan = ahead;
        return parse_group(reading, text_equal(name, T("or")) ? FILTER_OR : FILTER_AND, is_negated,
                           inside, ret_filter);
    }
    name = scan_name(scan, reading->call->arena);
    field = selection_field(reading->selection->entity, name);
    if (!field)
        return refuse_unknown_column(reading->call, reading->selection->entity, name);
    if (!scan_take(scan, '.'))
        return refuse_syntax(reading->call, "filter", scan->rest);
    for (int depth = 0, quoted = 0; size < scan->rest.size; size++) {
        char c = scan->rest.at[size];

        if (quoted && c == '\\') {
            size++;
            continue;
        }
        if (c == '"')
            quoted = !quoted;
        depth += !quoted * ((c == '(') - (c == ')'));
        if (c == ',' && depth == 0 && !quoted)
            break;
    }
    value = text_slice(scan->rest, 0, size);
    scan->rest = text_from_offset(scan->rest, size);
    return parse_comparison(reading, field, value, ret_filter);
}

static enum status parse_group(const struct reading *outer, enum filter_kind kind, bool is_negated,
                               struct text inside, struct filter **ret_filter)
{
    struct reading reading = *outer;
    struct scan scan = { inside };
    struct filter *group, **end;
    enum status status;

    reading.depth++;
    status = filter_new(&reading, &group);
    if (status != OK)
        return status;
    group->kind = kind;
    group->is_negated = is_negated;
    end = &group->children;
    if (scan_is_done(&scan))
        return refuse_syntax(reading.call, "filter", inside);
    while (!scan_is_done(&scan)) {
        status = parse_member(&reading, &scan, end);
        if (status != OK)
            return status;
        end = &(*end)->next;
        if (!scan_is_done(&scan) && !scan_take(&scan, ','))
            return refuse_syntax(reading.call, "filter", scan.rest);
    }
    *ret_filter = group;
    return OK;
}

static enum status parse_named(const struct reading *reading, struct text name, struct text value,
                               struct filter **ret_filter)
{
    const struct field *field;
    struct scan scan = { value };
    struct text inside;
    bool is_negated = text_starts_with(name, T("not."));
    struct text group = is_negated ? text_from_offset(name, 4) : name;

    if (text_equal(group, T("and")) || text_equal(group, T("or"))) {
        if (!scan_parentheses(&scan, &inside) || !scan_is_done(&scan))
            return refuse_syntax(reading->call, "filter", value);
        return parse_group(reading, text_equal(group, T("or")) ? FILTER_OR : FILTER_AND, is_negated,
                           inside, ret_filter);
    }
    field = selection_field(reading->selection->entity, name);
    if (!field)
        return refuse_unknown_column(reading->call, reading->selection->entity, name);
    return parse_comparison(reading, field, value, ret_filter);
}

enum status filter_parse(struct call *call, struct rest_query *query, struct selection *selection,
                         struct text name, struct text value)
{
    struct reading reading = { call, query, selection, 0 };
    enum status status = parse_named(&reading, name, value, selection->filters_end);

    if (status == OK)
        selection->filters_end = &(*selection->filters_end)->next;
    return status;
}
