/* Audit: the chain. The hash covers every field that says something, each with its length in
   front, so that no two entries have the same bytes. */
#include "auth/audit.h"

#include "auth/activity.h"
#include "auth/server_setting.h"
#include "auth/workspace.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "store/row.h"

#define ROW struct audit_event

enum { LIMIT_DETAILS = 500, LIMIT_HASHED = 4096, HASH_SIZE = 2 * DIGEST_SIZE };

static const char *const unique_together[] = { "number", NULL };

/* clang-format off */
static const struct field fields[] = {
    INTEGER(number, L("Number", "序号"), NOT_PERSONAL, .min = 1, .read_only = true, .list = true),
    ID(actor_id, L("By", "操作人"), IDENTITY, .optional = true, .read_only = true, .index = true),
    TEXT(action, L("Action", "操作"), NOT_PERSONAL, .min = 1, .max = 64, .read_only = true, .list = true),
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .max = 64, .optional = true,
         .read_only = true, .list = true),
    ID(row_id, L("Record", "记录"), NOT_PERSONAL, .optional = true, .read_only = true),
    JSON(details, L("Details", "详情"), NOT_PERSONAL, .max = LIMIT_DETAILS, .optional = true,
         .read_only = true, .list = true),
    TEXT(previous_hash, L("Previous hash", "上一条散列"), NOT_PERSONAL, .max = HASH_SIZE,
         .optional = true, .read_only = true),
    TEXT(hash, L("Hash", "散列"), NOT_PERSONAL, .min = HASH_SIZE, .max = HASH_SIZE, .read_only = true),
};
/* clang-format on */

const struct entity audit_event_entity = {
    .name = "audit_event",
    .label = L("Audit entry", "审计记录"),
    .plural = L("Audit log", "审计日志"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to show who changed what somebody may see or do", "以便查明谁更改了他人的权限"),
    .basis = LEGITIMATE_INTEREST,
    .keep = FOR_DAYS,
    .keep_days = 730,
    .title = "action",
    .order = "number.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .unique_together = unique_together,
};

static void hash_piece(struct buffer *out, struct text piece)
{
    buffer_print(out, "%zu:", piece.size);
    buffer_append(out, piece);
}

static struct text chain_hash(struct arena *arena, const struct audit_event *event)
{
    struct buffer out = buffer_in(arena, LIMIT_HASHED);

    hash_piece(&out, event->previous_hash);
    buffer_print(&out, "%lld,%lld,%lld,", (long long)event->row.workspace_id,
                 (long long)event->number, (long long)event->row.created_at);
    hash_piece(&out, text_from(id_to_text(event->row.id).at));
    hash_piece(&out, text_from(id_to_text(event->actor_id).at));
    hash_piece(&out, event->action);
    hash_piece(&out, event->entity);
    hash_piece(&out, text_from(id_to_text(event->row_id).at));
    hash_piece(&out, event->details);
    return digest_hex(arena, sha256(buffer_text(&out)));
}

/* The chain of the server has no workspace to lock: a row of the settings stands for it. */
static enum status lock_chain(struct tx *tx, int64_t workspace_id)
{
    if (workspace_id != 0)
        return workspace_lock(tx, workspace_id);
    return tx_execute(tx,
                      T("UPDATE main.server_setting SET version = version "
                        "WHERE workspace_id = 0 AND name = '" SETTING_GENERATION "'"),
                      NULL, 0, NULL);
}

static enum status last_event(struct tx *tx, int64_t workspace_id, struct audit_event *ret_event)
{
    struct value values[] = { VALUE_OF_INTEGER(workspace_id) };

    return row_find_where(tx, &audit_event_entity,
                          T("workspace_id = $1 ORDER BY workspace_id DESC, number DESC"), values, 1,
                          ret_event);
}

/* The same for the team: what is about a module to who has it, everything else to administrators.
 */
static enum status tell(struct tx *tx, const struct call *call, const struct audit *audit)
{
    const struct entity *entity = schema_find(tx_schema(tx), text_from(audit->entity));
    bool is_of_module = entity && module_is_grantable(entity->module);
    struct activity activity = { .entity = is_of_module ? entity : NULL,
                                 .action = audit->action,
                                 .row_id = audit->row_id,
                                 .count = 1,
                                 .module = is_of_module ? entity->module : MODULE_ADMIN };

    return audit->workspace_id == call->identity.workspace_id ? activity_write(tx, call, &activity)
                                                              : OK;
}

enum status audit_write(struct tx *tx, const struct call *call, const struct audit *audit)
{
    bool is_program = !id_is_zero(call->caller.service_key_id);
    struct id actor = is_program ? call->caller.service_key_id : call->caller.account_id;
    struct audit_event last = { 0 };
    struct audit_event event = {
        .row = server_row(call->now_ms),
        .actor_id = actor,
        .action = text_from(audit->action),
        .entity = text_from(audit->entity),
        .row_id = audit->row_id,
        .details = audit->details,
    };
    enum status status = lock_chain(tx, audit->workspace_id);

    if (status != OK)
        return status;
    status = last_event(tx, audit->workspace_id, &last);
    if (status != OK && status != NOT_FOUND)
        return status;
    event.row.workspace_id = audit->workspace_id;
    event.row.created_by = actor;
    event.number = last.number + 1;
    event.previous_hash = last.hash;
    event.hash = chain_hash(tx_arena(tx), &event);
    status = row_insert(tx, &audit_event_entity, &event);
    return status == OK ? tell(tx, call, audit) : status;
}

struct chain {
    bool has_begun;
    int64_t number, broken;
    struct text hash;
};

static enum status verify_one(struct tx *tx, void *row, void *context)
{
    const struct audit_event *event = row;
    struct chain *chain = context;
    bool follows = !chain->has_begun || (event->number == chain->number + 1 &&
                                         text_equal(event->previous_hash, chain->hash));

    if (chain->broken == 0 &&
        (!follows || !text_equal(event->hash, chain_hash(tx_arena(tx), event))))
        chain->broken = event->number;
    chain->has_begun = true;
    chain->number = event->number;
    chain->hash = event->hash;
    return OK;
}

enum status audit_verify(struct tx *tx, int64_t workspace_id, int64_t *ret_broken)
{
    struct value values[] = { VALUE_OF_INTEGER(workspace_id) };
    struct chain chain = { 0 };
    struct audit_event event;
    enum status status = row_each(tx, &audit_event_entity, T("workspace_id = $1 ORDER BY number"),
                                  values, 1, &event, verify_one, &chain);

    if (status != OK)
        return status;
    *ret_broken = chain.broken;
    return OK;
}
