/* The functions of finance. Closing is three steps: hold the month fast, read its figures (nothing
   can change any more), keep them. A crash in between leaves a closed month without kept figures.
 */
#include "ops/finance.h"

#include "auth/audit.h"
#include "ops/finance_converted.h"
#include "ops/finance_month.h"
#include "ops/finance_shares.h"
#include "ops/month_close.h"
#include "ops/record_lock.h"
#include "ops/recurring.h"
#include "store/row.h"

/* ---- inputs and outputs */

struct month_input {
    struct text month;
    struct text note, reason;
    struct text currency;
};

#define ROW struct month_input
/* clang-format off */
#define MONTH_INPUT TEXT(month, L("Month", "月份"), NOT_PERSONAL, .min = 7, .max = 7, \
                         .help = L("2026-06", "2026-06"))
static const struct field month_inputs[] = { MONTH_INPUT };
static const struct field read_inputs[] = {
    MONTH_INPUT,
    CURRENCY(currency, L("Read in", "折合币种"), NOT_PERSONAL, .optional = true),
};
static const struct field close_inputs[] = {
    MONTH_INPUT,
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 1000, .optional = true),
};
static const struct field reopen_inputs[] = {
    MONTH_INPUT,
    TEXT(reason, L("Reason", "原因"), FREE_TEXT, .min = 1, .max = 1000),
};

struct month_output {
    struct text month;
    bool is_closed;
    struct text sums, converted;
};

#undef ROW
#define ROW struct month_output
static const struct field month_outputs[] = {
    TEXT(month, L("Month", "月份"), NOT_PERSONAL),
    BOOLEAN(is_closed, L("Closed", "已结账"), NOT_PERSONAL),
    JSON(sums, L("Sums", "合计"), FINANCIAL),
    JSON(converted, L("In one currency", "折合"), FINANCIAL, .optional = true),
};

struct show_output {
    struct id live_session_id;
    struct text title, currency;
    struct date day;
    int64_t gmv, refunds, returned_units, units, minutes, cost, shared_cost, direct_cost, profit, margin;
};

#undef ROW
#define ROW struct show_output
static const struct field show_outputs[] = {
    ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL, .optional = true),
    TEXT(title, L("Title", "标题"), NOT_PERSONAL),
    DATE(day, L("Date", "日期"), NOT_PERSONAL, .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(gmv, L("GMV", "成交额"), FINANCIAL),
    INTEGER(units, L("Pieces", "件数"), NOT_PERSONAL),
    MONEY(refunds, L("Refunds", "退款金额"), FINANCIAL),
    INTEGER(returned_units, L("Pieces returned", "退货件数"), NOT_PERSONAL),
    INTEGER(minutes, L("Minutes on air", "直播分钟数"), NOT_PERSONAL),
    MONEY(cost, L("Goods and show", "货品与本场费用"), FINANCIAL),
    MONEY(direct_cost, L("Costs booked to the show", "归属本场的费用"), FINANCIAL),
    MONEY(shared_cost, L("Shared costs", "分摊费用"), FINANCIAL),
    MONEY(profit, L("Profit", "利润"), FINANCIAL),
    INTEGER(margin, L("Margin", "利润率"), FINANCIAL, .optional = true),
};

struct booked_output {
    int64_t booked;
};

#undef ROW
#define ROW struct booked_output
static const struct field booked_outputs[] = { INTEGER(booked, L("Booked", "已入账"), NOT_PERSONAL) };
/* clang-format on */

/* ---- reading */

struct reading {
    struct call *call;
    struct finance_month month;
    struct finance_converted converted; /* when a currency is asked for */
};

static enum status read_month(struct tx *tx, void *context)
{
    struct reading *reading = context;
    enum status status = finance_month_run(tx, &reading->month, reading->call->language);

    if (status != OK || reading->converted.exchange.to.size == 0)
        return status;
    return finance_converted_run(tx, &reading->month, &reading->converted);
}

