/* Filters: `price=gte.1000`, `data->>a=like(any).{x*,y*}`,
   `or=(brand.eq.Nike,and(size.eq.42,size_system.eq.EU))`. */
#include "base/limits.h"
#include "rest/filter_value.h"
#include "rest/unseal.h"

enum { LIMIT_FILTER_DEPTH = 8 };

static const struct {
    const char *name;
    enum operator_ operator_;
    bool is_for_several; /* takes (any) and (all) */
} operators[] = {
    { "eq", OPERATOR_EQ, true },
    { "neq", OPERATOR_NEQ, false },
    { "gt", OPERATOR_GT, true },
    { "gte", OPERATOR_GTE, true },
    { "lt", OPERATOR_LT, true },
    { "lte", OPERATOR_LTE, true },
    { "like", OPERATOR_LIKE, true },
    { "ilike", OPERATOR_ILIKE, true },
    { "match", OPERATOR_MATCH, true },
    { "imatch", OPERATOR_IMATCH, true },
    { "isdistinct", OPERATOR_ISDISTINCT, false },
    { "in", OPERATOR_IN, false },
    { "is", OPERATOR_IS, false },
    { "cs", OPERATOR_CONTAINS, false },
    { "cd", OPERATOR_CONTAINED_BY, false },
};

enum { OPERATORS = sizeof operators / sizeof *operators };

static enum status parse_group(const struct reading *reading, enum filter_kind kind,
                               bool is_negated, struct text inside, struct filter **ret_filter);

enum status filter_new(const struct reading *reading, struct filter **ret_filter)
{
    if (++reading->query->filter_count > LIMIT_FILTERS)
        return REFUSE(
            reading->call, INVALID, .code = "PGRST100", .limit = LIMIT_FILTERS,
            .say = L("Too many conditions: at most {limit}.", "筛选条件过多：最多 {limit} 个。"));
    if (reading->depth > LIMIT_FILTER_DEPTH)
        return REFUSE(reading->call, INVALID, .code = "PGRST100", .limit = LIMIT_FILTER_DEPTH,
                      .say = L("Conditions are nested too deep: at most {limit} levels.",
                               "筛选条件嵌套过深：最多 {limit} 层。"));
    *ret_filter = ARENA_NEW(reading->call->arena, struct filter);
    return OK;
}

/* --- one comparison */

/* What stands behind a column: "not.", the operator, its modifier, and the value. */
struct phrase {
    bool is_negated;
    struct text word, modifier; /* modifier at == NULL: none */
    struct text value;
    struct text whole;
};

static bool phrase_read(struct text text, struct phrase *ret_phrase)
{
    struct phrase phrase = { .value = text, .whole = text };

    phrase.word = text_cut(&phrase.value, '.');
    if (text_equal(phrase.word, T("not"))) {
        phrase.is_negated = true;
        phrase.word = text_cut(&phrase.value, '.');
    }
    if (!phrase.value.at && !text_ends_with(text, T(".")))
        return false;
    if (!phrase.value.at)
        phrase.value = T("");
    phrase.modifier = phrase.word;
    text_cut(&phrase.modifier, '(');
    if (phrase.modifier.at && !text_ends_with(phrase.modifier, T(")")))
        return false;
    *ret_phrase = phrase;
    return true;
}

static bool operator_named(const struct phrase *phrase, enum operator_ *ret_operator)
{
    struct text rest = phrase->word;
    struct text name = text_cut(&rest, '(');
    bool is_any = text_equal(phrase->modifier, T("any)"));

    for (size_t i = 0; i < OPERATORS; i++) {
        if (!text_equal(name, text_from(operators[i].name)))
            continue;
        if (phrase->modifier.at &&
            (!operators[i].is_for_several || (!is_any && !text_equal(phrase->modifier, T("all)")))))
            return false;
        *ret_operator = operators[i].operator_;
        return true;
    }
    return false;
}

static enum status add_compared(const struct reading *reading, const struct operand *operand,
                                enum operator_ operator_, struct text value,
                                struct filter **ret_filter)
{
    struct filter *filter;
    enum status status = filter_new(reading, &filter);

    if (status != OK)
        return status;
    filter->operand = *operand;
    filter->operator_ = operator_;
    *ret_filter = filter;
    return filter_set_value(reading, filter, value);
}

/* eq(any).{a,b}: one of them; like(all).{a*,*b}: each of them. */
static enum status add_several(const struct reading *outer, const struct operand *operand,
                               enum operator_ operator_, const struct phrase *phrase,
                               struct filter **ret_filter)
{
    struct reading reading = *outer;
    struct filter *group, **end;
    struct text *values;
    size_t count;
    enum status status = filter_new(&reading, &group);

