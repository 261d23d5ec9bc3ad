/* WebSocket over a connection, on its loop's thread: frames in, pings and deadlines, what is
   pending out, and the closing handshake. */
#include "http/websocket.h"

#include "http/connection.h"
#include "http/exchange.h"
#include "http/server.h"
#include "http/websocket_upgrade.h"

#include <assert.h>

enum { IDLE_MS = 1000 }; /* so long after the last byte empty buffers are given back */

static void websocket_drain(struct connection *connection);

/* --- Beginning and ending --- */

static void write_switch(struct connection *connection, const struct http_websocket *socket)
{
    struct octets *out = &connection->out;

    octets_append(out, T("HTTP/1.1 101 Switching Protocols\r\nDate: "));
    octets_append(out, loop_date(connection->loop));
    octets_append(out, T("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Accept: "));
    octets_append(out, (struct text){ socket->accept, sizeof socket->accept });
    octets_append(out, T("\r\n\r\n"));
}

void websocket_begin(struct connection *connection, struct http_websocket *socket)
{
    socket->is_begun = true;
    socket->connection = connection;
    socket->heard_ms = connection->loop->now_ms;
    connection->websocket = http_websocket_hold(socket);
    connection->protocol = &websocket_protocol;
    connection_set_deadline(connection, 0);
    write_switch(connection, socket);
    connection->is_cut |= connection->peer_left;
    if (connection->loop->is_draining)
        websocket_drain(connection);
}

/* Nothing more comes of it. */
static void tell_closed(struct http_websocket *socket)
{
    pthread_mutex_lock(&socket->lock);
    socket->is_gone = true;
    octets_release(&socket->pending);
    pthread_mutex_unlock(&socket->lock);
    if (!socket->is_told)
        socket->handler.closed(socket->handler.context, socket, socket->code);
    socket->is_told = true;
}

void websocket_leave_exchange(void *context)
{
    struct http_websocket *socket = context;

    if (!socket->is_begun)
        tell_closed(socket);
    http_websocket_release(socket);
}

void websocket_attend(struct letter *letter)
{
    struct http_websocket *socket = (struct http_websocket *)letter;

    if (socket->connection)
        connection_pump(socket->connection);
    http_websocket_release(socket);
}

static void websocket_closed(struct connection *connection)
{
    struct http_websocket *socket = connection->websocket;

    connection->websocket = NULL;
    socket->connection = NULL;
    tell_closed(socket);
    http_websocket_release(socket);
}

/* --- Out --- */

static void write_frame(struct connection *connection, enum websocket_opcode opcode,
                        struct text payload)
{
    char header[WEBSOCKET_HEADER_BYTES];
    size_t size = websocket_write_header(header, opcode, payload.size);

    octets_append(&connection->out, (struct text){ header, size });
    octets_append(&connection->out, payload);
}

static void wait_for(struct connection *connection, enum websocket_wait what, int64_t for_ms)
{
    connection->websocket->waits = what;
    connection_set_deadline(connection, for_ms);
}

/* The close frame, once; after it nothing is sent. */
static void write_close(struct connection *connection, int code, struct text reason)
{
    struct http_websocket *socket = connection->websocket;
    char payload[WEBSOCKET_CONTROL_BYTES] = { (char)(code >> 8), (char)code };

    if (socket->close_sent)
        return;
    if (reason.size > 0)
        memcpy(payload + 2, reason.at, reason.size);
    socket->close_sent = true;
    write_frame(connection, WEBSOCKET_CLOSE, (struct text){ payload, 2 + reason.size });
    wait_for(connection, WAIT_CLOSE, connection_limits(connection)->linger_ms);
}

static void close_with(struct connection *connection, int code, struct text reason)
{
    if (!connection->websocket->close_sent)
        connection->websocket->code = code;
    write_close(connection, code, reason);
}

/* As much of what is pending as the connection queues; then the close that was asked for. */
static void write_pending(struct connection *connection)
{
    struct http_websocket *socket = connection->websocket;
    size_t room = connection->out.size < CONNECTION_HIGH_WATER
                      ? CONNECTION_HIGH_WATER - connection->out.size
                      : 0;
    struct text piece;

    pthread_mutex_lock(&socket->lock);
    piece = text_slice(octets_text(&socket->pending), 0, room);
    if (socket->close_sent)
        piece.size = 0;
    octets_append(&connection->out, piece);
    octets_take(&socket->pending, piece.size);
    octets_trim(&socket->pending);
    if (socket->is_overrun) {
        socket->code = WEBSOCKET_CODE_TRY_LATER;
        connection->is_cut = true;
    } else if (socket->close_wanted != 0 && socket->pending.size == 0) {
        close_with(connection, socket->close_wanted,
                   (struct text){ socket->reason, socket->reason_size });
    }
    pthread_mutex_unlock(&socket->lock);
}

/* --- In --- */

