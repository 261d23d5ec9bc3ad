/* Compile: selections, filters and orders as SQL for both engines. */
#include "rest/compile.h"

#include "base/limits.h"

#include <stdio.h>

enum { PREFIX_SIZE = 16 };

struct sql sql_for(struct arena *arena, enum engine engine)
{
    return (
        struct sql){ .arena = arena, .engine = engine, .text = buffer_in(arena, LIMIT_REST_SQL) };
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

enum status sql_status(const struct sql *sql)
{
    return sql->count > LIMIT_REST_VALUES ? TOO_LARGE : buffer_status(&sql->text);
}

static void put(struct sql *sql, const char *text)
{
    buffer_append(&sql->text, text_from(text));
}

/* --- filters */

static void put_list(struct sql *sql, const struct filter *filter)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        put(sql, i > 0 ? ", " : "");
        sql_bind(sql, filter->values[i]);
    }
}

static void put_is(struct sql *sql, const struct filter *filter, const char *prefix)
{
    const char *name = filter->field->name;

    if (filter->values->type == VALUE_NULL)
        buffer_print(&sql->text, "%s%s IS NULL", prefix, name);
    else if (filter->values->integer)
        buffer_print(&sql->text, "coalesce(%s%s, 0) = 1", prefix, name);
    else
        buffer_print(&sql->text, "coalesce(%s%s, 1) = 0", prefix, name);
}

static void put_comparison(struct sql *sql, const struct filter *filter, const char *prefix)
{
    static const char *const signs[OPERATOR_COUNT] = {
        [OPERATOR_EQ] = "=",   [OPERATOR_NEQ] = "<>", [OPERATOR_GT] = ">",
        [OPERATOR_GTE] = ">=", [OPERATOR_LT] = "<",   [OPERATOR_LTE] = "<=",
    };
    const struct field *field = filter->field;

    switch (filter->operator_) {
    case OPERATOR_IS:
        put_is(sql, filter, prefix);
        return;
    case OPERATOR_IN:
        if (filter->value_count == 0) {
            put(sql, "1 = 0");
            return;
        }
        buffer_print(&sql->text, "%s%s IN (", prefix, field->name);
        put_list(sql, filter);
        put(sql, ")");
        return;
    case OPERATOR_LIKE:
        buffer_print(&sql->text, "%s%s LIKE ", prefix, field->name);
        break;
    case OPERATOR_ILIKE:
        buffer_print(&sql->text, field->search ? "%s%s_fold LIKE " : "lower(%s%s) LIKE ", prefix,
                     field->name);
        break;
    case OPERATOR_EQ:
    case OPERATOR_NEQ:
    case OPERATOR_GT:
    case OPERATOR_GTE:
    case OPERATOR_LT:
    case OPERATOR_LTE:
        buffer_print(&sql->text, "%s%s %s ", prefix, field->name, signs[filter->operator_]);
        sql_bind(sql, *filter->values);
        return;
    case OPERATOR_COUNT:
        return;
    }
    sql_bind(sql, *filter->values);
    put(sql, " ESCAPE '\\'");
}

static void put_filters(struct sql *sql, const struct filter *filter, const char *prefix,
                        const char *joint);

static void put_filter(struct sql *sql, const struct filter *filter, const char *prefix)
{
    put(sql, filter->is_negated ? "NOT (" : "(");
    if (filter->kind == FILTER_COMPARE)
        put_comparison(sql, filter, prefix);
    else
        put_filters(sql, filter->children, prefix, filter->kind == FILTER_OR ? " OR " : " AND ");
    put(sql, ")");
}

static void put_filters(struct sql *sql, const struct filter *filter, const char *prefix,
                        const char *joint)
{
    for (bool is_first = true; filter; filter = filter->next, is_first = false) {
        put(sql, is_first ? "" : joint);
        put_filter(sql, filter, prefix);
    }
}

/* --- JSON of embedded rows, written by the database */

