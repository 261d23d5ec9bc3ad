/* Listeners: binding, and accepting for all loops. The first loop watches them and gives each
   connection to the loop that has fewest. */
#include "base/buffer.h"
#include "http/connection.h"
#include "http/server.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LISTEN_BACKLOG = 1024, ACCEPTS_PER_TURN = 64 };

static uint16_t port_of(int fd)
{
    struct sockaddr_storage storage;
    socklen_t size = sizeof storage;
    struct sockaddr_in6 in6;

    if (getsockname(fd, (struct sockaddr *)&storage, &size) != 0)
        return 0;
    /* The port stands at the same place in both families. */
    memcpy(&in6, &storage, sizeof in6);
    return ntohs(in6.sin6_port);
}

static int bind_socket(struct text address_text, const struct sockaddr_storage *address,
                       socklen_t size)
{
    int fd = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool is_any = text_starts_with(address_text, T("*"));
    int yes = 1, only_ipv6 = !is_any;

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (address->ss_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only_ipv6, sizeof only_ipv6);
    if (bind(fd, (const struct sockaddr *)address, size) == 0 && listen(fd, LISTEN_BACKLOG) == 0)
        return fd;
    close(fd);
    return -1;
}

enum status listener_open(struct listener *listener, const struct http_listener *wanted,
                          struct buffer *problem)
{
    struct sockaddr_storage address;
    socklen_t size;

    listener->role = wanted->role;
    listener->https_port = wanted->https_port;
    if (!address_from_listen(wanted->address, &address, &size))
        return INVALID;
    listener->fd = bind_socket(wanted->address, &address, size);
    if (listener->fd < 0) {
        buffer_print(problem, "Cannot listen on %.*s: %s.", TEXT_ARG(wanted->address),
                     errno == EADDRINUSE ? "something else listens there"
                     : errno == EACCES   ? "this user may not take that port"
                                         : "the machine has no such address");
        return UNAVAILABLE;
    }
    listener->port = port_of(listener->fd);
    return OK;
}

void listener_close(struct listener *listener)
{
    if (listener->fd >= 0)
        close(listener->fd);
    listener->fd = -1;
}

/* --- Accepting -------------------------------------------------------------------------------- */

static struct loop *least_busy(struct http_server *server)
{
    struct loop *least = &server->loops[0];

    for (size_t i = 1; i < server->loop_count; i++)
        if (atomic_load(&server->loops[i].assigned) < atomic_load(&least->assigned))
            least = &server->loops[i];
    return least;
}

static void take_in(struct listener *listener, struct loop *own, int fd, struct address address)
{
    struct http_server *server = listener->server;
    struct connection *connection;
    struct loop *loop;

    if (!admission_enter(&server->admission, address, server_trusts(server, address))) {
        close(fd);
        number_add(&server->connections_refused, 1);
        return;
    }
    connection = connection_new(listener, fd, address);
    loop = least_busy(server);
    number_add(&loop->assigned, 1);
    if (loop == own)
        connection_begin(connection, loop);
    else
        loop_adopt(loop, connection);
}

/* Out of descriptors: the listener would be ready for ever, so it rests until the next tick. */
static void park(struct listener *listener, struct loop *loop)
{
    epoll_ctl(loop->epoll_fd, EPOLL_CTL_DEL, listener->fd, NULL);
    listener->is_parked = true;
    loop->has_parked = true;
}

void listener_accept(struct listener *listener, struct loop *loop)
{
    for (int i = 0; i < ACCEPTS_PER_TURN && !loop->is_draining; i++) {
        struct sockaddr_storage peer = { 0 };
        socklen_t size = sizeof peer;
        int fd =
            accept4(listener->fd, (struct sockaddr *)&peer, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd >= 0)
            take_in(listener, loop, fd, address_from_socket(&peer));
        else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            park(listener, loop);
        if (fd < 0 && errno != ECONNABORTED && errno != EINTR)
            return;
    }
}

void listener_unpark_all(struct http_server *server, struct loop *loop)
{
    if (!loop->has_parked || loop->is_draining)
        return;
    loop->has_parked = false;
    for (size_t i = 0; i < server->listener_count; i++) {
        struct listener *listener = &server->listeners[i];

        if (!listener->is_parked)
            continue;
        listener->is_parked = false;
        if (!listener_watch(listener, loop))
            park(listener, loop);
    }
}

bool listener_watch(struct listener *listener, struct loop *loop)
{
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = listener };

    return epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, listener->fd, &event) == 0;
}
