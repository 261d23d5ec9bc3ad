/* Sign-in: /token with a password. An account that does not exist costs the same work and gets
   the same answer as a wrong password: one verifier is computed and one event is written. */
#include "auth/credential.h"
#include "auth/gotrue.h"
#include "base/limits.h"
#include "codec/utf8.h"
#include "store/row.h"

struct signing_in {
    struct call *call;
    struct text login;
    bool is_found;
    struct account account; /* as it was when the password was verified */
    struct text new_verifier;
    struct signed_in result;
    bool is_stale; /* the password changed in between */
};

static enum status refuse(struct call *call)
{
    return REFUSE(call, INVALID, .code = "invalid_credentials",
                  .say = L("Invalid login credentials", "用户名或密码错误"));
}

/* ---- throttle ---- */

struct trying {
    struct text pair, account, address;
};

static struct trying trying_of(struct call *call, struct text login)
{
    struct buffer folded = buffer_in(call->arena, 4096);
    struct trying trying = { .address = call_party(call) };

    utf8_fold(&folded, text_trim(text_slice(login, 0, LIMIT_EMAIL)));
    trying.account = buffer_text(&folded);
    trying.pair =
        arena_print(call->arena, "%.*s %.*s", TEXT_ARG(trying.address), TEXT_ARG(trying.account));
    return trying;
}

static enum status charge(struct call *call, const struct trying *trying)
{
    enum status status = gotrue_charge(call, THROTTLE_SIGN_IN_PAIR, trying->pair);

    if (status == OK)
        status = gotrue_charge(call, THROTTLE_SIGN_IN_ACCOUNT, trying->account);
    if (status == OK)
        status = gotrue_charge(call, THROTTLE_SIGN_IN_ADDRESS, trying->address);
    return status;
}

static void forgive(struct call *call, const struct trying *trying)
{
    throttle_forgive(call->instance->throttle, THROTTLE_SIGN_IN_PAIR, trying->pair);
    throttle_give_back(call->instance->throttle, THROTTLE_SIGN_IN_ACCOUNT, trying->account);
    throttle_give_back(call->instance->throttle, THROTTLE_SIGN_IN_ADDRESS, trying->address);
}

/* ---- transactions ---- */

static enum status find_account(struct tx *tx, void *context)
{
    struct signing_in *signing = context;
    enum status status = account_find_by_login(tx, signing->login, &signing->account);

    signing->is_found = status == OK;
    return status == NOT_FOUND ? OK : status;
}

static enum status write_refusal(struct tx *tx, void *context)
{
    struct signing_in *signing = context;

    return sign_in_event_write(tx, signing->call, signing->account.row.id, (struct id){ { 0 } },
                               SIGN_IN_REFUSED);
}

/* The verifier is written again when the settings ask for another scheme than it has (C-01). */
static enum status renew_verifier(struct tx *tx, const struct signing_in *signing)
{
    struct value values[] = { VALUE_OF_ID(signing->account.row.id),
                              VALUE_OF_TEXT(signing->new_verifier),
                              VALUE_OF_TEXT(signing->account.password) };

    if (signing->new_verifier.size == 0)
        return OK;
    return tx_execute(tx,
                      T("UPDATE main.account SET password = $2 WHERE workspace_id = 0 AND "
                        "id = $1 AND password = $3"),
                      values, 3, NULL);
}

static enum status begin_session(struct tx *tx, void *context)
{
    struct signing_in *signing = context;
    struct signed_in *result = &signing->result;
    enum status status = account_find(tx, signing->account.row.id, &result->account);

    if (status != OK && status != NOT_FOUND)
        return status;
    signing->is_stale = status == NOT_FOUND ||
                        !text_equal(result->account.password, signing->account.password);
    if (signing->is_stale)
        return OK;
    status = renew_verifier(tx, signing);
    if (status == OK)
        status =
            session_begin(tx, signing->call, &result->account, METHOD_PASSWORD, &result->session);
    if (status == OK)
        status = signed_in_complete(tx, result);
    return status;
}

/* ---- the grant ---- */

static bool may_sign_in(const struct call *call, const struct signing_in *signing)
{
    bool needs_confirmation =
        text_equal(text_from(settings_sign_up(call->instance->settings)), T("confirmed"));

    return signing->account.email.size == 0 || signing->account.email_confirmed_at != 0 ||
           !needs_confirmation;
}

static enum status verify(struct signing_in *signing, struct text password)
{
    struct call *call = signing->call;
    struct password_params params = credential_params(call->instance->settings);
    enum status status;

    if (!credential_fits(call, signing->is_found ? &signing->account : NULL, password) ||
        !may_sign_in(call, signing)) {
        status = call_write_as_system(call, write_refusal, signing);
        return status == OK ? refuse(call) : status;
    }
    if (!password_needs_rehash(signing->account.password, &params))
        return OK;
    return password_hash(call->arena, password, &params, &signing->new_verifier);
}

enum status sign_in_with_password(struct call *call, const struct json *body)
{
    struct text password = json_text_member(body, T("password"));
    struct signing_in signing = { .call = call, .login = json_text_member(body, T("email")) };
    struct trying trying;
    enum status status;

    if (signing.login.size == 0)
        signing.login = json_text_member(body, T("username"));
    if (signing.login.size == 0)
        return REFUSE(call, INVALID, .code = "validation_failed",
                      .say = L("Say the e-mail address or user name.", "请填写邮箱或用户名。"));
    trying = trying_of(call, signing.login);
    status = charge(call, &trying);
    if (status != OK)
        return status;
    if (password.size == 0 || password.size > LIMIT_PASSWORD)
        return refuse(call);
    status = call_read_as_system(call, find_account, &signing);
    if (status == OK)
        status = verify(&signing, password);
    if (status == OK)
        status = call_write_as_system(call, begin_session, &signing);
    if (status == OK && signing.is_stale)
        status = refuse(call);
    if (status != OK)
        return status;
    forgive(call, &trying);
    return gotrue_answer_session(call, &signing.result);
}

enum status token_handle(struct call *call)
{
    static const struct {
        const char *grant;
        enum status (*run)(struct call *call, const struct json *body);
    } grants[] = {
        { "password", sign_in_with_password },
        { "refresh_token", sign_in_with_refresh_token },
        { "pkce", sign_in_with_code },
    };
    struct text grant = gotrue_query(call, T("grant_type"));
    const struct json *body;
    enum status status = gotrue_body(call, &body);

    if (status != OK)
        return status;
    for (size_t i = 0; i < sizeof grants / sizeof *grants; i++)
        if (text_equal(grant, text_from(grants[i].grant)))
            return grants[i].run(call, body);
    return REFUSE(call, INVALID, .code = "invalid_credentials",
                  .say = L("unsupported_grant_type", "不支持的 grant_type"));
}
