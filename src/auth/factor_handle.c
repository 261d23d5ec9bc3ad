/* Factor handle: /factors of GoTrue: setting up an authenticator app, asking for a code, and
   showing one. A code counts once, within 90 seconds, and wrong ones are throttled by account. */
#include "auth/audit.h"
#include "auth/auth_mail.h"
#include "auth/factor.h"
#include "auth/gotrue.h"
#include "auth/server_setting.h"
#include "codec/qr.h"
#include "codec/query.h"
#include "codec/utf8.h"
#include "crypto/totp.h"
#include "store/row.h"

enum { LIMIT_ISSUER = 64 };

enum factor_outcome { FACTOR_DONE, FACTOR_NO_SUCH, FACTOR_NO_CHALLENGE, FACTOR_WRONG_CODE };

struct handling {
    struct call *call;
    struct id factor_id, challenge_id;
    struct text code;
    enum factor_outcome outcome;
    struct secret *secret; /* of a new factor */
    struct factor factor;
    struct factors others;
    struct factor_challenge challenge;
    struct signed_in me;
};

/* ---- what goes wrong ---- */

static enum status refuse(struct call *call, enum factor_outcome outcome)
{
    static const struct refusal refusals[] = {
        [FACTOR_NO_SUCH] = { .status = NOT_FOUND,
                             .code = "mfa_factor_not_found",
                             .say =
                                 L("There is no such second factor.", "没有这个第二验证方式。") },
        [FACTOR_NO_CHALLENGE] = { .status = INVALID,
                                  .http = 422,
                                  .code = "mfa_challenge_expired",
                                  .say = L("This question for a code is too old. Ask again.",
                                           "该验证请求已过期，请重新发起。") },
        [FACTOR_WRONG_CODE] = { .status = INVALID,
                                .http = 422,
                                .code = "mfa_verification_failed",
                                .say = L("This code is wrong, or was used already.",
                                         "验证码错误或已被使用。") },
    };

    return call_refuse(call, refusals[outcome]);
}

static enum status charge(struct call *call, enum throttle_kind kind)
{
    struct id_text id = id_to_text(call->caller.account_id);

    return gotrue_charge(call, kind, text_from(id.at));
}

static enum status read_factor_id(struct handling *handling)
{
    if (id_from_text(handling->call->path_parameter, &handling->factor_id))
        return OK;
    return refuse(handling->call, FACTOR_NO_SUCH);
}

static enum status queue_letter(struct tx *tx, struct call *call, const struct account *account,
                                enum auth_mail mail)
{
    struct auth_mail_values values = {
        .recipient = account->email,
        .language = account_language(account),
        .name = account->display_name,
    };

    return account->email.size > 0 ? auth_mail_queue(tx, call, mail, &values) : OK;
}

static enum status write_audit(struct tx *tx, const struct handling *handling, const char *action)
{
    return audit_write(
        tx, handling->call,
        &(struct audit){ .action = action, .entity = "factor", .row_id = handling->factor.row.id });
}

/* ---- enroll ---- */

static enum status read_me(struct tx *tx, void *context)
{
    struct handling *handling = context;
    enum status status = account_find(tx, handling->call->caller.account_id, &handling->me.account);

    if (status == OK)
        status = session_find(tx, handling->call->caller.session_id, &handling->me.session);
    return status == OK ? factor_list(tx, handling->me.account.row.id, &handling->others) : status;
}

static enum status read_name(struct handling *handling, const struct json *body)
{
    struct call *call = handling->call;
    struct text name = account_clean_name(call->arena, json_text_member(body, T("friendly_name")));

    if (!text_equal(json_text_member(body, T("factor_type")), T("totp")))
        return REFUSE(
            call, INVALID, .code = "validation_failed",
            .say = L("The second factor must be of the type totp.", "第二验证方式只支持 totp。"));
    handling->factor.friendly_name = name;
    for (size_t i = 0; i < handling->others.count; i++)
        if (handling->others.at[i].status == FACTOR_VERIFIED &&
            text_equal(handling->others.at[i].friendly_name, name))
            return REFUSE(call, INVALID, .http = 422, .code = "mfa_factor_name_conflict",
                          .say = L("You have a second factor of this name already.",
                                   "已有同名的第二验证方式。"));
    return OK;
}