    if (status == OK)
        status = filter_split_array(&reading, phrase->value, &values, &count);
    if (status != OK)
        return status;
    reading.depth++;
    group->kind = text_equal(phrase->modifier, T("any)")) ? FILTER_OR : FILTER_AND;
    end = &group->children;
    for (size_t i = 0; i < count; i++) {
        status = add_compared(&reading, operand, operator_, values[i], end);
        if (status != OK)
            return status;
        end = &(*end)->next;
    }
    *ret_filter = group;
    return OK;
}

/* ov of a JSON list: it holds one of these. */
static enum status add_overlap(const struct reading *outer, const struct operand *operand,
                               struct text value, struct filter **ret_filter)
{
    struct reading reading = *outer;
    struct filter *whole, *group, **end;
    bool is_none = text_equal(value, T("{}"));
    enum status status =
        add_compared(&reading, operand, OPERATOR_CONTAINS, is_none ? T("[]") : value, &whole);
    const struct json *list;

    if (status == OK)
        status = filter_new(&reading, &group);
    if (status != OK)
        return status;
    if (json_parse(reading.call->arena, whole->values->text, NULL, &list, NULL) != OK ||
        json_kind(list) != JSON_KIND_ARRAY)
        return refuse_syntax(reading.call, "ov", value);
    reading.depth++;
    group->kind = FILTER_OR;
    end = &group->children;
    for (size_t i = 0; i < json_count(list); i++) {
        struct buffer one = buffer_in(reading.call->arena, LIMIT_TEXT_FIELD);
        struct json_writer writer = json_writer_to(&one);

        json_begin_array(&writer);
        json_write_value(&writer, json_at(list, i));
        json_end_array(&writer);
        status = add_compared(&reading, operand, OPERATOR_CONTAINS, buffer_text(&one), end);
        if (status != OK)
            return status;
        end = &(*end)->next;
    }
    *ret_filter = group;
    return OK;
}

/* Inside a group a value may stand in quotes, as PostgREST has it; at the top quotes are part of
   the value. */
static enum status unquote(const struct reading *reading, struct phrase *phrase)
{
    struct scan scan = { phrase->value };

    if (reading->depth == 0 || !text_starts_with(phrase->value, T("\"")))
        return OK;
    phrase->value = scan_value(&scan, reading->call->arena, T(""));
    return scan_is_done(&scan) ? OK : refuse_syntax(reading->call, "filter", phrase->whole);
}

static enum status refuse_range_operator(struct call *call, const struct field *field,
                                         struct text word)
{
    return REFUSE(call, INVALID, .code = "42883", .field = field,
                  .say = L("{field} is no range: {value} cannot be used.",
                           "{field}不是范围，不能使用 {value}。"),
                  .value = word);
}

/* Of what is sealed: whether it is there; and with a keyed hash whether it is equal. */
static enum status check_sealed(const struct reading *reading, const struct phrase *phrase,
                                struct operand *operand)
{
    static const char *const of_hashes[] = { "eq", "neq", "in", "isdistinct" };
    struct text rest = phrase->word;
    struct text word = text_cut(&rest, '(');

    if (!operand->field->sealed || text_equal(word, T("is")))
        return OK;
    for (size_t i = 0; i < sizeof of_hashes / sizeof *of_hashes; i++)
        operand->is_blind |= operand->field->blind && text_equal(word, text_from(of_hashes[i]));
    return operand->is_blind ? OK : refuse_sealed(reading->call, operand->field);
}

/* "not.in.(a,b)" behind the column. */
static enum status parse_comparison(const struct reading *reading, struct operand *operand,
                                    struct text text, struct filter **ret_filter)
{
    static const char *const of_ranges[] = { "sl", "sr", "nxr", "nxl", "adj" };
    struct phrase phrase;
    enum operator_ operator_;
    enum status status;

    if (!phrase_read(text, &phrase))
        return refuse_syntax(reading->call, operand->field->name, text);
    for (size_t i = 0; i < sizeof of_ranges / sizeof *of_ranges; i++)
        if (text_equal(phrase.word, text_from(of_ranges[i])))
            return refuse_range_operator(reading->call, operand->field, phrase.word);
    status = check_sealed(reading, &phrase, operand);
    if (status == OK)
        status = unquote(reading, &phrase);
    if (status != OK)
        return status;
    status = filter_search(reading, operand, phrase.word, phrase.value, ret_filter);
    if (status == NOT_FOUND && text_equal(phrase.word, T("ov")))
        status = add_overlap(reading, operand, phrase.value, ret_filter);
    else if (status == NOT_FOUND && !operator_named(&phrase, &operator_))
        status = refuse_syntax(reading->call, operand->field->name, text);
    else if (status == NOT_FOUND && phrase.modifier.at)
        status = add_several(reading, operand, operator_, &phrase, ret_filter);
    else if (status == NOT_FOUND)
        status = add_compared(reading, operand, operator_, phrase.value, ret_filter);
    if (status == OK)
        (*ret_filter)->is_negated ^= phrase.is_negated;
    return status;
}

