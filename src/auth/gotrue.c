/* GoTrue: users, sessions and errors in the original's form. */
#include "auth/gotrue.h"

#include "auth/grants.h"
#include "auth/token.h"
#include "codec/query.h"

/* ---- reading ---- */

enum status gotrue_body(struct call *call, const struct json **ret_body)
{
    enum status status = call_json(call, ret_body);

    if (status == OK && json_kind(*ret_body) == JSON_KIND_OBJECT)
        return OK;
    if (status == OK)
        status = REFUSE(call, INVALID,
                        .say = L("The body must be a JSON object.", "请求正文必须是 JSON 对象。"));
    call->refusal.code = "bad_json";
    return status;
}

struct text gotrue_query(struct call *call, struct text name)
{
    struct query query;

    if (!call->exchange || query_parse(call->arena, http_query(call->exchange), &query) != OK)
        return (struct text){ 0 };
    return query_value(&query, name);
}

enum status gotrue_charge(struct call *call, enum throttle_kind kind, struct text who)
{
    int64_t wait_s;

    if (who.size == 0 || !call->instance->throttle)
        return OK;
    wait_s = throttle_charge(call->instance->throttle, kind, who, call->now_ms);
    if (wait_s == 0)
        return OK;
    return REFUSE(call, TOO_MANY, .code = "over_request_rate_limit",
                  .say = L("Too many attempts. Try again in {limit} seconds.",
                           "尝试次数过多，请在 {limit} 秒后重试。"),
                  .limit = wait_s, .retry_after_s = wait_s);
}

enum status gotrue_charge_letter(struct call *call, struct text recipient)
{
    struct id_text id = id_to_text(call->caller.account_id);
    enum status status = gotrue_charge(call, THROTTLE_MAIL_ADDRESS, text_from(id.at));

    return status == OK ? gotrue_charge(call, THROTTLE_MAIL, recipient) : status;
}

enum status gotrue_refuse_email(struct call *call)
{
    return REFUSE(call, INVALID, .code = "validation_failed", .field = account_field("email"),
                  .say = L("That is not an e-mail address.", "这不是有效的邮箱地址。"));
}

enum status gotrue_answer_empty(struct call *call)
{
    struct json_writer json = call_answer_json(call);

    json_begin_object(&json);
    json_end_object(&json);
    return OK;
}

enum status standing_read(struct tx *tx, struct id account, int64_t workspace_id,
                          struct standing *ret_standing)
{
    struct member member;
    enum status status = workspace_id == 0 ? NOT_FOUND
                                           : member_find(tx, workspace_id, account, &member);

    if (status != OK && status != NOT_FOUND)
        return status;
    *ret_standing = status == NOT_FOUND ? (struct standing){ 0 }
                                        : (struct standing){ .workspace_id = workspace_id,
                                                             .role = (enum role)member.role,
                                                             .grants = member.grants };
    return OK;
}

enum status signed_in_complete(struct tx *tx, struct signed_in *signed_in)
{
    enum status status = standing_read(tx, signed_in->account.row.id,
                                       signed_in->session.current_workspace, &signed_in->standing);

    return status == OK ? user_details_read(tx, signed_in->account.row.id, &signed_in->details)
                        : status;
}

struct requiring {
    struct id account;
    bool is_set_up;
};

static enum status read_is_set_up(struct tx *tx, void *context)
{
    struct requiring *requiring = context;

    return factor_is_set_up(tx, requiring->account, &requiring->is_set_up);
}

enum status gotrue_require_factor(struct call *call)
{
    struct requiring requiring = { .account = call->caller.account_id };
    enum status status =
        call->caller.assurance == 2 ? OK : call_read_as_system(call, read_is_set_up, &requiring);

    if (status != OK || !requiring.is_set_up)
        return status;
    return REFUSE(call, UNAUTHENTICATED, .code = "insufficient_aal",
                  .say = L("This needs your second factor as well.", "此操作还需要第二重验证。"));
}

/* ---- writing ---- */

static void write_instant(struct json_writer *json, struct text name, int64_t instant_ms)
{
    struct instant_text text = instant_to_text(instant_ms);

    if (instant_ms != 0)
        json_write_text_member(json, name, text_from(text.at));
}

static void write_metadata(struct json_writer *json, const struct account *account)
{
    json_begin_object(json);
    json_write_text_member(json, T("display_name"), account->display_name);
    json_write_text_member(json, T("username"), account->username);
    json_write_text_member(json, T("language"),
                           account_language(account) == LANGUAGE_ZH ? T("zh") : T("en"));
    json_write_text_member(json, T("email"), account->email);
    json_write_boolean_member(json, T("email_verified"), account->email_confirmed_at != 0);
    json_end_object(json);
}

static void write_identity(struct json_writer *json, const struct account *account)
{
    struct id_text id = id_to_text(account->row.id);

    json_begin_object(json);
    json_write_text_member(json, T("identity_id"), text_from(id.at));
    json_write_text_member(json, T("id"), text_from(id.at));
    json_write_text_member(json, T("user_id"), text_from(id.at));
    json_write_key(json, T("identity_data"));
    json_begin_object(json);
    json_write_text_member(json, T("sub"), text_from(id.at));
    json_write_text_member(json, T("email"), account->email);
    json_write_boolean_member(json, T("email_verified"), account->email_confirmed_at != 0);
    json_write_boolean_member(json, T("phone_verified"), false);
    json_end_object(json);
    json_write_text_member(json, T("provider"), T("email"));
    write_instant(json, T("last_sign_in_at"), account->last_sign_in_at);
    write_instant(json, T("created_at"), account->row.created_at);
    write_instant(json, T("updated_at"), account->row.updated_at);
    json_write_text_member(json, T("email"), account->email);
    json_end_object(json);
}

