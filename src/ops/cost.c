/* Costs, their categories, budgets, and what comes back every month. */
#include "ops/cost.h"

#include "call/call.h"
#include "ops/ops.h"
#include "ops/record_lock.h"
#include "rest/lock.h"

/* ---- categories */

enum { LIMIT_CATEGORY_SQL = 4096 };

#define ROW struct cost_category

static const struct choice kinds[] = {
    { "goods", L("Goods", "货品") },       { "platform", L("Platform fees", "平台费用") },
    { "host", L("Host pay", "主播报酬") }, { "ads", L("Ads", "广告投流") },
    { "shipping", L("Shipping", "物流") }, { "premises", L("Premises", "场地") },
    { "other", L("Other", "其他") },
};

/* clang-format off */
static const struct field category_fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = 80, .unique = true, .search = true, .list = true),
    CHOICE(kind, L("Kind", "类别"), NOT_PERSONAL, CHOICES(kinds), .fallback = "other", .list = true,
           .help = L("Where it stands in the profit and loss.", "在损益表中的位置。")),
    BOOLEAN(is_active, L("In use", "使用中"), NOT_PERSONAL, .fallback = "true", .list = true,
            .help = L("Off: no longer offered for new costs.", "关闭后新增费用时不再提供。")),
};
/* clang-format on */

struct moving {
    struct call *call;
    const struct cost_category *category;
};

/* As the server: whoever changes the category may not see what locks its costs. */
static enum status check_closed(struct tx *tx, void *context)
{
    const struct moving *moving = context;
    const struct row *row = &moving->category->row;
    const struct value values[] = { VALUE_OF_INTEGER(row->workspace_id), VALUE_OF_ID(row->id) };
    struct buffer sql = buffer_in(tx_arena(tx), LIMIT_CATEGORY_SQL);
    struct cursor *cursor;
    bool is_found = false;
    enum status status;

    buffer_append(&sql, T("SELECT 1 FROM main.cost_item AS cost_item WHERE cost_item.workspace_id "
                          "= $1 AND cost_item.cost_category_id = $2 AND ("));
    lock_print(&sql, &lock_of_cost_item, "main.");
    buffer_append(&sql, T(") LIMIT 1"));
    status = buffer_status(&sql);
    if (status == OK)
        status = tx_query(tx, buffer_text(&sql), values, 2, &cursor);
    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    cursor_close(cursor);
    return status == OK && is_found ? lock_refuse(moving->call, &cost_item_entity) : status;
}

/* The kind says where its costs stand in the profit and loss: of what is closed, too. */
static enum status follow_kind(struct call *call, struct tx *tx, const void *before,
                               const void *after)
{
    const struct cost_category *was = before, *is = after;
    struct moving moving = { call, is };

    if (!was || !is || was->kind == is->kind)
        return OK;
    return tx_as_system(tx, check_closed, &moving);
}

