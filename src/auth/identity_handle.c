/* Identity handle: taking a linked account away again. */
#include "auth/audit.h"
#include "auth/auth_mail.h"
#include "auth/gotrue.h"
#include "auth/identity.h"
#include "auth/oauth_revocation.h"
#include "auth/oauth_token.h"
#include "jobs/erase.h"
#include "jobs/erasure.h"
#include "store/row.h"

struct unlinking {
    struct call *call;
    struct id id;
};

static enum status refuse_missing(struct call *call)
{
    return REFUSE(call, NOT_FOUND, .code = "identity_not_found",
                  .say = L("There is no such linked account.", "没有这个关联账户。"));
}

static enum status tell(struct tx *tx, struct call *call, const struct account *account)
{
    struct auth_mail_values values = { .recipient = account->email,
                                       .language = account_language(account),
                                       .name = account->display_name };

    return account->email.size > 0 ? auth_mail_queue(tx, call, MAIL_IDENTITY_UNLINKED, &values)
                                   : OK;
}

/* Something must be left to sign in with: a password, or another one. */
static enum status unlink_one(struct tx *tx, void *context)
{
    const struct unlinking *unlinking = context;
    struct call *call = unlinking->call;
    struct identities identities;
    struct identity_link link;
    struct account account;
    enum status status = row_find(tx, &identity_entity, 0, unlinking->id, &link);

    if (status == NOT_FOUND ||
        (status == OK && !id_equal(link.account_id, call->caller.account_id)))
        return refuse_missing(call);
    if (status == OK)
        status = account_find(tx, link.account_id, &account);
    if (status == OK)
        status = identity_list(tx, account.row.id, &identities);
    if (status != OK)
        return status;
    if (account.password.size == 0 && identities.count == 1)
        return REFUSE(call, INVALID, .http = 422, .code = "single_identity_not_deletable",
                      .say = L("Set a password first: this is the only way you sign in.",
                               "这是您唯一的登录方式，请先设置密码。"));
    status = oauth_token_destroy(tx, call, T("google"), link.row.id);
    if (status == OK)
        status = erase_server_row(tx, &identity_entity, link.row.id);
    call_after_commit(call, erasure_follow_after_commit, NULL);
    if (status == OK)
        status = audit_write(tx, call,
                             &(struct audit){ .action = "identity.unlink",
                                              .entity = "identity",
                                              .row_id = link.row.id });
    return status == OK ? tell(tx, call, &account) : status;
}

enum status identity_delete_handle(struct call *call)
{
    struct unlinking unlinking = { .call = call };
    enum status status = gotrue_require_factor(call);

    if (status != OK)
        return status;
    if (!id_from_text(call->path_parameter, &unlinking.id))
        return refuse_missing(call);
    status = call_write_as_system(call, unlink_one, &unlinking);
    if (status == OK)
        oauth_revocation_try(call);
    return status == OK ? gotrue_answer_empty(call) : status;
}
