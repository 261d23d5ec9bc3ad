/* Saved view: the entity; everything else is the generic path's. */
#include "auth/saved_view.h"

#define ROW struct saved_view

/* clang-format off */
static const struct field fields[] = {
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .min = 1, .max = 64, .index = true),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = 80, .list = true),
    JSON(query, L("View", "视图"), FREE_TEXT, .max = 8000),
    BOOLEAN(shared, L("Shared", "共享"), NOT_PERSONAL, .fallback = "false", .list = true,
            .help = L("Everybody in the workspace sees it.", "工作区所有成员可见。")),
};
/* clang-format on */

const struct entity saved_view_entity = {
    .name = "saved_view",
    .label = L("Saved view", "已存视图"),
    .plural = L("Saved views", "已存视图"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_OWNER,
    .access = ACCESS_FULL,
    .purpose = L("to open a list the way you left it", "以便按您保存的方式打开列表"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .shared_by = "shared",
    .module_of = "entity",
};