const struct entity cost_category_entity = {
    .name = "cost_category",
    .label = L("Cost category", "费用分类"),
    .plural = L("Cost categories", "费用分类"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know what money is spent on", "以便了解钱花在哪里"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(category_fields),
    .follow = { "kind", follow_kind },
};

/* ---- costs */

static const struct choice shares[] = {
    { "none", L("Not shared", "不分摊") },
    { "gmv", L("By GMV", "按成交额") },
    { "units", L("By pieces", "按件数") },
    { "hours", L("By hours on air", "按直播时长") },
};

#define SHARE_FIELD                                                                                \
    CHOICE(share_by, L("Share among shows", "分摊到场次"), NOT_PERSONAL, CHOICES(shares),          \
           .fallback = "none",                                                                     \
           .help = L("How a cost without a show is shared among the shows of its month.",          \
                     "不属于某一场的费用如何分摊到当月各场。"))

#undef ROW
#define ROW struct cost_item

/* clang-format off */
static const struct field item_fields[] = {
    DATE(day, L("Date", "日期"), NOT_PERSONAL, .index = true, .list = true),
    LINK(cost_category_id, L("Category", "分类"), NOT_PERSONAL, .to = &cost_category_entity, .index = true, .list = true),
    TEXT(name, L("What for", "用途"), NOT_PERSONAL, .min = 1, .max = 160, .search = true, .list = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(amount, L("Amount", "金额"), FINANCIAL, .min = -MONEY_MAX, .max = MONEY_MAX, .list = true,
          .help = L("Negative: money that came back.", "负数表示退回的款项。")),
    LINK(live_session_id, L("Show", "直播场次"), NOT_PERSONAL, .to = &live_session_entity, .optional = true,
         .index = true, .list = true),
    SHARE_FIELD,
    TEXT(supplier, L("Paid to", "收款方"), IDENTITY, .max = 120, .optional = true, .search = true, .list = true),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 4000, .optional = true, .format = LONG),
    LINK(recurring_cost_id, L("Recurring cost", "固定费用"), NOT_PERSONAL, .to = &recurring_cost_entity,
         .optional = true, .read_only = true),
    DATE(recurring_month, L("Month it is for", "所属月份"), NOT_PERSONAL, .optional = true, .read_only = true),
};
/* clang-format on */

static const char *const once_a_month[] = { "recurring_cost_id", "recurring_month", NULL };

static enum status check_item(struct call *call, const void *row)
{
    const struct cost_item *item = row;

    if (id_is_zero(item->live_session_id) || item->share_by == SHARE_NONE)
        return OK;
    return REFUSE(call, INVALID, .code = "23514", .entity = &cost_item_entity,
                  .field = entity_field(&cost_item_entity, T("share_by")),
                  .say = L("A cost of one show is not shared among shows.",
                           "已归属某一场的费用不能再分摊。"));
}

const struct entity cost_item_entity = {
    .name = "cost_item",
    .label = L("Cost", "费用"),
    .plural = L("Costs", "费用"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know what a month and a show really earned", "以便了解每月、每场的真实盈亏"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "day.desc",
    .size = sizeof(ROW),
    .fields = LIST(item_fields),
    .unique_together = once_a_month,
    .check = check_item,
    .lock = &lock_of_cost_item,
};

/* ---- every month */

#undef ROW
#define ROW struct recurring_cost

/* clang-format off */
static const struct field recurring_fields[] = {
    TEXT(name, L("What for", "用途"), NOT_PERSONAL, .min = 1, .max = 160, .search = true, .list = true),
    LINK(cost_category_id, L("Category", "分类"), NOT_PERSONAL, .to = &cost_category_entity, .index = true, .list = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(amount, L("Amount", "金额"), FINANCIAL, .max = MONEY_MAX, .list = true),
    INTEGER(day_of_month, L("Day of the month", "每月日期"), NOT_PERSONAL, .min = 1, .max = 31, .fallback = "1", .list = true,
            .help = L("31 means the last day.", "31 表示当月最后一天。")),
    DATE(starts_on, L("From", "开始日期"), NOT_PERSONAL, .list = true),
    DATE(ends_on, L("Until", "结束日期"), NOT_PERSONAL, .optional = true, .list = true),
    SHARE_FIELD,
    DATE(booked_to, L("Booked up to", "已入账至"), NOT_PERSONAL, .optional = true, .read_only = true),
};
/* clang-format on */

static enum status check_recurring(struct call *call, const void *row)
{
    const struct recurring_cost *cost = row;

    if (cost->ends_on.days == 0 || cost->ends_on.days >= cost->starts_on.days)
        return OK;
    return REFUSE(call, INVALID, .code = "23514", .entity = &recurring_cost_entity,
                  .field = entity_field(&recurring_cost_entity, T("ends_on")),
                  .say = L("\"{field}\" is before the beginning.", "“{field}”早于开始日期。"));
}

const struct entity recurring_cost_entity = {
    .name = "recurring_cost",
    .label = L("Recurring cost", "固定费用"),
    .plural = L("Recurring costs", "固定费用"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to book what is paid every month without typing it", "以便自动记录每月固定支出"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(recurring_fields),
    .check = check_recurring,
};

/* ---- budgets */

#undef ROW
#define ROW struct cost_budget

/* clang-format off */
static const struct field budget_fields[] = {
    DATE(month, L("Month", "月份"), NOT_PERSONAL, .index = true, .list = true,
         .help = L("The first day of the month.", "当月第一天。")),
    LINK(cost_category_id, L("Category", "分类"), NOT_PERSONAL, .to = &cost_category_entity, .list = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(amount, L("Budget", "预算"), FINANCIAL, .max = MONEY_MAX, .list = true),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 1000, .optional = true, .list = true),
};
/* clang-format on */

static enum status check_budget(struct call *call, const void *row)
{
    const struct cost_budget *budget = row;
    struct date_text day = date_to_text(budget->month);

    if (text_ends_with(text_from(day.at), T("-01")))
        return OK;
    return REFUSE(
        call, INVALID, .code = "23514", .entity = &cost_budget_entity,
        .field = entity_field(&cost_budget_entity, T("month")),
        .say = L("\"{field}\" is named by its first day.", "“{field}”请填写当月第一天。"));
}

const struct entity cost_budget_entity = {
    .name = "cost_budget",
    .label = L("Budget", "预算"),
    .plural = L("Budgets", "预算"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to see in time when more is spent than planned", "以便及时发现超支"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "month",
    .order = "month.desc",
    .size = sizeof(ROW),
    .fields = LIST(budget_fields),
    .check = check_budget,
};
