/* Factor: what an account shows besides its password: an authenticator app (TOTP). Its secret is
   sealed, and bound to its row. */
#ifndef AUTH_FACTOR_H
#define AUTH_FACTOR_H

#include "auth/account.h"
#include "crypto/seal.h"
#include "crypto/secret.h"

enum factor_status { FACTOR_UNVERIFIED = 1, FACTOR_VERIFIED };

enum { LIMIT_FACTORS = 10, LIMIT_FACTOR_NAME = 80 };

struct factor {
    struct row row;
    struct id account_id;
    struct text friendly_name; /* may be empty */
    int status;                /* enum factor_status */
    struct text sealed;        /* the secret; base64 */
    int64_t last_step;         /* of the last code that counted: no earlier one does */
    int64_t verified_at;
};

/* One question for a code, within one session. */
struct factor_challenge {
    struct row row;
    struct id factor_id, session_id;
    int64_t expires_at, used_at;
};

extern const struct entity factor_entity, factor_challenge_entity;

struct factors {
    const struct factor *at; /* oldest first */
    size_t count;
};

enum status MUST_CHECK factor_list(struct tx *tx, struct id account, struct factors *ret_factors);
/* NOT_FOUND also when it is another account's. */
enum status MUST_CHECK factor_find(struct tx *tx, struct id account, struct id id,
                                   struct factor *ret_factor);
/* Has the account a verified one. */
enum status MUST_CHECK factor_is_set_up(struct tx *tx, struct id account, bool *ret_is_set_up);
/* With its challenges. */
enum status MUST_CHECK factor_delete(struct tx *tx, const struct factor *factor);
enum status MUST_CHECK factor_delete_unverified(struct tx *tx, struct id account);
/* All of them, with recovery codes and what sessions have shown. */
enum status MUST_CHECK factor_delete_all(struct tx *tx, const struct call *call, struct id account);
/* The last verified one is gone: recovery codes and what sessions have shown count no more. */
enum status MUST_CHECK factor_forget_proofs(struct tx *tx, const struct call *call,
                                            struct id account);

enum status MUST_CHECK factor_seal(struct tx *tx, const struct call *call,
                                   const struct secret *secret, struct factor *factor);
/* The caller frees the secret. */
enum status MUST_CHECK factor_open(struct tx *tx, const struct call *call,
                                   const struct factor *factor, struct secret **ret_secret);

/* Seals again what an earlier master key has sealed, so that the current one suffices. */
enum status MUST_CHECK factor_renew_all(struct tx *tx, const struct key_ring *seals);

enum status MUST_CHECK factor_challenge_make(struct tx *tx, const struct call *call,
                                             const struct factor *factor,
                                             struct factor_challenge *ret_challenge);
/* NOT_FOUND when it is of another factor or session, used, or too old. */
enum status MUST_CHECK factor_challenge_find(struct tx *tx, const struct call *call,
                                             const struct factor *factor, struct id id,
                                             struct factor_challenge *ret_challenge);

#endif
