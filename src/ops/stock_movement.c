/* Movements and levels. Callers only read them; stock_book.c writes. That the sequence of a
   variant is unique is the second wall: two bookings that did not see each other cannot both be
   written. */
#include "ops/stock_movement.h"

#include "base/zone.h"
#include "ops/location.h"
#include "ops/ops.h"
#include "ops/product_variant.h"
#include "ops/stock_average.h"

const struct choice stock_kinds[STOCK_KINDS] = {
    { "in", L("In", "入库") },           { "out", L("Out", "出库") },
    { "transfer", L("Moved", "调拨") },  { "adjust", L("Adjusted", "调整") },
    { "return", L("Returned", "退货") }, { "count", L("Counted", "盘点") },
};

const struct choice stock_reasons[STOCK_REASONS] = {
    { "purchase", L("Purchase", "采购") },
    { "sale", L("Sale", "销售") },
    { "customer_return", L("Returned by a customer", "客户退货") },
    { "supplier_return", L("Returned to the supplier", "退回供应商") },
    { "damaged", L("Damaged", "损坏") },
    { "lost", L("Lost", "丢失") },
    { "found", L("Found", "找到") },
    { "sample", L("Sample or gift", "样品或赠送") },
    { "opening", L("Opening stock", "期初库存") },
    { "count", L("Count", "盘点") },
    { "correction", L("Correction", "更正") },
    { "other", L("Another one", "其他") },
};

const struct choice stock_references[STOCK_REFERENCES] = {
    { "sale", L("Sale", "销售") },
    { "box", L("Box", "到货箱") },
    { "count", L("Count", "盘点") },
    { "return", L("Return", "退货") },
};

struct value stock_day(const struct derive_context *context, struct value moved_at)
{
    struct date_text day;

    if (moved_at.type != VALUE_INTEGER)
        return VALUE_OF_NULL;
    day = date_to_text(zone_day(context->zone, moved_at.integer));
    return VALUE_OF_TEXT(arena_copy(context->arena, text_from(day.at)));
}

#define ROW struct stock_movement

/* clang-format off */
static const struct field movement_fields[] = {
    LINK(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .to = &product_variant_entity,
         .index = true, .list = true),
    LINK(location_id, L("Place", "位置"), NOT_PERSONAL, .to = &location_entity, .index = true, .list = true),
    INTEGER(sequence, L("Number", "序号"), NOT_PERSONAL, .min = 1),
    CHOICE(kind, L("Kind", "类型"), NOT_PERSONAL, CHOICES(stock_kinds), .index = true, .list = true),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL, .min = -STOCK_QUANTITY_MAX, .max = STOCK_QUANTITY_MAX,
            .list = true, .help = L("Below zero: they left the place.", "负数表示从该位置出库。")),
    INTEGER(on_hand, L("On hand at the place", "该位置结存"), NOT_PERSONAL, .min = -STOCK_QUANTITY_MAX,
            .max = STOCK_QUANTITY_MAX, .list = true),
    INTEGER(on_hand_total, L("On hand everywhere", "总结存"), NOT_PERSONAL, .min = -STOCK_QUANTITY_MAX,
            .max = STOCK_QUANTITY_MAX),
    INSTANT(booked_at, L("Booked", "记账时间"), NOT_PERSONAL, .index = true),
    INSTANT(moved_at, L("When", "时间"), NOT_PERSONAL, .index = true, .list = true),
    DATE(day, L("Date", "日期"), NOT_PERSONAL, .index = true, .derived_from = "moved_at", .derive = stock_day),
    CHOICE(reason, L("Reason", "原因"), NOT_PERSONAL, CHOICES(stock_reasons), .optional = true, .list = true),
    CHOICE(reference_kind, L("Booked for", "关联单据"), NOT_PERSONAL, CHOICES(stock_references), .optional = true),
    ID(reference_id, L("Record it was booked for", "关联记录"), NOT_PERSONAL, .optional = true, .index = true),
    ID(transfer_id, L("Other half of the move", "调拨对应记录"), NOT_PERSONAL, .optional = true),
    ID(corrects_id, L("Takes back", "冲销的记录"), NOT_PERSONAL, .optional = true, .unique = true),
    INTEGER(counted, L("Counted", "盘点数"), NOT_PERSONAL, .max = STOCK_QUANTITY_MAX, .optional = true),
    BOOLEAN(is_short, L("More than was there", "超出库存"), NOT_PERSONAL, .fallback = "false"),
    TEXT(note, L("Note", "备注"), FREE_TEXT, .max = 400, .optional = true),
};
/* clang-format on */

static const char *const movement_unique[] = { "product_variant_id", "sequence", NULL };

/* How fast a size sells, when it last came and went, and how old what is there is: without a look
   at the movements themselves. */
static const struct entity_index movement_indexes[] = {
    { "pace",
      { "product_variant_id", "kind", "day", "moved_at", "reason", "quantity", "sequence" } },
    { 0 },
};

const struct entity stock_movement_entity = {
    .name = "stock_movement",
    .label = L("Stock movement", "库存流水"),
    .plural = L("Stock movements", "出入库流水"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose =
        L("to know what came, went and was counted, and why", "以便了解货品何时因何出入库及盘点"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "kind",
    .order = "moved_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(movement_fields),
    .unique_together = movement_unique,
    .indexes = movement_indexes,
};

#undef ROW
#define ROW struct stock_level

/* clang-format off */
static const struct field level_fields[] = {
    LINK(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .to = &product_variant_entity,
         .index = true, .list = true),
    LINK(location_id, L("Place", "位置"), NOT_PERSONAL, .to = &location_entity, .index = true, .list = true),
    INTEGER(on_hand, L("On hand", "库存"), NOT_PERSONAL, .min = -STOCK_QUANTITY_MAX, .max = STOCK_QUANTITY_MAX,
            .fallback = "0", .list = true),
    INSTANT(counted_at, L("Last counted", "上次盘点"), NOT_PERSONAL, .optional = true, .list = true),
    INTEGER(reorder_at, L("Reorder at", "补货点"), NOT_PERSONAL, .max = COUNT_MAX, .optional = true,
            .help = L("So few pieces left there: time to bring more.", "该位置库存降到此数时应补货。")),
};
/* clang-format on */

static const char *const level_unique[] = { "product_variant_id", "location_id", NULL };

const struct entity stock_level_entity = {
    .name = "stock_level",
    .label = L("Stock", "库存"),
    .plural = L("Stock", "库存"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to know how many pieces are where", "以便了解各位置的库存数量"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "on_hand",
    .order = "on_hand.desc",
    .size = sizeof(ROW),
    .fields = LIST(level_fields),
    .unique_together = level_unique,
};
