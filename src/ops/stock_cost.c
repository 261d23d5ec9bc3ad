/* Costs of stock. A movement that changes no value, such as a transfer, has no entry. */
#include "ops/stock_cost.h"

#include "ops/ops.h"
#include "ops/product_variant.h"
#include "ops/stock_average.h"
#include "ops/stock_movement.h"

#define ROW struct stock_cost

/* clang-format off */
static const struct field cost_fields[] = {
    LINK(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .to = &product_variant_entity,
         .unique = true, .list = true),
    INTEGER(sequence, L("Movements", "流水数"), NOT_PERSONAL, .fallback = "0"),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL, .min = -STOCK_QUANTITY_MAX, .max = STOCK_QUANTITY_MAX,
            .fallback = "0", .list = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(value, L("Value", "库存金额"), FINANCIAL, .min = -STOCK_VALUE_MAX, .max = STOCK_VALUE_MAX,
          .fallback = "0", .list = true),
    MONEY(unit_cost, L("Average cost", "平均成本"), FINANCIAL, .max = STOCK_VALUE_MAX, .fallback = "0", .list = true,
          .help = L("Of one piece, rounded; the value is exact.", "单件平均成本（取整）；库存金额为精确值。")),
};
/* clang-format on */

const struct entity stock_cost_entity = {
    .name = "stock_cost",
    .label = L("Value of stock", "库存金额"),
    .plural = L("Value of stock", "库存金额"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose =
        L("to know what the stock is worth and what goods cost", "以便了解库存金额与商品成本"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "value",
    .order = "value.desc",
    .size = sizeof(ROW),
    .fields = LIST(cost_fields),
};

#undef ROW
#define ROW struct stock_entry

/* clang-format off */
static const struct field entry_fields[] = {
    LINK(stock_movement_id, L("Stock movement", "库存流水"), NOT_PERSONAL, .to = &stock_movement_entity,
         .unique = true),
    LINK(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .to = &product_variant_entity,
         .index = true, .list = true),
    INTEGER(sequence, L("Number", "序号"), NOT_PERSONAL),
    INSTANT(moved_at, L("When", "时间"), NOT_PERSONAL),
    DATE(day, L("Date", "日期"), NOT_PERSONAL, .index = true, .list = true, .derived_from = "moved_at",
         .derive = stock_day),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL, .min = -STOCK_QUANTITY_MAX, .max = STOCK_QUANTITY_MAX),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(unit_cost, L("Unit cost", "单件成本"), FINANCIAL, .max = STOCK_VALUE_MAX, .list = true),
    MONEY(value, L("Change of value", "金额变动"), FINANCIAL, .min = -STOCK_VALUE_MAX, .max = STOCK_VALUE_MAX,
          .list = true),
    MONEY(value_total, L("Value after it", "结存金额"), FINANCIAL, .min = -STOCK_VALUE_MAX, .max = STOCK_VALUE_MAX,
          .list = true),
};
/* clang-format on */

const struct entity stock_entry_entity = {
    .name = "stock_entry",
    .label = L("Change of stock value", "库存金额变动"),
    .plural = L("Changes of stock value", "库存金额变动"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to know what the stock was worth on any day", "以便了解任一日期的库存金额"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "value",
    .order = "day.desc",
    .size = sizeof(ROW),
    .fields = LIST(entry_fields),
};
