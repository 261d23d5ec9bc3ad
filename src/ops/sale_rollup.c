/* Sums of sales, day by day. Nothing in here cannot be added up again from the sales. */
#include "ops/sale_rollup.h"

#include "ops/rollup_pack.h"

#define ROW struct sale_rollup

static const struct field fields[] = {
    DATE(day, L("Date", "日期"), NOT_PERSONAL),
    DATE(first_day, L("First day", "起始日期"), NOT_PERSONAL),
    TEXT(types, L("Sums by shoe type", "按鞋型汇总"), FINANCIAL, .max = LIMIT_PACK),
    TEXT(sizes, L("Sums by size", "按尺码汇总"), FINANCIAL, .max = LIMIT_PACK),
    TEXT(hours, L("Sums by hour", "按小时汇总"), FINANCIAL, .max = LIMIT_PACK),
};

const struct entity sale_rollup_entity = {
    .name = "sale_rollup",
    .label = L("Sums of a day", "单日汇总"),
    .plural = L("Sums of days", "每日汇总"),
    .module = MODULE_SALES,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to answer reports without adding every sale up again",
                 "以便生成报表时无需重新累计每笔销售"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "day",
    .order = "day.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};
