/* Token: reading and writing. The two kinds of signed bytes cannot be mistaken for each other:
   what is signed of a refresh token begins with its own word. */
#include "auth/token.h"

#include "auth/token_cache.h"
#include "base/encode.h"
#include "codec/jwt.h"
#include "crypto/sign.h"
#include "crypto/store_key.h"

#include <pthread.h>
#include <stdlib.h>

enum {
    LEEWAY_S = 5,
    REFRESH_BODY = 24, /* session id, count */
};

struct token_keys {
    const struct store_keys *keys;
    struct sign_ring *ring;
    struct token_cache *cache;
    pthread_mutex_t lock; /* guards generation and the order of rotations */
    int64_t generation;
    int64_t grace_ms;
};

/* ---- keys ---- */

static struct secret *key_of(const struct store_keys *keys, int64_t generation)
{
    struct arena scratch = { 0 };
    struct text context = arena_print(&scratch, "generation %lld", (long long)generation);
    struct secret *key = store_key_derive(keys, KEY_FOR_TOKENS, context);

    arena_release(&scratch);
    return key;
}

struct token_keys *token_keys_new(const struct store_keys *keys, int64_t generation,
                                  int64_t rotated_at_ms, int64_t grace_ms, int64_t now_ms)
{
    struct token_keys *tokens = memory_alloc(sizeof *tokens);

    tokens->keys = keys;
    tokens->ring = sign_ring_new(key_of(keys, generation));
    tokens->cache = token_cache_new();
    tokens->generation = generation;
    tokens->grace_ms = grace_ms;
    pthread_mutex_init(&tokens->lock, NULL);
    if (generation > 0 && rotated_at_ms + grace_ms > now_ms)
        sign_ring_add_previous(tokens->ring, key_of(keys, generation - 1),
                               rotated_at_ms + grace_ms);
    return tokens;
}

void token_keys_free(struct token_keys *keys)
{
    if (!keys)
        return;
    sign_ring_free(keys->ring);
    token_cache_free(keys->cache);
    pthread_mutex_destroy(&keys->lock);
    free(keys);
}

void token_keys_follow(struct token_keys *keys, int64_t generation, int64_t now_ms)
{
    pthread_mutex_lock(&keys->lock);
    while (keys->generation < generation)
        sign_ring_rotate(keys->ring, key_of(keys->keys, ++keys->generation), now_ms,
                         keys->grace_ms);
    pthread_mutex_unlock(&keys->lock);
}

/* ---- access tokens ---- */

struct signing {
    const struct sign_ring *ring;
    struct sign_key_id *used;
};

static void make_mac(const void *context, struct text bytes, unsigned char *ret_mac)
{
    const struct signing *signing = context;
    struct digest mac;

    sign_ring_sign(signing->ring, bytes, signing->used, &mac);
    memcpy(ret_mac, mac.bytes, sizeof mac.bytes);
}

/* One way in which who asks was shown to be who they say. */
static void write_method(struct json_writer *json, struct text method, int64_t at_s)
{
    json_begin_object(json);
    json_write_text_member(json, T("method"), method);
    json_write_integer_member(json, T("timestamp"), at_s);
    json_end_object(json);
}

static struct text claims_text(struct arena *arena, const struct access_claims *claims)
{
    struct buffer out = buffer_in(arena, JWT_LIMIT_BYTES);
    struct json_writer json = json_writer_to(&out);

    json_begin_object(&json);
    json_write_text_member(&json, T("aud"), T("authenticated"));
    json_write_text_member(&json, T("sub"), text_from(id_to_text(claims->account_id).at));
    json_write_text_member(&json, T("role"), T("authenticated"));
    json_write_integer_member(&json, T("iat"), claims->issued_at_s);
    json_write_integer_member(&json, T("exp"), claims->expires_at_s);
    json_write_text_member(&json, T("session_id"), text_from(id_to_text(claims->session_id).at));
    json_write_text_member(&json, T("email"), claims->email);
    json_write_text_member(&json, T("phone"), T(""));
    json_write_boolean_member(&json, T("is_anonymous"), false);
    json_write_integer_member(&json, T("workspace_id"), claims->workspace_id);
    json_write_text_member(&json, T("app_role"), claims->app_role);
    if (claims->is_operator)
        json_write_boolean_member(&json, T("is_operator"), true);
    json_write_key(&json, T("grants"));
    json_write_raw(&json, claims->grants.size > 0 ? claims->grants : T("{}"));
    if (claims->modules_off.size > 0) {
        json_write_key(&json, T("modules_off"));
        json_write_raw(&json, claims->modules_off);
    }
    json_write_text_member(&json, T("language"), claims->language);
    json_write_text_member(&json, T("display_name"), claims->display_name);
    json_write_key(&json, T("app_metadata"));
    json_write_raw(&json, T("{\"provider\":\"email\",\"providers\":[\"email\"]}"));
    json_write_key(&json, T("user_metadata"));
    json_write_raw(&json, claims->user_metadata.size > 0 ? claims->user_metadata : T("{}"));
    json_write_text_member(&json, T("aal"), claims->assurance == 2 ? T("aal2") : T("aal1"));
    json_write_key(&json, T("amr"));
    json_begin_array(&json);
    if (claims->factor.size > 0)
        write_method(&json, claims->factor, claims->factor_at_s);
    write_method(&json, claims->method, claims->method_at_s);
    json_end_array(&json);
    json_end_object(&json);
    return buffer_text(&out);
}

