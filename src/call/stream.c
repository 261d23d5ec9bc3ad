/* Stream: pieces go out until the exchange is full; then its watcher puts the job back into the
   pool. Writing and waking may meet, so that a state says who goes on. */
#include "call/stream.h"

#include "base/log.h"
#include "call/pool.h"
#include "call/route.h"

#include <stdatomic.h>

enum { STREAM_RUNNING, STREAM_PARKED, STREAM_WOKEN };

struct streaming {
    struct pool_job job;
    struct call *call;
    struct pool *pool;
    struct text piece; /* not taken yet */
    atomic_int state;
};

/* True when nobody has woken it since it found the exchange full; then it may be gone already. */
static bool park(struct streaming *streaming)
{
    int running = STREAM_RUNNING;

    if (atomic_compare_exchange_strong(&streaming->state, &running, STREAM_PARKED))
        return true;
    atomic_store(&streaming->state, STREAM_RUNNING);
    return false;
}

static void wake(void *context, struct http_exchange *exchange)
{
    struct streaming *streaming = context;
    int parked = STREAM_PARKED, running = STREAM_RUNNING;

    if (atomic_compare_exchange_strong(&streaming->state, &running, STREAM_WOKEN))
        return;
    if (!atomic_compare_exchange_strong(&streaming->state, &parked, STREAM_RUNNING))
        return;
    if (!pool_add(streaming->pool, &streaming->job))
        http_stream_abort(exchange);
}

static enum status read_piece(struct streaming *streaming)
{
    struct call *call = streaming->call;
    enum status status;

    if (streaming->piece.size > 0)
        return OK;
    status = call->stream->next(call, call->stream->context, &streaming->piece);
    if (status != OK)
        LOG(LOG_ERROR, "answer cut off", LOG_TEXT("route", text_from(call->route->path)),
            LOG_TEXT("status", text_from(status_name(status))));
    return status;
}

static void pump(struct pool_job *job)
{
    struct streaming *streaming =
        (struct streaming *)((char *)job - offsetof(struct streaming, job));
    struct http_exchange *exchange = streaming->call->exchange;

    for (;;) {
        enum http_stream_result result = HTTP_STREAM_GONE;

        if (!http_is_gone(exchange)) {
            if (read_piece(streaming) != OK) {
                http_stream_abort(exchange);
                return;
            }
            if (streaming->piece.size > 0)
                result = http_stream_write(exchange, streaming->piece);
        }
        if (result == HTTP_STREAM_GONE) { /* or all of it is written */
            http_stream_end(exchange);
            return;
        }
        if (result == HTTP_STREAM_TAKEN)
            streaming->piece = (struct text){ 0 };
        else if (park(streaming))
            return;
    }
}

void stream_answer(struct call *call, int http_status, struct pool *pool)
{
    struct streaming *streaming = ARENA_NEW(call->arena, struct streaming);
    struct http_exchange *exchange = call->exchange;

    streaming->job.run = pump;
    streaming->call = call;
    streaming->pool = pool;
    atomic_init(&streaming->state, STREAM_RUNNING);
    call_add_header(call, T("Content-Length"),
                    arena_print(call->arena, "%lld", (long long)call->stream->size_bytes));
    http_watch(exchange,
               (struct http_watcher){ .context = streaming, .gone = wake, .writable = wake });
    http_stream_begin(exchange, http_status, call->headers, call->header_count);
    if (http_method(exchange) == HTTP_HEAD)
        http_stream_end(exchange);
    else
        pump(&streaming->job);
}