static void put_instant(struct sql *sql, const char *prefix, const char *name)
{
    if (sql->engine == ENGINE_SQLITE)
        buffer_print(&sql->text, "coalesce('\"' || wire_instant(%s%s) || '\"', 'null')", prefix,
                     name);
    else
        buffer_print(&sql->text,
                     "coalesce(to_char(to_timestamp(%s%s / 1000.0) AT TIME ZONE 'UTC', "
                     "'\"\\\"\"YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\\\"\"'), 'null')",
                     prefix, name);
}

static void put_json_scalar(struct sql *sql, const struct field *field, const char *prefix)
{
    bool is_sqlite = sql->engine == ENGINE_SQLITE;

    switch (field->type) {
    case FIELD_LINK:
    case FIELD_ID:
        buffer_print(&sql->text,
                     is_sqlite ? "coalesce('\"' || wire_id(%s%s) || '\"', 'null')"
                               : "coalesce('\"' || cast(%s%s AS TEXT) || '\"', 'null')",
                     prefix, field->name);
        return;
    case FIELD_INSTANT:
        put_instant(sql, prefix, field->name);
        return;
    case FIELD_MONEY:
    case FIELD_INTEGER:
        buffer_print(&sql->text, "coalesce(cast(%s%s AS TEXT), 'null')", prefix, field->name);
        return;
    case FIELD_BOOLEAN:
        buffer_print(&sql->text, "CASE %s%s WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END",
                     prefix, field->name);
        return;
    case FIELD_JSON:
        buffer_print(&sql->text, "coalesce(%s%s, 'null')", prefix, field->name);
        return;
    case FIELD_TEXT:
    case FIELD_CHOICE:
    case FIELD_CURRENCY:
    case FIELD_DATE:
        buffer_print(&sql->text,
                     is_sqlite ? "json_quote(%s%s)"
                               : "coalesce(cast(to_json(%s%s) AS TEXT), 'null')",
                     prefix, field->name);
        return;
    case FIELD_UNDECLARED:
    case FIELD_TYPE_COUNT:
        return;
    }
}

static void put_aggregate(struct sql *sql, const struct select_column *column, const char *prefix)
{
    const char *name = column->field ? column->field->name : NULL;

    switch (column->aggregate) {
    case AGGREGATE_COUNT:
        if (name)
            buffer_print(&sql->text, "count(%s%s)", prefix, name);
        else
            put(sql, "count(*)");
        return;
    case AGGREGATE_SUM:
        buffer_print(&sql->text, "cast(sum(%s%s) AS BIGINT)", prefix, name);
        return;
    case AGGREGATE_AVG:
        buffer_print(&sql->text, "cast(sum(%s%s) AS DOUBLE PRECISION) / nullif(count(%s%s), 0)",
                     prefix, name, prefix, name);
        return;
    case AGGREGATE_MIN:
        buffer_print(&sql->text, "min(%s%s)", prefix, name);
        return;
    case AGGREGATE_MAX:
        buffer_print(&sql->text, "max(%s%s)", prefix, name);
        return;
    case AGGREGATE_NONE:
        return;
    }
}

static void put_embed(struct sql *sql, const struct selection *embed);

/* An aggregate inside embedded rows: its number as text. */
static void put_json_aggregate(struct sql *sql, const struct select_column *column,
                               const char *prefix)
{
    bool is_text = column->field && column->aggregate != AGGREGATE_COUNT &&
                   column->aggregate != AGGREGATE_SUM && column->aggregate != AGGREGATE_AVG &&
                   column->field->type != FIELD_INTEGER && column->field->type != FIELD_MONEY;

    if (is_text && column->field->type == FIELD_INSTANT) {
        put(sql, sql->engine == ENGINE_SQLITE ? "coalesce('\"' || wire_instant("
                                              : "coalesce('\"' || to_char(to_timestamp(");
        put_aggregate(sql, column, prefix);
        put(sql, sql->engine == ENGINE_SQLITE
                     ? ") || '\"', 'null')"
                     : " / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') || "
                       "'\"', 'null')");
        return;
    }
    put(sql, !is_text                       ? "coalesce(cast("
             : sql->engine == ENGINE_SQLITE ? "json_quote("
                                            : "coalesce(cast(to_json(");
    put_aggregate(sql, column, prefix);
    put(sql, !is_text                       ? " AS TEXT), 'null')"
             : sql->engine == ENGINE_SQLITE ? ")"
                                            : ") AS TEXT), 'null')");
}

