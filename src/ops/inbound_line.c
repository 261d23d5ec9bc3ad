/* Lines of incoming boxes. A box may be opened before anybody knows its products: the description
   is what stands on the packing list, the product is found later. */
#include "ops/inbound_line.h"

#include "ops/inbound_box.h"
#include "ops/ops.h"
#include "ops/product.h"
#include "ops/product_variant.h"
#include "store/row.h"

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
    LINK(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .to = &product_variant_entity,
         .optional = true, .help = L("Which size it is booked as.", "入库时计入的规格。")),
    BOOLEAN(from_proposal, L("From proposals", "来自识别建议"), NOT_PERSONAL, .fallback = "false", .read_only = true),
    ID(stock_movement_id, L("Stock movement", "库存流水"), NOT_PERSONAL, .optional = true, .read_only = true),
};
/* clang-format on */

/* One line for each size, or the two counts of a box could not be held against each other. */
static const char *const unique_together[] = { "inbound_box_id", "product_variant_id", NULL };

static const struct row_lock lock_of_booked = {
    .when = "EXISTS (SELECT 1 FROM @inbound_box b WHERE b.workspace_id = inbound_line.workspace_id "
            "AND b.id = inbound_line.inbound_box_id AND b.status = 'booked')",
    .say = L("This box is in stock already.", "该到货箱已入库。"),
    .hint = L("Take the booking back first.", "请先撤销入库。"),
};

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
    .unique_together = unique_together,
    .lock = &lock_of_booked,
};

static void set(struct inbound_line *line, const char *name, int64_t number)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].name, name) == 0)
            row_set_value(line, &inbound_line_entity, i, VALUE_OF_INTEGER(number));
}

void inbound_line_set_counted(struct inbound_line *line, int64_t counted)
{
    set(line, "counted", counted);
}

void inbound_line_set_expected(struct inbound_line *line, int64_t expected)
{
    set(line, "expected", expected);
}
