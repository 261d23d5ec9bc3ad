/* Email change: two tokens that wait for each other. Whichever is used first sets the other free.
 */
#include "auth/email_change.h"

#include "auth/auth_mail.h"
#include "auth/session.h"

static enum status queue_link(struct tx *tx, struct call *call, const struct account *account,
                              struct one_time_token *token, struct text recipient,
                              enum auth_mail mail)
{
    struct auth_mail_values values = {
        .recipient = recipient,
        .language = account_language(account),
        .name = account->display_name,
        .new_email = token->email,
    };
    enum status status = one_time_token_make(tx, tx_arena(tx), call->now_ms, token, &values.token);

    return status == OK ? auth_mail_queue(tx, call, mail, &values) : status;
}

static enum status revoke(struct tx *tx, const struct call *call, const struct account *account)
{
    enum status status = one_time_token_revoke(tx, TOKEN_EMAIL, account->row.id, call->now_ms);

    return status == OK ? one_time_token_revoke(tx, TOKEN_EMAIL_OLD, account->row.id, call->now_ms)
                        : status;
}

/* An address that was never confirmed has nothing to agree to. */
static bool needs_both(const struct call *call, const struct account *account)
{
    return call->instance->settings->email_change_both && account->email_confirmed_at != 0;
}

enum status email_change_request(struct tx *tx, struct call *call, const struct account *account,
                                 struct text new_email)
{
    bool is_both = needs_both(call, account);
    struct one_time_token token = {
        .kind = TOKEN_EMAIL, .account_id = account->row.id, .email = new_email, .waits = is_both
    };
    struct one_time_token old = token;
    struct auth_mail_values exists = { .recipient = new_email,
                                       .language = account_language(account) };
    struct account other;
    enum status status = account_find_by_email(tx, new_email, &other);

    if (status == OK)
        return auth_mail_queue(tx, call, MAIL_EXISTS, &exists);
    if (status == NOT_FOUND)
        status = revoke(tx, call, account);
    if (status == OK)
        status = queue_link(tx, call, account, &token, new_email, MAIL_EMAIL_CHANGE);
    old.kind = TOKEN_EMAIL_OLD;
    if (status == OK && is_both)
        status = queue_link(tx, call, account, &old, account->email, MAIL_EMAIL_CHANGE_OLD);
    return status;
}

static enum status free_the_other(struct tx *tx, struct call *call,
                                  const struct one_time_token *token)
{
    enum token_kind kind = token->kind == TOKEN_EMAIL ? TOKEN_EMAIL_OLD : TOKEN_EMAIL;
    struct one_time_token other;
    enum status status =
        one_time_token_find_open(tx, kind, token->account_id, call->now_ms, &other);

    if (status != OK)
        return status;
    other.waits = false;
    return one_time_token_save(tx, &other, call->now_ms);
}

static enum status tell_old_address(struct tx *tx, struct call *call, const struct account *account,
                                    struct text old_email)
{
    struct auth_mail_values values = { .recipient = old_email,
                                       .language = account_language(account),
                                       .name = account->display_name,
                                       .new_email = account->email };

    return old_email.size > 0 ? auth_mail_queue(tx, call, MAIL_EMAIL_CHANGED, &values) : OK;
}

enum status email_change_confirm(struct tx *tx, struct call *call,
                                 const struct one_time_token *token, struct account *account,
                                 bool *ret_is_done)
{
    struct account other;
    struct text old_email;
    enum status status = account_find_by_email(tx, token->email, &other);

    if (status == OK)
        return NOT_FOUND; /* somebody has it by now: the link is void */
    if (status == NOT_FOUND)
        status = account_find(tx, token->account_id, account);
    if (status != OK)
        return status;
    *ret_is_done = !token->waits;
    if (token->waits)
        return free_the_other(tx, call, token);
    old_email = account->email;
    account->email = token->email;
    account->email_confirmed_at = call->now_ms;
    session_forget_after_commit(call, account->row.id);
    status = account_save(tx, account, call->now_ms);
    if (status == OK)
        status = one_time_token_revoke(tx, TOKEN_RECOVERY, account->row.id, call->now_ms);
    if (status == OK)
        status = one_time_token_revoke(tx, TOKEN_SIGN_IN, account->row.id, call->now_ms);
    if (status == OK)
        status = tell_old_address(tx, call, account, old_email);
    return status == OK ? session_raise_generation(tx, call) : status;
}
