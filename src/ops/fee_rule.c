/* Fee rules. All that hold for a show's platform, currency and day add up: commission, payment
   fee, a fixed sum per order. */
#include "ops/fee_rule.h"

#include "base/decimal.h"
#include "call/call.h"
#include "ops/live_session.h"
#include "ops/ops.h"

enum { PERCENT_SCALE = 4, PERCENT_MAX = 1000000 };

#define ROW struct fee_rule

const struct choice fee_bases[FEE_OF_GMV] = {
    { "net", L("Of what stayed sold", "按净成交额") },
    { "gmv", L("Of everything sold", "按成交额") },
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = 80, .search = true, .list = true),
    CHOICE(platform, L("Platform", "平台"), NOT_PERSONAL, .choices = live_session_platforms,
           .choice_count = PLATFORM_OTHER, .index = true, .list = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    TEXT(percent, L("Per cent", "费率 %"), NOT_PERSONAL, .min = 1, .max = 8, .fallback = "0", .format = DECIMAL, .list = true,
         .help = L("Such as 5 or 2.75.", "如 5 或 2.75。")),
    CHOICE(of, L("Per cent of", "计费基数"), NOT_PERSONAL, CHOICES(fee_bases), .fallback = "net",
           .help = L("Whether refunded money carries the fee.", "已退款的金额是否计费。")),
    MONEY(per_sale, L("Per sale", "每单"), FINANCIAL, .max = MONEY_MAX, .fallback = "0", .list = true),
    MONEY(per_piece, L("Per piece", "每件"), FINANCIAL, .max = MONEY_MAX, .fallback = "0", .list = true),
    DATE(valid_from, L("From", "生效日期"), NOT_PERSONAL, .list = true),
    DATE(valid_until, L("Until", "截止日期"), NOT_PERSONAL, .optional = true, .list = true,
         .help = L("The last day; empty: it still holds.", "最后一天；留空表示仍有效。")),
};
/* clang-format on */

bool percent_read(struct text text, int64_t *ret_percent)
{
    int64_t percent;

    if (!decimal_from_text(text, PERCENT_SCALE, &percent) || percent < 0 || percent > PERCENT_MAX)
        return false;
    *ret_percent = percent;
    return true;
}

enum status rule_check(struct call *call, const struct entity *entity, struct text percent,
                       struct date valid_from, struct date valid_until)
{
    int64_t value;

    if (!percent_read(percent, &value))
        return REFUSE(call, INVALID, .code = "22P02", .entity = entity,
                      .field = entity_field(entity, T("percent")),
                      .say = L("\"{field}\" is a number from 0 to 100 with at most 4 digits after "
                               "the point, such as 2.75.",
                               "“{field}”须在 0 到 100 之间，最多 4 位小数，如 2.75。"));
    if (valid_until.days == 0 || valid_until.days >= valid_from.days)
        return OK;
    return REFUSE(call, INVALID, .code = "23514", .entity = entity,
                  .field = entity_field(entity, T("valid_until")),
                  .say = L("\"{field}\" is before the beginning.", "“{field}”早于生效日期。"));
}

static enum status check(struct call *call, const void *row)
{
    const struct fee_rule *rule = row;

    return rule_check(call, &fee_rule_entity, rule->percent, rule->valid_from, rule->valid_until);
}

const struct entity fee_rule_entity = {
    .name = "fee_rule",
    .label = L("Platform fee", "平台费率"),
    .plural = L("Platform fees", "平台费率"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know what a platform keeps of a show", "以便了解平台从每场收取多少费用"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "platform.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .check = check,
};
