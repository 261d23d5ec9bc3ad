/* Sign-in event: the security log, and the only place where an address is kept (C-10): 90 days,
   never on the wire, read by nothing but the list of one's own sign-ins, which leaves it out. */
#ifndef AUTH_SIGN_IN_EVENT_H
#define AUTH_SIGN_IN_EVENT_H

#include "call/call.h"

enum sign_in_outcome {
    SIGN_IN_DONE = 1,
    SIGN_IN_REFUSED, /* wrong password, or no such account */
    SIGN_IN_REUSED,  /* an old refresh token came back: the session was ended */
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

const char *sign_in_outcome_name(enum sign_in_outcome outcome);
enum status MUST_CHECK sign_in_event_write(struct tx *tx, const struct call *call,
                                           struct id account, struct id session,
                                           enum sign_in_outcome outcome);
/* "Chrome 131 · Windows", and the coarse region. Empty for a call that is not from the network. */
struct text call_device(const struct call *call);
struct text call_region(const struct call *call);
struct text call_address(const struct call *call);

#endif
