/* Address proof: everything of before goes at once. */
#include "auth/address_proof.h"

#include "auth/factor.h"
#include "auth/oauth_token.h"
#include "auth/one_time_token.h"
#include "auth/session.h"

enum status address_prove(struct tx *tx, struct call *call, struct account *account)
{
    struct value values[] = { VALUE_OF_ID(account->row.id) };
    struct id nobody = { { 0 } };
    enum status status;

    if (account->email_confirmed_at != 0)
        return OK;
    account->email_confirmed_at = call->now_ms;
    account->password = (struct text){ 0 };
    status = account_save(tx, account, call->now_ms);
    if (status == OK)
        status = one_time_token_revoke_all(tx, account->row.id, call->now_ms);
    if (status == OK)
        status = one_time_token_revoke(tx, TOKEN_CONFIRM, account->row.id, call->now_ms);
    if (status == OK)
        status = factor_delete_all(tx, call, account->row.id);
    if (status == OK) /* of whoever linked them; the owner of the address is not concerned */
        status = oauth_token_destroy_all(tx, call, account->row.id, false);
    if (status == OK)
        status = tx_execute(
            tx, T("DELETE FROM main.identity WHERE workspace_id = 0 AND account_id = $1"), values,
            1, NULL);
    if (status == OK)
        status = session_end_others(tx, call, account->row.id, nobody, END_PASSWORD);
    session_forget_after_commit(call, account->row.id);
    return status;
}
