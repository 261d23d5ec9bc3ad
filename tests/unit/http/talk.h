/* For the tests of the server: a server with a small application on a free port, and a client
   that sends bytes and reads answers. */
#ifndef TESTS_HTTP_TALK_H
#define TESTS_HTTP_TALK_H

#include "base/buffer.h"
#include "base/time.h"
#include "http/http.h"
#include "http/http1_parse.h"
#include "text_check.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TALK_MOST_THREADS = 512, TALK_BODY_LIMIT = 1 << 20, TALK_PATIENCE_MS = 60000 };

/* --- Waiting ------------------------------------------------------------------------------------
 */

static inline void talk_sleep_ms(int ms)
{
    poll(NULL, 0, ms);
}

/* --- The application -----------------------------------------------------------------------------
 */

struct talk {
    struct http_server *server;
    uint16_t port;
    pthread_mutex_t lock;
    pthread_t threads[TALK_MOST_THREADS];
    size_t thread_count;
    /* What the application saw. */
    _Atomic int begun, run, finished, gone, writable, left;
    _Atomic int last_status;
    char last_refusal[32]; /* under lock */
    _Atomic uint64_t taken_bytes;
    _Atomic bool hold; /* threads of /hold wait as long as it is true */
};

struct talk_job {
    struct talk *talk;
    struct http_exchange *exchange;
};

/* Runs work(job) on a thread of its own; talk_close joins it. */
static inline void talk_thread(struct talk *talk, struct http_exchange *exchange,
                               void *(*work)(void *job))
{
    struct talk_job *job = ARENA_NEW(http_arena(exchange), struct talk_job);

    *job = (struct talk_job){ talk, exchange };
    pthread_mutex_lock(&talk->lock);
    assert_true(talk->thread_count < TALK_MOST_THREADS);
    assert_int_equal(pthread_create(&talk->threads[talk->thread_count++], NULL, work, job), 0);
    pthread_mutex_unlock(&talk->lock);
}

static inline void talk_reply(struct http_exchange *exchange, int status, struct text body)
{
    static const struct http_header json = { T_INIT("Content-Type"), T_INIT("application/json") };

    http_reply(exchange, status, &json, 1, body);
}

static inline int64_t talk_number(struct http_exchange *exchange)
{
    int64_t number = 0;

    assert_true(text_to_int64(http_query(exchange), &number));
    return number;
}

static void *talk_late(void *context)
{
    struct talk_job *job = context;

    talk_sleep_ms((int)talk_number(job->exchange));
    talk_reply(job->exchange, 200, T("{\"late\":true}"));
    return NULL;
}

static void *talk_hold(void *context)
{
    struct talk_job *job = context;

    while (atomic_load(&job->talk->hold))
        talk_sleep_ms(5);
    talk_reply(job->exchange, 200, T("{\"held\":true}"));
    return NULL;
}

static void talk_on_gone(void *context, struct http_exchange *exchange)
{
    struct talk *talk = context;

    (void)exchange;
    atomic_fetch_add(&talk->gone, 1);
}

static void talk_on_writable(void *context, struct http_exchange *exchange)
{
    struct talk *talk = context;

    (void)exchange;
    atomic_fetch_add(&talk->writable, 1);
}

/* A stream of as many bytes as the query says, in pieces of 1000, waiting for room. */
static void *talk_stream(void *context)
{
    struct talk_job *job = context;
    int64_t left = talk_number(job->exchange);
    static const struct http_header type = { T_INIT("Content-Type"), T_INIT("text/plain") };
    char piece[1000];

    memset(piece, 's', sizeof piece);
    http_watch(job->exchange, (struct http_watcher){ job->talk, talk_on_gone, talk_on_writable });
    http_stream_begin(job->exchange, 200, &type, 1);
    while (left > 0) {
        size_t size = left < 1000 ? (size_t)left : sizeof piece;

        if (http_stream_write_waiting(job->exchange, (struct text){ piece, size }) !=
            HTTP_STREAM_TAKEN)
            break;
        left -= (int64_t)size;
    }
    http_stream_end(job->exchange);
    return NULL;
}