/* `live_session=is.null`: rows without embedded ones; not.is.null: with them. */
static enum status parse_embed(const struct reading *reading, struct selection *embed,
                               struct text text, struct filter **ret_filter)
{
    bool is_there = text_equal(text, T("not.is.null"));
    enum status status;

    if (!is_there && !text_equal(text, T("is.null")))
        return REFUSE(reading->call, INVALID, .code = "PGRST120",
                      .say = L("Only is null or not is null filters are allowed on embedded "
                               "resources",
                               "嵌入资源只能使用 is.null 或 not.is.null"));
    status = filter_new(reading, ret_filter);
    if (status != OK)
        return status;
    (*ret_filter)->kind = FILTER_EMBED;
    (*ret_filter)->embed = embed;
    (*ret_filter)->is_negated = is_there;
    return OK;
}

/* --- groups */

/* Up to the comma that ends this member of a group. */
static struct text take_member_value(struct scan *scan)
{
    size_t size = 0;
    struct text value;

    for (int depth = 0, quoted = 0; size < scan->rest.size; size++) {
        char c = scan->rest.at[size];

        if (quoted && c == '\\') {
            size++;
            continue;
        }
        if (c == '"')
            quoted = !quoted;
        depth += !quoted * ((c == '(' || c == '{') - (c == ')' || c == '}'));
        if (c == ',' && depth == 0 && !quoted)
            break;
    }
    value = text_slice(scan->rest, 0, size);
    scan->rest = text_from_offset(scan->rest, size);
    return value;
}

static enum status parse_member_comparison(const struct reading *reading, struct scan *scan,
                                           struct filter **ret_filter)
{
    struct scan ahead = *scan;
    struct text name = scan_name(&ahead, reading->call->arena);
    struct selection *embed = selection_embed(reading->selection, name);
    struct operand operand = { 0 };
    enum status status = OK;

    if (embed && scan_peek(&ahead) == '.' && !selection_field(reading->selection->entity, name)) {
        scan_take(&ahead, '.');
        *scan = ahead;
        return parse_embed(reading, embed, take_member_value(scan), ret_filter);
    }
    status = operand_parse(reading->call, reading->selection->entity, scan, &operand, &name);
    if (status == OK && !scan_take(scan, '.'))
        status = refuse_syntax(reading->call, "filter", scan->rest);
    if (status != OK)
        return status;
    return parse_comparison(reading, &operand, take_member_value(scan), ret_filter);
}

/* One member of a group: a comparison, or and(...), or(...), not.and(...). */
static enum status parse_member(const struct reading *reading, struct scan *scan,
                                struct filter **ret_filter)
{
    struct scan ahead = *scan;
    bool is_negated = scan_take_word(&ahead, T("not."));
    struct text name = scan_name(&ahead, reading->call->arena);
    bool is_group = scan_peek(&ahead) == '(';
    struct text inside;

    if (is_group && (text_equal(name, T("and")) || text_equal(name, T("or")))) {
        if (!scan_parentheses(&ahead, &inside))
            return refuse_syntax(reading->call, "filter", scan->rest);
        *scan = ahead;
        return parse_group(reading, text_equal(name, T("or")) ? FILTER_OR : FILTER_AND, is_negated,
                           inside, ret_filter);
    }
    return parse_member_comparison(reading, scan, ret_filter);
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
    struct scan scan = { value }, column = { name };
    struct operand operand = { 0 };
    struct selection *embed = selection_embed(reading->selection, name);
    struct text inside;
    bool is_negated = text_starts_with(name, T("not."));
    struct text group = is_negated ? text_from_offset(name, 4) : name;
    enum status status;

    if (text_equal(group, T("and")) || text_equal(group, T("or"))) {
        if (!scan_parentheses(&scan, &inside) || !scan_is_done(&scan))
            return refuse_syntax(reading->call, "filter", value);
        return parse_group(reading, text_equal(group, T("or")) ? FILTER_OR : FILTER_AND, is_negated,
                           inside, ret_filter);
    }
    if (embed && !selection_field(reading->selection->entity, name))
        return parse_embed(reading, embed, value, ret_filter);
    status = operand_parse(reading->call, reading->selection->entity, &column, &operand, &name);
    if (status == OK && !scan_is_done(&column))
        status = refuse_unknown_column(reading->call, reading->selection->entity, name);
    return status != OK ? status : parse_comparison(reading, &operand, value, ret_filter);
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
