/* A connection's turn: read what is wanted, let the protocol advance, write, and settle:
   close it, or tell epoll what it waits for. */
#include "http/connection.h"

#include "http/http2.h"
#include "http/proxy_header.h"
#include "http/server.h"
#include "http/tls.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

/* Rounds of reading or writing before other connections have their turn. */
enum { CONNECTION_ROUNDS = 8 };

struct connection *connection_new(const struct listener *listener, int fd, struct address address)
{
    struct connection *connection = memory_alloc(sizeof *connection);
    const struct http_limits *limits = &listener->server->limits;

    *connection = (struct connection){
        .watched = { WATCHED_CONNECTION },
        .listener = listener,
        .fd = fd,
        .address = address,
        .protocol = &http1_protocol,
        .in = { .limit_bytes = limits->header_bytes + 2 * LOOP_READ_BYTES },
        .out = { .limit_bytes = SIZE_MAX },
    };
    return connection;
}

static void free_connection(struct connection *connection)
{
    tls_free(connection->tls);
    octets_release(&connection->in);
    octets_release(&connection->out);
    free(connection);
}

void connection_discard(struct connection *connection)
{
    struct http_server *server = connection->listener->server;

    close(connection->fd);
    admission_leave(&server->admission, connection->address,
                    server_trusts(server, connection->address));
    free_connection(connection);
}

/* --- Beginning and ending --- */

static void link_to(struct connection *connection, struct loop *loop)
{
    connection->loop = loop;
    connection->next = loop->connections;
    if (connection->next)
        connection->next->previous = connection;
    loop->connections = connection;
    number_add(&loop->numbers.connections_opened, 1);
    number_add(&loop->numbers.connections_open, 1);
}

void connection_begin(struct connection *connection, struct loop *loop)
{
    const struct listener *listener = connection->listener;
    int yes = 1;
    struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP, .data.ptr = connection };

    link_to(connection, loop);
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    connection->awaits_proxy_header = listener->server->proxy_protocol &&
                                      server_trusts(listener->server, connection->address);
    connection->is_greeted = listener->role != HTTP_ROLE_TLS && !connection->awaits_proxy_header;
    if (listener->role == HTTP_ROLE_TLS)
        connection->tls = server_tls_accept(listener->server, connection->fd);
    connection->events = event.events;
    connection_set_deadline(connection, listener->server->limits.header_ms);
    if ((listener->role == HTTP_ROLE_TLS && !connection->tls) ||
        epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, connection->fd, &event) != 0)
        connection_cut(connection);
}

static void unlink_from_loop(struct connection *connection)
{
    struct loop *loop = connection->loop;

    if (connection->previous)
        connection->previous->next = connection->next;
    else
        loop->connections = connection->next;
    if (connection->next)
        connection->next->previous = connection->previous;
    connection->next = loop->dead;
    loop->dead = connection;
    number_subtract(&loop->numbers.connections_open, 1);
    number_subtract(&loop->assigned, 1);
}

void connection_cut(struct connection *connection)
{
    struct http_server *server = connection->loop->server;

    if (connection->fd < 0)
        return;
    connection->protocol->closed(connection);
    /* Closing would do, were it not for a child that is being started: until it becomes another
       program it has the socket too, and events of a buried connection would go on. */
    epoll_ctl(connection->loop->epoll_fd, EPOLL_CTL_DEL, connection->fd, NULL);
    close(connection->fd);
    connection->fd = -1;
    admission_leave(&server->admission, connection->address,
                    server_trusts(server, connection->address));
    unlink_from_loop(connection);
}

void connection_bury(struct connection *connection)
{
    free_connection(connection);
}

const struct http_limits *connection_limits(const struct connection *connection)
{
    return &connection->loop->server->limits;
}

void connection_set_deadline(struct connection *connection, int64_t from_now_ms)
{
    connection->deadline_ms = from_now_ms > 0 ? connection->loop->now_ms + from_now_ms : 0;
}

void connection_finish(struct connection *connection, bool must_linger)
{
    connection->is_finishing = true;
    connection->must_linger = must_linger;
    connection->deadline_ms = 0;
}

