/* Password: three schemes, each verified by what the stored string says of itself; the profile
   chooses which one is written.
     argon2id       $argon2id$v=19$m=19456,t=2,p=1$salt$hash
     bcrypt         $2b$12$ and 53 characters. bcrypt reads 72 bytes and stops at NUL: a longer
                    password, or one with a NUL, is replaced by base64(sha256(password)) first.
     pbkdf2-sha256  $pbkdf2-sha256$i=100000$salt$hash */
#ifndef CRYPTO_PASSWORD_H
#define CRYPTO_PASSWORD_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum password_scheme {
    PASSWORD_UNDECLARED,
    PASSWORD_ARGON2ID,
    PASSWORD_BCRYPT,
    PASSWORD_PBKDF2_SHA256,
};

/* Zero in a number means the default of the scheme. */
struct password_params {
    enum password_scheme scheme;
    uint32_t memory_kib, passes, lanes; /* argon2id: 19456, 2, 1 */
    uint32_t cost;                      /* bcrypt: 12 */
    uint32_t rounds;                    /* pbkdf2-sha256: 100000, and not less */
};

/* "argon2id", "bcrypt", "pbkdf2-sha256"; PASSWORD_UNDECLARED for any other name. */
enum password_scheme password_scheme_find(struct text name);
/* INVALID when a number is below the scheme's floor or above what this server will compute. */
enum status MUST_CHECK password_params_check(const struct password_params *params);

/* With a fresh salt: equal passwords get different strings. TOO_LARGE past LIMIT_PASSWORD,
   INVALID by password_params_check, FAILED when the machine cannot (memory). The least length
   is the caller's rule. */
enum status MUST_CHECK password_hash(struct arena *arena, struct text password,
                                     const struct password_params *params, struct text *ret_stored);
/* False for a wrong password and for a string that is none of the three. */
bool password_verify(struct text stored, struct text password);
/* True when `stored` was not made with exactly these parameters. */
bool password_needs_rehash(struct text stored, const struct password_params *wanted);
/* For an account that does not exist: costs what password_verify would, and is always false. */
bool password_verify_nobody(const struct password_params *params, struct text password);

/* How many hashes this process has calculated: whether two answers cost the same is counted, not
   timed. */
uint64_t password_hash_count(void);

#endif
