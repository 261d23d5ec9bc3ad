/* Values in SQL: columns, parts of JSON columns, casts and aggregates, plain and as the JSON text
   of embedded rows. What PostgreSQL has built in, SQLite gets from src/store/sqlite_json.c. */
#include "rest/compile_parts.h"
#include "rest/unseal.h"

static bool is_sqlite(const struct sql *sql)
{
    return sql->engine == ENGINE_SQLITE;
}

/* --- JSON paths */

static void put_path(struct sql *sql, const struct json_path *path)
{
    struct bound_path *bound = sql->paths;

    while (bound && !text_equal(bound->path->json, path->json))
        bound = bound->next;
    if (bound) {
        buffer_print(&sql->text, "$%zu", bound->parameter);
        return;
    }
    sql_bind(sql, VALUE_OF_TEXT(is_sqlite(sql) ? path->json : path->steps));
    bound = ARENA_NEW(sql->arena, struct bound_path);
    *bound = (struct bound_path){ path, sql->count, sql->paths };
    sql->paths = bound;
}

/* The part of the document, as JSON or as its text. */
static void put_part(struct sql *sql, const struct operand *operand, const char *prefix,
                     bool is_text)
{
    const char *name = operand->field->name;

    if (!operand->path && is_sqlite(sql)) {
        buffer_print(&sql->text, is_text ? "json_text_at(%s%s, '[]')" : "%s%s", prefix, name);
        return;
    }
    if (!operand->path) {
        buffer_print(&sql->text, is_text ? "(cast(%s%s AS json) #>> '{}')" : "cast(%s%s AS json)",
                     prefix, name);
        return;
    }
    if (is_sqlite(sql))
        buffer_print(&sql->text, is_text ? "json_text_at(%s%s, " : "json_at(%s%s, ", prefix, name);
    else
        buffer_print(&sql->text,
                     is_text ? "(cast(%s%s AS json) #>> cast(" : "(cast(%s%s AS json) #> cast(",
                     prefix, name);
    put_path(sql, operand->path);
    put(sql, is_sqlite(sql) ? ")" : " AS text[]))");
}

static void put_json_type(struct sql *sql, const struct operand *operand, const char *prefix)
{
    put(sql, is_sqlite(sql) ? "json_kind(" : "json_typeof(");
    put_part(sql, operand, prefix, false);
    put(sql, ")");
}

void put_json_rank(struct sql *sql, const struct operand *operand, const char *prefix)
{
    put(sql, "CASE ");
    put_json_type(sql, operand, prefix);
    put(sql, " WHEN 'null' THEN 0 WHEN 'string' THEN 1 WHEN 'number' THEN 2 WHEN 'boolean' THEN 3 "
             "WHEN 'array' THEN 4 WHEN 'object' THEN 5 END");
}

static void put_text_of(struct sql *sql, const struct operand *operand, const char *prefix,
                        const char *type)
{
    buffer_print(&sql->text, "cast(");
    put_part(sql, operand, prefix, true);
    buffer_print(&sql->text, " AS %s)", type);
}

void put_json_number(struct sql *sql, const struct operand *operand, const char *prefix)
{
    put(sql, "CASE ");
    put_json_type(sql, operand, prefix);
    put(sql, " WHEN 'number' THEN ");
    put_text_of(sql, operand, prefix, "DOUBLE PRECISION");
    put(sql, " WHEN 'boolean' THEN CASE ");
    put_part(sql, operand, prefix, true);
    put(sql, " WHEN 'true' THEN 1 ELSE 0 END END");
}

void put_json_string(struct sql *sql, const struct operand *operand, const char *prefix)
{
    put(sql, "CASE ");
    put_json_type(sql, operand, prefix);
    put(sql, " WHEN 'string' THEN ");
    put_part(sql, operand, prefix, true);
    put(sql, is_sqlite(sql) ? " END" : " END COLLATE \"C\"");
}

/* --- casts */

