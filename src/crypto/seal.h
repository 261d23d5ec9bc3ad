/* Seal: AES-256-GCM with a random nonce. A sealed value is key id (4) | nonce (12) | cipher |
   tag (16) and says by its key id which key of the ring opens it, so keys can be rotated and a
   wrong key has an error of its own. One key is good for 2^32 seals: far more than the rows of
   a store; page and stream formats use crypto/cipher.h. */
#ifndef CRYPTO_SEAL_H
#define CRYPTO_SEAL_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/secret.h"

#include <stddef.h>
#include <stdint.h>

enum { SEAL_KEY_ID_SIZE = 4, SEAL_OVERHEAD = SEAL_KEY_ID_SIZE + 12 + 16, KEY_RING_SIZE = 8 };

struct key_ring_entry {
    struct secret *key;
    unsigned char id[SEAL_KEY_ID_SIZE];
};

/* The first key seals, all of them open. Zero is an empty ring, which opens nothing. Filled at
   start and constant from then on. */
struct key_ring {
    struct key_ring_entry entries[KEY_RING_SIZE];
    size_t count;
};

/* Behind the keys that are there: the first one added is the current one. The ring owns the key
   from now on, also when it refuses it: INVALID when it is not 32 bytes, CONFLICT when a key of
   the same id is there, TOO_MANY when the ring is full. */
enum status MUST_CHECK key_ring_add(struct key_ring *ring, struct secret *key);
/* Makes `key` the current one; the others move back. Fails like key_ring_add. */
enum status MUST_CHECK key_ring_rotate(struct key_ring *ring, struct secret *key);
/* Wipes the keys. */
void key_ring_release(struct key_ring *ring);

/* Seals with the current key. `about` (table, row, column) is bound but not stored: opening
   needs the same, so a value cannot be moved to another row. UNAVAILABLE when the ring is
   empty, TOO_LARGE past LIMIT_SEALED. */
enum status MUST_CHECK seal(const struct key_ring *ring, struct text plain, struct text about,
                            struct arena *arena, struct text *ret_sealed);
/* INVALID: not a sealed value. UNAVAILABLE: sealed with a key that this ring does not hold.
   FAILED: the key is there, but value or `about` were changed. Nothing is returned then. */
enum status MUST_CHECK seal_open(const struct key_ring *ring, struct text sealed, struct text about,
                                 struct arena *arena, struct text *ret_plain);
/* The same for a key inside a seal (a person's, a blob's), which never becomes a text. */
enum status MUST_CHECK seal_secret(const struct key_ring *ring, const struct secret *secret,
                                   struct text about, struct arena *arena, struct text *ret_sealed);
enum status MUST_CHECK seal_open_secret(const struct key_ring *ring, struct text sealed,
                                        struct text about, struct secret **ret_secret);
/* True when the value is not sealed with the current key: time to seal it again. */
bool seal_is_outdated(const struct key_ring *ring, struct text sealed);
/* What to tell the operator about a status of seal and seal_open. */
struct text seal_sentence(enum status status);

#endif