static bool sees_sales(const struct call *call)
{
    return call_level(call, MODULE_SALES) >= LEVEL_VIEW &&
           call_level(call, MODULE_LIVE) >= LEVEL_VIEW;
}

static enum status begin(struct call *call, const struct month_input *input,
                         struct reading *ret_reading)
{
    enum status status;

    *ret_reading = (struct reading){ .call = call };
    status = finance_month_read(call, &month_inputs[0], input->month, &ret_reading->month);
    ret_reading->month.has_sales = sees_sales(call);
    ret_reading->converted.exchange.to = input->currency;
    return status;
}

static void answer(struct call *call, struct text name, const struct reading *reading)
{
    struct json_writer json = call_answer_json(call);

    json_begin_object(&json);
    json_write_text_member(&json, T("month"), name);
    json_write_boolean_member(&json, T("is_closed"), reading->month.is_closed);
    json_write_key(&json, T("sums"));
    finance_month_write(&json, &reading->month);
    if (reading->converted.exchange.to.size > 0) {
        json_write_key(&json, T("converted"));
        finance_converted_write(&json, &reading->converted, reading->month.has_sales);
    }
    json_end_object(&json);
}

static enum status finance_month(struct call *call, const void *given)
{
    const struct month_input *input = given;
    struct reading *reading = ARENA_NEW(call->arena, struct reading);
    enum status status = begin(call, input, reading);

    if (status == OK) {
        status = call_read(call, read_month, reading);
        report_want_sums(call, status, &reading->month.sold);
    }
    if (status == TOO_LARGE)
        return REFUSE(call, CONFLICT, .code = "54000", .field = &month_inputs[0],
                      .limit = LIMIT_FINANCE_CURRENCIES,
                      .say = L("This month has more than can be added up: at most {limit} "
                               "currencies.",
                               "当月内容过多，无法汇总：最多 {limit} 种币种。"));
    if (status == OK)
        answer(call, input->month, reading);
    return status;
}

struct sharing {
    struct call *call;
    struct finance_month month;
    struct finance_shares shares;
};

static enum status read_shares(struct tx *tx, void *context)
{
    struct sharing *sharing = context;

    return finance_shares_run(tx, &sharing->month, sharing->call->language, &sharing->shares);
}

static enum status require_sales(struct call *call)
{
    enum status status = call_require(call, MODULE_SALES, LEVEL_VIEW);

    return status == OK ? call_require(call, MODULE_LIVE, LEVEL_VIEW) : status;
}

static enum status finance_shows(struct call *call, const void *given)
{
    const struct month_input *input = given;
    struct sharing sharing = { .call = call };
    struct json_writer json;
    enum status status = require_sales(call);

    if (status == OK)
        status = finance_month_read(call, &month_inputs[0], input->month, &sharing.month);
    if (status != OK)
        return status;
    status = call_read(call, read_shares, &sharing);
    report_want_sums(call, status, &sharing.shares.report);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    finance_shares_write(&json, &sharing.shares);
    return OK;
}

/* ---- closing */

struct closing {
    struct call *call;
    struct finance_month month;
    struct month_close row;
    struct text note;
    struct reading *reading; /* its figures */
};

static enum status is_locked(struct tx *tx, const struct closing *closing)
{
    struct value values[] = { VALUE_OF_INTEGER(closing->call->identity.workspace_id),
                              finance_day(tx, closing->month.first) };
    struct record_lock lock;

    return row_find_where(tx, &record_lock_entity,
                          T("workspace_id = $1 AND month = $2 AND live_session_id IS NULL"), values,
                          2, &lock);
}

/* The shows of the month, first listed: a row is not written while others are still read. */
struct show_list {
    struct id *ids;
    size_t count, room;
};

static enum status keep_show(struct tx *tx, void *row, void *context)
{
    struct show_list *list = context;

    list->ids = arena_room(tx_arena(tx), list->ids, list->count, &list->room, sizeof *list->ids);
    list->ids[list->count++] = ((const struct row *)row)->id;
    return OK;
}

