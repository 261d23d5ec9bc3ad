/* Invite functions: inviting, accepting while signed in, withdrawing. */
#include "auth/audit.h"
#include "auth/auth_mail.h"
#include "auth/functions.h"
#include "auth/gotrue.h"
#include "auth/invite.h"
#include "auth/record.h"
#include "auth/workspace.h"
#include "store/feed.h"
#include "store/row.h"
#include "store/sealed.h"

struct invite_input {
    struct text email;
    int role;
    struct text grants;
};

#define ROW struct invite_input

/* clang-format off */
static const struct field invite_inputs[] = {
    TEXT(email, L("E-mail", "电子邮箱"), CONTACT, .min = 3, .max = LIMIT_EMAIL, .format = EMAIL),
    CHOICE(role, L("Role", "角色"), NOT_PERSONAL, CHOICES(member_roles), .fallback = "member"),
    JSON(grants, L("Modules", "模块权限"), NOT_PERSONAL, .max = LIMIT_GRANTS, .optional = true),
};
/* clang-format on */

struct inviting {
    struct call *call;
    struct invite invite;
};

static enum status refuse_member(struct call *call)
{
    return REFUSE(call, CONFLICT, .code = "23505", .field = account_field("email"),
                  .say = L("This person is a member already.", "此人已是成员。"));
}

/* A newer invitation of the same address takes the place of the older. */
static enum status withdraw_older(struct tx *tx, const struct inviting *inviting)
{
    struct value values[] = { VALUE_OF_INTEGER(inviting->invite.row.workspace_id),
                              tx_blind(tx, &invite_entity, "email",
                                       inviting->invite.row.workspace_id, inviting->invite.email),
                              VALUE_OF_INTEGER(inviting->call->now_ms) };

    int64_t changed = 0;
    enum status status =
        tx_execute(tx,
                   T("UPDATE main.invite SET revoked_at = $3, updated_at = $3, "
                     "version = version + 1 WHERE workspace_id = $1 AND email_blind = $2 AND "
                     "accepted_at IS NULL AND revoked_at IS NULL"),
                   values, 3, &changed);

    if (status == OK && changed > 0)
        tx_note_many(tx, &invite_entity, inviting->invite.row.workspace_id);
    return status;
}

static enum status check_not_member(struct tx *tx, const struct inviting *inviting)
{
    struct account account;
    struct member member;
    enum status status = account_find_by_email(tx, inviting->invite.email, &account);

    if (status == OK)
        status = member_find(tx, inviting->invite.row.workspace_id, account.row.id, &member);
    if (status == OK)
        return refuse_member(inviting->call);
    return status == NOT_FOUND ? OK : status;
}

static enum status queue_invite(struct tx *tx, const struct inviting *inviting)
{
    struct call *call = inviting->call;
    struct one_time_token token = { .kind = TOKEN_INVITE,
                                    .for_workspace = inviting->invite.row.workspace_id,
                                    .invite_id = inviting->invite.row.id };
    struct auth_mail_values values = { .recipient = inviting->invite.email,
                                       .language = call->language,
                                       .inviter = call->caller.display_name };
    struct workspace workspace;
    enum status status = workspace_find(tx, inviting->invite.row.workspace_id, &workspace);

    if (status == OK)
        status = one_time_token_make(tx, tx_arena(tx), call->now_ms, &token, &values.token);
    if (status != OK)
        return status;
    values.workspace = workspace.name;
    return auth_mail_queue(tx, call, MAIL_INVITE, &values);
}

static enum status invite(struct tx *tx, void *context)
{
    struct inviting *inviting = context;
    const struct invite *row = &inviting->invite;
    enum status status = check_not_member(tx, inviting);

    if (status == OK)
        status = withdraw_older(tx, inviting);
    if (status == OK)
        status = row_insert(tx, &invite_entity, row);
    if (status == OK)
        status = queue_invite(tx, inviting);
    if (status == OK)
        status = audit_write(tx, inviting->call,
                             &(struct audit){ .workspace_id = row->row.workspace_id,
                                              .action = "invite.create",
                                              .entity = "invite",
                                              .row_id = row->row.id });
    return status;
}

static enum status read_grants(struct call *call, struct text text, struct text *ret_grants)
{
    struct grants grants = { { 0 } };
    const struct json *json;

    if (text.size > 0 && (json_parse(call->arena, text, NULL, &json, NULL) != OK ||
                          !grants_from_json(json, &grants)))
        return REFUSE(call, INVALID, .code = "22023", .field = &invite_inputs[2],
                      .say = L("Grants are modules with a level from 0 to 3.",
                               "权限须为模块名与 0 至 3 的级别。"));
    *ret_grants = grants_to_text(call->arena, &grants);
    return OK;
}

static enum status member_invite_run(struct call *call, const void *input)
{
    const struct invite_input *wanted = input;
    struct inviting inviting = { .call = call };
    struct invite *row = &inviting.invite;
    struct json_writer json;
    enum status status;

