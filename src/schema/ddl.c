/* DDL: tables, columns and indexes as both engines write them, from the declaration. Uniqueness
   is an index, not a table constraint, so that it can be added to a table that exists. Every key
   begins with workspace_id: no link can leave the workspace, and the tables can be distributed. */
#include "schema/column.h"
#include "schema/schema.h"

#include <assert.h>
#include <stdio.h>

enum { ENGINE_COUNT = 2, LIMIT_BLIND_NAME = 80, LIMIT_INDEX_WHERE = 96 };

static const char *const sql_types[FIELD_TYPE_COUNT][ENGINE_COUNT] = {
    [FIELD_TEXT] = { "TEXT", "text" },         [FIELD_LINK] = { "BLOB", "uuid" },
    [FIELD_ID] = { "BLOB", "uuid" },           [FIELD_CHOICE] = { "TEXT", "text" },
    [FIELD_DATE] = { "TEXT", "text" },         [FIELD_INSTANT] = { "INTEGER", "bigint" },
    [FIELD_MONEY] = { "INTEGER", "bigint" },   [FIELD_CURRENCY] = { "TEXT", "text" },
    [FIELD_INTEGER] = { "INTEGER", "bigint" }, [FIELD_BOOLEAN] = { "INTEGER", "smallint" },
    [FIELD_JSON] = { "TEXT", "text" },
};

/* The forms that a text must have: SQLite's GLOB and PostgreSQL's regular expression. */
static const char *const forms[FIELD_TYPE_COUNT][ENGINE_COUNT] = {
    [FIELD_DATE] = { "GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'",
                     "~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'" },
    [FIELD_CURRENCY] = { "GLOB '[A-Z][A-Z][A-Z]'", "~ '^[A-Z]{3}$'" },
};

const char *field_sql_type(const struct field *field, enum engine engine)
{
    return sql_types[field->type][engine];
}

static bool is_text(const struct field *field)
{
    return sql_types[field->type][ENGINE_POSTGRESQL] == sql_types[FIELD_TEXT][ENGINE_POSTGRESQL];
}

/* ---- columns ---- */

/* A field is searched or sealed, never both. */
static bool has_extra(const struct field *field)
{
    return field->search || field->blind;
}

size_t column_count(const struct entity *entity)
{
    size_t count = ROW_COLUMNS + entity->fields.count;

    for (size_t i = 0; i < entity->fields.count; i++)
        count += has_extra(&entity->fields.at[i]);
    return count;
}

bool column_is_extra(struct column column)
{
    return column.is_fold || column.is_blind;
}

struct column column_at(const struct entity *entity, size_t index)
{
    size_t extra;

    if (index < ROW_COLUMNS)
        return (struct column){ .field = &row_fields[index] };
    index -= ROW_COLUMNS;
    if (index < entity->fields.count)
        return (struct column){ .field = &entity->fields.at[index] };
    extra = index - entity->fields.count;
    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];

        if (has_extra(field) && extra-- == 0)
            return (struct column){ .field = field,
                                    .is_fold = field->search,
                                    .is_blind = field->blind };
    }
    return (struct column){ 0 };
}

size_t column_index(const struct entity *entity, const struct field *field)
{
    if (field >= row_fields && field < row_fields + ROW_COLUMNS)
        return (size_t)(field - row_fields);
    return ROW_COLUMNS + (size_t)(field - entity->fields.at);
}

size_t column_index_named(const struct entity *entity, const char *field)
{
    return column_index(entity, entity_field(entity, text_from(field)));
}

static struct text ending_of(struct column column)
{
    return column.is_fold ? T("_fold") : column.is_blind ? T("_blind") : T("");
}

void column_print_name(struct buffer *out, struct column column)
{
    buffer_append(out, text_from(column.field->name));
    buffer_append(out, ending_of(column));
}

