/* Security report functions: sending one in, without an account too; and for operators the list
   and the answer. */
#include "auth/admin.h"
#include "auth/audit.h"
#include "auth/auth_mail.h"
#include "auth/functions.h"
#include "auth/gotrue.h"
#include "auth/server_setting.h"
#include "privacy/security_report.h"
#include "privacy/self_check.h"
#include "store/row.h"

static void write_instant(struct json_writer *json, struct text name, int64_t instant_ms)
{
    if (instant_ms == 0) {
        json_write_key(json, name);
        json_write_null(json);
        return;
    }
    json_write_text_member(json, name, text_from(instant_to_text(instant_ms).at));
}

/* ---- security_report_send ---- */

struct send_input {
    struct text subject, report, contact;
};

struct send_output {
    struct id id;
    int64_t due_at;
};

/* clang-format off */
#define ROW struct send_input
static const struct field send_inputs[] = {
    TEXT(subject, L("Subject", "主题"), FREE_TEXT, .min = 1, .max = LIMIT_REPORT_SUBJECT),
    TEXT(report, L("What you found", "发现的问题"), FREE_TEXT, .min = 1, .max = LIMIT_REPORT_TEXT, .format = LONG),
    TEXT(contact, L("Your e-mail address", "您的邮箱"), CONTACT, .max = LIMIT_EMAIL, .optional = true, .format = EMAIL),
};
#undef ROW
#define ROW struct send_output
static const struct field send_outputs[] = {
    ID(id, L("Report", "报告"), NOT_PERSONAL),
    INSTANT(due_at, L("To be answered by", "答复期限"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

struct sending {
    struct call *call;
    struct security_report report;
};

static enum status refuse_closed(struct tx *tx, struct call *call)
{
    int64_t set_up_at, open, overdue;
    enum status status = server_setting_number(tx, SETTING_SET_UP_AT, &set_up_at);

    if (status == OK)
        status = security_report_count(tx, call->now_ms, &open, &overdue);
    if (status != OK)
        return status;
    if (set_up_at == 0)
        return REFUSE(call, CONFLICT, .code = "P0001",
                      .say = L("This server has not been set up yet: nobody would read it.",
                               "此服务器尚未完成设置，无人查看报告。"));
    if (open >= LIMIT_SECURITY_REPORTS)
        return REFUSE(call, TOO_MANY, .code = "over_request_rate_limit", .retry_after_s = 3600,
                      .say = L("Too many reports wait for an answer. Please write to the address "
                               "on the privacy page.",
                               "待答复的报告过多，请改为写信至隐私页面上的邮箱。"));
    return OK;
}

/* The mail says that there is one and by when, not what is in it. */
static enum status tell(struct tx *tx, struct sending *sending)
{
    struct auth_mail_values values = { 0 };
    enum status status = operator_reach(tx, &values.recipient, &values.language);

    if (status != OK || values.recipient.size == 0)
        return status;
    values.content =
        arena_print(tx_arena(tx), "%.16s UTC", instant_to_text(sending->report.due_at).at);
    return auth_mail_queue(tx, sending->call, MAIL_REPORT_RECEIVED, &values);
}

static enum status keep(struct tx *tx, void *context)
{
    struct sending *sending = context;
    enum status status = refuse_closed(tx, sending->call);

    if (status == OK)
        status = row_insert(tx, &security_report_entity, &sending->report);
    if (status == OK)
        status = audit_write(tx, sending->call,
                             &(struct audit){ .action = "security_report.receive",
                                              .entity = "security_report",
                                              .row_id = sending->report.row.id });
    return status == OK ? tell(tx, sending) : status;
}

static enum status send_run(struct call *call, const void *input)
{
    const struct send_input *wanted = input;
    struct sending sending = {
        .call = call,
        .report = { .row = server_row(call->now_ms),
                    .subject = wanted->subject,
                    .report = wanted->report,
                    .contact = wanted->contact,
                    .language = (int)call->language + 1,
                    .state = REPORT_OPEN,
                    .due_at = call->now_ms + SECURITY_REPORT_HOURS * (int64_t)MS_PER_HOUR },
    };
    enum status status;
    struct json_writer json;

    if (wanted->contact.size > 0 &&
        !account_fold_email(call->arena, wanted->contact, &sending.report.contact))
        return call_refuse_field(call, NULL, &send_inputs[2], PARSE_NOT_EMAIL, wanted->contact);
    status = gotrue_charge(call, THROTTLE_REPORT, call_party(call));
    if (status == OK)
        status = call_write_as_system(call, keep, &sending);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id_to_text(sending.report.row.id).at));
    write_instant(&json, T("due_at"), sending.report.due_at);
    json_end_object(&json);
    return OK;
}

/* ---- security_report_list ---- */

struct list_output {
    struct id id;
    int64_t received_at, due_at, answered_at;
    struct text subject, report, contact, answer, answered_by;
    bool is_overdue;
};

/* clang-format off */
#define ROW struct list_output
static const struct field list_outputs[] = {
    ID(id, L("Report", "报告"), NOT_PERSONAL),
    INSTANT(received_at, L("Received", "收到时间"), NOT_PERSONAL),
    INSTANT(due_at, L("To be answered by", "答复期限"), NOT_PERSONAL),
    INSTANT(answered_at, L("Answered", "答复时间"), NOT_PERSONAL, .optional = true),
    BOOLEAN(is_overdue, L("Overdue", "已逾期"), NOT_PERSONAL),
    TEXT(subject, L("Subject", "主题"), FREE_TEXT),
    TEXT(report, L("What was found", "发现的问题"), FREE_TEXT),
    TEXT(contact, L("Reporter", "报告人"), CONTACT, .optional = true),
    TEXT(answer, L("Answer", "答复"), FREE_TEXT, .optional = true),
    TEXT(answered_by, L("Answered by", "答复人"), IDENTITY, .optional = true),
};
#undef ROW
/* clang-format on */

struct listing {
    struct call *call;
    struct json_writer json;
};

static enum status list_one(struct tx *tx, void *row, void *context)
{
    const struct security_report *report = row;
    struct listing *listing = context;
    struct json_writer *json = &listing->json;
    int64_t end_ms = report->answered_at ? report->answered_at : listing->call->now_ms;
    struct account account = { 0 };
    enum status status =
        id_is_zero(report->answered_by) ? OK : account_find(tx, report->answered_by, &account);

    if (status != OK && status != NOT_FOUND)
        return status;
    json_begin_object(json);
    json_write_text_member(json, T("id"), text_from(id_to_text(report->row.id).at));
    write_instant(json, T("received_at"), report->row.created_at);
    write_instant(json, T("due_at"), report->due_at);
    write_instant(json, T("answered_at"), report->answered_at);
    json_write_boolean_member(json, T("is_overdue"), report->due_at < end_ms);
    json_write_text_member(json, T("subject"), report->subject);
    json_write_text_member(json, T("report"), report->report);
    json_write_text_member(json, T("contact"), report->contact);
    json_write_text_member(json, T("answer"), report->answer);
    json_write_text_member(json, T("answered_by"), account.display_name);
    json_end_object(json);
    return OK;
}

/* What waits first, by its clock; then what was answered, the newest first. */
static enum status list(struct tx *tx, void *context)
{
    struct listing *listing = context;
    struct security_report row;
    enum status status;

    buffer_clear(&listing->call->body);
    listing->json = call_answer_json(listing->call);
    json_begin_array(&listing->json);
    status = row_each(tx, &security_report_entity,
                      T("workspace_id = 0 AND state = 'open' ORDER BY due_at, id"), NULL, 0, &row,
                      list_one, listing);
    if (status == OK)
        status = row_each(tx, &security_report_entity,
                          T("workspace_id = 0 AND state = 'answered' ORDER BY answered_at DESC, id "
                            "LIMIT 200"),
                          NULL, 0, &row, list_one, listing);
    json_end_array(&listing->json);
    return status;
}

static enum status list_run(struct call *call, const void *input)
{
    struct listing listing = { .call = call };

    (void)input;
    return call_read_as_system(call, list, &listing);
}

/* ---- security_report_answer ---- */

struct answer_input {
    struct id id;
    struct text answer;
};

/* clang-format off */
#define ROW struct answer_input
static const struct field answer_inputs[] = {
    ID(id, L("Report", "报告"), NOT_PERSONAL),
    TEXT(answer, L("Answer", "答复"), FREE_TEXT, .min = 1, .max = LIMIT_REPORT_TEXT, .format = LONG),
};
#undef ROW
/* clang-format on */

struct answering {
    struct call *call;
    const struct answer_input *input;
};

static enum status mail_answer(struct tx *tx, struct call *call,
                               const struct security_report *report)
{
    struct auth_mail_values values = {
        .recipient = report->contact,
        .language = report->language == LANGUAGE_ZH + 1 ? LANGUAGE_ZH : LANGUAGE_EN,
        .content = report->answer,
        .code = report->subject,
    };

    return report->contact.size > 0 ? auth_mail_queue(tx, call, MAIL_REPORT_ANSWERED, &values) : OK;
}

static enum status answer(struct tx *tx, void *context)
{
    const struct answering *answering = context;
    struct call *call = answering->call;
    struct security_report report;
    enum status status = row_find(tx, &security_report_entity, 0, answering->input->id, &report);

    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "P0002",
                      .say = L("There is no such report.", "没有这份报告。"));
    if (status != OK)
        return status;
    if (report.state == REPORT_ANSWERED)
        return REFUSE(call, CONFLICT, .code = "P0001",
                      .say = L("This report was answered already.", "该报告已答复。"));
    report.state = REPORT_ANSWERED;
    report.answer = answering->input->answer;
    report.answered_at = call->now_ms;
    report.answered_by = call->caller.account_id;
    status = row_update(tx, &security_report_entity, &report);
    if (status == OK)
        status = audit_write(tx, call,
                             &(struct audit){ .action = "security_report.answer",
                                              .entity = "security_report",
                                              .row_id = report.row.id });
    return status == OK ? mail_answer(tx, call, &report) : status;
}

static enum status answer_run(struct call *call, const void *input)
{
    struct answering answering = { call, input };
    enum status status = call_write_as_system(call, answer, &answering);

    if (status == OK)
        self_check_poke(call->instance);
    return status;
}

const struct function security_report_functions[] = {
    { .name = "security_report_send",
      .label = L("Report a weakness of this server", "报告安全问题"),
      .who = WHO_ANYONE,
      .body_limit = 64 * 1024,
      .inputs = LIST(send_inputs),
      .input_size = sizeof(struct send_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(send_outputs),
      .run = send_run },
    { .name = "security_report_list",
      .label = L("Reports of weaknesses", "安全报告"),
      .who = WHO_OPERATOR,
      .reads_only = true,
      .returns = RETURNS_LIST,
      .outputs = LIST(list_outputs),
      .run = list_run },
    { .name = "security_report_answer",
      .label = L("Answer a report", "答复报告"),
      .who = WHO_OPERATOR,
      .inputs = LIST(answer_inputs),
      .input_size = sizeof(struct answer_input),
      .run = answer_run },
    { 0 },
};
