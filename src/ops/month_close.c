/* The history of closings; the functions of finance write it. */
#include "ops/month_close.h"

#include "ops/finance_month.h"
#include "ops/ops.h"

#define ROW struct month_close

/* clang-format off */
static const struct field fields[] = {
    DATE(month, L("Month", "月份"), NOT_PERSONAL, .index = true, .read_only = true, .list = true),
    INSTANT(closed_at, L("Closed", "结账时间"), NOT_PERSONAL, .read_only = true, .list = true),
    ID(closed_by, L("Closed by", "结账人"), IDENTITY, .optional = true, .read_only = true),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 1000, .optional = true, .read_only = true),
    JSON(figures, L("Figures", "数据"), FINANCIAL, .needs = MODULE_SALES, .needs_besides = ONLY(MODULE_LIVE), .max = LIMIT_FINANCE_FIGURES, .optional = true, .read_only = true),
    INSTANT(reopened_at, L("Re-opened", "重新打开时间"), NOT_PERSONAL, .optional = true, .read_only = true, .list = true),
    ID(reopened_by, L("Re-opened by", "重新打开人"), IDENTITY, .optional = true, .read_only = true),
    TEXT(reason, L("Reason", "原因"), FREE_TEXT, .max = 1000, .optional = true, .read_only = true, .list = true),
};
/* clang-format on */

const struct entity month_close_entity = {
    .name = "month_close",
    .label = L("Month closing", "月结"),
    .plural = L("Month closings", "月结记录"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to know what was reported for a month, and whether it was touched again",
                 "以便了解当月结账数据及是否被重新打开"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "month",
    .order = "month.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};