    *row = (struct invite){
        .row = call_new_row(call),
        .role = wanted->role ? wanted->role : ROLE_MEMBER,
        .expires_at = call->now_ms + one_time_token_hours(TOKEN_INVITE) * MS_PER_HOUR,
    };
    if (!account_fold_email(call->arena, wanted->email, &row->email))
        return gotrue_refuse_email(call);
    status = read_grants(call, wanted->grants, &row->grants);
    if (status == OK)
        status = gotrue_charge_letter(call, row->email);
    if (status == OK)
        status = call_write_as_system(call, invite, &inviting);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    record_write(&json, &invite_entity, row);
    return OK;
}

struct accept_input {
    struct text token;
};

#undef ROW
#define ROW struct accept_input

static const struct field accept_inputs[] = {
    TEXT(token, L("Token", "令牌"), CREDENTIAL, .min = 1, .max = 64),
};

struct accept_output {
    int64_t workspace_id;
};

#undef ROW
#define ROW struct accept_output

static const struct field accept_outputs[] = {
    INTEGER(workspace_id, L("Workspace", "工作区"), NOT_PERSONAL),
};

struct accepting {
    struct call *call;
    struct text token;
    int64_t workspace_id;
};

static enum status accept(struct tx *tx, void *context)
{
    struct accepting *accepting = context;
    struct call *call = accepting->call;
    struct one_time_token token;
    struct account account;
    struct invite invite;
    enum status status =
        one_time_token_find(tx, TOKEN_INVITE, accepting->token, call->now_ms, &token);

    if (status == OK)
        status = invite_find_open(tx, call, &token, &invite);
    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "P0002",
                      .say = L("This invitation was used, withdrawn, or is too old.",
                               "该邀请已被使用、撤回或过期。"));
    if (status == OK)
        status = one_time_token_use(tx, &token, call->now_ms);
    if (status == OK)
        status = account_find(tx, call->caller.account_id, &account);
    if (status == OK)
        status = invite_join(tx, call, &invite, &account);
    accepting->workspace_id = token.for_workspace;
    return status;
}

static enum status invite_accept_run(struct call *call, const void *input)
{
    const struct accept_input *wanted = input;
    struct accepting accepting = { .call = call, .token = wanted->token };
    struct json_writer json;
    enum status status = call_write_as_system(call, accept, &accepting);

    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_integer_member(&json, T("workspace_id"), accepting.workspace_id);
    json_end_object(&json);
    return OK;
}

/* ---- withdrawing ---- */

struct revoke_input {
    struct id id;
};

#undef ROW
#define ROW struct revoke_input

static const struct field revoke_inputs[] = {
    ID(id, L("Invitation", "邀请"), NOT_PERSONAL),
};

struct revoking {
    struct call *call;
    struct id id;
};

static enum status revoke(struct tx *tx, void *context)
{
    const struct revoking *revoking = context;
    struct call *call = revoking->call;
    int64_t workspace_id = call->identity.workspace_id;
    struct invite invite;
    enum status status = row_find(tx, &invite_entity, workspace_id, revoking->id, &invite);

    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "P0002",
                      .say = L("There is no such invitation.", "没有这个邀请。"));
    if (status != OK)
        return status;
    if (invite.accepted_at != 0)
        return REFUSE(call, CONFLICT, .code = "P0001",
                      .say = L("This invitation was accepted already.", "该邀请已被接受。"));
    invite.revoked_at = call->now_ms;
    invite.row.updated_at = call->now_ms;
    status = row_update(tx, &invite_entity, &invite);
    if (status != OK)
        return status;
    return audit_write(tx, call,
                       &(struct audit){ .workspace_id = workspace_id,
                                        .action = "invite.revoke",
                                        .entity = "invite",
                                        .row_id = invite.row.id });
}

static enum status invite_revoke_run(struct call *call, const void *input)
{
    const struct revoke_input *wanted = input;
    struct revoking revoking = { call, wanted->id };

    return call_write_as_system(call, revoke, &revoking);
}

const struct function invite_functions[] = {
    { .name = "member_invite",
      .label = L("Invite somebody", "邀请成员"),
      .who = WHO_ADMIN,
      .inputs = LIST(invite_inputs),
      .input_size = sizeof(struct invite_input),
      .returns = RETURNS_OBJECT,
      .returns_entity = &invite_entity,
      .run = member_invite_run },
    { .name = "invite_accept",
      .label = L("Accept an invitation", "接受邀请"),
      .who = WHO_SIGNED_IN,
      .inputs = LIST(accept_inputs),
      .input_size = sizeof(struct accept_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(accept_outputs),
      .run = invite_accept_run },
    { .name = "invite_revoke",
      .label = L("Withdraw an invitation", "撤回邀请"),
      .who = WHO_ADMIN,
      .inputs = LIST(revoke_inputs),
      .input_size = sizeof(struct revoke_input),
      .run = invite_revoke_run },
    { 0 },
};