/* '{' || '"title":' || ... || '}': keys are bound, they may be the client's aliases. */
static void put_json_object(struct sql *sql, const struct selection *selection, const char *prefix)
{
    put(sql, "'{'");
    for (const struct select_column *column = selection->columns; column; column = column->next) {
        struct text key = json_prepare_key(sql->arena, column->name);

        put(sql, " || ");
        sql_bind(sql, VALUE_OF_TEXT(column == selection->columns
                                        ? key
                                        : arena_print(sql->arena, ",%.*s", TEXT_ARG(key))));
        put(sql, " || ");
        if (column->embed)
            put_embed(sql, column->embed);
        else if (column->aggregate != AGGREGATE_NONE)
            put_json_aggregate(sql, column, prefix);
        else
            put_json_scalar(sql, column->field, prefix);
    }
    put(sql, " || '}'");
}

/* --- joins, order, grouping */

static void put_join(struct sql *sql, const struct selection *embed)
{
    buffer_print(&sql->text, "t%d.workspace_id = t%d.workspace_id AND ", embed->number,
                 embed->parent->number);
    if (embed->is_to_many)
        buffer_print(&sql->text, "t%d.%s = t%d.id", embed->number, embed->link->name,
                     embed->parent->number);
    else
        buffer_print(&sql->text, "t%d.id = t%d.%s", embed->number, embed->parent->number,
                     embed->link->name);
}

static void put_inner(struct sql *sql, const struct selection *selection, const char **joint);

/* The conditions of a selection behind WHERE or AND; *joint is what comes before the next. */
static void put_conditions(struct sql *sql, const struct selection *selection, const char *prefix,
                           const char **joint)
{
    if (selection->filters) {
        put(sql, *joint);
        *joint = " AND ";
        put_filters(sql, selection->filters, prefix, " AND ");
    }
    put_inner(sql, selection, joint);
}

static void put_inner(struct sql *sql, const struct selection *selection, const char **joint)
{
    for (const struct select_column *column = selection->columns; column; column = column->next) {
        const struct selection *embed = column->embed;
        const char *inner_joint = " AND ";
        char prefix[PREFIX_SIZE];

        if (!embed || !embed->is_inner)
            continue;
        snprintf(prefix, sizeof prefix, "t%d.", embed->number);
        buffer_print(&sql->text, "%sEXISTS (SELECT 1 FROM %s t%d WHERE ", *joint,
                     embed->entity->name, embed->number);
        put_join(sql, embed);
        put_conditions(sql, embed, prefix, &inner_joint);
        put(sql, ")");
        *joint = " AND ";
    }
}

static void put_order_term(struct sql *sql, const char *prefix, const char *name,
                           bool is_descending, bool is_optional, bool nulls_first)
{
    buffer_print(&sql->text, "%s%s%s", prefix, name, is_descending ? " DESC" : "");
    if (is_optional)
        put(sql, nulls_first ? " NULLS FIRST" : " NULLS LAST");
}

/* Always total: the id, or every grouped column, breaks ties, so both engines agree. */
static void put_order(struct sql *sql, const struct selection *selection, const char *prefix)
{
    bool is_descending = false;
    const char *joint = " ORDER BY ";

    for (const struct order_term *term = selection->order; term; term = term->next) {
        put(sql, joint);
        put_order_term(sql, prefix, term->field->name, term->is_descending, term->field->optional,
                       term->has_nulls ? term->nulls_first : term->is_descending);
        is_descending = term->is_descending;
        joint = ", ";
    }
    if (!selection->has_aggregate) {
        put(sql, joint);
        put_order_term(sql, prefix, "id", is_descending, false, false);
        return;
    }
    for (const struct select_column *column = selection->columns; column; column = column->next) {
        if (column->aggregate != AGGREGATE_NONE || !column->field)
            continue;
        put(sql, joint);
        put_order_term(sql, prefix, column->field->name, false, column->field->optional, false);
        joint = ", ";
    }
}

