/* What a draft seals: a cell belongs to one row, so it is made for the row that it goes into. */
#include "rest/write.h"
#include "schema/column.h"
#include "store/feed.h"
#include "store/sealed.h"

enum { LIMIT_SEAL_SQL = 16 * 1024 };

bool draft_seals(const struct entity *entity, const struct row_draft *draft, size_t column)
{
    const struct field *field = column_at(entity, column).field;
    size_t source;

    if (!field->sealed)
        return false;
    source = column_index(entity, field);
    return draft->is_given[source] && draft->values[source].type == VALUE_TEXT;
}

static struct value *copy_of(struct tx *tx, const struct entity *entity,
                             const struct row_draft *draft)
{
    size_t count = column_count(entity);
    struct value *values = ARENA_NEW_ARRAY(tx_arena(tx), struct value, count);

    memcpy(values, draft->values, count * sizeof *values);
    return values;
}

enum status draft_sealed_values(struct tx *tx, const struct entity *entity,
                                const struct row_draft *draft, struct value **ret_values)
{
    struct value *values = draft->values;
    enum status status = OK;

    if (entity->sealed_for) { /* the draft stays as it is: the work may run again */
        values = copy_of(tx, entity, draft);
        status = sealed_values(tx, entity, SEALING_INSERT, values);
    }
    if (status == OK)
        *ret_values = values;
    return status;
}

enum status draft_seal_for(struct call *call, struct tx *tx, const struct entity *entity,
                           const struct row_draft *draft, struct id id)
{
    struct value *values,
        set[2 * LIMIT_FIELDS + 2] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                      VALUE_OF_ID(id) };
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_SEAL_SQL);
    size_t count = 2;
    enum status status;

    if (!entity->sealed_for)
        return OK;
    values = copy_of(tx, entity, draft);
    values[COLUMN_WORKSPACE_ID] = set[0];
    values[COLUMN_ID] = set[1];
    values[COLUMN_CREATED_BY] = VALUE_OF_ID(call->caller.account_id); /* who wrote it */
    status = sealed_values(tx, entity, SEALING_INSERT, values);
    buffer_print(&sql, "UPDATE %s SET ", entity->name);
    for (size_t i = ROW_COLUMNS; status == OK && i < column_count(entity); i++) {
        if (!draft_seals(entity, draft, i))
            continue;
        buffer_append(&sql, count > 2 ? T(", ") : T(""));
        column_print_name(&sql, column_at(entity, i));
        set[count] = values[i];
        buffer_print(&sql, " = $%zu", ++count);
    }
    if (status != OK || count == 2)
        return status;
    buffer_append(&sql, T(" WHERE workspace_id = $1 AND id = $2"));
    status = tx_execute(tx, buffer_text(&sql), set, count, NULL);
    tx_note(tx, entity, CHANGE_UPDATE, call->identity.workspace_id, NULL, 0);
    return status;
}
