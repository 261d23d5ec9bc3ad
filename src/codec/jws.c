/* JWS: form only. */
#include "codec/jws.h"

#include "base/encode.h"
#include "codec/json_read.h"

enum { LIMIT_DEPTH = 8, LIMIT_VALUES = 1000 };

static const struct json *decode_object(struct arena *arena, struct text coded)
{
    static const struct json_limits limits = { JWS_LIMIT_BYTES, LIMIT_DEPTH, LIMIT_VALUES };
    const struct json *json = NULL;
    struct text text;

    if (!base64_decode(arena, coded, BASE64_URL, &text) ||
        json_parse(arena, text, &limits, &json, NULL) != OK)
        return NULL;
    return json_kind(json) == JSON_KIND_OBJECT ? json : NULL;
}

static bool is_plain_header(const struct json *header)
{
    const struct json *key_id = json_member(header, T("kid"));

    return json_kind(json_member(header, T("alg"))) == JSON_KIND_STRING &&
           (!key_id || json_kind(key_id) == JSON_KIND_STRING) &&
           json_as_text(key_id).size <= JWS_LIMIT_KEY_ID && !json_member(header, T("crit")) &&
           !json_member(header, T("b64")) && !json_member(header, T("zip"));
}

enum status jws_parse(struct arena *arena, struct text token, struct jws *ret_jws)
{
    struct text rest = token;
    struct text header_text = text_cut(&rest, '.'), claims_text = text_cut(&rest, '.');
    const struct json *header;
    struct jws jws = { 0 };

    if (token.size > JWS_LIMIT_BYTES)
        return TOO_LARGE;
    if (header_text.size == 0 || claims_text.size == 0 || rest.size == 0 ||
        !base64_decode(arena, rest, BASE64_URL, &jws.signature) || jws.signature.size == 0)
        return INVALID;
    header = decode_object(arena, header_text);
    jws.claims = decode_object(arena, claims_text);
    if (!header || !jws.claims || !is_plain_header(header))
        return INVALID;
    jws.algorithm = json_text_member(header, T("alg"));
    jws.key_id = json_text_member(header, T("kid"));
    jws.bytes = text_slice(token, 0, header_text.size + 1 + claims_text.size);
    *ret_jws = jws;
    return OK;
}
