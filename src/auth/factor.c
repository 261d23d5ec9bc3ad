/* Factor: the entities, and the few statements on them. */
#include "auth/factor.h"

#include "auth/recovery_code.h"
#include "auth/server_setting.h"
#include "auth/session.h"
#include "base/encode.h"
#include "crypto/seal.h"
#include "store/row.h"

enum { CHALLENGE_MINUTES = 5, LIMIT_SEALED_SECRET = 200 };

static const struct choice statuses[] = {
    { "unverified", L("Not confirmed yet", "尚未确认") },
    { "verified", L("In use", "使用中") },
};

/* clang-format off */
#define ROW struct factor
static const struct field factor_fields[] = {
    LINK(account_id, L("Account", "账户"), IDENTITY, .to = &account_entity),
    TEXT(friendly_name, L("Name", "名称"), FREE_TEXT, .max = LIMIT_FACTOR_NAME, .optional = true,
         .sealed = true),
    CHOICE(status, L("Status", "状态"), NOT_PERSONAL, CHOICES(statuses), .fallback = "unverified"),
    TEXT(sealed, L("Sealed secret", "加密密钥"), CREDENTIAL, .min = 1, .max = LIMIT_SEALED_SECRET, .hidden = true,
         .sealed = true),
    INTEGER(last_step, L("Step of the last code", "最近验证码的时间步"), NOT_PERSONAL, .fallback = "0"),
    INSTANT(verified_at, L("In use since", "启用时间"), NOT_PERSONAL, .optional = true),
};
#undef ROW

#define ROW struct factor_challenge
static const struct field challenge_fields[] = {
    LINK(factor_id, L("Second factor", "第二验证方式"), NOT_PERSONAL, .to = &factor_entity),
    ID(session_id, L("Session", "会话"), NOT_PERSONAL),
    INSTANT(expires_at, L("Expires", "失效时间"), NOT_PERSONAL, .index = true),
    INSTANT(used_at, L("Used", "使用时间"), NOT_PERSONAL, .optional = true),
};
#undef ROW
/* clang-format on */