static void take_message(struct http_websocket *socket, const struct websocket_received *received)
{
    bool goes_on;

    if (socket->close_sent)
        return;
    pthread_mutex_lock(&socket->lock);
    socket->is_resumed = false;
    pthread_mutex_unlock(&socket->lock);
    goes_on = socket->handler.message(socket->handler.context, socket, received->is_text,
                                      received->payload);
    if (goes_on)
        return;
    pthread_mutex_lock(&socket->lock);
    socket->is_paused = !socket->is_resumed;
    pthread_mutex_unlock(&socket->lock);
}

static void take(struct connection *connection, const struct websocket_received *received)
{
    struct http_websocket *socket = connection->websocket;

    switch (received->event) {
    case WEBSOCKET_EVENT_MESSAGE:
        take_message(socket, received);
        websocket_reader_release(&socket->reader);
        break;
    case WEBSOCKET_EVENT_PING:
        if (!socket->close_sent)
            write_frame(connection, WEBSOCKET_PONG, received->payload);
        break;
    case WEBSOCKET_EVENT_CLOSE:
        close_with(connection,
                   received->code == WEBSOCKET_CODE_NO_STATUS ? WEBSOCKET_CODE_NORMAL
                                                              : received->code,
                   (struct text){ 0 });
        connection_finish(connection, false);
        break;
    case WEBSOCKET_EVENT_FAULT:
        close_with(connection, received->code, (struct text){ 0 });
        connection_finish(connection, true);
        break;
    case WEBSOCKET_EVENT_PONG:
    case WEBSOCKET_EVENT_NONE:
        break;
    }
}

static bool is_paused(struct http_websocket *socket)
{
    bool is_paused;

    pthread_mutex_lock(&socket->lock);
    is_paused = socket->is_paused;
    pthread_mutex_unlock(&socket->lock);
    return is_paused;
}

static bool may_read(const struct connection *connection)
{
    return !connection->is_finishing && connection->out.size <= CONNECTION_HIGH_WATER &&
           !is_paused(connection->websocket);
}

/* A message that has begun has its time; so has the answer to a ping. */
static void set_patience(struct connection *connection)
{
    struct http_websocket *socket = connection->websocket;
    bool is_waiting = websocket_reader_is_waiting(&socket->reader);

    if (socket->waits == WAIT_CLOSE || connection->is_finishing)
        return;
    if (is_waiting && socket->waits != WAIT_MESSAGE)
        wait_for(connection, WAIT_MESSAGE, socket->limits.message_ms);
    else if (!is_waiting)
        wait_for(connection, WAIT_NOTHING, 0);
}

static void read_frames(struct connection *connection)
{
    struct http_websocket *socket = connection->websocket;

    if (connection->in.size == 0)
        return;
    socket->heard_ms = connection->loop->now_ms;
    while (connection->in.size > 0 && may_read(connection)) {
        size_t used = 0;
        struct websocket_received received =
            websocket_read(&socket->reader, octets_text(&connection->in), &used);

        take(connection, &received);
        octets_take(&connection->in, used);
    }
    set_patience(connection);
}

/* --- The protocol --- */

static void websocket_advance(struct connection *connection)
{
    read_frames(connection);
    if (!connection->is_finishing)
        write_pending(connection);
}

static bool websocket_wants_bytes(const struct connection *connection)
{
    return connection->in.size < LOOP_READ_BYTES && may_read(connection);
}

static void websocket_expired(struct connection *connection)
{
    struct http_websocket *socket = connection->websocket;

    if (socket->waits == WAIT_MESSAGE)
        close_with(connection, WEBSOCKET_CODE_POLICY, T("too slow"));
    else
        connection->is_cut = true;
}

static void websocket_tick(struct connection *connection)
{
    struct http_websocket *socket = connection->websocket;
    int64_t silent_ms = connection->loop->now_ms - socket->heard_ms;

    if (silent_ms >= IDLE_MS && connection->in.size == 0)
        octets_release(&connection->in);
    if (silent_ms >= IDLE_MS && connection->out.size == 0)
        octets_release(&connection->out);
    if (socket->waits != WAIT_NOTHING || silent_ms < socket->limits.ping_ms ||
        connection->is_finishing || is_paused(socket))
        return;
    write_frame(connection, WEBSOCKET_PING, (struct text){ 0 });
    wait_for(connection, WAIT_PONG, socket->limits.pong_ms);
}

/* Its last byte has come without a close frame, or after it. */
static void websocket_peer_left(struct connection *connection)
{
    if (!connection->is_finishing)
        connection->is_cut = true;
}

static void websocket_drain(struct connection *connection)
{
    if (!connection->is_finishing)
        close_with(connection, WEBSOCKET_CODE_GOING_AWAY, T("the server stops"));
}

const struct protocol websocket_protocol = {
    .advance = websocket_advance,
    .wants_bytes = websocket_wants_bytes,
    .expired = websocket_expired,
    .tick = websocket_tick,
    .peer_left = websocket_peer_left,
    .drain = websocket_drain,
    .closed = websocket_closed,
};
