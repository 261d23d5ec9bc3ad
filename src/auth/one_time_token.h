/* One-time token: what stands in a link of a mail. The store has only its hash; it works once,
   until it expires. */
#ifndef AUTH_ONE_TIME_TOKEN_H
#define AUTH_ONE_TIME_TOKEN_H

#include "call/call.h"

enum token_kind {
    TOKEN_NONE, /* a mail without such a link */
    TOKEN_RECOVERY,
    TOKEN_INVITE,
    TOKEN_CONFIRM, /* of the address given at sign-up */
    TOKEN_EMAIL,   /* of a new address */
    TOKEN_SET_UP,
    TOKEN_SIGN_IN,        /* a link or a code instead of the password */
    TOKEN_REAUTHENTICATE, /* a code that shows that one reads one's mail */
    TOKEN_EMAIL_OLD,      /* the old address agrees to a new one */
    TOKEN_ACCOUNT_INVITE, /* an account that the operator's program has made */
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
    struct text code_hash; /* of the code that does the same as the link; may be empty */
    int64_t tries;         /* wrong codes so far */
    bool waits;            /* for the other address: using this one does not suffice yet */
};

extern const struct entity one_time_token_entity;

/* How long tokens of a kind work. */
int64_t one_time_token_hours(enum token_kind kind);
/* Fills in hash and expiry of *token and stores it; *ret_token is what goes into the link. */
enum status MUST_CHECK one_time_token_make(struct tx *tx, struct arena *arena, int64_t now_ms,
                                           struct one_time_token *token, struct text *ret_token);
/* The same with a code that can be typed, which works for the account of the token only. */
enum status MUST_CHECK one_time_token_make_with_code(struct tx *tx, const struct call *call,
                                                     struct one_time_token *token,
                                                     struct text *ret_token, struct text *ret_code);
/* The newest open one of the account, when the code fits. NOT_FOUND otherwise; the wrong code is
   counted, and after five of them the token is void: so the transaction must be committed. */
enum status MUST_CHECK one_time_token_find_by_code(struct tx *tx, const struct call *call,
                                                   enum token_kind kind, struct id account,
                                                   struct text code,
                                                   struct one_time_token *ret_token);
/* The newest one of the account that works; NOT_FOUND. */
enum status MUST_CHECK one_time_token_find_open(struct tx *tx, enum token_kind kind,
                                                struct id account, int64_t now_ms,
                                                struct one_time_token *ret_token);
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
enum status MUST_CHECK one_time_token_save(struct tx *tx, struct one_time_token *token,
                                           int64_t now_ms);
/* None of this kind works any more for the account (zero id: for anybody). */
enum status MUST_CHECK one_time_token_revoke(struct tx *tx, enum token_kind kind, struct id account,
                                             int64_t now_ms);

/* What was asked for with what one signed in with before: every link and code of the account but
   the confirmation of its address. */
enum status MUST_CHECK one_time_token_revoke_all(struct tx *tx, struct id account, int64_t now_ms);

#endif
