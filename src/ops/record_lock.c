/* What is closed stays as it was reported. The conditions are asked by src/rest/lock.c. */
#include "ops/record_lock.h"

#include "ops/ops.h"

#define ROW struct record_lock

/* clang-format off */
static const struct field fields[] = {
    DATE(month, L("Month", "月份"), NOT_PERSONAL, .optional = true, .index = true, .read_only = true, .list = true),
    LINK(live_session_id, L("Show", "直播场次"), NOT_PERSONAL, .to = &live_session_entity, .optional = true,
         .index = true, .read_only = true, .list = true),
};
/* clang-format on */

const struct entity record_lock_entity = {
    .name = "record_lock",
    .label = L("Lock", "锁定"),
    .plural = L("Locks", "锁定"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to keep what was closed as it was reported", "以便已结账的数据保持不变"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "month",
    .order = "month.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

/* A locked row of `table` by its show `show`, or by the month of its `day`. */
#define BY_SHOW(table, show)                                                                       \
    "EXISTS (SELECT 1 FROM @record_lock l WHERE l.workspace_id = " table ".workspace_id AND "      \
    "l.live_session_id = " show ")"
#define BY_MONTH(table)                                                                            \
    "EXISTS (SELECT 1 FROM @record_lock l WHERE l.workspace_id = " table ".workspace_id AND "      \
    "l.month = substr(" table ".day, 1, 7) || '-01')"

#define SAYS                                                                                       \
    .say = L("This belongs to a month or a show that is closed.", "所属月份或场次已结账。"),       \
    .hint = L("Whoever closed it can re-open it; that leaves a trace.",                            \
              "可由结账人重新打开，操作会留下记录。")

const struct row_lock lock_of_cost_item = {
    .when = BY_MONTH("cost_item") " OR " BY_SHOW("cost_item", "cost_item.live_session_id"),
    SAYS,
};

const struct row_lock lock_of_live_session = {
    .when = BY_MONTH("live_session") " OR " BY_SHOW("live_session", "live_session.id"),
    SAYS,
};

/* A show that was closed out by itself, not with its month. */
#define BY_SHOW_ALONE(table)                                                                       \
    "EXISTS (SELECT 1 FROM @sale a JOIN @record_lock l ON l.workspace_id = a.workspace_id AND "    \
    "l.live_session_id = a.live_session_id AND l.month IS NULL WHERE a.workspace_id = " table      \
    ".workspace_id AND a.id = " table ".sale_id)"

/* A sale of a show counts on the day of the show. What came back counts in its own month at the
   sale's cost. */
const struct row_lock lock_of_sale = {
    .when = BY_SHOW("sale", "sale.live_session_id") " OR (sale.live_session_id IS NULL AND " BY_MONTH(
        "sale") ") OR (sale.returned + "
                "sale.refunded > 0 AND EXISTS (SELECT 1 FROM @sale_return r JOIN @record_lock l ON "
                "l.workspace_id = r.workspace_id AND l.month = substr(r.day, 1, 7) || '-01' WHERE "
                "r.workspace_id = sale.workspace_id AND r.sale_id = sale.id))",
    SAYS,
};

/* Goods come back for weeks: of a closed month's sale too, in the month they come back in. */
const struct row_lock lock_of_sale_return = {
    .when = BY_MONTH("sale_return") " OR " BY_SHOW_ALONE("sale_return"),
    SAYS,
};

/* Of a closed show, and of a show of a closed month: it has a row of its own. */
const struct row_lock lock_of_show_item = {
    .when = BY_SHOW("show_item", "show_item.live_session_id"),
    SAYS,
};

const struct row_lock lock_of_show_slot = {
    .when = BY_SHOW("show_slot", "show_slot.live_session_id"),
    SAYS,
};

/* What a close-out is held together by; a month's closing does not touch it. */
#define BY_CLOSED_SHOW(table)                                                                      \
    "EXISTS (SELECT 1 FROM @record_lock l WHERE l.workspace_id = " table ".workspace_id AND "      \
    "l.live_session_id = " table ".live_session_id AND l.month IS NULL)"

const struct row_lock lock_of_payout_line = { .when = BY_CLOSED_SHOW("payout_line"), SAYS };
const struct row_lock lock_of_cash_receipt = { .when = BY_CLOSED_SHOW("cash_receipt"), SAYS };
const struct row_lock lock_of_show_explanation = { .when = BY_CLOSED_SHOW("show_explanation"),
                                                   SAYS };