enum status access_token_make(const struct token_keys *keys, struct arena *arena,
                              const struct access_claims *claims, struct text *ret_token)
{
    struct text text = claims_text(arena, claims);
    struct sign_key_id named, used;
    struct signing signing = { keys->ring, &used };
    struct jwt_sign sign = { .mac_make = make_mac, .context = &signing };
    enum status status;

    if (text.size >= JWT_LIMIT_BYTES)
        return TOO_LARGE;
    do { /* the keys may rotate between naming the key and signing with it */
        named = sign_ring_current(keys->ring);
        sign.key_id = text_from(named.at);
        status = jwt_write(arena, text, &sign, ret_token);
    } while (status == OK && strcmp(named.at, used.at) != 0);
    return status;
}

struct verifying {
    const struct sign_ring *ring;
    int64_t now_ms;
};

static bool mac_fits(const void *context, struct text key_id, struct text bytes, struct text mac)
{
    const struct verifying *verifying = context;

    return sign_ring_verify(verifying->ring, key_id, bytes, mac, verifying->now_ms);
}

static enum status read_facts(const struct token_keys *keys, struct arena *arena, struct text token,
                              int64_t now_ms, struct token_facts *ret_facts,
                              struct text *ret_key_id)
{
    struct verifying verifying = { keys->ring, now_ms };
    struct jwt_check check = { .mac_fits = mac_fits,
                               .context = &verifying,
                               .now_s = now_ms / MS_PER_SECOND,
                               .leeway_s = LEEWAY_S };
    struct token_facts facts = { 0 };
    struct jwt jwt;
    enum status status = jwt_read(arena, token, &check, &jwt, NULL);

    if (status != OK)
        return status;
    if (!id_from_text(json_text_member(jwt.claims, T("sub")), &facts.account_id) ||
        !id_from_text(json_text_member(jwt.claims, T("session_id")), &facts.session_id) ||
        !text_equal(json_text_member(jwt.claims, T("aud")), T("authenticated")))
        return INVALID;
    facts.workspace_id = json_integer_member(jwt.claims, T("workspace_id"));
    facts.assurance = text_equal(json_text_member(jwt.claims, T("aal")), T("aal2")) ? 2 : 1;
    facts.expires_at_s = jwt.expires_at_s;
    facts.issued_at_s = jwt.issued_at_s;
    *ret_facts = facts;
    *ret_key_id = jwt.key_id;
    return OK;
}

/* A token of the current key is calculated once; one of an earlier key every time, because its
   grace period ends. */
enum status access_token_read(const struct token_keys *keys, struct arena *arena, struct text token,
                              int64_t now_ms, struct access_claims *ret_claims)
{
    struct sign_key_id current = sign_ring_current(keys->ring);
    struct token_facts facts;
    struct text key_id;

    if (token_cache_find(keys->cache, token, &current, &facts)) {
        if (now_ms / MS_PER_SECOND >= facts.expires_at_s + LEEWAY_S)
            return UNAUTHENTICATED;
    } else {
        enum status status = read_facts(keys, arena, token, now_ms, &facts, &key_id);

        if (status != OK)
            return status;
        if (text_equal(key_id, text_from(current.at)))
            token_cache_keep(keys->cache, token, &current, &facts);
    }
    *ret_claims = (struct access_claims){ .account_id = facts.account_id,
                                          .session_id = facts.session_id,
                                          .workspace_id = facts.workspace_id,
                                          .issued_at_s = facts.issued_at_s,
                                          .expires_at_s = facts.expires_at_s,
                                          .assurance = facts.assurance };
    return OK;
}

/* ---- refresh tokens: key id . session and count . mac ---- */

static void write_body(unsigned char body[REFRESH_BODY], struct id session_id, int64_t count)
{
    memcpy(body, session_id.bytes, 16);
    for (int i = 0; i < 8; i++)
        body[16 + i] = (unsigned char)((uint64_t)count >> (56 - 8 * i));
}

static struct text signed_text(struct arena *arena, struct text body)
{
    return arena_print(arena, "refresh:%.*s", TEXT_ARG(hex_encode(arena, body)));
}

struct text refresh_token_make(const struct token_keys *keys, struct arena *arena,
                               struct id session_id, int64_t count)
{
    unsigned char bytes[REFRESH_BODY];
    struct text body = { (const char *)bytes, sizeof bytes };
    struct sign_key_id key;
    struct digest mac;

    write_body(bytes, session_id, count);
    sign_ring_sign(keys->ring, signed_text(arena, body), &key, &mac);
    return arena_print(arena, "%s.%.*s.%.*s", key.at,
                       TEXT_ARG(base64_encode(arena, body, BASE64_URL)),
                       TEXT_ARG(base64_encode(arena, digest_text(&mac), BASE64_URL)));
}

bool refresh_token_read(const struct token_keys *keys, struct text token, int64_t now_ms,
                        struct id *ret_session_id, int64_t *ret_count)
{
    unsigned char body[REFRESH_BODY], mac[DIGEST_SIZE];
    size_t body_size, mac_size;
    struct text rest = token, key_id = text_cut(&rest, '.'), body_text = text_cut(&rest, '.');
    struct arena scratch = { 0 };
    uint64_t count = 0;
    bool fits;

    if (!base64_decode_into(body_text, BASE64_URL, body, sizeof body, &body_size) ||
        !base64_decode_into(rest, BASE64_URL, mac, sizeof mac, &mac_size) ||
        body_size != sizeof body || mac_size != sizeof mac)
        return false;
    fits = sign_ring_verify(keys->ring, key_id,
                            signed_text(&scratch, (struct text){ (char *)body, body_size }),
                            (struct text){ (char *)mac, mac_size }, now_ms);
    arena_release(&scratch);
    if (!fits)
        return false;
    memcpy(ret_session_id->bytes, body, 16);
    for (int i = 0; i < 8; i++)
        count = count << 8 | body[16 + i];
    *ret_count = (int64_t)count;
    return true;
}
