/* Invite: an address that may become a member, by a link in a mail. */
#ifndef AUTH_INVITE_H
#define AUTH_INVITE_H

#include "auth/account.h"
#include "auth/one_time_token.h"

struct invite {
    struct row row;
    struct text email;
    int role; /* enum role */
    struct text grants;
    int64_t expires_at;
    int64_t accepted_at, revoked_at;
};

extern const struct entity invite_entity;

/* NOT_FOUND when the invitation of the token was accepted, withdrawn, or is too old. */
enum status MUST_CHECK invite_find_open(struct tx *tx, const struct call *call,
                                        const struct one_time_token *token,
                                        struct invite *ret_invite);
/* The account becomes a member, unless it is one; the invitation is accepted. */
enum status MUST_CHECK invite_join(struct tx *tx, struct call *call, struct invite *invite,
                                   const struct account *account);
/* The link was used by somebody who is not signed in: its mail came to the invited address, so
   the account of that address is theirs, and is made when there is none. *ret_account is a
   member of the workspace afterwards. NOT_FOUND when the invitation does not stand any more. */
enum status MUST_CHECK invite_take_by_link(struct tx *tx, struct call *call,
                                           const struct one_time_token *token,
                                           struct account *ret_account);

#endif
