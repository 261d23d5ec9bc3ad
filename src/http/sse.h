/* Server-sent events (the text/event-stream format of HTML) over a streamed reply. */
#ifndef HTTP_SSE_H
#define HTTP_SSE_H

#include "http/http.h"

enum { HTTP_SSE_HEARTBEAT_MS = 15000 };

struct http_sse_event {
    struct text name; /* empty: "message" */
    struct text id;   /* empty: none; name and id end at their first line end */
    struct text data; /* any number of lines */
};

/* Begins an event stream. When nothing was sent for heartbeat_ms (0: HTTP_SSE_HEARTBEAT_MS) a
   comment is, so that proxies keep it open and lost clients are noticed. A draining server tells
   event streams at once that their client is gone. Goes on with http_sse_send, which like
   http_stream_write never blocks, and ends with http_stream_end. */
void http_sse_begin(struct http_exchange *exchange, const struct http_header *headers, size_t count,
                    int64_t heartbeat_ms);
enum http_stream_result MUST_CHECK http_sse_send(struct http_exchange *exchange,
                                                 const struct http_sse_event *event);
/* Appends an event as it stands in the stream; for those who write one event to many. */
void http_sse_format(const struct http_sse_event *event, struct buffer *out);

#endif
