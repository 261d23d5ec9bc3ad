/* The life of an exchange on its loop: made, filled with a body, left by its connection,
   released when the application is done with it too. */
#include "http/exchange.h"

#include "base/time.h"
#include "http/connection.h"
#include "http/server.h"

#include <assert.h>
#include <stdlib.h>

const int64_t http_latency_bounds_us[HTTP_LATENCY_BUCKETS] = {
    100, 250, 500, 1000, 2500, 5000, 10000, 25000, 100000, 500000, 2500000, 10000000,
};

static void release(struct http_exchange *exchange);

struct http_exchange *exchange_new(struct loop *loop, struct connection *connection)
{
    struct http_exchange *exchange = loop->spare;
    struct arena arena = { 0 };

    if (exchange) {
        loop->spare = exchange->next;
        loop->spare_count--;
        arena = exchange->arena;
    } else {
        exchange = memory_alloc(sizeof *exchange);
    }
    *exchange = (struct http_exchange){
        .loop = loop,
        .arena = arena,
        .connection = connection,
        .started_us = clock_monotonic_us(),
        .body = buffer_on_heap(0),
        .pending = { .limit_bytes = loop->server->limits.stream_bytes },
    };
    pthread_mutex_init(&exchange->lock, NULL);
    pthread_cond_init(&exchange->room, NULL);
    number_add(&loop->numbers.exchanges_open, 1);
    return exchange;
}

void exchange_free(struct http_exchange *exchange)
{
    arena_release(&exchange->arena);
    free(exchange);
}

/* --- Questions under the lock --- */

static bool phase_is_final(enum reply_phase phase)
{
    return phase == REPLY_WHOLE || phase == REPLY_ENDED || phase == REPLY_ABORTED;
}

enum reply_phase exchange_phase(struct http_exchange *exchange)
{
    enum reply_phase phase;

    pthread_mutex_lock(&exchange->lock);
    phase = exchange->phase;
    pthread_mutex_unlock(&exchange->lock);
    return phase;
}

bool exchange_is_paused(struct http_exchange *exchange)
{
    bool is_paused;

    pthread_mutex_lock(&exchange->lock);
    is_paused = exchange->is_paused;
    pthread_mutex_unlock(&exchange->lock);
    return is_paused;
}

bool exchange_is_held(struct http_exchange *exchange)
{
    bool is_held;

    pthread_mutex_lock(&exchange->lock);
    is_held = !phase_is_final(exchange->phase) &&
              (exchange->was_run || exchange->is_paused || exchange->phase == REPLY_STREAMING);
    pthread_mutex_unlock(&exchange->lock);
    return is_held;
}

/* --- The request's body --- */

enum refusal exchange_take_body(struct http_exchange *exchange, struct text piece)
{
    struct http_server *server = exchange->loop->server;

    if (piece.size > exchange->body_limit - exchange->bytes_in)
        return REFUSAL_BODY_TOO_LARGE;
    exchange->bytes_in += piece.size;
    if (exchange->sink.take) {
        bool goes_on = exchange->sink.take(exchange->sink.context, exchange, piece);

        if (!goes_on) {
            pthread_mutex_lock(&exchange->lock);
            exchange->is_paused = !exchange->is_resumed;
            exchange->is_resumed = false;
            pthread_mutex_unlock(&exchange->lock);
        }
        return REFUSAL_NONE;
    }
    if (atomic_fetch_add(&server->body_bytes, piece.size) + piece.size >
        server->limits.bodies_bytes) {
        atomic_fetch_sub(&server->body_bytes, piece.size);
        return REFUSAL_MEMORY;
    }
    buffer_append(&exchange->body, piece);
    return REFUSAL_NONE;
}

/* --- The reply --- */

void exchange_set_refusal(struct http_exchange *exchange, enum refusal refusal)
{
    static const struct http_header headers[] = {
        { T_INIT("Content-Type"), T_INIT("application/json; charset=utf-8") },
        { T_INIT("Cache-Control"), T_INIT("no-store") },
        { T_INIT("Retry-After"), T_INIT("1") }, /* of 503 alone */
    };
    const struct refusal_row *row = refusal_row(refusal);

    exchange_set_reply(exchange, row->status, headers, row->status == 503 ? 3 : 2);
    exchange->reply.refusal = refusal;
    exchange->reply.body = row->json;
}

void exchange_refuse(struct http_exchange *exchange, enum refusal refusal)
{
    exchange_set_refusal(exchange, refusal);
    pthread_mutex_lock(&exchange->lock);
    exchange->phase = REPLY_WHOLE;
    pthread_mutex_unlock(&exchange->lock);
}

static void call_writable(struct http_exchange *exchange)
{
    struct http_watcher watcher;

    pthread_mutex_lock(&exchange->lock);
    watcher = exchange->watcher;
    pthread_mutex_unlock(&exchange->lock);
    if (watcher.writable)
        watcher.writable(watcher.context, exchange);
}

