/* A loop: one thread, one epoll, the connections it was given, and a mailbox through which
   other threads reach it. */
#ifndef HTTP_LOOP_H
#define HTTP_LOOP_H

#include "http/http.h"

#include <pthread.h>
#include <stdatomic.h>

struct connection;
struct http_exchange;
struct listener;

/* Something that other threads want a loop to look at: it is embedded in what it is about. */
struct letter {
    struct letter *next;
    void (*attend)(struct letter *letter); /* on the loop's thread */
    bool is_posted;                        /* under the loop's lock */
};

/* What epoll watches starts with one of these, so that its pointer can be told apart. */
enum watched_kind { WATCHED_MAILBOX, WATCHED_LISTENER, WATCHED_CONNECTION };
struct watched {
    enum watched_kind kind;
};

enum { LOOP_READ_BYTES = 64 << 10, LOOP_DATE_SIZE = 64, LOOP_SPARE_EXCHANGES = 64 };

/* Counters: added to by the loop, read by anybody. */
struct loop_numbers {
    _Atomic uint64_t requests[6], requests_refused;
    _Atomic uint64_t connections_opened, connections_open, exchanges_open;
    _Atomic uint64_t handshakes_failed, deadlines_missed;
    _Atomic uint64_t bytes_in, bytes_out;
    _Atomic uint64_t latency_buckets[HTTP_LATENCY_BUCKETS], latency_count, latency_sum_us;
};

static inline void number_add(_Atomic uint64_t *number, uint64_t amount)
{
    atomic_fetch_add_explicit(number, amount, memory_order_relaxed);
}

static inline void number_subtract(_Atomic uint64_t *number, uint64_t amount)
{
    atomic_fetch_sub_explicit(number, amount, memory_order_relaxed);
}

struct loop {
    struct watched mailbox; /* first: this is what the wake descriptor's event carries */
    struct http_server *server;
    int epoll_fd, wake_fd;
    pthread_t thread;
    bool is_running;

    /* Loop thread only. */
    struct connection *connections, *dead, *again;
    struct http_exchange *spare;
    size_t spare_count;
    int64_t now_ms, next_tick_ms;
    char date[LOOP_DATE_SIZE];
    size_t date_size;
    int64_t date_second;
    char *scratch; /* LOOP_READ_BYTES */
    bool is_draining;
    bool has_parked; /* a listener waits for free descriptors */
    int64_t drain_until_ms;

    pthread_mutex_t lock; /* of what follows */
    struct http_exchange *mail, **mail_end;
    struct letter *letters, **letters_end;
    struct connection *arrivals;
    bool drain_wanted;
    int64_t drain_ms;

    _Atomic uint64_t assigned; /* connections it has or is about to get */
    struct loop_numbers numbers;
};

enum status MUST_CHECK loop_open(struct loop *loop, struct http_server *server);
enum status MUST_CHECK loop_start(struct loop *loop);
/* One turn, for a loop without a thread (tests): waits for events at most that long. */
void loop_turn(struct loop *loop, int longest_wait_ms);
/* Asks the loop to take no more requests and to end after at most drain_ms. */
void loop_drain(struct loop *loop, int64_t drain_ms);
void loop_join(struct loop *loop);
/* After loop_join: attends to exchanges that the application ended late. */
void loop_close(struct loop *loop);

bool loop_is_mine(const struct loop *loop);
/* Hands a connection over, from any thread. */
void loop_adopt(struct loop *loop, struct connection *connection);
/* Puts an exchange into the mailbox, once. */
void loop_mail(struct loop *loop, struct http_exchange *exchange);
/* Posts a letter; false: it is on its way already. */
bool loop_post(struct loop *loop, struct letter *letter);
/* Is mail about this exchange still under way? */
bool loop_has_mail_of(struct loop *loop, const struct http_exchange *exchange);
/* "Tue, 02 Jun 2026 08:30:00 GMT", for the Date header. */
struct text loop_date(struct loop *loop);

#endif
