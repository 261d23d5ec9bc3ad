/* Replies from other threads, streams with back-pressure, clients that leave, bodies in pieces. */
#include "http/sse.h"
#include "talk.h"

#define HOST "Host: a\r\n"

/* --- The application of these tests
 * ----------------------------------------------------------------- */

static const struct http_header plain_text = { T_INIT("Content-Type"), T_INIT("text/plain") };

/* Streams "10 bytes.." ten times under the Content-Length of the query. */
static void *stream_counted(void *context)
{
    struct talk_job *job = context;
    struct http_header headers[] = {
        { T("Content-Length"), http_query(job->exchange) },
        { T("Transfer-Encoding"), T("chunked") }, /* is the server's business: not sent */
    };

    http_stream_begin(job->exchange, 200, headers, 2);
    for (size_t i = 0; i < 10; i++)
        if (http_stream_write_waiting(job->exchange, T("10 bytes..")) != HTTP_STREAM_TAKEN)
            break;
    http_stream_end(job->exchange);
    return NULL;
}

static void *stream_and_abort(void *context)
{
    struct talk_job *job = context;

    http_stream_begin(job->exchange, 200, &plain_text, 1);
    if (http_stream_write_waiting(job->exchange, T("half")) == HTTP_STREAM_TAKEN)
        talk_sleep_ms(30);
    http_stream_abort(job->exchange);
    return NULL;
}

/* Writes until the client is gone. */
static void *stream_for_ever(void *context)
{
    struct talk_job *job = context;

    http_watch(job->exchange, (struct http_watcher){ job->talk, talk_on_gone, NULL });
    http_stream_begin(job->exchange, 200, &plain_text, 1);
    while (http_stream_write_waiting(job->exchange, T("on and on ")) == HTTP_STREAM_TAKEN)
        continue;
    assert_true(http_is_gone(job->exchange));
    http_stream_end(job->exchange);
    return NULL;
}

static void *wait_until_gone(void *context)
{
    struct talk_job *job = context;

    while (!http_is_gone(job->exchange))
        talk_sleep_ms(2);
    http_watch(job->exchange, (struct http_watcher){ job->talk, talk_on_gone, NULL });
    talk_await(&job->talk->gone, 1);
    talk_reply(job->exchange, 200, T("too late"));
    return NULL;
}

/* Without a thread: writes until it is full, goes on when it is told that it may. */
struct pump {
    struct talk *talk;
    size_t left;
};

static void pump_on(void *context, struct http_exchange *exchange)
{
    static const char piece[512] = { [0] = 'p' };
    struct pump *pump = context;

    atomic_fetch_add(&pump->talk->writable, 1);
    while (pump->left > 0) {
        switch (http_stream_write(exchange, (struct text){ piece, sizeof piece })) {
        case HTTP_STREAM_TAKEN:
            pump->left--;
            break;
        case HTTP_STREAM_FULL:
            return;
        case HTTP_STREAM_GONE:
            pump->left = 0;
            break;
        }
    }
    http_stream_end(exchange);
}

static void stream_by_callback(struct talk *talk, struct http_exchange *exchange)
{
    struct pump *pump = ARENA_NEW(http_arena(exchange), struct pump);

    *pump = (struct pump){ talk, 10000 };
    http_watch(exchange, (struct http_watcher){ pump, NULL, pump_on });
    http_stream_begin(exchange, 200, &plain_text, 1);
    pump_on(pump, exchange);
}

static void *send_events(void *context)
{
    struct talk_job *job = context;
    struct http_sse_event events[] = {
        { .data = T("one") },
        { .name = T("tick"), .id = T("7"), .data = T("two\nlines\r\n") },
    };

    http_watch(job->exchange, (struct http_watcher){ job->talk, talk_on_gone, NULL });
    http_sse_begin(job->exchange, NULL, 0, 50);
    for (size_t i = 0; i < 2; i++)
        if (http_sse_send(job->exchange, &events[i]) != HTTP_STREAM_TAKEN)
            break;
    while (atomic_load(&job->talk->gone) == 0)
        talk_sleep_ms(5);
    assert_true(http_is_gone(job->exchange));
    http_stream_end(job->exchange);
    return NULL;
}

static void *resume_later(void *context)
{
    struct talk_job *job = context;

    talk_sleep_ms(5);
    http_body_resume(job->exchange);
    return NULL;
}

