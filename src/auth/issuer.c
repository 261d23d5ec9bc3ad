/* Issuer: discovery (OpenID Connect Discovery 1.0) and the key set, as texts under one lock. What
   two calls fetch at the same time is fetched twice, which does no harm. */
#include "auth/issuer.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "codec/query.h"
#include "egress/outbound.h"

#include <pthread.h>
#include <stdlib.h>

enum {
    KEPT_MS = 60 * MS_PER_MINUTE,
    REFETCH_MS = 2 * MS_PER_SECOND, /* an unknown key is asked for so often at most */
    TIMEOUT_MS = 8000,
    LIMIT_DOCUMENT = 128 * 1024,
    LIMIT_FORM = 16 * 1024,
    LIMIT_URL = 1024,
    LIMIT_EXPIRY_S = 90 * 24 * 3600,
};

struct document {
    char *at; /* NULL: not fetched yet */
    size_t size;
    int64_t fetched_ms;
};

struct issuer {
    pthread_mutex_t lock; /* guards both documents */
    struct document discovery, keys;
};

struct issuer *issuer_new(void)
{
    struct issuer *issuer = memory_alloc(sizeof *issuer);

    pthread_mutex_init(&issuer->lock, NULL);
    return issuer;
}

void issuer_free(struct issuer *issuer)
{
    if (!issuer)
        return;
    pthread_mutex_destroy(&issuer->lock);
    free(issuer->discovery.at);
    free(issuer->keys.at);
    free(issuer);
}

bool issuer_is_used(const struct settings *settings)
{
    return settings->google_client_id[0] != 0;
}

/* ---- documents ---- */

static bool take_kept(struct issuer *issuer, const struct document *document, struct arena *arena,
                      int64_t now_ms, int64_t age_ms, struct text *ret_text)
{
    bool is_fresh;

    pthread_mutex_lock(&issuer->lock);
    is_fresh = document->at && now_ms - document->fetched_ms < age_ms &&
               now_ms >= document->fetched_ms;
    if (is_fresh)
        *ret_text = arena_copy(arena, (struct text){ document->at, document->size });
    pthread_mutex_unlock(&issuer->lock);
    return is_fresh;
}

static void keep(struct issuer *issuer, struct document *document, struct text text, int64_t now_ms)
{
    char *copy = memory_alloc(text.size + 1);

    memcpy(copy, text.at, text.size);
    pthread_mutex_lock(&issuer->lock);
    free(document->at);
    *document = (struct document){ copy, text.size, now_ms };
    pthread_mutex_unlock(&issuer->lock);
}

static enum status fetch(struct call *call, struct text url, const char *purpose, int timeout_ms,
                         struct text *ret_text)
{
    struct outbound_request request = { .processor = "google",
                                        .purpose = purpose,
                                        .url = url,
                                        .limit_bytes = LIMIT_DOCUMENT,
                                        .timeout_ms = timeout_ms };
    struct outbound_answer answer;
    enum status status = outbound_send(call, &request, &answer);

    if (status != OK)
        return status == FAILED ? FAILED : UNAVAILABLE;
    if (answer.http_status != 200)
        return UNAVAILABLE;
    *ret_text = answer.body;
    return OK;
}

static enum status read_object(struct call *call, struct text text, const struct json **ret_json)
{
    return json_parse(call->arena, text, NULL, ret_json, NULL) == OK &&
                   json_kind(*ret_json) == JSON_KIND_OBJECT
               ? OK
               : UNAVAILABLE;
}

static enum status discover(struct call *call, int timeout_ms, const struct json **ret_discovery)
{
    struct issuer *issuer = call->instance->issuer;
    struct text name = text_from(call->instance->settings->google_issuer), text;
    const struct json *discovery;
    enum status status = OK;
    bool is_kept = take_kept(issuer, &issuer->discovery, call->arena, call->now_ms, KEPT_MS, &text);

