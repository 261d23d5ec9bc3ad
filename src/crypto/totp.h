/* TOTP (RFC 6238): six digits that follow from a shared secret and the time, with HMAC-SHA-1 and
   steps of 30 seconds, which is what every authenticator app takes. */
#ifndef CRYPTO_TOTP_H
#define CRYPTO_TOTP_H

#include "crypto/secret.h"

#include <stdint.h>

enum { TOTP_SECRET_SIZE = 20, TOTP_STEP_S = 30, TOTP_DIGITS = 6, TOTP_MOST_DIGITS = 8 };

/* The code of one counter (RFC 4226), as a number below 10^digits; at most TOTP_MOST_DIGITS. */
uint32_t hotp(const struct secret *secret, uint64_t counter, int digits);
/* True when `typed` (TOTP_DIGITS digits; white space in it is passed over) is the code of this
   moment, of the step before or of the step after, and its step is later than `last_step`: a
   code counts once. *ret_step is the step it belongs to. */
bool totp_fits(const struct secret *secret, struct text typed, int64_t now_s, int64_t last_step,
               int64_t *ret_step);
/* The secret as base32, for the app of the one it belongs to: shown once, never kept. */
struct text totp_secret_text(struct arena *arena, const struct secret *secret);

#endif
