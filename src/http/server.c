/* The server: opens everything or nothing, starts the loops, drains them, closes. */
#include "http/server.h"

#include "http/tls.h"

#include <assert.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { MOST_LOOPS_BY_DEFAULT = 4, TICK_SHORTEST_MS = 10, TICK_LONGEST_MS = 250 };

/* --- Settings ----------------------------------------------------------------------------------
 */

struct http_limits server_limits(const struct http_limits *wanted)
{
    struct http_limits limits = *wanted;

#define DEFAULT(member, value)                                                                     \
    if (limits.member == 0)                                                                        \
    limits.member = (value)
    DEFAULT(header_bytes, HTTP_HEADER_BYTES);
    DEFAULT(header_count, HTTP_HEADER_COUNT);
    DEFAULT(target_bytes, HTTP_TARGET_BYTES);
    DEFAULT(connections, HTTP_CONNECTIONS);
    DEFAULT(connections_per_address, HTTP_CONNECTIONS_PER_ADDRESS);
    DEFAULT(bodies_bytes, HTTP_BODIES_BYTES);
    DEFAULT(stream_bytes, HTTP_STREAM_BYTES);
    DEFAULT(header_ms, HTTP_HEADER_MS);
    DEFAULT(body_window_ms, HTTP_BODY_WINDOW_MS);
    DEFAULT(body_window_bytes, HTTP_BODY_WINDOW_BYTES);
    DEFAULT(idle_ms, HTTP_IDLE_MS);
    DEFAULT(write_stall_ms, HTTP_WRITE_STALL_MS);
    DEFAULT(linger_ms, HTTP_LINGER_MS);
    DEFAULT(streams, HTTP_STREAMS);
    DEFAULT(stream_window, HTTP_STREAM_WINDOW);
    DEFAULT(connection_window, HTTP_CONNECTION_WINDOW);
    DEFAULT(aborted_streams, HTTP_ABORTED_STREAMS);
    DEFAULT(control_frames, HTTP_CONTROL_FRAMES);
#undef DEFAULT
    return limits;
}

/* A quarter of the shortest deadline, so that none is missed by much. */
static int64_t tick_ms(const struct http_limits *limits)
{
    const int64_t deadlines[] = { limits->header_ms, limits->body_window_ms, limits->idle_ms,
                                  limits->write_stall_ms, limits->linger_ms };
    int64_t shortest = 4 * TICK_LONGEST_MS;

    for (size_t i = 0; i < sizeof deadlines / sizeof *deadlines; i++)
        if (deadlines[i] < shortest)
            shortest = deadlines[i];
    return shortest / 4 > TICK_SHORTEST_MS ? shortest / 4 : TICK_SHORTEST_MS;
}

bool http_listen_is_allowed(const struct http_settings *settings,
                            const struct http_listener *listener, struct buffer *reason)
{
    struct sockaddr_storage address;
    socklen_t size;
    const char *wrong = NULL;

    if (!address_from_listen(listener->address, &address, &size))
        wrong = "is not an address to listen on; it reads like 127.0.0.1:8080, [::]:443 or *:80";
    else if (listener->role == HTTP_ROLE_UNSAID)
        wrong = "has no role: plain, tls or redirect";
    else if (listener->role == HTTP_ROLE_TLS &&
             (text_is_empty(settings->certificate_file) || text_is_empty(settings->key_file)))
        wrong = "is to speak TLS, but certificate and key are not both set";
    else if (listener->role == HTTP_ROLE_PLAIN && !settings->proxy_terminates_tls &&
             !address_is_loopback(address_from_socket(&address)))
        wrong = "is public and would speak plain HTTP; set certificate and key, or listen on "
                "127.0.0.1, or say that a proxy in front terminates TLS";
    if (wrong && reason)
        buffer_print(reason, "%.*s %s.", TEXT_ARG(listener->address), wrong);
    return !wrong;
}

static enum status check_listeners(const struct http_settings *settings, struct buffer *problem)
{
    if (settings->listener_count == 0) {
        buffer_append(problem, T("There is no address to listen on."));
        return INVALID;
    }
    for (size_t i = 0; i < settings->listener_count; i++)
        if (!http_listen_is_allowed(settings, &settings->listeners[i], problem))
            return INVALID;
    return OK;
}

