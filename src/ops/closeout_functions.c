/* Closing a show out, and what leads there. Closing is one transaction: the sides are read, every
   difference is explained, the lock is written and the figures are kept, or nothing is. */
#include "ops/closeout.h"

#include "auth/audit.h"
#include "ops/cost.h"
#include "ops/record_lock.h"
#include "rest/lock.h"
#include "store/row.h"

struct show_input {
    struct id live_session_id;
    struct text note, reason;
};

struct show_output {
    struct id live_session_id;
    struct text title, currency;
    bool is_closed;
    int64_t payout_lines, foreign_lines, profit;
    struct text checks, orders;
    bool has_more_orders;
};

struct booked_output {
    int64_t booked;
};

/* clang-format off */
#define ROW struct show_input
#define SHOW_INPUT ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL)
static const struct field show_inputs[] = { SHOW_INPUT };
static const struct field close_inputs[] = {
    SHOW_INPUT,
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 1000, .optional = true),
};
static const struct field reopen_inputs[] = {
    SHOW_INPUT,
    TEXT(reason, L("Reason", "原因"), FREE_TEXT, .min = 1, .max = 1000),
};

#undef ROW
#define ROW struct show_output
static const struct field outputs[] = {
    ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL),
    TEXT(title, L("Title", "标题"), NOT_PERSONAL),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    BOOLEAN(is_closed, L("Closed out", "已关账"), NOT_PERSONAL),
    INTEGER(payout_lines, L("Payout lines", "结算明细数"), NOT_PERSONAL),
    INTEGER(foreign_lines, L("Payout lines in another currency", "其他币种明细数"), NOT_PERSONAL),
    MONEY(profit, L("Profit", "利润"), FINANCIAL),
    JSON(checks, L("Differences", "差异"), FINANCIAL),
    JSON(orders, L("Orders that differ", "有差异的订单"), FINANCIAL),
    BOOLEAN(has_more_orders, L("There are more", "还有更多"), NOT_PERSONAL),
};
#undef ROW
#define ROW struct booked_output
static const struct field booked_outputs[] = { INTEGER(booked, L("Booked", "已入账"), NOT_PERSONAL) };
#undef ROW
/* clang-format on */

struct closing {
    struct call *call;
    const struct show_input *input;
    struct closeout closeout;
    struct text figures;
    int64_t booked;
};

static enum status require_sales(struct call *call)
{
    enum status status = call_require(call, MODULE_SALES, LEVEL_VIEW);

    return status == OK ? call_require(call, MODULE_LIVE, LEVEL_VIEW) : status;
}

/* The four sides are told against each other: who may not look at one of them sees none. */
static enum status require_sides(struct call *call)
{
    enum status status = require_sales(call);

    return status == OK ? call_require(call, MODULE_WAREHOUSE, LEVEL_VIEW) : status;
}

static enum status read_closeout(struct tx *tx, void *context)
{
    struct closing *closing = context;

    return closeout_run(tx, closing->input->live_session_id, closing->call->language,
                        &closing->closeout);
}

static enum status refuse_missing(struct call *call, enum status status)
{
    if (status != NOT_FOUND)
        return status;
    return REFUSE(call, NOT_FOUND, .code = "P0002", .field = &show_inputs[0],
                  .say = L("There is no such {field}.", "没有这个{field}。"));
}

static enum status answer(struct closing *closing, enum status status)
{
    struct json_writer json;

    status = refuse_missing(closing->call, status);
    if (status == TOO_LARGE)
        return show_result_refuse(closing->call);
    if (status != OK)
        return status;
    json = call_answer_json(closing->call);
    closeout_write(&json, &closing->closeout);
    return OK;
}

static enum status show_closeout(struct call *call, const void *given)
{
    struct closing closing = { .call = call, .input = given };
    enum status status = require_sides(call);

    if (status == OK) {
        status = call_read(call, read_closeout, &closing);
        if (closing.closeout.result)
            report_want_sums(call, status, &closing.closeout.result->month);
    }
    return answer(&closing, status);
}

/* ---- closing ---- */

static enum status check_open(struct closing *closing)
{
    struct call *call = closing->call;

