/* Sector: AES-256-XTS, for pieces of a file that cannot grow by a nonce and a tag. It hides, and
   does not notice a change: only for what is checked otherwise (frame headers of the write-ahead
   log, which carry checksums) or dies with the process (temporary files). */
#ifndef CRYPTO_SECTOR_H
#define CRYPTO_SECTOR_H

#include "crypto/secret.h"

#include <stddef.h>
#include <stdint.h>

enum { SECTOR_KEY_SIZE = 64, SECTOR_SIZE_MIN = 16 };

/* Belongs to one thread at a time. */
struct sector;

/* The key stays the caller's. */
struct sector *sector_new(const struct secret *key);
/* NULL is fine. */
void sector_free(struct sector *sector);
/* In place. `number` is the piece's place in its file; `size` is at least SECTOR_SIZE_MIN. */
void sector_encrypt(struct sector *sector, uint64_t number, unsigned char *at, size_t size);
void sector_decrypt(struct sector *sector, uint64_t number, unsigned char *at, size_t size);

#endif
