/* OAuth flow: one sign-in with Google on its way: from the redirect to the provider until the
   session is handed over. Bound to the browser that began it by a cookie, and used once. What
   must be secret on the way (PKCE verifier, nonce) follows from the state and the master key, so
   the row has hashes only. */
#ifndef AUTH_OAUTH_FLOW_H
#define AUTH_OAUTH_FLOW_H

#include "auth/account.h"

enum { LIMIT_CHALLENGE = 128, LEAST_VERIFIER = 43 };

struct oauth_flow {
    struct row row;
    struct text state_hash, browser_hash;
    struct text redirect_to;
    struct text
        challenge; /* of the client's own PKCE (S256); empty: the session goes by fragment */
    struct id link_account; /* zero: a sign-in; else who wants the identity linked */
    struct id account_id;   /* who it turned out to be */
    struct text code_hash;  /* of the code that the client exchanges */
    int64_t expires_at, used_at, exchanged_at;
};

extern const struct entity oauth_flow_entity;

struct oauth_secrets {
    struct text state, browser; /* to the provider, and to the browser's cookie */
    struct text verifier, nonce;
};

/* Fills in id, hashes and expiry and stores it. */
enum status MUST_CHECK oauth_flow_begin(struct tx *tx, const struct call *call,
                                        struct oauth_flow *flow, struct oauth_secrets *ret_secrets);
/* The flow of the state, used from now on. NOT_FOUND when there is none, it is too old, was used,
   or the browser is another one. */
enum status MUST_CHECK oauth_flow_take(struct tx *tx, const struct call *call, struct text state,
                                       struct text browser, struct oauth_flow *ret_flow,
                                       struct oauth_secrets *ret_secrets);
/* The sign-in is done: the code that the client exchanges within five minutes. */
enum status MUST_CHECK oauth_flow_finish(struct tx *tx, const struct call *call,
                                         struct oauth_flow *flow, struct id account,
                                         struct text *ret_code);
/* One try each, right or wrong. NOT_FOUND; *ret_fits false: another verifier. */
enum status MUST_CHECK oauth_flow_exchange(struct tx *tx, const struct call *call, struct text code,
                                           struct text verifier, struct id *ret_account,
                                           bool *ret_fits);
/* base64url(sha256(verifier)): S256 of RFC 7636. */
struct text oauth_challenge(struct arena *arena, struct text verifier);

#endif
