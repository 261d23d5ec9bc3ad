/* HTTP/1.1: a small machine of four states. Each step says whether it got on; `advance` steps
   until none does. Input and output go through the connection's queues. */
#include "http/http1.h"

#include "http/connection.h"
#include "http/exchange.h"
#include "http/http1_write.h"
#include "http/server.h"

#include <assert.h>

/* A body nobody wants that is at most this long is read past; for a longer one the connection
   is closed. */
enum { HTTP1_DROP_BYTES = 64 << 10 };

static const struct http_limits *limits_of(const struct connection *connection)
{
    return &connection->loop->server->limits;
}

/* --- Going on to the next request, or not --------------------------------------------------- */

static void begin_reply(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    http1->state = HTTP1_REPLY;
    connection_set_deadline(connection, 0);
}

/* The server answers, and after that the connection ends: what follows on it cannot be trusted
   to be the beginning of a request. */
static void refuse(struct connection *connection, enum refusal refusal)
{
    connection->http1.keep_alive = false;
    exchange_refuse(connection->http1.exchange, refusal);
    begin_reply(connection);
}

/* The application answered before the body was read. */
static void reply_early(struct connection *connection)
{
    connection->http1.keep_alive = false;
    begin_reply(connection);
}

static void end_connection(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    http1->state = HTTP1_END;
    connection_finish(connection, connection->in.size > 0 || http1->must_linger);
}

static void next_request(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    if (!http1->keep_alive || connection->loop->is_draining) {
        end_connection(connection);
        return;
    }
    *http1 = (struct http1){ .state = HTTP1_HEAD, .has_had_request = true };
    connection_set_deadline(connection, limits_of(connection)->idle_ms);
}

/* --- The head -------------------------------------------------------------------------------- */

static void run(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = http1->exchange;

    http1->state = HTTP1_WAIT;
    connection_set_deadline(connection, 0);
    exchange->was_run = true;
    exchange->is_dispatched = true;
    exchange->application->run(exchange->application->context, exchange);
    exchange->is_dispatched = false;
}

static void begin_body(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;
    const struct http_head *head = &http1->exchange->head;

    http1->state = HTTP1_BODY;
    http1->must_linger = true;
    http1->body_left = head->content_length;
    connection_set_deadline(connection, limits_of(connection)->body_window_ms);
    if (head->expects_continue && !http1->is_dropping_body && connection->in.size == 0)
        octets_append(&connection->out, T("HTTP/1.1 100 Continue\r\n\r\n"));
}

/* `begin` has been called: what now? */
static void after_begin(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = http1->exchange;
    const struct http_head *head = &exchange->head;
    bool has_body = head->is_chunked || head->content_length > 0;
    bool is_answered = exchange_phase(exchange) != REPLY_NONE;

    http1->must_linger = has_body;
    if (is_answered && !has_body) {
        begin_reply(connection);
    } else if (is_answered) {
        http1->is_dropping_body = head->has_length && !head->expects_continue &&
                                  head->content_length <= HTTP1_DROP_BYTES;
        if (http1->is_dropping_body)
            begin_body(connection);
        else
            reply_early(connection);
    } else if (!has_body) {
        run(connection);
    } else if (!exchange->body_accepted) {
        refuse(connection, REFUSAL_BODY_NOT_WANTED);
    } else if (head->has_length && head->content_length > exchange->body_limit) {
        refuse(connection, REFUSAL_BODY_TOO_LARGE);
    } else {
        begin_body(connection);
    }
}

static void begin_exchange(struct connection *connection, size_t head_size, enum refusal refusal)
{
    struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = exchange_new(connection->loop, connection);
    struct text bytes = text_slice(octets_text(&connection->in), 0, head_size);

    http1->exchange = exchange;
    exchange->application = connection->listener->application;
    if (refusal == REFUSAL_NONE)
        refusal = http1_parse_head(arena_copy(&exchange->arena, bytes), limits_of(connection),
                                   &exchange->arena, &exchange->head);
    octets_take(&connection->in, head_size);
    server_resolve_peer(connection->loop->server, exchange, connection->address,
                        connection->tls != NULL);
    if (refusal != REFUSAL_NONE) {
        http1->must_linger = true;
        refuse(connection, refusal);
        return;
    }
    http1->keep_alive = exchange->head.keep_alive;
    if (connection->peer_left)
        exchange_mark_gone(exchange);
    exchange->is_dispatched = true;
    exchange->application->begin(exchange->application->context, exchange);
    exchange->is_dispatched = false;
    after_begin(connection);
}

/* One empty line before a request is an old habit of clients (RFC 9112, 2.2). */
static void skip_empty_line(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    if (http1->has_had_request && !http1->has_skipped_line && http1->scanned == 0 &&
        text_starts_with(octets_text(&connection->in), T("\r\n"))) {
        octets_take(&connection->in, 2);
        http1->has_skipped_line = true;
    }
}

static bool step_head(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;
    size_t head_size = 0;
    enum refusal refusal;

    if (connection->out.size > CONNECTION_HIGH_WATER)
        return false;
    skip_empty_line(connection);
    if (connection->in.size == 0 && !connection->read_ended && !connection->loop->is_draining)
        return false;
    if (connection->in.size == 0) {
        end_connection(connection);
        return false;
    }
    refusal = http1_find_head(octets_text(&connection->in), limits_of(connection), &http1->scanned,
                              &head_size);
    if (refusal == REFUSAL_NONE && head_size == 0) {
        if (connection->read_ended)
            end_connection(connection);
        else if (http1->has_had_request && !http1->is_head_begun)
            connection_set_deadline(connection, limits_of(connection)->header_ms);
        http1->is_head_begun = true;
        return false;
    }
    begin_exchange(connection, head_size, refusal);
    return true;
}

