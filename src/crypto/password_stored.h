/* Password stored: the pure parser and printer of stored verifiers. Only crypto/password.c, the
   tests and the fuzz target need it. */
#ifndef CRYPTO_PASSWORD_STORED_H
#define CRYPTO_PASSWORD_STORED_H

#include "base/arena.h"
#include "base/text.h"
#include "crypto/password.h"

#include <stdbool.h>
#include <stddef.h>

enum { STORED_SALT_MAX = 64, STORED_HASH_MAX = 64, BCRYPT_TEXT_SIZE = 60 };

/* What a stored string says. For bcrypt only params and `bcrypt`: its salt stays in the string. */
struct password_stored {
    struct password_params params;
    unsigned char salt[STORED_SALT_MAX], hash[STORED_HASH_MAX];
    size_t salt_size, hash_size;
    char bcrypt[BCRYPT_TEXT_SIZE + 1];
};

/* False for a string of another kind, or with parameters beyond what this server computes;
 *ret_stored is then untouched. */
bool password_stored_from_text(struct text text, struct password_stored *ret_stored);
struct text password_stored_to_text(struct arena *arena, const struct password_stored *stored);

/* The parameters with the defaults of the scheme for zeros. */
struct password_params password_params_fill(const struct password_params *params);

#endif