static enum status read_trusted(struct http_server *server, const struct http_settings *settings,
                                struct buffer *problem)
{
    server->trusted =
        ARENA_NEW_ARRAY(&server->arena, struct address_block, settings->trusted_proxy_count + 1);
    for (size_t i = 0; i < settings->trusted_proxy_count; i++) {
        if (!address_block_from_text(settings->trusted_proxies[i], &server->trusted[i])) {
            buffer_print(problem, "%.*s is not an address block like 10.0.0.0/8.",
                         TEXT_ARG(settings->trusted_proxies[i]));
            return INVALID;
        }
        server->trusted_count++;
    }
    return OK;
}

static bool wants_tls(const struct http_settings *settings)
{
    for (size_t i = 0; i < settings->listener_count; i++)
        if (settings->listeners[i].role == HTTP_ROLE_TLS)
            return true;
    return false;
}

/* --- Opening -----------------------------------------------------------------------------------
 */

static enum status open_tls(struct http_server *server, const struct http_settings *settings,
                            struct buffer *problem)
{
    server->certificate_file = arena_copy(&server->arena, settings->certificate_file);
    server->key_file = arena_copy(&server->arena, settings->key_file);
    server->tls_floor = settings->tls_floor;
    if (!wants_tls(settings))
        return OK;
    return tls_context_open(server->certificate_file, server->key_file, server->tls_floor, problem,
                            &server->tls);
}

/* A redirect whose port nobody said leads to the TLS listener beside it, else to 443. */
static void find_https_port(struct listener *listeners, size_t count)
{
    uint16_t port = 443;

    for (size_t i = 0; i < count; i++)
        if (listeners[i].role == HTTP_ROLE_TLS)
            port = listeners[i].port;
    for (size_t i = 0; i < count; i++)
        if (listeners[i].https_port == 0)
            listeners[i].https_port = port;
}

static enum status open_listeners(struct http_server *server, const struct http_settings *settings,
                                  struct buffer *problem)
{
    server->listeners = ARENA_NEW_ARRAY(&server->arena, struct listener, settings->listener_count);
    for (size_t i = 0; i < settings->listener_count; i++) {
        struct listener *listener = &server->listeners[i];
        bool redirects = settings->listeners[i].role == HTTP_ROLE_REDIRECT;
        enum status status;

        listener->watched.kind = WATCHED_LISTENER;
        listener->server = server;
        listener->redirect = (struct http_application){ listener, redirect_begin, redirect_run, 0 };
        listener->application = redirects                ? &listener->redirect
                                : server->cors.count > 0 ? &server->cors_application
                                                         : &server->application;
        listener->fd = -1;
        server->listener_count++;
        status = listener_open(listener, &settings->listeners[i], problem);
        if (status != OK)
            return status;
    }
    find_https_port(server->listeners, settings->listener_count);
    return OK;
}

static size_t default_loop_count(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    return cores < 1 ? 1 : cores > MOST_LOOPS_BY_DEFAULT ? MOST_LOOPS_BY_DEFAULT : (size_t)cores;
}

static enum status open_loops(struct http_server *server, size_t count)
{
    server->loops = ARENA_NEW_ARRAY(&server->arena, struct loop, count);
    for (; server->loop_count < count; server->loop_count++) {
        enum status status = loop_open(&server->loops[server->loop_count], server);

        if (status != OK)
            return status;
    }
    return OK;
}

static enum status open_all(struct http_server *server, const struct http_settings *settings,
                            struct buffer *problem)
{
    enum status status = check_listeners(settings, problem);

    if (status == OK)
        status = read_trusted(server, settings, problem);
    if (status == OK)
        status = cors_open(&server->cors, &server->arena, settings->cors_origins,
                           settings->cors_origin_count, problem);
    if (status == OK)
        status = open_tls(server, settings, problem);
    if (status == OK)
        status = open_listeners(server, settings, problem);
    if (status == OK)
        status =
            open_loops(server, settings->loop_count ? settings->loop_count : default_loop_count());
    return status;
}

enum status http_server_open(const struct http_settings *settings,
                             const struct http_application *application, struct buffer *problem,
                             struct http_server **ret_server)
{
    struct http_server *server = memory_alloc(sizeof *server);
    enum status status;