/* --- The body -------------------------------------------------------------------------------- */

/* The next piece of the body at the front of `in`; *ret_used is what it and its frame take. */
static enum refusal next_piece(struct connection *connection, size_t *ret_used,
                               struct text *ret_piece)
{
    struct http1 *http1 = &connection->http1;
    struct text bytes = octets_text(&connection->in);

    if (http1->exchange->head.is_chunked)
        return http1_read_chunks(&http1->chunks, bytes, ret_used, ret_piece);
    *ret_piece = text_slice(bytes, 0, http1->body_left);
    *ret_used = ret_piece->size;
    http1->body_left -= ret_piece->size;
    return REFUSAL_NONE;
}

static bool body_is_complete(const struct http1 *http1)
{
    return http1->exchange->head.is_chunked ? http1->chunks.state == HTTP1_CHUNK_DONE
                                            : http1->body_left == 0;
}

static void count_window(struct connection *connection, size_t size)
{
    struct http1 *http1 = &connection->http1;

    http1->window_bytes += size;
    if (http1->window_bytes < limits_of(connection)->body_window_bytes)
        return;
    http1->window_bytes = 0;
    connection_set_deadline(connection, limits_of(connection)->body_window_ms);
}

static void end_body(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    http1->must_linger = false;
    if (exchange_phase(http1->exchange) != REPLY_NONE)
        begin_reply(connection);
    else
        run(connection);
}

static bool step_body(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = http1->exchange;
    struct text piece;
    size_t used;
    enum refusal refusal;

    if (!http1->is_dropping_body && exchange_phase(exchange) != REPLY_NONE) {
        reply_early(connection);
        return true;
    }
    if (exchange_is_paused(exchange)) {
        connection_set_deadline(connection, 0);
        return false;
    }
    if (body_is_complete(http1)) {
        end_body(connection);
        return true;
    }
    if (connection->deadline_ms == 0)
        connection_set_deadline(connection, limits_of(connection)->body_window_ms);
    if (connection->in.size == 0) {
        connection->is_cut |= connection->read_ended;
        return false;
    }
    refusal = next_piece(connection, &used, &piece);
    if (refusal == REFUSAL_NONE && piece.size > 0 && !http1->is_dropping_body)
        refusal = exchange_take_body(exchange, piece);
    if (refusal != REFUSAL_NONE) {
        refuse(connection, refusal);
        return true;
    }
    octets_take(&connection->in, used);
    count_window(connection, used);
    return true;
}

/* --- The reply ------------------------------------------------------------------------------- */

static bool step_wait(struct connection *connection)
{
    if (exchange_phase(connection->http1.exchange) == REPLY_NONE)
        return false;
    begin_reply(connection);
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

static bool step_reply(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = http1->exchange;
    enum reply_phase phase = exchange_phase(exchange);

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
    next_request(connection);
    return true;
}

/* --- The protocol ---------------------------------------------------------------------------- */

static bool step_end(struct connection *connection)
{
    (void)connection;
    return false;
}

static void http1_advance(struct connection *connection)
{
    static bool (*const steps[])(struct connection * connection) = {
        [HTTP1_HEAD] = step_head,   [HTTP1_BODY] = step_body, [HTTP1_WAIT] = step_wait,
        [HTTP1_REPLY] = step_reply, [HTTP1_END] = step_end,
    };

    while (!connection->is_cut && steps[connection->http1.state](connection))
        continue;
}

/* While a request is worked on, what a pipelining client sends ahead is read up to the size of
   one head; that also shows when the client leaves. */
static bool http1_wants_bytes(const struct connection *connection)
{
    const struct http1 *http1 = &connection->http1;

    switch (http1->state) {
    case HTTP1_BODY:
        return http1->is_dropping_body || !exchange_is_paused(http1->exchange);
    case HTTP1_END:
        return false;
    case HTTP1_HEAD:
    case HTTP1_WAIT:
    case HTTP1_REPLY:
    default:
        return connection->in.size < limits_of(connection)->header_bytes;
    }
}

/* Too slow. Who sent nothing at all is not answered. */
static void http1_expired(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    if (http1->state == HTTP1_HEAD && connection->in.size > 0)
        begin_exchange(connection, 0, REFUSAL_TOO_SLOW);
    else if (http1->state == HTTP1_BODY && http1->is_dropping_body)
        reply_early(connection);
    else if (http1->state == HTTP1_BODY)
        refuse(connection, REFUSAL_TOO_SLOW);
    else
        connection->is_cut = true;
}

static void http1_tick(struct connection *connection)
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

static void http1_peer_left(struct connection *connection)
{
    if (connection->http1.exchange)
        exchange_mark_gone(connection->http1.exchange);
}

static void http1_drain(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    if (http1->state == HTTP1_REPLY && http1->exchange->reply.is_endless)
        exchange_mark_gone(http1->exchange);
}

static void http1_closed(struct connection *connection)
{
    struct http_exchange *exchange = connection->http1.exchange;

    connection->http1.exchange = NULL;
    connection->http1.state = HTTP1_END;
    if (exchange)
        exchange_leave(exchange, false);
}

const struct protocol http1_protocol = {
    .advance = http1_advance,
    .wants_bytes = http1_wants_bytes,
    .expired = http1_expired,
    .tick = http1_tick,
    .peer_left = http1_peer_left,
    .drain = http1_drain,
    .closed = http1_closed,
};
