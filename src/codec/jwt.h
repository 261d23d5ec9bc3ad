/* JWT: compact JWS with HS256 (RFC 7515, 7519), nothing else: `alg` is never a choice of the one
   who sends. The mac itself is calculated by the caller's crypto layer. */
#ifndef CODEC_JWT_H
#define CODEC_JWT_H

#include "base/arena.h"
#include "base/status.h"

enum {
    JWT_MAC_SIZE = 32,
    JWT_LIMIT_BYTES = 4096,
    JWT_LIMIT_KEY_ID = 64,
    JWT_LIMIT_DEPTH = 8,
};

struct json;

struct jwt {
    struct text key_id;        /* `kid`; empty when the header has none */
    const struct json *claims; /* an object */
    int64_t expires_at_s;      /* always there */
    int64_t issued_at_s;       /* 0 when not said */
};

struct jwt_check {
    /* Whether `mac` (JWT_MAC_SIZE bytes) belongs to `bytes` under that key. Constant time. */
    bool (*mac_fits)(const void *context, struct text key_id, struct text bytes, struct text mac);
    const void *context;
    int64_t now_s;
    int64_t leeway_s; /* for clocks that differ */
};

/* INVALID: not a token of ours in form. UNAUTHENTICATED: the mac does not fit, or the time is
   not between `nbf` and `exp`. Claims are read only after the mac has been found right.
   *ret_fault (may be NULL) is a sentence for logs and tests. */
enum status MUST_CHECK jwt_read(struct arena *arena, struct text token,
                                const struct jwt_check *check, struct jwt *ret_jwt,
                                const char **ret_fault);

struct jwt_sign {
    /* Writes JWT_MAC_SIZE bytes. */
    void (*mac_make)(const void *context, struct text bytes, unsigned char *ret_mac);
    const void *context;
    struct text key_id; /* empty: no `kid` */
};

/* `claims` is the JSON text of an object. TOO_LARGE past JWT_LIMIT_BYTES. */
enum status MUST_CHECK jwt_write(struct arena *arena, struct text claims,
                                 const struct jwt_sign *sign, struct text *ret_token);

#endif
