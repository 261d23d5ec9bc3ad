/* The four kinds of record behind imports. Uploads and the list of what a run made are the
   server's; a run is seen by who started it; mappings are the workspace's. */
#include "base/limits.h"
#include "rest/import_run.h"

/* clang-format off */
#define ROW struct import_run
static const struct choice statuses[] = {
    { "uploaded", L("Uploaded", "已上传") },
    { "ready", L("Ready", "待导入") },
    { "running", L("Running", "导入中") },
    { "done", L("Done", "已完成") },
    { "failed", L("Failed", "失败") },
    { "cancelled", L("Cancelled", "已取消") },
    { "undone", L("Undone", "已撤销") },
};

static const struct choice failures[] = {
    { "stopped", L("The server was stopped before the end. Undo it, or import the file again: what is there is skipped.",
                   "服务器在完成前停止。可撤销，或重新导入该文件（已有记录会跳过）。") },
    { "unreadable", L("The file is broken from some row on.", "文件从某一行起已损坏。") },
    { "refused", L("The database refused a row. Nothing after it was imported.", "数据库拒绝了某一行，其后的记录未导入。") },
    { "forbidden", L("The permission to create these records was taken away.", "创建这些记录的权限已被收回。") },
};

static const struct field run_fields[] = {
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .max = 64, .list = true),
    TEXT(file_name, L("File", "文件"), FREE_TEXT, .max = 255, .list = true),
    CHOICE(status, L("Status", "状态"), NOT_PERSONAL, CHOICES(statuses), .list = true),
    TEXT(source, L("Source", "来源"), NOT_PERSONAL, .max = 40, .optional = true),
    TEXT(header_key, L("Fingerprint of the headers", "表头指纹"), NOT_PERSONAL, .max = 64),
    TEXT(content_key, L("Fingerprint of the file", "文件指纹"), NOT_PERSONAL, .max = 64, .index = true),
    INTEGER(rows_total, L("Rows", "行数"), NOT_PERSONAL, .fallback = "0", .list = true),
    INTEGER(rows_done, L("Imported", "已导入"), NOT_PERSONAL, .fallback = "0", .list = true),
    INTEGER(rows_failed, L("With errors", "出错"), NOT_PERSONAL, .fallback = "0", .list = true),
    INTEGER(rows_skipped, L("Passed over", "已跳过"), NOT_PERSONAL, .fallback = "0", .list = true),
    INTEGER(links_created, L("Created besides", "顺带新建"), NOT_PERSONAL, .fallback = "0"),
    JSON(mapping, L("Mapping", "字段映射"), NOT_PERSONAL, .max = LIMIT_TEXT_FIELD, .optional = true),
    JSON(options, L("Options", "选项"), NOT_PERSONAL, .max = 4000, .optional = true),
    JSON(errors, L("Errors", "错误"), FREE_TEXT, .max = LIMIT_TEXT_FIELD, .optional = true,
         .sealed = true),
    JSON(left_out, L("Left out", "未导入的个人信息"), NOT_PERSONAL, .max = LIMIT_TEXT_FIELD, .optional = true,
         .help = L("Columns with names, addresses and phone numbers of buyers: nothing of them was kept.",
                   "含买家姓名、地址、电话的列：均未保存。")),
    CHOICE(failure, L("Why it stopped", "停止原因"), NOT_PERSONAL, CHOICES(failures), .optional = true),
    INSTANT(started_at, L("Started", "开始"), NOT_PERSONAL, .optional = true),
    INSTANT(finished_at, L("Finished", "结束"), NOT_PERSONAL, .optional = true, .list = true),
};

const struct entity import_run_entity = {
    .name = "import_run",
    .label = L("Import", "导入"),
    .plural = L("Imports", "导入"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_OWNER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to show what an import did and to undo it", "以便查看导入结果并可撤销"),
    .basis = CONTRACT,
    .keep = FOR_DAYS,
    .keep_days = IMPORT_DAYS,
    .title = "file_name",
    .order = "created_at.desc",
    .sealed_for = "created_by",
    .size = sizeof(ROW),
    .fields = LIST(run_fields),
    .module_of = "entity",
};

#undef ROW
#define ROW struct import_file
static const struct field file_fields[] = {
    ID(run_id, L("Import", "导入"), NOT_PERSONAL, .index = true),
    INTEGER(number, L("Number", "序号"), NOT_PERSONAL),
    TEXT(data, L("Content", "内容"), FREE_TEXT, .max = LIMIT_TEXT_FIELD, .sealed = true),
    INSTANT(expires_at, L("Kept until", "保留至"), NOT_PERSONAL, .index = true),
};

static const char *const file_unique[] = { "run_id", "number", NULL };

const struct entity import_file_entity = {
    .name = "import_file",
    .label = L("Uploaded file", "上传文件"),
    .plural = L("Uploaded files", "上传文件"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to import it after the preview", "以便预览后导入"),
    .basis = CONTRACT,
    .keep = UNTIL_EXPIRED,
    .title = "run_id",
    .order = "number.asc",
    .sealed_for = "created_by",
    .size = sizeof(ROW),
    .fields = LIST(file_fields),
    .unique_together = file_unique,
};

#undef ROW
#define ROW struct import_row
static const struct field row_of_run_fields[] = {
    ID(run_id, L("Import", "导入"), NOT_PERSONAL, .index = true),
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .max = 64),
    ID(row_id, L("Record", "记录"), NOT_PERSONAL),
    INTEGER(row_version, L("Version", "版本"), NOT_PERSONAL),
};

const struct entity import_row_entity = {
    .name = "import_row",
    .label = L("Imported record", "导入的记录"),
    .plural = L("Imported records", "导入的记录"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to undo an import exactly", "以便精确撤销导入"),
    .basis = CONTRACT,
    .keep = FOR_DAYS,
    .keep_days = IMPORT_DAYS,
    .title = "entity",
    .order = "created_at.asc",
    .size = sizeof(ROW),
    .fields = LIST(row_of_run_fields),
};

#undef ROW
#define ROW struct import_mapping
static const struct field mapping_fields[] = {
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .max = 64, .list = true),
    TEXT(header_key, L("Fingerprint of the headers", "表头指纹"), NOT_PERSONAL, .max = 64),
    JSON(mapping, L("Mapping", "字段映射"), NOT_PERSONAL, .max = LIMIT_TEXT_FIELD),
    JSON(options, L("Options", "选项"), NOT_PERSONAL, .max = 4000),
};

static const char *const mapping_unique[] = { "entity", "header_key", NULL };

const struct entity import_mapping_entity = {
    .name = "import_mapping",
    .label = L("Import mapping", "导入映射"),
    .plural = L("Import mappings", "导入映射"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to read the next file of the same source without asking again",
                 "以便下次导入同一来源时不必重新设置"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "entity",
    .order = "updated_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(mapping_fields),
    .unique_together = mapping_unique,
    .module_of = "entity",
};
/* clang-format on */

const struct entity *const import_entities[] = {
    &import_run_entity, &import_file_entity, &import_row_entity, &import_mapping_entity, NULL,
};
