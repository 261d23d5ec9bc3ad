/* Account delete: an account goes, with what only it had. */
#ifndef AUTH_ACCOUNT_DELETE_H
#define AUTH_ACCOUNT_DELETE_H

#include "auth/account.h"

/* Sessions, links, second factors, log of sign-ins and private rows go; a workspace that nobody
   else is in goes with all its rows. The records of a team stay with it. Refuses when the account
   is the last administrator of a workspace that others are in. */
enum status MUST_CHECK account_delete(struct tx *tx, struct call *call,
                                      const struct account *account);

#endif
