/* Sign-up. Whether the address has an account already cannot be told from the answer nor from
   the work: a verifier is made and a mail is queued in both cases, and neither gets a session
   (docs/decisions/2026-11-21-sign-up-tells-nobody.md). */
#include "auth/auth_mail.h"
#include "auth/credential.h"
#include "auth/gotrue.h"
#include "auth/one_time_token.h"
#include "auth/server_setting.h"
#include "auth/workspace.h"
#include "crypto/random.h"
#include "store/row.h"

struct signing_up {
    struct call *call;
    struct account wanted;
    struct workspace wish;
    bool may_mail; /* to somebody who has an account: not any number of times */
};

/* ---- what was sent ---- */

static struct text first_text(const struct json *data, const char *const *names)
{
    for (; *names; names++) {
        struct text text = json_text_member(data, text_from(*names));

        if (text.size > 0)
            return text;
    }
    return (struct text){ 0 };
}

/* What supabase-js sends as `data`, with the names that apps use for a person's name. Other
   members are not kept: an account has the fields it has (N-005). */
static void take_data(struct signing_up *up, const struct json *data)
{
    static const char *const names[] = { "display_name", "full_name", "name", NULL };
    struct arena *arena = up->call->arena;
    struct account *wanted = &up->wanted;
    struct text language = json_text_member(data, T("language"));
    struct text username;

    wanted->display_name = account_clean_name(arena, first_text(data, names));
    if (wanted->display_name.size == 0)
        wanted->display_name = account_clean_name(
            arena, text_slice(wanted->email, 0, text_find_byte(wanted->email, '@')));
    account_set_language(wanted, text_equal(language, T("zh"))   ? LANGUAGE_ZH
                                 : text_equal(language, T("en")) ? LANGUAGE_EN
                                                                 : up->call->language);
    if (account_fold_username(arena, json_text_member(data, T("username")), &username))
        wanted->username = username;
    up->wish = (struct workspace){
        .name = account_clean_name(arena, json_text_member(data, T("workspace_name"))),
        .time_zone = json_text_member(data, T("time_zone")),
        .currency = json_text_member(data, T("currency")),
    };
}

static enum status read_body(struct signing_up *up, const struct json *body)
{
    struct call *call = up->call;
    struct text email = json_text_member(body, T("email"));
    struct text password = json_text_member(body, T("password"));
    enum status status;

    if (!account_fold_email(call->arena, email, &up->wanted.email))
        return gotrue_refuse_email(call);
    status = gotrue_charge(call, THROTTLE_SIGN_UP, call_party(call));
    if (status != OK)
        return status;
    up->may_mail = throttle_charge(call->instance->throttle, THROTTLE_MAIL, up->wanted.email,
                                   call->now_ms) == 0;
    up->wanted.row = server_row(call->now_ms);
    up->wanted.password_changed_at = call->now_ms;
    take_data(up, json_member(body, T("data")));
    return credential_make(call, password, &up->wanted.password);
}

/* ---- transactions ---- */

static enum status queue_confirmation(struct tx *tx, struct call *call,
                                      const struct account *account)
{
    struct one_time_token token = { .kind = TOKEN_CONFIRM, .account_id = account->row.id };
    struct auth_mail_values values = {
        .recipient = account->email,
        .language = account_language(account),
        .name = account->display_name,
    };
    enum status status = one_time_token_make(tx, tx_arena(tx), call->now_ms, &token, &values.token);

    return status == OK ? auth_mail_queue(tx, call, MAIL_CONFIRM, &values) : status;
}

static enum status queue_exists(struct tx *tx, struct call *call, const struct account *account)
{
    struct auth_mail_values values = {
        .recipient = account->email,
        .language = account_language(account),
        .name = account->display_name,
    };

    return auth_mail_queue(tx, call, MAIL_EXISTS, &values);
}

/* A name that is taken is left out; it can be chosen in the profile, by who is signed in. */
static enum status drop_taken_username(struct tx *tx, struct account *account)
{
    struct account other;
    enum status status;

    if (account->username.size == 0)
        return OK;
    status = account_find_by_username(tx, account->username, &other);
    if (status == OK)
        account->username = (struct text){ 0 };
    return status == NOT_FOUND ? OK : status;
}

static enum status create(struct tx *tx, struct signing_up *up)
{
    struct account account = up->wanted;
    int64_t workspace_id;
    enum status status = drop_taken_username(tx, &account);

    if (status == OK)
        status = row_insert(tx, &account_entity, &account);
    if (status == OK)
        status = workspace_make(tx, up->call, &up->wish, &account, &workspace_id);
    if (status == OK)
        status = queue_confirmation(tx, up->call, &account);
    return status;
}

static enum status sign_up(struct tx *tx, void *context)
{
    struct signing_up *up = context;
    struct account other;
    enum status status = account_find_by_email(tx, up->wanted.email, &other);

    if (status == OK)
        return up->may_mail ? queue_exists(tx, up->call, &other) : OK;
    return status == NOT_FOUND ? create(tx, up) : status;
}

enum status sign_up_handle(struct call *call)
{
    struct signing_up up = { .call = call };
    struct json_writer json;
    const struct json *body;
    enum status status = gotrue_body(call, &body);

    if (status != OK)
        return status;
    if (text_equal(text_from(settings_sign_up(call->instance->settings)), T("invited")))
        return REFUSE(call, INVALID, .http = 422, .code = "signup_disabled",
                      .say = L("Accounts are made by invitation here.", "本服务器仅限受邀注册。"));
    status = read_body(&up, body);
    if (status != OK)
        return status;
    status = call_write_as_system(call, sign_up, &up);
    if (status == CONFLICT) /* somebody took the address in between */
        status = call_write_as_system(call, sign_up, &up);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    gotrue_write_user(call, &json, &up.wanted, NULL, USER_JUST_SIGNED_UP);
    return OK;
}
