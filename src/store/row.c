/* Row: writes and reads row structs by their entity's table. The SQL of each entity is built
   once per call from identifiers of the table; the engines cache what they prepare. */
#include "store/row.h"

#include "base/limits.h"
#include "codec/utf8.h"
#include "schema/column.h"
#include "schema/parse.h"
#include "store/daily.h"
#include "store/feed.h"
#include "store/sealed.h"

#include <assert.h>

enum { LIMIT_ROW_SQL = 16384 };

static const void *member_of(const void *row, const struct field *field)
{
    return (const char *)row + field->at;
}

static size_t index_of(const struct entity *entity, const char *name)
{
    const struct field *field = entity_field(entity, text_from(name));

    assert(field);
    return (size_t)(field - entity->fields.at);
}

bool row_is_null(const void *row, const struct entity *entity, const char *field)
{
    return row_value(row, entity, index_of(entity, field)).type == VALUE_NULL;
}

void row_set_null(void *row, const struct entity *entity, const char *field)
{
    row_set_value(row, entity, index_of(entity, field), VALUE_OF_NULL);
}

static struct value text_value(struct text text)
{
    return VALUE_OF_TEXT(text.at ? text : T(""));
}

static struct value date_value(struct date date)
{
    /* The text of a date is as long as the process: one per day would not be; so a small ring. */
    static _Thread_local struct date_text ring[64];
    static _Thread_local unsigned next;
    struct date_text *slot = &ring[next++ % 64];

    *slot = date_to_text(date);
    return VALUE_OF_TEXT(((struct text){ slot->at, DATE_TEXT_SIZE }));
}

/* What the member holds; zero of a field marked in `nulls` is NULL. */
struct value row_value(const void *row, const struct entity *entity, size_t at)
{
    const struct field *field = &entity->fields.at[at];
    const void *source = member_of(row, field);
    bool is_null = ((const struct row *)row)->nulls >> at & 1;

    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_CURRENCY:
    case FIELD_JSON: {
        struct text text = *(const struct text *)source;

        bool is_unset = text.size == 0 && (is_null || (!text.at && field->optional));

        return is_unset ? VALUE_OF_NULL : text_value(text);
    }
    case FIELD_LINK:
    case FIELD_ID: {
        struct id id = *(const struct id *)source;

        return id_is_zero(id) ? VALUE_OF_NULL : VALUE_OF_ID(id);
    }
    case FIELD_CHOICE: {
        int index = *(const int *)source;

        return index == 0 ? VALUE_OF_NULL
                          : VALUE_OF_TEXT(text_from(field->choices[index - 1].value));
    }
    case FIELD_DATE: {
        struct date date = *(const struct date *)source;

        return is_null && date.days == 0 ? VALUE_OF_NULL : date_value(date);
    }
    case FIELD_INSTANT:
    case FIELD_MONEY:
    case FIELD_INTEGER: {
        int64_t integer = *(const int64_t *)source;
        bool is_unset = integer == 0 &&
                        (is_null || (field->type == FIELD_INSTANT && field->optional));

        return is_unset ? VALUE_OF_NULL : VALUE_OF_INTEGER(integer);
    }
    case FIELD_BOOLEAN: {
        bool boolean = *(const bool *)source;

        return is_null && !boolean ? VALUE_OF_NULL : VALUE_OF_INTEGER(boolean);
    }
    case FIELD_UNDECLARED:
    case FIELD_TYPE_COUNT:
        break;
    }
    return VALUE_OF_NULL;
}

void row_set_value(void *row, const struct entity *entity, size_t at, struct value value)
{
    struct row *base = row;

    base->nulls = value.type == VALUE_NULL ? base->nulls | 1ull << at : base->nulls & ~(1ull << at);
    member_set(row, &entity->fields.at[at], value);
}

/* --- SQL of an entity */

static void print_columns(struct buffer *sql, const struct entity *entity)
{
    for (size_t i = 0; i < ROW_COLUMNS; i++) {
        buffer_append(sql, i > 0 ? T(", ") : T(""));
        buffer_append(sql, text_from(row_fields[i].name));
    }
    for (size_t i = 0; i < entity->fields.count; i++) {
        buffer_append(sql, T(", "));
        buffer_append(sql, text_from(entity->fields.at[i].name));
    }
}

/* The values of a row in column order, folds at the end, keyed hashes still empty; returns how
   many. */
static size_t row_values(struct arena *arena, const struct entity *entity, const void *row,
                         struct value *values)
{
    const struct row *base = row;
    size_t count = 0;

