/* The inside of struct http_websocket, between the files that make one. */
#ifndef HTTP_WEBSOCKET_UPGRADE_H
#define HTTP_WEBSOCKET_UPGRADE_H

#include "http/loop.h"
#include "http/octets.h"
#include "http/websocket.h"

struct protocol;

enum { WEBSOCKET_ACCEPT_SIZE = 28 };

enum websocket_wait { WAIT_NOTHING, WAIT_MESSAGE, WAIT_PONG, WAIT_CLOSE };

struct http_websocket {
    struct letter letter; /* first */
    atomic_int holders;
    struct loop *loop;
    struct http_websocket_handler handler;
    struct http_websocket_limits limits; /* no zeros */
    char accept[WEBSOCKET_ACCEPT_SIZE];

    /* Loop thread only. */
    struct connection *connection; /* NULL: not begun, or closed */
    struct websocket_reader reader;
    int64_t heard_ms;
    enum websocket_wait waits; /* what the deadline is for */
    bool is_begun, is_told;    /* `closed` was called */
    bool close_sent;
    int code;

    pthread_mutex_t lock; /* of what follows */
    struct octets pending;
    bool is_gone, is_overrun, is_paused;
    bool is_resumed;  /* http_websocket_resume came before the handler had returned */
    int close_wanted; /* 0: no */
    size_t reason_size;
    char reason[WEBSOCKET_CONTROL_BYTES - 2];
};

/* The reply to the request of the connection's exchange is written; the connection speaks
   WebSocket from here on. */
void websocket_begin(struct connection *connection, struct http_websocket *socket);
/* The exchange goes: a socket that never began is closed. */
void websocket_leave_exchange(void *socket);
/* Reads on, writes what is pending; on the loop's thread. */
void websocket_attend(struct letter *letter);

#endif
