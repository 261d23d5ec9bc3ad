/* The catalogue. A SKU and a barcode stand for one product of the workspace each. */
#include "ops/product.h"

#include "ops/ops.h"
#include "ops/product_barcode.h"

#define ROW struct product

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = 160, .search = true, .index = true, .list = true),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL, .min = 1, .max = 80, .search = true, .index = true, .list = true),
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL, .max = 80, .optional = true, .search = true,
         .index = true, .list = true),
    TEXT(model, L("Model", "款式"), NOT_PERSONAL, .max = 80, .optional = true, .search = true),
    TEXT(colour, L("Colour", "颜色"), NOT_PERSONAL, .max = 80, .optional = true, .list = true),
    TEXT(sku, L("SKU", "货号"), NOT_PERSONAL, .min = 1, .max = 64, .optional = true, .unique = true,
         .search = true, .list = true),
    TEXT(barcode, L("Barcode", "条码"), NOT_PERSONAL, .min = 4, .max = 64, .optional = true, .unique = true,
         .format = BARCODE),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(price, L("Price", "售价"), FINANCIAL, .max = MONEY_MAX, .optional = true, .list = true),
    MONEY(cost, L("Unit cost", "进价"), FINANCIAL, .needs = MODULE_FINANCE, .max = MONEY_MAX, .optional = true),
    BOOLEAN(is_active, L("In the range", "在售"), NOT_PERSONAL, .fallback = "true", .list = true,
            .help = L("Off: no longer offered when a sale is entered.", "关闭后录入销售时不再提供。")),
};
/* clang-format on */

const struct entity product_entity = {
    .name = "product",
    .label = L("Product", "商品"),
    .plural = L("Products", "商品"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know what can be sold, at which price and for which cost",
                 "以便了解可售商品及其售价与进价"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .follow = { "barcode", product_barcode_follow_product },
    .photos = 12,
};
