/* Taking the header of the PROXY protocol off a new connection from a trusted proxy. TLS begins
   right behind it, so nothing may be read ahead: bytes are looked at in the socket first, and
   only those that belong to the header are taken. */
#include "http/connection.h"
#include "http/proxy_header.h"
#include "http/server.h"

#include <errno.h>
#include <sys/socket.h>

/* The client has a ceiling of its own, the proxy had none. */
static void become_client(struct connection *connection, struct address client)
{
    struct http_server *server = connection->loop->server;

    if (!admission_become(&server->admission, connection->address,
                          server_trusts(server, connection->address), client,
                          server_trusts(server, client))) {
        number_add(&server->connections_refused, 1);
        connection->is_cut = true;
        return;
    }
    connection->address = client;
}

static void take_bytes(struct connection *connection, size_t size)
{
    char bytes[PROXY_HEADER_BYTES];

    if (recv(connection->fd, bytes, size, 0) == (ssize_t)size)
        octets_append(&connection->in, (struct text){ bytes, size });
    else
        connection->is_cut = true;
}

bool proxy_header_take(struct connection *connection)
{
    char bytes[PROXY_HEADER_BYTES];
    struct text before = octets_text(&connection->in);
    struct proxy_header header = { 0 };
    enum proxy_header_result result;
    ssize_t size;

    if (before.at)
        memcpy(bytes, before.at, before.size);
    size = recv(connection->fd, bytes + before.size, sizeof bytes - before.size, MSG_PEEK);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    connection->is_cut = size <= 0;
    if (connection->is_cut)
        return false;
    result = proxy_header_read((struct text){ bytes, before.size + (size_t)size }, &header);
    if (result == PROXY_HEADER_MORE) {
        take_bytes(connection, (size_t)size);
        return false;
    }
    connection->is_cut = result == PROXY_HEADER_BAD;
    if (!connection->is_cut)
        take_bytes(connection, header.size_bytes - before.size);
    octets_release(&connection->in);
    if (!connection->is_cut && header.has_address)
        become_client(connection, header.address);
    return !connection->is_cut;
}
