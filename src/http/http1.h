/* HTTP/1.1 over a connection: one request after the other, answers in order. */
#ifndef HTTP_HTTP1_H
#define HTTP_HTTP1_H

#include "http/http1_parse.h"

struct http_exchange;
struct protocol;

struct http1 {
    enum {
        HTTP1_HEAD,  /* reading a head, or idle */
        HTTP1_BODY,  /* reading a body */
        HTTP1_WAIT,  /* the application works */
        HTTP1_REPLY, /* writing the reply */
        HTTP1_END,   /* no more requests */
    } state;
    struct http_exchange *exchange; /* in all but HTTP1_HEAD and HTTP1_END */
    size_t scanned;                 /* of the head */
    bool has_had_request, has_skipped_line, is_head_begun;
    bool keep_alive;
    bool must_linger; /* the client may still be sending */

    bool is_dropping_body; /* answered already; the rest is small enough to read past it */
    uint64_t body_left;    /* with Content-Length */
    struct http1_chunks chunks;
    size_t window_bytes; /* of the body, in this window */

    bool head_written, is_chunked, has_body;
    bool is_counted; /* the reply has a Content-Length, and this much of it is left: */
    uint64_t reply_left;
};

extern const struct protocol http1_protocol;

/* --- Between the files of HTTP/1.1 --- */

struct connection;

/* Steps of the machine: true when they got on. */
bool http1_step_body(struct connection *connection);
bool http1_step_wait(struct connection *connection);
bool http1_step_reply(struct connection *connection);
/* Sends the heartbeat of a stream that is due. */
void http1_tick(struct connection *connection);
/* The request is complete: it is the application's now. */
void http1_run(struct connection *connection);
void http1_begin_reply(struct connection *connection);
/* The application answered before the body was read: after the reply the connection ends. */
void http1_reply_early(struct connection *connection);
/* The server answers, and then the connection ends: what follows on it cannot be trusted to be
   the beginning of a request. */
void http1_refuse(struct connection *connection, enum refusal refusal);
void http1_next_request(struct connection *connection);

#endif
