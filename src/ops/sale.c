/* Sales. Day, hour and the order of sizes are columns computed from the row, so that reports
   group and sort in the database. */
#include "ops/sale.h"

#include "base/zone.h"
#include "call/call.h"
#include "ops/live_session.h"
#include "ops/location.h"
#include "ops/ops.h"
#include "ops/product.h"
#include "ops/product_variant.h"
#include "ops/record_lock.h"
#include "ops/size.h"
#include "ops/stock_of_sale.h"

#define ROW struct sale

static struct value derive_day(const struct derive_context *context, struct value sold_at)
{
    struct date_text day;

    if (sold_at.type != VALUE_INTEGER)
        return VALUE_OF_NULL;
    day = date_to_text(zone_day(context->zone, sold_at.integer));
    return VALUE_OF_TEXT(arena_copy(context->arena, text_from(day.at)));
}

static struct value derive_hour(const struct derive_context *context, struct value sold_at)
{
    if (sold_at.type != VALUE_INTEGER)
        return VALUE_OF_NULL;
    return VALUE_OF_INTEGER(zone_hour(context->zone, sold_at.integer));
}

static struct value derive_size_order(const struct derive_context *context, struct value size)
{
    int64_t order;

    (void)context;
    if (size.type != VALUE_TEXT || !size_to_order(size.text, &order))
        return VALUE_OF_NULL;
    return VALUE_OF_INTEGER(order);
}

const struct choice sale_size_systems[SIZE_SYSTEM_CM] = {
    { "US", L("US", "美码") },
    { "EU", L("EU", "欧码") },
    { "UK", L("UK", "英码") },
    { "CM", L("CM", "厘米") },
};

/* An order number leads to a buyer on the platform: it is treated like a name. */
/* clang-format off */
static const struct field fields[] = {
    LINK(live_session_id, L("Show", "直播场次"), NOT_PERSONAL, .to = &live_session_entity, .optional = true,
         .index = true, .list = true),
    LINK(product_id, L("Product", "商品"), NOT_PERSONAL, .to = &product_entity, .optional = true, .index = true),
    INSTANT(sold_at, L("Sold at", "成交时间"), NOT_PERSONAL, .index = true, .list = true),
    DATE(day, L("Date", "日期"), NOT_PERSONAL, .index = true, .derived_from = "sold_at", .derive = derive_day),
    INTEGER(hour, L("Hour", "小时"), NOT_PERSONAL, .max = 23, .derived_from = "sold_at", .derive = derive_hour),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL, .min = 1, .max = 80, .search = true, .index = true, .list = true),
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL, .min = 1, .max = 80, .search = true, .index = true,
         .list = true),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .max = 16, .optional = true, .format = SIZE, .list = true,
         .help = L("As printed on the box: 42.5, 8 1/2, 260.", "与鞋盒一致：42.5、8 1/2、260。")),
    CHOICE(size_system, L("Size system", "尺码制式"), NOT_PERSONAL, .choices = sale_size_systems,
           .choice_count = SIZE_SYSTEM_CM, .optional = true),
    INTEGER(size_order, L("Size order", "尺码排序"), NOT_PERSONAL, .optional = true, .derived_from = "size",
            .derive = derive_size_order),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL, .min = 1, .max = COUNT_MAX, .fallback = "1", .list = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(price, L("Price", "价格"), FINANCIAL, .max = MONEY_MAX, .list = true,
          .help = L("What one piece sold for.", "单件成交价。")),
    MONEY(cost, L("Unit cost", "单件成本"), FINANCIAL, .needs = MODULE_FINANCE, .max = MONEY_MAX, .optional = true,
          .help = L("What one piece cost you.", "单件进货成本。")),
    TEXT(source, L("Source", "来源"), NOT_PERSONAL, .max = 40, .optional = true, .read_only = true),
    TEXT(external_ref, L("Order number", "订单号"), IDENTITY, .min = 1, .max = 80, .optional = true),
    TEXT(transcript, L("Voice note", "语音转写"), FREE_TEXT, .max = 4000, .optional = true, .format = LONG,
         .sealed = true),
    LINK(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .to = &product_variant_entity,
         .optional = true, .index = true),
    LINK(location_id, L("Taken from", "出库位置"), NOT_PERSONAL, .to = &location_entity, .optional = true,
         .help = L("With the size of a product: the pieces leave the stock there.", "与商品规格同时填写时，从该位置扣减库存。")),
    INTEGER(returned, L("Pieces returned", "退货件数"), NOT_PERSONAL, .fallback = "0", .read_only = true),
    MONEY(refunded, L("Refunded", "退款金额"), FINANCIAL, .fallback = "0", .read_only = true),
    INTEGER(restocked, L("Pieces back in stock", "退货入库件数"), NOT_PERSONAL, .fallback = "0", .read_only = true),
};
/* clang-format on */

/* An order line that is imported twice from the same source is one sale. */
static const char *const unique_together[] = { "source", "external_ref", NULL };

static bool is_beyond(int64_t amount, int64_t quantity)
{
    return quantity > 0 && amount > MONEY_MAX / quantity;
}

/* Reports add sales up: what all pieces of one bring and cost is an amount like any other. A cost
   that the caller may not look at is not told by refusing: adding up stops at the largest number.
 */
static enum status check_amounts(struct call *call, const struct sale *sale)
{
    const struct field *cost = entity_field(&sale_entity, T("cost"));
    bool is_price = is_beyond(sale->price, sale->quantity);

    if (!is_price && !(call_sees(call, cost) && is_beyond(sale->cost, sale->quantity)))
        return OK;
    return REFUSE(call, INVALID, .code = "23514", .entity = &sale_entity,
                  .field = is_price ? entity_field(&sale_entity, T("price")) : cost,
                  .limit = MONEY_MAX,
                  .say = L("\"{field}\" times the pieces is more than {limit}.",
                           "“{field}”乘以件数超过 {limit}。"));
}

/* What came back stays less than what was sold. */
static enum status check(struct call *call, const void *row)
{
    const struct sale *sale = row;
    bool is_short = sale->returned > sale->quantity;
    enum status status = check_amounts(call, sale);

    if (status != OK)
        return status;
    if (!is_short && sale->refunded <= sale->price * sale->quantity)
        return OK;
    return REFUSE(call, CONFLICT, .code = "55000", .entity = &sale_entity,
                  .field = entity_field(&sale_entity, is_short ? T("quantity") : T("price")),
                  .say = L("More than that came back already: change the return first.",
                           "已登记的退货或退款超过该数值，请先修改退货记录。"));
}

const struct entity sale_entity = {
    .name = "sale",
    .label = L("Sale", "销售"),
    .plural = L("Sales", "销售流水"),
    .module = MODULE_SALES,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know what sells and what a show earned", "以便了解什么好卖、每场直播赚了多少"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "brand shoe_type",
    .order = "sold_at.desc",
    .sealed_for = "created_by",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .unique_together = unique_together,
    .check = check,
    .checks_draft = true,
    .lock = &lock_of_sale,
    .follow = { "location_id", stock_follow_sale },
    .daily = "sale_rollup",
};
