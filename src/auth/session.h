/* Session: one sign-in on one device. It holds no token and no hash of one: access and refresh
   tokens are signed by the server's keys, and the row only counts how often it was refreshed
   (docs/decisions/2026-11-21-refresh-tokens-are-signed-counters.md). */
#ifndef AUTH_SESSION_H
#define AUTH_SESSION_H

#include "auth/account.h"
#include "auth/sign_in_event.h"

enum session_method {
    METHOD_PASSWORD = 1,
    METHOD_RECOVERY, /* a link in a mail */
    METHOD_INVITE,
    METHOD_CONFIRM,
    METHOD_SET_UP,
    METHOD_LINK, /* a sign-in link or code of a mail */
    METHOD_GOOGLE,
};

enum session_end {
    END_SIGN_OUT = 1,
    END_BY_OWNER, /* from the list of sessions */
    END_PASSWORD, /* the password was changed */
    END_REUSE,    /* an old refresh token came back */
    END_BY_OPERATOR,
    END_FACTOR, /* a second factor was set up, which this session has not shown */
};

/* How a session has shown a second factor. */
enum factor_method { FACTOR_METHOD_TOTP = 1, FACTOR_METHOD_RECOVERY_CODE };

struct session {
    struct row row;
    struct id account_id;
    int64_t current_workspace; /* where the next access token works; 0: nowhere */
    int method;                /* enum session_method */
    struct text device;        /* "Chrome 131 · Windows" */
    struct text region;
    int64_t last_seen_at, expires_at;
    int64_t ended_at; /* 0: it goes on */
    int end_reason;   /* enum session_end */
    int64_t refresh_count, refreshed_at;
    int factor_method; /* enum factor_method; 0: none shown */
    int64_t factor_at;
};

extern const struct entity session_entity;

/* A new session of the account, its event in the log of sign-ins, and the account's own times. */
enum status MUST_CHECK session_begin(struct tx *tx, const struct call *call,
                                     struct account *account, enum session_method method,
                                     struct session *ret_session);
enum status MUST_CHECK session_find(struct tx *tx, struct id id, struct session *ret_session);
/* Neither ended, nor past its time, nor idle too long. */
bool session_is_open(const struct session *session, const struct settings *settings,
                     int64_t now_ms);
/* Began a few minutes ago: who has it has just shown the password or read the mail, and need not
   show the password again to change it. */
bool session_is_fresh(const struct session *session, int64_t now_ms);
const char *session_method_name(enum session_method method);
/* Empty when no second factor was shown. */
struct text session_factor_name(const struct session *session);
/* 1, or 2 when a second factor was shown (GoTrue's aal1 and aal2). */
int session_assurance(const struct session *session);
/* A second factor was shown: the session goes on with a new refresh token, and *session is what
   it is now. */
enum status MUST_CHECK session_raise_assurance(struct tx *tx, struct call *call,
                                               struct session *session, enum factor_method method);

/* Ends every open session of the account but `except` (zero: none). */
enum status MUST_CHECK session_end_others(struct tx *tx, const struct call *call, struct id account,
                                          struct id except, enum session_end reason);
enum status MUST_CHECK session_end_one(struct tx *tx, const struct call *call, struct id session,
                                       enum session_end reason);
/* Lets other processes hear that what they keep in memory of sessions may be old. Part of
   ending; for a change of role, grants or names it is called by itself. */
enum status MUST_CHECK session_raise_generation(struct tx *tx, const struct call *call);

/* From the next call on nothing in memory speaks for this account's sessions. */
void session_forget_after_commit(struct call *call, struct id account);

#endif
