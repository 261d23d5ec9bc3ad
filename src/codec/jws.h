/* JWS: compact tokens of others (RFC 7515), signed with a key that is not ours: parsed only. The
   signature is checked by the caller's crypto layer, and nothing counts before it was. */
#ifndef CODEC_JWS_H
#define CODEC_JWS_H

#include "base/arena.h"
#include "base/status.h"

enum { JWS_LIMIT_BYTES = 16 * 1024, JWS_LIMIT_KEY_ID = 256 };

struct json;

struct jws {
    struct text algorithm;     /* `alg`, as it says; the caller has a list */
    struct text key_id;        /* `kid`; empty when there is none */
    const struct json *claims; /* an object */
    struct text bytes;         /* what the signature is over */
    struct text signature;     /* decoded; not empty */
};

/* INVALID: not three parts of strict base64url, a header or claims that are no object, a header
   that asks for an extension (crit, b64, zip), or no signature. TOO_LARGE past the limit. */
enum status MUST_CHECK jws_parse(struct arena *arena, struct text token, struct jws *ret_jws);

#endif
