/* Copy of a store, row by row and from either engine to either: one read transaction gives one
   moment, its rows go over in batches. Links point backwards in the order of the schema; those
   within one entity are set when all its rows are there. */
#include "schema/column.h"
#include "store/store_backup.h"

enum { BATCH_ROWS = 500, LIMIT_COPY_SQL = 65536, LIMIT_COPY_COLUMNS = 200 };

static const struct identity system_identity = { .is_system = true };

struct copying {
    struct store *into;
    const struct schema *schema;
    struct store_counts *counts;
    struct text *ret_reason;
    struct arena *arena;
};

/* Rows on their way, in an arena of their own. */
struct batch {
    const struct entity *entity;
    struct arena arena;
    struct value *values;
    size_t columns, rows;
    bool is_linking; /* the second time: links within the entity */
};

static void print_names(struct buffer *sql, const struct entity *entity)
{
    for (size_t i = 0; i < column_count(entity); i++) {
        if (i > 0)
            buffer_append(sql, T(", "));
        column_print_name(sql, column_at(entity, i));
    }
}

/* A link from an entity to itself may point to a row that comes later. */
static bool links_itself(const struct entity *entity, size_t column)
{
    struct column at = column_at(entity, column);

    return !column_is_extra(at) && at.field->to == entity;
}

static struct text insert_sql(struct arena *arena, const struct entity *entity)
{
    struct buffer sql = buffer_in(arena, LIMIT_COPY_SQL);

    buffer_print(&sql, "INSERT INTO main.%s (", entity->name);
    print_names(&sql, entity);
    buffer_append(&sql, T(") VALUES ("));
    for (size_t i = 0; i < column_count(entity); i++)
        buffer_print(&sql, "%s$%zu", i > 0 ? ", " : "", i + 1);
    buffer_append_byte(&sql, ')');
    return buffer_text(&sql);
}

static enum status link_row(struct tx *tx, const struct batch *batch, const struct value *values)
{
    for (size_t i = 0; i < batch->columns; i++) {
        struct buffer sql = buffer_in(tx_arena(tx), LIMIT_COPY_SQL);
        struct value bound[3] = { values[i] };
        enum status status;

        if (!links_itself(batch->entity, i) || values[i].type == VALUE_NULL)
            continue;
        buffer_print(&sql, "UPDATE main.%s SET ", batch->entity->name);
        column_print_name(&sql, column_at(batch->entity, i));
        buffer_append(&sql, T(" = $1 WHERE workspace_id = $2 AND id = $3"));
        for (size_t c = 0; c < batch->columns; c++) {
            if (column_has_name(column_at(batch->entity, c), T("workspace_id")))
                bound[1] = values[c];
            else if (column_has_name(column_at(batch->entity, c), T("id")))
                bound[2] = values[c];
        }
        status = tx_execute(tx, buffer_text(&sql), bound, 3, NULL);
        if (status != OK)
            return status;
    }
    return OK;
}

static enum status write_batch(struct tx *tx, void *context)
{
    struct batch *batch = context;
    struct text sql = insert_sql(tx_arena(tx), batch->entity);

    for (size_t row = 0; row < batch->rows; row++) {
        struct value *values = &batch->values[row * batch->columns];
        struct value bound[LIMIT_COPY_COLUMNS];
        enum status status;

        for (size_t i = 0; i < batch->columns; i++)
            bound[i] = links_itself(batch->entity, i) ? VALUE_OF_NULL : values[i];
        status = batch->is_linking ? link_row(tx, batch, values)
                                   : tx_execute(tx, sql, bound, batch->columns, NULL);
        if (status != OK)
            return status;
    }
    return OK;
}

static enum status flush(struct copying *copying, struct batch *batch)
{
    struct store_error error = { 0 };
    enum status status = OK;

    if (batch->rows > 0)
        status =
            store_write(copying->into, &system_identity, &batch->arena, write_batch, batch, &error);
    if (status != OK)
        *copying->ret_reason = arena_print(copying->arena, "%s cannot be copied: %.*s",
                                           batch->entity->name, TEXT_ARG(error.message));
    arena_clear(&batch->arena);
    batch->rows = 0;
    batch->values = NULL;
    return status;
}

