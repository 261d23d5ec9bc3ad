/* Backup functions: a backup now. It takes its time, so the answer is only that it has begun; how
   it went is a record of backup_snapshot. */
#include "server/backup_functions.h"

#include "auth/audit.h"
#include "jobs/backup.h"
#include "jobs/backup_folder.h"
#include "jobs/backup_snapshot.h"

/* Backups hold every workspace: only the first one's administrators run the server. */
static enum status require_operator(struct call *call)
{
    if (call->identity.workspace_id == OPERATOR_WORKSPACE)
        return OK;
    return REFUSE(call, FORBIDDEN, .code = "42501",
                  .say = L("Only an administrator of this server's first workspace may make "
                           "backups.",
                           "只有本服务器首个工作区的管理员可以制作备份。"));
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
      .who = WHO_ADMIN,
      .returns = RETURNS_OBJECT,
      .outputs = LIST(make_outputs),
      .run = backup_make_run },
    { 0 },
};
