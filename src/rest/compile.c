/* Compile: selections, joins and orders as SQL for both engines. */
#include "rest/compile_parts.h"

#include "base/limits.h"

#include <stdio.h>

enum { GROUP_MEMBERS = 8 };

struct sql sql_for(struct arena *arena, enum engine engine)
{
    return (struct sql){
        .arena = arena, .engine = engine, .text = buffer_in(arena, LIMIT_REST_SQL), .root = "t0"
    };
}

void sql_bind(struct sql *sql, struct value value)
{
    if (sql->count == sql->room) {
        size_t room = sql->room ? sql->room * 2 : 16;
        struct value *values = ARENA_NEW_ARRAY(sql->arena, struct value, room);

        if (sql->count > 0)
            memcpy(values, sql->values, sql->count * sizeof *values);
        sql->values = values;
        sql->room = room;
    }
    sql->values[sql->count++] = value;
    buffer_print(&sql->text, "$%zu", sql->count);
}

/* PostgreSQL plans a LIMIT that is bound anew for every call, as the number decides which plan is
   good; with the number in the text it keeps one plan. That is done for the sizes that pages have,
   so that nobody fills its cache with a statement for each number. */
static void put_limit(struct sql *sql, int64_t limit)
{
    static const int64_t page_sizes[] = { 1, 10, 20, 25, 50, 100, 200, 500, LIMIT_PAGE_ROWS };

    buffer_append(&sql->text, T(" LIMIT "));
    for (size_t i = 0; i < sizeof page_sizes / sizeof *page_sizes; i++) {
        if (sql->engine == ENGINE_POSTGRESQL && limit == page_sizes[i]) {
            buffer_append_int(&sql->text, limit);
            return;
        }
    }
    sql_bind(sql, VALUE_OF_INTEGER(limit));
}

enum status sql_status(const struct sql *sql)
{
    return sql->count > LIMIT_REST_VALUES ? TOO_LARGE : buffer_status(&sql->text);
}

struct prefix prefix_of(const struct sql *sql, const struct selection *selection)
{
    struct prefix prefix;
    char *end;

    if (selection->parent) {
        snprintf(prefix.at, sizeof prefix.at, "t%d.", selection->number);
        return prefix;
    }
    end = stpncpy(prefix.at, sql->root, sizeof prefix.at - sizeof ".");
    memcpy(end, ".", sizeof ".");
    return prefix;
}

/* --- joins */

void put_join(struct sql *sql, const struct selection *embed)
{
    struct prefix own = prefix_of(sql, embed), parent = prefix_of(sql, embed->parent);

    buffer_print(&sql->text, "%sworkspace_id = %sworkspace_id AND ", own.at, parent.at);
    if (embed->is_to_many)
        buffer_print(&sql->text, "%s%s = %sid", own.at, embed->link->name, parent.at);
    else
        buffer_print(&sql->text, "%sid = %s%s", own.at, parent.at, embed->link->name);
}

static void put_inner(struct sql *sql, const struct selection *selection, const char **joint)
{
    for (const struct selection *embed = selection->embeds; embed; embed = embed->next) {
        const char *inner_joint = " AND ";

        if (!embed->is_inner)
            continue;
        buffer_print(&sql->text, "%sEXISTS (SELECT 1 FROM %s t%d WHERE ", *joint,
                     embed->entity->name, embed->number);
        put_join(sql, embed);
        put_conditions(sql, embed, &inner_joint);
        put(sql, ")");
        *joint = " AND ";
    }
}

void put_conditions(struct sql *sql, const struct selection *selection, const char **joint)
{
    struct prefix prefix = prefix_of(sql, selection);

    if (selection->filters) {
        put(sql, *joint);
        *joint = " AND ";
        put_filters(sql, selection->filters, &prefix, " AND ");
    }
    put_inner(sql, selection, joint);
}

static void put_spread_joins(struct sql *sql, const struct selection *selection)
{
    for (const struct selection *embed = selection->embeds; embed; embed = embed->next) {
        const char *joint = " AND ";

        if (!embed->is_spread || embed->is_to_many)
            continue;
        buffer_print(&sql->text, " LEFT JOIN %s t%d ON ", embed->entity->name, embed->number);
        put_join(sql, embed);
        put_conditions(sql, embed, &joint);
        put_spread_joins(sql, embed);
    }
}

void put_from(struct sql *sql, const struct selection *selection)
{
    buffer_print(&sql->text, " FROM %s t%d", selection->entity->name, selection->number);
    put_spread_joins(sql, selection);
}

/* --- order and grouping */

static void put_direction(struct sql *sql, bool is_descending, bool is_optional, bool nulls_first)
{
    put(sql, is_descending ? " DESC" : "");
    if (is_optional)
        put(sql, nulls_first ? " NULLS FIRST" : " NULLS LAST");
}

