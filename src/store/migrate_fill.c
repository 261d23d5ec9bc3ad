/* Filling: which columns of existing tables are new and follow from another one, and their values.
 */
#include "base/zone.h"
#include "codec/utf8.h"
#include "store/engine.h"

enum { FOLD_WIDENS = 4 };

static bool is_found(const struct found_column *found, size_t count, const struct entity *entity,
                     struct column column, bool *ret_has_table)
{
    bool has_column = false;

    *ret_has_table = false;
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(found[i].table, text_from(entity->name)))
            continue;
        *ret_has_table = true;
        has_column = has_column || column_has_name(column, found[i].name);
    }
    return has_column;
}

const char *fill_source(struct column column)
{
    if (column.is_fold)
        return column.field->name;
    return column.field->derive ? column.field->derived_from : NULL;
}

size_t migrate_fills(const struct schema *schema, const struct found_column *found, size_t count,
                     struct arena *arena, struct fill **ret_fills)
{
    size_t room = 0, used = 0;
    struct fill *fills;

    for (size_t i = 0; i < schema->count; i++)
        room += column_count(schema->entities[i]);
    fills = ARENA_NEW_ARRAY(arena, struct fill, room);
    for (size_t i = 0; i < schema->count; i++)
        for (size_t c = 0; c < column_count(schema->entities[i]); c++) {
            struct column column = column_at(schema->entities[i], c);
            const char *source = fill_source(column);
            bool has_table;

            if (source && !is_found(found, count, schema->entities[i], column, &has_table) &&
                has_table)
                fills[used++] = (struct fill){ schema->entities[i], column, source };
        }
    *ret_fills = fills;
    return used;
}

struct value fill_value(const struct fill *fill, struct value source, struct text zone,
                        struct arena *arena)
{
    struct buffer fold;

    if (!fill->column.is_fold) {
        struct derive_context *context = ARENA_NEW(arena, struct derive_context);
        const struct zone *own = zone_find(zone);

        *context =
            (struct derive_context){ .zone = own ? own : zone_find(T("UTC")), .arena = arena };
        return fill->column.field->derive(context, source);
    }
    if (source.type != VALUE_TEXT)
        return VALUE_OF_NULL;
    fold = buffer_in(arena, FOLD_WIDENS * source.text.size + 1);
    utf8_fold(&fold, source.text);
    return VALUE_OF_TEXT(fold.at ? buffer_text(&fold) : T(""));
}

void fill_print_zone(struct buffer *out, const struct schema *schema, const struct entity *entity)
{
    const struct entity *workspace = schema_find(schema, T("workspace"));

    if (workspace && entity_field(workspace, T("time_zone")))
        buffer_print(out,
                     "(SELECT w.time_zone FROM main.workspace w WHERE w.workspace_id = "
                     "%s.workspace_id LIMIT 1)",
                     entity->name);
    else
        buffer_append(out, T("'UTC'"));
}
