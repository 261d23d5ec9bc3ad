/* Invite: the entity, and joining by one. */
#include "auth/invite.h"

#include "auth/audit.h"
#include "auth/member.h"
#include "auth/server_setting.h"
#include "auth/session.h"
#include "auth/workspace.h"
#include "store/row.h"

#define ROW struct invite

/* clang-format off */
static const struct field fields[] = {
    TEXT(email, L("E-mail", "电子邮箱"), CONTACT, .min = 3, .max = LIMIT_EMAIL, .format = EMAIL, .read_only = true,
         .list = true, .sealed = true, .blind = true),
    CHOICE(role, L("Role", "角色"), NOT_PERSONAL, CHOICES(member_roles), .read_only = true, .list = true),
    JSON(grants, L("Modules", "模块权限"), NOT_PERSONAL, .max = LIMIT_GRANTS, .read_only = true,
         .fallback = "{}", .list = true),
    INSTANT(expires_at, L("Expires", "失效时间"), NOT_PERSONAL, .read_only = true, .list = true, .index = true),
    INSTANT(accepted_at, L("Accepted", "接受时间"), NOT_PERSONAL, .optional = true, .read_only = true,
            .list = true),
    INSTANT(revoked_at, L("Withdrawn", "撤回时间"), NOT_PERSONAL, .optional = true, .read_only = true),
};
/* clang-format on */

const struct entity invite_entity = {
    .name = "invite",
    .label = L("Invitation", "邀请"),
    .plural = L("Invitations", "邀请"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to let somebody join the workspace", "以便邀请他人加入工作区"),
    .basis = CONTRACT,
    .keep = UNTIL_EXPIRED,
    .title = "email",
    .order = "created_at.desc",
    .sealed_for = "workspace_id",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

enum status invite_find_open(struct tx *tx, const struct call *call,
                             const struct one_time_token *token, struct invite *ret_invite)
{
    enum status status =
        row_find(tx, &invite_entity, token->for_workspace, token->invite_id, ret_invite);

    if (status != OK)
        return status;
    return ret_invite->accepted_at != 0 || ret_invite->revoked_at != 0 ||
                   ret_invite->expires_at <= call->now_ms
               ? NOT_FOUND
               : OK;
}

enum status invite_join(struct tx *tx, struct call *call, struct invite *invite,
                        const struct account *account)
{
    int64_t workspace_id = invite->row.workspace_id;
    struct grants grants = grants_read(tx_arena(tx), invite->grants);
    struct member member;
    enum status status = workspace_lock(tx, workspace_id);

    if (status == OK)
        status = member_find(tx, workspace_id, account->row.id, &member);
    if (status == NOT_FOUND)
        status =
            member_add(tx, call, workspace_id, account, (enum role)invite->role, &grants, &member);
    if (status != OK)
        return status;
    invite->accepted_at = call->now_ms;
    invite->row.updated_at = call->now_ms;
    status = row_update(tx, &invite_entity, invite);
    if (status != OK)
        return status;
    session_forget_after_commit(call, account->row.id);
    return audit_write(tx, call,
                       &(struct audit){ .workspace_id = workspace_id,
                                        .action = "member.join",
                                        .entity = "member",
                                        .row_id = member.row.id });
}

static enum status make_account(struct tx *tx, const struct call *call, struct text email,
                                struct account *ret_account)
{
    struct account account = {
        .row = server_row(call->now_ms),
        .email = email,
        .display_name =
            account_clean_name(tx_arena(tx), text_slice(email, 0, text_find_byte(email, '@'))),
        .email_confirmed_at = call->now_ms,
    };
    enum status status;

    account_set_language(&account, call->language);
    status = row_insert(tx, &account_entity, &account);
    if (status == OK)
        *ret_account = account;
    return status;
}

enum status invite_take_by_link(struct tx *tx, struct call *call,
                                const struct one_time_token *token, struct account *ret_account)
{
    struct invite invite;
    enum status status = invite_find_open(tx, call, token, &invite);

    if (status != OK)
        return status;
    status = account_find_by_email(tx, invite.email, ret_account);
    if (status == NOT_FOUND)
        status = make_account(tx, call, invite.email, ret_account);
    if (status != OK)
        return status;
    ret_account->last_workspace = invite.row.workspace_id;
    return invite_join(tx, call, &invite, ret_account);
}