bool column_has_name(struct column column, struct text name)
{
    struct text field = text_from(column.field->name);

    return text_starts_with(name, field) &&
           text_equal(text_from_offset(name, field.size), ending_of(column));
}

bool column_is_optional(struct column column)
{
    return column_is_extra(column) || column.field->optional;
}

void sql_print_quoted(struct buffer *out, struct text text)
{
    buffer_append_byte(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '\'')
            buffer_append_byte(out, '\'');
        buffer_append_byte(out, text.at[i]);
    }
    buffer_append_byte(out, '\'');
}

/* `fallback` is a literal of the wire form: true, 5, 2026-06-02T08:30:00Z, some text. */
void column_print_default(struct buffer *out, struct column column)
{
    const struct field *field = column.field;
    int64_t instant_ms;

    if (!field->fallback || column_is_extra(column))
        return;
    buffer_append(out, T(" DEFAULT "));
    if (is_text(field))
        sql_print_quoted(out, text_from(field->fallback));
    else if (field->type == FIELD_BOOLEAN)
        buffer_append_int(out, text_equal(text_from(field->fallback), T("true")));
    else if (field->type == FIELD_INSTANT &&
             instant_from_text(text_from(field->fallback), &instant_ms))
        buffer_append_int(out, instant_ms);
    else
        buffer_append(out, text_from(field->fallback));
}

const char *const column_rules[] = { "length",  "range", "choice", "form",
                                     "boolean", "size",  "link",   NULL };

static void open_check(struct buffer *out, const struct entity *entity, const struct field *field,
                       const char *rule)
{
    buffer_print(out, " CONSTRAINT %s_%s_%s CHECK (", entity->name, field->name, rule);
}

static void print_length_check(struct buffer *out, const struct entity *entity,
                               const struct field *field, enum engine engine)
{
    const char *length = engine == ENGINE_SQLITE ? "length" : "char_length";
    const char *name = field->name;

    if (field->max <= 0 && field->min <= 0)
        return;
    open_check(out, entity, field, "length");
    /* What is optional may also be left empty. */
    if (field->min > 0 && field->optional)
        buffer_print(out, "(%s(%s) >= %lld OR %s = '')", length, name, (long long)field->min, name);
    else if (field->min > 0)
        buffer_print(out, "%s(%s) >= %lld", length, name, (long long)field->min);
    if (field->min > 0 && field->max > 0)
        buffer_append(out, T(" AND "));
    if (field->max > 0)
        buffer_print(out, "%s(%s) <= %lld", length, name, (long long)field->max);
    buffer_append(out, T(")"));
}

/* What is sealed is counted before: here it is base64 of up to four bytes a character. */
static void print_sealed_check(struct buffer *out, const struct entity *entity,
                               const struct field *field)
{
    open_check(out, entity, field, "length");
    buffer_print(out, "length(%s) <= %lld)", field->name, (long long)field->max * 6 + 128);
}

/* An integer without any limit may be negative; an amount may not, unless `min` says so. */
static void print_range_check(struct buffer *out, const struct entity *entity,
                              const struct field *field)
{
    if (field->min == 0 && field->max == 0 && field->type != FIELD_MONEY)
        return;
    open_check(out, entity, field, "range");
    buffer_print(out, "%s >= %lld", field->name, (long long)field->min);
    if (field->max != 0)
        buffer_print(out, " AND %s <= %lld", field->name, (long long)field->max);
    buffer_append(out, T(")"));
}

/* For IN of more than two values SQLite would make a table of them each time a row is written. */
static void print_choice_check(struct buffer *out, const struct entity *entity,
                               const struct field *field, enum engine engine)
{
    bool is_list = engine == ENGINE_POSTGRESQL;

    open_check(out, entity, field, "choice");
    if (is_list)
        buffer_print(out, "%s IN (", field->name);
    for (size_t i = 0; i < field->choice_count; i++) {
        if (i > 0)
            buffer_append(out, is_list ? T(", ") : T(" OR "));
        if (!is_list)
            buffer_print(out, "%s = ", field->name);
        sql_print_quoted(out, text_from(field->choices[i].value));
    }
    buffer_append(out, is_list ? T("))") : T(")"));
}

