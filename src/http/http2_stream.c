/* A stream of HTTP/2: one request from its first header to the moment when both the wire and the
   application have done with it. */
#include "base/time.h"
#include "http/connection.h"
#include "http/exchange.h"
#include "http/http2.h"
#include "http/server.h"

#include <stdlib.h>

static int64_t now_ms(const struct http2_stream *stream)
{
    return stream->connection->loop->now_ms;
}

static nghttp2_session *session_of(const struct http2_stream *stream)
{
    return stream->connection->http2->session;
}

void http2_must(struct http2_stream *stream, int result)
{
    stream->connection->is_cut |= result != 0;
}

/* --- Beginning and ending --------------------------------------------------------------------- */

/* Until the client has seen our settings it goes by the window of the protocol. */
static size_t most_held(const struct http_limits *limits)
{
    return limits->stream_window > NGHTTP2_INITIAL_WINDOW_SIZE ? limits->stream_window
                                                               : NGHTTP2_INITIAL_WINDOW_SIZE;
}

struct http2_stream *http2_stream_begin(struct connection *connection, int32_t id)
{
    const struct http_limits *limits = connection_limits(connection);
    struct http2 *http2 = connection->http2;
    struct http2_stream *stream;

    if (http2->stream_count >= limits->streams)
        return NULL;
    stream = memory_alloc(sizeof *stream);
    *stream = (struct http2_stream){
        .next = http2->streams,
        .connection = connection,
        .exchange = exchange_new(connection->loop, connection),
        .id = id,
        .held = { .limit_bytes = most_held(limits) },
    };
    stream->exchange->stream = stream;
    stream->exchange->application = connection->listener->application;
    if (stream->next)
        stream->next->previous = stream;
    http2->streams = stream;
    http2->stream_count++;
    http2->open_count++;
    http2->heading = stream;
    return stream;
}

/* What the application never took does not count against the connection's window. */
static void drop_held(struct http2_stream *stream)
{
    size_t size = stream->held.size;

    octets_release(&stream->held);
    if (size > 0)
        http2_must(stream, nghttp2_session_consume_connection(session_of(stream), size));
}

static void unlink_stream(struct http2_stream *stream)
{
    struct http2 *http2 = stream->connection->http2;

    if (stream->previous)
        stream->previous->next = stream->next;
    else
        http2->streams = stream->next;
    if (stream->next)
        stream->next->previous = stream->previous;
    http2->stream_count--;
    http2->open_count -= !stream->is_closed;
}

void http2_stream_leave(struct http2_stream *stream)
{
    struct http_exchange *exchange = stream->exchange;

    unlink_stream(stream);
    octets_release(&stream->held);
    exchange->stream = NULL;
    exchange_leave(exchange, stream->is_end_sent);
    free(stream);
}

void http2_begin_block(struct connection *connection)
{
    connection->http2->is_heading = true;
    connection_set_deadline(connection, connection_limits(connection)->header_ms);
}

void http2_end_block(struct connection *connection)
{
    bool is_idle = connection->http2->open_count == 0;

    connection->http2->heading = NULL;
    connection->http2->is_heading = false;
    connection_set_deadline(connection, is_idle ? connection_limits(connection)->idle_ms : 0);
}

void http2_stream_close(struct http2_stream *stream)
{
    struct connection *connection = stream->connection;
    struct http2 *http2 = connection->http2;
    struct http_exchange *exchange = stream->exchange;

    drop_held(stream);
    stream->is_closed = true;
    http2->open_count--;
    if (http2->heading == stream)
        http2->heading = NULL; /* the rest of its block has the deadline that it had */
    if (http2->open_count == 0 && !http2->is_heading)
        http2_end_block(connection);
    exchange->peer_left |= !stream->is_end_sent;
    if (exchange_is_held(exchange))
        exchange_mark_gone(exchange);
    else
        http2_stream_leave(stream);
}

/* --- The head --------------------------------------------------------------------------------- */

static void run(struct http2_stream *stream)
{
    struct http_exchange *exchange = stream->exchange;

    stream->state = HTTP2_WAIT;
    exchange->was_run = true;
    exchange->is_dispatched = true;
    exchange->application->run(exchange->application->context, exchange);
    exchange->is_dispatched = false;
    http2_stream_attend(stream);
}

static void say_continue(struct http2_stream *stream)
{
    nghttp2_nv status = { (uint8_t[]){ ":status" }, (uint8_t[]){ "100" }, 7, 3,
                          NGHTTP2_NV_FLAG_NONE };

    http2_must(stream, nghttp2_submit_headers(session_of(stream), NGHTTP2_FLAG_NONE, stream->id,
                                              NULL, &status, 1, NULL) < 0);
}

static void begin_body(struct http2_stream *stream)
{
    stream->state = HTTP2_BODY;
    stream->body_deadline_ms = now_ms(stream) +
                               connection_limits(stream->connection)->body_window_ms;
    if (stream->exchange->head.expects_continue)
        say_continue(stream);
}

/* `begin` has been called: what now? */
static void after_begin(struct http2_stream *stream)
{
    struct http_exchange *exchange = stream->exchange;
    const struct http_head *head = &exchange->head;

    if (exchange_phase(exchange) != REPLY_NONE)
        http2_stream_reply(stream);
    else if (stream->has_ended)
        run(stream);
    else if (!exchange->body_accepted)
        http2_stream_refuse(stream, REFUSAL_BODY_NOT_WANTED);
    else if (head->has_length && head->content_length > exchange->body_limit)
        http2_stream_refuse(stream, REFUSAL_BODY_TOO_LARGE);
    else
        begin_body(stream);
}

