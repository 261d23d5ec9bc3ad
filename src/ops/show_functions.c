/* The functions of a show's money. */
#include "ops/show_functions.h"

#include "ops/show_result.h"

struct result_input {
    struct id live_session_id;
    struct text currency;
};

struct result_output {
    struct id live_session_id;
    struct text title, currency;
    struct date day;
    int64_t starts_at, ends_at;
    bool is_closed;
    int64_t itemised_gmv;
    struct text fee_source, pay_source;
    struct text unlinked_host;
    struct text fees, pay, sums, converted, minutes, slots, products;
};

/* clang-format off */
#define ROW struct result_input
static const struct field result_inputs[] = {
    ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL),
    CURRENCY(currency, L("Read in", "折合币种"), NOT_PERSONAL, .optional = true),
};

#undef ROW
#define ROW struct result_output
static const struct field result_outputs[] = {
    ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL),
    TEXT(title, L("Title", "标题"), NOT_PERSONAL),
    DATE(day, L("Date", "日期"), NOT_PERSONAL),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    INSTANT(starts_at, L("Start", "开播时间"), NOT_PERSONAL, .optional = true),
    INSTANT(ends_at, L("End", "下播时间"), NOT_PERSONAL, .optional = true),
    BOOLEAN(is_closed, L("Closed out", "已关账"), NOT_PERSONAL),
    MONEY(itemised_gmv, L("GMV of the sales", "销售流水成交额"), FINANCIAL),
    TEXT(fee_source, L("Where the platform fee comes from", "平台费来源"), NOT_PERSONAL),
    TEXT(pay_source, L("Where the host pay comes from", "主播薪酬来源"), NOT_PERSONAL),
    TEXT(unlinked_host, L("Host without a slot", "未排班的主播"), IDENTITY, .optional = true,
         .help = L("The show names a host in words only: no rule pays anybody.", "本场主播仅为文字，薪酬规则不会计算。")),
    JSON(fees, L("Platform fees", "平台费用"), FINANCIAL),
    JSON(pay, L("Host pay", "主播薪酬"), FINANCIAL),
    JSON(sums, L("Profit and loss", "损益"), FINANCIAL),
    JSON(converted, L("In one currency", "折合"), FINANCIAL, .optional = true),
    JSON(minutes, L("By minute", "按分钟"), FINANCIAL),
    JSON(slots, L("By slot", "按时段"), FINANCIAL),
    JSON(products, L("By product", "按商品"), FINANCIAL),
};
#undef ROW
/* clang-format on */

struct reading {
    struct call *call;
    struct id live_session_id;
    struct show_result result;
};

static enum status read_result(struct tx *tx, void *context)
{
    struct reading *reading = context;

    return show_result_run(tx, reading->live_session_id, reading->call->language, &reading->result);
}

static enum status require_sales(struct call *call)
{
    enum status status = call_require(call, MODULE_SALES, LEVEL_VIEW);

    return status == OK ? call_require(call, MODULE_LIVE, LEVEL_VIEW) : status;
}

enum status show_result_refuse(struct call *call)
{
    return REFUSE(call, CONFLICT, .code = "54000",
                  .say = L("This show has more than can be added up: at most 32 currencies, "
                           "200,000 sales, 500 slots, and 64 fees or payments to hosts.",
                           "本场内容过多，无法汇总：最多 32 种币种、200,000 笔销售、500 "
                           "个排班、64 项费用或主播酬劳。"));
}

static enum status show_result(struct call *call, const void *given)
{
    const struct result_input *input = given;
    struct reading *reading = ARENA_NEW(call->arena, struct reading);
    struct json_writer json;
    enum status status = require_sales(call);

    *reading = (struct reading){ .call = call, .live_session_id = input->live_session_id };
    reading->result.exchange.to = input->currency;
    if (status == OK) {
        status = call_read(call, read_result, reading);
        report_want_sums(call, status, &reading->result.month);
    }
    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "P0002", .field = &result_inputs[0],
                      .say = L("There is no such {field}.", "没有这个{field}。"));
    if (status == TOO_LARGE)
        return show_result_refuse(call);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    show_result_write(&json, &reading->result);
    return OK;
}

const struct function show_functions[] = {
    { .name = "show_result",
      .label = L("Profit and loss of a show", "单场损益"),
      .who = WHO_MEMBER,
      .module = MODULE_FINANCE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .inputs = LIST(result_inputs),
      .input_size = sizeof(struct result_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(result_outputs),
      .run = show_result },
    { 0 },
};