    values[count++] = VALUE_OF_INTEGER(base->workspace_id);
    values[count++] = VALUE_OF_ID(base->id);
    values[count++] = VALUE_OF_INTEGER(base->created_at);
    values[count++] = VALUE_OF_INTEGER(base->updated_at);
    values[count++] = id_is_zero(base->created_by) ? VALUE_OF_NULL : VALUE_OF_ID(base->created_by);
    values[count++] = VALUE_OF_INTEGER(base->version);
    for (size_t i = 0; i < entity->fields.count; i++) {
        values[count] = row_value(row, entity, i);
        if (entity->fields.at[i].type == FIELD_DATE && values[count].type == VALUE_TEXT)
            values[count].text = arena_copy(arena, values[count].text);
        count++;
    }
    for (size_t i = 0; i < entity->fields.count; i++) {
        struct value source = values[ROW_COLUMNS + i];
        struct buffer fold = buffer_in(arena, 4 * LIMIT_TEXT_FIELD);

        if (entity->fields.at[i].blind)
            values[count++] = VALUE_OF_NULL;
        if (!entity->fields.at[i].search)
            continue;
        if (source.type == VALUE_TEXT) {
            utf8_fold(&fold, source.text);
            values[count++] = text_value(buffer_text(&fold));
        } else {
            values[count++] = VALUE_OF_NULL;
        }
    }
    return count;
}

static void touch_day(struct tx *tx, const struct entity *entity, int64_t workspace_id,
                      const struct value *values)
{
    tx_touch_day(tx, entity, workspace_id, values[column_index_named(entity, "day")]);
    tx_touched(tx, entity);
}

enum status row_insert(struct tx *tx, const struct entity *entity, const void *row)
{
    struct value values[ROW_COLUMNS + 2 * LIMIT_FIELDS];
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_ROW_SQL);
    size_t count = row_values(tx_arena(tx), entity, row, values);
    const struct row *base = row;
    enum status status = sealed_values(tx, entity, SEALING_INSERT, values);

    if (status != OK)
        return status;
    buffer_print(&sql, "INSERT INTO %s%s (", tx_identity(tx)->is_system ? "main." : "",
                 entity->name);
    for (size_t i = 0; i < count; i++) {
        buffer_append(&sql, i > 0 ? T(", ") : T(""));
        column_print_name(&sql, column_at(entity, i));
    }
    buffer_append(&sql, T(") VALUES ("));
    for (size_t i = 0; i < count; i++) {
        buffer_append(&sql, i > 0 ? T(", $") : T("$"));
        buffer_append_int(&sql, (int64_t)i + 1);
    }
    buffer_append_byte(&sql, ')');
    status = tx_execute(tx, buffer_text(&sql), values, count, NULL);
    if (status != OK)
        return status;
    tx_note(tx, entity, CHANGE_INSERT, base->workspace_id, &base->id, 1);
    if (entity->daily)
        touch_day(tx, entity, base->workspace_id, values);
    return OK;
}

/* The day that the row has before it is written. */
static enum status touch_left_day(struct tx *tx, const struct entity *entity, int64_t workspace_id,
                                  struct id id)
{
    struct value values[] = { VALUE_OF_INTEGER(workspace_id), VALUE_OF_ID(id) };

    if (!entity->daily)
        return OK;
    return tx_touch_days_of(tx, entity, workspace_id,
                            arena_print(tx_arena(tx), "%s%s WHERE workspace_id = $1 AND id = $2",
                                        tx_identity(tx)->is_system ? "main." : "", entity->name),
                            values, 2);
}

/* UPDATE ... SET every field WHERE the row is still the version we know. */
static struct text update_sql(struct tx *tx, const struct entity *entity)
{
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_ROW_SQL);
    size_t number = ROW_COLUMNS;

    buffer_print(&sql, "UPDATE %s%s SET updated_at = $4, created_by = $5, version = $6 + 1",
                 tx_identity(tx)->is_system ? "main." : "", entity->name);
    for (size_t i = ROW_COLUMNS; i < column_count(entity); i++) {
        buffer_append(&sql, T(", "));
        column_print_name(&sql, column_at(entity, i));
        buffer_print(&sql, " = $%zu", ++number);
    }
    buffer_append(&sql, T(" WHERE workspace_id = $1 AND id = $2 AND created_at = $3 AND "
                          "version = $6"));
    return buffer_text(&sql);
}

enum status row_update(struct tx *tx, const struct entity *entity, void *row)
{
    struct value values[ROW_COLUMNS + 2 * LIMIT_FIELDS];
    size_t count = row_values(tx_arena(tx), entity, row, values);
    struct row *base = row;
    int64_t changed = 0;
    enum status status = touch_left_day(tx, entity, base->workspace_id, base->id);

    if (status == OK)
        status = sealed_values(tx, entity, SEALING_UPDATE, values);
    if (status == OK)
        status = tx_execute(tx, update_sql(tx, entity), values, count, &changed);
    if (status != OK)
        return status;
    if (entity->daily)
        touch_day(tx, entity, base->workspace_id, values);
    if (changed == 0)
        return CONFLICT;
    base->version++;
    tx_note(tx, entity, CHANGE_UPDATE, base->workspace_id, &base->id, 1);
    return OK;
}

static enum module module_called(struct text name)
{
    for (enum module module = MODULE_CORE; module < MODULE_COUNT; module++)
        if (text_equal(name, text_from(module_name(module))))
            return module;
    return MODULE_UNDECLARED;
}

