/* Follow: one SELECT for all rows of an entity, and one for each filter somebody has on it. */
#include "rest/follow.h"

#include "rest/compile.h"
#include "rest/rest.h"
#include "rest/unseal.h"

enum { LIMIT_FOLLOW_FILTER = 4096, LIMIT_FOLLOWED_ROW = 4 << 20 };

struct following {
    struct call *call;
    struct rest_query query;
    struct followed_row *rows;
    size_t count;
    bool *fits; /* NULL: the rows themselves are wanted */
};

/* --- the filter --- */

/* Up to a comma that stands neither in quotes nor in parentheses. */
static struct text cut_condition(struct text *rest)
{
    size_t at = 0;
    int depth = 0;
    bool is_quoted = false;
    struct text condition;

    while (at < rest->size && (is_quoted || depth > 0 || rest->at[at] != ',')) {
        char byte = rest->at[at];

        if (byte == '\\' && is_quoted)
            at++;
        else if (byte == '"')
            is_quoted = !is_quoted;
        else if (!is_quoted)
            depth += byte == '(' ? 1 : byte == ')' ? -1 : 0;
        at++;
    }
    condition = text_slice(*rest, 0, at);
    *rest = text_from_offset(*rest, at + 1);
    return condition;
}

static enum status add_condition(struct following *following, struct text condition)
{
    struct selection *root = following->query.root;
    struct text name = text_cut(&condition, '=');

    if (!condition.at)
        return refuse_syntax(following->call, "filter", name);
    if (!selection_field(root->entity, name))
        return refuse_unknown_column(following->call, root->entity, name);
    return filter_parse(following->call, &following->query, root, name, condition);
}

static enum status begin(struct following *following, const struct entity *entity,
                         struct text filter)
{
    struct call *call = following->call;
    enum status status = call_require(call, entity->module, LEVEL_VIEW);

    following->query = (struct rest_query){ .root = selection_new(call, entity, NULL) };
    if (status == OK && filter.size > LIMIT_FOLLOW_FILTER)
        status = refuse_syntax(call, "filter", text_slice(filter, 0, 100));
    while (status == OK && filter.size > 0)
        status = add_condition(following, cut_condition(&filter));
    return status;
}

enum status rest_follow_check(struct call *call, const struct entity *entity, struct text filter)
{
    struct following following = { .call = call };

    return begin(&following, entity, filter);
}

/* --- the rows --- */

static void add_ids(struct following *following)
{
    struct call *call = following->call;
    struct selection *root = following->query.root;
    struct filter *filter = ARENA_NEW(call->arena, struct filter);

    *filter = (struct filter){ .operand = { .field = &row_fields[COLUMN_ID] },
                               .operator_ = OPERATOR_IN,
                               .value_count = following->count,
                               .next = root->filters };
    filter->values = ARENA_NEW_ARRAY(call->arena, struct value, following->count);
    for (size_t i = 0; i < following->count; i++)
        filter->values[i] = VALUE_OF_ID(following->rows[i].id);
    root->filters = filter;
}

static struct text write_row(const struct following *following, const struct cursor *cursor)
{
    struct buffer out = buffer_in(following->call->arena, LIMIT_FOLLOWED_ROW);
    struct json_writer json = json_writer_to(&out);
    size_t i = 0;

    json_begin_object(&json);
    for (const struct select_column *at = following->query.root->columns; at; at = at->next) {
        struct value value;

        if (unseal_value(following->call, &following->query, at, cursor, i++, &value) != OK)
            return (struct text){ 0 };
        json_write_key(&json, at->name);
        value_write_json(&json, at->operand.field, value);
    }
    json_end_object(&json);
    return buffer_status(&out) == OK ? buffer_text(&out) : (struct text){ 0 };
}

static size_t column_of(const struct following *following, const struct field *field)
{
    size_t i = 0;

    for (const struct select_column *at = following->query.root->columns; at; at = at->next, i++)
        if (at->operand.field == field)
            return i;
    return 0;
}

/* The same row may have been changed several times. */
static void take_row(struct following *following, const struct cursor *cursor)
{
    struct value id = cursor_value(cursor, column_of(following, &row_fields[COLUMN_ID]));
    int64_t version =
        cursor_value(cursor, column_of(following, &row_fields[COLUMN_VERSION])).integer;
    struct text json = following->fits ? (struct text){ 0 } : write_row(following, cursor);

    for (size_t i = 0; i < following->count; i++) {
        if (id.type != VALUE_ID || !id_equal(following->rows[i].id, id.id))
            continue;
        if (following->fits) {
            following->fits[i] = true;
        } else {
            following->rows[i].json = json;
            following->rows[i].version = version;
        }
    }
}

static enum status read_rows(struct tx *tx, void *context)
{
    struct following *following = context;
    struct sql sql = sql_for(tx_arena(tx), tx_engine(tx));
    struct cursor *cursor;
    enum status status;
    bool found;

    compile_select(&sql, &following->query, -1);
    status = sql_status(&sql);
    if (status == OK)
        status = tx_query(tx, buffer_text(&sql.text), sql.values, sql.count, &cursor);
    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found)
        take_row(following, cursor);
    cursor_close(cursor);
    return status;
}

static enum status read_with(struct following *following, const struct entity *entity,
                             struct text filter, struct text columns)
{
    enum status status = begin(following, entity, filter);

    if (status == OK)
        status =
            selection_parse(following->call, &following->query, following->query.root, columns);
    if (status != OK)
        return status;
    add_ids(following);
    return call_read(following->call, read_rows, following);
}

enum status rest_follow_rows(struct call *call, const struct entity *entity,
                             struct followed_row *rows, size_t count)
{
    struct following following = { .call = call, .rows = rows, .count = count };

    return read_with(&following, entity, (struct text){ 0 }, T("*"));
}

enum status rest_follow_filter(struct call *call, const struct entity *entity, struct text filter,
                               const struct followed_row *rows, size_t count, bool *ret_fits)
{
    struct following following = { .call = call, .count = count, .fits = ret_fits };

    following.rows = ARENA_NEW_ARRAY(call->arena, struct followed_row, count);
    memcpy(following.rows, rows, count * sizeof *rows);
    memset(ret_fits, 0, count * sizeof *ret_fits);
    return read_with(&following, entity, filter, T("id"));
}
