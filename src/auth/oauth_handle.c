/* OAuth handle: sign-in with Google. /authorize sends the browser away with exactly the scopes
   openid, email and profile; /callback takes it back, once, in the same browser; /token with the
   grant pkce hands the session to a client that has its own verifier. */
#include "auth/auth_mail.h"
#include "auth/gotrue.h"
#include "auth/identity.h"
#include "auth/issuer.h"
#include "auth/oauth_flow.h"
#include "auth/redirect.h"
#include "base/log.h"
#include "codec/query.h"

#define COOKIE "steward_oauth"
#define SCOPES "openid email profile"

enum { LIMIT_COOKIE = 256, COOKIE_SECONDS = 600 };

struct flowing {
    struct call *call;
    struct oauth_flow flow;
    struct oauth_secrets secrets;
    struct text base, state, browser, code;
    struct id_token_facts facts;
    struct oauth_grant grant; /* what the provider takes back later */
    enum identity_outcome outcome;
    struct signed_in result;
    bool is_missing;
};

static struct text callback_of(struct arena *arena, struct text base)
{
    return arena_print(arena, "%.*s/auth/v1/callback", TEXT_ARG(base));
}

/* ---- /authorize ---- */

/* More than these is not asked for, whoever wants it (I-004, X-073). */
static bool asks_for_more(struct text scopes)
{
    static const char *const known[] = { "openid", "email", "profile" };

    while (scopes.size > 0) {
        struct text scope = text_cut(&scopes, ' ');
        bool is_known = scope.size == 0;

        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            is_known = is_known || text_equal(scope, text_from(known[i]));
        if (!is_known)
            return true;
    }
    return false;
}

static enum status read_request(struct flowing *flowing)
{
    struct call *call = flowing->call;
    struct text method = gotrue_query(call, T("code_challenge_method"));

    if (!text_equal(gotrue_query(call, T("provider")), T("google")) ||
        !issuer_is_used(call->instance->settings))
        return REFUSE(
            call, INVALID, .code = "validation_failed",
            .say = L("Unsupported provider: provider is not enabled", "不支持或未启用该登录方式"));
    if (asks_for_more(gotrue_query(call, T("scopes"))))
        return REFUSE(
            call, INVALID, .code = "validation_failed",
            .say = L("The scopes are " SCOPES " and no others.", "授权范围只能是 " SCOPES "。"));
    flowing->flow.challenge = gotrue_query(call, T("code_challenge"));
    if (flowing->flow.challenge.size == 0)
        return OK;
    if (flowing->flow.challenge.size < LEAST_VERIFIER ||
        flowing->flow.challenge.size > LIMIT_CHALLENGE || !text_equal_nocase(method, T("s256")))
        return REFUSE(call, INVALID, .code = "validation_failed",
                      .say = L("The code challenge must be made with S256.",
                               "code_challenge 必须使用 S256。"));
    return OK;
}

static enum status begin(struct tx *tx, void *context)
{
    struct flowing *flowing = context;
    struct call *call = flowing->call;
    struct text wanted = gotrue_query(call, T("redirect_to"));
    enum status status = auth_link_base(tx, call, &flowing->base);

    if (status != OK)
        return status;
    if (wanted.size == 0)
        wanted = T("/");
    if (!redirect_is_allowed(call->instance->settings, flowing->base, wanted))
        return REFUSE(call, INVALID, .code = "validation_failed",
                      .say = L("redirect_to leads to an address that is not allowed.",
                               "redirect_to 指向未被允许的地址。"));
    flowing->flow.redirect_to = redirect_without_fragment(wanted);
    return oauth_flow_begin(tx, call, &flowing->flow, &flowing->secrets);
}

