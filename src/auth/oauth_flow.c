/* OAuth flow: the entity and its steps. */
#include "auth/oauth_flow.h"

#include "auth/one_time_code.h"
#include "auth/redirect.h"
#include "auth/server_setting.h"
#include "base/encode.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "store/row.h"

#define ROW struct oauth_flow

enum { FLOW_MINUTES = 10, EXCHANGE_MINUTES = 5, TOKEN_BYTES = 32 };

/* clang-format off */
static const struct field fields[] = {
    TEXT(state_hash, L("Hash of the state", "状态散列"), CREDENTIAL, .min = 64, .max = 64, .unique = true, .hidden = true),
    TEXT(browser_hash, L("Hash of the cookie", "Cookie 散列"), CREDENTIAL, .min = 64, .max = 64, .hidden = true),
    TEXT(redirect_to, L("Leads to", "跳转地址"), NOT_PERSONAL, .min = 1, .max = LIMIT_REDIRECT),
    TEXT(challenge, L("Challenge", "质询"), NOT_PERSONAL, .max = LIMIT_CHALLENGE, .optional = true),
    ID(link_account, L("To be linked to", "关联到"), IDENTITY, .optional = true),
    LINK(account_id, L("Account", "账户"), IDENTITY, .to = &account_entity, .optional = true),
    TEXT(code_hash, L("Hash of the code", "授权码散列"), CREDENTIAL, .max = 64, .optional = true, .unique = true,
         .hidden = true),
    INSTANT(expires_at, L("Expires", "失效时间"), NOT_PERSONAL, .index = true),
    INSTANT(used_at, L("Used", "使用时间"), NOT_PERSONAL, .optional = true),
    INSTANT(exchanged_at, L("Exchanged", "兑换时间"), NOT_PERSONAL, .optional = true),
};
/* clang-format on */

const struct entity oauth_flow_entity = {
    .name = "oauth_flow",
    .label = L("Sign-in on its way", "进行中的登录"),
    .plural = L("Sign-ins on their way", "进行中的登录"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to see that a sign-in with Google ends in the browser where it began",
                 "以便确认 Google 登录在发起它的浏览器中完成"),
    .basis = CONTRACT,
    .keep = UNTIL_EXPIRED,
    .title = "redirect_to",
    .order = "created_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

struct text oauth_challenge(struct arena *arena, struct text verifier)
{
    struct digest digest = sha256(verifier);

    return base64_encode(arena, digest_text(&digest), BASE64_URL);
}

static struct text hash_of(struct tx *tx, struct text secret)
{
    return digest_hex(tx_arena(tx), sha256(secret));
}

/* 64 hex digits each: within what RFC 7636 allows for a verifier. */
static void derive(struct tx *tx, const struct call *call, const struct oauth_flow *flow,
                   struct oauth_secrets *secrets)
{
    secrets->verifier = one_time_code_hash(call->instance, tx_arena(tx), "oauth verifier",
                                           flow->row.id, secrets->state);
    secrets->nonce = one_time_code_hash(call->instance, tx_arena(tx), "oauth nonce", flow->row.id,
                                        secrets->state);
}

enum status oauth_flow_begin(struct tx *tx, const struct call *call, struct oauth_flow *flow,
                             struct oauth_secrets *ret_secrets)
{
    struct oauth_secrets secrets = { .state = random_token(tx_arena(tx), TOKEN_BYTES),
                                     .browser = random_token(tx_arena(tx), TOKEN_BYTES) };
    enum status status;

    flow->row = server_row(call->now_ms);
    flow->state_hash = hash_of(tx, secrets.state);
    flow->browser_hash = hash_of(tx, secrets.browser);
    flow->expires_at = call->now_ms + FLOW_MINUTES * MS_PER_MINUTE;
    derive(tx, call, flow, &secrets);
    status = row_insert(tx, &oauth_flow_entity, flow);
    if (status == OK)
        *ret_secrets = secrets;
    return status;
}

static enum status save(struct tx *tx, const struct call *call, struct oauth_flow *flow)
{
    flow->row.updated_at = call->now_ms;
    return row_update(tx, &oauth_flow_entity, flow);
}

enum status oauth_flow_take(struct tx *tx, const struct call *call, struct text state,
                            struct text browser, struct oauth_flow *ret_flow,
                            struct oauth_secrets *ret_secrets)
{
    struct value values[] = { VALUE_OF_TEXT(hash_of(tx, state)) };
    struct oauth_secrets secrets = { .state = state, .browser = browser };
    struct oauth_flow flow;
    enum status status = row_find_where(
        tx, &oauth_flow_entity, T("workspace_id = 0 AND state_hash = $1"), values, 1, &flow);

    if (status != OK)
        return status;
    if (flow.used_at != 0 || flow.expires_at <= call->now_ms ||
        !text_equal_constant_time(flow.browser_hash, hash_of(tx, browser)))
        return NOT_FOUND;
    flow.used_at = call->now_ms;
    status = save(tx, call, &flow);
    if (status != OK)
        return status == CONFLICT ? NOT_FOUND : status;
    derive(tx, call, &flow, &secrets);
    *ret_flow = flow;
    *ret_secrets = secrets;
    return OK;
}

enum status oauth_flow_finish(struct tx *tx, const struct call *call, struct oauth_flow *flow,
                              struct id account, struct text *ret_code)
{
    struct text code = random_token(tx_arena(tx), TOKEN_BYTES);
    struct oauth_flow copy = *flow; /* the work may run again */
    enum status status;

    copy.account_id = account;
    copy.code_hash = hash_of(tx, code);
    copy.expires_at = call->now_ms + EXCHANGE_MINUTES * MS_PER_MINUTE;
    status = save(tx, call, &copy);
    if (status == OK)
        *ret_code = code;
    return status;
}

enum status oauth_flow_exchange(struct tx *tx, const struct call *call, struct text code,
                                struct text verifier, struct id *ret_account, bool *ret_fits)
{
    struct value values[] = { VALUE_OF_TEXT(hash_of(tx, code)) };
    struct oauth_flow flow;
    enum status status = row_find_where(tx, &oauth_flow_entity,
                                        T("workspace_id = 0 AND code_hash = $1"), values, 1, &flow);

    if (status != OK)
        return status;
    if (flow.exchanged_at != 0 || flow.expires_at <= call->now_ms)
        return NOT_FOUND;
    flow.exchanged_at = call->now_ms;
    status = save(tx, call, &flow);
    if (status != OK)
        return status == CONFLICT ? NOT_FOUND : status;
    *ret_fits = verifier.size >= LEAST_VERIFIER &&
                text_equal_constant_time(flow.challenge, oauth_challenge(tx_arena(tx), verifier));
    *ret_account = flow.account_id;
    return OK;
}
