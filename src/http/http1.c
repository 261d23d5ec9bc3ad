/* HTTP/1.1: a small machine. Each step says whether it got on; `advance` steps until none does.
   Input and output go through the connection's queues. Here: heads, and what follows what;
   http1_body.c reads bodies, http1_reply.c writes replies. */
#include "http/http1.h"

#include "http/connection.h"
#include "http/exchange.h"
#include "http/server.h"

#include <assert.h>

/* A body nobody wants that is at most this long is read past; for a longer one the connection
   is closed. */
enum { HTTP1_DROP_BYTES = 64 << 10 };

/* --- Going on to the next request, or not --------------------------------------------------- */

void http1_begin_reply(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    http1->state = HTTP1_REPLY;
    connection_set_deadline(connection, 0);
}

void http1_refuse(struct connection *connection, enum refusal refusal)
{
    connection->http1.keep_alive = false;
    exchange_refuse(connection->http1.exchange, refusal);
    http1_begin_reply(connection);
}

void http1_reply_early(struct connection *connection)
{
    connection->http1.keep_alive = false;
    http1_begin_reply(connection);
}

static void end_connection(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    http1->state = HTTP1_END;
    connection_finish(connection, connection->in.size > 0 || http1->must_linger);
}

void http1_next_request(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    if (!http1->keep_alive || connection->loop->is_draining) {
        end_connection(connection);
        return;
    }
    *http1 = (struct http1){ .state = HTTP1_HEAD, .has_had_request = true };
    connection_set_deadline(connection, connection_limits(connection)->idle_ms);
}

/* --- The head -------------------------------------------------------------------------------- */

void http1_run(struct connection *connection)
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
    connection_set_deadline(connection, connection_limits(connection)->body_window_ms);
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
        http1_begin_reply(connection);
    } else if (is_answered) {
        http1->is_dropping_body = head->has_length && !head->expects_continue &&
                                  head->content_length <= HTTP1_DROP_BYTES;
        if (http1->is_dropping_body)
            begin_body(connection);
        else
            http1_reply_early(connection);
    } else if (!has_body) {
        http1_run(connection);
    } else if (!exchange->body_accepted) {
        http1_refuse(connection, REFUSAL_BODY_NOT_WANTED);
    } else if (head->has_length && head->content_length > exchange->body_limit) {
        http1_refuse(connection, REFUSAL_BODY_TOO_LARGE);
    } else {
        begin_body(connection);
    }
}

static void http1_peer_left(struct connection *connection)
{
    struct http_exchange *exchange = connection->http1.exchange;

    if (!exchange)
        return;
    exchange->peer_left = true;
    exchange_mark_gone(exchange);
}

static void begin_exchange(struct connection *connection, size_t head_size, enum refusal refusal)
{
    struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = exchange_new(connection->loop, connection);
    struct text bytes = text_slice(octets_text(&connection->in), 0, head_size);

    http1->exchange = exchange;
    exchange->application = connection->listener->application;
    if (refusal == REFUSAL_NONE)
        refusal = http1_parse_head(arena_copy(&exchange->arena, bytes),
                                   connection_limits(connection), &exchange->arena,
                                   &exchange->head);
    octets_take(&connection->in, head_size);
    server_resolve_peer(connection->loop->server, exchange, connection->address,
                        connection->tls != NULL);
    if (refusal != REFUSAL_NONE) {
        http1->must_linger = true;
        http1_refuse(connection, refusal);
        return;
    }
    http1->keep_alive = exchange->head.keep_alive;
    if (connection->peer_left)
        http1_peer_left(connection);
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
    refusal = http1_find_head(octets_text(&connection->in), connection_limits(connection),
                              &http1->scanned, &head_size);
    if (refusal == REFUSAL_NONE && head_size == 0) {
        if (connection->read_ended)
            end_connection(connection);
        else if (http1->has_had_request && !http1->is_head_begun)
            connection_set_deadline(connection, connection_limits(connection)->header_ms);
        http1->is_head_begun = true;
        return false;
    }
    begin_exchange(connection, head_size, refusal);
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
        [HTTP1_HEAD] = step_head,       [HTTP1_BODY] = http1_step_body,
        [HTTP1_WAIT] = http1_step_wait, [HTTP1_REPLY] = http1_step_reply,
        [HTTP1_END] = step_end,
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
        return connection->in.size < connection_limits(connection)->header_bytes;
    }
}

/* Too slow. Who sent nothing at all is not answered. */
static void http1_expired(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    if (http1->state == HTTP1_HEAD && connection->in.size > 0)
        begin_exchange(connection, 0, REFUSAL_TOO_SLOW);
    else if (http1->state == HTTP1_BODY && http1->is_dropping_body)
        http1_reply_early(connection);
    else if (http1->state == HTTP1_BODY)
        http1_refuse(connection, REFUSAL_TOO_SLOW);
    else
        connection->is_cut = true;
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
