/* Admin: the command line's side of accounts and workspaces. */
#include "auth/admin.h"

#include "auth/audit.h"
#include "auth/credential.h"
#include "auth/one_time_token.h"
#include "auth/server_setting.h"
#include "base/limits.h"
#include "base/zone.h"
#include "store/row.h"

struct call operator_call(const struct instance *instance, struct arena *arena)
{
    return (struct call){
        .instance = instance,
        .arena = arena,
        .now_ms = clock_now_ms(),
        .zone = zone_find(T("UTC")),
        .body = buffer_in(arena, LIMIT_REPLY),
    };
}

static enum status refuse_unknown(struct call *call, struct text login)
{
    return REFUSE(call, NOT_FOUND, .code = "user_not_found",
                  .say = L("There is no account \"{value}\".", "没有账户“{value}”。"),
                  .value = login);
}

/* ---- user_create ---- */

struct creating_user {
    struct call *call;
    const struct new_user *user;
    struct account account;
};

static enum status make_account(struct creating_user *creating)
{
    struct call *call = creating->call;
    const struct new_user *user = creating->user;
    struct account *account = &creating->account;
    struct text name = user->display_name;

    account->row = server_row(call->now_ms);
    account_set_language(account, call->language);
    if (user->email.size > 0 && !account_fold_email(call->arena, user->email, &account->email))
        return gotrue_refuse_email(call);
    if (user->username.size > 0 &&
        !account_fold_username(call->arena, user->username, &account->username))
        return REFUSE(call, INVALID, .code = "22023",
                      .say = L("\"{value}\" cannot be a user name.", "“{value}”不能作为用户名。"),
                      .value = user->username);
    if (account->email.size == 0 && account->username.size == 0)
        return REFUSE(call, INVALID, .code = "23502",
                      .say = L("Say an e-mail address or a user name.", "请填写邮箱或用户名。"));
    if (name.size == 0)
        name = user->username.size > 0
                   ? user->username
                   : text_slice(account->email, 0, text_find_byte(account->email, '@'));
    account->display_name = account_clean_name(call->arena, name);
    account->email_confirmed_at = account->email.size > 0 ? call->now_ms : 0;
    if (user->password.size == 0)
        return OK;
    account->password_changed_at = call->now_ms;
    return credential_make(call, user->password, &account->password);
}

static enum status create_user(struct tx *tx, void *context)
{
    struct creating_user *creating = context;
    const struct new_user *user = creating->user;
    static const struct grants none = { { 0 } };
    struct workspace workspace;
    struct member member;
    enum status status = row_insert(tx, &account_entity, &creating->account);

    if (status == OK)
        status = audit_write(tx, creating->call,
                             &(struct audit){ .action = "account.create",
                                              .entity = "account",
                                              .row_id = creating->account.row.id });
    if (status != OK || user->workspace_id == 0)
        return status;
    status = workspace_find(tx, user->workspace_id, &workspace);
    if (status == NOT_FOUND)
        return REFUSE(creating->call, NOT_FOUND, .code = "P0002",
                      .say = L("There is no such workspace.", "没有这个工作区。"));
    if (status == OK)
        status = member_add(tx, creating->call, user->workspace_id, &creating->account,
                            user->role == ROLE_NOBODY ? ROLE_MEMBER : user->role, &none, &member);
    return status;
}

enum status user_create(struct call *call, const struct new_user *user, struct id *ret_account)
{
    struct creating_user creating = { .call = call, .user = user };
    enum status status = make_account(&creating);

    if (status == OK)
        status = call_write_as_system(call, create_user, &creating);
    if (status == OK)
        *ret_account = creating.account.row.id;
    return status;
}

/* ---- user_set_password ---- */

struct setting_password {
    struct call *call;
    struct text login, verifier;
};

static enum status set_password(struct tx *tx, void *context)
{
    const struct setting_password *setting = context;
    struct call *call = setting->call;
    struct id nobody = { { 0 } };
    struct account account;
    enum status status = account_find_by_login(tx, setting->login, &account);