static inline void talk_finished(void *context, struct http_exchange *exchange,
                                 const struct http_outcome *outcome)
{
    struct talk *talk = context;

    (void)exchange;
    pthread_mutex_lock(&talk->lock);
    assert_true(outcome->refusal.size < sizeof talk->last_refusal);
    memset(talk->last_refusal, 0, sizeof talk->last_refusal);
    if (outcome->refusal.size > 0)
        memcpy(talk->last_refusal, outcome->refusal.at, outcome->refusal.size);
    pthread_mutex_unlock(&talk->lock);
    atomic_fetch_add(&talk->left, outcome->client_left);
    atomic_store(&talk->last_status, outcome->status);
    atomic_fetch_add(&talk->finished, 1);
}

static inline void talk_begin(void *context, struct http_exchange *exchange)
{
    struct talk *talk = context;

    atomic_fetch_add(&talk->begun, 1);
    if (text_equal(http_path(exchange), T("/early")))
        talk_reply(exchange, 401, T("{\"early\":true}"));
    else if (!text_equal(http_path(exchange), T("/no-body")))
        http_accept_body(exchange, TALK_BODY_LIMIT);
}

static inline void talk_run(void *context, struct http_exchange *exchange)
{
    struct talk *talk = context;
    struct text path = http_path(exchange);

    atomic_fetch_add(&talk->run, 1);
    if (text_equal(path, T("/echo")))
        talk_reply(exchange, 200, http_body(exchange));
    else if (text_equal(path, T("/late")))
        talk_thread(talk, exchange, talk_late);
    else if (text_equal(path, T("/hold")))
        talk_thread(talk, exchange, talk_hold);
    else if (text_equal(path, T("/stream")))
        talk_thread(talk, exchange, talk_stream);
    else
        talk_reply(exchange, 200, http_target(exchange));
}

/* --- The server ----------------------------------------------------------------------------------
 */

static const struct http_listener talk_plain = { T_INIT("127.0.0.1:0"), HTTP_ROLE_PLAIN, 0 };

static inline void talk_open_with(struct talk *talk, struct http_settings settings,
                                  struct http_application application)
{
    struct buffer problem = buffer_on_heap(1000);

    *talk = (struct talk){ .hold = true };
    pthread_mutex_init(&talk->lock, NULL);
    application.context = talk;
    if (settings.listener_count == 0) {
        settings.listeners = &talk_plain;
        settings.listener_count = 1;
    }
    if (settings.loop_count == 0)
        settings.loop_count = 2;
    assert_int_equal(http_server_open(&settings, &application, &problem, &talk->server), OK);
    assert_int_equal(problem.size, 0);
    assert_int_equal(http_server_start(talk->server), OK);
    talk->port = http_server_port(talk->server, 0);
}

static inline void talk_open(struct talk *talk, struct http_limits limits)
{
    talk_open_with(talk, (struct http_settings){ .limits = limits },
                   (struct http_application){
                       .begin = talk_begin, .run = talk_run, .finished = talk_finished });
}

static inline void talk_close(struct talk *talk)
{
    atomic_store(&talk->hold, false);
    http_server_stop(talk->server, 5000);
    for (size_t i = 0; i < talk->thread_count; i++)
        pthread_join(talk->threads[i], NULL);
    http_server_free(talk->server);
    pthread_mutex_destroy(&talk->lock);
}

/* --- The client ----------------------------------------------------------------------------------
 */