static enum status lock_shows(struct tx *tx, const struct closing *closing)
{
    struct value values[] = { VALUE_OF_INTEGER(closing->call->identity.workspace_id),
                              finance_day(tx, closing->month.first),
                              finance_day(tx, closing->month.last) };
    struct show_list list = { 0 };
    struct live_session show;
    enum status status = row_each(tx, &live_session_entity,
                                  T("workspace_id = $1 AND day >= $2 AND day <= $3"), values, 3,
                                  &show, keep_show, &list);

    for (size_t i = 0; i < list.count && status == OK; i++) {
        struct record_lock lock = { .row = call_new_row(closing->call),
                                    .month = closing->month.first,
                                    .live_session_id = list.ids[i] };

        status = row_insert(tx, &record_lock_entity, &lock);
    }
    return status;
}

static enum status hold_fast(struct tx *tx, void *context)
{
    struct closing *closing = context;
    struct call *call = closing->call;
    struct record_lock lock = { .row = call_new_row(closing->call), .month = closing->month.first };
    enum status status = is_locked(tx, closing);

    if (status == OK)
        return REFUSE(call, CONFLICT, .code = "55000",
                      .say = L("This month is closed already.", "该月份已结账。"));
    if (status == NOT_FOUND)
        status = row_insert(tx, &record_lock_entity, &lock);
    if (status == OK)
        status = lock_shows(tx, closing);
    if (status != OK)
        return status;
    closing->row = (struct month_close){ .row = call_new_row(closing->call),
                                         .month = closing->month.first,
                                         .closed_at = call->now_ms,
                                         .closed_by = call->caller.account_id,
                                         .note = closing->note };
    return audit_write(tx, call,
                       &(struct audit){ .workspace_id = call->identity.workspace_id,
                                        .action = "month_close",
                                        .entity = "month_close",
                                        .row_id = closing->row.row.id });
}

static enum status print_figures(struct call *call, const struct reading *reading,
                                 struct text *ret_figures)
{
    struct buffer figures = buffer_in(call->arena, LIMIT_FINANCE_FIGURES);
    struct json_writer json = json_writer_to(&figures);

    finance_month_write(&json, &reading->month);
    *ret_figures = buffer_text(&figures);
    return buffer_status(&figures);
}

static enum status refuse_figures(struct call *call)
{
    return REFUSE(call, CONFLICT, .code = "54000",
                  .say = L("This month has more currencies or cost categories than a closing can "
                           "keep; it stays open.",
                           "当月币种或费用分类过多，无法结账；该月份仍为打开状态。"));
}

static enum status write_close(struct tx *tx, void *context)
{
    struct closing *closing = context;

    return row_insert(tx, &month_close_entity, &closing->row);
}

/* Held fast, read and kept in one: nobody meets a month that is closed without its figures. They
   are read as whoever closes it. */
static enum status close_work(struct tx *tx, void *context)
{
    struct closing *closing = context;
    enum status status = tx_as_system(tx, hold_fast, closing);

    if (status == OK)
        status = read_month(tx, closing->reading);
    if (status == OK)
        status = print_figures(closing->call, closing->reading, &closing->row.figures);
    return status == OK ? tx_as_system(tx, write_close, closing) : status;
}

static enum status finance_close_month(struct call *call, const void *given)
{
    const struct month_input *input = given;
    struct reading *reading = ARENA_NEW(call->arena, struct reading);
    struct closing closing = { .call = call, .note = input->note, .reading = reading };
    enum status status = require_sales(call);

    if (status == OK)
        status = begin(call, input, reading);
    if (status != OK)
        return status;
    closing.month = reading->month;
    status = call_write(call, close_work, &closing);
    if (status == TOO_LARGE)
        return refuse_figures(call);
    if (status == OK)
        answer(call, input->month, reading);
    return status;
}

/* ---- re-opening */

struct reopening {
    struct call *call;
    struct finance_month month;
    struct text reason;
};

