/* Sign: HMAC-SHA256 over bytes (a token) with a ring of keys, each known by its id. The current
   key signs; an earlier one still verifies until its grace period is over. Safe from any
   thread, also while keys rotate. src/auth joins this with codec/jwt.h. */
#ifndef CRYPTO_SIGN_H
#define CRYPTO_SIGN_H

#include "base/status.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "crypto/secret.h"

#include <stdbool.h>
#include <stdint.h>

enum { SIGN_KEY_ID_SIZE = 11, SIGN_RING_SIZE = 8 };

struct sign_key_id {
    char at[SIGN_KEY_ID_SIZE + 1]; /* URL-safe; follows from the key */
};

struct sign_ring;

/* Takes the key, which has at least 32 bytes. */
struct sign_ring *sign_ring_new(struct secret *current);
void sign_ring_free(struct sign_ring *ring);
/* `next` signs from now on; what signed before verifies until `now_ms` + `grace_ms`. Takes the
   key. Keys past their time are wiped; past SIGN_RING_SIZE the oldest goes early. */
void sign_ring_rotate(struct sign_ring *ring, struct secret *next, int64_t now_ms,
                      int64_t grace_ms);
/* A key of before that verifies until `until_ms` (at start, from what was kept). Takes it. */
void sign_ring_add_previous(struct sign_ring *ring, struct secret *key, int64_t until_ms);

struct sign_key_id sign_ring_current(const struct sign_ring *ring);
void sign_ring_sign(const struct sign_ring *ring, struct text bytes, struct sign_key_id *ret_id,
                    struct digest *ret_mac);
/* False for an unknown or expired key id and for a mac that does not fit; constant time. */
bool sign_ring_verify(const struct sign_ring *ring, struct text key_id, struct text bytes,
                      struct text mac, int64_t now_ms);

#endif