size_t exchange_take_pending(struct http_exchange *exchange, size_t size, struct octets *out,
                             void (*frame)(struct octets *out, struct text piece))
{
    size_t limit = exchange->pending.limit_bytes;
    struct text piece;
    bool is_writable;

    pthread_mutex_lock(&exchange->lock);
    piece = text_slice(octets_text(&exchange->pending), 0, size);
    if (piece.size > 0 && frame)
        frame(out, piece);
    else if (piece.size > 0)
        octets_append(out, piece);
    octets_take(&exchange->pending, piece.size);
    octets_trim(&exchange->pending);
    is_writable = exchange->is_full && exchange->phase == REPLY_STREAMING &&
                  exchange->pending.size <= limit / 2;
    if (is_writable)
        exchange->is_full = false;
    pthread_cond_broadcast(&exchange->room);
    pthread_mutex_unlock(&exchange->lock);

    if (is_writable)
        call_writable(exchange);
    return piece.size;
}

bool exchange_is_drained(struct http_exchange *exchange)
{
    bool is_drained;

    pthread_mutex_lock(&exchange->lock);
    is_drained = phase_is_final(exchange->phase) && exchange->pending.size == 0;
    pthread_mutex_unlock(&exchange->lock);
    return is_drained;
}

/* --- Leaving --- */

/* Calls the watcher once, when there is one and it still matters. */
static void tell_gone(struct http_exchange *exchange)
{
    struct http_watcher watcher;
    bool is_due;

    pthread_mutex_lock(&exchange->lock);
    watcher = exchange->watcher;
    is_due = atomic_load(&exchange->is_gone) && watcher.gone && !phase_is_final(exchange->phase);
    pthread_mutex_unlock(&exchange->lock);
    if (!is_due || exchange->gone_told)
        return;
    exchange->gone_told = true;
    watcher.gone(watcher.context, exchange);
}

void exchange_mark_gone(struct http_exchange *exchange)
{
    pthread_mutex_lock(&exchange->lock);
    atomic_store(&exchange->is_gone, true);
    pthread_cond_broadcast(&exchange->room);
    pthread_mutex_unlock(&exchange->lock);
    tell_gone(exchange);
}

void exchange_leave(struct http_exchange *exchange, bool is_complete)
{
    exchange->connection = NULL;
    exchange->is_complete = is_complete;
    if (!is_complete)
        exchange_mark_gone(exchange);
    if (!exchange_is_held(exchange) && !loop_has_mail_of(exchange->loop, exchange))
        release(exchange);
}

void exchange_attend(struct http_exchange *exchange)
{
    struct connection *connection = exchange->connection;

    tell_gone(exchange);
    if (connection && connection->protocol->news)
        connection->protocol->news(connection, exchange);
    if (connection)
        connection_pump(connection);
    else if (!exchange_is_held(exchange) && !loop_has_mail_of(exchange->loop, exchange))
        release(exchange);
}

static struct http_outcome outcome_of(struct http_exchange *exchange)
{
    enum refusal refusal = exchange->reply.refusal;
    /* A stream ends early when it is told that the client left; then its end proves nothing. */
    bool client_left = !exchange->is_complete ||
                       (exchange->peer_left && exchange->phase != REPLY_WHOLE);

    return (struct http_outcome){
        .status = client_left ? 0 : exchange->reply.status,
        .refusal = refusal != REFUSAL_NONE ? refusal_row(refusal)->word : (struct text){ 0 },
        .bytes_in = exchange->bytes_in,
        .bytes_out = exchange->bytes_out,
        .duration_us = clock_monotonic_us() - exchange->started_us,
        .client_left = client_left,
    };
}

static void count(struct loop_numbers *numbers, const struct http_outcome *outcome)
{
    int class = outcome->status / 100;

    number_add(&numbers->requests[class > 5 ? 5 : class], 1);
    if (!text_is_empty(outcome->refusal))
        number_add(&numbers->requests_refused, 1);
    if (outcome->client_left)
        return;
    number_add(&numbers->latency_count, 1);
    number_add(&numbers->latency_sum_us, (uint64_t)outcome->duration_us);
    for (size_t i = 0; i < HTTP_LATENCY_BUCKETS; i++) {
        if (outcome->duration_us <= http_latency_bounds_us[i]) {
            number_add(&numbers->latency_buckets[i], 1);
            break;
        }
    }
}

static void release(struct http_exchange *exchange)
{
    struct loop *loop = exchange->loop;
    const struct http_application *application = &loop->server->application;
    struct http_outcome outcome = outcome_of(exchange);

    count(&loop->numbers, &outcome);
    if (application->finished)
        application->finished(application->context, exchange, &outcome);
    arena_clear(&exchange->arena);
    atomic_fetch_sub(&loop->server->body_bytes, exchange->body.size);
    buffer_release(&exchange->body);
    buffer_release(&exchange->reply.owned);
    octets_release(&exchange->pending);
    pthread_mutex_destroy(&exchange->lock);
    pthread_cond_destroy(&exchange->room);
    number_subtract(&loop->numbers.exchanges_open, 1);
    if (loop->spare_count == LOOP_SPARE_EXCHANGES) {
        exchange_free(exchange);
        return;
    }
    exchange->next = loop->spare;
    loop->spare = exchange;
    loop->spare_count++;
}