static enum status release(struct tx *tx, void *context)
{
    struct reopening *reopening = context;
    struct call *call = reopening->call;
    struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                              finance_day(tx, reopening->month.first) };
    struct month_close row;
    int64_t released = 0;
    enum status status =
        tx_execute(tx, T("DELETE FROM main.record_lock WHERE workspace_id = $1 AND month = $2"),
                   values, 2, &released);

    if (status != OK)
        return status;
    if (released == 0)
        return REFUSE(call, CONFLICT, .code = "55000",
                      .say = L("This month is not closed.", "该月份未结账。"));
    status = row_find_where(tx, &month_close_entity,
                            T("workspace_id = $1 AND month = $2 AND reopened_at IS NULL"), values,
                            2, &row);
    if (status != OK)
        return status;
    row.reopened_at = call->now_ms;
    row.reopened_by = call->caller.account_id;
    row.reason = reopening->reason;
    row.row.updated_at = call->now_ms;
    status = row_update(tx, &month_close_entity, &row);
    if (status != OK)
        return status;
    return audit_write(tx, call,
                       &(struct audit){ .workspace_id = call->identity.workspace_id,
                                        .action = "month_reopen",
                                        .entity = "month_close",
                                        .row_id = row.row.id });
}

static enum status finance_reopen_month(struct call *call, const void *given)
{
    const struct month_input *input = given;
    struct reopening reopening = { .call = call, .reason = input->reason };
    enum status status = finance_month_read(call, &month_inputs[0], input->month, &reopening.month);

    if (status == OK)
        status = call_write_as_system(call, release, &reopening);
    return status == OK ? finance_month(call, given) : status;
}

/* ---- what comes back every month */

static enum status finance_book_recurring(struct call *call, const void *given)
{
    struct recurring_booking booking = { .workspace_id = call->identity.workspace_id,
                                         .now_ms = call->now_ms };
    struct json_writer json;
    enum status status = call_write_as_system(call, recurring_book, &booking);

    (void)given;
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_integer_member(&json, T("booked"), booking.booked);
    json_end_object(&json);
    return OK;
}

#undef ROW
#define ROW struct month_input
const struct function finance_functions[] = {
    { .name = "finance_month",
      .label = L("Month", "月度汇总"),
      .who = WHO_MEMBER,
      .module = MODULE_FINANCE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .inputs = LIST(read_inputs),
      .input_size = sizeof(ROW),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(month_outputs),
      .run = finance_month },
    { .name = "finance_shows",
      .label = L("Shows of a month with all costs", "当月各场完整损益"),
      .who = WHO_MEMBER,
      .module = MODULE_FINANCE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .inputs = LIST(month_inputs),
      .input_size = sizeof(ROW),
      .returns = RETURNS_LIST,
      .outputs = LIST(show_outputs),
      .run = finance_shows },
    { .name = "finance_close_month",
      .label = L("Close the month", "月结"),
      .who = WHO_MEMBER,
      .module = MODULE_FINANCE,
      .level = LEVEL_EDIT_EVERY,
      .inputs = LIST(close_inputs),
      .input_size = sizeof(ROW),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(month_outputs),
      .run = finance_close_month },
    { .name = "finance_reopen_month",
      .label = L("Re-open the month", "重新打开月份"),
      .who = WHO_MEMBER,
      .module = MODULE_FINANCE,
      .level = LEVEL_EDIT_EVERY,
      .inputs = LIST(reopen_inputs),
      .input_size = sizeof(ROW),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(month_outputs),
      .run = finance_reopen_month },
    { .name = "finance_book_recurring",
      .label = L("Book recurring costs", "固定费用入账"),
      .who = WHO_MEMBER,
      .module = MODULE_FINANCE,
      .level = LEVEL_EDIT_OWN,
      .returns = RETURNS_OBJECT,
      .outputs = LIST(booked_outputs),
      .run = finance_book_recurring },
    { 0 },
};
