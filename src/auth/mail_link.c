/* Mail link: whoever names an address asks for a mail with a link to it. One table for what the
   links are for; the answer and the work are the same for every address. */
#include "auth/auth_mail.h"
#include "auth/gotrue.h"
#include "auth/one_time_token.h"

struct link_request {
    enum token_kind kind;
    enum auth_mail mail;
    /* Does an account get one. */
    bool (*is_due)(const struct account *account);
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

static const struct link_request recovery = { TOKEN_RECOVERY, MAIL_RECOVERY, always };
static const struct link_request confirmation = { TOKEN_CONFIRM, MAIL_CONFIRM, while_unconfirmed };

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
        status = one_time_token_make(tx, tx_arena(tx), call->now_ms, &token, &values.token);
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

static enum status handle(struct call *call, const struct link_request *request)
{
    struct requesting requesting = { .call = call, .request = request };
    const struct json *body;
    enum status status = gotrue_body(call, &body);

    if (status != OK)
        return status;
    if (!account_fold_email(call->arena, json_text_member(body, T("email")), &requesting.email))
        return gotrue_refuse_email(call);
    status = gotrue_charge(call, THROTTLE_MAIL_ADDRESS, call_party(call));
    if (status == OK)
        status = gotrue_charge(call, THROTTLE_MAIL, requesting.email);
    if (status == OK)
        status = call_write_as_system(call, request_link, &requesting);
    return status == OK ? gotrue_answer_empty(call) : status;
}

enum status recover_handle(struct call *call)
{
    return handle(call, &recovery);
}

enum status resend_handle(struct call *call)
{
    return handle(call, &confirmation);
}