/* A column of embedded rows of which there is one. */
static void put_related(struct sql *sql, const struct order_term *term,
                        void (*value)(struct sql *sql, const struct operand *operand,
                                      const char *prefix))
{
    struct prefix prefix = prefix_of(sql, term->embed);
    const char *joint = " AND ";

    put(sql, "(SELECT ");
    value(sql, &term->operand, prefix.at);
    buffer_print(&sql->text, " FROM %s t%d WHERE ", term->embed->entity->name, term->embed->number);
    put_join(sql, term->embed);
    put_conditions(sql, term->embed, &joint);
    put(sql, ")");
}

/* JSON by kind and value; where it is grouped, by the text that it is grouped by. */
static void put_order_term(struct sql *sql, const struct order_term *term, const char *prefix,
                           bool is_grouped)
{
    typedef void (*value)(struct sql *, const struct operand *, const char *);
    static const value of_json[] = { put_json_rank, put_json_number, put_json_string },
                       of_others[] = { put_sortable };
    bool is_json = operand_type(&term->operand) == FIELD_JSON && !is_grouped;
    const value *values = is_json ? of_json : of_others;
    bool is_optional = term->operand.field->optional || term->operand.path || term->embed ||
                       is_json;

    for (size_t i = 0; i < (is_json ? 3 : 1); i++) {
        put(sql, i > 0 ? ", " : "");
        if (term->embed)
            put_related(sql, term, values[i]);
        else
            values[i](sql, &term->operand, prefix);
        put_direction(sql, term->is_descending, is_optional,
                      term->has_nulls ? term->nulls_first : term->is_descending);
    }
}

/* Whose row a column of the answer is read from. */
static struct prefix source_of(const struct sql *sql, const struct selection *selection,
                               const struct select_column *column)
{
    return prefix_of(sql, column->source ? column->source : selection);
}

static bool is_grouped(const struct select_column *column)
{
    return column->aggregate == AGGREGATE_NONE && column->operand.field && !column->array;
}

/* Always total: the id, or every grouped column, breaks ties, so both engines agree. */
static void put_order(struct sql *sql, const struct selection *selection)
{
    struct prefix prefix = prefix_of(sql, selection);
    bool is_descending = false;
    const char *joint = "";

    for (const struct order_term *term = selection->order; term; term = term->next) {
        put(sql, joint);
        put_order_term(sql, term, prefix.at, selection->has_aggregate);
        is_descending = term->is_descending;
        joint = ", ";
    }
    if (!selection->has_aggregate) {
        buffer_print(&sql->text, "%s%sid%s", joint, prefix.at, is_descending ? " DESC" : "");
        return;
    }
    for (const struct select_column *column = selection->columns; column; column = column->next) {
        struct prefix source = source_of(sql, selection, column);

        if (!is_grouped(column))
            continue;
        put(sql, joint);
        put_sortable(sql, &column->operand, source.at);
        put_direction(sql, false, true, false);
        joint = ", ";
    }
    if (!joint[0])
        put(sql, "1");
}

void compile_order(struct sql *sql, const struct selection *selection)
{
    put_order(sql, selection);
}

static void put_group(struct sql *sql, const struct selection *selection)
{
    const char *joint = " GROUP BY ";

    if (!selection->has_aggregate)
        return;
    for (const struct select_column *column = selection->columns; column; column = column->next) {
        const struct selection *embed = column->embed ? column->embed : column->array;
        struct prefix source = source_of(sql, selection, column);

        if (column->aggregate != AGGREGATE_NONE)
            continue;
        put(sql, joint);
        joint = ", ";
        if (!embed) {
            put_operand(sql, &column->operand, source.at);
            continue;
        }
        source = prefix_of(sql, embed->parent);
        buffer_print(&sql->text, "%sworkspace_id, %s%s", source.at, source.at,
                     embed->is_to_many ? "id" : embed->link->name);
    }
}

/* --- JSON of embedded rows, written by the database */

static void put_embed(struct sql *sql, const struct selection *embed);
static void put_array(struct sql *sql, const struct select_column *column);

static void put_json_member(struct sql *sql, const struct selection *selection,
                            const struct select_column *column)
{
    struct prefix source = source_of(sql, selection, column);

    if (column->embed)
        put_embed(sql, column->embed);
    else if (column->array && column->array != selection)
        put_array(sql, column);
    else
        put_json_column(sql, column, source.at);
}

/* '{' || ('"title":' || ...) || (...) || '}': keys are bound, they may be the client's aliases. In
   groups, because a database lets expressions be only so deep. */
