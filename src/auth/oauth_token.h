/* OAuth token: the one place that keeps what a provider has given this server to act for somebody.
   One row per connection (a linked account, later an account at a network), sealed twice: under the
   master key and bound to row, account, provider and connection (auth/master_seal.h), and in its
   column with the owner's own key. No call reads one; only the server's own code does, to use it
   at the provider that gave it. It goes in the transaction that ends the connection, which
   leaves the provider to be told (auth/oauth_revocation.h). */
#ifndef AUTH_OAUTH_TOKEN_H
#define AUTH_OAUTH_TOKEN_H

#include "auth/account.h"
#include "auth/master_seal.h"

struct oauth_token {
    struct row row;
    struct id account_id;
    int64_t for_workspace;   /* whose connection it is; 0: the person's own */
    struct text provider;    /* its name in the register of processors */
    struct id connection_id; /* of the identity or the network's account */
    struct text scopes;
    struct text sealed;
    int64_t access_expires_at; /* of the access token; 0: it did not say */
    int64_t expires_at;        /* past this nothing can be done with it; 0: it can be refreshed */
};

extern const struct entity oauth_token_entity;
extern const struct master_sealed oauth_token_sealed;

enum { LIMIT_SCOPES = 2000 };

/* What a provider gave; one of the two tokens may be empty. */
struct oauth_grant {
    struct text access, refresh, scopes;
    int64_t access_expires_at;
};

/* Instead of what the connection had. The owner, provider and connection are those of *whose; a
   grant without any token is none and takes nothing away. TOO_LARGE when it cannot be one. */
enum status MUST_CHECK oauth_token_keep(struct tx *tx, const struct call *call,
                                        const struct oauth_token *whose,
                                        const struct oauth_grant *grant);
/* NOT_FOUND when the connection has none. */
enum status MUST_CHECK oauth_token_find(struct tx *tx, struct text provider, struct id connection,
                                        struct oauth_token *ret_token);
/* Fails like master_seal_open. */
enum status MUST_CHECK oauth_token_open(struct arena *arena, const struct key_ring *seals,
                                        const struct oauth_token *token,
                                        struct oauth_grant *ret_grant);
/* Gone for good, also from backups that are restored later, and the provider will be told. OK when
   there was none. */
enum status MUST_CHECK oauth_token_destroy(struct tx *tx, struct call *call, struct text provider,
                                           struct id connection);
/* All that the account has. `is_account_kept`: the person is still there to be told. */
enum status MUST_CHECK oauth_token_destroy_all(struct tx *tx, struct call *call, struct id account,
                                               bool is_account_kept);

#endif
