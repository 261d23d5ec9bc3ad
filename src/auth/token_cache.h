/* Token cache: access tokens whose signature was found right, so that the next call with the
   same one need not be calculated again. It knows whole tokens and says only what they said;
   whether the session goes on is the session table's to say. */
#ifndef AUTH_TOKEN_CACHE_H
#define AUTH_TOKEN_CACHE_H

#include "base/id.h"
#include "crypto/sign.h"

struct token_cache;

struct token_facts {
    struct id account_id, session_id;
    int64_t workspace_id;
    int64_t issued_at_s, expires_at_s;
    int assurance;
};

struct token_cache *token_cache_new(void);
void token_cache_free(struct token_cache *cache);
/* Only what was signed with `key`: once keys are rotated, nothing from before is found. */
bool token_cache_find(struct token_cache *cache, struct text token, const struct sign_key_id *key,
                      struct token_facts *ret_facts);
/* In place of the one not used for longest. */
void token_cache_keep(struct token_cache *cache, struct text token, const struct sign_key_id *key,
                      const struct token_facts *facts);

#endif
