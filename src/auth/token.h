/* Token: access tokens (JWT, HS256) and refresh tokens, and the keys that sign both. A refresh
   token says which session and how often that was refreshed; its signature makes it one, so the
   store keeps neither it nor a hash of it. */
#ifndef AUTH_TOKEN_H
#define AUTH_TOKEN_H

#include "call/call.h"

struct store_keys;
struct token_keys;

/* The keys follow from the master key and a generation, which the store counts: nothing secret
   is stored. The keys of the generation before verify until `rotated_at_ms` + `grace_ms`. */
struct token_keys *token_keys_new(const struct store_keys *keys, int64_t generation,
                                  int64_t rotated_at_ms, int64_t grace_ms, int64_t now_ms);
void token_keys_free(struct token_keys *keys);
/* The generation moved, here or in another process. Does nothing when it did not. */
void token_keys_follow(struct token_keys *keys, int64_t generation, int64_t now_ms);

struct access_claims {
    struct id account_id, session_id;
    int64_t workspace_id;
    int64_t issued_at_s, expires_at_s;
    struct text email, display_name;
    struct text app_role;    /* empty: in no workspace */
    struct text grants;      /* JSON object */
    struct text modules_off; /* JSON array, for the menus of a client; empty: none */
    struct text language;
    struct text method; /* "password", "recovery", ... */
    int64_t method_at_s;
    struct text factor; /* "totp", ...; empty: no second factor was shown */
    int64_t factor_at_s;
    int assurance;             /* 1, or 2 with a second factor */
    bool is_operator;          /* for the menus of a client; what counts is the account */
    struct text user_metadata; /* JSON object */
};

enum status MUST_CHECK access_token_make(const struct token_keys *keys, struct arena *arena,
                                         const struct access_claims *claims,
                                         struct text *ret_token);
/* What says who, how sure and until when; the rest is for the client. INVALID: not a token of
   ours. UNAUTHENTICATED: signed by no key that counts, or too old. */
enum status MUST_CHECK access_token_read(const struct token_keys *keys, struct arena *arena,
                                         struct text token, int64_t now_ms,
                                         struct access_claims *ret_claims);

struct text refresh_token_make(const struct token_keys *keys, struct arena *arena,
                               struct id session_id, int64_t count);
bool refresh_token_read(const struct token_keys *keys, struct text token, int64_t now_ms,
                        struct id *ret_session_id, int64_t *ret_count);

#endif
