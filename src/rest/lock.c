/* One question per write: is any of these rows held fast? The condition is the declaration's. */
#include "rest/lock.h"

#include "schema/column.h"

enum { LOCK_ROWS = 100, LIMIT_LOCK_SQL = 16 * 1024 };

void lock_print(struct buffer *sql, const struct row_lock *lock, const char *tables)
{
    struct text rest = text_from(lock->when);

    while (rest.size > 0) {
        bool is_marked = text_find_byte(rest, '@') < rest.size;

        buffer_append(sql, text_cut(&rest, '@'));
        if (is_marked)
            buffer_append(sql, text_from(tables));
    }
}

enum status lock_refuse(struct call *call, const struct entity *entity)
{
    return REFUSE(call, CONFLICT, .code = "55006", .entity = entity, .say = entity->lock->say,
                  .hint = entity->lock->hint);
}

/* `sql` ends with what narrows the rows. */
static enum status ask(struct call *call, struct tx *tx, const struct entity *entity,
                       struct buffer *sql, const struct value *values, size_t count)
{
    struct cursor *cursor;
    bool is_found;
    enum status status;

    buffer_append(sql, T(" AND ("));
    lock_print(sql, entity->lock, "");
    buffer_append(sql, T(") LIMIT 1"));
    status = buffer_status(sql);
    if (status == OK)
        status = tx_query(tx, buffer_text(sql), values, count, &cursor);
    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    cursor_close(cursor);
    return status == OK && is_found ? lock_refuse(call, entity) : status;
}

static enum status check_piece(struct call *call, struct tx *tx, const struct entity *entity,
                               const struct id *ids, size_t count)
{
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_LOCK_SQL);
    struct value values[LOCK_ROWS + 1];

    values[0] = VALUE_OF_INTEGER(call->identity.workspace_id);
    buffer_print(&sql, "SELECT 1 FROM %s WHERE %s.workspace_id = $1 AND %s.id IN (", entity->name,
                 entity->name, entity->name);
    for (size_t i = 0; i < count; i++) {
        values[i + 1] = VALUE_OF_ID(ids[i]);
        buffer_print(&sql, "%s$%zu", i > 0 ? ", " : "", i + 2);
    }
    buffer_append_byte(&sql, ')');
    return ask(call, tx, entity, &sql, values, count + 1);
}

enum status lock_check_rows(struct call *call, struct tx *tx, const struct entity *entity,
                            const struct id *ids, size_t count)
{
    enum status status = OK;

    if (!entity->lock)
        return OK;
    for (size_t i = 0; status == OK && i < count; i += LOCK_ROWS)
        status = check_piece(call, tx, entity, ids + i,
                             count - i < LOCK_ROWS ? count - i : (size_t)LOCK_ROWS);
    return status;
}

enum status lock_check_merge(struct call *call, struct tx *tx, const struct entity *entity,
                             const struct row_draft *draft, const char *const *conflict)
{
    static const char *const by_id[] = { "id", NULL };
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_LOCK_SQL);
    struct value values[LIMIT_FIELDS + 1];
    size_t count = 0;

    if (!entity->lock)
        return OK;
    values[count++] = VALUE_OF_INTEGER(call->identity.workspace_id);
    buffer_print(&sql, "SELECT 1 FROM %s WHERE %s.workspace_id = $1", entity->name, entity->name);
    for (const char *const *name = conflict ? conflict : by_id; *name; name++)
        for (size_t i = 0; i < column_count(entity); i++) {
            struct column column = column_at(entity, i);

            if (column.is_fold || strcmp(column.field->name, *name) != 0)
                continue;
            values[count++] = draft->values[i];
            buffer_print(&sql, " AND %s.%s = $%zu", entity->name, *name, count);
        }
    return ask(call, tx, entity, &sql, values, count);
}
