/* User: one's own account: reading it, and changing name, language, address and password. */
#include "auth/audit.h"
#include "auth/auth_mail.h"
#include "auth/credential.h"
#include "auth/email_change.h"
#include "auth/gotrue.h"
#include "store/row.h"

struct changing {
    struct call *call;
    struct signed_in me;      /* as it was when the proof was looked at */
    struct text display_name; /* empty: stays */
    struct text username;
    int language; /* enum language + 1; 0: stays */
    struct text email;
    struct text verifier;
    struct account result;
};

static enum status read_me(struct tx *tx, void *context)
{
    struct changing *changing = context;
    struct signed_in *me = &changing->me;
    enum status status = account_find(tx, changing->call->caller.account_id, &me->account);

    if (status == OK)
        status = session_find(tx, changing->call->caller.session_id, &me->session);
    return status == OK ? user_details_read(tx, me->account.row.id, &me->details) : status;
}

enum status user_get_handle(struct call *call)
{
    struct changing changing = { .call = call };
    enum status status = call_read_as_system(call, read_me, &changing);
    struct json_writer json;

    if (status != OK)
        return status;
    json = call_answer_json(call);
    gotrue_write_user(call, &json, &changing.me.account, &changing.me.details, USER_COMPLETE);
    return OK;
}

/* ---- what is wanted ---- */

static enum status take_username(struct changing *changing, struct text typed)
{
    if (typed.size == 0)
        return OK;
    if (account_fold_username(changing->call->arena, typed, &changing->username))
        return OK;
    return REFUSE(changing->call, INVALID, .code = "validation_failed",
                  .field = account_field("username"),
                  .say = L("A user name has 2 to {limit} characters, without spaces and @.",
                           "用户名为 2 至 {limit} 个字符，不能含空格和 @。"),
                  .limit = LIMIT_USERNAME);
}

static enum status take_data(struct changing *changing, const struct json *data)
{
    struct call *call = changing->call;
    struct text language = json_text_member(data, T("language"));

    changing->display_name =
        account_clean_name(call->arena, json_text_member(data, T("display_name")));
    if (language.size > 0 && !text_equal(language, T("en")) && !text_equal(language, T("zh")))
        return REFUSE(call, INVALID, .code = "validation_failed",
                      .field = account_field("language"),
                      .say = L("The language is en or zh.", "语言只能是 en 或 zh。"));
    if (language.size > 0)
        changing->language = text_equal(language, T("zh")) ? LANGUAGE_ZH + 1 : LANGUAGE_EN + 1;
    return take_username(changing, json_text_member(data, T("username")));
}

static enum status take_email(struct changing *changing, struct text typed)
{
    if (typed.size == 0)
        return OK;
    if (!account_fold_email(changing->call->arena, typed, &changing->email))
        return gotrue_refuse_email(changing->call);
    if (text_equal(changing->email, changing->me.account.email))
        changing->email = (struct text){ 0 };
    return OK;
}

/* ---- proof ---- */

struct proving {
    struct call *call;
    struct text nonce;
    bool fits;
};

static enum status use_nonce(struct tx *tx, void *context)
{
    struct proving *proving = context;
    struct call *call = proving->call;
    struct one_time_token token;
    enum status status = one_time_token_find_by_code(
        tx, call, TOKEN_REAUTHENTICATE, call->caller.account_id, proving->nonce, &token);

    proving->fits = status == OK;
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    return one_time_token_use(tx, &token, call->now_ms);
}

/* The code of GET /reauthenticate stands for the password. */
static enum status prove_by_nonce(struct call *call, struct text nonce, struct text who)
{
    struct proving proving = { .call = call, .nonce = nonce };
    enum status status = gotrue_charge(call, THROTTLE_SIGN_IN_PAIR, who);

    if (status == OK)
        status = call_write_as_system(call, use_nonce, &proving);
    if (status != OK)
        return status;
    if (!proving.fits)
        return REFUSE(call, INVALID, .http = 422, .code = "reauthentication_not_valid",
                      .say = L("This code is wrong, too old, or was used already.",
                               "验证码错误、已过期或已被使用。"));
    throttle_forgive(call->instance->throttle, THROTTLE_SIGN_IN_PAIR, who);
    return OK;
}

/* Who changes what one signs in with has just signed in, shows the password again, or the code
   of a mail. */
static enum status require_proof(struct changing *changing, struct text password, struct text nonce)
{
    struct call *call = changing->call;
    const struct account *account = &changing->me.account;
    struct id_text id = id_to_text(account->row.id);
    struct text who = text_from(id.at);
    enum status status;

