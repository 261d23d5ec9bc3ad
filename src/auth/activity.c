/* Activity: the entity, and writing one row. */
#include "auth/activity.h"

#include "base/zone.h"
#include "store/row.h"

#define ROW struct activity_row

/* In the order of enum module, which a row's index therefore is. */
static const struct choice modules[] = {
    { "core", L("Workspace", "工作区") },    { "admin", L("Administration", "管理") },
    { "live", L("Live shows", "直播") },     { "sales", L("Sales", "销售") },
    { "warehouse", L("Warehouse", "仓库") }, { "finance", L("Finance", "财务") },
    { "knowledge", L("Training", "培训") },  { "assistant", L("Assistant", "助手") },
    { "studio", L("Studio", "图片工坊") },   { "creator", L("Creator", "创作者") },
};

/* clang-format off */
static const struct field fields[] = {
    CHOICE(module, L("Module", "模块"), NOT_PERSONAL, CHOICES(modules), .read_only = true, .fallback = "core",
           .index = true, .list = true),
    TEXT(action, L("What was done", "操作"), NOT_PERSONAL, .min = 1, .max = 64, .read_only = true, .list = true),
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .max = 64, .optional = true, .read_only = true, .list = true),
    ID(row_id, L("Record", "记录"), NOT_PERSONAL, .optional = true, .read_only = true, .index = true),
    INTEGER(count, L("Records", "记录数"), NOT_PERSONAL, .read_only = true, .list = true),
    DATE(day, L("Day", "日期"), NOT_PERSONAL, .read_only = true),
    CHOICE(audience, L("Who may see it", "可见范围"), NOT_PERSONAL, CHOICES(audiences), .read_only = true,
           .fallback = "everybody"),
    JSON(members, L("Chosen members", "指定成员"), IDENTITY, .max = LIMIT_AUDIENCE, .optional = true, .read_only = true),
};
/* clang-format on */

const struct entity activity_entity = {
    .name = "activity",
    .label = L("Activity", "动态"),
    .plural = L("Activity", "动态"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to show the team who changed what", "以便团队了解谁更改了什么"),
    .basis = LEGITIMATE_INTEREST,
    .keep = FOR_DAYS,
    .keep_days = 365,
    .title = "action",
    .order = "id.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .accompanies = true,
    .module_by = "module",
    .seen = { .audience = "audience", .members = "members" },
};

static enum status insert(struct tx *tx, void *context)
{
    return row_insert(tx, &activity_entity, context);
}

enum status activity_write(struct tx *tx, const struct call *call, const struct activity *activity)
{
    const struct entity *entity = activity->entity;
    enum module module = activity->module;
    enum audience_kind audience = activity->audience;
    struct activity_row *row;

    if (module == MODULE_UNDECLARED && entity)
        module = entity->module;
    if (entity && entity->seen.audience && audience == AUDIENCE_UNDECLARED)
        audience = AUDIENCE_CHOSEN;
    if (call->identity.workspace_id == 0 || activity->count <= 0 || module == MODULE_UNDECLARED ||
        (entity && entity->rows != ROWS_OF_WORKSPACE))
        return OK;
    row = ARENA_NEW(tx_arena(tx), struct activity_row);
    *row = (struct activity_row){ .row = call_new_row(call),
                                  .module = (int)module,
                                  .action = text_from(activity->action),
                                  .entity = text_from(entity ? entity->name : ""),
                                  .row_id = activity->row_id,
                                  .count = activity->count,
                                  .day = zone_day(call->zone, call->now_ms),
                                  .audience = (int)(audience ? audience : AUDIENCE_EVERYBODY),
                                  .members = activity->members };
    return tx_identity(tx)->is_system ? insert(tx, row) : tx_as_system(tx, insert, row);
}
