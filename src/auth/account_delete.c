/* Account delete: first out of the workspaces, then what links to the account, then itself. */
#include "auth/account_delete.h"

#include "auth/audit.h"
#include "auth/factor.h"
#include "auth/member.h"
#include "auth/oauth_revocation.h"
#include "auth/oauth_token.h"
#include "auth/session.h"
#include "jobs/erase.h"
#include "jobs/erasure.h"
#include "store/data_key.h"

struct leaving {
    struct call *call;
    int64_t workspaces[64];
    size_t count;
};

static enum status note(struct tx *tx, void *row, void *context)
{
    const struct membership *membership = row;
    struct leaving *leaving = context;

    (void)tx;
    if (leaving->count == sizeof leaving->workspaces / sizeof *leaving->workspaces)
        return TOO_LARGE;
    leaving->workspaces[leaving->count++] = membership->of_workspace;
    return OK;
}

static enum status count_members(struct tx *tx, int64_t workspace_id, int64_t *ret_count)
{
    struct value values[] = { VALUE_OF_INTEGER(workspace_id) };
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx, T("SELECT count(*) FROM main.member WHERE workspace_id = $1"),
                                  values, 1, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK)
        return status;
    *ret_count = cursor_value(cursor, 0).integer;
    cursor_close(cursor);
    return OK;
}

/* The audit log of the server keeps that there was one. */
static enum status close_workspace(struct tx *tx, struct call *call, const struct member *member)
{
    int64_t workspace_id = member->row.workspace_id;
    enum status status = member_drop(tx, member);

    if (status == OK)
        status = erase_workspace(tx, workspace_id);
    return status == OK
               ? audit_write(tx, call,
                             &(struct audit){ .action = "workspace.delete",
                                              .entity = "workspace",
                                              .details = arena_print(tx_arena(tx),
                                                                     "{\"workspace_id\":%lld}",
                                                                     (long long)workspace_id) })
               : status;
}

static enum status leave(struct tx *tx, struct call *call, int64_t workspace_id, struct id account)
{
    struct member member;
    int64_t members = 0, admins = 0;
    enum status status = member_find(tx, workspace_id, account, &member);

    if (status == OK)
        status = count_members(tx, workspace_id, &members);
    if (status == OK)
        status = member_count_admins(tx, workspace_id, &admins);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    if (members == 1)
        return close_workspace(tx, call, &member);
    if (member.role == ROLE_ADMIN && admins == 1)
        return REFUSE(call, CONFLICT, .code = "conflict",
                      .say = L("This account is the last administrator of a workspace. Name "
                               "another one first.",
                               "该账户是某个工作区的最后一位管理员，请先指定其他管理员。"));
    status = member_drop(tx, &member);
    return status == OK ? audit_write(tx, call,
                                      &(struct audit){ .workspace_id = workspace_id,
                                                       .action = "member.remove",
                                                       .entity = "member",
                                                       .row_id = member.row.id })
                        : status;
}

enum status account_delete(struct tx *tx, struct call *call, const struct account *account)
{
    struct leaving leaving = { .call = call };
    struct id id = account->row.id;
    enum status status = membership_each(tx, id, note, &leaving);

    for (size_t i = 0; status == OK && i < leaving.count; i++)
        status = leave(tx, call, leaving.workspaces[i], id);
    if (status == OK)
        status = factor_delete_all(tx, call, id);
    if (status == OK)
        status = oauth_token_destroy_all(tx, call, id, false);
    if (status == OK)
        status = oauth_revocation_forget(tx, id);
    if (status == OK)
        status = erase_owned(tx, id);
    if (status == OK)
        status = erase_server_row(tx, &account_entity, id);
    if (status == OK) /* the last word: what is in backups, and what others keep of theirs */
        status = data_key_destroy_account(tx, id);
    call_after_commit(call, erasure_follow_after_commit, NULL);
    session_forget_after_commit(call, id);
    if (status == OK)
        status = session_raise_generation(tx, call);
    return status == OK
               ? audit_write(tx, call,
                             &(struct audit){
                                 .action = "account.delete", .entity = "account", .row_id = id })
               : status;
}
