/* Items of a run sheet. Brand and type stand in the row itself, as in a sale: who plans a show need
   not have the warehouse, and the pad sells what is written here. */
#include "ops/show_item.h"

#include "call/call.h"
#include "ops/ops.h"
#include "ops/product.h"
#include "ops/product_variant.h"
#include "ops/record_lock.h"

#define ROW struct show_item

enum { POSITION_MAX = 10000 };

/* clang-format off */
static const struct field fields[] = {
    LINK(live_session_id, L("Show", "直播场次"), NOT_PERSONAL, .to = &live_session_entity, .index = true, .list = true),
    INTEGER(position, L("Position", "顺序"), NOT_PERSONAL, .min = 1, .max = POSITION_MAX, .list = true),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL, .min = 1, .max = 80, .search = true, .list = true),
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL, .min = 1, .max = 80, .search = true, .list = true),
    LINK(product_id, L("Product", "商品"), NOT_PERSONAL, .to = &product_entity, .optional = true, .index = true),
    LINK(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .to = &product_variant_entity,
         .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(target_price, L("Target price", "目标价"), FINANCIAL, .max = MONEY_MAX, .optional = true, .list = true),
    INTEGER(target_quantity, L("Target pieces", "目标件数"), NOT_PERSONAL, .max = COUNT_MAX, .optional = true,
            .list = true),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 1000, .optional = true, .format = LONG),
    INSTANT(on_camera_since, L("On camera since", "开始讲解时间"), NOT_PERSONAL, .optional = true, .read_only = true),
};
/* clang-format on */

static enum status check(struct call *call, const void *row)
{
    const struct show_item *item = row;

    if (id_is_zero(item->product_variant_id) || !id_is_zero(item->product_id))
        return OK;
    return REFUSE(
        call, INVALID, .code = "23514", .entity = &show_item_entity,
        .field = entity_field(&show_item_entity, T("product_id")),
        .say = L("Say the product together with its size.", "填写规格时请同时填写商品。"));
}

const struct entity show_item_entity = {
    .name = "show_item",
    .label = L("Run sheet item", "讲解商品"),
    .plural = L("Run sheet", "讲解顺序表"),
    .module = MODULE_LIVE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose =
        L("to plan what a show presents and to follow it on air", "以便安排并跟进本场讲解的商品"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "brand shoe_type",
    .order = "position.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .check = check,
    .lock = &lock_of_show_item,
    .part_of = { "live_session_id" },
};