/* Lax: the way back from the provider is a navigation, and must bring it along. */
static void set_cookie(struct call *call, struct text base, struct text value, int seconds)
{
    bool is_secure = text_starts_with(base, T("https://")) ||
                     (call->exchange && http_is_secure(call->exchange));

    call_add_header(call, T("Set-Cookie"),
                    arena_print(call->arena,
                                COOKIE "=%.*s; Path=/auth/v1/callback; Max-Age=%d; HttpOnly; "
                                       "SameSite=Lax%s",
                                TEXT_ARG(value), seconds, is_secure ? "; Secure" : ""));
}

static enum status build_address(struct flowing *flowing, struct buffer *location)
{
    struct call *call = flowing->call;
    struct text url;
    enum status status = issuer_authorize_url(call, &url);

    if (status != OK)
        return REFUSE(call, UNAVAILABLE, .code = "unexpected_failure",
                      .say = L("Google cannot be reached now. Try again later.",
                               "暂时无法连接 Google，请稍后再试。"));
    buffer_append(location, url);
    buffer_append_byte(location, text_find_byte(url, '?') < url.size ? '&' : '?');
    query_append(location, T("response_type"), T("code"));
    query_append(location, T("client_id"), text_from(call->instance->settings->google_client_id));
    query_append(location, T("redirect_uri"), callback_of(call->arena, flowing->base));
    query_append(location, T("scope"), T(SCOPES));
    query_append(location, T("state"), flowing->secrets.state);
    query_append(location, T("nonce"), flowing->secrets.nonce);
    query_append(location, T("code_challenge"),
                 oauth_challenge(call->arena, flowing->secrets.verifier));
    query_append(location, T("code_challenge_method"), T("S256"));
    set_cookie(call, flowing->base, flowing->secrets.browser, COOKIE_SECONDS);
    return buffer_status(location);
}

static enum status start(struct flowing *flowing, struct buffer *location)
{
    struct call *call = flowing->call;
    enum status status = gotrue_charge(call, THROTTLE_FLOW, call_party(call));

    if (status == OK)
        status = read_request(flowing);
    if (status == OK)
        status = call_write_as_system(call, begin, flowing);
    return status == OK ? build_address(flowing, location) : status;
}

enum status authorize_handle(struct call *call)
{
    struct flowing flowing = { .call = call };
    struct buffer location = buffer_in(call->arena, LIMIT_LOCATION);
    enum status status = start(&flowing, &location);

    return status == OK ? redirect_answer(call, &location) : status;
}

/* ---- linking ---- */

static enum status read_session(struct tx *tx, void *context)
{
    struct flowing *flowing = context;

    return session_find(tx, flowing->call->caller.session_id, &flowing->result.session);
}

/* A further way to sign in is added by who has just signed in, with everything they have. */
enum status identity_authorize_handle(struct call *call)
{
    struct flowing flowing = { .call = call, .flow.link_account = call->caller.account_id };
    struct buffer location = buffer_in(call->arena, LIMIT_LOCATION);
    struct json_writer json;
    enum status status = gotrue_require_factor(call);

    if (status == OK)
        status = call_read_as_system(call, read_session, &flowing);
    if (status == OK && call->caller.assurance != 2 &&
        !session_is_fresh(&flowing.result.session, call->now_ms))
        return REFUSE(call, INVALID, .code = "reauthentication_needed",
                      .say = L("Sign in again to link an account.", "请重新登录后再关联账户。"));
    if (status == OK)
        status = start(&flowing, &location);
    if (status != OK)
        return status;
    if (!text_equal(gotrue_query(call, T("skip_http_redirect")), T("true")))
        return redirect_answer(call, &location);
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("url"), buffer_text(&location));
    json_end_object(&json);
    return OK;
}

/* ---- /callback ---- */

static struct text cookie_of(const struct call *call)
{
    struct text rest = call_header(call, T("Cookie"));

    while (rest.size > 0) {
        struct text value = text_trim(text_cut(&rest, ';'));
        struct text name = text_cut(&value, '=');

        if (text_equal(name, T(COOKIE)) && value.size <= LIMIT_COOKIE)
            return value;
    }
    return (struct text){ 0 };
}

