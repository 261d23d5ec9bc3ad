/* Recovery: asking for a link that sets a new password. The answer is the same for every
   address. */
#include "auth/auth_mail.h"
#include "auth/gotrue.h"
#include "auth/one_time_token.h"

struct recovering {
    struct call *call;
    struct text email;
};

static enum status recover(struct tx *tx, void *context)
{
    struct recovering *recovering = context;
    struct call *call = recovering->call;
    struct one_time_token token = { .kind = TOKEN_RECOVERY };
    struct auth_mail_values values = { .recipient = recovering->email };
    struct account account;
    enum status status = account_find_by_email(tx, recovering->email, &account);

    if (status == NOT_FOUND)
        return one_time_token_make_nobodys(tx, TOKEN_RECOVERY, call->now_ms);
    if (status == OK)
        status = one_time_token_revoke(tx, TOKEN_RECOVERY, account.row.id, call->now_ms);
    if (status != OK)
        return status;
    token.account_id = account.row.id;
    values.language = account_language(&account);
    values.name = account.display_name;
    status = one_time_token_make(tx, tx_arena(tx), call->now_ms, &token, &values.token);
    return status == OK ? auth_mail_queue(tx, call, MAIL_RECOVERY, &values) : status;
}

enum status recover_handle(struct call *call)
{
    struct recovering recovering = { .call = call };
    const struct json *body;
    enum status status = gotrue_body(call, &body);
    struct json_writer json;

    if (status != OK)
        return status;
    if (!account_fold_email(call->arena, json_text_member(body, T("email")), &recovering.email))
        return gotrue_refuse_email(call);
    status = gotrue_charge(call, THROTTLE_MAIL_ADDRESS, call_party(call));
    if (status == OK)
        status = gotrue_charge(call, THROTTLE_MAIL, recovering.email);
    if (status == OK)
        status = call_write_as_system(call, recover, &recovering);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_end_object(&json);
    return OK;
}