/* Whoever finds a session open must not lock its owner out. */
static enum status may_enroll(const struct handling *handling)
{
    struct call *call = handling->call;
    size_t verified = 0;
    enum status status = gotrue_require_factor(call);

    if (status != OK)
        return status;
    for (size_t i = 0; i < handling->others.count; i++)
        verified += handling->others.at[i].status == FACTOR_VERIFIED;
    if (verified >= LIMIT_FACTORS)
        return REFUSE(call, INVALID, .http = 422, .code = "too_many_enrolled_mfa_factors",
                      .say = L("You have {limit} second factors; remove one first.",
                               "已有 {limit} 个第二验证方式，请先移除一个。"),
                      .limit = LIMIT_FACTORS);
    if (call->caller.assurance == 2 || session_is_fresh(&handling->me.session, call->now_ms))
        return OK;
    return REFUSE(
        call, INVALID, .code = "reauthentication_needed",
        .say = L("Sign in again to set up a second factor.", "请重新登录后再设置第二重验证。"));
}

/* Those that were begun and not finished make room. */
static enum status enroll(struct tx *tx, void *context)
{
    struct handling *handling = context;
    struct call *call = handling->call;
    struct factor *factor = &handling->factor;
    enum status status = factor_delete_unverified(tx, call->caller.account_id);

    factor->row = server_row(call->now_ms);
    factor->account_id = call->caller.account_id;
    factor->status = FACTOR_UNVERIFIED;
    if (status == OK)
        status = factor_seal(tx, call, handling->secret, factor);
    return status == OK ? row_insert(tx, &factor_entity, factor) : status;
}

/* otpauth://totp/Steward:mei@example.com?secret=...&issuer=Steward */
static struct text uri_of(const struct handling *handling, struct text issuer, struct text secret)
{
    const struct account *account = &handling->me.account;
    struct buffer uri = buffer_in(handling->call->arena, 4 * QR_LIMIT_BYTES);

    buffer_append(&uri, T("otpauth://totp/"));
    percent_encode(&uri, issuer);
    buffer_append(&uri, T(":"));
    percent_encode(&uri, account->email.size > 0 ? account->email : account->username);
    buffer_print(&uri, "?secret=%.*s&issuer=", TEXT_ARG(secret));
    percent_encode(&uri, issuer);
    buffer_print(&uri, "&algorithm=SHA1&digits=%d&period=%d", TOTP_DIGITS, TOTP_STEP_S);
    return buffer_text(&uri);
}

static enum status answer_enrolled(const struct handling *handling, struct text issuer)
{
    struct call *call = handling->call;
    struct id_text id = id_to_text(handling->factor.row.id);
    struct text secret = totp_secret_text(call->arena, handling->secret);
    struct text uri = uri_of(handling, issuer, secret), svg;
    struct json_writer json;
    enum status status;

    /* Percent signs make a long name of another script longer than a code holds. */
    while (uri.size > QR_LIMIT_BYTES && issuer.size > 0) {
        issuer = utf8_first_characters(issuer, utf8_count(issuer) - 1);
        uri = uri_of(handling, issuer, secret);
    }
    status = qr_to_svg(call->arena, uri, &svg);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id.at));
    json_write_text_member(&json, T("type"), T("totp"));
    json_write_text_member(&json, T("friendly_name"), handling->factor.friendly_name);
    json_write_key(&json, T("totp"));
    json_begin_object(&json);
    json_write_text_member(&json, T("qr_code"), svg);
    json_write_text_member(&json, T("secret"), secret);
    json_write_text_member(&json, T("uri"), uri);
    json_end_object(&json);
    json_end_object(&json);
    return OK;
}

enum status factor_enroll_handle(struct call *call)
{
    struct handling handling = { .call = call };
    const struct json *body;
    struct text issuer;
    enum status status = gotrue_body(call, &body);

