/* Reveal: the one door out of a secret. Included by src/crypto and by the few files named in
   tools/check-tree.mjs, each of which hands the bytes straight to a library or a socket. */
#ifndef CRYPTO_REVEAL_H
#define CRYPTO_REVEAL_H

#include "crypto/secret.h"

/* Its bytes, with a NUL behind them; valid until the secret is freed. Never copy them into an
   arena, a log or a reply. */
struct text secret_reveal(const struct secret *secret);

#endif