    if (session_is_fresh(&changing->me.session, call->now_ms) || account->password.size == 0)
        return OK;
    if (nonce.size > 0)
        return prove_by_nonce(call, nonce, who);
    if (password.size == 0)
        return REFUSE(
            call, INVALID, .code = "current_password_required",
            .say = L("Current password required when setting new password.", "请先输入当前密码。"));
    status = gotrue_charge(call, THROTTLE_SIGN_IN_PAIR, who);
    if (status != OK)
        return status;
    if (!credential_fits(call, account, password))
        return REFUSE(call, INVALID, .code = "current_password_invalid",
                      .say = L("The current password is wrong.", "当前密码错误。"));
    throttle_forgive(call->instance->throttle, THROTTLE_SIGN_IN_PAIR, who);
    return OK;
}

static enum status take_password(struct changing *changing, struct text password)
{
    struct call *call = changing->call;
    enum status status;

    if (password.size == 0)
        return OK;
    status = credential_check_rules(call, password);
    if (status != OK)
        return status;
    if (changing->me.account.password.size > 0 &&
        credential_fits(call, &changing->me.account, password))
        return REFUSE(call, INVALID, .http = 422, .code = "same_password",
                      .say = L("New password should be different from the old password.",
                               "新密码不能与旧密码相同。"));
    return credential_make(call, password, &changing->verifier);
}

static enum status take(struct changing *changing, const struct json *body)
{
    struct text password = json_text_member(body, T("password"));
    enum status status = take_data(changing, json_member(body, T("data")));

    if (status == OK)
        status = take_email(changing, json_text_member(body, T("email")));
    if (status == OK && (password.size > 0 || changing->email.size > 0))
        status = gotrue_require_factor(changing->call);
    if (status == OK && (password.size > 0 || changing->email.size > 0))
        status = require_proof(changing, json_text_member(body, T("current_password")),
                               json_text_member(body, T("nonce")));
    if (status == OK)
        status = take_password(changing, password);
    return status;
}

/* ---- the change ---- */

static enum status change_username(struct tx *tx, struct changing *changing,
                                   struct account *account)
{
    struct account other;
    enum status status;

    if (changing->username.size == 0 || text_equal(changing->username, account->username))
        return OK;
    status = account_find_by_username(tx, changing->username, &other);
    if (status == OK)
        return REFUSE(changing->call, CONFLICT, .http = 422, .code = "conflict",
                      .field = account_field("username"),
                      .say = L("This user name is taken.", "该用户名已被使用。"));
    account->username = changing->username;
    return status == NOT_FOUND ? OK : status;
}

static enum status change_password(struct tx *tx, struct changing *changing,
                                   struct account *account)
{
    struct call *call = changing->call;
    struct auth_mail_values values = {
        .recipient = account->email,
        .language = account_language(account),
        .name = account->display_name,
    };
    bool is_first = account->password.size == 0;
    enum status status;

    if (changing->verifier.size == 0)
        return OK;
    account->password = changing->verifier;
    account->password_changed_at = call->now_ms;
    status = session_end_others(tx, call, account->row.id, call->caller.session_id, END_PASSWORD);
    if (status == OK) /* asked for by whoever knew the old password */
        status = one_time_token_revoke_all(tx, account->row.id, call->now_ms);
    if (status == OK)
        status = audit_write(tx, call,
                             &(struct audit){ .action = "account.password",
                                              .entity = "account",
                                              .row_id = account->row.id });
    if (status == OK && account->email.size > 0 && !is_first)
        status = auth_mail_queue(tx, call, MAIL_PASSWORD_CHANGED, &values);
    return status;
}

static enum status change(struct tx *tx, void *context)
{
    struct changing *changing = context;
    struct call *call = changing->call;
    struct account account;
    enum status status = account_find(tx, call->caller.account_id, &account);

    if (status == OK)
        status = change_username(tx, changing, &account);
    if (status != OK)
        return status;
    if (changing->display_name.size > 0)
        account.display_name = changing->display_name;
    if (changing->language != 0)
        account.language = changing->language;
    status = change_password(tx, changing, &account);
    if (status == OK && changing->email.size > 0)
        status = email_change_request(tx, call, &account, changing->email);
    if (status == OK)
        status = account_save(tx, &account, call->now_ms);
    if (status == OK)
        status = member_rename(tx, &account, call->now_ms);
    if (status == OK)
        status = session_raise_generation(tx, call);
    session_forget_after_commit(call, account.row.id);
    changing->result = account;
    return status;
}

enum status user_put_handle(struct call *call)
{
    struct changing changing = { .call = call };
    const struct json *body;
    enum status status = gotrue_body(call, &body);
    struct json_writer json;

    if (status == OK)
        status = call_read_as_system(call, read_me, &changing);
    if (status == OK)
        status = take(&changing, body);
    if (status == OK && changing.email.size > 0)
        status = gotrue_charge_letter(call, changing.email);
    if (status == OK)
        status = call_write_as_system(call, change, &changing);
    if (status == OK)
        status = call_read_as_system(call, read_me, &changing);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    gotrue_write_user(call, &json, &changing.result, &changing.me.details, USER_COMPLETE);
    return OK;
}
