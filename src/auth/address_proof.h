/* Address proof: somebody has shown that they read the mail of an account's address. */
#ifndef AUTH_ADDRESS_PROOF_H
#define AUTH_ADDRESS_PROOF_H

#include "auth/account.h"

/* Whoever made an account with an address and never confirmed it need not be whose address it is:
   at its first proof, what was set up before (password, sessions, links, second factors,
   linked accounts) counts
   no more. Does nothing when the address was confirmed before. */
enum status MUST_CHECK address_prove(struct tx *tx, struct call *call, struct account *account);

#endif