void column_print_check(struct buffer *out, const struct entity *entity, struct column column,
                        enum engine engine)
{
    const struct field *field = column.field;

    if (column_is_extra(column))
        return;
    if (field->sealed) {
        print_sealed_check(out, entity, field);
        return;
    }
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_JSON:
        print_length_check(out, entity, field, engine);
        break;
    case FIELD_CHOICE:
        print_choice_check(out, entity, field, engine);
        break;
    case FIELD_DATE:
    case FIELD_CURRENCY:
        open_check(out, entity, field, "form");
        buffer_print(out, "%s %s)", field->name, forms[field->type][engine]);
        break;
    case FIELD_MONEY:
    case FIELD_INTEGER:
        print_range_check(out, entity, field);
        break;
    case FIELD_BOOLEAN:
        open_check(out, entity, field, "boolean");
        buffer_print(out, "%s IN (0, 1))", field->name);
        break;
    case FIELD_LINK:
    case FIELD_ID:
        if (engine == ENGINE_SQLITE) {
            open_check(out, entity, field, "size");
            buffer_print(out, "length(%s) = 16)", field->name);
        }
        break;
    case FIELD_UNDECLARED:
    case FIELD_INSTANT:
    case FIELD_TYPE_COUNT:
        break;
    }
}

void schema_print_column(struct buffer *out, const struct entity *entity, struct column column,
                         enum engine engine)
{
    const struct field *field = column.field;

    column_print_name(out, column);
    buffer_print(out, " %s", sql_types[field->type][engine]);
    if (engine == ENGINE_POSTGRESQL && is_text(field))
        buffer_append(out, T(" COLLATE \"C\""));
    if (!column_is_optional(column))
        buffer_append(out, T(" NOT NULL"));
    column_print_default(out, column);
    column_print_check(out, entity, column, engine);
}

/* ---- table and indexes ---- */

void schema_print_foreign_key(struct buffer *out, const struct entity *entity,
                              const struct field *field, enum engine engine)
{
    buffer_print(out,
                 "CONSTRAINT %s_%s_link FOREIGN KEY (workspace_id, %s) "
                 "REFERENCES %s%s (workspace_id, id)",
                 entity->name, field->name, field->name, engine == ENGINE_SQLITE ? "" : "main.",
                 field->to->name);
}

void schema_print_columns(struct buffer *out, const struct entity *entity,
                          const struct column *columns, size_t count, enum engine engine)
{
    buffer_append(out, T("(\n"));
    for (size_t i = 0; i < count; i++) {
        buffer_append(out, T("    "));
        schema_print_column(out, entity, columns[i], engine);
        buffer_append(out, T(",\n"));
    }
    buffer_print(out, "    CONSTRAINT %s_key PRIMARY KEY (workspace_id, id)", entity->name);
    for (size_t i = 0; i < entity->fields.count; i++) {
        if (!entity->fields.at[i].to)
            continue;
        buffer_append(out, T(",\n    "));
        schema_print_foreign_key(out, entity, &entity->fields.at[i], engine);
    }
    buffer_append(out, engine == ENGINE_SQLITE ? T("\n) STRICT, WITHOUT ROWID") : T("\n)"));
}

void schema_print_table_body(struct buffer *out, const struct entity *entity, enum engine engine)
{
    struct column columns[LIMIT_COLUMNS];
    size_t count = column_count(entity);

    assert(count <= LIMIT_COLUMNS);
    for (size_t i = 0; i < count; i++)
        columns[i] = column_at(entity, i);
    schema_print_columns(out, entity, columns, count, engine);
}

void schema_print_table(struct buffer *out, const struct entity *entity, enum engine engine)
{
    buffer_print(out, "CREATE TABLE IF NOT EXISTS main.%s ", entity->name);
    schema_print_table_body(out, entity, engine);
    buffer_append(out, T(";\n"));
}

