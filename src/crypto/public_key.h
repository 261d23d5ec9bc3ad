/* Public key: verifying what another server has signed, with the key as a JWK gives it. RS256 and
   ES256, nothing else. */
#ifndef CRYPTO_PUBLIC_KEY_H
#define CRYPTO_PUBLIC_KEY_H

#include "base/text.h"

#include <stdbool.h>

enum { RSA_LEAST_BYTES = 256, RSA_MOST_BYTES = 1024, P256_BYTES = 32 };

/* Big-endian modulus and exponent. False also for a modulus shorter than 2048 bits. */
bool public_key_fits_rs256(struct text modulus, struct text exponent, struct text bytes,
                           struct text signature);
/* Coordinates of a point on P-256; the signature is r and s, 32 bytes each. */
bool public_key_fits_es256(struct text x, struct text y, struct text bytes, struct text signature);

#endif