/* The way in with a password: who has none and another way in does not have this one. */
static bool has_own_identity(const struct account *account, const struct user_details *details)
{
    return account->password.size > 0 || !details || details->identities.count == 0;
}

static struct text providers_of(const struct account *account, const struct user_details *details)
{
    if (!has_own_identity(account, details))
        return T("{\"provider\":\"google\",\"providers\":[\"google\"]}");
    return details && details->identities.count > 0
               ? T("{\"provider\":\"email\",\"providers\":[\"email\",\"google\"]}")
               : T("{\"provider\":\"email\",\"providers\":[\"email\"]}");
}

void gotrue_write_user_members(struct call *call, struct json_writer *json,
                               const struct account *account, const struct user_details *details,
                               enum gotrue_user_form form)
{
    struct id_text id = id_to_text(account->row.id);

    json_write_text_member(json, T("id"), text_from(id.at));
    json_write_text_member(json, T("aud"), T("authenticated"));
    json_write_text_member(json, T("role"), T("authenticated"));
    json_write_text_member(json, T("email"), account->email);
    write_instant(json, T("email_confirmed_at"), account->email_confirmed_at);
    write_instant(json, T("confirmed_at"), account->email_confirmed_at);
    if (form == USER_JUST_SIGNED_UP)
        write_instant(json, T("confirmation_sent_at"), call->now_ms);
    json_write_text_member(json, T("phone"), T(""));
    write_instant(json, T("last_sign_in_at"), account->last_sign_in_at);
    json_write_key(json, T("app_metadata"));
    json_write_raw(json, providers_of(account, details));
    json_write_key(json, T("user_metadata"));
    write_metadata(json, account);
    json_write_key(json, T("identities"));
    json_begin_array(json);
    if (has_own_identity(account, details))
        write_identity(json, account);
    if (details)
        user_details_write_identities(json, details);
    json_end_array(json);
    if (details)
        user_details_write(json, details);
    write_instant(json, T("created_at"), account->row.created_at);
    write_instant(json, T("updated_at"), account->row.updated_at);
    json_write_boolean_member(json, T("is_anonymous"), false);
}

void gotrue_write_user(struct call *call, struct json_writer *json, const struct account *account,
                       const struct user_details *details, enum gotrue_user_form form)
{
    json_begin_object(json);
    gotrue_write_user_members(call, json, account, details, form);
    json_end_object(json);
}

static struct text metadata_text(struct call *call, const struct account *account)
{
    struct buffer out = buffer_in(call->arena, LIMIT_TOKEN_METADATA);
    struct json_writer json = json_writer_to(&out);

    write_metadata(&json, account);
    return buffer_text(&out);
}

enum status gotrue_write_session(struct call *call, struct json_writer *json,
                                 const struct signed_in *signed_in)
{
    const struct token_keys *keys = call->instance->token_keys;
    int64_t seconds = call->instance->settings->access_minutes * 60;
    const struct account *account = &signed_in->account;
    const struct session *session = &signed_in->session;
    struct access_claims claims = {
        .account_id = account->row.id,
        .session_id = session->row.id,
        .workspace_id = signed_in->standing.workspace_id,
        .issued_at_s = call->now_ms / MS_PER_SECOND,
        .expires_at_s = call->now_ms / MS_PER_SECOND + seconds,
        .email = account->email,
        .display_name = account->display_name,
        .app_role = text_from(role_name(signed_in->standing.role)),
        .grants = signed_in->standing.grants,
        .modules_off = modules_off_to_text(call->arena, call->instance->settings),
        .language = account_language(account) == LANGUAGE_ZH ? T("zh") : T("en"),
        .method = text_from(session_method_name((enum session_method)session->method)),
        .method_at_s = session->row.created_at / MS_PER_SECOND,
        .factor = session_factor_name(session),
        .factor_at_s = session->factor_at / MS_PER_SECOND,
        .assurance = session_assurance(session),
        .is_operator = account->is_operator,
        .user_metadata = metadata_text(call, account),
    };
    struct text token;
    enum status status = access_token_make(keys, call->arena, &claims, &token);

    if (status != OK)
        return status;
    json_write_text_member(json, T("access_token"), token);
    json_write_text_member(json, T("token_type"), T("bearer"));
    json_write_integer_member(json, T("expires_in"), seconds);
    json_write_integer_member(json, T("expires_at"), claims.expires_at_s);
    json_write_text_member(
        json, T("refresh_token"),
        refresh_token_make(keys, call->arena, session->row.id, session->refresh_count));
    json_write_key(json, T("user"));
    gotrue_write_user(call, json, account, &signed_in->details, USER_COMPLETE);
    return OK;
}

enum status gotrue_answer_session(struct call *call, const struct signed_in *signed_in)
{
    struct json_writer json = call_answer_json(call);
    enum status status;

    json_begin_object(&json);
    status = gotrue_write_session(call, &json, signed_in);
    json_end_object(&json);
    return status;
}