/* `kind` ends the index's name; `where` is empty, or says of which rows it is. */
static void print_index_of(struct buffer *out, const struct entity *entity,
                           const char *const *columns, const char *kind, const char *where,
                           enum engine engine)
{
    bool is_sqlite = engine == ENGINE_SQLITE;

    buffer_print(out, "CREATE INDEX IF NOT EXISTS %s%s", is_sqlite ? "main." : "", entity->name);
    for (size_t i = 0; columns[i]; i++)
        buffer_print(out, "_%s", columns[i]);
    buffer_print(out, "_%s ON %s%s (workspace_id", kind, is_sqlite ? "" : "main.", entity->name);
    for (size_t i = 0; columns[i]; i++)
        buffer_print(out, ", %s", columns[i]);
    buffer_print(out, ", id)%s;\n", where);
}

static void print_index(struct buffer *out, const struct entity *entity, const char *const *columns,
                        enum engine engine)
{
    print_index_of(out, entity, columns, "index", "", engine);
}

static void print_unique(struct buffer *out, const struct entity *entity,
                         const char *const *columns, enum engine engine)
{
    bool is_sqlite = engine == ENGINE_SQLITE;

    buffer_print(out, "CREATE UNIQUE INDEX IF NOT EXISTS %s%s", is_sqlite ? "main." : "",
                 entity->name);
    for (size_t i = 0; columns[i]; i++)
        buffer_print(out, "_%s", columns[i]);
    buffer_print(out, "_unique ON %s%s (workspace_id", is_sqlite ? "" : "main.", entity->name);
    for (size_t i = 0; columns[i]; i++)
        buffer_print(out, ", %s", columns[i]);
    buffer_append(out, T(");\n"));
}

static void print_blind_index(struct buffer *out, const struct entity *entity,
                              const struct field *field, enum engine engine)
{
    char name[LIMIT_BLIND_NAME];
    const char *const names[] = { name, NULL };

    snprintf(name, sizeof name, "%s_blind", field->name);
    if (field->unique)
        print_unique(out, entity, names, engine);
    else
        print_index(out, entity, names, engine);
}

/* The column that lists of the entity are ordered by, where an index can follow it: callers ask
   for it, and it is never NULL, so that the engines agree on where a row stands. */
static const struct field *order_of_lists(const struct entity *entity)
{
    struct text order = text_from(entity->order ? entity->order : "");
    struct text name = text_cut(&order, '.');
    const struct field *field = NULL;

    for (size_t i = 0; i < column_count(entity); i++) {
        struct column column = column_at(entity, i);

        if (i != COLUMN_ID && !column_is_extra(column) && column_has_name(column, name))
            field = column.field;
    }
    return field && entity_is_on_the_wire(entity) && !field->optional ? field : NULL;
}

/* A few values with many rows each: a list of one of them is read in its order, not sorted. */
static bool has_ordered_index(const struct entity *entity, const struct field *field)
{
    const struct field *order = order_of_lists(entity);
    bool has_few_values = field->type == FIELD_TEXT || field->type == FIELD_CHOICE ||
                          field->type == FIELD_LINK || field->type == FIELD_ID;

    return order && order != field && field->index && has_few_values;
}

static bool is_link(const struct field *field)
{
    return field->type == FIELD_LINK || field->type == FIELD_ID;
}

/* Of rows that belong together by a link there are few enough to be sorted by id. */
static bool has_plain_index(const struct entity *entity, const struct field *field)
{
    return (field->index || field->type == FIELD_LINK) &&
           !(is_link(field) && has_ordered_index(entity, field));
}

/* An index of links is asked for the rows of one record: rows that link to none are not in it. */
static bool has_linked_index(const struct field *field)
{
    return is_link(field) && field->optional;
}

