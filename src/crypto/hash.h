/* Hash: SHA-256, HMAC-SHA256, HKDF-SHA256, and comparing in constant time. */
#ifndef CRYPTO_HASH_H
#define CRYPTO_HASH_H

#include "base/arena.h"
#include "base/text.h"
#include "crypto/secret.h"

#include <stdbool.h>
#include <stddef.h>

enum { DIGEST_SIZE = 32 };

struct digest {
    unsigned char bytes[DIGEST_SIZE];
};

struct digest sha256(struct text bytes);
/* The same over several pieces, as if they were one. */
struct digest sha256_list(const struct text *pieces, size_t count);
struct digest hmac_sha256(const struct secret *key, struct text bytes);
/* `size_bytes` (at most 255 * 32) from a key, a salt (may be empty) and what it is for. */
struct secret *hkdf_sha256(const struct secret *key, struct text salt, struct text purpose,
                           size_t size_bytes);

/* The digest's bytes to look at; valid as long as *digest. */
struct text digest_text(const struct digest *digest);
/* Lower-case hex. */
struct text digest_hex(struct arena *arena, struct digest digest);
bool digest_equal(struct digest a, struct digest b);
/* Time depends on the sizes only. */
bool text_equal_constant_time(struct text a, struct text b);

#endif
