/* What the bare loops ask for: the statements that the data API makes of the measured requests,
   and the row that is posted. */
#include "bare.h"

#include "base/time.h"
#include "crypto/random.h"
#include "ops/report_sql.h"
#include "schema/column.h"
#include "store/row.h"

#include <stdio.h>

static void take_column(struct bare *bare, struct arena *arena, const struct field *field)
{
    if (field->hidden)
        return;
    bare->fields[bare->width] = field;
    bare->keys[bare->width++] = json_prepare_key(arena, text_from(field->name));
}

static struct text select_text(const struct bare *bare, struct arena *arena, const char *from)
{
    struct buffer sql = buffer_in(arena, LIMIT_BARE_SQL);

    for (size_t i = 0; i < bare->width; i++)
        buffer_print(&sql, "%s t0.%s", i == 0 ? "SELECT" : ",", bare->fields[i]->name);
    buffer_print(&sql, " FROM %s", from);
    return arena_copy(arena, buffer_text(&sql));
}

/* The sign in front of a parameter's number differs: $1 for the store, ?1 for SQLite. */
static struct text insert_text(struct arena *arena, const char *sign, size_t *ret_width)
{
    struct buffer sql = buffer_in(arena, LIMIT_BARE_SQL);

    *ret_width = column_count(&sale_entity);
    for (size_t i = 0; i < *ret_width; i++) {
        buffer_append(&sql, i == 0 ? T("INSERT INTO sale (") : T(", "));
        column_print_name(&sql, column_at(&sale_entity, i));
    }
    for (size_t i = 0; i < *ret_width; i++)
        buffer_print(&sql, "%s%s%zu", i == 0 ? ") VALUES (" : ", ", sign, i + 1);
    buffer_append_byte(&sql, ')');
    return arena_copy(arena, buffer_text(&sql));
}

static struct text month_text(struct arena *arena)
{
    struct report_query query = { .group = GROUP_MONTH };
    struct report_sql sql;

    report_sql_build(&sql, &query, arena);
    return buffer_text(&sql.text);
}

void bare_describe(struct bare *bare, struct arena *arena)
{
    bare->identity.workspace_id = 1;
    for (size_t i = 0; i < MODULE_COUNT; i++)
        bare->identity.level[i] = LEVEL_EDIT_EVERY;
    bare->database = arena_print(arena, "%s/steward.db", bare->instance.settings->data).at;
    for (size_t i = 0; i < ROW_COLUMNS; i++)
        take_column(bare, arena, &row_fields[i]);
    for (size_t i = 0; i < sale_entity.fields.count; i++)
        take_column(bare, arena, &sale_entity.fields.at[i]);
    bare->select_store = select_text(bare, arena,
                                     bare->instance.settings->database[0]
                                         ? "sale t0 ORDER BY t0.sold_at DESC, t0.id DESC LIMIT 50"
                                         : "sale t0 ORDER BY t0.sold_at DESC, t0.id DESC LIMIT $1");
    bare->select_sqlite = select_text(bare, arena,
                                      "sale t0 WHERE t0.workspace_id = 1 "
                                      "ORDER BY t0.sold_at DESC, t0.id DESC LIMIT ?1");
    bare->month = month_text(arena);
    bare->insert_store = insert_text(arena, "$", &bare->insert_width);
    bare->insert_sqlite = insert_text(arena, "?", &bare->insert_width);
}

void bare_sale_values(const struct bare *bare, struct value *ret_values)
{
    int64_t now_ms = clock_now_ms();
    struct sale sale = {
        .sold_at = now_ms,
        .day = instant_to_date(now_ms, &(int64_t){ 0 }),
        .hour = 12,
        .brand = T("Nike"),
        .shoe_type = T("Air Max 90"),
        .size = T("42.5"),
        .size_system = SIZE_SYSTEM_EU,
        .size_order = 425,
        .quantity = 1,
        .currency = T("EUR"),
        .price = 8990,
        .cost = 4100,
    };
    size_t count = 0;

    ret_values[count++] = VALUE_OF_INTEGER(bare->identity.workspace_id);
    ret_values[count++] = VALUE_OF_ID(random_id(now_ms));
    ret_values[count++] = VALUE_OF_INTEGER(now_ms);
    ret_values[count++] = VALUE_OF_INTEGER(now_ms);
    ret_values[count++] = VALUE_OF_NULL;
    ret_values[count++] = VALUE_OF_INTEGER(1);
    for (size_t i = 0; i < sale_entity.fields.count; i++)
        ret_values[count++] = row_value(&sale, &sale_entity, i);
    ret_values[count++] = VALUE_OF_TEXT(T("nike"));
    ret_values[count++] = VALUE_OF_TEXT(T("air max 90"));
}

/* --- rows for the others */

static const char *type_of(struct column column)
{
    static const char *const types[FIELD_TYPE_COUNT] = {
        [FIELD_LINK] = "uuid",     [FIELD_ID] = "uuid",         [FIELD_INSTANT] = "instant",
        [FIELD_MONEY] = "integer", [FIELD_INTEGER] = "integer", [FIELD_BOOLEAN] = "integer",
    };

    if (column.is_fold)
        return "fold";
    return types[column.field->type] ? types[column.field->type] : "text";
}

void bare_print_columns(void)
{
    size_t width = column_count(&sale_entity);

    for (size_t i = 0; i < width; i++) {
        struct column column = column_at(&sale_entity, i);

        printf("%s%s\t%s\n", column.field->name, column.is_fold ? "_fold" : "", type_of(column));
    }
}

/* Tab, newline and backslash are in no cell of bench data, so nothing is escaped. */
static void print_cell(struct value value)
{
    switch (value.type) {
    case VALUE_INTEGER:
        printf("%lld", (long long)value.integer);
        return;
    case VALUE_TEXT:
        fwrite(value.text.at, 1, value.text.size, stdout);
        return;
    case VALUE_ID:
        fputs(id_to_text(value.id).at, stdout);
        return;
    case VALUE_NULL:
    case VALUE_REAL:
        fputs("\\N", stdout);
        return;
    }
}

static enum status print_rows(struct tx *tx, void *context)
{
    const struct entity *entity = context;
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_BARE_SQL);
    size_t width = column_count(entity);
    struct cursor *cursor;
    bool found;
    enum status status;

    for (size_t i = 0; i < width; i++) {
        buffer_append(&sql, i == 0 ? T("SELECT ") : T(", "));
        column_print_name(&sql, column_at(entity, i));
    }
    buffer_print(&sql, " FROM main.%s", entity->name);
    status = tx_query(tx, buffer_text(&sql), NULL, 0, &cursor);
    while (status == OK) {
        status = cursor_next(cursor, &found);
        if (status != OK || !found)
            return status;
        for (size_t i = 0; i < width; i++) {
            print_cell(cursor_value(cursor, i));
            putchar(i + 1 < width ? '\t' : '\n');
        }
    }
    return status;
}

enum status bare_print_rows(struct bare *bare, struct text name)
{
    static const struct identity system = { .is_system = true };
    const struct entity *entity = schema_find(&bare->instance.schema, name);
    struct arena arena = { 0 };
    enum status status = NOT_FOUND;

    if (entity)
        status = store_read(bare->instance.store, &system, &arena, print_rows,
                            (void *)(uintptr_t)entity, NULL);
    arena_release(&arena);
    return status == OK && fflush(stdout) == 0 ? OK : FAILED;
}