static void print_field_index(struct buffer *out, const struct entity *entity,
                              const struct field *field, enum engine engine)
{
    const struct field *order = order_of_lists(entity);
    const char *const plain[] = { field->name, NULL };
    const char *const ordered[] = { field->name, order ? order->name : NULL, NULL };
    bool is_linked = has_linked_index(field);
    const char *kind = is_linked ? "linked" : "index";
    char where[LIMIT_INDEX_WHERE] = "";

    if (is_linked)
        snprintf(where, sizeof where, " WHERE %s IS NOT NULL", field->name);
    if (has_plain_index(entity, field))
        print_index_of(out, entity, plain, kind, where, engine);
    if (has_ordered_index(entity, field))
        print_index_of(out, entity, ordered, kind, where, engine);
}

/* Where no other index begins with it. */
static void print_order_index(struct buffer *out, const struct entity *entity, enum engine engine)
{
    const struct field *order = order_of_lists(entity);

    if (order && !order->index && !order->unique && order->type != FIELD_LINK &&
        !(entity->unique_together && strcmp(entity->unique_together[0], order->name) == 0))
        print_index(out, entity, (const char *const[]){ order->name, NULL }, engine);
}

/* Of rows that only their owner sees, every list is one of an owner's. */
static bool has_ordered_owner(const struct entity *entity)
{
    const struct field *order = order_of_lists(entity);

    return entity->rows == ROWS_OF_OWNER && order && order != &row_fields[COLUMN_CREATED_BY];
}

static void print_owner_index(struct buffer *out, const struct entity *entity, enum engine engine)
{
    const char *owner = row_fields[COLUMN_CREATED_BY].name;
    const char *order = has_ordered_owner(entity) ? order_of_lists(entity)->name : NULL;

    if (entity->rows == ROWS_OF_OWNER)
        print_index(out, entity, (const char *const[]){ owner, order, NULL }, engine);
}

void schema_print_replaced_indexes(struct buffer *out, const struct entity *entity)
{
    if (has_ordered_owner(entity))
        buffer_print(out, "DROP INDEX IF EXISTS main.%s_%s_index;\n", entity->name,
                     row_fields[COLUMN_CREATED_BY].name);
    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];

        bool has_index = has_plain_index(entity, field);

        if (has_linked_index(field) ? has_index || has_ordered_index(entity, field)
                                    : has_ordered_index(entity, field) && !has_index)
            buffer_print(out, "DROP INDEX IF EXISTS main.%s_%s_index;\n", entity->name,
                         field->name);
        if (has_linked_index(field) && has_ordered_index(entity, field))
            buffer_print(out, "DROP INDEX IF EXISTS main.%s_%s_%s_index;\n", entity->name,
                         field->name, order_of_lists(entity)->name);
    }
}

static void print_more(struct buffer *out, const struct entity *entity,
                       const struct entity_index *index, enum engine engine)
{
    bool is_sqlite = engine == ENGINE_SQLITE;

    buffer_print(out, "CREATE INDEX IF NOT EXISTS %s%s_%s_index ON %s%s (workspace_id",
                 is_sqlite ? "main." : "", entity->name, index->name, is_sqlite ? "" : "main.",
                 entity->name);
    for (const char *const *column = index->columns; *column; column++)
        buffer_print(out, ", %s", *column);
    buffer_append(out, T(", id);\n"));
}

void schema_print_indexes(struct buffer *out, const struct entity *entity, enum engine engine)
{
    print_owner_index(out, entity, engine);
    print_order_index(out, entity, engine);
    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];

        print_field_index(out, entity, field, engine);
        if (field->blind)
            print_blind_index(out, entity, field, engine);
        else if (field->unique)
            print_unique(out, entity, (const char *const[]){ field->name, NULL }, engine);
    }
    if (entity->unique_together)
        print_unique(out, entity, entity->unique_together, engine);
    for (const struct entity_index *index = entity->indexes; index && index->name; index++)
        print_more(out, entity, index, engine);
}