/* Pauses after every 100,000 bytes; for /refuse-pieces answers then. */
static bool take_piece(void *context, struct http_exchange *exchange, struct text piece)
{
    struct talk *talk = context;
    uint64_t before = atomic_fetch_add(&talk->taken_bytes, piece.size);

    if (before / 100000 == (before + piece.size) / 100000)
        return true;
    if (text_equal(http_path(exchange), T("/refuse-pieces")))
        talk_reply(exchange, 422, T("{\"enough\":true}"));
    else
        talk_thread(talk, exchange, resume_later);
    return false;
}

static void begin(void *context, struct http_exchange *exchange)
{
    struct talk *talk = context;

    if (text_find(http_path(exchange), T("pieces")) < http_path(exchange).size)
        http_accept_body_pieces(exchange, 10 << 20, (struct http_body_sink){ talk, take_piece });
    else
        talk_begin(context, exchange);
}

static void reply_with_buffer(struct talk *talk, struct http_exchange *exchange)
{
    struct buffer body = buffer_on_heap(1000000);

    (void)talk;
    for (int i = 0; i < 20000; i++)
        buffer_print(&body, "%06d,", i);
    http_reply_buffer(exchange, 201, &plain_text, 1, &body);
    assert_int_equal(body.size, 0);
}

static void reply_with_own_header(struct talk *talk, struct http_exchange *exchange)
{
    struct http_header headers[] = {
        { T("content-security-policy"), T("sandbox") },
        { T("X-Extra"), T("own") },
        { T("Connection"), T("upgrade") },
    };

    (void)talk;
    http_reply(exchange, 200, headers, 3, T("own"));
}

static void reply_with_bad_header(struct talk *talk, struct http_exchange *exchange)
{
    struct http_header header = { T("Location"), T("/a\r\nSet-Cookie: b=c") };

    (void)talk;
    http_reply(exchange, 303, &header, 1, T("body"));
}

static void reply_nothing(struct talk *talk, struct http_exchange *exchange)
{
    (void)talk;
    http_reply(exchange, 204, NULL, 0, T("is not sent"));
}

static void reply_taken(struct talk *talk, struct http_exchange *exchange)
{
    struct text total = arena_print(http_arena(exchange), "%llu",
                                    (unsigned long long)atomic_load(&talk->taken_bytes));

    assert_int_equal(http_body(exchange).size, 0);
    talk_reply(exchange, 200, total);
}

static const struct {
    struct text path;
    void (*reply)(struct talk *talk, struct http_exchange *exchange);
    void *(*work)(void *job); /* or on a thread */
} routes[] = {
    { T_INIT("/counted"), NULL, stream_counted },
    { T_INIT("/abort"), NULL, stream_and_abort },
    { T_INIT("/for-ever"), NULL, stream_for_ever },
    { T_INIT("/wait-until-gone"), NULL, wait_until_gone },
    { T_INIT("/callback"), stream_by_callback, NULL },
    { T_INIT("/events"), NULL, send_events },
    { T_INIT("/buffer"), reply_with_buffer, NULL },
    { T_INIT("/own-header"), reply_with_own_header, NULL },
    { T_INIT("/bad-header"), reply_with_bad_header, NULL },
    { T_INIT("/nothing"), reply_nothing, NULL },
    { T_INIT("/pieces"), reply_taken, NULL },
};

static void run(void *context, struct http_exchange *exchange)
{
    struct talk *talk = context;

    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (!text_equal(http_path(exchange), routes[i].path))
            continue;
        if (routes[i].work)
            talk_thread(talk, exchange, routes[i].work);
        else
            routes[i].reply(talk, exchange);
        return;
    }
    talk_run(context, exchange);
}

static void open_small(struct talk *talk)
{
    static const struct http_header extra[] = { { T_INIT("X-Extra"), T_INIT("operator") } };

    talk_open_with(
        talk,
        (struct http_settings){ .limits = { .stream_bytes = 8192, .linger_ms = 40 },
                                .extra_headers = extra,
                                .extra_header_count = 1 },
        (struct http_application){ .begin = begin, .run = run, .finished = talk_finished });
}

static int setup(void **state)
{
    struct talk *talk = memory_alloc(sizeof *talk);

    open_small(talk);
    *state = talk;
    return 0;
}

static int teardown(void **state)
{
    talk_close(*state);
    free(*state);
    return 0;
}

/* --- Whole replies
 * ------------------------------------------------------------------------------------ */