static enum status take_row(struct copying *copying, struct batch *batch,
                            const struct cursor *cursor)
{
    struct value *values;

    if (!batch->values)
        batch->values = ARENA_NEW_ARRAY(&batch->arena, struct value, batch->columns * BATCH_ROWS);
    values = &batch->values[batch->rows++ * batch->columns];
    for (size_t i = 0; i < batch->columns; i++) {
        values[i] = cursor_value(cursor, i);
        if (values[i].type == VALUE_TEXT)
            values[i].text = arena_copy(&batch->arena, values[i].text);
    }
    return batch->rows < BATCH_ROWS ? OK : flush(copying, batch);
}

static enum status copy_entity(struct tx *tx, struct copying *copying, struct batch *batch,
                               int64_t *ret_rows)
{
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_COPY_SQL);
    struct cursor *cursor;
    int64_t rows = 0;
    bool found = true;
    enum status status;

    buffer_append(&sql, T("SELECT "));
    print_names(&sql, batch->entity);
    buffer_print(&sql, " FROM main.%s", batch->entity->name);
    status = tx_query(tx, buffer_text(&sql), NULL, 0, &cursor);
    while (status == OK && (status = cursor_next(cursor, &found)) == OK && found) {
        status = take_row(copying, batch, cursor);
        rows++;
    }
    if (status == OK)
        status = flush(copying, batch);
    *ret_rows = rows;
    return status;
}

static enum status copy_all(struct tx *tx, void *context)
{
    struct copying *copying = context;

    for (size_t i = 0; i < copying->schema->count; i++) {
        struct batch batch = { .entity = copying->schema->entities[i] };
        bool is_linked = false;
        enum status status = OK;

        batch.columns = column_count(batch.entity);
        for (size_t c = 0; c < batch.columns; c++)
            is_linked |= links_itself(batch.entity, c);
        for (int pass = 0; status == OK && pass < (is_linked ? 2 : 1); pass++) {
            batch.is_linking = pass > 0;
            status = copy_entity(tx, copying, &batch, &copying->counts->rows[i]);
        }
        arena_release(&batch.arena);
        if (status != OK)
            return status;
    }
    return OK;
}

/* ---- counting ---- */

static enum status count_all(struct tx *tx, void *context)
{
    struct store_counts *counts = context;
    const struct schema *schema = tx_schema(tx);

    for (size_t i = 0; i < schema->count; i++) {
        struct text sql =
            arena_print(tx_arena(tx), "SELECT count(*) FROM main.%s", schema->entities[i]->name);
        struct cursor *cursor;
        bool found;
        enum status status = tx_query(tx, sql, NULL, 0, &cursor);

        if (status == OK)
            status = cursor_next(cursor, &found);
        if (status != OK)
            return status;
        counts->rows[i] = cursor_value(cursor, 0).integer;
        cursor_close(cursor);
    }
    return OK;
}

enum status store_count(struct store *store, struct arena *arena, struct store_counts *ret_counts)
{
    struct store_counts counts = { .count = store_schema(store)->count };
    enum status status;

    counts.rows = ARENA_NEW_ARRAY(arena, int64_t, counts.count);
    status = store_read(store, &system_identity, arena, count_all, &counts, NULL);
    if (status == OK)
        *ret_counts = counts;
    return status;
}

enum status store_copy(struct store *from, struct store *into, struct arena *arena,
                       struct store_counts *ret_counts, struct text *ret_reason)
{
    struct store_counts counts;
    struct copying copying = { .into = into,
                               .schema = store_schema(from),
                               .counts = &counts,
                               .arena = arena,
                               .ret_reason = ret_reason };
    enum status status = store_count(into, arena, &counts);

    *ret_reason = T("The store cannot be read.");
    for (size_t i = 0; status == OK && i < counts.count; i++) {
        if (counts.rows[i] == 0)
            continue;
        *ret_reason = T("There are records already; a copy wants an empty store.");
        return CONFLICT;
    }
    if (status == OK)
        status = store_read(from, &system_identity, arena, copy_all, &copying, NULL);
    if (status == OK)
        *ret_counts = counts;
    return status;
}
