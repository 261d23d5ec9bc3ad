/* A loop's turn: what epoll tells, then the mail, then connections that had more to do, then
   the clock, and at last the burial of what was closed on the way. */
#include "http/loop.h"

#include "base/mutex.h"
#include "base/time.h"
#include "http/connection.h"
#include "http/exchange.h"
#include "http/server.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { LOOP_EVENTS = 256 };

/* --- Mail: any thread ------------------------------------------------------------------------ */

/* The loop that this thread is, if it is one. */
static _Thread_local const struct loop *own_loop;

bool loop_is_mine(const struct loop *loop)
{
    return own_loop == loop;
}

static void wake(const struct loop *loop)
{
    uint64_t one = 1;

    /* It can only fail when the counter is full, and then the loop wakes anyway. */
    (void)!write(loop->wake_fd, &one, sizeof one);
}

void loop_mail(struct loop *loop, struct http_exchange *exchange)
{
    bool was_empty = false;

    pthread_mutex_lock(&loop->lock);
    if (!exchange->is_mailed) {
        was_empty = loop->mail == NULL;
        exchange->is_mailed = true;
        exchange->next = NULL;
        *loop->mail_end = exchange;
        loop->mail_end = &exchange->next;
    }
    pthread_mutex_unlock(&loop->lock);
    if (was_empty)
        wake(loop);
}

bool loop_post(struct loop *loop, struct letter *letter)
{
    bool is_first = false, is_new;

    pthread_mutex_lock(&loop->lock);
    is_new = !letter->is_posted;
    if (is_new) {
        is_first = loop->letters == NULL;
        letter->is_posted = true;
        letter->next = NULL;
        *loop->letters_end = letter;
        loop->letters_end = &letter->next;
    }
    pthread_mutex_unlock(&loop->lock);
    if (is_first)
        wake(loop);
    return is_new;
}

bool loop_has_mail_of(struct loop *loop, const struct http_exchange *exchange)
{
    bool is_mailed;

    pthread_mutex_lock(&loop->lock);
    is_mailed = exchange->is_mailed;
    pthread_mutex_unlock(&loop->lock);
    return is_mailed;
}

void loop_adopt(struct loop *loop, struct connection *connection)
{
    pthread_mutex_lock(&loop->lock);
    connection->next = loop->arrivals;
    loop->arrivals = connection;
    pthread_mutex_unlock(&loop->lock);
    wake(loop);
}

void loop_drain(struct loop *loop, int64_t drain_ms)
{
    pthread_mutex_lock(&loop->lock);
    loop->drain_wanted = true;
    loop->drain_ms = drain_ms;
    pthread_mutex_unlock(&loop->lock);
    wake(loop);
}

/* --- Mail: the loop's side -------------------------------------------------------------------- */

static struct http_exchange *take_mail(struct loop *loop)
{
    struct http_exchange *exchange;

    pthread_mutex_lock(&loop->lock);
    exchange = loop->mail;
    if (exchange) {
        exchange->is_mailed = false;
        loop->mail = exchange->next;
        if (!loop->mail)
            loop->mail_end = &loop->mail;
    }
    pthread_mutex_unlock(&loop->lock);
    return exchange;
}

/* A turn takes a bounded number of letters; the wake descriptor is set again for the rest. */
static void read_mail(struct loop *loop)
{
    struct http_exchange *exchange = NULL;

    for (size_t i = 0; i < LOOP_EVENTS && (i == 0 || exchange); i++) {
        exchange = take_mail(loop);
        if (exchange)
            exchange_attend(exchange);
    }
    if (exchange)
        wake(loop);
}

static struct letter *take_letter(struct loop *loop)
{
    struct letter *letter;

    pthread_mutex_lock(&loop->lock);
    letter = loop->letters;
    if (letter) {
        letter->is_posted = false;
        loop->letters = letter->next;
        if (!loop->letters)
            loop->letters_end = &loop->letters;
    }
    pthread_mutex_unlock(&loop->lock);
    return letter;
}

