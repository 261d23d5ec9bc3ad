/* Xaes: XAES-256-GCM (C2SP). The first half of a 24-byte nonce chooses a key of its own, the
   second is AES-256-GCM's nonce: nonces may be random, and one key is good for 2^80 messages.
   For pages, which a busy store writes by the billion; everybody else wants crypto/seal.h. */
#ifndef CRYPTO_XAES_H
#define CRYPTO_XAES_H

#include "base/status.h"
#include "base/text.h"
#include "crypto/secret.h"

enum { XAES_KEY_SIZE = 32, XAES_NONCE_SIZE = 24, XAES_TAG_SIZE = 16 };

/* A key with the ciphers of the nonces it met last. Belongs to one thread at a time. */
struct xaes;

/* The key stays the caller's. */
struct xaes *xaes_new(const struct secret *key);
/* Wipes what it derived; NULL is fine. */
void xaes_free(struct xaes *xaes);

/* Writes plain.size bytes to `ret_cipher` and the tag to `ret_tag`. `about` is not hidden but
   bound: opening needs the same. `ret_cipher` may be the plain text's own memory. */
void xaes_seal(struct xaes *xaes, const unsigned char nonce[XAES_NONCE_SIZE], struct text about,
               struct text plain, unsigned char *ret_cipher, unsigned char ret_tag[XAES_TAG_SIZE]);
/* FAILED when the tag does not fit; ret_plain is then zeroed. `ret_plain` may be the cipher's own
   memory. */
enum status MUST_CHECK xaes_open(struct xaes *xaes, const unsigned char nonce[XAES_NONCE_SIZE],
                                 struct text about, struct text cipher,
                                 const unsigned char tag[XAES_TAG_SIZE], unsigned char *ret_plain);

#endif