/* --- Bytes in --- */

static int read_some(struct connection *connection, char *at, size_t size)
{
    ssize_t result;

    if (connection->tls)
        return tls_read(connection->tls, at, size);
    result = recv(connection->fd, at, size, 0);
    if (result >= 0)
        return (int)result;
    return errno == EAGAIN || errno == EINTR ? TRANSPORT_WAIT : TRANSPORT_BROKEN;
}

static void note_peer_left(struct connection *connection)
{
    if (connection->peer_left)
        return;
    connection->peer_left = true;
    connection->protocol->peer_left(connection);
}

static bool wants_bytes(const struct connection *connection)
{
    return !connection->read_ended &&
           (connection->is_lingering || connection->protocol->wants_bytes(connection));
}

/* Reads once. True when more may be had right now. */
static bool read_once(struct connection *connection)
{
    struct loop *loop = connection->loop;
    int result = read_some(connection, loop->scratch, LOOP_READ_BYTES);

    if (result == TRANSPORT_BROKEN)
        connection->is_cut = true;
    if (result == TRANSPORT_END) {
        connection->read_ended = true;
        note_peer_left(connection);
    }
    if (result <= 0)
        return false;
    number_add(&loop->numbers.bytes_in, (uint64_t)result);
    if (!connection->is_lingering)
        octets_append(&connection->in, (struct text){ loop->scratch, (size_t)result });
    return connection->tls || result == LOOP_READ_BYTES;
}

/* --- Bytes out --- */

static int write_some(struct connection *connection, struct text bytes)
{
    ssize_t result;

    if (connection->tls)
        return tls_write(connection->tls, bytes.at, bytes.size);
    result = send(connection->fd, bytes.at, bytes.size, MSG_NOSIGNAL);
    if (result >= 0)
        return (int)result;
    return errno == EAGAIN || errno == EINTR ? TRANSPORT_WAIT : TRANSPORT_BROKEN;
}

/* Writes until nothing is left or the socket takes no more. */
static void flush(struct connection *connection)
{
    struct loop *loop = connection->loop;

    connection->waits_to_write = false;
    while (connection->out.size > 0 && !connection->is_cut) {
        int result = write_some(connection, octets_text(&connection->out));

        if (result == TRANSPORT_WAIT) {
            connection->waits_to_write = true;
            if (connection->write_deadline_ms == 0)
                connection->write_deadline_ms = loop->now_ms + loop->server->limits.write_stall_ms;
            return;
        }
        if (result <= 0) {
            connection->is_cut = true;
            return;
        }
        octets_take(&connection->out, (size_t)result);
        connection->write_deadline_ms = 0;
        number_add(&loop->numbers.bytes_out, (uint64_t)result);
    }
    octets_trim(&connection->out);
}

/* Lets the protocol fill `out` and empties it, as long as the socket takes everything and there
   is more. True when it stopped only so that others have their turn. */
static bool produce(struct connection *connection)
{
    for (size_t round = 0; round < CONNECTION_ROUNDS; round++) {
        if (!connection->is_lingering)
            connection->protocol->advance(connection);
        if (connection->out.size == 0)
            return false;
        flush(connection);
        if (connection->is_cut || connection->waits_to_write)
            return false;
    }
    return true;
}

/* --- Settling --- */

/* Everything is written. A client that still sends would lose our last answer to a reset if we
   closed now; so we stop writing, and read on for a while. */
static void begin_to_linger(struct connection *connection)
{
    connection->is_lingering = true;
    octets_release(&connection->in);
    connection_set_deadline(connection, connection->loop->server->limits.linger_ms);
    if (connection->tls)
        tls_shutdown(connection->tls);
    shutdown(connection->fd, SHUT_WR);
}

static void close_orderly(struct connection *connection)
{
    if (connection->tls)
        tls_shutdown(connection->tls);
    connection_cut(connection);
}

static void turn_again(struct connection *connection)
{
    if (connection->is_again)
        return;
    connection->is_again = true;
    connection->next_again = connection->loop->again;
    connection->loop->again = connection;
}

