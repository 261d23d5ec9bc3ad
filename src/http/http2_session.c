/* What nghttp2 calls. It has checked the frames and their order; here they become streams, and
   what costs us more than it costs the client is counted. */
#include "http/connection.h"
#include "http/exchange.h"
#include "http/http2.h"
#include "http/server.h"

enum {
    HTTP2_DATA_WORTH = 256,       /* bytes that make a frame of data no control frame */
    HTTP2_BYTES_A_FRAME = 1024,   /* sent, for which the client may send one more control frame */
    HTTP2_FRAMES_A_REQUEST = 4,   /* which a request brings with it */
    HTTP2_LATE_RESETS = 10,       /* of streams that are answered, for one that is not */
    HTTP2_MOST_SETTINGS = 32,     /* in one frame */
    HTTP2_MOST_CONTINUATIONS = 8, /* of one header block */
    HTTP2_MOST_ACKNOWLEDGEMENTS = 1000, /* waiting to be sent */
};

static struct http2_stream *stream_of(nghttp2_session *session, int32_t id)
{
    return nghttp2_session_get_stream_user_data(session, id);
}

static int end_calmly(struct connection *connection)
{
    connection->http2->attack = NGHTTP2_ENHANCE_YOUR_CALM;
    return NGHTTP2_ERR_CALLBACK_FAILURE;
}

/* --- What comes in --------------------------------------------------------------------------- */

static int on_begin_frame(nghttp2_session *session, const nghttp2_frame_hd *frame, void *context)
{
    struct connection *connection = context;
    bool is_useful = frame->type == NGHTTP2_HEADERS ||
                     (frame->type == NGHTTP2_DATA && frame->length >= HTTP2_DATA_WORTH);

    (void)session;
    if (connection->http2->is_heading && frame->type != NGHTTP2_CONTINUATION)
        http2_end_block(connection);
    if (connection->http2->attack != 0 ||
        (!is_useful && !allowance_take(&connection->http2->frames, connection->loop->now_ms)))
        return end_calmly(connection);
    return 0;
}

static int on_begin_headers(nghttp2_session *session, const nghttp2_frame *frame, void *context)
{
    struct connection *connection = context;
    struct http2_stream *stream;

    if (frame->hd.type != NGHTTP2_HEADERS || frame->headers.cat != NGHTTP2_HCAT_REQUEST)
        return 0;
    http2_begin_block(connection);
    stream = http2_stream_begin(connection, frame->hd.stream_id);
    if (stream)
        return nghttp2_session_set_stream_user_data(session, frame->hd.stream_id, stream);
    if (!allowance_take(&connection->http2->aborts, connection->loop->now_ms))
        return end_calmly(connection);
    if (nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, frame->hd.stream_id,
                                  NGHTTP2_REFUSED_STREAM) != 0)
        return NGHTTP2_ERR_CALLBACK_FAILURE;
    return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
}

/* A trailer is counted and not kept: HTTP/1.1 here has none either. */
static bool take_trailer(struct http2_stream *stream, const struct http_limits *limits,
                         const struct http_header *field)
{
    stream->head.size_bytes += field->name.size + field->value.size + HTTP2_FIELD_OVERHEAD;
    return stream->head.size_bytes <= HTTP2_HEAD_PATIENCE * limits->header_bytes;
}

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                     size_t name_size, const uint8_t *value, size_t value_size, uint8_t flags,
                     void *context)
{
    struct connection *connection = context;
    const struct http_limits *limits = connection_limits(connection);
    struct http2_stream *stream = stream_of(session, frame->hd.stream_id);
    struct http_header field = { { (const char *)name, name_size },
                                 { (const char *)value, value_size } };
    bool is_bearable;

    (void)flags;
    if (!stream)
        return 0;
    if (frame->headers.cat == NGHTTP2_HCAT_REQUEST)
        is_bearable = http2_take_field(&stream->head, &stream->exchange->head, limits,
                                       &stream->exchange->arena, &field);
    else
        is_bearable = take_trailer(stream, limits, &field);
    return is_bearable ? 0 : end_calmly(connection);
}

/* Without this nghttp2 would pass over a field with wrong characters and serve the rest. */
static int on_invalid_header(nghttp2_session *session, const nghttp2_frame *frame,
                             const uint8_t *name, size_t name_size, const uint8_t *value,
                             size_t value_size, uint8_t flags, void *context)
{
    (void)session;
    (void)frame;
    (void)name;
    (void)name_size;
    (void)value;
    (void)value_size;
    (void)flags;
    (void)context;
    return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
}

/* A frame against the rules of its stream, which nghttp2 resets. What was begun is counted when
   it is closed. */
static int on_invalid_frame(nghttp2_session *session, const nghttp2_frame *frame, int error,
                            void *context)
{
    struct connection *connection = context;
    struct http2_stream *stream = stream_of(session, frame->hd.stream_id);

    (void)error;
    if (stream) {
        if (stream->state == HTTP2_HEAD)
            stream->exchange->reply.refusal = REFUSAL_MALFORMED;
        return 0;
    }
    if (!allowance_take(&connection->http2->aborts, connection->loop->now_ms))
        return end_calmly(connection);
    return 0;
}

