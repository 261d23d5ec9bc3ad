/* HTTP/2: the protocol of a connection. Bytes go into nghttp2, which calls http2_session.c; what
   it wants sent is taken out after every read, so that its refusals take effect at once. */
#include "http/http2.h"

#include "http/connection.h"
#include "http/exchange.h"
#include "http/server.h"

#include <stdlib.h>

enum { MS_A_SECOND = 1000 };

void allowance_give(struct allowance *allowance, int64_t amount)
{
    allowance->left += amount;
}

bool allowance_take(struct allowance *allowance, int64_t now_ms)
{
    int64_t gained = (now_ms - allowance->filled_ms) * allowance->a_second / MS_A_SECOND;

    if (gained > 0) {
        allowance->filled_ms = now_ms;
        allowance->left += gained;
    }
    if (allowance->left > allowance->ceiling)
        allowance->left = allowance->ceiling;
    if (allowance->left == 0)
        return false;
    allowance->left--;
    return true;
}

void http2_begin(struct connection *connection)
{
    const struct http_limits *limits = connection_limits(connection);
    int64_t now_ms = connection->loop->now_ms;
    struct http2 *http2 = memory_alloc(sizeof *http2);

    *http2 = (struct http2){
        .frames = { (int64_t)limits->control_frames, (int64_t)limits->control_frames,
                    HTTP_CONTROL_FRAMES_A_SECOND, now_ms },
        .aborts = { (int64_t)limits->aborted_streams, (int64_t)limits->aborted_streams,
                    HTTP_ABORTED_STREAMS_A_SECOND, now_ms },
    };
    connection->http2 = http2;
    connection->protocol = &http2_protocol;
    connection->is_cut |= !http2_open_session(connection);
}

/* --- In and out ------------------------------------------------------------------------------ */

static void read_input(struct connection *connection)
{
    struct http2 *http2 = connection->http2;
    struct text bytes = octets_text(&connection->in);
    ssize_t used = nghttp2_session_mem_recv(http2->session, (const uint8_t *)bytes.at, bytes.size);

    octets_take(&connection->in, bytes.size);
    if (used < 0 && http2->attack == 0)
        connection->is_cut = true;
}

static void write_output(struct connection *connection)
{
    const uint8_t *at;
    ssize_t size = 1;

    while (size > 0 && connection->out.size < CONNECTION_HIGH_WATER) {
        size = nghttp2_session_mem_send(connection->http2->session, &at);
        if (size > 0)
            octets_append(&connection->out, (struct text){ (const char *)at, (size_t)size });
    }
    connection->is_cut |= size < 0;
}

/* Says why and ends; what was under way is given up. */
static void end_with(struct connection *connection, uint32_t error)
{
    struct http2 *http2 = connection->http2;

    http2->is_over = true;
    if (nghttp2_session_terminate_session(http2->session, error) == 0)
        write_output(connection);
    connection_finish(connection, true);
}

static void http2_advance(struct connection *connection)
{
    struct http2 *http2 = connection->http2;

    if (http2->is_over || connection->is_cut)
        return;
    if (connection->in.size > 0)
        read_input(connection);
    if (connection->is_cut)
        return;
    if (http2->attack != 0) {
        end_with(connection, http2->attack);
        return;
    }
    write_output(connection);
    if (http2->attack != 0) {
        end_with(connection, http2->attack);
    } else if (connection->read_ended) {
        connection->is_cut = true;
    } else if (!nghttp2_session_want_read(http2->session) &&
               !nghttp2_session_want_write(http2->session)) {
        http2->is_over = true;
        connection_finish(connection, !connection->loop->is_draining);
    }
}

static bool http2_wants_bytes(const struct connection *connection)
{
    return !connection->http2->is_over && connection->out.size < CONNECTION_HIGH_WATER;
}

/* --- Time ------------------------------------------------------------------------------------ */

/* Headers that do not come to an end, or a client that asks for nothing. */
static void http2_expired(struct connection *connection)
{
    struct http2 *http2 = connection->http2;

    if (http2->is_over || !http2->is_greeted)
        connection->is_cut = true;
    else
        end_with(connection, http2->is_heading ? NGHTTP2_ENHANCE_YOUR_CALM : NGHTTP2_NO_ERROR);
}

static void http2_tick(struct connection *connection)
{
    struct http2 *http2 = connection->http2;

    if (http2->is_over)
        return;
    for (struct http2_stream *stream = http2->streams; stream; stream = stream->next)
        http2_stream_tick(stream);
    write_output(connection);
}

/* --- What else happens ----------------------------------------------------------------------- */

static void http2_news(struct connection *connection, struct http_exchange *exchange)
{
    (void)connection;
    http2_stream_attend(exchange->stream);
}

static void http2_peer_left(struct connection *connection)
{
    for (struct http2_stream *stream = connection->http2->streams; stream; stream = stream->next) {
        stream->exchange->peer_left = true;
        exchange_mark_gone(stream->exchange);
    }
}

/* Streams that began are served; those after them the client may send elsewhere. */
static void http2_drain(struct connection *connection)
{
    struct http2 *http2 = connection->http2;
    int32_t last = nghttp2_session_get_last_proc_stream_id(http2->session);

    for (struct http2_stream *stream = http2->streams; stream; stream = stream->next)
        if (stream->state == HTTP2_REPLY && stream->exchange->reply.is_endless)
            exchange_mark_gone(stream->exchange);
    connection->is_cut |= nghttp2_submit_goaway(http2->session, NGHTTP2_FLAG_NONE, last,
                                                NGHTTP2_NO_ERROR, NULL, 0) != 0;
}

static void http2_closed(struct connection *connection)
{
    struct http2 *http2 = connection->http2;

    http2->is_over = true;
    while (http2->streams)
        http2_stream_leave(http2->streams);
    nghttp2_session_del(http2->session);
    connection->http2 = NULL;
    free(http2);
}

const struct protocol http2_protocol = {
    .advance = http2_advance,
    .news = http2_news,
    .wants_bytes = http2_wants_bytes,
    .expired = http2_expired,
    .tick = http2_tick,
    .peer_left = http2_peer_left,
    .drain = http2_drain,
    .closed = http2_closed,
};
