/* WebSockets (RFC 6455) for applications. A request that asks for one is answered with
   http_websocket_accept; from then on messages come and go until either side closes. No thread
   belongs to a connection. No extension is offered, so nothing is compressed. */
#ifndef HTTP_WEBSOCKET_H
#define HTTP_WEBSOCKET_H

#include "http/http.h"
#include "http/websocket_frame.h"

struct http_websocket;

enum {
    HTTP_WEBSOCKET_MESSAGE_BYTES = 256 << 10, /* one message that comes in, all fragments */
    HTTP_WEBSOCKET_PENDING_BYTES = 1 << 20,   /* a reader that is so far behind is cut */
    HTTP_WEBSOCKET_MESSAGE_MS = 20000,        /* first byte of a message to its last */
    HTTP_WEBSOCKET_PING_MS = 30000,           /* nothing was heard: a ping is sent ... */
    HTTP_WEBSOCKET_PONG_MS = 20000,           /* ... and the client cut when nothing follows */
};

/* A zero takes the default. */
struct http_websocket_limits {
    size_t message_bytes, pending_bytes;
    int64_t message_ms, ping_ms, pong_ms;
};

/* Both run on a loop thread and must not block. */
struct http_websocket_handler {
    void *context;
    /* A message; `message` is valid during the call. False pauses the client: nothing more is
       read until http_websocket_resume. */
    bool (*message)(void *context, struct http_websocket *socket, bool is_text,
                    struct text message);
    /* The last call, and always made once the socket was accepted. `code` is what the client
       said, or what it was closed with; WEBSOCKET_CODE_LOST when it just went. */
    void (*closed)(void *context, struct http_websocket *socket, int code);
};

/* Does the request ask to become a WebSocket? */
bool http_websocket_is_asked(const struct http_exchange *exchange);
/* Is everything about that as RFC 6455, 4.2.1, wants it? When not, 426 or 400 is the answer. */
bool http_websocket_is_valid(const struct http_exchange *exchange);
/* A browser says in Origin which page asks. True without one, for a page of this server, and for
   the origins that the settings name. */
bool http_origin_is_allowed(const struct http_exchange *exchange);

/* For a request that is valid. The caller holds it, until http_websocket_release. */
struct http_websocket *http_websocket_new(struct http_exchange *exchange,
                                          const struct http_websocket_handler *handler,
                                          const struct http_websocket_limits *limits);
/* The one reply to the request: 101. From here on the handler is called. */
void http_websocket_accept(struct http_exchange *exchange, struct http_websocket *socket);

/* From any thread that holds it. */
struct http_websocket *http_websocket_hold(struct http_websocket *socket);
void http_websocket_release(struct http_websocket *socket);
/* Never blocks. False: it is closed, or was so far behind (limits.pending_bytes) that it is cut
   now; `closed` says so in both cases. */
bool http_websocket_send(struct http_websocket *socket, bool is_text, struct text message);
/* Bytes that were sent and wait for the client to read. */
size_t http_websocket_pending(struct http_websocket *socket);
/* Sends a close frame after what was sent before, waits for the client's, and closes. `code` is
   one of those that may be said; `reason` is cut after 123 bytes. */
void http_websocket_close(struct http_websocket *socket, int code, struct text reason);
void http_websocket_resume(struct http_websocket *socket);

#endif
