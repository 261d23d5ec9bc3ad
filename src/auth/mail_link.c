/* Mail link: whoever names an address asks for a mail with a link to it. One table for what the
   links are for; the answer and the work are the same for every address. */
#include "auth/auth_mail.h"
#include "auth/email_change.h"
#include "auth/gotrue.h"
#include "auth/one_time_token.h"

struct link_request {
    enum token_kind kind;
    enum auth_mail mail;
    /* Does an account get one. */
    bool (*is_due)(const struct account *account);
    bool has_code;
};

struct requesting {
    struct call *call;
    const struct link_request *request;
    struct text email;
};

static bool always(const struct account *account)
{
    (void)account;
    return true;
}

static bool while_unconfirmed(const struct account *account)
{
    return account->email_confirmed_at == 0;
}

static const struct link_request recovery = { TOKEN_RECOVERY, MAIL_RECOVERY, always, false };
static const struct link_request confirmation = { TOKEN_CONFIRM, MAIL_CONFIRM, while_unconfirmed,
                                                  false };
static const struct link_request sign_in = { TOKEN_SIGN_IN, MAIL_SIGN_IN, always, true };
static const struct link_request reauthentication = { TOKEN_REAUTHENTICATE, MAIL_REAUTHENTICATE,
                                                      always, true };

static enum status queue_link(struct tx *tx, const struct requesting *requesting,
                              const struct account *account)
{
    struct call *call = requesting->call;
    struct one_time_token token = { .kind = (int)requesting->request->kind,
                                    .account_id = account->row.id };
    struct auth_mail_values values = {
        .recipient = account->email,
        .language = account_language(account),
        .name = account->display_name,
    };
    enum status status =
        one_time_token_revoke(tx, requesting->request->kind, account->row.id, call->now_ms);

    if (status == OK)
        status = requesting->request->has_code
                     ? one_time_token_make_with_code(tx, call, &token, &values.token, &values.code)
                     : one_time_token_make(tx, tx_arena(tx), call->now_ms, &token, &values.token);
    return status == OK ? auth_mail_queue(tx, call, requesting->request->mail, &values) : status;
}

static enum status request_link(struct tx *tx, void *context)
{
    const struct requesting *requesting = context;
    const struct link_request *request = requesting->request;
    struct account account;
    enum status status = account_find_by_email(tx, requesting->email, &account);

    if (status == NOT_FOUND || (status == OK && !request->is_due(&account)))
        return one_time_token_make_nobodys(tx, request->kind, requesting->call->now_ms);
    return status == OK ? queue_link(tx, requesting, &account) : status;
}

/* ---- by address ---- */

static enum status take_address(struct requesting *requesting, const struct json *body)
{
    struct call *call = requesting->call;
    enum status status;

    if (!account_fold_email(call->arena, json_text_member(body, T("email")), &requesting->email))
        return gotrue_refuse_email(call);
    status = gotrue_charge(call, THROTTLE_MAIL_ADDRESS, call_party(call));
    return status == OK ? gotrue_charge(call, THROTTLE_MAIL, requesting->email) : status;
}

static enum status handle(struct call *call, const struct json *body, store_work work,
                          const struct link_request *request)
{
    struct requesting requesting = { .call = call, .request = request };
    enum status status = take_address(&requesting, body);

    if (status == OK)
        status = call_write_as_system(call, work, &requesting);
    return status == OK ? gotrue_answer_empty(call) : status;
}

enum status recover_handle(struct call *call)
{
    const struct json *body;
    enum status status = gotrue_body(call, &body);

    return status == OK ? handle(call, body, request_link, &recovery) : status;
}

/* A link or code signs in to an account that there is; it makes none. */
enum status otp_handle(struct call *call)
{
    const struct json *body;
    enum status status = gotrue_body(call, &body);

    if (status == OK && json_text_member(body, T("phone")).size > 0)
        return REFUSE(call, INVALID, .http = 422, .code = "phone_provider_disabled",
                      .say = L("There are no codes by phone here.", "本服务器不支持短信验证码。"));
    return status == OK ? handle(call, body, request_link, &sign_in) : status;
}

/* The change that the account of this address has asked for last. */
static enum status resend_change(struct tx *tx, void *context)
{
    const struct requesting *requesting = context;
    struct call *call = requesting->call;
    struct one_time_token open;
    struct account account;
    enum status status = account_find_by_email(tx, requesting->email, &account);

    if (status == OK)
        status = one_time_token_find_open(tx, TOKEN_EMAIL, account.row.id, call->now_ms, &open);
    if (status == NOT_FOUND)
        return one_time_token_make_nobodys(tx, TOKEN_EMAIL, call->now_ms);
    return status == OK ? email_change_request(tx, call, &account, open.email) : status;
}

enum status resend_handle(struct call *call)
{
    const struct json *body;
    enum status status = gotrue_body(call, &body);
    struct text type;

    if (status != OK)
        return status;
    type = json_text_member(body, T("type"));
    if (text_equal(type, T("email_change")))
        return handle(call, body, resend_change, &confirmation);
    return handle(call, body, request_link, &confirmation);
}

/* ---- by session ---- */

static enum status request_own(struct tx *tx, void *context)
{
    struct requesting *requesting = context;
    struct account account;
    enum status status = account_find(tx, requesting->call->caller.account_id, &account);

    return status == OK ? queue_link(tx, requesting, &account) : status;
}

enum status reauthenticate_handle(struct call *call)
{
    struct requesting requesting = { .call = call,
                                     .request = &reauthentication,
                                     .email = call->caller.email };
    enum status status;

    if (requesting.email.size == 0)
        return REFUSE(call, INVALID, .http = 422, .code = "validation_failed",
                      .field = account_field("email"),
                      .say = L("This account has no e-mail address.", "该账户没有邮箱。"));
    status = gotrue_charge_letter(call, requesting.email);
    if (status == OK)
        status = call_write_as_system(call, request_own, &requesting);
    return status == OK ? gotrue_answer_empty(call) : status;
}
