/* Cipher: the AES-256-GCM primitive with a nonce of the caller's. Everybody else wants
   crypto/seal.h; this is for page and block formats that place their own nonce. A nonce used
   twice under one key breaks both messages. */
#ifndef CRYPTO_CIPHER_H
#define CRYPTO_CIPHER_H

#include "base/status.h"
#include "base/text.h"
#include "crypto/secret.h"

enum { CIPHER_KEY_SIZE = 32, CIPHER_NONCE_SIZE = 12, CIPHER_TAG_SIZE = 16 };

/* Writes plain.size bytes to `ret_cipher` and the tag to `ret_tag`. `about` is not hidden but
   bound: opening needs the same. `ret_cipher` may be the plain text's own memory. */
void cipher_seal(const struct secret *key, const unsigned char nonce[CIPHER_NONCE_SIZE],
                 struct text about, struct text plain, unsigned char *ret_cipher,
                 unsigned char ret_tag[CIPHER_TAG_SIZE]);
/* FAILED when the tag does not fit; ret_plain is then zeroed. */
enum status MUST_CHECK cipher_open(const struct secret *key,
                                   const unsigned char nonce[CIPHER_NONCE_SIZE], struct text about,
                                   struct text cipher, const unsigned char tag[CIPHER_TAG_SIZE],
                                   unsigned char *ret_plain);

#endif
