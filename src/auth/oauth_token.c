/* OAuth token: the entity, keeping and destroying. */
#include "auth/oauth_token.h"

#include "auth/oauth_revocation.h"
#include "auth/server_setting.h"
#include "base/limits.h"
#include "codec/json_read.h"
#include "codec/json_write.h"
#include "jobs/erase.h"
#include "jobs/erasure.h"
#include "store/row.h"

#define ROW struct oauth_token

enum {
    LIMIT_GRANT = 4 * LIMIT_TOKEN, /* both tokens as JSON */
    LIMIT_SEALED_GRANT = 2 * LIMIT_GRANT,
    ACCESS_HOURS = 1, /* of an access token that does not say */
};

static const char *const unique_together[] = { "provider", "connection_id", NULL };

/* clang-format off */
static const struct field fields[] = {
    LINK(account_id, L("Account", "账户"), IDENTITY, .to = &account_entity),
    INTEGER(for_workspace, L("For workspace", "所属工作区"), NOT_PERSONAL, .fallback = "0"),
    TEXT(provider, L("Provider", "提供方"), NOT_PERSONAL, .min = 1, .max = 40),
    ID(connection_id, L("Connection", "连接"), NOT_PERSONAL),
    TEXT(scopes, L("Scopes", "授权范围"), NOT_PERSONAL, .max = LIMIT_SCOPES, .optional = true),
    TEXT(sealed, L("Sealed tokens", "加密令牌"), CREDENTIAL, .min = 1, .max = LIMIT_SEALED_GRANT, .hidden = true,
         .sealed = true),
    INSTANT(access_expires_at, L("Access until", "访问有效期至"), NOT_PERSONAL, .optional = true),
    INSTANT(expires_at, L("Expires", "失效时间"), NOT_PERSONAL, .optional = true, .index = true),
};
/* clang-format on */