static void put_group(struct sql *sql, const struct selection *selection, const char *prefix)
{
    const char *joint = " GROUP BY ";

    if (!selection->has_aggregate)
        return;
    for (const struct select_column *column = selection->columns; column; column = column->next) {
        if (column->aggregate != AGGREGATE_NONE)
            continue;
        if (column->embed)
            buffer_print(&sql->text, "%s%sworkspace_id, %s%s", joint, prefix, prefix,
                         column->embed->is_to_many ? "id" : column->embed->link->name);
        else
            buffer_print(&sql->text, "%s%s%s", joint, prefix, column->field->name);
        joint = ", ";
    }
}

static void put_embed(struct sql *sql, const struct selection *embed)
{
    const char *joint = " AND ";
    char prefix[PREFIX_SIZE];

    snprintf(prefix, sizeof prefix, "t%d.", embed->number);
    if (!embed->columns) { /* named only for !inner or its filters */
        put(sql, embed->is_to_many ? "'[]'" : "'null'");
        return;
    }
    if (embed->is_to_many)
        buffer_print(&sql->text, "(SELECT '[' || coalesce(%s(o, ','), '') || ']' FROM (SELECT ",
                     sql->engine == ENGINE_SQLITE ? "group_concat" : "string_agg");
    else
        put(sql, "coalesce((SELECT ");
    put_json_object(sql, embed, prefix);
    buffer_print(&sql->text, "%s FROM %s t%d WHERE ", embed->is_to_many ? " AS o" : "",
                 embed->entity->name, embed->number);
    put_join(sql, embed);
    put_conditions(sql, embed, prefix, &joint);
    if (!embed->is_to_many) {
        put(sql, "), 'null')");
        return;
    }
    put_group(sql, embed, prefix);
    put_order(sql, embed, prefix);
    put(sql, " LIMIT ");
    sql_bind(sql, VALUE_OF_INTEGER(embed->limit >= 0 && embed->limit < LIMIT_PAGE_ROWS
                                       ? embed->limit
                                       : LIMIT_PAGE_ROWS));
    put(sql, " OFFSET ");
    sql_bind(sql, VALUE_OF_INTEGER(embed->offset));
    buffer_print(&sql->text, ") x%d)", embed->number);
}

/* --- whole statements */

void compile_where(struct sql *sql, const struct selection *selection, const char *prefix)
{
    const char *joint = " WHERE ";

    if (prefix[0])
        put_conditions(sql, selection, prefix, &joint);
    else if (selection->filters) {
        put(sql, joint);
        put_filters(sql, selection->filters, prefix, " AND ");
    }
}

void compile_select(struct sql *sql, const struct rest_query *query, int64_t limit)
{
    const struct selection *root = query->root;
    const char *joint = "SELECT ";

    for (const struct select_column *column = root->columns; column; column = column->next) {
        put(sql, joint);
        joint = ", ";
        if (column->embed)
            put_embed(sql, column->embed);
        else if (column->aggregate != AGGREGATE_NONE)
            put_aggregate(sql, column, "t0.");
        else
            buffer_print(&sql->text, "t0.%s", column->field->name);
    }
    buffer_print(&sql->text, " FROM %s t0", root->entity->name);
    compile_where(sql, root, "t0.");
    put_group(sql, root, "t0.");
    put_order(sql, root, "t0.");
    if (limit < 0)
        return;
    put(sql, " LIMIT ");
    sql_bind(sql, VALUE_OF_INTEGER(limit));
    if (root->offset > 0) {
        put(sql, " OFFSET ");
        sql_bind(sql, VALUE_OF_INTEGER(root->offset));
    }
}

void compile_count(struct sql *sql, const struct rest_query *query)
{
    const struct selection *root = query->root;

    if (root->has_aggregate) {
        put(sql, "SELECT count(*) FROM (SELECT 1 AS one");
        buffer_print(&sql->text, " FROM %s t0", root->entity->name);
        compile_where(sql, root, "t0.");
        put_group(sql, root, "t0.");
        put(sql, ") g");
        return;
    }
    buffer_print(&sql->text, "SELECT count(*) FROM %s t0", root->entity->name);
    compile_where(sql, root, "t0.");
}
