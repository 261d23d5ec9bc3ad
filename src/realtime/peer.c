/* Peer: one client. What it says is queued on the loop's thread and worked on by one worker at a
   time, in order; a client that says more than is worked on is not read from meanwhile. */
#include "base/zone.h"
#include "http/websocket.h"
#include "realtime/hub.h"

#include <stdatomic.h>
#include <stdlib.h>

/* Something for the peer's worker. */
struct parcel {
    struct parcel *next;
    enum { PARCEL_MESSAGE, PARCEL_END_CHANNEL, PARCEL_CLOSED } kind;
    bool is_text;
    uint64_t number;
    size_t size;
    char at[];
};

struct peer {
    struct pool_job job;
    struct realtime *realtime;
    struct http_websocket *socket;
    enum phoenix_version version;
    enum language language;
    atomic_int holders;
    struct channel *channels; /* its worker's; others only ask whether there are any */
    atomic_bool has_channels;
    int64_t opened_ms;
    struct peer *next, *previous; /* under the hub's lock */

    pthread_mutex_t lock; /* of what follows */
    struct parcel *first, **last;
    size_t waiting;
    bool is_scheduled, is_paused, is_closed;
};

struct peer *peer_hold(struct peer *peer)
{
    atomic_fetch_add(&peer->holders, 1);
    return peer;
}

static void let_go(struct peer *peer, int holds)
{
    if (atomic_fetch_sub(&peer->holders, holds) != holds)
        return;
    http_websocket_release(peer->socket);
    pthread_mutex_destroy(&peer->lock);
    free(peer);
}

void peer_release(struct peer *peer)
{
    let_go(peer, 1);
}

enum phoenix_version peer_version(const struct peer *peer)
{
    return peer->version;
}

struct channel *peer_channels(const struct peer *peer)
{
    return peer->channels;
}

void peer_set_channels(struct peer *peer, struct channel *channels)
{
    peer->channels = channels;
    atomic_store(&peer->has_channels, channels != NULL);
}

void peer_send(struct peer *peer, bool is_text, struct text message)
{
    /* When it cannot be sent the socket is closed, and `closed` tells. */
    (void)http_websocket_send(peer->socket, is_text, message);
}

bool peer_is_behind(const struct peer *peer)
{
    return http_websocket_pending(peer->socket) >= REALTIME_BEHIND_BYTES;
}

/* `lock` is held. */
static void schedule(struct peer *peer)
{
    if (peer->is_scheduled)
        return;
    peer->is_scheduled = true;
    peer_hold(peer);
    if (pool_add(peer->realtime->workers, &peer->job))
        return;
    /* There are more jobs than anybody waits for: what is queued stays, and the next parcel
       tries again. */
    peer->is_scheduled = false;
    atomic_fetch_sub(&peer->holders, 1);
}

/* --- Among the peers of the process --- */

static void enlist(struct peer *peer)
{
    struct realtime *realtime = peer->realtime;

    pthread_mutex_lock(&realtime->lock);
    peer->next = realtime->peers;
    if (peer->next)
        peer->next->previous = peer;
    realtime->peers = peer;
    realtime->peer_count++;
    pthread_mutex_unlock(&realtime->lock);
}

static void strike_off(struct peer *peer)
{
    struct realtime *realtime = peer->realtime;

    pthread_mutex_lock(&realtime->lock);
    if (peer->previous)
        peer->previous->next = peer->next;
    else
        realtime->peers = peer->next;
    if (peer->next)
        peer->next->previous = peer->previous;
    realtime->peer_count--;
    pthread_mutex_unlock(&realtime->lock);
}

static void schedule_if_waiting(struct peer *peer)
{
    pthread_mutex_lock(&peer->lock);
    if (peer->waiting > 0)
        schedule(peer);
    pthread_mutex_unlock(&peer->lock);
}

void peers_sweep(struct realtime *realtime)
{
    int64_t before_ms = clock_monotonic_us() / 1000 - REALTIME_NO_CHANNEL_MS;

    pthread_mutex_lock(&realtime->lock);
    for (struct peer *peer = realtime->peers; peer; peer = peer->next) {
        schedule_if_waiting(peer);
        if (!atomic_load(&peer->has_channels) && peer->opened_ms < before_ms)
            http_websocket_close(peer->socket, WEBSOCKET_CODE_POLICY, T("no channel was joined"));
    }
    pthread_mutex_unlock(&realtime->lock);
}

/* --- The queue --- */

