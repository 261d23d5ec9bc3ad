/* HTTP/2: writing a reply. nghttp2 asks for its bytes when the client's windows and the queue of
   the connection have room. */
#include "http/connection.h"
#include "http/exchange.h"
#include "http/http1_write.h"
#include "http/http2.h"
#include "http/server.h"

#include <assert.h>
#include <stdio.h>

/* --- The body, as nghttp2 asks for it --------------------------------------------------------- */

static ssize_t read_whole(struct http2_stream *stream, char *at, size_t size, uint32_t *flags)
{
    struct http_exchange *exchange = stream->exchange;
    struct text rest = text_from_offset(exchange->reply.body, exchange->bytes_out);
    struct text piece = text_slice(rest, 0, size);

    if (piece.size > 0)
        memcpy(at, piece.at, piece.size);
    exchange->bytes_out += piece.size;
    if (piece.size == rest.size)
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    return (ssize_t)piece.size;
}

/* Nothing to send now: a heartbeat, or the application's next word is waited for. */
static ssize_t read_nothing(struct http2_stream *stream, char *at, size_t size)
{
    struct text heartbeat = stream->exchange->reply.heartbeat;

    if (!stream->is_heartbeat_due || heartbeat.size > size) {
        stream->is_deferred = true;
        return NGHTTP2_ERR_DEFERRED;
    }
    stream->is_heartbeat_due = false;
    memcpy(at, heartbeat.at, heartbeat.size);
    return (ssize_t)heartbeat.size;
}

/* Surplus over a declared length is dropped; too little of it resets the stream. */
static ssize_t read_stream(struct http2_stream *stream, char *at, size_t size, uint32_t *flags)
{
    struct http_exchange *exchange = stream->exchange;
    struct octets into = { .at = at, .capacity = size, .limit_bytes = size };
    size_t room = stream->is_counted && size > stream->reply_left ? stream->reply_left : size;
    size_t taken = exchange_take_pending(exchange, room, &into, NULL);

    exchange->bytes_out += taken;
    stream->reply_left -= stream->is_counted ? taken : 0;
    if (taken > 0)
        exchange->last_output_ms = stream->connection->loop->now_ms;
    if (stream->is_counted && stream->reply_left == 0)
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    else if (!exchange_is_drained(exchange))
        return taken > 0 ? (ssize_t)taken : read_nothing(stream, at, size);
    else if (stream->is_counted)
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    *flags |= NGHTTP2_DATA_FLAG_EOF;
    return (ssize_t)taken;
}

static ssize_t read_reply(nghttp2_session *session, int32_t id, uint8_t *at, size_t size,
                          uint32_t *flags, nghttp2_data_source *source, void *context)
{
    struct http2_stream *stream = source->ptr;
    enum reply_phase phase = exchange_phase(stream->exchange);

    (void)session;
    (void)id;
    (void)context;
    if (phase == REPLY_ABORTED)
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    if (phase == REPLY_WHOLE)
        return read_whole(stream, (char *)at, size, flags);
    return read_stream(stream, (char *)at, size, flags);
}

/* --- The head --------------------------------------------------------------------------------- */

struct fields {
    nghttp2_nv *list;
    size_t count;
};

/* nghttp2 copies, and writes names in small letters. */
static void add(struct fields *fields, struct text name, struct text value)
{
    union {
        const char *at;
        uint8_t *bytes;
    } name_at = { name.at }, value_at = { value.at };

    fields->list[fields->count++] =
        (nghttp2_nv){ name_at.bytes, value_at.bytes, name.size, value.size, NGHTTP2_NV_FLAG_NONE };
}

static void add_all(struct fields *fields, const struct http_header *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(fields, list[i].name, list[i].value);
}

static struct fields write_head(const struct http_exchange *exchange,
                                const struct http1_frame *frame, struct arena *arena)
{
    enum { OWN_FIELDS = 3 };
    const struct standard_headers *standard = &exchange->loop->server->headers;
    const struct reply *reply = &exchange->reply;
    struct http_header *others = ARENA_NEW_ARRAY(arena, struct http_header, standard->count);
    struct fields fields = {
        ARENA_NEW_ARRAY(arena, nghttp2_nv, OWN_FIELDS + reply->header_count + standard->count), 0
    };

    add(&fields, T(":status"), arena_print(arena, "%d", reply->status));
    add(&fields, T("date"), loop_date(exchange->loop));
    if (frame->has_length)
        add(&fields, T("content-length"),
            arena_print(arena, "%llu", (unsigned long long)frame->length));
    add_all(&fields, reply->headers, reply->header_count);
    add_all(&fields, others,
            standard_headers_list(standard, exchange->is_secure, reply->headers,
                                  reply->header_count, others));
    return fields;
}

void http2_stream_reply(struct http2_stream *stream)
{
    struct http_exchange *exchange = stream->exchange;
    bool is_whole = exchange_phase(exchange) == REPLY_WHOLE;
    struct http1_frame frame = http1_frame_reply(exchange, is_whole, true);
    const nghttp2_data_provider provider = { { .ptr = stream }, read_reply };
    struct arena scratch = { 0 };
    struct fields fields = write_head(exchange, &frame, &scratch);

    stream->state = HTTP2_REPLY;
    stream->has_body = frame.has_body && !(is_whole && frame.length == 0);
    stream->is_counted = frame.has_length;
    stream->reply_left = frame.length;
    exchange->last_output_ms = stream->connection->loop->now_ms;
    if (!is_whole && (!stream->has_body ||
                      (exchange->reply.is_endless && stream->connection->loop->is_draining)))
        exchange_mark_gone(exchange);
    http2_must(stream,
               nghttp2_submit_response(stream->connection->http2->session, stream->id, fields.list,
                                       fields.count, stream->has_body ? &provider : NULL));
    arena_release(&scratch);
}
