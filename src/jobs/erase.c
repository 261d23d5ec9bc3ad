/* Erase: one DELETE per entity. */
#include "jobs/erase.h"

#include "jobs/erasure.h"
#include "store/data_key.h"

static enum status delete_where(struct tx *tx, const struct entity *entity, const char *condition,
                                const struct value *value)
{
    return tx_execute(
        tx, arena_print(tx_arena(tx), "DELETE FROM main.%s WHERE %s", entity->name, condition),
        value, 1, NULL);
}

static enum status delete_workspace(struct tx *tx, int64_t workspace_id)
{
    const struct schema *schema = tx_schema(tx);
    struct value value = VALUE_OF_INTEGER(workspace_id);
    enum status status = OK;

    for (size_t i = schema->count; status == OK && i-- > 0;)
        if (schema->entities[i]->rows != ROWS_OF_SERVER)
            status = delete_where(tx, schema->entities[i], "workspace_id = $1", &value);
    return status == OK ? data_key_destroy_workspace(tx, workspace_id) : status;
}

/* What links to rows that link to this one: proofs of a second factor of an account. */
static enum status delete_linked(struct tx *tx, const struct entity *entity, struct value value)
{
    const struct schema *schema = tx_schema(tx);
    enum status status = OK;

    for (size_t i = schema->count; status == OK && i-- > 0;) {
        const struct entity *far = schema->entities[i];

        if (far->rows != ROWS_OF_SERVER)
            continue;
        for (size_t f = 0; status == OK && f < far->fields.count; f++) {
            const struct entity *near = far->fields.at[f].to;

            for (size_t g = 0; near && status == OK && g < near->fields.count; g++)
                if (near != entity && near->fields.at[g].to == entity)
                    status = delete_where(
                        tx, far,
                        arena_print(tx_arena(tx),
                                    "workspace_id = 0 AND %s IN (SELECT id FROM main.%s WHERE "
                                    "workspace_id = 0 AND %s = $1)",
                                    far->fields.at[f].name, near->name, near->fields.at[g].name)
                            .at,
                        &value);
        }
    }
    return status;
}

static enum status delete_server_row(struct tx *tx, const struct entity *entity, struct id id)
{
    const struct schema *schema = tx_schema(tx);
    struct value value = VALUE_OF_ID(id);
    enum status status = delete_linked(tx, entity, value);

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

/* ---- recorded, and again ---- */

enum status erase_workspace(struct tx *tx, int64_t workspace_id)
{
    enum status status = delete_workspace(tx, workspace_id);

    return status == OK ? erasure_record(tx, "workspace", workspace_id, (struct id){ { 0 } })
                        : status;
}

enum status erase_server_row(struct tx *tx, const struct entity *entity, struct id id)
{
    enum status status = delete_server_row(tx, entity, id);

    return status == OK ? erasure_record(tx, entity->name, 0, id) : status;
}

enum status erase_workspace_again(struct tx *tx, int64_t workspace_id)
{
    const struct entity *membership = schema_find(tx_schema(tx), T("membership"));
    struct value value = VALUE_OF_INTEGER(workspace_id);
    enum status status = OK;

    if (membership)
        status = delete_where(tx, membership, "workspace_id = 0 AND of_workspace = $1", &value);
    return status == OK ? delete_workspace(tx, workspace_id) : status;
}

enum status erase_server_row_again(struct tx *tx, const struct entity *entity, struct id id)
{
    const struct entity *member = schema_find(tx_schema(tx), T("member"));
    bool is_account = text_equal(text_from(entity->name), T("account"));
    struct value value = VALUE_OF_ID(id);
    enum status status = OK;

    if (is_account && member)
        status = delete_where(tx, member, "account_id = $1", &value);
    if (status == OK && is_account)
        status = erase_owned(tx, id);
    if (status == OK)
        status = delete_server_row(tx, entity, id);
    return status == OK && is_account ? data_key_destroy_account(tx, id) : status;
}