    if (status == OK)
        status = charge(call, THROTTLE_CHALLENGE);
    if (status == OK)
        status = call_read_as_system(call, read_me, &handling);
    if (status == OK)
        status = read_name(&handling, body);
    if (status == OK)
        status = may_enroll(&handling);
    if (status != OK)
        return status;
    issuer = account_clean_name(call->arena, json_text_member(body, T("issuer")));
    issuer = utf8_first_characters(issuer.size > 0 ? issuer : T("Steward"), LIMIT_ISSUER);
    handling.secret = secret_random(TOTP_SECRET_SIZE);
    secret_keep(call->arena, handling.secret);
    status = call_write_as_system(call, enroll, &handling);
    return status == OK ? answer_enrolled(&handling, issuer) : status;
}

/* ---- challenge ---- */

static enum status make_challenge(struct tx *tx, void *context)
{
    struct handling *handling = context;
    struct call *call = handling->call;
    enum status status =
        factor_find(tx, call->caller.account_id, handling->factor_id, &handling->factor);

    if (status == NOT_FOUND)
        return refuse(call, FACTOR_NO_SUCH);
    return status == OK ? factor_challenge_make(tx, call, &handling->factor, &handling->challenge)
                        : status;
}

enum status factor_challenge_handle(struct call *call)
{
    struct handling handling = { .call = call };
    struct json_writer json;
    struct id_text id;
    enum status status = read_factor_id(&handling);

    if (status == OK)
        status = charge(call, THROTTLE_CHALLENGE);
    if (status == OK)
        status = call_write_as_system(call, make_challenge, &handling);
    if (status != OK)
        return status;
    id = id_to_text(handling.challenge.row.id);
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id.at));
    json_write_text_member(&json, T("type"), T("totp"));
    json_write_integer_member(&json, T("expires_at"),
                              handling.challenge.expires_at / MS_PER_SECOND);
    json_end_object(&json);
    return OK;
}

/* ---- verify ---- */

/* Whoever is faster with the same code wins: the step is written only when it moves on. */
static enum status take_code(struct tx *tx, struct handling *handling)
{
    struct call *call = handling->call;
    struct value values[] = { VALUE_OF_ID(handling->factor.row.id), VALUE_OF_INTEGER(0) };
    struct secret *secret;
    int64_t step, changed = 0;
    bool fits;
    enum status status = factor_open(tx, call, &handling->factor, &secret);

    if (status != OK)
        return status;
    fits = totp_fits(secret, handling->code, call->now_ms / MS_PER_SECOND,
                     handling->factor.last_step, &step);
    secret_free(secret);
    handling->outcome = FACTOR_WRONG_CODE;
    if (!fits)
        return sign_in_event_write(tx, call, call->caller.account_id, call->caller.session_id,
                                   SIGN_IN_CODE_REFUSED);
    values[1] = VALUE_OF_INTEGER(step);
    status = tx_execute(tx,
                        T("UPDATE main.factor SET last_step = $2, version = version + 1 WHERE "
                          "workspace_id = 0 AND id = $1 AND last_step < $2"),
                        values, 2, &changed);
    if (status == OK && changed == 1)
        handling->outcome = FACTOR_DONE;
    return status;
}

static enum status use_challenge(struct tx *tx, struct handling *handling)
{
    handling->challenge.used_at = handling->call->now_ms;
    return row_update(tx, &factor_challenge_entity, &handling->challenge);
}

/* The first code of a new factor: it counts from now on, and who has not shown it is out. */
static enum status begin_factor(struct tx *tx, struct handling *handling)
{
    struct call *call = handling->call;
    struct value values[] = { VALUE_OF_ID(handling->factor.row.id),
                              VALUE_OF_INTEGER(call->now_ms) };
    enum status status =
        tx_execute(tx,
                   T("UPDATE main.factor SET status = 'verified', verified_at = $2, "
                     "updated_at = $2 WHERE workspace_id = 0 AND id = $1"),
                   values, 2, NULL);

