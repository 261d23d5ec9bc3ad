/* Reading HTTP/1.x (RFC 9112), strictly: pure functions, bytes in, struct out. Whatever two
   servers could understand differently is refused. */
#ifndef HTTP_HTTP1_PARSE_H
#define HTTP_HTTP1_PARSE_H

#include "base/arena.h"
#include "http/http.h"
#include "http/refusal.h"

struct http_head {
    enum http_method method;
    struct text method_name, target, path, query;
    struct text host; /* empty with HTTP/1.0 only */
    struct http_header *headers;
    size_t header_count;
    uint64_t content_length;
    bool is_http_1_0, has_length, is_chunked, keep_alive, expects_continue;
};

/* Does a whole head (up to and with the empty line) stand at the front of `bytes`? Then its
   size, else 0 in *ret_size. *scanned remembers what was looked at; it starts at 0. */
enum refusal MUST_CHECK http1_find_head(struct text bytes, const struct http_limits *limits,
                                        size_t *scanned, size_t *ret_size);
/* Reads a head that http1_find_head found. The result points into `head`. */
enum refusal MUST_CHECK http1_parse_head(struct text head, const struct http_limits *limits,
                                         struct arena *arena, struct http_head *ret_head);

/* The method of that name (case counts), or HTTP_NONE. */
enum http_method http1_method(struct text name);
/* A path from the root and perhaps a query, in visible ASCII. */
bool http1_target_is_valid(struct text target);
/* What a header means to the server, and whether it may come again; *seen remembers which came
   and starts at 0. */
enum refusal MUST_CHECK http1_take_header(struct http_head *head, const struct http_header *header,
                                          unsigned *seen);
/* Is this a host name or address with perhaps a port? */
bool http1_host_is_valid(struct text host);
/* Letters, digits and the few signs a method or header name may have; not empty. */
bool http1_is_token(struct text text);
/* Free of control characters but for tabs. */
bool http1_value_is_valid(struct text value);

/* A chunked body, bit by bit. Extensions and trailers are refused: no client of ours sends
   them and proxies disagree about them. A zeroed struct is the start. */
struct http1_chunks {
    uint64_t left; /* of the present chunk */
    unsigned digits;
    enum {
        HTTP1_CHUNK_SIZE,
        HTTP1_CHUNK_SIZE_LF,
        HTTP1_CHUNK_DATA,
        HTTP1_CHUNK_DATA_CR,
        HTTP1_CHUNK_DATA_LF,
        HTTP1_CHUNK_END_CR,
        HTTP1_CHUNK_END_LF,
        HTTP1_CHUNK_DONE,
    } state;
};

/* Goes on until a piece of data or the end of `bytes` is reached: *ret_used bytes are done
   with, *ret_piece (perhaps empty) is data. Call again until everything is used or `chunks->
   state` is HTTP1_CHUNK_DONE. */
enum refusal MUST_CHECK http1_read_chunks(struct http1_chunks *chunks, struct text bytes,
                                          size_t *ret_used, struct text *ret_piece);

#endif
