/* ID token: signature first, then every claim. */
#include "auth/id_token.h"

#include "base/encode.h"
#include "codec/json_read.h"
#include "codec/jws.h"
#include "crypto/hash.h"
#include "crypto/public_key.h"

enum { LEEWAY_S = 60 };

static struct text member_bytes(struct arena *arena, const struct json *key, struct text name)
{
    struct text bytes = { 0 };

    return base64_decode(arena, json_text_member(key, name), BASE64_URL, &bytes)
               ? bytes
               : (struct text){ 0 };
}

static bool fits_rsa(struct arena *arena, const struct json *key, const struct jws *jws)
{
    return public_key_fits_rs256(member_bytes(arena, key, T("n")), member_bytes(arena, key, T("e")),
                                 jws->bytes, jws->signature);
}

static bool fits_ec(struct arena *arena, const struct json *key, const struct jws *jws)
{
    return text_equal(json_text_member(key, T("crv")), T("P-256")) &&
           public_key_fits_es256(member_bytes(arena, key, T("x")), member_bytes(arena, key, T("y")),
                                 jws->bytes, jws->signature);
}

/* The algorithm is one of ours, and the key is of its kind: the token does not choose. */
static const struct algorithm {
    const char *name, *key_type;
    bool (*fits)(struct arena *arena, const struct json *key, const struct jws *jws);
} algorithms[] = {
    { "RS256", "RSA", fits_rsa },
    { "ES256", "EC", fits_ec },
};

static const struct algorithm *algorithm_find(struct text name)
{
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
        if (text_equal(name, text_from(algorithms[i].name)))
            return &algorithms[i];
    return NULL;
}

static bool is_for(const struct json *key, const struct algorithm *algorithm, const struct jws *jws)
{
    struct text use = json_text_member(key, T("use")), alg = json_text_member(key, T("alg"));

    return text_equal(json_text_member(key, T("kty")), text_from(algorithm->key_type)) &&
           text_equal(json_text_member(key, T("kid")), jws->key_id) &&
           (use.size == 0 || text_equal(use, T("sig"))) &&
           (alg.size == 0 || text_equal(alg, text_from(algorithm->name)));
}

static enum status check_signature(struct arena *arena, const struct json *key_set,
                                   const struct jws *jws, const char **ret_fault)
{
    const struct algorithm *algorithm = algorithm_find(jws->algorithm);
    const struct json *keys = json_member(key_set, T("keys"));

    *ret_fault = "the algorithm is not RS256 or ES256";
    if (!algorithm)
        return UNAUTHENTICATED;
    *ret_fault = "no key of this id";
    for (size_t i = 0; i < json_count(keys); i++) {
        if (!is_for(json_at(keys, i), algorithm, jws))
            continue;
        *ret_fault = "the signature does not fit";
        return algorithm->fits(arena, json_at(keys, i), jws) ? OK : UNAUTHENTICATED;
    }
    return NOT_FOUND;
}

/* One audience, or several of which we are one and the authorized party. */
static bool is_for_us(const struct json *claims, struct text client_id)
{
    const struct json *audience = json_member(claims, T("aud"));
    struct text party = json_text_member(claims, T("azp"));
    bool is_named = text_equal(json_as_text(audience), client_id);

    for (size_t i = 0; i < json_count(audience); i++)
        is_named = is_named || text_equal(json_as_text(json_at(audience, i)), client_id);
    if (json_member(claims, T("azp")) || json_count(audience) > 1)
        return is_named && text_equal(party, client_id);
    return is_named;
}

/* Google's tokens may leave the scheme out of its own name. */
static bool is_issuer(struct text said, struct text issuer)
{
    return text_equal(said, issuer) || (text_equal(issuer, T("https://accounts.google.com")) &&
                                        text_equal(said, T("accounts.google.com")));
}

static const char *claims_fault(const struct json *claims, const struct id_token_check *check)
{
    int64_t expires_s = json_integer_member(claims, T("exp"));
    int64_t issued_s = json_integer_member(claims, T("iat"));
    struct text subject = json_text_member(claims, T("sub"));

    if (!is_issuer(json_text_member(claims, T("iss")), check->issuer))
        return "another issuer";
    if (!is_for_us(claims, check->client_id))
        return "for another audience";
    if (expires_s <= check->now_s - LEEWAY_S)
        return "expired";
    if (issued_s <= 0 || issued_s > check->now_s + LEEWAY_S)
        return "issued in the future";
    if (check->nonce.size == 0 ||
        !text_equal_constant_time(json_text_member(claims, T("nonce")), check->nonce))
        return "another nonce";
    if (subject.size == 0 || subject.size > LIMIT_SUBJECT)
        return "no subject";
    return NULL;
}

/* Some providers write booleans as text. */
static bool says_yes(const struct json *value)
{
    return json_as_boolean(value) || text_equal(json_as_text(value), T("true"));
}

enum status id_token_read(struct arena *arena, struct text token,
                          const struct id_token_check *check, struct id_token_facts *ret_facts,
                          const char **ret_fault)
{
    struct jws jws;
    struct text email;
    enum status status = jws_parse(arena, token, &jws);

    *ret_fault = "not a token";
    if (status != OK)
        return INVALID;
    status = check_signature(arena, check->keys, &jws, ret_fault);
    if (status != OK)
        return status;
    *ret_fault = claims_fault(jws.claims, check);
    if (*ret_fault)
        return UNAUTHENTICATED;
    email = json_text_member(jws.claims, T("email"));
    *ret_facts = (struct id_token_facts){
        .subject = json_text_member(jws.claims, T("sub")),
        .email = email,
        .is_email_verified = says_yes(json_member(jws.claims, T("email_verified"))),
        .is_email_authoritative = text_ends_with(email, T("@gmail.com")) ||
                                  json_text_member(jws.claims, T("hd")).size > 0,
        .name = json_text_member(jws.claims, T("name")),
    };
    return OK;
}
