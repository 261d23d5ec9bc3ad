/* The inside of struct http_exchange. The request is constant once `begin` is called. What the
   application's threads and the loop share about the reply stands under `lock`; everything else
   belongs to the loop thread. */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "http/address.h"
#include "http/http.h"
#include "http/http1_parse.h"
#include "http/octets.h"

#include <pthread.h>
#include <stdatomic.h>

struct connection;
struct http_websocket;
struct http2_stream;
struct loop;

enum reply_phase {
    REPLY_NONE,
    REPLY_WHOLE,     /* final: everything is said */
    REPLY_STREAMING, /* the application writes on */
    REPLY_ENDED,     /* final */
    REPLY_ABORTED,   /* final */
};

struct reply {
    int status;
    struct http_header *headers; /* in the arena, without those that frame the message */
    size_t header_count;
    bool has_length;       /* the application declared Content-Length */
    uint64_t length;       /* then this is it */
    struct text body;      /* REPLY_WHOLE */
    struct buffer owned;   /* the heap behind it, when it was taken over */
    bool is_endless;       /* an event stream: a drain does not wait for it */
    int64_t heartbeat_ms;  /* 0: none */
    struct text heartbeat; /* sent when nothing was for heartbeat_ms */
    enum refusal refusal;  /* the server itself answered */
};

struct http_exchange {
    struct loop *loop;
    struct http_exchange *next; /* in the mailbox or among the spare ones */
    bool is_mailed;             /* under the loop's lock */
    struct arena arena;
    void *attachment;
    struct http_websocket *upgrade; /* the reply: 101, and the connection becomes this */

    /* The request. */
    struct http_head head;
    struct address_text peer;
    struct text host;
    bool is_secure;
    bool coding_is_allowed; /* the application's word */
    bool is_proxied;        /* a trusted proxy stands before the client */
    int64_t started_us;

    /* Loop thread only. */
    struct connection *connection; /* NULL: the client's connection is closed */
    struct http2_stream *stream;   /* NULL: HTTP/1.1 */
    const struct http_application *application;
    bool is_dispatched; /* inside `begin` or `run`: its loop looks at it afterwards anyway */
    bool peer_left;     /* the client closed its side while this was under way */
    bool body_accepted, was_run, is_complete, gone_told;
    size_t body_limit;
    struct http_body_sink sink;
    struct buffer body;
    uint64_t bytes_in, bytes_out;
    int64_t last_output_ms;

    /* Shared. */
    pthread_mutex_t lock;
    pthread_cond_t room; /* `pending` shrank, or the client is gone */
    atomic_bool is_gone;
    enum reply_phase phase;
    struct reply reply; /* constant once the phase is not REPLY_NONE */
    struct octets pending;
    bool is_full;    /* somebody was told HTTP_STREAM_FULL */
    bool is_paused;  /* the sink said so; then the application holds the exchange */
    bool is_resumed; /* http_body_resume came before the sink had returned */
    struct http_watcher watcher;
};

/* --- Loop thread --- */

struct http_exchange *exchange_new(struct loop *loop, struct connection *connection);
void exchange_free(struct http_exchange *exchange);

enum reply_phase exchange_phase(struct http_exchange *exchange);
bool exchange_is_paused(struct http_exchange *exchange);

/* Answers in the name of the server, at once. Only while the application does not hold it. */
void exchange_refuse(struct http_exchange *exchange, enum refusal refusal);
/* Takes a piece of the body: REFUSAL_NONE, or why the request ends here. */
enum refusal exchange_take_body(struct http_exchange *exchange, struct text piece);
/* Moves up to `size` bytes that the application wrote to the end of `out`, through `frame`
   (NULL: as they are). Tells whoever waits for room. Returns how many. */
size_t exchange_take_pending(struct http_exchange *exchange, size_t size, struct octets *out,
                             void (*frame)(struct octets *out, struct text piece));
/* True when a streamed reply has ended and everything written was taken. */
bool exchange_is_drained(struct http_exchange *exchange);

/* The client is not interested any more, or the server drains; the reply is still due. */
void exchange_mark_gone(struct http_exchange *exchange);
/* Does the application still have it, so that it must not be released? */
bool exchange_is_held(struct http_exchange *exchange);
/* The reply is written, or cannot be any more: detaches from the connection. Releases it unless
   the application still holds it. */
void exchange_leave(struct http_exchange *exchange, bool is_complete);
/* What mail about an exchange brings: tells the protocol, or releases it. */
void exchange_attend(struct http_exchange *exchange);

/* --- Any thread that holds the exchange --- */

/* Puts the exchange into the loop's mailbox. `lock` is held. */
void exchange_notify(struct http_exchange *exchange);
/* Prepares a reply in the name of the server. */
void exchange_set_refusal(struct http_exchange *exchange, enum refusal refusal);
/* Prepares the reply's head: copies headers, takes out what frames the message. */
void exchange_set_reply(struct http_exchange *exchange, int status,
                        const struct http_header *headers, size_t count);

#endif
