/* Stream: an answer that is read while it is sent. No thread waits for a slow client: when the
   network takes no more, the work is put down, and taken up again when it does. */
#ifndef CALL_STREAM_H
#define CALL_STREAM_H

#include "call/call.h"

struct pool;

/* A handler leaves one in call->stream; it and its context live in the call's arena. */
struct call_stream {
    int64_t size_bytes; /* of the whole answer */
    /* The next piece, at most 64 KiB, valid until the next call; empty at the end. When it fails
       the client sees the answer cut off. */
    enum status (*next)(struct call *call, void *context, struct text *ret_piece);
    void *context;
};

/* Answers with call->stream and the headers of the call; goes on in `pool`. The call may be gone
   when this returns. */
void stream_answer(struct call *call, int http_status, struct pool *pool);

#endif