static void read_letters(struct loop *loop)
{
    struct letter *letter = NULL;

    for (size_t i = 0; i < LOOP_EVENTS && (i == 0 || letter); i++) {
        letter = take_letter(loop);
        if (letter)
            letter->attend(letter);
    }
    if (letter)
        wake(loop);
}

static void begin_arrivals(struct loop *loop)
{
    struct connection *arrivals;

    pthread_mutex_lock(&loop->lock);
    arrivals = loop->arrivals;
    loop->arrivals = NULL;
    pthread_mutex_unlock(&loop->lock);
    while (arrivals) {
        struct connection *connection = arrivals;

        arrivals = connection->next;
        connection->next = NULL;
        if (loop->is_draining)
            connection_discard(connection);
        else
            connection_begin(connection, loop);
    }
}

static void on_mailbox(struct loop *loop)
{
    uint64_t count;

    (void)!read(loop->wake_fd, &count, sizeof count);
    begin_arrivals(loop);
    read_mail(loop);
    read_letters(loop);
}

/* --- Draining --------------------------------------------------------------------------------- */

static void begin_drain_if_wanted(struct loop *loop)
{
    struct connection *next;
    bool is_wanted;

    pthread_mutex_lock(&loop->lock);
    is_wanted = loop->drain_wanted && !loop->is_draining;
    loop->is_draining = loop->drain_wanted;
    pthread_mutex_unlock(&loop->lock);
    if (!is_wanted)
        return;
    loop->drain_until_ms = loop->now_ms + loop->drain_ms;
    if (loop == &loop->server->loops[0])
        server_close_listeners(loop->server);
    begin_arrivals(loop);
    for (struct connection *connection = loop->connections; connection; connection = next) {
        next = connection->next;
        connection_on_drain(connection);
    }
}

static bool is_done(struct loop *loop)
{
    if (!loop->is_draining)
        return false;
    if (loop->now_ms >= loop->drain_until_ms)
        while (loop->connections)
            connection_cut(loop->connections);
    return loop->connections == NULL;
}

/* --- The turn --------------------------------------------------------------------------------- */

static void on_event(struct loop *loop, const struct epoll_event *event)
{
    struct watched *watched = event->data.ptr;

    switch (watched->kind) {
    case WATCHED_MAILBOX:
        on_mailbox(loop);
        break;
    case WATCHED_LISTENER:
        listener_accept((struct listener *)watched, loop);
        break;
    case WATCHED_CONNECTION:
        connection_on_event((struct connection *)watched, event->events);
        break;
    }
}

static void take_turns_again(struct loop *loop)
{
    struct connection *again = loop->again;

    loop->again = NULL;
    while (again) {
        struct connection *connection = again;

        again = connection->next_again;
        connection->is_again = false;
        connection_on_event(connection, 0);
    }
}

static void tick_if_due(struct loop *loop)
{
    struct connection *next;

    if (loop->now_ms < loop->next_tick_ms)
        return;
    loop->next_tick_ms = loop->now_ms + loop->server->tick_ms;
    for (struct connection *connection = loop->connections; connection; connection = next) {
        next = connection->next;
        connection_on_tick(connection);
    }
    listener_unpark_all(loop->server, loop);
}

/* Those whose turn still comes again are buried next time. */
static void bury_the_dead(struct loop *loop)
{
    struct connection *dead = loop->dead;

    loop->dead = NULL;
    while (dead) {
        struct connection *connection = dead;

        dead = connection->next;
        if (connection->is_again) {
            connection->next = loop->dead;
            loop->dead = connection;
        } else {
            connection_bury(connection);
        }
    }
}

static int wait_ms(const struct loop *loop)
{
    if (loop->again)
        return 0;
    if (!loop->connections && !loop->is_draining && !loop->has_parked)
        return -1;
    return (int)loop->server->tick_ms;
}