/* What is no number, or none that fits, becomes NULL: a cast never fails. */
static void put_json_cast(struct sql *sql, const struct operand *operand, const char *prefix)
{
    put(sql, "CASE ");
    put_json_type(sql, operand, prefix);
    if (operand->cast == CAST_BOOLEAN) {
        put(sql, " WHEN 'boolean' THEN CASE ");
        put_part(sql, operand, prefix, true);
        put(sql, " WHEN 'true' THEN 1 ELSE 0 END END");
        return;
    }
    put(sql, " WHEN 'number' THEN ");
    if (operand->cast == CAST_REAL) {
        put_text_of(sql, operand, prefix, "DOUBLE PRECISION");
        put(sql, " END");
        return;
    }
    put(sql, "CASE WHEN abs(");
    put_text_of(sql, operand, prefix, "DOUBLE PRECISION");
    put(sql, ") < 9007199254740992 THEN cast(floor(");
    put_text_of(sql, operand, prefix, "DOUBLE PRECISION");
    put(sql, " + 0.5) AS BIGINT) END END");
}

static void put_instant_text(struct sql *sql, struct text value)
{
    buffer_print(&sql->text,
                 is_sqlite(sql) ? "wire_instant(%.*s)"
                                : "to_char(to_timestamp(%.*s / 1000.0) AT TIME ZONE 'UTC', "
                                  "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
                 TEXT_ARG(value));
}

/* The wire form of a value, without quotes. */
static void put_text_form(struct sql *sql, enum field_type type, struct text value)
{
    switch (type) {
    case FIELD_INSTANT:
        put_instant_text(sql, value);
        return;
    case FIELD_LINK:
    case FIELD_ID:
        buffer_print(&sql->text, is_sqlite(sql) ? "wire_id(%.*s)" : "cast(%.*s AS TEXT)",
                     TEXT_ARG(value));
        return;
    case FIELD_BOOLEAN:
        buffer_print(&sql->text, "CASE %.*s WHEN 1 THEN 'true' WHEN 0 THEN 'false' END",
                     TEXT_ARG(value));
        return;
    case FIELD_UNDECLARED:
        buffer_print(&sql->text, is_sqlite(sql) ? "wire_real(%.*s)" : "cast(%.*s AS TEXT)",
                     TEXT_ARG(value));
        return;
    case FIELD_MONEY:
    case FIELD_INTEGER:
    case FIELD_JSON:
    case FIELD_TEXT:
    case FIELD_CHOICE:
    case FIELD_CURRENCY:
    case FIELD_DATE:
    case FIELD_TYPE_COUNT:
        buffer_print(&sql->text, "cast(%.*s AS TEXT)", TEXT_ARG(value));
        return;
    }
}

/* What was put since `start`, taken back: to stand in another place, or twice. */
static struct text taken_back(struct sql *sql, size_t start)
{
    struct text taken = text_from_offset(buffer_text(&sql->text), start);

    taken = arena_copy(sql->arena, taken);
    sql->text.size = start < sql->text.size ? start : sql->text.size;
    return taken;
}

static void put_cast(struct sql *sql, enum cast cast, enum field_type from, struct text value)
{
    if (cast == CAST_TEXT)
        put_text_form(sql, from, value);
    else if (cast == CAST_REAL)
        buffer_print(&sql->text, "cast(%.*s AS DOUBLE PRECISION)", TEXT_ARG(value));
    else
        buffer_append(&sql->text, value);
}

void put_operand(struct sql *sql, const struct operand *operand, const char *prefix)
{
    bool is_json = operand->field->type == FIELD_JSON;
    bool is_part = operand->path && (!operand->path->is_text || operand->cast == CAST_JSON);
    enum cast cast = operand->cast;
    size_t start = sql->text.size;

    if (is_json && (cast == CAST_INTEGER || cast == CAST_REAL || cast == CAST_BOOLEAN)) {
        put_json_cast(sql, operand, prefix);
        return;
    }
    put(sql, is_part && !is_sqlite(sql) ? "cast(" : "");
    if (operand->path) {
        put_part(sql, operand, prefix, !is_part);
    } else { /* every column of every answer: no printf */
        put(sql, prefix);
        put(sql, operand->field->name);
        put(sql, operand->is_blind ? "_blind" : "");
    }
    put(sql, is_part && !is_sqlite(sql) ? " AS TEXT)" : "");
    if (cast != CAST_NONE)
        put_cast(sql, cast, operand->path ? FIELD_TEXT : operand->field->type,
                 taken_back(sql, start));
}