static void on_settings(struct connection *connection)
{
    struct http2 *http2 = connection->http2;

    if (!http2->is_greeted && http2->open_count == 0)
        connection_set_deadline(connection, connection_limits(connection)->idle_ms);
    http2->is_greeted = true;
}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *context)
{
    struct connection *connection = context;
    struct http2_stream *stream = stream_of(session, frame->hd.stream_id);
    bool is_last = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;

    if (frame->hd.type == NGHTTP2_SETTINGS && !(frame->hd.flags & NGHTTP2_FLAG_ACK))
        on_settings(connection);
    if (!stream || (frame->hd.type != NGHTTP2_HEADERS && frame->hd.type != NGHTTP2_DATA))
        return 0;
    if (frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST) {
        allowance_give(&connection->http2->frames, HTTP2_FRAMES_A_REQUEST);
        stream->has_ended = is_last;
        http2_stream_run_head(stream);
    } else if (is_last) {
        http2_stream_end_body(stream);
    }
    return 0;
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *at,
                   size_t size, void *context)
{
    struct http2_stream *stream = stream_of(session, id);

    (void)flags;
    (void)context;
    if (!stream)
        return nghttp2_session_consume_connection(session, size) == 0
                   ? 0
                   : NGHTTP2_ERR_CALLBACK_FAILURE;
    http2_stream_take(stream, (struct text){ (const char *)at, size });
    return 0;
}

/* --- What goes out --------------------------------------------------------------------------- */

/* An answer that is complete before its request is: the rest is not wanted (RFC 9113, 8.1). */
static int on_frame_sent(nghttp2_session *session, const nghttp2_frame *frame, void *context)
{
    struct connection *connection = context;
    int32_t id = frame->hd.stream_id;
    struct http2_stream *stream = stream_of(session, id);

    if (!stream || (frame->hd.type != NGHTTP2_HEADERS && frame->hd.type != NGHTTP2_DATA))
        return 0;
    stream->stalled_ms = 0;
    if (frame->hd.type == NGHTTP2_DATA)
        allowance_give(&connection->http2->frames,
                       (int64_t)(frame->hd.length / HTTP2_BYTES_A_FRAME));
    if (!(frame->hd.flags & NGHTTP2_FLAG_END_STREAM))
        return 0;
    stream->is_end_sent = true;
    if (nghttp2_session_get_stream_remote_close(session, id) == 0)
        return nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, id, NGHTTP2_NO_ERROR);
    return 0;
}

/* Whoever resets a stream before its answer, the work for it was for nothing. */
static int on_stream_close(nghttp2_session *session, int32_t id, uint32_t error, void *context)
{
    struct connection *connection = context;
    struct http2_stream *stream = stream_of(session, id);

    (void)error;
    if (!stream)
        return 0;
    if (!stream->is_end_sent && exchange_phase(stream->exchange) != REPLY_ABORTED &&
        !allowance_take(&connection->http2->aborts, connection->loop->now_ms))
        connection->http2->attack = NGHTTP2_ENHANCE_YOUR_CALM;
    http2_stream_close(stream);
    return 0;
}

/* --- The session ----------------------------------------------------------------------------- */

static void set_callbacks(nghttp2_session_callbacks *callbacks)
{
    nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks, on_begin_frame);
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, on_begin_headers);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks, on_invalid_header);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, on_invalid_frame);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
    nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, on_frame_sent);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_stream_close);
}

/* nghttp2's own ceilings stand behind ours. */
static void set_options(nghttp2_option *option, const struct http_limits *limits)
{
    nghttp2_option_set_no_auto_window_update(option, 1);
    nghttp2_option_set_no_closed_streams(option, 1);
    nghttp2_option_set_max_settings(option, HTTP2_MOST_SETTINGS);
    nghttp2_option_set_max_continuations(option, HTTP2_MOST_CONTINUATIONS);
    nghttp2_option_set_max_outbound_ack(option, HTTP2_MOST_ACKNOWLEDGEMENTS);
    nghttp2_option_set_stream_reset_rate_limit(option, HTTP2_LATE_RESETS * limits->aborted_streams,
                                               (uint64_t)HTTP2_LATE_RESETS *
                                                   HTTP_ABORTED_STREAMS_A_SECOND);
}

static bool announce(nghttp2_session *session, const struct http_limits *limits)
{
    const nghttp2_settings_entry settings[] = {
        { NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, (uint32_t)limits->streams },
        { NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, (uint32_t)limits->stream_window },
        { NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, (uint32_t)limits->header_bytes },
    };

    return nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings,
                                   sizeof settings / sizeof *settings) == 0 &&
           nghttp2_session_set_local_window_size(session, NGHTTP2_FLAG_NONE, 0,
                                                 (int32_t)limits->connection_window) == 0;
}

bool http2_open_session(struct connection *connection)
{
    const struct http_limits *limits = connection_limits(connection);
    nghttp2_session_callbacks *callbacks = NULL;
    nghttp2_option *option = NULL;
    bool is_open = nghttp2_session_callbacks_new(&callbacks) == 0 &&
                   nghttp2_option_new(&option) == 0;

    if (is_open) {
        set_callbacks(callbacks);
        set_options(option, limits);
        is_open = nghttp2_session_server_new2(&connection->http2->session, callbacks, connection,
                                              option) == 0 &&
                  announce(connection->http2->session, limits);
    }
    nghttp2_option_del(option);
    nghttp2_session_callbacks_del(callbacks);
    return is_open;
}