    server->application = *application;
    server->cors_application = (struct http_application){ server, cors_begin, cors_run, NULL };
    server->proxy_protocol = settings->proxy_protocol;
    server->forwarded = settings->forwarded;
    server->limits = server_limits(&settings->limits);
    server->tick_ms = tick_ms(&server->limits);
    pthread_mutex_init(&server->tls_lock, NULL);
    admission_open(&server->admission, server->limits.connections,
                   server->limits.connections_per_address);
    standard_headers_build(&server->headers, &server->arena, settings->extra_headers,
                           settings->extra_header_count);
    status = open_all(server, settings, problem);
    if (status != OK) {
        http_server_free(server);
        return status;
    }
    *ret_server = server;
    return OK;
}

/* --- Running -----------------------------------------------------------------------------------
 */

enum status http_server_start(struct http_server *server)
{
    for (size_t i = 0; i < server->listener_count; i++)
        if (!listener_watch(&server->listeners[i], &server->loops[0]))
            return FAILED;
    for (size_t i = 0; i < server->loop_count; i++) {
        enum status status = loop_start(&server->loops[i]);

        if (status != OK)
            return status;
    }
    return OK;
}

uint16_t http_server_port(const struct http_server *server, size_t listener)
{
    assert(listener < server->listener_count);
    return server->listeners[listener].port;
}

void server_close_listeners(struct http_server *server)
{
    for (size_t i = 0; i < server->listener_count; i++)
        listener_close(&server->listeners[i]);
}

void http_server_stop(struct http_server *server, int64_t drain_ms)
{
    for (size_t i = 0; i < server->loop_count; i++)
        loop_drain(&server->loops[i], drain_ms);
    for (size_t i = 0; i < server->loop_count; i++)
        loop_join(&server->loops[i]);
}

void http_server_free(struct http_server *server)
{
    if (!server)
        return;
    for (size_t i = 0; i < server->loop_count; i++)
        loop_close(&server->loops[i]);
    server_close_listeners(server);
    tls_context_free(server->tls);
    admission_close(&server->admission);
    pthread_mutex_destroy(&server->tls_lock);
    arena_release(&server->arena);
    free(server);
}

/* --- Certificates ------------------------------------------------------------------------------
 */

struct tls *server_tls_accept(struct http_server *server, int fd)
{
    struct tls *tls;

    pthread_mutex_lock(&server->tls_lock);
    tls = tls_accept(server->tls, fd);
    pthread_mutex_unlock(&server->tls_lock);
    return tls;
}

enum status http_server_reload_certificate(struct http_server *server, struct buffer *problem)
{
    struct tls_context *old, *new;
    enum status status;

    if (!server->tls)
        return OK;
    status = tls_context_open(server->certificate_file, server->key_file, server->tls_floor,
                              problem, &new);
    if (status != OK)
        return status;
    pthread_mutex_lock(&server->tls_lock);
    old = server->tls;
    server->tls = new;
    pthread_mutex_unlock(&server->tls_lock);
    tls_context_free(old);
    return OK;
}

/* --- Numbers -----------------------------------------------------------------------------------
 */

void http_server_metrics(const struct http_server *server, struct http_metrics *ret_metrics)
{
    struct http_metrics sum = { .connections_refused = atomic_load(&server->connections_refused) };

    for (size_t i = 0; i < server->loop_count; i++) {
        const struct loop_numbers *numbers = &server->loops[i].numbers;

        for (size_t class = 0; class < 6; class ++)
            sum.requests[class] += atomic_load(&numbers->requests[class]);
        for (size_t bucket = 0; bucket < HTTP_LATENCY_BUCKETS; bucket++)
            sum.latency_buckets[bucket] += atomic_load(&numbers->latency_buckets[bucket]);
        sum.requests_refused += atomic_load(&numbers->requests_refused);
        sum.connections_opened += atomic_load(&numbers->connections_opened);
        sum.connections_open += atomic_load(&numbers->connections_open);
        sum.exchanges_open += atomic_load(&numbers->exchanges_open);
        sum.handshakes_failed += atomic_load(&numbers->handshakes_failed);
        sum.deadlines_missed += atomic_load(&numbers->deadlines_missed);
        sum.bytes_in += atomic_load(&numbers->bytes_in);
        sum.bytes_out += atomic_load(&numbers->bytes_out);
        sum.latency_count += atomic_load(&numbers->latency_count);
        sum.latency_sum_us += atomic_load(&numbers->latency_sum_us);
    }
    *ret_metrics = sum;
}
