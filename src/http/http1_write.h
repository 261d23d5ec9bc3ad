/* Writing HTTP/1.1: how a reply is framed, its head, its chunks. */
#ifndef HTTP_HTTP1_WRITE_H
#define HTTP_HTTP1_WRITE_H

#include "http/exchange.h"

/* How the length of a reply is told. */
struct http1_frame {
    bool has_body;   /* bytes follow the head */
    bool has_length; /* Content-Length: `length` is written */
    bool is_chunked, keep_alive;
    uint64_t length;
};

/* RFC 9112, 6.3. A reply whose end only the closing of the connection can tell is not kept
   alive. */
struct http1_frame http1_frame_reply(const struct http_exchange *exchange, bool is_whole,
                                     bool keep_alive);
void http1_write_head(const struct http_exchange *exchange, const struct http1_frame *frame,
                      struct octets *out);
void http1_write_chunk(struct octets *out, struct text piece);
/* "Not Found" for 404; empty for a number without a name. */
struct text http1_reason(int status);

#endif
