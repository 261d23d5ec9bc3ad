/* Query: reads the URL's parameters and the headers of a request into one structure. */
#include "rest/query.h"

#include "base/limits.h"
#include "rest/operand.h"
#include "rest/unseal.h"

/* --- order, limit, range */

static enum status parse_order_words(struct call *call, struct order_term *order, struct text words)
{
    struct text rest = words;

    while (rest.size > 0) {
        struct text word = text_cut(&rest, '.');

        if (text_equal(word, T("desc")))
            order->is_descending = true;
        else if (text_equal(word, T("nullsfirst")) || text_equal(word, T("nullslast")))
            order->has_nulls = true;
        else if (!text_equal(word, T("asc")))
            return refuse_syntax(call, "order", words);
        if (text_equal(word, T("nullsfirst")))
            order->nulls_first = true;
    }
    return OK;
}

static enum status refuse_embed(struct call *call, struct text name)
{
    return REFUSE(call, INVALID, .code = "PGRST108",
                  .say = L("'{value}' is not an embedded resource in this request",
                           "'{value}' 不是本次请求中的嵌入资源"),
                  .hint = L("Verify that it is included in the 'select' query parameter.",
                            "请确认它在 select 参数中。"),
                  .value = name);
}

/* "live_session(title)": of embedded rows of which there is one. */
static enum status find_ordered_embed(struct call *call, const struct selection *selection,
                                      struct text name, struct selection **ret_embed)
{
    struct selection *embed = selection_embed(selection, name);

    if (!embed)
        return refuse_embed(call, name);
    if (embed->is_to_many)
        return REFUSE(call, INVALID, .code = "PGRST118",
                      .say = L("A related order on {value} is not possible", "不能按 {value} 排序"),
                      .details = arena_print(call->arena,
                                             "'%s' and '%.*s' do not form a many-to-one or "
                                             "one-to-one relationship",
                                             selection->entity->name, TEXT_ARG(name)),
                      .value = name);
    *ret_embed = embed;
    return OK;
}

static enum status parse_order_column(struct call *call, const struct selection *selection,
                                      struct scan *scan, struct order_term *order)
{
    struct scan ahead = *scan;
    struct text name = scan_name(&ahead, call->arena);
    struct scan inner;
    enum status status;

    if (scan_peek(&ahead) != '(')
        return operand_parse(call, selection->entity, scan, &order->operand, &name);
    status = find_ordered_embed(call, selection, name, &order->embed);
    if (status != OK)
        return status;
    if (!scan_parentheses(&ahead, &inner.rest))
        return refuse_syntax(call, "order", scan->rest);
    *scan = ahead;
    status = operand_parse(call, order->embed->entity, &inner, &order->operand, &name);
    return status == OK && !scan_is_done(&inner) ? refuse_syntax(call, "order", inner.rest)
                                                 : status;
}

static enum status add_order(struct call *call, struct selection *selection, struct scan *scan)
{
    struct order_term *order = ARENA_NEW(call->arena, struct order_term);
    struct text words = { 0 };
    enum status status = parse_order_column(call, selection, scan, order);

    if (status == OK && scan_take(scan, '.'))
        words = scan_value(scan, call->arena, T(","));
    if (status == OK && order->operand.field->sealed)
        status = refuse_sealed(call, order->operand.field);
    if (status == OK)
        status = parse_order_words(call, order, words);
    if (status != OK)
        return status;
    *selection->order_end = order;
    selection->order_end = &order->next;
    return OK;
}

enum status order_parse(struct call *call, struct selection *selection, struct text text)
{
    struct scan scan = { text };
    int count = 0;

    while (!scan_is_done(&scan)) {
        enum status status = add_order(call, selection, &scan);

        if (status != OK)
            return status;
        if (++count > LIMIT_ORDER_COLUMNS)
            return REFUSE(call, INVALID, .code = "PGRST100", .limit = LIMIT_ORDER_COLUMNS,
                          .say = L("Too many columns to order by: at most {limit}.",
                                   "排序列过多：最多 {limit} 列。"));
        if (!scan_is_done(&scan) && !scan_take(&scan, ','))
            return refuse_syntax(call, "order", scan.rest);
    }
    return OK;
}

static enum status parse_number(struct call *call, const char *parameter, struct text text,
                                int64_t *ret_number)
{
    int64_t number;

    if (!text_to_int64(text, &number))
        return refuse_syntax(call, parameter, text);
    if (number < 0)
        return REFUSE(call, INVALID, .http = 416, .code = "PGRST103",
                      .say = L("Requested range not satisfiable", "请求的范围无效"),
                      .details = arena_print(
                          call->arena, "%s should be greater than or equal to zero.", parameter));
    *ret_number = number;
    return OK;
}

/* "Range: 0-24", with "Range-Unit: items" or without. */
enum status range_parse(struct call *call, struct selection *root)
{
    struct text last = call_header(call, T("Range"));
    struct text first;
    int64_t from, to;

