/* Issuer: the OpenID provider behind sign-in with Google: its addresses and its keys, fetched when
   they are needed, kept for an hour, and fetched again when a token names a key we do not have. */
#ifndef AUTH_ISSUER_H
#define AUTH_ISSUER_H

#include "auth/id_token.h"
#include "auth/oauth_token.h"
#include "call/call.h"

struct issuer;

struct issuer *issuer_new(void);
void issuer_free(struct issuer *issuer);

bool issuer_is_used(const struct settings *settings);
/* The address where the sign-in begins, in the arena of the call. UNAVAILABLE when the provider
   does not answer, or says what it must not. Outside of transactions. */
enum status MUST_CHECK issuer_authorize_url(struct call *call, struct text *ret_url);

struct issuer_exchange {
    struct text code, verifier, redirect_uri, nonce;
};

/* The code of the callback becomes facts about who signed in. UNAUTHENTICATED with *ret_fault (for
   the log; never content) when the provider refuses or its token does not hold. *ret_grant is what
   it gave besides, which is good for revoking it: empty when the provider takes nothing back. */
enum status MUST_CHECK issuer_exchange(struct call *call, const struct issuer_exchange *exchange,
                                       struct id_token_facts *ret_facts,
                                       struct oauth_grant *ret_grant, const char **ret_fault);

enum issuer_revoked {
    ISSUER_SILENT, /* no answer, or none that says anything: worth another try */
    ISSUER_REVOKED,
    ISSUER_REFUSES, /* for good */
};

/* Tells the provider that a token is not wanted any more (RFC 7009). Outside of transactions. */
enum issuer_revoked issuer_revoke(struct call *call, struct text token, struct text hint,
                                  int timeout_ms);

#endif
