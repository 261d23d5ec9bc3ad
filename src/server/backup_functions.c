/* Backup functions: a backup now, and the list. Making one takes its time, so the answer is only
   that it has begun; how it went is a record of backup_snapshot. */
#include "server/backup_functions.h"

#include "auth/audit.h"
#include "jobs/backup.h"
#include "jobs/backup_folder.h"
#include "jobs/backup_snapshot.h"
#include "store/row.h"

/* Backups hold every workspace: only who operates the server sees them, wherever they work, and
   the administrators of its first workspace, in which the records are. */
static enum status require_operator(struct call *call)
{
    if (call->caller.is_operator ||
        (call->identity.workspace_id == OPERATOR_WORKSPACE && call->caller.role == ROLE_ADMIN))
        return OK;
    return REFUSE(call, FORBIDDEN, .code = "42501",
                  .say = L("Only who operates this server may see and make backups.",
                           "只有本服务器的运营者可以查看和制作备份。"));
}

/* Somebody else's backup under way is seen by its lock. */
static enum status require_idle(struct call *call)
{
    const char *path = backup_path(call->instance, call->arena);
    struct backup_folder folder;
    enum status status = backup_folder_open(&folder, path);

    if (status == OK) {
        backup_folder_close(&folder);
        return OK;
    }
    if (status == CONFLICT)
        return REFUSE(call, CONFLICT, .code = "55P03",
                      .say = L("A backup is being made already.", "正在制作备份。"));
    return REFUSE(call, FAILED, .code = "58030",
                  .say = L("The directory of the backups cannot be written: see "
                           "backup_directory.",
                           "无法写入备份目录，请检查 backup_directory。"));
}

static enum status audit_make(struct tx *tx, void *context)
{
    const struct call *call = context;

    return audit_write(
        tx, call, &(struct audit){ .workspace_id = OPERATOR_WORKSPACE, .action = "backup.make" });
}

static enum status backup_make_run(struct call *call, const void *input)
{
    struct json_writer json;
    enum status status = require_operator(call);

    (void)input;
    if (status == OK)
        status = require_idle(call);
    if (status == OK)
        status = call_write_as_system(call, audit_make, call);
    if (status != OK)
        return status;
    ticker_poke(call->instance->backups, &backup_now_task);
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_boolean_member(&json, T("begun"), true);
    json_end_object(&json);
    return OK;
}

/* ---- backup_list ---- */

struct listing {
    struct call *call;
    struct json_writer json;
    const char *path;
};

static void write_instant(struct json_writer *json, struct text name, int64_t instant_ms)
{
    if (instant_ms != 0) {
        json_write_text_member(json, name, text_from(instant_to_text(instant_ms).at));
        return;
    }
    json_write_key(json, name);
    json_write_null(json);
}

static enum status list_one(struct tx *tx, void *row, void *context)
{
    const struct backup_snapshot *snapshot = row;
    struct listing *listing = context;
    struct json_writer *json = &listing->json;

    json_begin_object(json);
    json_write_text_member(json, T("name"), snapshot->name);
    json_write_text_member(
        json, T("path"),
        arena_print(tx_arena(tx), "%s/%.*s", listing->path, TEXT_ARG(snapshot->name)));
    json_write_text_member(json, T("state"), text_from(backup_snapshot_state(snapshot)));
    write_instant(json, T("made_at"), snapshot->made_at);
    write_instant(json, T("verified_at"), snapshot->verified_at);
    write_instant(json, T("destroyed_at"), snapshot->destroyed_at);
    json_write_integer_member(json, T("record_count"), snapshot->record_count);
    json_write_integer_member(json, T("size_bytes"), snapshot->size_bytes);
    json_write_text_member(json, T("reason"), snapshot->reason);
    json_end_object(json);
    return OK;
}

static enum status list(struct tx *tx, void *context)
{
    struct listing *listing = context;
    struct value values[] = { VALUE_OF_INTEGER(OPERATOR_WORKSPACE) };
    struct backup_snapshot row;
    enum status status;

    buffer_clear(&listing->call->body);
    listing->json = call_answer_json(listing->call);
    json_begin_array(&listing->json);
    status = row_each(tx, &backup_snapshot_entity,
                      T("workspace_id = $1 ORDER BY made_at DESC, id LIMIT 400"), values, 1, &row,
                      list_one, listing);
    json_end_array(&listing->json);
    return status;
}

static enum status backup_list_run(struct call *call, const void *input)
{
    struct listing listing = { .call = call, .path = backup_path(call->instance, call->arena) };
    enum status status = require_operator(call);

    (void)input;
    return status == OK ? call_read_as_system(call, list, &listing) : status;
}

struct list_output {
    struct text name, path, state, reason;
    int64_t made_at, verified_at, destroyed_at, record_count, size_bytes;
};

/* clang-format off */
#define ROW struct list_output
static const struct field list_outputs[] = {
    TEXT(name, L("Backup", "备份"), NOT_PERSONAL),
    TEXT(path, L("Where it is", "位置"), NOT_PERSONAL),
    TEXT(state, L("State", "状态"), NOT_PERSONAL),
    INSTANT(made_at, L("Made", "创建时间"), NOT_PERSONAL),
    INSTANT(verified_at, L("Restored for a test", "恢复验证时间"), NOT_PERSONAL, .optional = true),
    INSTANT(destroyed_at, L("Destroyed", "销毁时间"), NOT_PERSONAL, .optional = true),
    INTEGER(record_count, L("Records", "记录数"), NOT_PERSONAL),
    INTEGER(size_bytes, L("Bytes of the store", "数据库字节数"), NOT_PERSONAL),
    TEXT(reason, L("Why it failed", "失败原因"), NOT_PERSONAL, .optional = true),
};
#undef ROW
/* clang-format on */

struct make_output {
    bool begun;
};

/* clang-format off */
#define ROW struct make_output
static const struct field make_outputs[] = {
    BOOLEAN(begun, L("It has begun", "已开始"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

const struct function backup_functions[] = {
    { .name = "backup_make",
      .label = L("Make a backup now", "立即备份"),
      .who = WHO_SIGNED_IN,
      .returns = RETURNS_OBJECT,
      .outputs = LIST(make_outputs),
      .run = backup_make_run },
    { .name = "backup_list",
      .label = L("Backups of this server", "本服务器的备份"),
      .who = WHO_SIGNED_IN,
      .reads_only = true,
      .returns = RETURNS_LIST,
      .outputs = LIST(list_outputs),
      .run = backup_list_run },
    { 0 },
};