const struct entity oauth_token_entity = {
    .name = "oauth_token",
    .label = L("Token of a provider", "提供方令牌"),
    .plural = L("Tokens of providers", "提供方令牌"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to withdraw this server's access at Google when you unlink it or delete your "
                 "account, and for nothing else",
                 "仅用于在您解除关联或删除账户时撤销本服务器在 Google 的访问权限"),
    .basis = CONSENT,
    .keep = UNTIL_EXPIRED,
    .title = "provider",
    .order = "created_at.desc",
    .sealed_for = "account_id",
    .unique_together = unique_together,
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

static struct text about(struct arena *arena, const void *row)
{
    const struct oauth_token *token = row;
    struct id_text id = id_to_text(token->row.id), account = id_to_text(token->account_id),
                   connection = id_to_text(token->connection_id);

    return arena_print(arena, "oauth_token\n%s\n%s\n%lld\n%.*s\n%s", id.at, account.at,
                       (long long)token->for_workspace, TEXT_ARG(token->provider), connection.at);
}

const struct master_sealed oauth_token_sealed = { &oauth_token_entity,
                                                  offsetof(struct oauth_token, sealed), about };

/* ---- keeping ---- */

static enum status write_grant(struct tx *tx, const struct oauth_grant *grant,
                               struct text *ret_plain)
{
    struct buffer plain = buffer_in(tx_arena(tx), LIMIT_GRANT);
    struct json_writer json = json_writer_to(&plain);

    if (grant->access.size > LIMIT_TOKEN || grant->refresh.size > LIMIT_TOKEN ||
        grant->scopes.size > LIMIT_SCOPES)
        return TOO_LARGE;
    json_begin_object(&json);
    json_write_text_member(&json, T("access"), grant->access);
    json_write_text_member(&json, T("refresh"), grant->refresh);
    json_end_object(&json);
    *ret_plain = buffer_text(&plain);
    return buffer_status(&plain);
}

enum status oauth_token_find(struct tx *tx, struct text provider, struct id connection,
                             struct oauth_token *ret_token)
{
    struct value values[] = { VALUE_OF_TEXT(provider), VALUE_OF_ID(connection) };

    return row_find_where(tx, &oauth_token_entity,
                          T("workspace_id = 0 AND provider = $1 AND connection_id = $2"), values, 2,
                          ret_token);
}

enum status oauth_token_keep(struct tx *tx, const struct call *call,
                             const struct oauth_token *whose, const struct oauth_grant *grant)
{
    struct oauth_token before, token = *whose;
    struct text plain;
    enum status status;

    if (grant->access.size == 0 && grant->refresh.size == 0)
        return OK;
    status = write_grant(tx, grant, &plain);
    if (status != OK)
        return status;
    status = oauth_token_find(tx, whose->provider, whose->connection_id, &before);
    if (status == OK)
        status = row_delete(tx, &oauth_token_entity, 0, before.row.id);
    if (status != OK && status != NOT_FOUND)
        return status;
    token.row = server_row(call->now_ms);
    token.scopes = grant->scopes;
    token.access_expires_at = grant->access_expires_at;
    token.expires_at = 0;
    if (grant->refresh.size == 0)
        token.expires_at = grant->access_expires_at > 0
                               ? grant->access_expires_at
                               : call->now_ms + ACCESS_HOURS * (int64_t)MS_PER_HOUR;
    status = master_seal(tx, call->instance->seals, &oauth_token_sealed, plain, &token);
    return status == OK ? row_insert(tx, &oauth_token_entity, &token) : status;
}

enum status oauth_token_open(struct arena *arena, const struct key_ring *seals,
                             const struct oauth_token *token, struct oauth_grant *ret_grant)
{
    const struct json *json;
    struct text plain;
    enum status status = master_seal_open(arena, seals, &oauth_token_sealed, token, &plain);

    if (status == OK)
        status = json_parse(arena, plain, NULL, &json, NULL);
    if (status == OK)
        *ret_grant = (struct oauth_grant){ .access = json_text_member(json, T("access")),
                                           .refresh = json_text_member(json, T("refresh")),
                                           .scopes = token->scopes,
                                           .access_expires_at = token->access_expires_at };
    return status;
}

/* ---- destroying ---- */

/* A refresh token that is revoked takes the whole grant along; an access token that has expired has
   nothing left to revoke. What cannot be opened is destroyed all the same. */
static enum status destroy(struct tx *tx, struct call *call, const struct oauth_token *token,
                           struct id tell)
{
    struct oauth_grant grant;
    struct oauth_revocation revocation = { .provider = token->provider, .account_id = tell };
    enum status opened = oauth_token_open(tx_arena(tx), call->instance->seals, token, &grant);
    enum status status = OK;

    if (opened != OK)
        status = oauth_revocation_note(tx, call, &revocation, "oauth.revoke_lost");
    else if (grant.refresh.size > 0)
        status = oauth_revocation_queue(tx, call, &revocation, grant.refresh, "refresh_token");
    else if (token->expires_at > call->now_ms)
        status = oauth_revocation_queue(tx, call, &revocation, grant.access, "access_token");
    if (status == OK)
        status = erase_server_row(tx, &oauth_token_entity, token->row.id);
    call_after_commit(call, erasure_follow_after_commit, NULL);
    return status;
}

enum status oauth_token_destroy(struct tx *tx, struct call *call, struct text provider,
                                struct id connection)
{
    struct oauth_token token;
    enum status status = oauth_token_find(tx, provider, connection, &token);

    if (status == NOT_FOUND)
        return OK;
    return status == OK ? destroy(tx, call, &token, token.account_id) : status;
}

enum status oauth_token_destroy_all(struct tx *tx, struct call *call, struct id account,
                                    bool is_account_kept)
{
    struct value values[] = { VALUE_OF_ID(account) };
    enum status status = OK;

    while (status == OK) {
        struct oauth_token token;

        status = row_find_where(tx, &oauth_token_entity,
                                T("workspace_id = 0 AND account_id = $1 ORDER BY id"), values, 1,
                                &token);
        if (status == OK)
            status = destroy(tx, call, &token, is_account_kept ? account : (struct id){ { 0 } });
    }
    return status == NOT_FOUND ? OK : status;
}
