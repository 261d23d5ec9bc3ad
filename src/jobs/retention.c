/* Retention: one DELETE per entity and step. A row that others still point to stays until they
   are gone. */
#include "jobs/retention.h"

#include "base/log.h"

enum { EVERY_MS = 3600000, LIMIT_STEP_ROWS = 1000, LIMIT_STEPS = 1000 };

static const struct identity system_identity = { .is_system = true };

struct step {
    const struct entity *entity;
    int64_t before_ms; /* rows whose column is earlier go */
    const char *column;
    int64_t deleted;
};

static enum status run_step(struct tx *tx, void *context)
{
    struct step *step = context;
    struct value values[] = { VALUE_OF_INTEGER(step->before_ms) };
    struct text sql = arena_print(
        tx_arena(tx),
        "DELETE FROM main.%s WHERE (workspace_id, id) IN (SELECT workspace_id, id FROM main.%s "
        "WHERE %s < $1 LIMIT %d)",
        step->entity->name, step->entity->name, step->column, LIMIT_STEP_ROWS);

    return tx_execute(tx, sql, values, 1, &step->deleted);
}

static enum status sweep_entity(struct store *store, struct step step, int64_t *ret_deleted)
{
    int64_t deleted = 0;

    for (int i = 0; i < LIMIT_STEPS; i++) {
        struct arena arena = { 0 };
        enum status status = store_write(store, &system_identity, &arena, run_step, &step, NULL);

        arena_release(&arena);
        if (status != OK && status != CONFLICT)
            return status;
        deleted += status == OK ? step.deleted : 0;
        if (status == CONFLICT || step.deleted < LIMIT_STEP_ROWS)
            break;
    }
    *ret_deleted += deleted;
    return OK;
}

enum status retention_sweep(struct store *store, int64_t now_ms, int64_t *ret_deleted)
{
    const struct schema *schema = store_schema(store);
    int64_t deleted = 0;

    for (size_t i = schema->count; i-- > 0;) { /* links point backwards: the last go first */
        const struct entity *entity = schema->entities[i];
        struct step step = { .entity = entity, .before_ms = now_ms, .column = "expires_at" };
        enum status status;

        if (entity->keep == FOR_DAYS) {
            step.before_ms = now_ms - (int64_t)entity->keep_days * MS_PER_DAY;
            step.column = "created_at";
        } else if (entity->keep != UNTIL_EXPIRED) {
            continue;
        }
        status = sweep_entity(store, step, &deleted);
        if (status != OK)
            return status;
    }
    *ret_deleted = deleted;
    return OK;
}

static void run(const struct instance *instance)
{
    int64_t deleted = 0;
    enum status status = retention_sweep(instance->store, clock_now_ms(), &deleted);

    if (status != OK)
        LOG(LOG_ERROR, "retention failed", LOG_TEXT("status", text_from(status_name(status))));
    else if (deleted > 0)
        LOG(LOG_SERVER, "retention", LOG_NUMBER("deleted", deleted));
}

const struct ticker_task retention_task = { "retention", EVERY_MS, run, .at_start = true };