    if (closing->closeout.result->is_closed)
        return REFUSE(call, CONFLICT, .code = "55000",
                      .say = L("This show is closed out already.", "本场已关账。"));
    if (closing->closeout.result->show.status != LIVE_ENDED)
        return REFUSE(call, CONFLICT, .code = "55000",
                      .say = L("A show is closed out after it has ended.", "下播后才能关账。"));
    for (int i = CHECK_SALES; i <= CHECK_COUNT; i++)
        if (closeout_open(&closing->closeout.checks[i]) != 0)
            return REFUSE(
                call, CONFLICT, .code = "55000",
                .value = text_from(label_in(closeout_checks[i - 1].label, call->language)),
                .say =
                    L("A difference is not explained yet: {value}.", "尚有差异未说明：{value}。"),
                .hint = L("Give each difference a cause, then close the show out.",
                          "请为每项差异填写原因后再关账。"));
    return OK;
}

static enum status write_close(struct tx *tx, void *context)
{
    struct closing *closing = context;
    struct call *call = closing->call;
    struct id show_id = closing->input->live_session_id;
    struct record_lock lock = { .row = call_new_row(call), .live_session_id = show_id };
    struct show_close row = { .row = call_new_row(call),
                              .live_session_id = show_id,
                              .closed_at = call->now_ms,
                              .closed_by = call->caller.account_id,
                              .note = closing->input->note,
                              .figures = closing->figures };
    enum status status;

    row_set_null(&lock, &record_lock_entity, "month");
    status = row_insert(tx, &record_lock_entity, &lock);
    if (status == OK)
        status = row_insert(tx, &show_close_entity, &row);
    if (status != OK)
        return status;
    return audit_write(tx, call,
                       &(struct audit){ .workspace_id = call->identity.workspace_id,
                                        .action = "show_close",
                                        .entity = "show_close",
                                        .row_id = row.row.id });
}

static enum status close_show(struct tx *tx, void *context)
{
    struct closing *closing = context;
    struct buffer figures = buffer_in(closing->call->arena, LIMIT_CLOSE_FIGURES);
    struct json_writer json = json_writer_to(&figures);
    enum status status = read_closeout(tx, closing);

    if (status == OK)
        status = check_open(closing);
    if (status != OK)
        return status;
    closing->closeout.result->is_closed = true;
    closeout_write_kept(&json, &closing->closeout);
    status = buffer_status(&figures);
    closing->figures = buffer_text(&figures);
    return status == OK ? tx_as_system(tx, write_close, closing) : status;
}

static enum status show_close_out(struct call *call, const void *given)
{
    struct closing closing = { .call = call, .input = given };
    enum status status = require_sides(call);

    if (status == OK)
        status = call_write(call, close_show, &closing);
    return answer(&closing, status);
}

/* ---- re-opening ---- */

static enum status release(struct tx *tx, void *context)
{
    const struct closing *closing = context;
    struct call *call = closing->call;
    struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                              VALUE_OF_ID(closing->input->live_session_id) };
    struct show_close row;
    int64_t released = 0;
    enum status status = tx_execute(tx,
                                    T("DELETE FROM main.record_lock WHERE workspace_id = $1 AND "
                                      "live_session_id = $2 AND month IS NULL"),
                                    values, 2, &released);

    if (status != OK)
        return status;
    if (released == 0)
        return REFUSE(call, CONFLICT, .code = "55000",
                      .say = L("This show is not closed out.", "本场未关账。"));
    status = row_find_where(tx, &show_close_entity,
                            T("workspace_id = $1 AND live_session_id = $2 AND reopened_at IS NULL"),
                            values, 2, &row);
    if (status != OK)
        return status;
    row.reopened_at = call->now_ms;
    row.reopened_by = call->caller.account_id;
    row.reason = closing->input->reason;
    row.row.updated_at = call->now_ms;
    status = row_update(tx, &show_close_entity, &row);
    if (status != OK)
        return status;
    return audit_write(tx, call,
                       &(struct audit){ .workspace_id = call->identity.workspace_id,
                                        .action = "show_reopen",
                                        .entity = "show_close",
                                        .row_id = row.row.id });
}

static enum status show_reopen(struct call *call, const void *given)
{
    struct closing closing = { .call = call, .input = given };
    enum status status = require_sides(call);

    if (status == OK)
        status = call_write_as_system(call, release, &closing);
    if (status == OK)
        status = call_read(call, read_closeout, &closing);
    return answer(&closing, status);
}

/* ---- what the rules say becomes costs ---- */

struct booking {
    struct closing *closing;
    struct id ids[2 * LIMIT_SHOW_CHARGES];
    size_t count;
};

