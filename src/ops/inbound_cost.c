/* Costs of lines of incoming boxes; written by inbound_cost_set. */
#include "ops/inbound_cost.h"

#include "ops/inbound_line.h"
#include "ops/ops.h"

#define ROW struct inbound_cost

/* clang-format off */
static const struct field fields[] = {
    LINK(inbound_line_id, L("Box line", "到货明细"), NOT_PERSONAL, .to = &inbound_line_entity, .unique = true,
         .list = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(unit_cost, L("Unit cost", "单件成本"), FINANCIAL, .max = MONEY_MAX, .list = true),
};
/* clang-format on */

const struct entity inbound_cost_entity = {
    .name = "inbound_cost",
    .label = L("Cost of a box line", "到货成本"),
    .plural = L("Costs of box lines", "到货成本"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to know what goods cost when they came in", "以便了解到货成本"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "unit_cost",
    .order = "created_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};
