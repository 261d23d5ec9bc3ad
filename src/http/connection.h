/* A connection: a socket, perhaps TLS, two byte queues and two deadlines. It knows nothing of
   HTTP: a protocol reads `in`, writes `out` and says what it waits for. Nothing here is freed
   under a protocol's feet: it marks the connection, and the loop settles it afterwards. */
#ifndef HTTP_CONNECTION_H
#define HTTP_CONNECTION_H

#include "http/address.h"
#include "http/http1.h"
#include "http/loop.h"
#include "http/octets.h"

struct connection;
struct http2;
struct http_exchange;
struct listener;
struct http_websocket;
struct tls;

/* Output that is queued before the application is asked for more. */
enum { CONNECTION_HIGH_WATER = 64 << 10 };

struct protocol {
    /* Bytes came, room came, or an exchange has news: get as far as possible. */
    void (*advance)(struct connection *connection);
    /* Which exchange it is that has news; `advance` follows. NULL: there is one at a time. */
    void (*news)(struct connection *connection, struct http_exchange *exchange);
    /* Would more bytes be of use now? */
    bool (*wants_bytes)(const struct connection *connection);
    /* `deadline_ms` has passed. */
    void (*expired)(struct connection *connection);
    /* Once per tick: heartbeats. */
    void (*tick)(struct connection *connection);
    /* The client sent its last byte; it may have left. */
    void (*peer_left)(struct connection *connection);
    /* The server drains: finish what is under way, begin nothing. */
    void (*drain)(struct connection *connection);
    /* The socket is closed: let go of every exchange. */
    void (*closed)(struct connection *connection);
};

struct connection {
    struct watched watched; /* first */
    struct loop *loop;
    const struct listener *listener;
    struct connection *next, *previous; /* among the loop's */
    struct connection *next_again;
    int fd; /* -1: closed */
    uint32_t events;
    struct address address;
    struct tls *tls; /* NULL: plain */
    const struct protocol *protocol;
    struct http1 http1;
    struct http_websocket *websocket; /* once it speaks that */
    struct http2 *http2;              /* NULL: not spoken here */

    struct octets in, out;
    int64_t deadline_ms;       /* 0: none; what it means is the protocol's business */
    int64_t write_deadline_ms; /* 0: nothing is stuck */
    bool awaits_proxy_header;  /* before anything else */
    bool is_greeted;           /* the TLS handshake is done, or there is none */
    bool waits_to_write;       /* the socket took less than it was offered */
    bool read_ended, peer_left;
    bool is_finishing; /* no more output: close when `out` is empty */
    bool must_linger;  /* then read what the client still sends before closing */
    bool is_lingering;
    bool is_cut; /* close now */
    bool is_again;
};

extern const struct protocol websocket_protocol;

struct connection *connection_new(const struct listener *listener, int fd, struct address address);
/* For a connection that no loop took. */
void connection_discard(struct connection *connection);
/* Puts it among the loop's connections and begins. */
void connection_begin(struct connection *connection, struct loop *loop);

void connection_on_event(struct connection *connection, uint32_t events);
/* Lets the protocol advance, writes, and settles what it marked. */
void connection_pump(struct connection *connection);
void connection_on_tick(struct connection *connection);
void connection_on_drain(struct connection *connection);
/* Closes the socket at once; the struct is buried at the end of the loop's turn. */
void connection_cut(struct connection *connection);
void connection_bury(struct connection *connection);

/* For protocols. */
const struct http_limits *connection_limits(const struct connection *connection);
void connection_set_deadline(struct connection *connection, int64_t from_now_ms);
void connection_finish(struct connection *connection, bool must_linger);

#endif
