/* Identity: an account at another provider that stands for an account here. Who that is, is kept as
   a keyed hash of the provider's subject: enough to recognise it, and nothing to read. */
#ifndef AUTH_IDENTITY_H
#define AUTH_IDENTITY_H

#include "auth/account.h"
#include "auth/id_token.h"

struct identity_link {
    struct row row;
    struct id account_id;
    int provider; /* 1: google */
    struct text subject_hash;
    struct text email; /* as the provider says it */
    int64_t last_sign_in_at;
};

extern const struct entity identity_entity;

struct identities {
    const struct identity_link *at;
    size_t count;
};

enum status MUST_CHECK identity_list(struct tx *tx, struct id account,
                                     struct identities *ret_identities);

enum identity_outcome {
    IDENTITY_FINE,
    IDENTITY_NO_EMAIL,   /* the provider vouches for no address */
    IDENTITY_NOT_SURE,   /* an account has the address, and the provider does not run the mailbox */
    IDENTITY_OTHERS,     /* it stands for another account already */
    IDENTITY_NO_SIGN_UP, /* accounts are made by invitation here */
};

/* Whose sign-in this is: the account it is linked to; else the one that has proven the same
   address, if the provider runs that mailbox; else a new one. An account with the address that
   was never confirmed loses what was set up with it. */
enum status MUST_CHECK identity_resolve(struct tx *tx, struct call *call,
                                        const struct id_token_facts *facts,
                                        struct account *ret_account,
                                        enum identity_outcome *ret_outcome);
/* The link of that account there. NOT_FOUND. */
enum status MUST_CHECK identity_find(struct tx *tx, const struct call *call,
                                     const struct id_token_facts *facts,
                                     struct identity_link *ret_link);
/* Links it to an account whose owner asked for it. */
enum status MUST_CHECK identity_link_to(struct tx *tx, struct call *call,
                                        const struct id_token_facts *facts, struct id account,
                                        enum identity_outcome *ret_outcome);
/* What refuses a sign-in that came to this; IDENTITY_FINE is none of them. */
const struct refusal *identity_refusal(enum identity_outcome outcome);

#endif
