/* Returns. Whoever writes one writes the sums on its sale in the same transaction, so two that do
   not see each other never both succeed, and reports that add up sales know what came back. */
#include "ops/sale_return.h"

#include "base/time.h"
#include "call/call.h"
#include "ops/location.h"
#include "ops/ops.h"
#include "ops/record_lock.h"
#include "ops/return_stock.h"
#include "ops/sale.h"
#include "ops/stock_movement.h"
#include "store/row.h"

enum { AHEAD_MS = 5 * 60 * 1000 }; /* how long a clock of a phone may be ahead */

#define ROW struct sale_return

static const struct choice reasons[] = {
    { "size", L("Does not fit", "尺码不合适") },
    { "changed_mind", L("Changed their mind", "不想要了") },
    { "damaged", L("Damaged", "破损") },
    { "not_as_described", L("Not as described", "与描述不符") },
    { "wrong_item", L("Wrong item sent", "发错货") },
    { "not_delivered", L("Did not arrive", "未收到货") },
    { "unpaid", L("Not paid", "未付款") },
    { "other", L("Another one", "其他") },
};

/* clang-format off */
static const struct field fields[] = {
    LINK(sale_id, L("Sale", "销售"), NOT_PERSONAL, .to = &sale_entity, .index = true, .list = true),
    INTEGER(quantity, L("Pieces", "件数"), NOT_PERSONAL, .max = COUNT_MAX, .fallback = "1", .list = true,
            .help = L("0: money back, the goods stay with the buyer.", "0 表示仅退款，货品不退回。")),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .read_only = true),
    MONEY(refund, L("Refund", "退款金额"), FINANCIAL, .max = MONEY_MAX, .list = true,
          .help = L("What the buyer got back in all.", "退给买家的总金额。")),
    INSTANT(returned_at, L("When", "退货时间"), NOT_PERSONAL, .index = true, .list = true),
    DATE(day, L("Date", "日期"), NOT_PERSONAL, .index = true, .derived_from = "returned_at", .derive = stock_day),
    CHOICE(reason, L("Reason", "退货原因"), NOT_PERSONAL, CHOICES(reasons), .optional = true, .list = true),
    LINK(location_id, L("Put back at", "退回入库位置"), NOT_PERSONAL, .to = &location_entity, .optional = true, .index = true,
         .help = L("The pieces are in stock again there. Empty: they are not.", "货品退回该位置的库存；留空则不入库。")),
    TEXT(source, L("Source", "来源"), NOT_PERSONAL, .max = 40, .optional = true, .read_only = true),
    TEXT(external_ref, L("Return number", "退货单号"), IDENTITY, .min = 1, .max = 80, .optional = true),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 1000, .optional = true, .format = LONG),
};
/* clang-format on */

static const char *const unique_together[] = { "source", "external_ref", NULL };

/* ---- what follows ---- */

struct following {
    struct call *call;
    const struct sale_return *before, *after; /* either may be NULL */
};

static enum status refuse(const struct following *following, const char *field,
                          struct refusal refusal)
{
    refusal.entity = &sale_return_entity;
    refusal.field = entity_field(&sale_return_entity, text_from(field));
    return call_refuse(following->call, refusal);
}

static int64_t restocked(const struct sale_return *back)
{
    return id_is_zero(back->location_id) ? 0 : back->quantity;
}

static void add_up(struct sale *sale, const struct sale_return *back, int sign)
{
    if (!back)
        return;
    sale->returned += sign * back->quantity;
    sale->refunded += sign * back->refund;
    sale->restocked += sign * restocked(back);
}

static enum status check_amounts(const struct following *following, const struct sale *sale)
{
    int64_t paid = sale->price * sale->quantity;

    if (!following->after)
        return OK;
    if (sale->returned > sale->quantity)
        return refuse(
            following, "quantity",
            (struct refusal){ .status = CONFLICT,
                              .code = "55000",
                              .limit = sale->quantity - sale->returned + following->after->quantity,
                              .say = L("Not so many can come back: {limit} of this sale "
                                       "are not returned yet.",
                                       "可退数量不足：该笔销售未退 {limit} 件。") });
    if (sale->refunded > paid)
        return refuse(following, "refund",
                      (struct refusal){ .status = CONFLICT,
                                        .code = "55000",
                                        .say = L("More than was paid cannot be given back. What "
                                                 "was paid on top is a cost.",
                                                 "退款不能超过成交金额；额外赔付请记为费用。") });
    return OK;
}

