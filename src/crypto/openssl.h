/* Openssl: what the files of this folder share about the library: algorithms fetched once, and
   calls that can only fail when the machine is out of memory. */
#ifndef CRYPTO_OPENSSL_H
#define CRYPTO_OPENSSL_H

#include <openssl/types.h>
#include <stdbool.h>

/* Ends the process when the library refuses what it must be able to do. */
void crypto_must(bool done);
const EVP_MD *crypto_sha256(void);
const EVP_CIPHER *crypto_aes_256_gcm(void);
const EVP_CIPHER *crypto_aes_256_ecb(void);
const EVP_CIPHER *crypto_aes_256_xts(void);

#endif