/* The module is the one that the row said it belongs to, and is asked for when it is gone. */
static enum status delete_of_module(struct tx *tx, const struct entity *entity, struct text sql,
                                    const struct value values[2], int64_t *ret_changed)
{
    enum module module = MODULE_UNDECLARED;
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(
        tx, arena_print(tx_arena(tx), "%.*s RETURNING %s", TEXT_ARG(sql), entity->module_by),
        values, 2, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &is_found)) == OK && is_found) {
        module = module_called(cursor_value(cursor, 0).text);
        ++*ret_changed;
    }
    cursor_close(cursor);
    if (status == OK && *ret_changed > 0)
        tx_note_gone(tx, entity, values[0].integer, values[1].id, module);
    return status;
}

enum status row_delete(struct tx *tx, const struct entity *entity, int64_t workspace_id,
                       struct id id)
{
    struct value values[] = { VALUE_OF_INTEGER(workspace_id), VALUE_OF_ID(id) };
    struct text sql = arena_print(tx_arena(tx),
                                  "DELETE FROM %s%s WHERE workspace_id = $1 AND id = $2",
                                  tx_identity(tx)->is_system ? "main." : "", entity->name);
    int64_t changed = 0;
    enum status status = touch_left_day(tx, entity, workspace_id, id);

    if (status == OK && entity->module_by)
        status = delete_of_module(tx, entity, sql, values, &changed);
    else if (status == OK)
        status = tx_execute(tx, sql, values, 2, &changed);
    if (status != OK)
        return status;
    tx_touched(tx, entity);
    if (!entity->module_by || changed == 0)
        tx_note(tx, entity, CHANGE_DELETE, workspace_id, &id, changed == 0 ? 0 : 1);
    return changed == 0 ? NOT_FOUND : OK;
}

static void row_fill(void *row, const struct entity *entity, const struct cursor *cursor)
{
    struct row *base = row;

    memset(row, 0, entity->size);
    base->workspace_id = cursor_value(cursor, COLUMN_WORKSPACE_ID).integer;
    base->id = cursor_value(cursor, COLUMN_ID).id;
    base->created_at = cursor_value(cursor, COLUMN_CREATED_AT).integer;
    base->updated_at = cursor_value(cursor, COLUMN_UPDATED_AT).integer;
    if (cursor_value(cursor, COLUMN_CREATED_BY).type == VALUE_ID)
        base->created_by = cursor_value(cursor, COLUMN_CREATED_BY).id;
    base->version = cursor_value(cursor, COLUMN_VERSION).integer;
    for (size_t i = 0; i < entity->fields.count; i++)
        row_set_value(row, entity, i, cursor_value_kept(cursor, ROW_COLUMNS + i));
}

enum status row_each(struct tx *tx, const struct entity *entity, struct text condition,
                     const struct value *values, size_t count, void *scratch_row,
                     enum status (*each)(struct tx *tx, void *row, void *context), void *context)
{
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_ROW_SQL);
    struct cursor *cursor;
    enum status status;
    bool found;

    buffer_append(&sql, T("SELECT "));
    print_columns(&sql, entity);
    buffer_print(&sql, " FROM %s%s WHERE ", tx_identity(tx)->is_system ? "main." : "",
                 entity->name);
    buffer_append(&sql, condition);
    status = tx_query(tx, buffer_text(&sql), values, count, &cursor);
    if (status != OK)
        return status;
    for (;;) {
        status = cursor_next(cursor, &found);
        if (status != OK || !found)
            break;
        row_fill(scratch_row, entity, cursor);
        status = sealed_open_row(tx, entity, scratch_row);
        if (status == OK)
            status = each(tx, scratch_row, context);
        if (status != OK)
            break;
    }
    cursor_close(cursor);
    return status;
}

static enum status keep_first(struct tx *tx, void *row, void *context)
{
    (void)tx;
    (void)row;
    *(bool *)context = true;
    return OK;
}

enum status row_find_where(struct tx *tx, const struct entity *entity, struct text condition,
                           const struct value *values, size_t count, void *ret_row)
{
    struct text limited = arena_print(tx_arena(tx), "%.*s LIMIT 1", TEXT_ARG(condition));
    void *row = arena_alloc(tx_arena(tx), entity->size);
    bool found = false;
    enum status status = row_each(tx, entity, limited, values, count, row, keep_first, &found);

    if (status != OK)
        return status;
    if (!found)
        return NOT_FOUND;
    memcpy(ret_row, row, entity->size);
    return OK;
}

enum status row_find(struct tx *tx, const struct entity *entity, int64_t workspace_id, struct id id,
                     void *ret_row)
{
    struct value values[] = { VALUE_OF_INTEGER(workspace_id), VALUE_OF_ID(id) };

    return row_find_where(tx, entity, T("workspace_id = $1 AND id = $2"), values, 2, ret_row);
}
