/* Sign-in event: the security log, and the only place where an address is kept (C-10): 90 days,
   never on the wire. Whoever reads it says what for (N-021); the list of one's own sign-ins,
   which leaves the address out, is the only reader. */
#ifndef AUTH_SIGN_IN_EVENT_H
#define AUTH_SIGN_IN_EVENT_H

#include "call/call.h"

enum sign_in_outcome {
    SIGN_IN_DONE = 1,
    SIGN_IN_REFUSED,      /* wrong password, or no such account */
    SIGN_IN_REUSED,       /* an old refresh token came back: the session was ended */
    SIGN_IN_CODE_REFUSED, /* the password was right, the second factor was not */
};

struct sign_in_event {
    struct row row;
    struct id account_id; /* zero: no such account */
    struct id session_id;
    int outcome; /* enum sign_in_outcome */
    struct text device, region;
    struct text address;
};

extern const struct entity sign_in_event_entity;

/* What the log may be read for. Zero is nothing. */
enum purpose {
    PURPOSE_UNSAID,
    PURPOSE_SESSION_SECURITY,
    PURPOSE_FAULT_DIAGNOSIS,
    PURPOSE_STATISTICS,
    PURPOSE_ADVERTISING,
};

/* The newest events of the account, newest first. FORBIDDEN, and an entry in the audit log of the
   server, when the log is not kept for that purpose. */
enum status MUST_CHECK
sign_in_event_list(struct call *call, enum purpose purpose, struct id account,
                   enum status (*each)(struct tx *tx, void *row, void *context), void *context);
const char *sign_in_outcome_name(enum sign_in_outcome outcome);
enum status MUST_CHECK sign_in_event_write(struct tx *tx, const struct call *call,
                                           struct id account, struct id session,
                                           enum sign_in_outcome outcome);
/* "Chrome 131 · Windows", and the coarse region. Empty for a call that is not from the network. */
struct text call_device(const struct call *call);
struct text call_region(const struct call *call);
struct text call_address(const struct call *call);
/* Whom the throttles count the caller as: the address, or the /64 of an IPv6 address, within
   which one household has as many addresses as it likes. */
struct text call_party(const struct call *call);

#endif
