/* Verify: a link of a mail becomes a session. By POST from the web app; by GET as in the original,
   when the link says where to go on: then the session stands behind the # of the address.
   A link of our own mails says no such thing: it confirms an address and signs nobody in, or
   leads to the page that asks before the token is used. */
#include "auth/address_proof.h"
#include "auth/auth_mail.h"
#include "auth/email_change.h"
#include "auth/gotrue.h"
#include "auth/invite.h"
#include "auth/one_time_token.h"
#include "auth/redirect.h"
#include "codec/query.h"

struct verifying {
    struct call *call;
    const struct link_kind *kind;
    struct text token;
    struct one_time_token row;
    struct signed_in result;
    struct text email, code; /* instead of the token: what was typed from a mail */
    bool is_only_confirmed;  /* no session is wanted */
    bool is_half;            /* a new address: the other one has to answer too */
    bool is_bad;
    struct text base;
};

struct link_kind {
    const char *type; /* as supabase-js says it */
    enum token_kind kind;
    enum session_method method;
    /* What the link does besides signing in; fills in the account. */
    enum status (*apply)(struct tx *tx, struct verifying *verifying, struct account *account);
    const char *page; /* of the web app, which posts the token; NULL: nothing to ask */
};

static enum status confirm(struct tx *tx, struct verifying *verifying, struct account *account)
{
    enum status status = account_find(tx, verifying->row.account_id, account);

    if (status != OK || account->email_confirmed_at != 0)
        return status;
    account->email_confirmed_at = verifying->call->now_ms;
    return account_save(tx, account, verifying->call->now_ms);
}

static enum status recover(struct tx *tx, struct verifying *verifying, struct account *account)
{
    enum status status = account_find(tx, verifying->row.account_id, account);

    return status == OK ? address_prove(tx, verifying->call, account) : status;
}

static enum status change_email(struct tx *tx, struct verifying *verifying, struct account *account)
{
    bool is_done = false;
    enum status status =
        email_change_confirm(tx, verifying->call, &verifying->row, account, &is_done);

    if (status == OK && !is_done)
        verifying->is_half = verifying->is_only_confirmed = true;
    return status;
}

static enum status accept_invite(struct tx *tx, struct verifying *verifying,
                                 struct account *account)
{
    enum status status = invite_take_by_link(tx, verifying->call, &verifying->row, account);

    return status == OK ? address_prove(tx, verifying->call, account) : status;
}

static const struct link_kind link_kinds[] = {
    { "recovery", TOKEN_RECOVERY, METHOD_RECOVERY, recover, "/reset#" },
    { "recovery", TOKEN_ACCOUNT_INVITE, METHOD_INVITE, recover, "/reset#" },
    { "signup", TOKEN_CONFIRM, METHOD_CONFIRM, confirm, NULL },
    { "magiclink", TOKEN_SIGN_IN, METHOD_LINK, recover, "/signin#" },
    { "email", TOKEN_SIGN_IN, METHOD_LINK, recover, "/signin#" },
    { "email", TOKEN_CONFIRM, METHOD_CONFIRM, confirm, NULL },
    { "invite", TOKEN_INVITE, METHOD_INVITE, accept_invite, "/join?token=" },
    { "invite", TOKEN_ACCOUNT_INVITE, METHOD_INVITE, recover, "/reset#" },
    { "email_change", TOKEN_EMAIL, METHOD_CONFIRM, change_email, NULL },
    { "email_change", TOKEN_EMAIL_OLD, METHOD_CONFIRM, change_email, NULL },
};

enum { LINK_KINDS = sizeof link_kinds / sizeof *link_kinds };

static const struct link_kind *link_kind_find(struct text type)
{
    for (size_t i = 0; i < LINK_KINDS; i++)
        if (text_equal(type, text_from(link_kinds[i].type)))
            return &link_kinds[i];
    return NULL;
}

/* ---- using one ---- */

static enum status find_one(struct tx *tx, struct verifying *verifying, enum token_kind kind)
{
    struct call *call = verifying->call;
    struct account account;
    enum status status;

    if (verifying->code.size == 0)
        return one_time_token_find(tx, kind, verifying->token, call->now_ms, &verifying->row);
    status = account_find_by_email(tx, verifying->email, &account);
    return status == OK ? one_time_token_find_by_code(tx, call, kind, account.row.id,
                                                      verifying->code, &verifying->row)
                        : status;
}

/* One type of link may stand for several kinds of token. Outside of the savepoint: a wrong code
   is counted. */
static enum status find(struct tx *tx, struct verifying *verifying)
{
    struct text type = text_from(verifying->kind->type);
    enum status status = NOT_FOUND;

    for (const struct link_kind *kind = verifying->kind;
         status == NOT_FOUND && kind < link_kinds + LINK_KINDS; kind++) {
        if (!text_equal(type, text_from(kind->type)))
            continue;
        status = find_one(tx, verifying, kind->kind);
        if (status == OK)
            verifying->kind = kind;
    }
    return status;
}

static enum status use_link(struct tx *tx, struct verifying *verifying)
{
    struct signed_in *result = &verifying->result;
    struct call *call = verifying->call;
    enum status status = one_time_token_use(tx, &verifying->row, call->now_ms);

    if (status == OK)
        status = verifying->kind->apply(tx, verifying, &result->account);
    if (status != OK || verifying->is_only_confirmed)
        return status;
    status = session_begin(tx, call, &result->account, verifying->kind->method, &result->session);
    if (status == OK)
        status = signed_in_complete(tx, result);
    return status;
}

