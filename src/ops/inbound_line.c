/* Lines of incoming boxes. A box may be opened before anybody knows its products: the description
   is what stands on the packing list, the product is found later. */
#include "ops/inbound_line.h"

#include "ops/inbound_box.h"
#include "ops/ops.h"
#include "ops/product.h"

#define ROW struct inbound_line

/* clang-format off */
static const struct field fields[] = {
    LINK(inbound_box_id, L("Incoming box", "到货箱"), NOT_PERSONAL, .to = &inbound_box_entity, .index = true, .list = true),
    LINK(product_id, L("Product", "商品"), NOT_PERSONAL, .to = &product_entity, .optional = true, .index = true, .list = true),
    TEXT(description, L("Description", "描述"), NOT_PERSONAL, .min = 1, .max = 200, .search = true, .list = true,
         .help = L("As on the packing list.", "与装箱单一致。")),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .max = 16, .optional = true, .format = SIZE, .list = true),
    INTEGER(expected, L("Expected", "应到"), NOT_PERSONAL, .max = COUNT_MAX, .optional = true, .list = true),
    INTEGER(counted, L("Counted", "实到"), NOT_PERSONAL, .max = COUNT_MAX, .optional = true, .list = true),
};
/* clang-format on */

const struct entity inbound_line_entity = {
    .name = "inbound_line",
    .label = L("Box line", "到货明细"),
    .plural = L("Box lines", "到货明细"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to compare what should arrive with what did", "以便核对应到与实到货物"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "description size",
    .order = "created_at.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};