/* False: it is enough for now. */
static bool post(struct peer *peer, struct parcel *parcel)
{
    bool goes_on;

    pthread_mutex_lock(&peer->lock);
    if (peer->is_closed) {
        free(parcel);
        pthread_mutex_unlock(&peer->lock);
        return true;
    }
    peer->is_closed = parcel->kind == PARCEL_CLOSED;
    *peer->last = parcel;
    peer->last = &parcel->next;
    peer->waiting++;
    goes_on = peer->waiting < LIMIT_INBOX;
    peer->is_paused |= !goes_on;
    schedule(peer);
    pthread_mutex_unlock(&peer->lock);
    return goes_on;
}

static struct parcel *parcel_new(size_t size)
{
    struct parcel *parcel = memory_alloc(sizeof *parcel + size);

    parcel->size = size;
    return parcel;
}

/* NULL: nothing is left, and the worker is done. */
static struct parcel *take(struct peer *peer)
{
    struct parcel *parcel;
    bool resumes;

    pthread_mutex_lock(&peer->lock);
    parcel = peer->first;
    if (parcel) {
        peer->first = parcel->next;
        if (!peer->first)
            peer->last = &peer->first;
        peer->waiting--;
    } else {
        peer->is_scheduled = false;
    }
    resumes = peer->is_paused && peer->waiting < LIMIT_INBOX / 2;
    if (resumes)
        peer->is_paused = false;
    pthread_mutex_unlock(&peer->lock);
    if (resumes)
        http_websocket_resume(peer->socket);
    return parcel;
}

void peer_end_channel(struct peer *peer, uint64_t number)
{
    struct parcel *parcel = parcel_new(0);

    parcel->kind = PARCEL_END_CHANNEL;
    parcel->number = number;
    (void)post(peer, parcel);
}

/* --- The worker --- */

static void take_message(struct call *call, struct peer *peer, const struct parcel *parcel)
{
    struct phoenix_message message;

    if (phoenix_read(call->arena, peer->version, parcel->is_text,
                     (struct text){ parcel->at, parcel->size }, &message) != OK)
        http_websocket_close(peer->socket, WEBSOCKET_CODE_POLICY, T("malformed message"));
    else
        channel_take(call, peer->realtime, peer, &message);
}

static void work(struct peer *peer, struct arena *arena, const struct parcel *parcel)
{
    struct call call = realtime_call(peer->realtime, arena);

    call.language = peer->language;
    switch (parcel->kind) {
    case PARCEL_MESSAGE:
        take_message(&call, peer, parcel);
        break;
    case PARCEL_END_CHANNEL:
        channel_end_number(&call, peer->realtime, peer, parcel->number);
        break;
    case PARCEL_CLOSED:
        channel_leave_all(&call, peer->realtime, peer);
        strike_off(peer);
        break;
    }
}

static void run(struct pool_job *job)
{
    struct peer *peer = (struct peer *)((char *)job - offsetof(struct peer, job));
    struct arena arena = { 0 };
    struct parcel *parcel;
    int holds = 1;

    while ((parcel = take(peer))) {
        work(peer, &arena, parcel);
        holds += parcel->kind == PARCEL_CLOSED ? 1 : 0; /* the socket's */
        free(parcel);
        arena_clear(&arena);
    }
    arena_release(&arena);
    let_go(peer, holds);
}

/* --- The loop's thread --- */

static bool on_message(void *context, struct http_websocket *socket, bool is_text,
                       struct text message)
{
    struct parcel *parcel = parcel_new(message.size);

    (void)socket;
    parcel->kind = PARCEL_MESSAGE;
    parcel->is_text = is_text;
    if (message.size > 0)
        memcpy(parcel->at, message.at, message.size);
    return post(context, parcel);
}

static void on_closed(void *context, struct http_websocket *socket, int code)
{
    struct parcel *parcel = parcel_new(0);

    (void)socket;
    (void)code;
    parcel->kind = PARCEL_CLOSED;
    (void)post(context, parcel);
}

void peer_open(struct call *call, enum phoenix_version version)
{
    static const struct http_websocket_limits limits = { .pending_bytes = REALTIME_PENDING_BYTES };
    struct peer *peer = memory_alloc(sizeof *peer);
    struct http_websocket_handler handler = { peer, on_message, on_closed };

    peer->job.run = run;
    peer->realtime = call->instance->realtime;
    peer->version = version;
    peer->holders = 1; /* until it is closed */
    peer->language = call->language;
    peer->opened_ms = clock_monotonic_us() / 1000;
    peer->last = &peer->first;
    pthread_mutex_init(&peer->lock, NULL);
    peer->socket = http_websocket_new(call->exchange, &handler, &limits);
    call->upgrade = peer->socket;
    enlist(peer);
}
