/* Exchange rates, typed or imported; nothing fetches them. */
#include "ops/exchange_rate.h"

#include "call/call.h"
#include "ops/exchange.h"
#include "ops/ops.h"

#define ROW struct exchange_rate

/* clang-format off */
static const struct field fields[] = {
    DATE(day, L("Date", "日期"), NOT_PERSONAL, .index = true, .list = true,
         .help = L("It holds from this day on, until a later day has a rate.", "自该日起适用，直到有更晚日期的汇率。")),
    CURRENCY(from_currency, L("One unit of", "一单位"), NOT_PERSONAL, .list = true),
    CURRENCY(to_currency, L("Is worth in", "折合币种"), NOT_PERSONAL, .list = true),
    TEXT(rate, L("Rate", "汇率"), NOT_PERSONAL, .min = 1, .max = 20, .format = DECIMAL, .list = true,
         .help = L("Exact, such as 7.1834.", "精确小数，如 7.1834。")),
    TEXT(source, L("Source", "来源"), NOT_PERSONAL, .max = 80, .optional = true, .list = true,
         .help = L("Where the rate comes from: a bank, the platform.", "汇率出处：银行、平台等。")),
};
/* clang-format on */

static const char *const once_a_day[] = { "day", "from_currency", "to_currency", NULL };

static enum status check(struct call *call, const void *row)
{
    const struct exchange_rate *rate = row;
    int64_t value;

    if (text_equal(rate->from_currency, rate->to_currency))
        return REFUSE(call, INVALID, .code = "23514", .entity = &exchange_rate_entity,
                      .field = entity_field(&exchange_rate_entity, T("to_currency")),
                      .say = L("Both currencies are the same.", "两个币种相同。"));
    if (rate_read(rate->rate, &value))
        return OK;
    return REFUSE(call, INVALID, .code = "22P02", .entity = &exchange_rate_entity,
                  .field = entity_field(&exchange_rate_entity, T("rate")),
                  .say = L("\"{field}\" is a number above 0 and at most 1,000,000, with at most 12 "
                           "digits after the point, such as 7.1834.",
                           "“{field}”须大于 0 且不超过 1,000,000，最多 12 位小数，如 7.1834。"));
}

const struct entity exchange_rate_entity = {
    .name = "exchange_rate",
    .label = L("Exchange rate", "汇率"),
    .plural = L("Exchange rates", "汇率"),
    .module = MODULE_FINANCE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to read amounts of several currencies in one", "以便将多种货币的金额折合成一种"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "day from_currency to_currency",
    .order = "day.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .unique_together = once_a_day,
    .check = check,
};