static enum status check_return(const struct following *following, const struct sale *sale)
{
    const struct sale_return *before = following->before, *after = following->after;

    if (!after)
        return OK;
    if (before && !id_equal(before->sale_id, after->sale_id))
        return refuse(following, "sale_id",
                      (struct refusal){ .status = CONFLICT,
                                        .code = "55000",
                                        .say = L("A return stays with its sale. Delete it and book "
                                                 "it for the other one.",
                                                 "退货不能改到另一笔销售，请删除后重新登记。") });
    if (after->returned_at > following->call->now_ms + AHEAD_MS)
        return refuse(
            following, "returned_at",
            (struct refusal){ .status = INVALID,
                              .code = "23514",
                              .say = L("\"{field}\" lies in the future.", "“{field}”在将来。") });
    if (after->day.days < sale->day.days)
        return refuse(following, "returned_at",
                      (struct refusal){ .status = INVALID,
                                        .code = "23514",
                                        .say = L("Nothing comes back before it was sold.",
                                                 "退货日期不能早于成交日期。") });
    if (restocked(after) > 0 && id_is_zero(sale->product_variant_id))
        return refuse(following, "location_id",
                      (struct refusal){ .status = INVALID,
                                        .code = "23514",
                                        .say = L("This sale names no size of a product that could "
                                                 "go back into stock.",
                                                 "该笔销售未关联商品规格，无法退回入库。") });
    return OK;
}

/* A return tells its money in the currency of the sale. */
static enum status keep_currency(struct tx *tx, const struct following *following,
                                 const struct sale *sale)
{
    struct sale_return known;
    enum status status;

    if (!following->after || text_equal(following->after->currency, sale->currency))
        return OK;
    status =
        row_find(tx, &sale_return_entity, sale->row.workspace_id, following->after->row.id, &known);
    if (status != OK)
        return status;
    known.currency = sale->currency;
    return row_update(tx, &sale_return_entity, &known);
}

static enum status write_sums(struct tx *tx, void *context)
{
    const struct following *following = context;
    const struct sale_return *back = following->after ? following->after : following->before;
    struct sale sale;
    enum status status = row_find(tx, &sale_entity, back->row.workspace_id, back->sale_id, &sale);

    if (status == NOT_FOUND && !following->after) /* the sale went with its returns */
        return return_stock_settle(following->call, tx, back->row.id, NULL, NULL);
    if (status == OK)
        status = check_return(following, &sale);
    if (status != OK)
        return status;
    add_up(&sale, following->before, -1);
    add_up(&sale, following->after, 1);
    status = check_amounts(following, &sale);
    if (status != OK)
        return status;
    sale.row.updated_at = following->call->now_ms;
    status = row_update(tx, &sale_entity, &sale);
    if (status == OK)
        status = keep_currency(tx, following, &sale);
    return status == OK
               ? return_stock_settle(following->call, tx, back->row.id, &sale, following->after)
               : status;
}

static enum status follow(struct call *call, struct tx *tx, const void *before, const void *after)
{
    struct following following = { .call = call, .before = before, .after = after };

    return tx_as_system(tx, write_sums, &following);
}

static enum status check(struct call *call, const void *row)
{
    const struct sale_return *back = row;

    if (back->quantity > 0 || back->refund > 0)
        return OK;
    return REFUSE(call, INVALID, .code = "23514", .entity = &sale_return_entity,
                  .field = entity_field(&sale_return_entity, T("quantity")),
                  .say = L("Neither pieces nor money came back.", "件数与退款金额不能同时为 0。"));
}

const struct entity sale_return_entity = {
    .name = "sale_return",
    .label = L("Return", "退货"),
    .plural = L("Returns", "退货退款"),
    .module = MODULE_SALES,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose =
        L("to know what came back of a sale and what was refunded", "以便了解每笔销售的退货与退款"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "reason quantity",
    .order = "returned_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .unique_together = unique_together,
    .check = check,
    .follow = { "sale_id", follow },
    .lock = &lock_of_sale_return,
    .part_of = { "sale_id", .by_force = true },
};
