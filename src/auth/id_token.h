/* ID token: what an OpenID provider says about who signed in (OpenID Connect Core 3.1.3.7), and
   whether it may be believed. Pure: keys and time are passed in. */
#ifndef AUTH_ID_TOKEN_H
#define AUTH_ID_TOKEN_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct json;

enum { LIMIT_SUBJECT = 255 };

struct id_token_check {
    const struct json *keys; /* the provider's key set, {"keys":[...]} */
    struct text issuer, client_id, nonce;
    int64_t now_s;
};

struct id_token_facts {
    struct text subject;
    struct text email; /* as the provider writes it; may be empty */
    bool is_email_verified;
    bool is_email_authoritative; /* the provider runs the mailbox itself */
    struct text name;
};

/* NOT_FOUND: no key of the set has this id, so it is time to fetch the set again. INVALID: not a
   token. UNAUTHENTICATED: anything else that does not hold; *ret_fault says what. */
enum status MUST_CHECK id_token_read(struct arena *arena, struct text token,
                                     const struct id_token_check *check,
                                     struct id_token_facts *ret_facts, const char **ret_fault);

#endif