static void replies_from_other_threads(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    int fds[50];
    struct buffer in = buffer_on_heap(1 << 20);

    for (size_t i = 0; i < 50; i++) {
        fds[i] = talk_connect(talk->port);
        talk_send(fds[i], T("GET /late?20 HTTP/1.1\r\n" HOST "\r\n"));
    }
    for (size_t i = 0; i < 50; i++) {
        assert_text(talk_read(fds[i], &in, false, &arena).body, T("{\"late\":true}"));
        close(fds[i]);
    }
    buffer_release(&in);
    arena_release(&arena);
}

static void replies_with_a_buffer(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct talk_answer answer =
        talk_ask(talk->port, T("GET /buffer HTTP/1.1\r\n" HOST "\r\n"), &arena);

    assert_int_equal(answer.status, 201);
    assert_int_equal(answer.body.size, 140000);
    assert_text(text_slice(answer.body, 139993, 7), T("019999,"));
    arena_release(&arena);
}

static void lets_own_headers_win(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct talk_answer answer =
        talk_ask(talk->port, T("GET /own-header HTTP/1.1\r\n" HOST "\r\n"), &arena);

    assert_text(talk_header(&answer, T("Content-Security-Policy")), T("sandbox"));
    assert_text(talk_header(&answer, T("X-Extra")), T("own"));
    assert_text(talk_header(&answer, T("Referrer-Policy")), T("no-referrer"));
    assert_text(talk_header(&answer, T("Connection")), T(""));
    answer = talk_ask(talk->port, T("GET / HTTP/1.1\r\n" HOST "\r\n"), &arena);
    assert_text(talk_header(&answer, T("X-Extra")), T("operator"));
    arena_release(&arena);
}

static void splits_no_header(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct talk_answer answer =
        talk_ask(talk->port, T("GET /bad-header HTTP/1.1\r\n" HOST "\r\n"), &arena);

    assert_int_equal(answer.status, 500);
    assert_text(talk_header(&answer, T("Set-Cookie")), T(""));
    arena_release(&arena);
}

static void sends_no_body_where_none_belongs(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd = talk_connect(talk->port);
    struct talk_answer answer;

    talk_send(fd, T("GET /nothing HTTP/1.1\r\n" HOST "\r\nGET /next HTTP/1.1\r\n" HOST "\r\n"));
    answer = talk_read(fd, &in, false, &arena);
    assert_int_equal(answer.status, 204);
    assert_text(talk_header(&answer, T("Content-Length")), T(""));
    assert_text(talk_read(fd, &in, false, &arena).body, T("/next"));
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
}

/* --- Streams
 * ------------------------------------------------------------------------------------------- */

/* Reads slowly at first, so that the writer has to wait. */
static void streams_with_back_pressure(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(64 << 20);
    int fd = talk_connect(talk->port), small = 32768;
    struct talk_answer answer;

    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    talk_send(fd,
              T("GET /stream?6000000 HTTP/1.1\r\n" HOST "\r\nGET /next HTTP/1.1\r\n" HOST "\r\n"));
    talk_sleep_ms(100);
    answer = talk_read(fd, &in, false, &arena);
    assert_text(talk_header(&answer, T("Transfer-Encoding")), T("chunked"));
    assert_text(talk_header(&answer, T("Content-Length")), T(""));
    assert_true(answer.is_complete);
    assert_int_equal(answer.body.size, 6000000);
    assert_text(talk_read(fd, &in, false, &arena).body, T("/next"));
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
}

static void streams_by_callback(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct talk_answer answer =
        talk_ask(talk->port, T("GET /callback HTTP/1.1\r\n" HOST "\r\n"), &arena);

    assert_true(answer.is_complete);
    assert_int_equal(answer.body.size, 512 * 10000);
    assert_true(atomic_load(&talk->writable) > 1);
    arena_release(&arena);
}

