/* Store export: rows to lines. */
#include "store/store_export.h"

#include "codec/json_write.h"
#include "schema/column.h"

enum { PART_BYTES = 256 * 1024, LIMIT_SELECT = 65536 };

static void free_digest(void *subject)
{
    digest_stream_free(subject);
}

struct row_sum *row_sums_new(const struct schema *schema, struct arena *arena)
{
    struct row_sum *sums = ARENA_NEW_ARRAY(arena, struct row_sum, schema->count);

    for (size_t i = 0; i < schema->count; i++) {
        sums[i].digest = digest_stream_new();
        arena_defer(arena, free_digest, sums[i].digest);
    }
    return sums;
}

/* One entity on its way out. */
struct exporting {
    const struct entity *entity;
    struct archive_writer *writer;
    struct row_sum *sum;
    struct buffer *part;
    int64_t number;
};

static void print_select(struct buffer *sql, const struct entity *entity)
{
    buffer_append(sql, T("SELECT "));
    for (size_t i = 0; i < column_count(entity); i++) {
        if (i > 0)
            buffer_append(sql, T(", "));
        column_print_name(sql, column_at(entity, i));
    }
    buffer_print(sql, " FROM main.%s ORDER BY workspace_id, id", entity->name);
}

static void begin_part(struct exporting *exporting)
{
    struct json_writer json = json_writer_to(exporting->part);

    json_begin_array(&json);
    for (size_t i = 0; i < column_count(exporting->entity); i++) {
        struct arena scratch = { 0 };
        struct buffer name = buffer_in(&scratch, LIMIT_SELECT);

        column_print_name(&name, column_at(exporting->entity, i));
        json_write_text(&json, buffer_text(&name));
        arena_release(&scratch);
    }
    json_end_array(&json);
    buffer_append_byte(exporting->part, '\n');
}

static enum status end_part(struct exporting *exporting)
{
    struct arena scratch = { 0 };
    struct text name = arena_print(&scratch, "rows/%s/%06lld.jsonl", exporting->entity->name,
                                   (long long)++exporting->number);
    enum status status = buffer_status(exporting->part);

    if (status == OK)
        status = archive_add(exporting->writer, name, buffer_text(exporting->part));
    buffer_clear(exporting->part);
    arena_release(&scratch);
    return status;
}

static void write_value(struct json_writer *json, struct value value)
{
    switch (value.type) {
    case VALUE_NULL:
        json_write_null(json);
        break;
    case VALUE_INTEGER:
        json_write_integer(json, value.integer);
        break;
    case VALUE_REAL:
        json_write_real(json, value.real);
        break;
    case VALUE_TEXT:
        json_write_text(json, value.text);
        break;
    case VALUE_ID:
        json_write_text(json, text_from(id_to_text(value.id).at));
        break;
    }
}

static enum status write_row(struct exporting *exporting, const struct cursor *cursor)
{
    struct buffer *part = exporting->part;
    struct json_writer json = json_writer_to(part);
    size_t from;

    if (part->size == 0)
        begin_part(exporting);
    from = part->size;
    json_begin_array(&json);
    for (size_t i = 0; i < cursor_width(cursor); i++)
        write_value(&json, cursor_value(cursor, i));
    json_end_array(&json);
    buffer_append_byte(part, '\n');
    digest_stream_append(exporting->sum->digest, text_from_offset(buffer_text(part), from));
    exporting->sum->count++;
    return part->size < PART_BYTES ? OK : end_part(exporting);
}

static enum status export_entity(struct tx *tx, struct exporting *exporting)
{
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_SELECT);
    struct cursor *cursor;
    bool is_found = true;
    enum status status;

    print_select(&sql, exporting->entity);
    status = tx_query(tx, buffer_text(&sql), NULL, 0, &cursor);
    while (status == OK && (status = cursor_next(cursor, &is_found)) == OK && is_found)
        status = write_row(exporting, cursor);
    if (status == OK && exporting->part->size > 0)
        status = end_part(exporting);
    return status;
}

enum status store_export(struct tx *tx, struct archive_writer *writer, struct row_sum *sums)
{
    const struct schema *schema = tx_schema(tx);
    struct buffer part = buffer_on_heap(LIMIT_EXPORT_PART);
    enum status status = OK;

    for (size_t i = 0; status == OK && i < schema->count; i++)
        status = export_entity(
            tx, &(struct exporting){ schema->entities[i], writer, &sums[i], &part, 0 });
    buffer_release(&part);
    return status;
}
