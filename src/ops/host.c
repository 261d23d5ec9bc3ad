/* Hosts. Whoever leaves is set aside, not deleted: slots of earlier shows still name them. */
#include "ops/host.h"

#include "ops/ops.h"

#define ROW struct host

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Name", "名称"), IDENTITY, .min = 1, .max = 80, .unique = true, .search = true, .list = true),
    ID(account_id, L("Member", "成员"), IDENTITY, .optional = true, .unique = true,
       .help = L("The member's account, when the host is a member here.", "主播也是成员时，填其账户。")),
    BOOLEAN(is_active, L("Active", "在岗"), NOT_PERSONAL, .fallback = "true", .list = true,
            .help = L("Off: no longer offered for new slots.", "关闭后排班时不再提供。")),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 1000, .optional = true, .format = LONG),
};
/* clang-format on */

const struct entity host_entity = {
    .name = "host",
    .label = L("Host", "主播"),
    .plural = L("Hosts", "主播"),
    .module = MODULE_LIVE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to plan who hosts a show and when", "以便安排每场由谁主播、何时主播"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};