void http2_stream_run_head(struct http2_stream *stream)
{
    struct connection *connection = stream->connection;
    struct http_exchange *exchange = stream->exchange;
    enum refusal refusal = http2_end_head(&stream->head, &exchange->head);

    http2_end_block(connection);
    exchange->started_us = clock_monotonic_us();
    server_resolve_peer(connection->loop->server, exchange, connection->address,
                        connection->tls != NULL);
    if (refusal != REFUSAL_NONE) {
        http2_stream_refuse(stream, refusal);
        return;
    }
    exchange->is_dispatched = true;
    exchange->application->begin(exchange->application->context, exchange);
    exchange->is_dispatched = false;
    after_begin(stream);
}

void http2_stream_refuse(struct http2_stream *stream, enum refusal refusal)
{
    exchange_refuse(stream->exchange, refusal);
    http2_stream_reply(stream);
}

/* --- The body --------------------------------------------------------------------------------- */

/* Hands a piece to the application; only then may the client send as much again. */
static void give(struct http2_stream *stream, struct text piece)
{
    enum refusal refusal = exchange_take_body(stream->exchange, piece);

    http2_must(stream, nghttp2_session_consume(session_of(stream), stream->id, piece.size));
    if (refusal != REFUSAL_NONE)
        http2_stream_refuse(stream, refusal);
}

static void count_window(struct http2_stream *stream, size_t size)
{
    const struct http_limits *limits = connection_limits(stream->connection);

    stream->body_window_bytes += size;
    if (stream->body_window_bytes < limits->body_window_bytes)
        return;
    stream->body_window_bytes = 0;
    stream->body_deadline_ms = now_ms(stream) + limits->body_window_ms;
}

/* While the application pauses, what was sent inside the window waits here. */
void http2_stream_take(struct http2_stream *stream, struct text piece)
{
    if (stream->state != HTTP2_BODY) {
        http2_must(stream, nghttp2_session_consume_connection(session_of(stream), piece.size));
        return;
    }
    count_window(stream, piece.size);
    if (stream->held.size > 0 || exchange_is_paused(stream->exchange))
        octets_append(&stream->held, piece);
    else
        give(stream, piece);
}

/* Goes on with a body: gives what was held, and runs the request when that was all. */
static void go_on(struct http2_stream *stream)
{
    struct octets held = stream->held;

    if (exchange_is_paused(stream->exchange)) {
        stream->body_deadline_ms = 0;
        return;
    }
    if (stream->body_deadline_ms == 0)
        stream->body_deadline_ms = now_ms(stream) +
                                   connection_limits(stream->connection)->body_window_ms;
    if (held.size > 0) {
        stream->held = (struct octets){ .limit_bytes = held.limit_bytes };
        give(stream, octets_text(&held));
        octets_release(&held);
    }
    if (stream->state == HTTP2_BODY && stream->has_ended && !exchange_is_paused(stream->exchange))
        run(stream);
}

void http2_stream_end_body(struct http2_stream *stream)
{
    stream->has_ended = true;
    if (stream->state == HTTP2_BODY)
        go_on(stream);
}

/* --- News and time ---------------------------------------------------------------------------- */

void http2_stream_attend(struct http2_stream *stream)
{
    if (stream->is_closed) {
        if (!exchange_is_held(stream->exchange))
            http2_stream_leave(stream);
        return;
    }
    if (stream->state == HTTP2_REPLY) {
        if (stream->is_deferred)
            http2_must(stream, nghttp2_session_resume_data(session_of(stream), stream->id));
        stream->is_deferred = false;
    } else if (exchange_phase(stream->exchange) != REPLY_NONE) {
        drop_held(stream);
        http2_stream_reply(stream);
    } else if (stream->state == HTTP2_BODY) {
        go_on(stream);
    }
}

static void count_missed(const struct http2_stream *stream)
{
    number_add(&stream->connection->loop->numbers.deadlines_missed, 1);
}

static void tick_body(struct http2_stream *stream)
{
    if (exchange_is_paused(stream->exchange))
        stream->body_deadline_ms = 0;
    if (stream->body_deadline_ms == 0 || now_ms(stream) < stream->body_deadline_ms)
        return;
    count_missed(stream);
    http2_stream_refuse(stream, REFUSAL_TOO_SLOW);
}

/* A client that leaves its window closed takes nothing, as one that does not read. */
static void tick_window(struct http2_stream *stream)
{
    nghttp2_session *session = session_of(stream);
    bool is_stalled = nghttp2_session_get_stream_remote_window_size(session, stream->id) <= 0 ||
                      nghttp2_session_get_remote_window_size(session) <= 0;

    if (!is_stalled)
        stream->stalled_ms = 0;
    else if (stream->stalled_ms == 0)
        stream->stalled_ms = now_ms(stream);
    else if (now_ms(stream) - stream->stalled_ms >=
             connection_limits(stream->connection)->write_stall_ms) {
        count_missed(stream);
        http2_must(stream, nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, stream->id,
                                                     NGHTTP2_CANCEL));
    }
}

static void tick_heartbeat(struct http2_stream *stream)
{
    struct http_exchange *exchange = stream->exchange;
    const struct reply *reply = &exchange->reply;

    if (reply->heartbeat_ms == 0 || now_ms(stream) - exchange->last_output_ms < reply->heartbeat_ms)
        return;
    exchange->last_output_ms = now_ms(stream);
    stream->is_heartbeat_due = true;
    http2_stream_attend(stream);
}

void http2_stream_tick(struct http2_stream *stream)
{
    if (stream->is_closed)
        return;
    if (stream->state == HTTP2_BODY)
        tick_body(stream);
    else if (stream->state == HTTP2_REPLY && stream->has_body && !stream->is_deferred)
        tick_window(stream);
    else if (stream->state == HTTP2_REPLY && stream->has_body)
        tick_heartbeat(stream);
}