/* OpenSSL writes without MSG_NOSIGNAL; a client that left must not end the program. */
static void block_broken_pipes(void)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

void loop_turn(struct loop *loop, int longest_wait_ms)
{
    struct epoll_event events[LOOP_EVENTS];
    int count = epoll_wait(loop->epoll_fd, events, LOOP_EVENTS, longest_wait_ms);

    own_loop = loop;
    loop->now_ms = clock_monotonic_us() / 1000;
    for (int i = 0; i < count; i++)
        on_event(loop, &events[i]);
    take_turns_again(loop);
    begin_drain_if_wanted(loop);
    tick_if_due(loop);
    bury_the_dead(loop);
}

static void *run_loop(void *context)
{
    struct loop *loop = context;

    block_broken_pipes();
    while (!is_done(loop))
        loop_turn(loop, wait_ms(loop));
    take_turns_again(loop);
    bury_the_dead(loop);
    return NULL;
}

/* --- Opening and closing ---------------------------------------------------------------------- */

enum status loop_open(struct loop *loop, struct http_server *server)
{
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = &loop->mailbox };

    *loop = (struct loop){ .server = server, .mailbox = { WATCHED_MAILBOX } };
    loop->mail_end = &loop->mail;
    loop->letters_end = &loop->letters;
    loop->scratch = memory_alloc(LOOP_READ_BYTES);
    mutex_init_brief(&loop->lock);
    loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    loop->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (loop->epoll_fd < 0 || loop->wake_fd < 0 ||
        epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, loop->wake_fd, &event) != 0)
        return FAILED;
    return OK;
}

enum status loop_start(struct loop *loop)
{
    loop->is_running = pthread_create(&loop->thread, NULL, run_loop, loop) == 0;
    return loop->is_running ? OK : FAILED;
}

void loop_join(struct loop *loop)
{
    if (loop->is_running)
        pthread_join(loop->thread, NULL);
    loop->is_running = false;
}

static void discard_arrivals(struct loop *loop)
{
    while (loop->arrivals) {
        struct connection *connection = loop->arrivals;

        loop->arrivals = connection->next;
        connection_discard(connection);
    }
}

void loop_close(struct loop *loop)
{
    struct http_exchange *exchange;
    struct letter *letter;

    while ((exchange = take_mail(loop)))
        exchange_attend(exchange);
    while ((letter = take_letter(loop)))
        letter->attend(letter);
    assert(atomic_load(&loop->numbers.exchanges_open) == 0);
    discard_arrivals(loop);
    while ((exchange = loop->spare)) {
        loop->spare = exchange->next;
        exchange_free(exchange);
    }
    if (loop->epoll_fd >= 0)
        close(loop->epoll_fd);
    if (loop->wake_fd >= 0)
        close(loop->wake_fd);
    free(loop->scratch);
    pthread_mutex_destroy(&loop->lock);
}

/* --- The date --------------------------------------------------------------------------------- */

static void write_date(struct loop *loop, int64_t now_ms)
{
    static const char days[][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int64_t ms_of_day;
    struct date date = instant_to_date(now_ms, &ms_of_day);
    struct civil civil = date_to_civil(date);
    int second = (int)(ms_of_day / MS_PER_SECOND);
    int size = snprintf(loop->date, sizeof loop->date, "%s, %02d %s %04d %02d:%02d:%02d GMT",
                        days[date_weekday(date) - 1], civil.day, months[civil.month - 1],
                        civil.year, second / 3600, second / 60 % 60, second % 60);

    loop->date_size = (size_t)size;
    loop->date_second = now_ms / MS_PER_SECOND;
}

struct text loop_date(struct loop *loop)
{
    int64_t now_ms = clock_now_ms();

    if (loop->date_size == 0 || loop->date_second != now_ms / MS_PER_SECOND)
        write_date(loop, now_ms);
    return (struct text){ loop->date, loop->date_size };
}
