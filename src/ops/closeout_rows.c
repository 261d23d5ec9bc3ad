/* The records of a close-out. All but the history are held fast while the show is closed. */
#include "ops/closeout_rows.h"

#include "call/call.h"
#include "ops/ops.h"
#include "ops/record_lock.h"

#define SHOW_FIELD                                                                                 \
    LINK(live_session_id, L("Show", "直播场次"), NOT_PERSONAL, .to = &live_session_entity,         \
         .index = true, .list = true)

/* ---- what the platform paid ---- */

#define ROW struct payout_line

/* clang-format off */
static const struct field payout_fields[] = {
    SHOW_FIELD,
    TEXT(external_ref, L("Order number", "订单号"), IDENTITY, .min = 1, .max = 80, .optional = true, .index = true, .list = true,
         .help = L("Empty: a total for the whole show.", "留空表示整场合计。")),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(amount, L("Sold", "成交额"), FINANCIAL, .min = -MONEY_MAX, .max = MONEY_MAX, .list = true,
          .help = L("What the buyer paid, after refunds.", "买家实付金额，已扣除退款。")),
    MONEY(fee, L("Fee", "平台扣费"), FINANCIAL, .min = -MONEY_MAX, .max = MONEY_MAX, .fallback = "0", .list = true,
          .help = L("What the platform kept.", "平台扣除的费用。")),
    MONEY(paid, L("Paid out", "结算金额"), FINANCIAL, .min = -MONEY_MAX, .max = MONEY_MAX, .optional = true, .list = true,
          .help = L("Empty: sold less fee.", "留空则为成交额减平台扣费。")),
    DATE(paid_on, L("Date", "结算日期"), NOT_PERSONAL, .optional = true, .list = true),
    TEXT(source, L("Source", "来源"), NOT_PERSONAL, .max = 40, .optional = true, .read_only = true),
    TEXT(line_ref, L("Number of the line", "结算单号"), NOT_PERSONAL, .min = 1, .max = 80, .optional = true,
         .help = L("A line that is imported twice is one.", "同一结算单号重复导入只计一次。")),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 400, .optional = true),
};
/* clang-format on */

static const char *const once_imported[] = { "source", "line_ref", NULL };

const struct entity payout_line_entity = {
    .name = "payout_line",
    .label = L("Payout line", "平台结算明细"),
    .plural = L("Payout lines", "平台结算明细"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose =
        L("to check what a platform pays against what was sold", "以便核对平台结算与实际销售"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "external_ref",
    .order = "created_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(payout_fields),
    .unique_together = once_imported,
    .lock = &lock_of_payout_line,
};

/* ---- what arrived ---- */

#undef ROW
#define ROW struct cash_receipt

/* clang-format off */
static const struct field cash_fields[] = {
    SHOW_FIELD,
    DATE(day, L("Date", "日期"), NOT_PERSONAL, .list = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(amount, L("Received", "到账金额"), FINANCIAL, .min = -MONEY_MAX, .max = MONEY_MAX, .list = true,
          .help = L("In the bank or in the till.", "银行或现金实际到账。")),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 400, .optional = true, .list = true),
};
/* clang-format on */

const struct entity cash_receipt_entity = {
    .name = "cash_receipt",
    .label = L("Money received", "到账"),
    .plural = L("Money received", "到账记录"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know what of a show's money arrived", "以便了解每场货款的到账情况"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "day",
    .order = "day.desc",
    .size = sizeof(ROW),
    .fields = LIST(cash_fields),
    .lock = &lock_of_cash_receipt,
};

/* ---- why they differ ---- */

const struct choice closeout_checks[CHECK_COUNT] = {
    { "sales", L("Sales and payout", "销售与结算") },
    { "fee", L("Platform fee", "平台扣费") },
    { "cash", L("Payout and money received", "结算与到账") },
    { "stock", L("Pieces sold and pieces that left", "售出与出库件数") },
};

static const struct choice causes[] = {
    { "paid_later", L("Paid later", "后续结算") },
    { "refund", L("Refund not booked", "退款未登记") },
    { "missing_sale", L("Sale not booked", "销售漏记") },
    { "cancelled", L("Cancelled order", "订单取消") },
    { "voucher", L("Voucher or discount", "优惠券或折扣") },
    { "shipping", L("Shipping", "运费") },
    { "fee_changed", L("Other fee than agreed", "费率不符") },
    { "bank", L("Bank fee or exchange", "银行手续费或汇差") },
    { "not_in_stock", L("Not kept in stock", "未纳入库存") },
    { "lost", L("Lost or damaged", "丢失或损坏") },
    { "mistake", L("Typing mistake", "录入错误") },
    { "other", L("Another one", "其他") },
};

#undef ROW
#define ROW struct show_explanation

/* clang-format off */
static const struct field explanation_fields[] = {
    SHOW_FIELD,
    CHOICE(about, L("Difference", "差异项"), NOT_PERSONAL, CHOICES(closeout_checks), .list = true),
    CHOICE(cause, L("Cause", "原因"), NOT_PERSONAL, CHOICES(causes), .list = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(amount, L("Amount", "金额"), FINANCIAL, .min = -MONEY_MAX, .max = MONEY_MAX, .fallback = "0", .list = true,
          .help = L("The part of the difference this explains, with its sign.", "可解释的差额，含正负号。")),
    INTEGER(pieces, L("Pieces", "件数"), NOT_PERSONAL, .min = -COUNT_MAX, .max = COUNT_MAX, .fallback = "0"),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 1000, .optional = true, .list = true),
};
/* clang-format on */

const struct entity show_explanation_entity = {
    .name = "show_explanation",
    .label = L("Explained difference", "差异说明"),
    .plural = L("Explained differences", "差异说明"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know why payout, sales, stock and cash of a show differ",
                 "以便了解结算、销售、库存与到账的差异原因"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "about",
    .order = "created_at.asc",
    .size = sizeof(ROW),
    .fields = LIST(explanation_fields),
    .lock = &lock_of_show_explanation,
};

/* ---- the history ---- */

#undef ROW
#define ROW struct show_close

/* clang-format off */
static const struct field close_fields[] = {
    LINK(live_session_id, L("Show", "直播场次"), NOT_PERSONAL, .to = &live_session_entity, .index = true,
         .read_only = true, .list = true),
    INSTANT(closed_at, L("Closed out", "关账时间"), NOT_PERSONAL, .read_only = true, .list = true),
    ID(closed_by, L("Closed by", "关账人"), IDENTITY, .optional = true, .read_only = true),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 1000, .optional = true, .read_only = true),
    JSON(figures, L("Figures", "数据"), FINANCIAL, .needs = MODULE_SALES,
         .needs_besides = ONLY(MODULE_LIVE) | ONLY(MODULE_WAREHOUSE), .max = LIMIT_CLOSE_FIGURES, .optional = true, .read_only = true),
    INSTANT(reopened_at, L("Re-opened", "重新打开时间"), NOT_PERSONAL, .optional = true, .read_only = true, .list = true),
    ID(reopened_by, L("Re-opened by", "重新打开人"), IDENTITY, .optional = true, .read_only = true),
    TEXT(reason, L("Reason", "原因"), FREE_TEXT, .max = 1000, .optional = true, .read_only = true, .list = true),
};
/* clang-format on */

const struct entity show_close_entity = {
    .name = "show_close",
    .label = L("Close-out", "场次关账"),
    .plural = L("Close-outs", "场次关账记录"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to know what was reported for a show, and whether it was touched again",
                 "以便了解场次关账数据及是否被重新打开"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "closed_at",
    .order = "closed_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(close_fields),
};
