/* The inside of struct http_server: what is constant while it runs, and the loops. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/address.h"
#include "http/admission.h"
#include "http/cors.h"
#include "http/http.h"
#include "http/loop.h"
#include "http/standard_headers.h"

struct http_exchange;
struct tls;
struct tls_context;

struct listener {
    struct watched watched; /* first */
    struct http_server *server;
    int fd;
    uint16_t port, https_port;
    enum http_role role;
    struct http_application redirect;           /* of HTTP_ROLE_REDIRECT */
    const struct http_application *application; /* that one, or the server's */
    bool is_parked; /* out of descriptors: looked at again at the next tick */
};

struct http_server {
    struct arena arena; /* of what was copied */
    struct text certificate_file, key_file;
    enum http_tls_floor tls_floor;
    struct http_limits limits; /* no zeros */
    struct http_application application;
    struct standard_headers headers;
    struct cors cors;
    struct http_application cors_application; /* before the application, where origins are named */
    bool proxy_protocol;
    enum http_forwarded forwarded;
    struct address_block *trusted;
    size_t trusted_count;
    struct admission admission;
    struct listener *listeners;
    size_t listener_count;
    struct loop *loops;
    size_t loop_count;
    int64_t tick_ms;
    _Atomic uint64_t body_bytes; /* of all bodies being collected */
    _Atomic uint64_t connections_refused;

    pthread_mutex_t tls_lock;
    struct tls_context *tls; /* under tls_lock */
};

/* Limits with the defaults where nothing was said. */
struct http_limits server_limits(const struct http_limits *wanted);
bool server_trusts(const struct http_server *server, struct address address);
/* A TLS connection with the present certificate, or NULL. */
struct tls *server_tls_accept(struct http_server *server, int fd);

/* Accepts what waits at a listener and gives it to the loop that has least. */
void listener_accept(struct listener *listener, struct loop *loop);
/* Looks again at listeners that were parked. */
void listener_unpark_all(struct http_server *server, struct loop *loop);
/* Binds, listens. On failure a sentence is appended to `problem`. */
enum status MUST_CHECK listener_open(struct listener *listener, const struct http_listener *wanted,
                                     struct buffer *problem);
/* The loop is told of connections from now on. */
bool listener_watch(struct listener *listener, struct loop *loop);
void listener_close(struct listener *listener);
void server_close_listeners(struct http_server *server);

/* Who asks, over what, for which host: looks through trusted proxies. */
void server_resolve_peer(const struct http_server *server, struct http_exchange *exchange,
                         struct address address, bool is_tls);
/* The application of HTTP_ROLE_REDIRECT: 308 to https. `context` is the listener. */
void redirect_begin(void *context, struct http_exchange *exchange);
void redirect_run(void *context, struct http_exchange *exchange);

#endif