static void streams_to_old_clients_until_the_end(void **state)
{
    struct talk *talk = *state;
    struct buffer in = buffer_on_heap(1 << 20);
    int fd = talk_connect(talk->port);

    talk_send(fd, T("GET /stream?5000 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_int_equal(text_find(buffer_text(&in), T("chunked")), in.size);
    assert_true(text_find(buffer_text(&in), T("Connection: close")) < in.size);
    assert_int_equal(in.size - text_find(buffer_text(&in), T("\r\n\r\n")) - 4, 5000);
    close(fd);
    buffer_release(&in);
}

static void streams_a_declared_length(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct talk_answer answer =
        talk_ask(talk->port, T("GET /counted?100 HTTP/1.1\r\n" HOST "\r\n"), &arena);

    assert_text(talk_header(&answer, T("Content-Length")), T("100"));
    assert_text(talk_header(&answer, T("Transfer-Encoding")), T(""));
    assert_int_equal(answer.body.size, 100);
    answer = talk_ask(talk->port, T("GET /counted?55 HTTP/1.1\r\n" HOST "\r\n"), &arena);
    assert_int_equal(answer.body.size, 55);
    answer = talk_ask(talk->port, T("GET /counted?101 HTTP/1.1\r\n" HOST "\r\n"), &arena);
    assert_false(answer.is_complete);
    arena_release(&arena);
}

static void shows_an_aborted_stream_cut_off(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct talk_answer answer =
        talk_ask(talk->port, T("GET /abort HTTP/1.1\r\n" HOST "\r\n"), &arena);

    assert_int_equal(answer.status, 200);
    assert_text(answer.body, T("half"));
    assert_false(answer.is_complete);
    arena_release(&arena);
}

static void streams_nothing_to_head(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd = talk_connect(talk->port);

    talk_send(fd, T("HEAD /for-ever HTTP/1.1\r\n" HOST "\r\nGET /next HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(talk_read(fd, &in, true, &arena).status, 200);
    assert_text(talk_read(fd, &in, false, &arena).body, T("/next"));
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
}

/* --- Clients that leave
 * --------------------------------------------------------------------------------- */

static void tells_a_stream_that_its_client_left(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd = talk_connect(talk->port);

    talk_send(fd, T("GET /for-ever HTTP/1.1\r\n" HOST "\r\n"));
    for (size_t i = 0; i < 3; i++)
        assert_true(talk_read_more(fd, &in));
    close(fd);
    talk_await(&talk->finished, 1);
    assert_int_equal(atomic_load(&talk->left), 1);
    assert_int_equal(atomic_load(&talk->last_status), 0);
    buffer_release(&in);
    arena_release(&arena);
}

static void tells_a_worker_that_its_client_left(void **state)
{
    struct talk *talk = *state;
    int fd = talk_connect(talk->port);

    talk_send(fd, T("GET /wait-until-gone HTTP/1.1\r\n" HOST "\r\n"));
    talk_await(&talk->begun, 1);
    talk_sleep_ms(30);
    close(fd);
    talk_await(&talk->finished, 1);
    assert_int_equal(atomic_load(&talk->gone), 1);
}

/* `printf ... | nc`: the client has said all it will, but listens. */
static void answers_a_client_that_only_listens(void **state)
{
    struct talk *talk = *state;
    struct buffer in = buffer_on_heap(1 << 20);
    int fd = talk_connect(talk->port);

    talk_send(fd, T("GET /late?30 HTTP/1.1\r\n" HOST "\r\nGET /next HTTP/1.1\r\n" HOST "\r\n"));
    shutdown(fd, SHUT_WR);
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_true(text_find(buffer_text(&in), T("{\"late\":true}")) < in.size);
    assert_true(text_ends_with(buffer_text(&in), T("/next")));
    close(fd);
    buffer_release(&in);
}

static void forgets_a_request_that_never_came_whole(void **state)
{
    struct talk *talk = *state;
    int fd = talk_connect(talk->port);

    talk_send(fd, T("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\nabc"));
    talk_await(&talk->begun, 1);
    close(fd);
    talk_await(&talk->finished, 1);
    assert_int_equal(atomic_load(&talk->run), 0);
    assert_int_equal(atomic_load(&talk->left), 1);
}

/* --- Bodies in pieces
 * ------------------------------------------------------------------------------------ */

static void send_pieces(int fd, struct text path, size_t size)
{
    struct arena arena = { 0 };
    char *bytes = arena_alloc(&arena, size);

    memset(bytes, 'b', size);
    talk_send(fd, arena_print(&arena, "POST %.*s HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n\r\n",
                              TEXT_ARG(path), size));
    talk_send(fd, (struct text){ bytes, size });
    arena_release(&arena);
}

static void takes_a_body_in_pieces(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd = talk_connect(talk->port);

    send_pieces(fd, T("/pieces"), 3000000);
    assert_text(talk_read(fd, &in, false, &arena).body, T("3000000"));
    assert_true(talk->thread_count >= 20);
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
}

static void answers_in_the_middle_of_a_body(void **state)
{
    struct talk *talk = *state;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd = talk_connect(talk->port);
    struct talk_answer answer;

    send_pieces(fd, T("/refuse-pieces"), 1000000);
    answer = talk_read(fd, &in, false, &arena);
    assert_int_equal(answer.status, 422);
    assert_text(talk_header(&answer, T("Connection")), T("close"));
    assert_true(atomic_load(&talk->taken_bytes) < 300000);
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
}

static void waits_for_a_paused_sink_whose_client_left(void **state)
{
    struct talk *talk = *state;
    int fd = talk_connect(talk->port);
    char bytes[100001];

    memset(bytes, 'b', sizeof bytes);
    talk_send(fd, T("POST /pieces HTTP/1.1\r\n" HOST "Content-Length: 9000000\r\n\r\n"));
    talk_send(fd, (struct text){ bytes, sizeof bytes });
    close(fd);
    talk_await(&talk->finished, 1);
    assert_int_equal(atomic_load(&talk->left), 1);
    assert_int_equal(atomic_load(&talk->run), 0);
}

/* --- Events
 * ---------------------------------------------------------------------------------------------- */

static void formats_events(void **state)
{
    static const struct {
        struct http_sse_event event;
        struct text text;
    } rows[] = {
        { { .data = T_INIT("a") }, T_INIT("data: a\n\n") },
        { { .data = T_INIT("") }, T_INIT("data: \n\n") },
        { { .data = T_INIT("a\nb\r\nc\rd\n") },
          T_INIT("data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n") },
        { { .name = T_INIT("n\nid: 9"), .id = T_INIT("3\rx"), .data = T_INIT("a") },
          T_INIT("id: 3\nevent: n\ndata: a\n\n") },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer out = buffer_on_heap(1000);

        http_sse_format(&rows[i].event, &out);
        assert_text(buffer_text(&out), rows[i].text);
        buffer_release(&out);
    }
}

static void sends_events_and_heartbeats(void **state)
{
    struct talk *talk = *state;
    struct buffer in = buffer_on_heap(1 << 20);
    int fd = talk_connect(talk->port);

    talk_send(fd, T("GET /events HTTP/1.1\r\n" HOST "\r\n"));
    for (int i = 0; i < 100 && text_find(buffer_text(&in), T(":\n\n")) == in.size; i++)
        assert_true(talk_read_more(fd, &in));
    assert_true(text_find(buffer_text(&in), T("Content-Type: text/event-stream\r\n")) < in.size);
    assert_true(text_find(buffer_text(&in), T("data: one\n\n")) < in.size);
    assert_true(text_find(buffer_text(&in),
                          T("id: 7\nevent: tick\ndata: two\ndata: lines\ndata: \n\n")) < in.size);
    assert_true(text_find(buffer_text(&in), T("3\r\n:\n\n\r\n")) < in.size);
    close(fd);
    talk_await(&talk->gone, 1);
    buffer_release(&in);
}

/* A drain does not wait for a stream that never ends by itself. */
static void drains_event_streams_at_once(void **state)
{
    struct talk talk;
    struct buffer in = buffer_on_heap(1 << 20);
    int64_t from_us;
    int fd;

    (void)state;
    open_small(&talk);
    fd = talk_connect(talk.port);
    talk_send(fd, T("GET /events HTTP/1.1\r\n" HOST "\r\n"));
    for (int i = 0; i < 100 && text_find(buffer_text(&in), T("data: one\n\n")) == in.size; i++)
        assert_true(talk_read_more(fd, &in));
    from_us = clock_monotonic_us();
    http_server_stop(talk.server, 60000);
    assert_in_range(clock_monotonic_us() - from_us, 0, 10000000);
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_true(text_ends_with(buffer_text(&in), T("\r\n0\r\n\r\n")));
    close(fd);
    buffer_release(&in);
    talk_close(&talk);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(replies_from_other_threads),
        TEST(replies_with_a_buffer),
        TEST(lets_own_headers_win),
        TEST(splits_no_header),
        TEST(sends_no_body_where_none_belongs),
        TEST(streams_with_back_pressure),
        TEST(streams_by_callback),
        TEST(streams_to_old_clients_until_the_end),
        TEST(streams_a_declared_length),
        TEST(shows_an_aborted_stream_cut_off),
        TEST(streams_nothing_to_head),
        TEST(tells_a_stream_that_its_client_left),
        TEST(tells_a_worker_that_its_client_left),
        TEST(answers_a_client_that_only_listens),
        TEST(forgets_a_request_that_never_came_whole),
        TEST(takes_a_body_in_pieces),
        TEST(answers_in_the_middle_of_a_body),
        TEST(waits_for_a_paused_sink_whose_client_left),
        cmocka_unit_test(formats_events),
        TEST(sends_events_and_heartbeats),
        cmocka_unit_test(drains_event_streams_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
