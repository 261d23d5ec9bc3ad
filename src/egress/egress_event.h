/* Egress event: the ledger of what left the server by HTTP: who caused it, to whom, what for, how
   many bytes, how it went. Never what was said. Entries are of the workspace of the call, or of
   the server itself when it had none. */
#ifndef EGRESS_EGRESS_EVENT_H
#define EGRESS_EGRESS_EVENT_H

#include "call/call.h"

enum egress_outcome {
    EGRESS_ANSWERED = 1, /* whatever the answer was */
    EGRESS_REFUSED,      /* the host is not in the register: nothing was sent */
    EGRESS_FAILED,       /* no answer, or one that was too long */
};

struct egress_event {
    struct row row;
    struct text processor, host, purpose;
    struct id account_id; /* zero: nobody was signed in */
    int outcome;          /* enum egress_outcome */
    int64_t http_status, bytes_out, bytes_in, duration_ms;
};

extern const struct entity egress_event_entity;

/* In a transaction of its own, so that it stays whatever becomes of the call. */
enum status MUST_CHECK egress_event_write(struct call *call, struct egress_event *event);

#endif
