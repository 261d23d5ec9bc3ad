/* Backup snapshot: the entity, and following the log. */
#include "jobs/backup_snapshot.h"

#include "base/time.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "store/row.h"

#define ROW struct backup_snapshot

enum { LIMIT_NAME = 40, LIMIT_REASON = 500, HASH_SIZE = 2 * DIGEST_SIZE };

static const struct identity system_identity = { .is_system = true };

static const struct choice states[] = {
    { "kept", L("Kept", "保留中") },
    { "failed", L("Failed", "失败") },
    { "destroyed", L("Destroyed", "已销毁") },
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Backup", "备份"), NOT_PERSONAL, .min = 1, .max = LIMIT_NAME, .unique = true, .read_only = true,
         .list = true),
    INSTANT(made_at, L("Made", "创建时间"), NOT_PERSONAL, .index = true, .read_only = true, .list = true),
    CHOICE(state, L("State", "状态"), NOT_PERSONAL, CHOICES(states), .read_only = true, .list = true),
    INTEGER(record_count, L("Records", "记录数"), NOT_PERSONAL, .fallback = "0", .read_only = true, .list = true),
    INTEGER(size_bytes, L("Bytes of the store", "数据库字节数"), NOT_PERSONAL, .fallback = "0", .read_only = true, .list = true),
    INSTANT(verified_at, L("Restored for a test", "恢复验证时间"), NOT_PERSONAL, .optional = true, .read_only = true, .list = true),
    TEXT(hash, L("SHA-256", "SHA-256"), NOT_PERSONAL, .max = HASH_SIZE, .optional = true, .read_only = true),
    INSTANT(destroyed_at, L("Destroyed", "销毁时间"), NOT_PERSONAL, .optional = true, .read_only = true, .list = true),
    TEXT(destruction_hash, L("Hash of the record of destruction", "销毁记录的散列"), NOT_PERSONAL, .max = HASH_SIZE,
         .optional = true, .read_only = true),
    TEXT(reason, L("Why it failed", "失败原因"), NOT_PERSONAL, .max = LIMIT_REASON, .optional = true, .read_only = true),
};
/* clang-format on */

const struct entity backup_snapshot_entity = {
    .name = "backup_snapshot",
    .label = L("Backup", "备份"),
    .plural = L("Backups", "备份"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to show that backups are made, verified, and destroyed in time",
                 "以便查明备份是否按时制作、验证和销毁"),
    .basis = LEGITIMATE_INTEREST,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "made_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

const char *backup_snapshot_state(const struct backup_snapshot *snapshot)
{
    return states[snapshot->state - 1].value;
}

struct following {
    const struct backup_record *records;
    size_t count;
    int64_t now_ms;
};

static enum status has_operator(struct tx *tx)
{
    const struct value values[] = { VALUE_OF_INTEGER(OPERATOR_WORKSPACE) };
    struct cursor *cursor;
    bool is_found = false;
    enum status status =
        tx_query(tx, T("SELECT 1 FROM main.workspace WHERE workspace_id = $1"), values, 1, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status == OK)
        cursor_close(cursor);
    return status == OK && !is_found ? NOT_FOUND : status;
}

static void fill(struct backup_snapshot *snapshot, const struct backup_record *record)
{
    snapshot->name = record->name;
    snapshot->made_at = record->made_ms;
    snapshot->state = (int)record->state;
    snapshot->record_count = record->rows;
    snapshot->size_bytes = record->size_bytes;
    snapshot->verified_at = record->verified_ms;
    snapshot->hash = record->hash;
    snapshot->destroyed_at = record->destroyed_ms;
    snapshot->destruction_hash = record->destruction_hash;
    snapshot->reason = text_slice(record->reason, 0, LIMIT_REASON);
}

/* A record changes when its state does. */
static enum status follow_one(struct tx *tx, const struct backup_record *record, int64_t now_ms)
{
    const struct value values[] = { VALUE_OF_INTEGER(OPERATOR_WORKSPACE),
                                    VALUE_OF_TEXT(record->name) };
    struct backup_snapshot snapshot = { 0 };
    enum status status = row_find_where(tx, &backup_snapshot_entity,
                                        T("workspace_id = $1 AND name = $2"), values, 2, &snapshot);

    if (status == OK && snapshot.state == (int)record->state)
        return OK;
    if (status == OK) {
        fill(&snapshot, record);
        snapshot.row.updated_at = now_ms;
        return row_update(tx, &backup_snapshot_entity, &snapshot);
    }
    if (status != NOT_FOUND)
        return status;
    snapshot = (struct backup_snapshot){ .row = { .workspace_id = OPERATOR_WORKSPACE,
                                                  .id = random_id(now_ms),
                                                  .created_at = now_ms,
                                                  .updated_at = now_ms,
                                                  .version = 1 } };
    fill(&snapshot, record);
    return row_insert(tx, &backup_snapshot_entity, &snapshot);
}

static enum status follow(struct tx *tx, void *context)
{
    const struct following *following = context;
    enum status status = has_operator(tx);

    if (status != OK)
        return status;
    for (size_t i = 0; status == OK && i < following->count; i++)
        status = follow_one(tx, &following->records[i], following->now_ms);
    return status;
}

enum status backup_snapshot_follow(const struct instance *instance, const char *path,
                                   struct arena *arena, struct text *ret_reason)
{
    struct following following = { .now_ms = clock_now_ms() };
    struct backup_record *records = NULL;
    struct store_error error = { 0 };
    enum status status = backup_log_read(path, arena, &records, &following.count, ret_reason);

    if (status != OK || following.count == 0)
        return status;
    following.records = records;
    status = store_write(instance->store, &system_identity, arena, follow, &following, &error);
    *ret_reason = arena_print(arena, "The records of the backups cannot be written: %.*s",
                              TEXT_ARG(error.message));
    return status == NOT_FOUND ? OK : status;
}
