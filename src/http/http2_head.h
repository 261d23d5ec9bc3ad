/* The head of an HTTP/2 request: its fields, one by one, become the same struct http_head that
   HTTP/1.1 has, under the same rules. Pure functions. */
#ifndef HTTP_HTTP2_HEAD_H
#define HTTP_HTTP2_HEAD_H

#include "http/http1_parse.h"

/* A list this many times larger than is taken is no mistake any more. */
enum { HTTP2_HEAD_PATIENCE = 4, HTTP2_FIELD_OVERHEAD = 32 };

/* What is remembered while fields come. Zeroed at the start. */
struct http2_head {
    struct text scheme, authority;
    size_t size_bytes; /* names, values and an overhead for each (RFC 9113, 6.5.2) */
    unsigned seen;
    enum refusal refusal; /* the first thing that was wrong */
};

/* Takes one field; what is wrong with it is told at the end. False: there are so many that the
   connection should end. */
bool MUST_CHECK http2_take_field(struct http2_head *collected, struct http_head *head,
                                 const struct http_limits *limits, struct arena *arena,
                                 const struct http_header *field);
/* Was that a request? */
enum refusal MUST_CHECK http2_end_head(struct http2_head *collected, struct http_head *head);

#endif