static enum status take(struct tx *tx, void *context)
{
    struct flowing *flowing = context;
    enum status status = auth_link_base(tx, flowing->call, &flowing->base);

    if (status == OK)
        status = oauth_flow_take(tx, flowing->call, flowing->state, flowing->browser,
                                 &flowing->flow, &flowing->secrets);
    flowing->is_missing = status == NOT_FOUND;
    return flowing->is_missing ? OK : status;
}

static enum status resolve(struct tx *tx, struct flowing *flowing)
{
    struct call *call = flowing->call;
    struct id linked = flowing->flow.link_account;
    struct account *account = &flowing->result.account;
    enum status status;

    if (id_is_zero(linked))
        return identity_resolve(tx, call, &flowing->facts, account, &flowing->outcome);
    status = identity_link_to(tx, call, &flowing->facts, linked, &flowing->outcome);
    return status == OK ? account_find(tx, linked, account) : status;
}

/* Kept for one thing: to be revoked when the link goes. */
static enum status keep_grant(struct tx *tx, const struct flowing *flowing)
{
    struct identity_link link;
    enum status status = identity_find(tx, flowing->call, &flowing->facts, &link);
    struct oauth_token whose = { .provider = T("google") };

    if (status != OK)
        return status;
    whose.account_id = link.account_id;
    whose.connection_id = link.row.id;
    return oauth_token_keep(tx, flowing->call, &whose, &flowing->grant);
}

static enum status finish(struct tx *tx, void *context)
{
    struct flowing *flowing = context;
    struct signed_in *result = &flowing->result;
    enum status status = resolve(tx, flowing);

    if (status != OK || flowing->outcome != IDENTITY_FINE)
        return status;
    status = keep_grant(tx, flowing);
    if (status != OK)
        return status;
    if (flowing->flow.challenge.size > 0)
        return oauth_flow_finish(tx, flowing->call, &flowing->flow, result->account.row.id,
                                 &flowing->code);
    status = session_begin(tx, flowing->call, &result->account, METHOD_GOOGLE, &result->session);
    return status == OK ? signed_in_complete(tx, result) : status;
}

static enum status refuse_exchange(struct call *call, enum status status, const char *fault)
{
    LOG(LOG_ERROR, "sign-in with Google", LOG_TEXT("why", text_from(fault)));
    if (status == UNAVAILABLE)
        return REFUSE(call, UNAVAILABLE, .code = "unexpected_failure",
                      .say = L("Google cannot be reached now. Try again later.",
                               "暂时无法连接 Google，请稍后再试。"));
    return REFUSE(
        call, FORBIDDEN, .code = "bad_oauth_callback",
        .say = L("Google's answer does not hold. Try again.", "Google 的应答无效，请重试。"));
}

static enum status complete(struct flowing *flowing)
{
    struct call *call = flowing->call;
    struct issuer_exchange exchange = {
        .code = gotrue_query(call, T("code")),
        .verifier = flowing->secrets.verifier,
        .redirect_uri = callback_of(call->arena, flowing->base),
        .nonce = flowing->secrets.nonce,
    };
    const char *fault = "";
    enum status status;

    if (exchange.code.size == 0)
        return REFUSE(
            call, FORBIDDEN, .code = "access_denied",
            .say = L("The sign-in with Google was not completed.", "未完成 Google 登录。"));
    status = issuer_exchange(call, &exchange, &flowing->facts, &flowing->grant, &fault);
    if (status == FAILED)
        return status;
    if (status != OK)
        return refuse_exchange(call, status, fault);
    status = call_write_as_system(call, finish, flowing);
    if (status == CONFLICT && !call->is_refused) /* two of the same sign-in at once */
        status = call_write_as_system(call, finish, flowing);
    if (status == OK && flowing->outcome != IDENTITY_FINE)
        status = call_refuse(call, *identity_refusal(flowing->outcome));
    return status;
}