static void put_json_object(struct sql *sql, const struct selection *selection)
{
    size_t count = 0;

    put(sql, "'{'");
    for (const struct select_column *column = selection->columns; column;
         column = column->next, count++) {
        struct text key = json_prepare_key(sql->arena, column->name);

        put(sql, count % GROUP_MEMBERS > 0 ? " || " : count > 0 ? ") || (" : " || (");
        sql_bind(sql,
                 VALUE_OF_TEXT(count == 0 ? key : arena_print(sql->arena, ",%.*s", TEXT_ARG(key))));
        put(sql, " || ");
        put_json_member(sql, selection, column);
    }
    put(sql, count > 0 ? ") || '}'" : " || '}'");
}

static void put_page(struct sql *sql, const struct selection *selection)
{
    put(sql, " ORDER BY ");
    put_order(sql, selection);
    put_limit(sql, selection->limit >= 0 && selection->limit < LIMIT_PAGE_ROWS ? selection->limit
                                                                               : LIMIT_PAGE_ROWS);
    put(sql, " OFFSET ");
    sql_bind(sql, VALUE_OF_INTEGER(selection->offset));
}

static void begin_list(struct sql *sql)
{
    buffer_print(&sql->text, "(SELECT '[' || coalesce(%s(o, ','), '') || ']' FROM (SELECT ",
                 sql->engine == ENGINE_SQLITE ? "group_concat" : "string_agg");
}

/* The rest of a list whose rows' JSON stands behind SELECT already. */
static void end_list(struct sql *sql, const struct selection *embed)
{
    const char *joint = " AND ";

    put(sql, " AS o");
    put_from(sql, embed);
    put(sql, " WHERE ");
    put_join(sql, embed);
    put_conditions(sql, embed, &joint);
    put_group(sql, embed);
    put_page(sql, embed);
    buffer_print(&sql->text, ") x%d)", embed->number);
}

static void put_embed(struct sql *sql, const struct selection *embed)
{
    const char *joint = " AND ";

    if (embed->is_to_many) {
        begin_list(sql);
        put_json_object(sql, embed);
        end_list(sql, embed);
        return;
    }
    put(sql, "coalesce((SELECT ");
    put_json_object(sql, embed);
    put_from(sql, embed);
    put(sql, " WHERE ");
    put_join(sql, embed);
    put_conditions(sql, embed, &joint);
    put_group(sql, embed);
    put(sql, "), 'null')");
}

/* One column of many rows that are spread: a list of its values. */
static void put_array(struct sql *sql, const struct select_column *column)
{
    struct prefix source = source_of(sql, column->array, column);

    begin_list(sql);
    put_json_column(sql, column, source.at);
    end_list(sql, column->array);
}

/* --- whole statements */

void compile_where(struct sql *sql, const struct selection *selection, bool is_write)
{
    const char *joint = " WHERE ";
    struct prefix prefix;

    if (is_write)
        sql->root = selection->entity->name;
    prefix = prefix_of(sql, selection);
    if (!is_write)
        put_conditions(sql, selection, &joint);
    else if (selection->filters) {
        put(sql, joint);
        put_filters(sql, selection->filters, &prefix, " AND ");
    }
}

void compile_select(struct sql *sql, const struct rest_query *query, int64_t limit)
{
    const struct selection *root = query->root;
    const char *joint = "SELECT ";

    sql->seal_mark = query->seal_mark;
    if (!root->columns)
        put(sql, "SELECT 1");
    for (const struct select_column *column = root->columns; column; column = column->next) {
        struct prefix source = source_of(sql, root, column);

        put(sql, joint);
        joint = ", ";
        if (column->embed)
            put_embed(sql, column->embed);
        else if (column->array)
            put_array(sql, column);
        else
            put_column(sql, column, source.at);
    }
    put_from(sql, root);
    compile_where(sql, root, false);
    put_group(sql, root);
    put(sql, " ORDER BY ");
    put_order(sql, root);
    if (limit < 0)
        return;
    put_limit(sql, limit);
    if (root->offset > 0) {
        put(sql, " OFFSET ");
        sql_bind(sql, VALUE_OF_INTEGER(root->offset));
    }
}

void compile_rows(struct sql *sql, const struct rest_query *query)
{
    put(sql, "SELECT 1 AS one");
    put_from(sql, query->root);
    compile_where(sql, query->root, false);
    put_group(sql, query->root);
}

void compile_count(struct sql *sql, const struct rest_query *query, int64_t most)
{
    const struct selection *root = query->root;

    if (!root->has_aggregate && most < 0) {
        buffer_print(&sql->text, "SELECT count(*) FROM %s t0", root->entity->name);
        compile_where(sql, root, false);
        return;
    }
    put(sql, "SELECT count(*) FROM (");
    compile_rows(sql, query);
    if (most >= 0) {
        put(sql, " LIMIT ");
        sql_bind(sql, VALUE_OF_INTEGER(most));
    }
    put(sql, ") g");
}