void put_sortable(struct sql *sql, const struct operand *operand, const char *prefix)
{
    enum field_type type = operand_type(operand);

    put_operand(sql, operand, prefix);
    if (operand->path && !is_sqlite(sql) && (type == FIELD_TEXT || type == FIELD_JSON))
        put(sql, " COLLATE \"C\"");
}

/* --- columns of an answer */

static void put_aggregate(struct sql *sql, const struct select_column *column, const char *prefix)
{
    static const char *const functions[] = {
        [AGGREGATE_COUNT] = "count(", [AGGREGATE_SUM] = "sum(", [AGGREGATE_AVG] = "sum(",
        [AGGREGATE_MIN] = "min(",     [AGGREGATE_MAX] = "max(",
    };
    enum aggregate aggregate = column->aggregate;
    bool is_real = column->operand.field && operand_type(&column->operand) == FIELD_UNDECLARED;

    if (!column->operand.field) {
        put(sql, "count(*)");
        return;
    }
    if (aggregate == AGGREGATE_SUM || aggregate == AGGREGATE_AVG)
        put(sql, "cast(");
    put(sql, functions[aggregate]);
    put_sortable(sql, &column->operand, prefix);
    put(sql, ")");
    if (aggregate == AGGREGATE_SUM)
        put(sql, is_real ? " AS DOUBLE PRECISION)" : " AS BIGINT)");
    if (aggregate != AGGREGATE_AVG)
        return;
    put(sql, " AS DOUBLE PRECISION) / nullif(count(");
    put_operand(sql, &column->operand, prefix);
    put(sql, "), 0)");
}

void put_column(struct sql *sql, const struct select_column *column, const char *prefix)
{
    struct select_column plain = *column;
    size_t start = sql->text.size;

    plain.cast = CAST_NONE;
    if (column_is_sealed(column)) {
        put_sealed(sql, &column->operand, prefix);
        return;
    }
    if (column->aggregate == AGGREGATE_NONE)
        put_operand(sql, &column->operand, prefix);
    else
        put_aggregate(sql, column, prefix);
    if (column->cast != CAST_NONE)
        put_cast(sql, column->cast, column_type(&plain), taken_back(sql, start));
}

static void put_json_text(struct sql *sql, struct text value)
{
    buffer_print(&sql->text,
                 is_sqlite(sql) ? "json_quote(%.*s)"
                                : "coalesce(cast(to_json(%.*s) AS TEXT), 'null')",
                 TEXT_ARG(value));
}

void put_json_column(struct sql *sql, const struct select_column *column, const char *prefix)
{
    enum field_type type = column_type(column);
    size_t start = sql->text.size;
    struct text value;

    if (column->operand.field && column->operand.field->sealed &&
        column->aggregate == AGGREGATE_NONE) {
        put_sealed_json(sql, &column->operand, prefix);
        return;
    }
    put_column(sql, column, prefix);
    value = taken_back(sql, start);
    switch (type) {
    case FIELD_LINK:
    case FIELD_ID:
    case FIELD_INSTANT:
        put(sql, "coalesce('\"' || ");
        put_text_form(sql, type, value);
        put(sql, " || '\"', 'null')");
        return;
    case FIELD_MONEY:
    case FIELD_INTEGER:
    case FIELD_BOOLEAN:
    case FIELD_JSON:
    case FIELD_UNDECLARED:
        put(sql, "coalesce(");
        put_text_form(sql, type, value);
        put(sql, ", 'null')");
        return;
    case FIELD_TEXT:
    case FIELD_CHOICE:
    case FIELD_CURRENCY:
    case FIELD_DATE:
        put_json_text(sql, value);
        return;
    case FIELD_TYPE_COUNT:
        return;
    }
}