static void watch(struct connection *connection)
{
    bool reads = wants_bytes(connection);
    bool writes = connection->waits_to_write ||
                  (connection->tls && tls_waits_to_write(connection->tls));
    uint32_t events = (reads || !connection->is_greeted ? EPOLLIN : 0u) | (writes ? EPOLLOUT : 0u) |
                      (connection->peer_left ? 0u : EPOLLRDHUP);
    struct epoll_event event = { .events = events, .data.ptr = connection };

    if (reads && connection->tls && connection->is_greeted && tls_has_pending(connection->tls))
        turn_again(connection);
    if (events == connection->events)
        return;
    connection->events = events;
    if (epoll_ctl(connection->loop->epoll_fd, EPOLL_CTL_MOD, connection->fd, &event) != 0)
        connection_cut(connection);
}

static void settle(struct connection *connection)
{
    bool is_written = connection->is_finishing && connection->out.size == 0;

    if (is_written && connection->must_linger && !connection->is_lingering && !connection->is_cut)
        begin_to_linger(connection);
    if (connection->is_cut || (connection->is_lingering && connection->read_ended))
        connection_cut(connection);
    else if (is_written && !connection->is_lingering)
        close_orderly(connection);
    else
        watch(connection);
}

void connection_pump(struct connection *connection)
{
    if (connection->fd < 0)
        return;
    if (connection->is_greeted && produce(connection))
        turn_again(connection);
    octets_trim(&connection->in);
    settle(connection);
}

/* --- What happens to it --- */

static void greet(struct connection *connection)
{
    int result;

    if (connection->awaits_proxy_header && !proxy_header_take(connection))
        return;
    connection->awaits_proxy_header = false;
    result = connection->tls ? tls_handshake(connection->tls) : 1;
    if (result == 1) {
        connection->is_greeted = true;
        if (connection->tls && tls_chose_http2(connection->tls))
            http2_begin(connection);
        return;
    }
    if (result != TRANSPORT_WAIT) {
        connection->is_cut = true;
        number_add(&connection->loop->numbers.handshakes_failed, 1);
    }
}

static void serve(struct connection *connection)
{
    for (size_t round = 0; round < CONNECTION_ROUNDS; round++) {
        bool has_more = wants_bytes(connection) && read_once(connection);

        if (connection->is_cut)
            break;
        if (!connection->is_lingering)
            connection->protocol->advance(connection);
        if (!has_more)
            break;
    }
}

void connection_on_event(struct connection *connection, uint32_t events)
{
    if (connection->fd < 0)
        return;
    connection->is_cut |= (events & (EPOLLERR | EPOLLHUP)) != 0;
    if (!connection->is_greeted && !connection->is_cut)
        greet(connection);
    if (connection->is_greeted && !connection->is_cut) {
        serve(connection);
        if (events & EPOLLRDHUP)
            note_peer_left(connection);
    }
    connection_pump(connection);
}

void connection_on_tick(struct connection *connection)
{
    struct loop *loop = connection->loop;
    int64_t now_ms = loop->now_ms;
    bool is_late = connection->deadline_ms != 0 && now_ms >= connection->deadline_ms;
    bool is_stuck = connection->write_deadline_ms != 0 && now_ms >= connection->write_deadline_ms;

    if (is_late || is_stuck) {
        number_add(&loop->numbers.deadlines_missed, !connection->is_lingering);
        connection->deadline_ms = 0;
        if (is_late && connection->is_greeted && !connection->is_lingering)
            connection->protocol->expired(connection);
        else
            connection->is_cut = true;
        connection->is_cut |= is_stuck;
        connection_pump(connection);
        return;
    }
    connection->protocol->tick(connection);
    if (connection->out.size > 0 && !connection->waits_to_write)
        connection_pump(connection);
}

void connection_on_drain(struct connection *connection)
{
    connection->protocol->drain(connection);
    if (!connection->is_greeted)
        connection->is_cut = true;
    connection_pump(connection);
}