    if (text_starts_with(last, T("items=")))
        last = text_from_offset(last, 6);
    if (last.size == 0 || root->limit >= 0 || root->offset > 0)
        return OK;
    first = text_cut(&last, '-');
    if (!text_to_int64(first, &from) || from < 0)
        return OK; /* RFC 9110: a Range that is not understood is passed over */
    root->offset = from;
    if (last.size == 0 || !text_to_int64(last, &to))
        return OK;
    if (to < from)
        return REFUSE(call, INVALID, .http = 416, .code = "PGRST103",
                      .say = L("The requested range cannot be given.", "请求的范围无效。"));
    root->limit = to - from + 1;
    return OK;
}

/* --- parameters */

/* "sale.live_session.order" -> the selection that the first parts name, and "order". */
static struct selection *find_embed(struct selection *root, struct text *name)
{
    struct selection *selection = root;

    for (;;) {
        struct text rest = *name;
        struct text part = text_cut(&rest, '.');
        struct selection *found = selection_embed(selection, part);

        if (!found || !rest.at)
            return selection;
        selection = found;
        *name = rest;
    }
}

/* "live_session.title" where no live_session is selected. */
static enum status check_embed_name(struct call *call, const struct selection *selection,
                                    struct text name)
{
    struct text rest = name;
    struct text part = text_cut(&rest, '.');

    if (!rest.at || text_equal(part, T("not")) || text_find(part, T("->")) < part.size ||
        selection_field(selection->entity, part))
        return OK;
    return refuse_embed(call, part);
}

enum status parameter_parse(struct call *call, struct rest_query *query, struct text name,
                            struct text value)
{
    struct selection *selection = find_embed(query->root, &name);

    if (text_equal(name, T("select")))
        return OK; /* read first of all */
    query->has_order |= selection == query->root && text_equal(name, T("order"));
    if (text_equal(name, T("order")))
        return order_parse(call, selection, value);
    if (text_equal(name, T("limit")))
        return parse_number(call, "limit", value, &selection->limit);
    if (text_equal(name, T("offset")))
        return parse_number(call, "offset", value, &selection->offset);
    if (text_equal(name, T("on_conflict")))
        query->on_conflict = value;
    else if (text_equal(name, T("columns")))
        query->columns = value;
    else {
        enum status status = check_embed_name(call, selection, name);

        if (status != OK)
            return status;
        if (selection == query->root)
            query->has_filter = true;
        return filter_parse(call, query, selection, name, value);
    }
    return OK;
}

/* What is grouped can be ordered by what it is grouped by, and by nothing else. */
static bool is_selected(const struct selection *selection, const struct order_term *term)
{
    const struct json_path *path = term->operand.path;

    for (const struct select_column *column = selection->columns; column; column = column->next) {
        const struct json_path *other = column->operand.path;
        bool is_same_path = path && other ? text_equal(path->json, other->json) &&
                                                path->is_text == other->is_text
                                          : path == other;

        if (column->operand.field == term->operand.field && is_same_path && !column->source &&
            column->aggregate == AGGREGATE_NONE && column->operand.cast == CAST_NONE)
            return true;
    }
    return false;
}

static enum status check_order(struct call *call, const struct selection *selection)
{
    enum status status = OK;

    for (const struct order_term *term = selection->order;
         selection->has_aggregate && term && status == OK; term = term->next)
        if (term->embed || !is_selected(selection, term))
            status = REFUSE(call, INVALID, .code = "42803", .field = term->operand.field,
                            .say = L("{field} must be selected, too, to order groups by it.",
                                     "按{field}排序分组时必须同时选择该列。"));
    for (const struct selection *embed = selection->embeds; embed && status == OK;
         embed = embed->next)
        status = check_order(call, embed);
    return status;
}

enum status query_check(struct call *call, const struct rest_query *query)
{
    return check_order(call, query->root);
}

enum status rest_query_parse(struct call *call, const struct entity *entity,
                             struct rest_query *ret_query)
{
    struct rest_query *query = ret_query;
    struct query pairs;
    struct text select;
    enum status status = query_parse(call->arena, http_query(call->exchange), &pairs);

    *query = (struct rest_query){ .root = selection_new(call, entity, NULL) };
    if (status != OK)
        return refuse_syntax(call, "query", http_query(call->exchange));
    status = preferences_parse(call, &query->prefer);
    if (status != OK)
        return status;
    select = query_value(&pairs, T("select"));
    status = selection_parse(call, query, query->root, select.size > 0 ? select : T("*"));
    for (size_t i = 0; status == OK && i < pairs.count; i++)
        status = parameter_parse(call, query, pairs.pairs[i].name, pairs.pairs[i].value);
    if (status == OK)
        status = query_check(call, query);
    if (status == OK)
        status = unseal_prepare(call, query);
    if (status == OK)
        status = range_parse(call, query->root);
    return status == OK ? accept_parse(call, query) : status;
}
