/* HTTP/1.1: writing a reply, as much at a time as the connection queues. */
#include "http/connection.h"
#include "http/exchange.h"
#include "http/http1.h"
#include "http/http1_write.h"
#include "http/websocket_upgrade.h"

bool http1_step_wait(struct connection *connection)
{
    if (exchange_phase(connection->http1.exchange) == REPLY_NONE)
        return false;
    http1_begin_reply(connection);
    return true;
}

static void write_head(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = http1->exchange;
    enum reply_phase phase = exchange_phase(exchange);
    struct http1_frame frame;

    http1->keep_alive = http1->keep_alive && !connection->loop->is_draining;
    frame = http1_frame_reply(exchange, phase == REPLY_WHOLE, http1->keep_alive);
    http1->keep_alive = frame.keep_alive;
    http1->is_chunked = frame.is_chunked;
    http1->has_body = frame.has_body;
    http1->is_counted = frame.has_length && frame.has_body;
    http1->reply_left = frame.length;
    http1->head_written = true;
    http1_write_head(exchange, &frame, &connection->out);
    if (phase != REPLY_WHOLE && !frame.has_body)
        exchange_mark_gone(exchange);
}

static size_t room_in(const struct connection *connection)
{
    size_t size = connection->out.size;

    return size < CONNECTION_HIGH_WATER ? CONNECTION_HIGH_WATER - size : 0;
}

/* A whole body lies in memory already and goes out piece by piece. True when all of it has. */
static bool write_whole(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = http1->exchange;
    struct text rest = text_from_offset(exchange->reply.body, exchange->bytes_out);
    struct text piece = text_slice(rest, 0, room_in(connection));

    if (!http1->has_body)
        return true;
    octets_append(&connection->out, piece);
    exchange->bytes_out += piece.size;
    return piece.size == rest.size;
}

static void drop_pending(struct http_exchange *exchange)
{
    struct octets nothing = { .limit_bytes = SIZE_MAX };

    exchange_take_pending(exchange, SIZE_MAX, &nothing, NULL);
    octets_release(&nothing);
}

/* True when the stream has ended and everything is out. Surplus over a declared length is
   dropped; too little of it can only be told by cutting the connection. */
static bool write_stream(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = http1->exchange;
    size_t room = room_in(connection), taken;

    if (!http1->has_body || (http1->is_counted && http1->reply_left == 0)) {
        drop_pending(exchange);
        return exchange_is_drained(exchange);
    }
    if (http1->is_counted && room > http1->reply_left)
        room = http1->reply_left;
    taken = exchange_take_pending(exchange, room, &connection->out,
                                  http1->is_chunked ? http1_write_chunk : NULL);
    exchange->bytes_out += taken;
    http1->reply_left -= http1->is_counted ? taken : 0;
    if (taken > 0)
        exchange->last_output_ms = connection->loop->now_ms;
    if (!exchange_is_drained(exchange))
        return false;
    connection->is_cut |= http1->is_counted && http1->reply_left > 0;
    if (http1->is_chunked)
        octets_append(&connection->out, T("0\r\n\r\n"));
    return true;
}

static void become_websocket(struct connection *connection)
{
    struct http_exchange *exchange = connection->http1.exchange;

    connection->http1.exchange = NULL;
    connection->http1.state = HTTP1_END;
    websocket_begin(connection, exchange->upgrade);
    exchange_leave(exchange, true);
}

bool http1_step_reply(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = http1->exchange;
    enum reply_phase phase = exchange_phase(exchange);

    if (exchange->upgrade) {
        become_websocket(connection);
        return false;
    }
    if (!http1->head_written)
        write_head(connection);
    if (phase == REPLY_ABORTED) {
        connection->is_cut = true;
        return false;
    }
    if (phase == REPLY_WHOLE ? !write_whole(connection) : !write_stream(connection))
        return false;
    http1->exchange = NULL;
    exchange_leave(exchange, !connection->is_cut);
    http1_next_request(connection);
    return true;
}

void http1_tick(struct connection *connection)
{
    const struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = http1->exchange;
    const struct reply *reply;

    if (http1->state != HTTP1_REPLY || !http1->head_written || !http1->has_body)
        return;
    reply = &exchange->reply;
    if (reply->heartbeat_ms == 0 || connection->out.size > 0 ||
        connection->loop->now_ms - exchange->last_output_ms < reply->heartbeat_ms)
        return;
    exchange->last_output_ms = connection->loop->now_ms;
    (http1->is_chunked ? http1_write_chunk : octets_append)(&connection->out, reply->heartbeat);
}
