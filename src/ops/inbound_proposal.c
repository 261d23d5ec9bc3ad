/* Proposals; written by inbound_propose.c alone, which makes lines of those that are accepted. */
#include "ops/inbound_proposal.h"

#include "ops/barcode.h"
#include "ops/inbound_box.h"
#include "ops/ops.h"
#include "ops/product.h"
#include "ops/product_variant.h"

#define ROW struct inbound_proposal

static const struct choice states[] = {
    { "proposed", L("Proposed", "待确认") },
    { "accepted", L("Accepted", "已确认") },
    { "rejected", L("Rejected", "已拒绝") },
};

/* clang-format off */
static const struct field fields[] = {
    LINK(inbound_box_id, L("Incoming box", "到货箱"), NOT_PERSONAL, .to = &inbound_box_entity, .list = true),
    TEXT(source, L("Source", "来源"), NOT_PERSONAL, .min = 1, .max = 40, .list = true),
    INTEGER(confidence_permille, L("Confidence in thousandths", "置信度（千分之）"), NOT_PERSONAL,
            .max = CONFIDENCE_MAX, .list = true),
    TEXT(description, L("Description", "描述"), NOT_PERSONAL, .min = 1, .max = 200, .list = true),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .max = 16, .optional = true, .format = SIZE, .list = true),
    TEXT(code, L("Barcode", "条码"), NOT_PERSONAL, .min = 1, .max = BARCODE_MAX, .optional = true),
    LINK(product_id, L("Product", "商品"), NOT_PERSONAL, .to = &product_entity, .optional = true),
    LINK(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .to = &product_variant_entity,
         .optional = true),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL, .min = 1, .max = COUNT_MAX, .list = true),
    CHOICE(state, L("State", "状态"), NOT_PERSONAL, CHOICES(states), .fallback = "proposed", .index = true,
           .list = true),
    ID(inbound_line_id, L("Box line", "到货明细"), NOT_PERSONAL, .optional = true),
    ID(decided_by, L("Decided by", "确认人"), IDENTITY, .optional = true),
    INSTANT(decided_at, L("Decided", "确认时间"), NOT_PERSONAL, .optional = true),
};
/* clang-format on */

const struct entity inbound_proposal_entity = {
    .name = "inbound_proposal",
    .label = L("Proposed line", "识别建议"),
    .plural = L("Proposed lines", "识别建议"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to have what a box may hold confirmed by a person before it counts",
                 "以便由人确认识别出的到货内容后再计入"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "description size",
    .order = "created_at.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};