static enum status find_category(struct tx *tx, struct call *call, int kind, struct label name,
                                 struct id *ret_id)
{
    const struct field *field = entity_field(&cost_category_entity, T("kind"));
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_TEXT(text_from(field->choices[kind - 1].value)) };
    struct cost_category category;
    enum status status = row_find_where(
        tx, &cost_category_entity, T("workspace_id = $1 AND kind = $2 ORDER BY is_active DESC, id"),
        values, 2, &category);

    if (status == NOT_FOUND) {
        category = (struct cost_category){ .row = call_new_row(call),
                                           .name = text_from(label_in(name, call->language)),
                                           .kind = kind,
                                           .is_active = true };
        status = row_insert(tx, &cost_category_entity, &category);
    }
    *ret_id = category.row.id;
    return status;
}

static enum status book_charges(struct tx *tx, struct booking *booking,
                                const struct show_charges *charges, int kind, struct label name)
{
    struct call *call = booking->closing->call;
    const struct live_session *show = &booking->closing->closeout.result->show;
    struct cost_item item = { .day = show->day,
                              .currency = show->currency,
                              .live_session_id = show->row.id,
                              .share_by = SHARE_NONE };
    enum status status = OK;

    if (charges->source != SOURCE_RULE)
        return OK;
    for (size_t i = 0; status == OK && i < charges->count; i++) {
        if (charges->at[i].amount == 0)
            continue;
        if (id_is_zero(item.cost_category_id))
            status = find_category(tx, call, kind, name, &item.cost_category_id);
        item.row = call_new_row(call);
        row_set_null(&item, &cost_item_entity, "recurring_month");
        item.name = charges->at[i].name;
        item.amount = charges->at[i].amount;
        item.supplier = id_is_zero(charges->at[i].host_id) ? (struct text){ 0 }
                                                           : charges->at[i].name;
        booking->ids[booking->count++] = item.row.id;
        if (status == OK)
            status = row_insert(tx, &cost_item_entity, &item);
    }
    return status;
}

static enum status write_costs(struct tx *tx, void *context)
{
    struct booking *booking = context;
    const struct show_result *result = booking->closing->closeout.result;
    enum status status = book_charges(tx, booking, &result->fees, COST_PLATFORM,
                                      (struct label)L("Platform fees", "平台费用"));

    return status == OK ? book_charges(tx, booking, &result->pay, COST_HOST,
                                       (struct label)L("Host pay", "主播薪酬"))
                        : status;
}

static enum status book_costs(struct tx *tx, void *context)
{
    struct closing *closing = context;
    struct booking booking = { .closing = closing };
    enum status status = read_closeout(tx, closing);

    if (status == OK)
        status = tx_as_system(tx, write_costs, &booking);
    if (status == OK)
        status = lock_check_rows(closing->call, tx, &cost_item_entity, booking.ids, booking.count);
    closing->booked = (int64_t)booking.count;
    return status;
}

static enum status show_book_costs(struct call *call, const void *given)
{
    struct closing closing = { .call = call, .input = given };
    struct json_writer json;
    enum status status = require_sales(call);

    if (status == OK)
        status = refuse_missing(call, call_write(call, book_costs, &closing));
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_integer_member(&json, T("booked"), closing.booked);
    json_end_object(&json);
    return OK;
}

const struct function closeout_functions[] = {
    { .name = "show_closeout",
      .label = L("Differences of a show", "场次对账"),
      .who = WHO_MEMBER,
      .module = MODULE_FINANCE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .inputs = LIST(show_inputs),
      .input_size = sizeof(struct show_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(outputs),
      .run = show_closeout },
    { .name = "show_close_out",
      .label = L("Close the show out", "场次关账"),
      .who = WHO_MEMBER,
      .module = MODULE_FINANCE,
      .level = LEVEL_EDIT_EVERY,
      .inputs = LIST(close_inputs),
      .input_size = sizeof(struct show_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(outputs),
      .run = show_close_out },
    { .name = "show_reopen",
      .label = L("Re-open the show", "重新打开场次"),
      .who = WHO_MEMBER,
      .module = MODULE_FINANCE,
      .level = LEVEL_EDIT_EVERY,
      .inputs = LIST(reopen_inputs),
      .input_size = sizeof(struct show_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(outputs),
      .run = show_reopen },
    { .name = "show_book_costs",
      .label = L("Book fees and pay", "费用入账"),
      .who = WHO_MEMBER,
      .module = MODULE_FINANCE,
      .level = LEVEL_EDIT_OWN,
      .inputs = LIST(show_inputs),
      .input_size = sizeof(struct show_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(booked_outputs),
      .run = show_book_costs },
    { 0 },
};