static enum status use_link_in_savepoint(struct tx *tx, void *context)
{
    return use_link(tx, context);
}

static enum status verify(struct tx *tx, void *context)
{
    struct verifying *verifying = context;
    enum status status = auth_link_base(tx, verifying->call, &verifying->base);

    if (status == OK)
        status = find(tx, verifying);
    if (status == OK)
        status = tx_savepoint(tx, use_link_in_savepoint, verifying);
    verifying->is_bad = status == NOT_FOUND || status == CONFLICT;
    return verifying->is_bad ? OK : status;
}

static enum status take_kind(struct verifying *verifying, struct text type)
{
    verifying->kind = link_kind_find(type);
    if (verifying->kind)
        return OK;
    return REFUSE(verifying->call, INVALID, .code = "validation_failed",
                  .say = L("Unsupported verification type", "不支持的验证类型"));
}

static enum status run(struct verifying *verifying)
{
    struct call *call = verifying->call;
    enum status status;

    status = call_write_as_system(call, verify, verifying);
    if (status != OK || !verifying->is_bad)
        return status;
    status = gotrue_charge(call, THROTTLE_TOKEN, call_party(call));
    if (status != OK)
        return status;
    return REFUSE(call, FORBIDDEN, .code = "otp_expired",
                  .say = L("Email link is invalid or has expired", "链接无效或已过期"));
}

/* The token of a link, or what was typed: the address and the code of the mail. */
static enum status take_token(struct verifying *verifying, const struct json *body)
{
    struct call *call = verifying->call;
    struct text email = json_text_member(body, T("email"));
    struct text token = json_text_member(body, T("token"));

    verifying->token = json_text_member(body, T("token_hash"));
    if (verifying->token.size > 0)
        return OK;
    if (token.size == 0)
        return REFUSE(
            call, INVALID, .code = "validation_failed",
            .say = L("Verify requires either a token or a token hash", "缺少 token 或 token_hash"));
    verifying->token = token;
    if (email.size == 0)
        return OK;
    verifying->code = token;
    if (!account_fold_email(call->arena, email, &verifying->email))
        return gotrue_refuse_email(call);
    return gotrue_charge(call, THROTTLE_CODE, call_party(call));
}

static enum status answer_half(struct call *call)
{
    struct json_writer json = call_answer_json(call);
    struct label say =
        L("The other address has to confirm the change too.", "另一邮箱也需要确认。");

    json_begin_object(&json);
    json_write_text_member(&json, T("msg"), text_from(label_in(say, call->language)));
    json_write_text_member(&json, T("code"), T("200"));
    json_end_object(&json);
    return OK;
}

enum status verify_post_handle(struct call *call)
{
    struct verifying verifying = { .call = call };
    const struct json *body;
    enum status status = gotrue_body(call, &body);

    if (status == OK)
        status = take_token(&verifying, body);
    if (status == OK)
        status = take_kind(&verifying, json_text_member(body, T("type")));
    if (status == OK)
        status = run(&verifying);
    if (status != OK)
        return status;
    return verifying.is_half ? answer_half(call) : gotrue_answer_session(call, &verifying.result);
}

/* ---- GET ---- */

/* Only where the settings allow, whatever the link says. */
static struct text target_of(struct call *call, struct text base)
{
    struct text wanted = gotrue_query(call, T("redirect_to"));

    return redirect_is_allowed(call->instance->settings, base, wanted)
               ? redirect_without_fragment(wanted)
               : T("/");
}

/* Without a redirect_to. */
static enum status open_own_link(struct verifying *verifying, struct buffer *location)
{
    enum status status;

    if (verifying->kind->page) {
        buffer_append(location, text_from(verifying->kind->page));
        percent_encode(location, verifying->token);
        return redirect_answer(verifying->call, location);
    }
    verifying->is_only_confirmed = true;
    status = run(verifying);
    if (status != OK && status != FORBIDDEN)
        return status;
    buffer_append(location, T("/signin"));
    if (status == OK)
        buffer_append(location, verifying->is_half ? T("?confirmed=half") : T("?confirmed=true"));
    if (status == FORBIDDEN)
        redirect_append_refusal(verifying->call, location, '#');
    verifying->call->is_refused = false;
    return redirect_answer(verifying->call, location);
}

enum status verify_get_handle(struct call *call)
{
    struct verifying verifying = { .call = call, .token = gotrue_query(call, T("token")) };
    struct buffer location = buffer_in(call->arena, LIMIT_LOCATION);
    struct text type = gotrue_query(call, T("type"));
    enum status status = take_kind(&verifying, type);

    if (status != OK)
        return status;
    if (verifying.token.size == 0)
        verifying.token = gotrue_query(call, T("token_hash"));
    if (gotrue_query(call, T("redirect_to")).size == 0)
        return open_own_link(&verifying, &location);
    status = run(&verifying);
    if (status != OK && status != FORBIDDEN)
        return status;
    buffer_append(&location, target_of(call, verifying.base));
    if (status == OK && verifying.is_half)
        buffer_append(&location, T("#message=half"));
    else if (status == OK)
        status = redirect_append_session(call, &location, &verifying.result);
    else
        redirect_append_refusal(call, &location, '#');
    if (status != OK && !call->is_refused)
        return status;
    call->is_refused = false;
    buffer_append(&location, T("&type="));
    percent_encode(&location, type);
    return redirect_answer(call, &location);
}
