/* Intake: a request's body that is worked on while it comes, in constant memory and without a
   thread that waits for a slow client. A row of this stands in the route. */
#ifndef CALL_INTAKE_H
#define CALL_INTAKE_H

#include "call/call.h"

enum { INTAKE_BATCH_BYTES = 128 * 1024 };

struct body_intake {
    /* Before the first byte is taken; the gates of the route are passed. Keeps what it needs in
       call->intake. A refusal answers at once. */
    enum status (*open)(struct call *call);
    /* Some of the body, in order. The route's run follows after the last. A client that leaves is
       noticed by the end of the call's arena. */
    enum status (*take)(struct call *call, struct text bytes);
    /* Where a body is better had as a whole (a form): then `open` and `take` are not called, and
       `run` finds http_body. NULL: never. */
    bool (*wants_whole)(const struct http_exchange *exchange);
    size_t whole_limit; /* bytes of it */
};

#endif