    if (status == OK)
        status = factor_delete_unverified(tx, call->caller.account_id);
    if (status == OK)
        status = session_end_others(tx, call, call->caller.account_id, call->caller.session_id,
                                    END_FACTOR);
    if (status == OK)
        status = write_audit(tx, handling, "factor.add");
    return status == OK ? queue_letter(tx, call, &handling->me.account, MAIL_FACTOR_ADDED) : status;
}

static enum status verify(struct tx *tx, void *context)
{
    struct handling *handling = context;
    struct call *call = handling->call;
    enum status status =
        factor_find(tx, call->caller.account_id, handling->factor_id, &handling->factor);

    handling->outcome = status == NOT_FOUND ? FACTOR_NO_SUCH : FACTOR_NO_CHALLENGE;
    if (status == OK)
        status = factor_challenge_find(tx, call, &handling->factor, handling->challenge_id,
                                       &handling->challenge);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    status = take_code(tx, handling);
    if (status != OK || handling->outcome != FACTOR_DONE)
        return status;
    status = use_challenge(tx, handling);
    if (status == OK)
        status = read_me(tx, handling);
    if (status == OK && handling->factor.status == FACTOR_UNVERIFIED)
        status = begin_factor(tx, handling);
    if (status == OK)
        status = session_raise_assurance(tx, call, &handling->me.session, FACTOR_METHOD_TOTP);
    return status == OK ? signed_in_complete(tx, &handling->me) : status;
}

enum status factor_verify_handle(struct call *call)
{
    struct handling handling = { .call = call };
    struct id_text account = id_to_text(call->caller.account_id);
    const struct json *body;
    enum status status = gotrue_body(call, &body);

    if (status == OK)
        status = read_factor_id(&handling);
    if (status == OK)
        status = charge(call, THROTTLE_FACTOR);
    if (status != OK)
        return status;
    handling.code = json_text_member(body, T("code"));
    if (!id_from_text(json_text_member(body, T("challenge_id")), &handling.challenge_id))
        return refuse(call, FACTOR_NO_CHALLENGE);
    status = call_write_as_system(call, verify, &handling);
    if (status != OK)
        return status;
    if (handling.outcome != FACTOR_DONE)
        return refuse(call, handling.outcome);
    throttle_forgive(call->instance->throttle, THROTTLE_FACTOR, text_from(account.at));
    return gotrue_answer_session(call, &handling.me);
}

/* ---- unenroll ---- */

static enum status unenroll(struct tx *tx, void *context)
{
    struct handling *handling = context;
    struct call *call = handling->call;
    struct id account = call->caller.account_id;
    bool is_set_up = false;
    enum status status = factor_find(tx, account, handling->factor_id, &handling->factor);

    if (status == NOT_FOUND)
        return refuse(call, FACTOR_NO_SUCH);
    if (status == OK && handling->factor.status == FACTOR_VERIFIED && call->caller.assurance != 2)
        return REFUSE(call, INVALID, .http = 422, .code = "insufficient_aal",
                      .say = L("Show your second factor before you remove it.",
                               "请先通过第二重验证，再移除它。"));
    if (status == OK)
        status = read_me(tx, handling);
    if (status == OK)
        status = factor_delete(tx, &handling->factor);
    if (status != OK || handling->factor.status != FACTOR_VERIFIED)
        return status;
    status = factor_is_set_up(tx, account, &is_set_up);
    if (status == OK && !is_set_up)
        status = factor_forget_proofs(tx, call, account);
    session_forget_after_commit(call, account);
    if (status == OK)
        status = write_audit(tx, handling, "factor.remove");
    return status == OK ? queue_letter(tx, call, &handling->me.account, MAIL_FACTOR_REMOVED)
                        : status;
}

enum status factor_delete_handle(struct call *call)
{
    struct handling handling = { .call = call };
    struct json_writer json;
    enum status status = read_factor_id(&handling);

    if (status == OK)
        status = call_write_as_system(call, unenroll, &handling);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id_to_text(handling.factor_id).at));
    json_end_object(&json);
    return OK;
}