    if (!is_kept)
        status =
            fetch(call,
                  arena_print(call->arena, "%.*s%s", TEXT_ARG(name),
                              text_ends_with(name, T("/")) ? ".well-known/openid-configuration"
                                                           : "/.well-known/openid-configuration"),
                  "sign_in_addresses", timeout_ms, &text);
    if (status == OK)
        status = read_object(call, text, &discovery);
    if (status == OK && !text_equal(json_text_member(discovery, T("issuer")), name))
        status = UNAVAILABLE;
    if (status != OK)
        return status;
    if (!is_kept)
        keep(issuer, &issuer->discovery, text, call->now_ms);
    *ret_discovery = discovery;
    return OK;
}

/* `age_ms`: how old they may be. */
static enum status read_keys(struct call *call, const struct json *discovery, int64_t age_ms,
                             const struct json **ret_keys)
{
    struct issuer *issuer = call->instance->issuer;
    struct text text;
    enum status status = OK;
    bool is_kept = take_kept(issuer, &issuer->keys, call->arena, call->now_ms, age_ms, &text);

    if (!is_kept)
        status = fetch(call, json_text_member(discovery, T("jwks_uri")), "sign_in_keys", TIMEOUT_MS,
                       &text);
    if (status == OK)
        status = read_object(call, text, ret_keys);
    if (status == OK && !is_kept)
        keep(issuer, &issuer->keys, text, call->now_ms);
    return status;
}

enum status issuer_authorize_url(struct call *call, struct text *ret_url)
{
    const struct json *discovery;
    struct text url;
    enum status status = discover(call, TIMEOUT_MS, &discovery);

    if (status != OK)
        return status;
    url = json_text_member(discovery, T("authorization_endpoint"));
    if (url.size == 0 || url.size > LIMIT_URL ||
        (!text_starts_with(url, T("https://")) && !host_is_loopback(url_host(url))))
        return UNAVAILABLE;
    *ret_url = url;
    return OK;
}

/* ---- the code ---- */

/* A token is kept to be revoked, so none where nothing can be; nor one that nobody could keep. */
static void read_grant(const struct call *call, const struct json *discovery,
                       const struct json *json, struct oauth_grant *ret_grant)
{
    struct oauth_grant grant = { .access = json_text_member(json, T("access_token")),
                                 .refresh = json_text_member(json, T("refresh_token")),
                                 .scopes = json_text_member(json, T("scope")) };
    int64_t seconds = json_integer_member(json, T("expires_in"));

    if (json_text_member(discovery, T("revocation_endpoint")).size == 0 ||
        grant.access.size > LIMIT_TOKEN || grant.refresh.size > LIMIT_TOKEN)
        return;
    if (seconds > 0 && seconds <= LIMIT_EXPIRY_S)
        grant.access_expires_at = call->now_ms + seconds * MS_PER_SECOND;
    grant.scopes = text_slice(grant.scopes, 0, LIMIT_SCOPES);
    *ret_grant = grant;
}

static enum status ask_for_token(struct call *call, const struct json *discovery,
                                 const struct issuer_exchange *exchange, struct text *ret_token,
                                 struct oauth_grant *ret_grant)
{
    const struct settings *settings = call->instance->settings;
    struct buffer form = buffer_in(call->arena, LIMIT_FORM);
    struct outbound_request request = { .processor = "google",
                                        .purpose = "sign_in_code",
                                        .url = json_text_member(discovery, T("token_endpoint")),
                                        .limit_bytes = LIMIT_DOCUMENT,
                                        .timeout_ms = TIMEOUT_MS };
    struct outbound_answer answer;
    const struct json *json;
    enum status status;

    query_append(&form, T("grant_type"), T("authorization_code"));
    query_append(&form, T("code"), exchange->code);
    query_append(&form, T("redirect_uri"), exchange->redirect_uri);
    query_append(&form, T("client_id"), text_from(settings->google_client_id));
    query_append(&form, T("client_secret"), text_from(settings->google_client_secret));
    query_append(&form, T("code_verifier"), exchange->verifier);
    if (buffer_status(&form) != OK)
        return UNAUTHENTICATED;
    request.form = buffer_text(&form);
    status = outbound_send(call, &request, &answer);
    if (status != OK)
        return status == FAILED ? FAILED : UNAVAILABLE;
    if (answer.http_status >= 500)
        return UNAVAILABLE;
    if (answer.http_status != 200 || read_object(call, answer.body, &json) != OK)
        return UNAUTHENTICATED;
    *ret_token = json_text_member(json, T("id_token"));
    read_grant(call, discovery, json, ret_grant);
    return OK;
}

