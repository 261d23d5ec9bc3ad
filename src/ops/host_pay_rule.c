/* Host pay: by the hour, a commission, a sum per show; rules that hold on the same day add up. */
#include "ops/host_pay_rule.h"

#include "call/call.h"
#include "ops/fee_rule.h"
#include "ops/host.h"
#include "ops/ops.h"

#define ROW struct host_pay_rule

/* clang-format off */
static const struct field fields[] = {
    LINK(host_id, L("Host", "主播"), NOT_PERSONAL, .to = &host_entity, .index = true, .list = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(per_hour, L("Per hour", "每小时"), FINANCIAL, .max = MONEY_MAX, .fallback = "0", .list = true),
    TEXT(percent, L("Commission %", "提成 %"), NOT_PERSONAL, .min = 1, .max = 8, .fallback = "0", .format = DECIMAL,
         .list = true, .help = L("Of what stayed sold in the host's slots.", "按该主播时段内的净成交额计提。")),
    MONEY(per_show, L("Per show", "每场"), FINANCIAL, .max = MONEY_MAX, .fallback = "0", .list = true),
    DATE(valid_from, L("From", "生效日期"), NOT_PERSONAL, .list = true),
    DATE(valid_until, L("Until", "截止日期"), NOT_PERSONAL, .optional = true, .list = true,
         .help = L("The last day; empty: it still holds.", "最后一天；留空表示仍有效。")),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 400, .optional = true),
};
/* clang-format on */

static enum status check(struct call *call, const void *row)
{
    const struct host_pay_rule *rule = row;

    return rule_check(call, &host_pay_rule_entity, rule->percent, rule->valid_from,
                      rule->valid_until);
}

const struct entity host_pay_rule_entity = {
    .name = "host_pay_rule",
    .label = L("Host pay", "主播薪酬"),
    .plural = L("Host pay", "主播薪酬"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know what a show's hosts are owed", "以便了解每场应付主播多少"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "host_id valid_from",
    .order = "valid_from.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .check = check,
};
