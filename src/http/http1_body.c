/* HTTP/1.1: reading the body of a request, at the rate and up to the size that is asked for. */
#include "http/connection.h"
#include "http/exchange.h"
#include "http/http1.h"

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
    if (http1->window_bytes < connection_limits(connection)->body_window_bytes)
        return;
    http1->window_bytes = 0;
    connection_set_deadline(connection, connection_limits(connection)->body_window_ms);
}

static void end_body(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;

    http1->must_linger = false;
    if (exchange_phase(http1->exchange) != REPLY_NONE)
        http1_begin_reply(connection);
    else
        http1_run(connection);
}

bool http1_step_body(struct connection *connection)
{
    struct http1 *http1 = &connection->http1;
    struct http_exchange *exchange = http1->exchange;
    struct text piece;
    size_t used;
    enum refusal refusal;

    if (!http1->is_dropping_body && exchange_phase(exchange) != REPLY_NONE) {
        http1_reply_early(connection);
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
        connection_set_deadline(connection, connection_limits(connection)->body_window_ms);
    if (connection->in.size == 0) {
        connection->is_cut |= connection->read_ended;
        return false;
    }
    refusal = next_piece(connection, &used, &piece);
    if (refusal == REFUSAL_NONE && piece.size > 0 && !http1->is_dropping_body)
        refusal = exchange_take_body(exchange, piece);
    if (refusal != REFUSAL_NONE) {
        http1_refuse(connection, refusal);
        return true;
    }
    octets_take(&connection->in, used);
    count_window(connection, used);
    return true;
}
