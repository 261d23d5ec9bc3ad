/* Query: reads the URL's parameters and the headers of a request into one structure. */
#include "rest/query.h"

#include "base/limits.h"
#include "rest/scan.h"

/* --- order, limit, range */

static enum status add_order(struct call *call, struct selection *selection, struct text term)
{
    struct text rest = term;
    struct text name = text_cut(&rest, '.');
    const struct field *field = selection_field(selection->entity, name);
    struct order_term *order;

    if (!field)
        return refuse_unknown_column(call, selection->entity, name);
    order = ARENA_NEW(call->arena, struct order_term);
    order->field = field;
    while (rest.size > 0) {
        struct text word = text_cut(&rest, '.');

        if (text_equal(word, T("desc")))
            order->is_descending = true;
        else if (text_equal(word, T("nullsfirst")) || text_equal(word, T("nullslast")))
            order->has_nulls = true;
        else if (!text_equal(word, T("asc")))
            return refuse_syntax(call, "order", term);
        if (text_equal(word, T("nullsfirst")))
            order->nulls_first = true;
    }
    *selection->order_end = order;
    selection->order_end = &order->next;
    return OK;
}

enum status order_parse(struct call *call, struct selection *selection, struct text text)
{
    int count = 0;

    while (text.size > 0) {
        enum status status = add_order(call, selection, text_cut(&text, ','));

        if (status != OK)
            return status;
        if (++count > LIMIT_ORDER_COLUMNS)
            return refuse_syntax(call, "order", text);
    }
    return OK;
}

static enum status parse_number(struct call *call, const char *parameter, struct text text,
                                int64_t *ret_number)
{
    int64_t number;

    if (!text_to_int64(text, &number) || number < 0)
        return refuse_syntax(call, parameter, text);
    *ret_number = number;
    return OK;
}

/* "Range: 0-24", with "Range-Unit: items" or without. */
static enum status parse_range(struct call *call, struct selection *root)
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

/* --- preferences */

static void parse_preference(struct preferences *prefer, struct text name, struct text value)
{
    int64_t number;

    if (text_equal(name, T("count")))
        prefer->count = COUNT_EXACT; /* planned and estimated may be exact */
    else if (text_equal(name, T("return")) && text_equal(value, T("representation")))
        prefer->returns = RETURN_REPRESENTATION;
    else if (text_equal(name, T("return")) && text_equal(value, T("headers-only")))
        prefer->returns = RETURN_HEADERS;
    else if (text_equal(name, T("resolution")) && text_equal(value, T("merge-duplicates")))
        prefer->resolution = RESOLUTION_MERGE;
    else if (text_equal(name, T("resolution")) && text_equal(value, T("ignore-duplicates")))
        prefer->resolution = RESOLUTION_IGNORE;
    else if (text_equal(name, T("tx")))
        prefer->rolls_back = text_equal(value, T("rollback"));
    else if (text_equal(name, T("handling")))
        prefer->is_strict = text_equal(value, T("strict"));
    else if (text_equal(name, T("max-affected")) && text_to_int64(value, &number) && number >= 0)
        prefer->max_affected = number;
}

struct preferences preferences_parse(struct call *call)
{
    struct preferences prefer = { .max_affected = -1 };
    size_t count = 0;
    const struct http_header *headers = call->exchange ? http_headers(call->exchange, &count)
                                                       : NULL;

    for (size_t i = 0; i < count; i++) {
        struct text rest = headers[i].value;

        if (!text_equal_nocase(headers[i].name, T("Prefer")))
            continue;
        while (rest.size > 0) {
            struct text value = text_trim(text_cut(&rest, ','));
            struct text name = text_cut(&value, '=');

            parse_preference(&prefer, text_trim(name), text_trim(value));
        }
    }
    return prefer;
}

/* --- parameters */

/* "sale.live_session.order" -> the selection that the first parts name, and "order". */
static struct selection *find_embed(struct selection *root, struct text *name)
{
    struct selection *selection = root;

    for (;;) {
        struct text rest = *name;
        struct text part = text_cut(&rest, '.');
        struct selection *found = NULL;

        for (struct select_column *column = selection->columns; column; column = column->next)
            if (column->embed && text_equal(column->embed->name, part))
                found = column->embed;
        if (!found || !rest.at)
            return selection;
        selection = found;
        *name = rest;
    }
}

static enum status parse_parameter(struct call *call, struct rest_query *query, struct text name,
                                   struct text value)
{
    struct selection *selection = find_embed(query->root, &name);

    if (text_equal(name, T("select")))
        return OK; /* read first of all */
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
        if (selection == query->root)
            query->has_filter = true;
        return filter_parse(call, query, selection, name, value);
    }
    return OK;
}

static void read_accept(struct call *call, struct rest_query *query)
{
    struct text accept = call_header(call, T("Accept"));

    query->is_single = text_starts_with(accept, T("application/vnd.pgrst.object"));
}

enum status rest_query_parse(struct call *call, const struct entity *entity,
                             struct rest_query *ret_query)
{
    struct rest_query *query = ret_query;
    struct query pairs;
    struct text select;
    enum status status = query_parse(call->arena, http_query(call->exchange), &pairs);

    *query = (struct rest_query){ .root = selection_new(call, entity, NULL),
                                  .prefer = preferences_parse(call) };
    if (status != OK)
        return refuse_syntax(call, "query", http_query(call->exchange));
    select = query_value(&pairs, T("select"));
    status = selection_parse(call, query, query->root, select.size > 0 ? select : T("*"));
    for (size_t i = 0; status == OK && i < pairs.count; i++)
        status = parse_parameter(call, query, pairs.pairs[i].name, pairs.pairs[i].value);
    if (status == OK)
        status = parse_range(call, query->root);
    read_accept(call, query);
    return status;
}
