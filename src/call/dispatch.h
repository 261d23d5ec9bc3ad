/* Dispatch: from the HTTP server's callbacks to a handler and back. Order: route, who, handler,
   answer; the gates are here, not in the handlers. */
#ifndef CALL_DISPATCH_H
#define CALL_DISPATCH_H

#include "call/call.h"

struct pool;

struct dispatcher {
    const struct instance *instance;
    struct pool *readers; /* GET and HEAD: busy with the processor */
    struct pool *writers; /* the rest: it waits for the disk, so that many may share a commit */
    /* Answers what no route has: the web app's files. False: not there either. */
    bool (*answer_asset)(struct http_exchange *exchange);
};

/* The application to give to http_server_open; `dispatcher` outlives the server. */
struct http_application dispatch_application(struct dispatcher *dispatcher);

/* Writes the refusal of a call in the form of its route's dialect into call->body. */
void dispatch_write_refusal(struct call *call, enum status status);

#endif
