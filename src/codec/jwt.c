/* JWT: the header is read strictly, then the mac decides, and only then are the claims looked at.
 */
#include "codec/jwt.h"

#include "base/buffer.h"
#include "base/encode.h"
#include "codec/json_read.h"
#include "codec/json_write.h"

enum { HEADER_ROOM = 256, MAC_TEXT_SIZE = 43 };

struct token_parts {
    struct text header, claims, mac; /* still in base64 */
    struct text bytes;               /* what the mac is over */
};

static enum status fail(const char **ret_fault, enum status status, const char *fault)
{
    if (ret_fault)
        *ret_fault = fault;
    return status;
}

static bool split(struct text token, struct token_parts *ret_parts)
{
    struct text rest = token;
    struct token_parts parts;

    parts.header = text_cut(&rest, '.');
    parts.claims = text_cut(&rest, '.');
    parts.mac = rest;
    if (parts.header.size == 0 || parts.claims.size == 0 || parts.mac.size != MAC_TEXT_SIZE)
        return false;
    parts.bytes = text_slice(token, 0, parts.header.size + 1 + parts.claims.size);
    *ret_parts = parts;
    return true;
}

static const struct json *decode_object(struct arena *arena, struct text coded)
{
    static const struct json_limits limits = {
        .size_bytes = JWT_LIMIT_BYTES,
        .depth = JWT_LIMIT_DEPTH,
        .values = JWT_LIMIT_BYTES,
    };
    const struct json *json = NULL;
    struct text text;

    if (!base64_decode(arena, coded, BASE64_URL, &text) ||
        json_parse(arena, text, &limits, &json, NULL) != OK)
        return NULL;
    return json_kind(json) == JSON_KIND_OBJECT ? json : NULL;
}

static bool is_absent_or_string(const struct json *json)
{
    return json_kind(json) == JSON_KIND_ABSENT || json_kind(json) == JSON_KIND_STRING;
}

/* HS256 and nothing that would ask for more than this file does. */
static const char *header_fault(const struct json *header)
{
    const struct json *type = json_member(header, T("typ")), *key = json_member(header, T("kid"));

    if (!text_equal(json_text_member(header, T("alg")), T("HS256")))
        return "the token's algorithm is not HS256";
    if (type && !text_equal_nocase(json_as_text(type), T("JWT")))
        return "the token's type is not JWT";
    if (!is_absent_or_string(key) || json_as_text(key).size > JWT_LIMIT_KEY_ID)
        return "the token's key id is not valid";
    if (json_member(header, T("crit")) || json_member(header, T("b64")) ||
        json_member(header, T("zip")))
        return "the token asks for an extension";
    return NULL;
}

/* A NumericDate of ours is a whole number and not negative. */
static bool read_time(const struct json *claims, struct text name, int64_t *time_s)
{
    const struct json *time = json_member(claims, name);

    if (!time)
        return true;
    if (json_kind(time) != JSON_KIND_INTEGER || json_as_integer(time) < 0)
        return false;
    *time_s = json_as_integer(time);
    return true;
}

/* Differences are taken between values that are not negative, so they cannot overflow. */
static enum status check_times(const struct jwt_check *check, struct jwt *jwt,
                               const char **ret_fault)
{
    int64_t not_before_s = 0;

    jwt->expires_at_s = -1;
    if (!read_time(jwt->claims, T("exp"), &jwt->expires_at_s) ||
        !read_time(jwt->claims, T("nbf"), &not_before_s) ||
        !read_time(jwt->claims, T("iat"), &jwt->issued_at_s))
        return fail(ret_fault, INVALID, "a time in the token is not valid");
    if (jwt->expires_at_s < 0)
        return fail(ret_fault, INVALID, "the token has no expiry");
    if (check->now_s - jwt->expires_at_s >= check->leeway_s)
        return fail(ret_fault, UNAUTHENTICATED, "the token has expired");
    if (not_before_s - check->now_s > check->leeway_s)
        return fail(ret_fault, UNAUTHENTICATED, "the token is not valid yet");
    return OK;
}

enum status jwt_read(struct arena *arena, struct text token, const struct jwt_check *check,
                     struct jwt *ret_jwt, const char **ret_fault)
{
    struct token_parts parts;
    struct jwt jwt = { 0 };
    const struct json *header;
    const char *fault;
    struct text mac;
    enum status status;

    if (token.size > JWT_LIMIT_BYTES)
        return fail(ret_fault, INVALID, "the token is too long");
    if (!split(token, &parts))
        return fail(ret_fault, INVALID, "the token has not three parts");
    header = decode_object(arena, parts.header);
    if (!header)
        return fail(ret_fault, INVALID, "the token's header is not readable");
    fault = header_fault(header);
    if (fault)
        return fail(ret_fault, INVALID, fault);
    if (!base64_decode(arena, parts.mac, BASE64_URL, &mac) || mac.size != JWT_MAC_SIZE)
        return fail(ret_fault, INVALID, "the token's signature is not readable");

    jwt.key_id = json_text_member(header, T("kid"));
    if (!check->mac_fits(check->context, jwt.key_id, parts.bytes, mac))
        return fail(ret_fault, UNAUTHENTICATED, "the token's signature does not fit");
    jwt.claims = decode_object(arena, parts.claims);
    if (!jwt.claims)
        return fail(ret_fault, INVALID, "the token's claims are not readable");
    status = check_times(check, &jwt, ret_fault);
    if (status != OK)
        return status;

    *ret_jwt = jwt;
    return OK;
}

static struct text header_text(struct arena *arena, struct text key_id)
{
    struct buffer buffer = buffer_in(arena, HEADER_ROOM + 6 * key_id.size);
    struct json_writer writer = json_writer_to(&buffer);

    json_begin_object(&writer);
    json_write_text_member(&writer, T("alg"), T("HS256"));
    json_write_text_member(&writer, T("typ"), T("JWT"));
    if (key_id.size > 0)
        json_write_text_member(&writer, T("kid"), key_id);
    json_end_object(&writer);
    return buffer_text(&buffer);
}

enum status jwt_write(struct arena *arena, struct text claims, const struct jwt_sign *sign,
                      struct text *ret_token)
{
    struct buffer token = buffer_in(arena, JWT_LIMIT_BYTES);
    unsigned char mac[JWT_MAC_SIZE];
    struct text bytes = { (const char *)mac, sizeof mac };
    enum status status;

    if (sign->key_id.size > JWT_LIMIT_KEY_ID)
        return TOO_LARGE;
    buffer_append(&token, base64_encode(arena, header_text(arena, sign->key_id), BASE64_URL));
    buffer_append_byte(&token, '.');
    buffer_append(&token, base64_encode(arena, claims, BASE64_URL));
    sign->mac_make(sign->context, buffer_text(&token), mac);
    buffer_append_byte(&token, '.');
    buffer_append(&token, base64_encode(arena, bytes, BASE64_URL));
    status = buffer_status(&token);
    if (status == OK)
        *ret_token = buffer_text(&token);
    return status;
}
