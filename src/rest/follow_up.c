/* Follow-up: rows without the column an entity follows cost nothing here. */
#include "rest/follow_up.h"

#include "schema/column.h"
#include "schema/schema.h"
#include "store/row.h"

enum { LIMIT_FOLLOW_SQL = 8192 };

enum status follow_up_ids(struct tx *tx, const struct follow_query *query, struct id **ret_ids,
                          size_t *ret_count)
{
    struct cursor *cursor;
    struct id *ids = NULL;
    size_t count = 0, room = 0;
    bool found;
    enum status status = tx_query(tx, query->sql, query->values, query->count, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found) {
        if (count == room) {
            struct id *more = ARENA_NEW_ARRAY(tx_arena(tx), struct id, room ? 2 * room : 16);

            if (count > 0)
                memcpy(more, ids, count * sizeof *ids);
            ids = more;
            room = room ? 2 * room : 16;
        }
        ids[count++] = cursor_value(cursor, 0).id;
    }
    cursor_close(cursor);
    if (status != OK)
        return status;
    *ret_ids = ids;
    *ret_count = count;
    return OK;
}

enum status follow_up_read(struct call *call, struct tx *tx, const struct entity *entity,
                           const struct follow_query *query, struct followed *ret_followed)
{
    struct followed followed = { 0 };
    struct id *ids = NULL;
    size_t count = 0;
    enum status status = follow_up_ids(tx, query, &ids, &count);

    if (status == OK && count > 0)
        followed.rows = ARENA_NEW_ARRAY(tx_arena(tx), void *, count);
    for (size_t i = 0; status == OK && i < count; i++) {
        followed.rows[i] = arena_alloc(tx_arena(tx), entity->size);
        status = row_find(tx, entity, call->identity.workspace_id, ids[i], followed.rows[i]);
        followed.count++;
    }
    if (status == OK)
        *ret_followed = followed;
    return status;
}

enum status follow_up_merged(struct call *call, struct tx *tx, const struct entity *entity,
                             const struct row_draft *draft, const struct insert_options *options,
                             struct followed *ret_followed)
{
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_FOLLOW_SQL);
    struct value values[LIMIT_CONFLICT_COLUMNS];
    struct follow_query query = { .values = values };

    *ret_followed = (struct followed){ 0 };
    if (!entity->follow.run)
        return OK;
    buffer_print(&sql, "SELECT id FROM %s WHERE %s IS NOT NULL", entity->name,
                 entity->follow.column);
    if (!options->conflict) {
        values[query.count++] = draft->values[COLUMN_ID];
        buffer_append(&sql, T(" AND id = $1"));
    }
    for (size_t i = 0; options->conflict && options->conflict[i]; i++) {
        const struct field *field = entity_field(entity, text_from(options->conflict[i]));

        if (!field)
            return OK; /* a conflict on the row's own columns is one on its id */
        values[query.count++] = draft->values[column_index(entity, field)];
        buffer_print(&sql, " AND %s = $%zu", field->name, query.count);
    }
    query.sql = buffer_text(&sql);
    return follow_up_read(call, tx, entity, &query, ret_followed);
}

static const void *row_before(const struct followed *before, struct id id)
{
    for (size_t i = 0; i < before->count; i++)
        if (id_equal(((const struct row *)before->rows[i])->id, id))
            return before->rows[i];
    return NULL;
}

enum status follow_up_changed(struct call *call, struct tx *tx, const struct entity *entity,
                              const struct followed *before, const struct row_draft *draft,
                              const struct id *ids, size_t count)
{
    bool is_new_value;
    enum status status = OK;

    if (!entity->follow.run)
        return OK;
    is_new_value = draft->values[column_index_named(entity, entity->follow.column)].type !=
                   VALUE_NULL;
    if (!is_new_value && before->count == 0)
        return OK;
    for (size_t i = 0; status == OK && i < count; i++) {
        const void *was = row_before(before, ids[i]);
        void *row;

        if (!was && !is_new_value)
            continue;
        row = arena_alloc(tx_arena(tx), entity->size);
        status = row_find(tx, entity, call->identity.workspace_id, ids[i], row);
        if (status == OK)
            status = entity->follow.run(call, tx, was, row);
        if (status != OK && call->is_refused && call->refusal.row == 0)
            call->refusal.row = draft->number;
    }
    return status;
}

enum status follow_up_gone(struct call *call, struct tx *tx, const struct entity *entity,
                           const struct followed *before)
{
    enum status status = OK;

    for (size_t i = 0; status == OK && i < before->count; i++)
        status = entity->follow.run(call, tx, before->rows[i], NULL);
    return status;
}
