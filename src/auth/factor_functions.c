/* Factor functions: what GoTrue has no path for: how the caller stands with second factors, the
   recovery codes, and the workspace that demands one. */
#include "auth/audit.h"
#include "auth/auth_mail.h"
#include "auth/functions.h"
#include "auth/gotrue.h"
#include "auth/recovery_code.h"
#include "auth/session_table.h"
#include "auth/workspace.h"
#include "store/row.h"

/* ---- second_factor_state ---- */

struct state_output {
    bool is_set_up, is_shown, is_missing;
    int64_t codes_left;
};

/* clang-format off */
#define ROW struct state_output
static const struct field state_outputs[] = {
    BOOLEAN(is_set_up, L("Set up", "已启用"), NOT_PERSONAL),
    BOOLEAN(is_shown, L("Shown in this session", "本次会话已验证"), NOT_PERSONAL),
    BOOLEAN(is_missing, L("Wanted before the workspace opens", "进入工作区前需要验证"), NOT_PERSONAL),
    INTEGER(codes_left, L("Recovery codes left", "剩余恢复码"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

struct stating {
    struct call *call;
    struct state_output state;
};

static enum status read_state(struct tx *tx, void *context)
{
    struct stating *stating = context;
    struct id account = stating->call->caller.account_id;
    enum status status = factor_is_set_up(tx, account, &stating->state.is_set_up);

    return status == OK ? recovery_code_count(tx, account, &stating->state.codes_left) : status;
}

static enum status state_run(struct call *call, const void *input)
{
    struct stating stating = { .call = call };
    enum status status = call_read_as_system(call, read_state, &stating);
    struct json_writer json;

    (void)input;
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_boolean_member(&json, T("is_set_up"), stating.state.is_set_up);
    json_write_boolean_member(&json, T("is_shown"), call->caller.assurance == 2);
    json_write_boolean_member(&json, T("is_missing"),
                              call->caller.factor_missing != FACTOR_NOT_MISSING);
    json_write_integer_member(&json, T("codes_left"), stating.state.codes_left);
    json_end_object(&json);
    return OK;
}

/* ---- recovery_codes_make ---- */

struct code_output {
    struct text code;
};

#define ROW struct code_output
static const struct field code_fields[] = {
    TEXT(code, L("Recovery code", "恢复码"), CREDENTIAL, .min = 1, .max = 40),
};
#undef ROW

struct making {
    struct call *call;
    struct text codes[RECOVERY_CODES];
};

static enum status make_codes(struct tx *tx, void *context)
{
    struct making *making = context;
    struct call *call = making->call;
    enum status status = recovery_code_make_all(tx, call, call->caller.account_id, making->codes);

    return status == OK ? audit_write(tx, call,
                                      &(struct audit){ .action = "account.recovery_codes",
                                                       .entity = "account",
                                                       .row_id = call->caller.account_id })
                        : status;
}

static enum status make_run(struct call *call, const void *input)
{
    struct making making = { .call = call };
    struct json_writer json;
    enum status status;

    (void)input;
    if (call->caller.assurance != 2)
        return REFUSE(call, FORBIDDEN, .code = "insufficient_aal",
                      .say = L("Recovery codes are made once a second factor was shown.",
                               "通过第二重验证后才能生成恢复码。"));
    status = call_write_as_system(call, make_codes, &making);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_array(&json);
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        json_begin_object(&json);
        json_write_text_member(&json, T("code"), making.codes[i]);
        json_end_object(&json);
    }
    json_end_array(&json);
    return OK;
}

/* ---- recovery_code_use ---- */

struct using
{
    struct call *call;
    struct text code;
    bool is_wrong;
};

static enum status use_code(struct tx *tx, void *context)
{
    struct using *using = context;
    struct call *call = using->call;
    struct account account;
    struct session session;
    struct auth_mail_values values;
    enum status status = recovery_code_use(tx, call, call->caller.account_id, using->code);

    using->is_wrong = status == NOT_FOUND;
    if (using->is_wrong)
        return sign_in_event_write(tx, call, call->caller.account_id, call->caller.session_id,
                                   SIGN_IN_CODE_REFUSED);
    if (status == OK)
        status = account_find(tx, call->caller.account_id, &account);
    if (status == OK)
        status = session_find(tx, call->caller.session_id, &session);
    if (status == OK)
        status = session_raise_assurance(tx, call, &session, FACTOR_METHOD_RECOVERY_CODE);
    if (status == OK)
        status = audit_write(tx, call,
                             &(struct audit){ .action = "account.recovery_code_used",
                                              .entity = "account",
                                              .row_id = account.row.id });
    if (status != OK || account.email.size == 0)
        return status;
    values = (struct auth_mail_values){ .recipient = account.email,
                                        .language = account_language(&account),
                                        .name = account.display_name };
    return auth_mail_queue(tx, call, MAIL_RECOVERY_CODE_USED, &values);
}

/* The session is what it was before, with more behind it: the next refresh says so. */
static enum status use_run(struct call *call, const void *input)
{
    const struct code_output *wanted = input;
    struct using using = { .call = call, .code = wanted->code };
    struct id_text account = id_to_text(call->caller.account_id);
    enum status status = gotrue_charge(call, THROTTLE_FACTOR, text_from(account.at));

    if (status == OK)
        status = call_write_as_system(call, use_code, &using);
    if (status != OK)
        return status;
    if (using.is_wrong)
        return REFUSE(call, INVALID, .code = "P0001", .field = &code_fields[0],
                      .say = L("This recovery code is wrong, or was used already.",
                               "恢复码错误或已被使用。"));
    throttle_forgive(call->instance->throttle, THROTTLE_FACTOR, text_from(account.at));
    return OK;
}

/* ---- workspace_second_factor ---- */

struct demand_input {
    bool demanded;
};

#define ROW struct demand_input
static const struct field demand_inputs[] = {
    BOOLEAN(demanded, L("Second factor demanded", "要求第二重验证"), NOT_PERSONAL),
};
#undef ROW

struct demanding {
    struct call *call;
    bool is_demanded;
};

static void forget_all(const struct instance *instance, void *context)
{
    (void)context;
    session_table_forget_all(instance->sessions);
}

static enum status demand(struct tx *tx, void *context)
{
    const struct demanding *demanding = context;
    struct call *call = demanding->call;
    struct workspace workspace;
    enum status status = workspace_find(tx, call->identity.workspace_id, &workspace);

    if (status != OK)
        return status;
    workspace.second_factor = demanding->is_demanded;
    workspace.row.updated_at = call->now_ms;
    status = row_update(tx, &workspace_entity, &workspace);
    if (status == OK)
        status = audit_write(tx, call,
                             &(struct audit){ .workspace_id = workspace.row.workspace_id,
                                              .action = demanding->is_demanded
                                                            ? "workspace.second_factor_on"
                                                            : "workspace.second_factor_off",
                                              .entity = "workspace",
                                              .row_id = workspace.row.id });
    if (call->instance->sessions)
        call_after_commit(call, forget_all, NULL);
    return status == OK ? session_raise_generation(tx, call) : status;
}

/* Who demands it has shown their own, or they would be the first to be locked out. */
static enum status demand_run(struct call *call, const void *input)
{
    const struct demand_input *wanted = input;
    struct demanding demanding = { call, wanted->demanded };

    if (call->caller.assurance != 2)
        return REFUSE(call, FORBIDDEN, .code = "insufficient_aal",
                      .say = L("Set up a second factor of your own first, and sign in with it.",
                               "请先启用并通过您自己的第二重验证。"));
    return call_write_as_system(call, demand, &demanding);
}

const struct function factor_functions[] = {
    { .name = "second_factor_state",
      .label = L("My second factor", "我的第二重验证"),
      .who = WHO_SIGNED_IN,
      .reads_only = true,
      .returns = RETURNS_OBJECT,
      .outputs = LIST(state_outputs),
      .run = state_run },
    { .name = "recovery_codes_make",
      .label = L("New recovery codes", "生成新的恢复码"),
      .who = WHO_SIGNED_IN,
      .returns = RETURNS_LIST,
      .outputs = LIST(code_fields),
      .run = make_run },
    { .name = "recovery_code_use",
      .label = L("Use a recovery code", "使用恢复码"),
      .who = WHO_SIGNED_IN,
      .inputs = LIST(code_fields),
      .input_size = sizeof(struct code_output),
      .run = use_run },
    { .name = "workspace_second_factor",
      .label = L("Demand a second factor", "要求第二重验证"),
      .who = WHO_ADMIN,
      .inputs = LIST(demand_inputs),
      .input_size = sizeof(struct demand_input),
      .run = demand_run },
    { 0 },
};
