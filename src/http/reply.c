/* Replying, whole or as a stream, from any thread: the words are kept in the exchange and the
   loop is told by mail. The last thing a function here does with an exchange whose reply is
   final is to unlock it: the loop may release it right then. */
#include "http/coding.h"
#include "http/exchange.h"
#include "http/loop.h"
#include "http/server.h"

#include <assert.h>

/* These frame the message, so they are the server's alone. */
static const struct text framing_headers[] = {
    T_INIT("Connection"), T_INIT("Keep-Alive"), T_INIT("Transfer-Encoding"),
    T_INIT("Trailer"),    T_INIT("Upgrade"),    T_INIT("Date"),
};

static bool is_framing(struct text name)
{
    for (size_t i = 0; i < sizeof framing_headers / sizeof *framing_headers; i++)
        if (text_equal_nocase(name, framing_headers[i]))
            return true;
    return false;
}

static bool headers_are_valid(const struct http_header *headers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!http1_is_token(headers[i].name) || !http1_value_is_valid(headers[i].value))
            return false;
    return true;
}

static void take_header(struct http_exchange *exchange, const struct http_header *header)
{
    struct reply *reply = &exchange->reply;
    int64_t length;

    if (is_framing(header->name))
        return;
    if (text_equal_nocase(header->name, T("Content-Length"))) {
        if (text_to_int64(header->value, &length) && length >= 0) {
            reply->has_length = true;
            reply->length = (uint64_t)length;
        }
        return;
    }
    reply->headers[reply->header_count++] = (struct http_header){
        arena_copy(&exchange->arena, header->name),
        arena_copy(&exchange->arena, header->value),
    };
}

void exchange_set_reply(struct http_exchange *exchange, int status,
                        const struct http_header *headers, size_t count)
{
    assert(status >= 200 && status <= 599);
    assert(exchange->reply.status == 0);
    exchange->reply.status = status;
    exchange->reply.headers = ARENA_NEW_ARRAY(&exchange->arena, struct http_header,
                                              count + CORS_HEADERS + CODING_HEADERS);
    for (size_t i = 0; i < count; i++)
        take_header(exchange, &headers[i]);
    exchange->reply.header_count +=
        cors_headers(&exchange->loop->server->cors, exchange,
                     exchange->reply.headers + exchange->reply.header_count);
}

void exchange_notify(struct http_exchange *exchange)
{
    struct loop *loop = exchange->loop;

    if (loop_is_mine(loop) && exchange->is_dispatched)
        return;
    loop_mail(loop, exchange);
}

static void enter_phase(struct http_exchange *exchange, enum reply_phase phase)
{
    pthread_mutex_lock(&exchange->lock);
    exchange->phase = phase;
    exchange_notify(exchange);
    pthread_mutex_unlock(&exchange->lock);
}

/* --- Whole replies --- */

void http_reply_in_place(struct http_exchange *exchange, int status,
                         const struct http_header *headers, size_t count, struct text body)
{
    if (!headers_are_valid(headers, count)) {
        exchange_set_refusal(exchange, REFUSAL_REPLY_HEADER);
        enter_phase(exchange, REPLY_WHOLE);
        return;
    }
    exchange_set_reply(exchange, status, headers, count);
    exchange->reply.body = body;
    if (exchange->coding_is_allowed)
        coding_apply(exchange);
    enter_phase(exchange, REPLY_WHOLE);
}

void http_reply(struct http_exchange *exchange, int status, const struct http_header *headers,
                size_t count, struct text body)
{
    http_reply_in_place(exchange, status, headers, count, arena_copy(&exchange->arena, body));
}

void http_reply_buffer(struct http_exchange *exchange, int status,
                       const struct http_header *headers, size_t count, struct buffer *body)
{
    assert(!body->arena);
    exchange->reply.owned = *body;
    *body = buffer_on_heap(body->limit_bytes);
    http_reply_in_place(exchange, status, headers, count, buffer_text(&exchange->reply.owned));
}

/* --- Streams --- */

void http_stream_begin(struct http_exchange *exchange, int status,
                       const struct http_header *headers, size_t count)
{
    if (!headers_are_valid(headers, count)) {
        status = 500;
        count = 0;
    }
    exchange_set_reply(exchange, status, headers, count);
    enter_phase(exchange, REPLY_STREAMING);
}

enum http_stream_result http_stream_write(struct http_exchange *exchange, struct text piece)
{
    enum http_stream_result result = HTTP_STREAM_TAKEN;

    pthread_mutex_lock(&exchange->lock);
    assert(exchange->phase == REPLY_STREAMING);
    if (atomic_load(&exchange->is_gone)) {
        result = HTTP_STREAM_GONE;
    } else if (piece.size > exchange->pending.limit_bytes - exchange->pending.size) {
        exchange->is_full = true;
        result = HTTP_STREAM_FULL;
    } else {
        octets_append(&exchange->pending, piece);
        exchange_notify(exchange);
    }
    pthread_mutex_unlock(&exchange->lock);
    return result;
}

enum http_stream_result http_stream_write_waiting(struct http_exchange *exchange, struct text piece)
{
    struct octets *pending = &exchange->pending;
    enum http_stream_result result;

    assert(!loop_is_mine(exchange->loop));
    pthread_mutex_lock(&exchange->lock);
    assert(exchange->phase == REPLY_STREAMING);
    while (piece.size > 0 && !atomic_load(&exchange->is_gone)) {
        struct text part = text_slice(piece, 0, pending->limit_bytes - pending->size);

        if (part.size == 0) {
            pthread_cond_wait(&exchange->room, &exchange->lock);
            continue;
        }
        octets_append(pending, part);
        exchange_notify(exchange);
        piece = text_from_offset(piece, part.size);
    }
    result = atomic_load(&exchange->is_gone) ? HTTP_STREAM_GONE : HTTP_STREAM_TAKEN;
    pthread_mutex_unlock(&exchange->lock);
    return result;
}

void http_stream_end(struct http_exchange *exchange)
{
    assert(exchange->reply.status != 0);
    enter_phase(exchange, REPLY_ENDED);
}

void http_stream_abort(struct http_exchange *exchange)
{
    assert(exchange->reply.status != 0);
    enter_phase(exchange, REPLY_ABORTED);
}