static inline int talk_connect(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* False when the server has closed. */
static inline bool talk_send(int fd, struct text bytes)
{
    while (bytes.size > 0) {
        ssize_t size = send(fd, bytes.at, bytes.size, MSG_NOSIGNAL);

        if (size <= 0)
            return false;
        bytes = text_from_offset(bytes, (size_t)size);
    }
    return true;
}

/* Reads until the server closes or nothing came for `patience_ms`. True when it closed. */
static inline bool talk_read_all(int fd, struct buffer *all, int patience_ms)
{
    struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

    while (poll(&poll_fd, 1, patience_ms) > 0) {
        char piece[65536];
        ssize_t size = recv(fd, piece, sizeof piece, 0);

        if (size <= 0)
            return true;
        buffer_append(all, (struct text){ piece, (size_t)size });
    }
    return false;
}

struct talk_answer {
    int status; /* 0: the connection ended first */
    struct text head, body;
    bool is_complete;
};

/* The value of a header of the answer, or the empty text. */
static inline struct text talk_header(const struct talk_answer *answer, struct text name)
{
    struct text rest = answer->head;

    text_cut(&rest, '\n');
    while (rest.at) {
        struct text value = text_cut(&rest, '\n');

        if (text_equal_nocase(text_cut(&value, ':'), name))
            return text_trim(value);
    }
    return (struct text){ 0 };
}

static inline bool talk_read_more(int fd, struct buffer *in)
{
    struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
    char piece[65536];
    ssize_t size;

    if (poll(&poll_fd, 1, TALK_PATIENCE_MS) <= 0)
        return false;
    size = recv(fd, piece, sizeof piece, 0);
    if (size <= 0)
        return false;
    buffer_append(in, (struct text){ piece, (size_t)size });
    return true;
}

static inline size_t talk_read_chunked(int fd, struct buffer *in, size_t from,
                                       struct talk_answer *answer, struct arena *arena)
{
    struct http1_chunks chunks = { 0 };
    struct buffer body = buffer_in(arena, 64 << 20);

    while (chunks.state != HTTP1_CHUNK_DONE) {
        size_t used = 0;
        struct text piece = { 0 };

        if (from == in->size && !talk_read_more(fd, in))
            break;
        assert_int_equal(
            http1_read_chunks(&chunks, text_from_offset(buffer_text(in), from), &used, &piece),
            REFUSAL_NONE);
        buffer_append(&body, piece);
        from += used;
    }
    answer->is_complete = chunks.state == HTTP1_CHUNK_DONE;
    answer->body = buffer_text(&body);
    return from;
}

static inline size_t talk_read_counted(int fd, struct buffer *in, size_t from,
                                       struct talk_answer *answer, struct arena *arena)
{
    int64_t length = 0;
    struct text length_text = talk_header(answer, T("Content-Length"));

    assert_true(text_is_empty(length_text) || text_to_int64(length_text, &length));
    while (in->size - from < (size_t)length && talk_read_more(fd, in))
        continue;
    answer->is_complete = in->size - from >= (size_t)length;
    answer->body =
        arena_copy(arena, text_slice(text_from_offset(buffer_text(in), from), 0, (size_t)length));
    return from + answer->body.size;
}

/* Takes one answer off the front of `in`, reading as needed. `to_head`: the request was HEAD. */
static inline struct talk_answer talk_read(int fd, struct buffer *in, bool to_head,
                                           struct arena *arena)
{
    struct talk_answer answer = { 0 };
    struct text text;
    size_t end;
    int64_t status;

    while ((end = text_find(buffer_text(in), T("\r\n\r\n"))) == in->size)
        if (!talk_read_more(fd, in))
            return answer;
    answer.head = arena_copy(arena, text_slice(buffer_text(in), 0, end + 2));
    assert_true(text_starts_with(answer.head, T("HTTP/1.1 ")));
    assert_true(text_to_int64(text_slice(answer.head, 9, 3), &status));
    answer.status = (int)status;
    end += 4;
    if (to_head || status == 204 || status == 304 || status == 100)
        answer.is_complete = true;
    else if (text_equal(talk_header(&answer, T("Transfer-Encoding")), T("chunked")))
        end = talk_read_chunked(fd, in, end, &answer, arena);
    else
        end = talk_read_counted(fd, in, end, &answer, arena);
    text = arena_copy(arena, text_from_offset(buffer_text(in), end));
    buffer_clear(in);
    buffer_append(in, text);
    return answer;
}

/* One request on a connection of its own. */
static inline struct talk_answer talk_ask(uint16_t port, struct text request, struct arena *arena)
{
    int fd = talk_connect(port);
    struct buffer in = buffer_on_heap(64 << 20);
    struct talk_answer answer;

    talk_send(fd, request);
    answer = talk_read(fd, &in, text_starts_with(request, T("HEAD ")), arena);
    buffer_release(&in);
    close(fd);
    return answer;
}

/* Waits until a counter reaches a value. */
static inline void talk_await(_Atomic int *counter, int value)
{
    for (int i = 0; i < TALK_PATIENCE_MS / 5 && atomic_load(counter) < value; i++)
        talk_sleep_ms(5);
    assert_int_equal(atomic_load(counter), value);
}

#endif
