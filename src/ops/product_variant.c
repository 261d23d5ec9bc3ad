/* Variants. Two spellings of a size are one variant: 42½ is 42.5. */
#include "ops/product_variant.h"

#include "call/call.h"
#include "ops/ops.h"
#include "ops/product.h"
#include "ops/sale.h"
#include "ops/size.h"
#include "store/row.h"

#define ROW struct product_variant

static struct value derive_size_order(const struct derive_context *context, struct value size)
{
    int64_t order;

    (void)context;
    if (size.type != VALUE_TEXT || !size_to_order(size.text, &order))
        return VALUE_OF_NULL;
    return VALUE_OF_INTEGER(order);
}

/* Without a size it is the empty text: NULL would not be unique. */
static struct value derive_size_key(const struct derive_context *context, struct value size)
{
    if (size.type != VALUE_TEXT)
        return VALUE_OF_TEXT(T(""));
    return VALUE_OF_TEXT(size_to_label(text_trim(size.text), context->arena));
}

/* clang-format off */
static const struct field fields[] = {
    LINK(product_id, L("Product", "商品"), NOT_PERSONAL, .to = &product_entity, .index = true, .list = true),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .min = 1, .max = 16, .optional = true, .format = SIZE, .list = true,
         .help = L("Empty: the product has no sizes.", "留空：该商品不分尺码。")),
    CHOICE(size_system, L("Size system", "尺码制式"), NOT_PERSONAL, .choices = sale_size_systems,
           .choice_count = SIZE_SYSTEM_CM, .optional = true, .list = true),
    INTEGER(size_order, L("Size order", "尺码排序"), NOT_PERSONAL, .optional = true, .derived_from = "size",
            .derive = derive_size_order),
    TEXT(size_key, L("Size", "尺码"), NOT_PERSONAL, .max = 64, .fallback = "", .hidden = true,
         .derived_from = "size", .derive = derive_size_key),
    TEXT(sku, L("SKU", "货号"), NOT_PERSONAL, .min = 1, .max = 64, .optional = true, .unique = true,
         .search = true, .list = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(price, L("Price", "售价"), FINANCIAL, .max = MONEY_MAX, .optional = true, .list = true,
          .help = L("Empty: the product's price.", "留空：采用商品售价。")),
    MONEY(cost, L("Unit cost", "进价"), FINANCIAL, .needs = MODULE_FINANCE, .max = MONEY_MAX, .optional = true,
          .help = L("Empty: the product's unit cost.", "留空：采用商品进价。")),
    INTEGER(reorder_at, L("Reorder at", "补货点"), NOT_PERSONAL, .max = COUNT_MAX, .optional = true,
            .help = L("So few pieces left: time to buy more.", "库存降到此数时应补货。")),
    BOOLEAN(is_active, L("In the range", "在售"), NOT_PERSONAL, .fallback = "true", .list = true),
};
/* clang-format on */

static const char *const unique_together[] = { "product_id", "size_key", NULL };

const struct entity product_variant_entity = {
    .name = "product_variant",
    .label = L("Size of a product", "商品规格"),
    .plural = L("Sizes of products", "商品规格"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know which sizes of a product there are, and to count each by itself",
                 "以便区分商品的各个尺码并分别计数"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "size",
    .order = "size_order.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .unique_together = unique_together,
};

static enum status find_only(struct tx *tx, int64_t workspace_id, struct id product_id,
                             struct id *ret_id)
{
    const struct value values[] = { VALUE_OF_INTEGER(workspace_id), VALUE_OF_ID(product_id) };
    struct cursor *cursor;
    int count = 0;
    bool found;
    enum status status = tx_query(tx,
                                  T("SELECT id FROM main.product_variant WHERE workspace_id = $1 "
                                    "AND product_id = $2 LIMIT 2"),
                                  values, 2, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found) {
        *ret_id = cursor_value(cursor, 0).id;
        count++;
    }
    cursor_close(cursor);
    return status != OK ? status : count == 1 ? OK : count == 0 ? NOT_FOUND : CONFLICT;
}

/* `size` may be empty. */
static enum status make(struct call *call, struct tx *tx, struct id product_id, struct text size,
                        struct id *ret_id)
{
    struct product_variant variant = { .row = call_new_row(call), .product_id = product_id };
    struct product product;
    enum status status =
        row_find(tx, &product_entity, call->identity.workspace_id, product_id, &product);

    if (status != OK)
        return status;
    variant.currency = product.currency;
    variant.is_active = true;
    row_set_null(&variant, &product_variant_entity, "price");
    row_set_null(&variant, &product_variant_entity, "cost");
    row_set_null(&variant, &product_variant_entity, "reorder_at");
    variant.size_key = T("");
    if (size.size > 0) {
        variant.size = size;
        variant.size_key = size_to_label(size, call->arena);
    }
    if (size.size == 0 || !size_to_order(size, &variant.size_order))
        row_set_null(&variant, &product_variant_entity, "size_order");
    status = row_insert(tx, &product_variant_entity, &variant);
    if (status == OK)
        *ret_id = variant.row.id;
    return status;
}

enum status product_variant_only(struct call *call, struct tx *tx, struct id product_id,
                                 struct id *ret_id)
{
    struct id id;
    enum status status = find_only(tx, call->identity.workspace_id, product_id, &id);

    if (status == OK)
        *ret_id = id;
    return status == NOT_FOUND ? make(call, tx, product_id, (struct text){ 0 }, ret_id) : status;
}

enum status product_variant_of_size(struct call *call, struct tx *tx, struct id product_id,
                                    struct text size, struct id *ret_id)
{
    struct text trimmed = text_trim(size);
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_ID(product_id),
                                    VALUE_OF_TEXT(size_to_label(trimmed, call->arena)) };
    struct product_variant variant;
    enum status status;

    if (trimmed.size == 0)
        return product_variant_only(call, tx, product_id, ret_id);
    status = row_find_where(tx, &product_variant_entity,
                            T("workspace_id = $1 AND product_id = $2 AND size_key = $3"), values, 3,
                            &variant);
    if (status == OK)
        *ret_id = variant.row.id;
    return status == NOT_FOUND ? make(call, tx, product_id, trimmed, ret_id) : status;
}