/* A key we do not have may be a new one: then, and only then, the set is fetched early. */
static enum status verify(struct call *call, const struct json *discovery, struct text token,
                          struct id_token_check *check, struct id_token_facts *ret_facts,
                          const char **ret_fault)
{
    static const int64_t ages_ms[] = { KEPT_MS, REFETCH_MS };
    enum status status = NOT_FOUND;

    for (size_t i = 0; i < 2 && status == NOT_FOUND; i++) {
        status = read_keys(call, discovery, ages_ms[i], &check->keys);
        if (status == OK)
            status = id_token_read(call->arena, token, check, ret_facts, ret_fault);
    }
    return status == NOT_FOUND || status == INVALID ? UNAUTHENTICATED : status;
}

enum status issuer_exchange(struct call *call, const struct issuer_exchange *exchange,
                            struct id_token_facts *ret_facts, struct oauth_grant *ret_grant,
                            const char **ret_fault)
{
    const struct settings *settings = call->instance->settings;
    struct id_token_check check = { .issuer = text_from(settings->google_issuer),
                                    .client_id = text_from(settings->google_client_id),
                                    .nonce = exchange->nonce,
                                    .now_s = call->now_ms / MS_PER_SECOND };
    const struct json *discovery;
    struct text token;
    enum status status = discover(call, TIMEOUT_MS, &discovery);

    *ret_fault = "the provider does not answer";
    if (status != OK)
        return status;
    *ret_fault = "the provider refused the code";
    status = ask_for_token(call, discovery, exchange, &token, ret_grant);
    return status == OK ? verify(call, discovery, token, &check, ret_facts, ret_fault) : status;
}

/* ---- taking it back ---- */

/* Google answers invalid_token where RFC 7009 wants 200: the token counts no more either way. What
   may be a mistake of our settings is worth another try until somebody mends it. */
static enum issuer_revoked judge(struct call *call, const struct outbound_answer *answer)
{
    const struct json *json;
    struct text error = { 0 };

    if (answer->http_status == 200)
        return ISSUER_REVOKED;
    if (answer->http_status == 400 && read_object(call, answer->body, &json) == OK)
        error = json_text_member(json, T("error"));
    if (text_equal(error, T("invalid_token")))
        return ISSUER_REVOKED;
    return text_equal(error, T("unsupported_token_type")) ? ISSUER_REFUSES : ISSUER_SILENT;
}

enum issuer_revoked issuer_revoke(struct call *call, struct text token, struct text hint,
                                  int timeout_ms)
{
    const struct settings *settings = call->instance->settings;
    struct buffer form = buffer_in(call->arena, LIMIT_FORM);
    struct outbound_request request = { .processor = "google",
                                        .purpose = "sign_in_revoke",
                                        .limit_bytes = LIMIT_DOCUMENT,
                                        .timeout_ms = timeout_ms };
    struct outbound_answer answer;
    const struct json *discovery;
    enum status status;

    if (!issuer_is_used(settings))
        return ISSUER_REFUSES; /* nobody to say it as */
    if (discover(call, timeout_ms, &discovery) != OK)
        return ISSUER_SILENT;
    request.url = json_text_member(discovery, T("revocation_endpoint"));
    if (request.url.size == 0 || request.url.size > LIMIT_URL)
        return ISSUER_REFUSES;
    query_append(&form, T("token"), token);
    query_append(&form, T("token_type_hint"), hint);
    query_append(&form, T("client_id"), text_from(settings->google_client_id));
    query_append(&form, T("client_secret"), text_from(settings->google_client_secret));
    if (buffer_status(&form) != OK)
        return ISSUER_REFUSES;
    request.form = buffer_text(&form);
    status = outbound_send(call, &request, &answer);
    if (status == FORBIDDEN)
        return ISSUER_REFUSES;
    return status == OK ? judge(call, &answer) : ISSUER_SILENT;
}
