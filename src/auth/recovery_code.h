/* Recovery code: ten words of chance, each of which stands in for the second factor once. The
   store has only a keyed hash of each. */
#ifndef AUTH_RECOVERY_CODE_H
#define AUTH_RECOVERY_CODE_H

#include "auth/account.h"

enum { RECOVERY_CODES = 10 };

struct recovery_code {
    struct row row;
    struct id account_id;
    struct text code_hash;
    int64_t used_at;
};

extern const struct entity recovery_code_entity;

/* New ones in place of all there are; as they are to be shown, "k3v9x-7qm2p". */
enum status MUST_CHECK recovery_code_make_all(struct tx *tx, const struct call *call,
                                              struct id account,
                                              struct text ret_codes[RECOVERY_CODES]);
enum status MUST_CHECK recovery_code_delete_all(struct tx *tx, struct id account);
enum status MUST_CHECK recovery_code_count(struct tx *tx, struct id account, int64_t *ret_left);
/* However it is typed: case, spaces and dashes do not matter. NOT_FOUND when it is none of the
   account's, or was used. */
enum status MUST_CHECK recovery_code_use(struct tx *tx, const struct call *call, struct id account,
                                         struct text typed);

#endif