    if (status == NOT_FOUND)
        return refuse_unknown(call, setting->login);
    if (status != OK)
        return status;
    account.password = setting->verifier;
    account.password_changed_at = call->now_ms;
    status = account_save(tx, &account, call->now_ms);
    if (status == OK)
        status = session_end_others(tx, call, account.row.id, nobody, END_BY_OPERATOR);
    if (status == OK)
        status = one_time_token_revoke_all(tx, account.row.id, call->now_ms);
    if (status == OK)
        status = audit_write(tx, call,
                             &(struct audit){ .action = "account.password",
                                              .entity = "account",
                                              .row_id = account.row.id });
    session_forget_after_commit(call, account.row.id);
    return status;
}

enum status user_set_password(struct call *call, struct text login, struct text password)
{
    struct setting_password setting = { .call = call, .login = login };
    enum status status = credential_make(call, password, &setting.verifier);

    return status == OK ? call_write_as_system(call, set_password, &setting) : status;
}

/* ---- user_set_operator ---- */

struct setting_operator {
    struct call *call;
    struct text login;
    bool is_operator;
};

enum status operator_count(struct tx *tx, int64_t *ret_count)
{
    struct cursor *cursor;
    bool is_found = false;
    enum status status = tx_query(
        tx, T("SELECT count(*) FROM main.account WHERE workspace_id = 0 AND is_operator = 1"), NULL,
        0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status == OK)
        *ret_count = is_found ? cursor_value(cursor, 0).integer : 0;
    return status;
}

enum status operator_reach(struct tx *tx, struct text *ret_email, enum language *ret_language)
{
    struct account account = { 0 };
    struct text email = { 0 };
    enum status status = row_find_where(
        tx, &account_entity, T("workspace_id = 0 AND is_operator = 1 ORDER BY created_at, id"),
        NULL, 0, &account);

    if (status == OK || status == NOT_FOUND)
        status = server_setting_read(tx, SETTING_CONTROLLER_EMAIL, &email);
    if (status != OK)
        return status;
    *ret_email = email;
    *ret_language = account_language(&account);
    return OK;
}

static enum status set_operator(struct tx *tx, void *context)
{
    const struct setting_operator *setting = context;
    struct call *call = setting->call;
    struct account account;
    int64_t count;
    enum status status = account_find_by_login(tx, setting->login, &account);

    if (status == NOT_FOUND)
        return refuse_unknown(call, setting->login);
    if (status != OK || account.is_operator == setting->is_operator)
        return status;
    status = operator_count(tx, &count);
    if (status == OK && !setting->is_operator && count == 1)
        return REFUSE(call, CONFLICT, .code = "P0001",
                      .say = L("\"{value}\" is the only one who operates this server: name another "
                               "one first.",
                               "“{value}”是本服务器唯一的运营者，请先指定另一位。"),
                      .value = setting->login);
    account.is_operator = setting->is_operator;
    if (status == OK)
        status = account_save(tx, &account, call->now_ms);
    if (status == OK)
        status = session_raise_generation(tx, call);
    if (status == OK)
        status =
            audit_write(tx, call,
                        &(struct audit){ .action = setting->is_operator ? "account.operator"
                                                                        : "account.no_operator",
                                         .entity = "account",
                                         .row_id = account.row.id });
    session_forget_after_commit(call, account.row.id);
    return status;
}

enum status user_set_operator(struct call *call, struct text login, bool is_operator)
{
    struct setting_operator setting = { call, login, is_operator };

    return call_write_as_system(call, set_operator, &setting);
}

/* ---- workspace_create ---- */

struct creating_workspace {
    struct call *call;
    const struct workspace *wish;
    struct text login;
    int64_t workspace_id;
};

static enum status create_workspace(struct tx *tx, void *context)
{
    struct creating_workspace *creating = context;
    struct account account;
    enum status status = account_find_by_login(tx, creating->login, &account);

    if (status == NOT_FOUND)
        return refuse_unknown(creating->call, creating->login);
    return status == OK ? workspace_make(tx, creating->call, creating->wish, &account,
                                         &creating->workspace_id)
                        : status;
}

enum status workspace_create(struct call *call, const struct workspace *wish, struct text login,
                             int64_t *ret_workspace_id)
{
    struct creating_workspace creating = { call, wish, login, 0 };
    enum status status = call_write_as_system(call, create_workspace, &creating);

    if (status == OK)
        *ret_workspace_id = creating.workspace_id;
    return status;
}

enum status setup_by_operator(struct call *call, const struct setup *setup)
{
    struct signed_in signed_in;

    return setup_apply(call, setup, true, &signed_in);
}