const struct entity factor_entity = {
    .name = "factor",
    .label = L("Second factor", "第二验证方式"),
    .plural = L("Second factors", "第二验证方式"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to ask you for a code besides your password", "以便在密码之外再向您索取验证码"),
    .basis = CONTRACT,
    .keep = WITH_ACCOUNT,
    .title = "friendly_name",
    .order = "created_at.asc",
    .sealed_for = "account_id",
    .size = sizeof(struct factor),
    .fields = LIST(factor_fields),
};

const struct entity factor_challenge_entity = {
    .name = "factor_challenge",
    .label = L("Question for a code", "验证码请求"),
    .plural = L("Questions for codes", "验证码请求"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to let a code answer one question only", "以便一个验证码只能回答一次请求"),
    .basis = CONTRACT,
    .keep = UNTIL_EXPIRED,
    .title = "expires_at",
    .order = "created_at.desc",
    .size = sizeof(struct factor_challenge),
    .fields = LIST(challenge_fields),
};

/* ---- finding ---- */

struct collecting {
    struct factor *at;
    size_t count;
};

static enum status collect(struct tx *tx, void *row, void *context)
{
    struct collecting *collecting = context;

    (void)tx;
    if (collecting->count < LIMIT_FACTORS)
        collecting->at[collecting->count++] = *(struct factor *)row;
    return OK;
}

enum status factor_list(struct tx *tx, struct id account, struct factors *ret_factors)
{
    struct value values[] = { VALUE_OF_ID(account) };
    struct collecting collecting = { .at = arena_alloc(tx_arena(tx),
                                                       LIMIT_FACTORS * sizeof(struct factor)) };
    struct factor factor;
    enum status status = row_each(tx, &factor_entity,
                                  T("workspace_id = 0 AND account_id = $1 ORDER BY id"), values, 1,
                                  &factor, collect, &collecting);

    if (status == OK)
        *ret_factors = (struct factors){ collecting.at, collecting.count };
    return status;
}

enum status factor_find(struct tx *tx, struct id account, struct id id, struct factor *ret_factor)
{
    struct factor factor;
    enum status status = row_find(tx, &factor_entity, 0, id, &factor);

    if (status == OK && !id_equal(factor.account_id, account))
        status = NOT_FOUND;
    if (status == OK)
        *ret_factor = factor;
    return status;
}

enum status factor_is_set_up(struct tx *tx, struct id account, bool *ret_is_set_up)
{
    struct value values[] = { VALUE_OF_ID(account) };
    struct factor factor;
    enum status status = row_find_where(
        tx, &factor_entity, T("workspace_id = 0 AND account_id = $1 AND status = 'verified'"),
        values, 1, &factor);

    if (status != OK && status != NOT_FOUND)
        return status;
    *ret_is_set_up = status == OK;
    return OK;
}

/* ---- removing ---- */

enum status factor_delete(struct tx *tx, const struct factor *factor)
{
    struct value values[] = { VALUE_OF_ID(factor->row.id) };
    enum status status =
        tx_execute(tx,
                   T("DELETE FROM main.factor_challenge WHERE workspace_id = 0 AND "
                     "factor_id = $1"),
                   values, 1, NULL);

    return status == OK ? row_delete(tx, &factor_entity, 0, factor->row.id) : status;
}

static enum status delete_some(struct tx *tx, struct id account, bool is_every)
{
    struct factors factors;
    enum status status = factor_list(tx, account, &factors);

    for (size_t i = 0; status == OK && i < factors.count; i++)
        if (is_every || factors.at[i].status == FACTOR_UNVERIFIED)
            status = factor_delete(tx, &factors.at[i]);
    return status;
}

enum status factor_delete_unverified(struct tx *tx, struct id account)
{
    return delete_some(tx, account, false);
}

enum status factor_delete_all(struct tx *tx, const struct call *call, struct id account)
{
    enum status status = delete_some(tx, account, true);

    return status == OK ? factor_forget_proofs(tx, call, account) : status;
}

enum status factor_forget_proofs(struct tx *tx, const struct call *call, struct id account)
{
    struct value values[] = { VALUE_OF_ID(account) };
    enum status status = recovery_code_delete_all(tx, account);

    if (status == OK)
        status = tx_execute(tx,
                            T("UPDATE main.session SET factor_method = NULL, factor_at = NULL "
                              "WHERE workspace_id = 0 AND account_id = $1"),
                            values, 1, NULL);
    return status == OK ? session_raise_generation(tx, call) : status;
}

/* ---- the secret ---- */

static struct text seal_about(struct arena *arena, const struct factor *factor)
{
    struct id_text id = id_to_text(factor->row.id);

    return arena_print(arena, "factor:%s", id.at);
}

enum status factor_seal(struct tx *tx, const struct call *call, const struct secret *secret,
                        struct factor *factor)
{
    struct text sealed;
    enum status status = seal_secret(call->instance->seals, secret,
                                     seal_about(tx_arena(tx), factor), tx_arena(tx), &sealed);

    if (status == OK)
        factor->sealed = base64_encode(tx_arena(tx), sealed, BASE64_BARE);
    return status;
}

enum status factor_open(struct tx *tx, const struct call *call, const struct factor *factor,
                        struct secret **ret_secret)
{
    struct text sealed;

    if (!base64_decode(tx_arena(tx), factor->sealed, BASE64_BARE, &sealed))
        return FAILED;
    return seal_open_secret(call->instance->seals, sealed, seal_about(tx_arena(tx), factor),
                            ret_secret);
}

struct renewing {
    const struct key_ring *seals;
    struct factor factor; /* the next one that is outdated */
    struct id after;
};

static enum status keep_outdated(struct tx *tx, void *row, void *context)
{
    struct renewing *renewing = context;
    const struct factor *factor = row;
    struct text sealed;

    if (!base64_decode(tx_arena(tx), factor->sealed, BASE64_BARE, &sealed) ||
        !seal_is_outdated(renewing->seals, sealed))
        return OK;
    renewing->factor = *factor;
    return TOO_MANY; /* found: no further row is looked at */
}

static enum status renew(struct tx *tx, struct renewing *renewing)
{
    struct factor *factor = &renewing->factor;
    struct text about = seal_about(tx_arena(tx), factor), sealed;
    struct secret *secret;
    enum status status;

    if (!base64_decode(tx_arena(tx), factor->sealed, BASE64_BARE, &sealed) ||
        seal_open_secret(renewing->seals, sealed, about, &secret) != OK)
        return OK; /* it says so when it is used */
    status = seal_secret(renewing->seals, secret, about, tx_arena(tx), &sealed);
    secret_free(secret);
    if (status != OK)
        return status;
    factor->sealed = base64_encode(tx_arena(tx), sealed, BASE64_BARE);
    return row_update(tx, &factor_entity, factor);
}

enum status factor_renew_all(struct tx *tx, const struct key_ring *seals)
{
    struct renewing renewing = { .seals = seals };
    enum status status;

    do {
        struct value values[] = { VALUE_OF_ID(renewing.after) };
        struct factor factor;

        status = row_each(tx, &factor_entity, T("workspace_id = 0 AND id > $1 ORDER BY id"), values,
                          1, &factor, keep_outdated, &renewing);
        renewing.after = renewing.factor.row.id;
        if (status != TOO_MANY)
            return status;
        status = renew(tx, &renewing);
    } while (status == OK);
    return status;
}

/* ---- challenges ---- */

enum status factor_challenge_make(struct tx *tx, const struct call *call,
                                  const struct factor *factor,
                                  struct factor_challenge *ret_challenge)
{
    struct factor_challenge challenge = {
        .row = server_row(call->now_ms),
        .factor_id = factor->row.id,
        .session_id = call->caller.session_id,
        .expires_at = call->now_ms + CHALLENGE_MINUTES * MS_PER_MINUTE,
    };
    enum status status = row_insert(tx, &factor_challenge_entity, &challenge);

    if (status == OK)
        *ret_challenge = challenge;
    return status;
}

enum status factor_challenge_find(struct tx *tx, const struct call *call,
                                  const struct factor *factor, struct id id,
                                  struct factor_challenge *ret_challenge)
{
    struct factor_challenge challenge;
    enum status status = row_find(tx, &factor_challenge_entity, 0, id, &challenge);

    if (status != OK)
        return status;
    if (!id_equal(challenge.factor_id, factor->row.id) ||
        !id_equal(challenge.session_id, call->caller.session_id) || challenge.used_at != 0 ||
        challenge.expires_at <= call->now_ms)
        return NOT_FOUND;
    *ret_challenge = challenge;
    return OK;
}
