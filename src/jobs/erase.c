/* Erase: one DELETE per entity. */
#include "jobs/erase.h"

#include "store/data_key.h"

static enum status delete_where(struct tx *tx, const struct entity *entity, const char *condition,
                                const struct value *value)
{
    return tx_execute(
        tx, arena_print(tx_arena(tx), "DELETE FROM main.%s WHERE %s", entity->name, condition),
        value, 1, NULL);
}

enum status erase_workspace(struct tx *tx, int64_t workspace_id)
{
    const struct schema *schema = tx_schema(tx);
    struct value value = VALUE_OF_INTEGER(workspace_id);
    enum status status = OK;

    for (size_t i = schema->count; status == OK && i-- > 0;)
        if (schema->entities[i]->rows != ROWS_OF_SERVER)
            status = delete_where(tx, schema->entities[i], "workspace_id = $1", &value);
    return status == OK ? data_key_destroy_workspace(tx, workspace_id) : status;
}

enum status erase_server_row(struct tx *tx, const struct entity *entity, struct id id)
{
    const struct schema *schema = tx_schema(tx);
    struct value value = VALUE_OF_ID(id);
    enum status status = OK;

    for (size_t i = schema->count; status == OK && i-- > 0;) {
        const struct entity *other = schema->entities[i];

        if (other->rows != ROWS_OF_SERVER)
            continue;
        for (size_t f = 0; status == OK && f < other->fields.count; f++)
            if (other->fields.at[f].to == entity)
                status = delete_where(tx, other,
                                      arena_print(tx_arena(tx), "workspace_id = 0 AND %s = $1",
                                                  other->fields.at[f].name)
                                          .at,
                                      &value);
    }
    return status == OK ? delete_where(tx, entity, "workspace_id = 0 AND id = $1", &value) : status;
}

struct owned {
    const struct entity *entity;
    struct value owner;
};

static enum status delete_owned(struct tx *tx, void *context)
{
    const struct owned *owned = context;

    return delete_where(tx, owned->entity, "created_by = $1", &owned->owner);
}

enum status erase_owned(struct tx *tx, struct id account)
{
    const struct schema *schema = tx_schema(tx);
    enum status status = OK;

    for (size_t i = schema->count; status == OK && i-- > 0;) {
        struct owned owned = { schema->entities[i], VALUE_OF_ID(account) };

        if (owned.entity->rows != ROWS_OF_OWNER)
            continue;
        status = tx_savepoint(tx, delete_owned, &owned);
        if (status == CONFLICT)
            status = OK;
    }
    return status;
}
