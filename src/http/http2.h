/* HTTP/2 over a connection: many requests at once. Frames, HPACK and their rules are nghttp2's;
   here stands what a request may be, how much of everything there is, and for how long. */
#ifndef HTTP_HTTP2_H
#define HTTP_HTTP2_H

#include "http/http2_head.h"
#include "http/octets.h"

#include <nghttp2/nghttp2.h>

struct connection;
struct http_exchange;
struct protocol;

/* Something of which there may be so much at once and so much a second in the long run. */
struct allowance {
    int64_t left, ceiling, a_second;
    int64_t filled_ms; /* when `left` was last topped up */
};

struct http2_stream {
    struct http2_stream *next, *previous; /* among the connection's */
    struct connection *connection;
    struct http_exchange *exchange;
    int32_t id;
    enum {
        HTTP2_HEAD,  /* its headers come */
        HTTP2_BODY,  /* its body comes */
        HTTP2_WAIT,  /* the application works */
        HTTP2_REPLY, /* it is answered; what still comes is dropped */
    } state;
    bool is_closed; /* on the wire; it stays because the application still has the exchange */

    struct http2_head head;
    bool has_ended;     /* the client said all */
    struct octets held; /* of the body, while the application pauses it; inside the window */
    int64_t body_deadline_ms;
    size_t body_window_bytes;

    bool has_body, is_counted; /* of the reply: bytes follow; `reply_left` is to come */
    bool is_deferred;          /* nghttp2 waits to be told of more */
    bool is_heartbeat_due, is_end_sent;
    uint64_t reply_left;
    int64_t stalled_ms; /* 0, or since when the client's window is closed */
};

struct http2 {
    nghttp2_session *session;
    struct http2_stream *streams;
    size_t stream_count;          /* with those that are closed on the wire */
    size_t open_count;            /* without */
    struct http2_stream *heading; /* the one whose headers come, if any */
    bool is_heading;              /* headers come; of a stream that was reset, perhaps */
    struct allowance frames, aborts;
    uint32_t attack; /* 0, or the error code with which this connection ends */
    bool is_greeted; /* the client's SETTINGS came */
    bool is_over;
};

extern const struct protocol http2_protocol;

/* Speaks HTTP/2 on a connection on which nothing was said yet. */
void http2_begin(struct connection *connection);

/* --- Between the files of HTTP/2 --- */

/* Hands nghttp2 what the callbacks are, into a session of this connection. */
bool http2_open_session(struct connection *connection);

/* A stream begins, or is not taken (NULL). */
struct http2_stream *http2_stream_begin(struct connection *connection, int32_t id);
/* Headers begin to come, or the last block of them is behind us. */
void http2_begin_block(struct connection *connection);
void http2_end_block(struct connection *connection);
/* Its headers are complete. */
void http2_stream_run_head(struct http2_stream *stream);
/* A piece of its body came, or the end of it. */
void http2_stream_take(struct http2_stream *stream, struct text piece);
void http2_stream_end_body(struct http2_stream *stream);
/* The server answers in place of the application. */
void http2_stream_refuse(struct http2_stream *stream, enum refusal refusal);
/* The application may have answered, written, or gone on with the body. */
void http2_stream_attend(struct http2_stream *stream);
/* Deadlines and heartbeats. */
void http2_stream_tick(struct http2_stream *stream);
/* The wire has done with it: answered or reset. It stays as long as the application holds it, so
   that a client cannot make more work than it has streams. */
void http2_stream_close(struct http2_stream *stream);
/* Ends it, whatever the application does. */
void http2_stream_leave(struct http2_stream *stream);
/* nghttp2 had no memory for it: the connection cannot go on. */
void http2_must(struct http2_stream *stream, int result);
/* The answer is there: hands its head to nghttp2, which asks for the rest. */
void http2_stream_reply(struct http2_stream *stream);

/* Takes one; false when there is none left. */
bool allowance_take(struct allowance *allowance, int64_t now_ms);
/* More of it, up to the ceiling: something useful was done. */
void allowance_give(struct allowance *allowance, int64_t amount);

#endif