static char mark_of(const struct flowing *flowing)
{
    struct text address = flowing->flow.redirect_to;

    return text_find_byte(address, '?') < address.size ? '&' : '?';
}

static enum status lead_on(struct flowing *flowing, enum status status)
{
    struct call *call = flowing->call;
    struct buffer location = buffer_in(call->arena, LIMIT_LOCATION);
    bool is_by_code = flowing->flow.challenge.size > 0;

    buffer_append(&location, flowing->flow.redirect_to);
    if (status != OK) {
        redirect_append_refusal(call, &location, is_by_code ? mark_of(flowing) : '#');
        call->is_refused = false;
    } else if (is_by_code) {
        buffer_print(&location, "%ccode=%.*s", mark_of(flowing), TEXT_ARG(flowing->code));
    } else {
        status = redirect_append_session(call, &location, &flowing->result);
        if (status != OK)
            return status;
    }
    set_cookie(call, flowing->base, (struct text){ 0 }, 0);
    return redirect_answer(call, &location);
}

enum status callback_handle(struct call *call)
{
    struct flowing flowing = { .call = call,
                               .state = gotrue_query(call, T("state")),
                               .browser = cookie_of(call) };
    enum status status = gotrue_charge(call, THROTTLE_FLOW, call_party(call));

    if (status == OK)
        status = call_write_as_system(call, take, &flowing);
    if (status != OK)
        return status;
    if (flowing.is_missing) {
        flowing.flow.redirect_to = T("/signin");
        status = REFUSE(call, FORBIDDEN, .code = "bad_oauth_state",
                        .say = L("This sign-in was not begun in this browser, or is too old.",
                                 "此登录并非由本浏览器发起，或已过期。"));
        return lead_on(&flowing, status);
    }
    status = complete(&flowing);
    return status != OK && !call->is_refused ? status : lead_on(&flowing, status);
}

/* ---- /token?grant_type=pkce ---- */

struct exchanging {
    struct call *call;
    struct text code, verifier;
    bool is_missing, fits;
    struct signed_in result;
};

static enum status exchange(struct tx *tx, void *context)
{
    struct exchanging *exchanging = context;
    struct call *call = exchanging->call;
    struct signed_in *result = &exchanging->result;
    struct id account;
    enum status status = oauth_flow_exchange(tx, call, exchanging->code, exchanging->verifier,
                                             &account, &exchanging->fits);

    exchanging->is_missing = status == NOT_FOUND;
    if (status != OK)
        return exchanging->is_missing ? OK : status;
    if (!exchanging->fits)
        return OK;
    status = account_find(tx, account, &result->account);
    if (status == OK)
        status = session_begin(tx, call, &result->account, METHOD_GOOGLE, &result->session);
    return status == OK ? signed_in_complete(tx, result) : status;
}

enum status sign_in_with_code(struct call *call, const struct json *body)
{
    struct exchanging exchanging = { .call = call,
                                     .code = json_text_member(body, T("auth_code")),
                                     .verifier = json_text_member(body, T("code_verifier")) };
    enum status status = gotrue_charge(call, THROTTLE_FLOW, call_party(call));

    if (status == OK)
        status = call_write_as_system(call, exchange, &exchanging);
    if (status != OK)
        return status;
    if (exchanging.is_missing)
        return REFUSE(call, NOT_FOUND, .code = "flow_state_not_found",
                      .say = L("This code is not valid, too old, or was used already.",
                               "该授权码无效、已过期或已被使用。"));
    if (!exchanging.fits)
        return REFUSE(call, INVALID, .code = "bad_code_verifier",
                      .say = L("The code verifier does not fit the challenge.",
                               "code_verifier 与 code_challenge 不匹配。"));
    return gotrue_answer_session(call, &exchanging.result);
}
