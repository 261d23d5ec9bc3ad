/* One-time token: what stands in a link of a mail. The store has only its hash; it works once,
   until it expires. */
#ifndef AUTH_ONE_TIME_TOKEN_H
#define AUTH_ONE_TIME_TOKEN_H

#include "call/call.h"

enum token_kind {
    TOKEN_RECOVERY = 1,
    TOKEN_INVITE,
    TOKEN_CONFIRM, /* of the address given at sign-up */
    TOKEN_EMAIL,   /* of a new address */
    TOKEN_SET_UP,
};

struct one_time_token {
    struct row row;
    int kind; /* enum token_kind */
    struct text token_hash;
    struct id account_id;  /* zero for an invitation and for the set-up */
    int64_t for_workspace; /* invitation */
    struct id invite_id;
    struct text email; /* TOKEN_EMAIL: the new address */
    int64_t expires_at, used_at;
};

extern const struct entity one_time_token_entity;

/* How long tokens of a kind work. */
int64_t one_time_token_hours(enum token_kind kind);
/* Fills in hash and expiry of *token and stores it; *ret_token is what goes into the link. */
enum status MUST_CHECK one_time_token_make(struct tx *tx, struct arena *arena, int64_t now_ms,
                                           struct one_time_token *token, struct text *ret_token);
/* One that nobody has and that does not work: so that asking for a link to an address without an
   account costs what it costs with one. */
enum status MUST_CHECK one_time_token_make_nobodys(struct tx *tx, enum token_kind kind,
                                                   int64_t now_ms);
/* NOT_FOUND when there is none of this kind, or it was used, or it is too old. */
enum status MUST_CHECK one_time_token_find(struct tx *tx, enum token_kind kind, struct text token,
                                           int64_t now_ms, struct one_time_token *ret_token);
/* CONFLICT when somebody else was faster. */
enum status MUST_CHECK one_time_token_use(struct tx *tx, struct one_time_token *token,
                                          int64_t now_ms);
/* None of this kind works any more for the account (zero id: for anybody). */
enum status MUST_CHECK one_time_token_revoke(struct tx *tx, enum token_kind kind, struct id account,
                                             int64_t now_ms);

#endif
