/* Time: slow heads, slow bodies, idle and stuck clients, floods of them, and draining. */
#include "talk.h"

#define HOST "Host: a\r\n"
#define GET  "GET /hello HTTP/1.1\r\n" HOST "\r\n"

static const struct http_limits quick = {
    .header_ms = 200,
    .idle_ms = 400,
    .body_window_ms = 200,
    .body_window_bytes = 1000,
    .write_stall_ms = 300,
    .linger_ms = 60,
};

/* Milliseconds until the server closes; *in gets what it said. */
static int64_t until_closed_ms(int fd, struct buffer *in)
{
    int64_t from_us = clock_monotonic_us();

    assert_true(talk_read_all(fd, in, TALK_PATIENCE_MS));
    return (clock_monotonic_us() - from_us) / 1000;
}

/* Sends one byte of `bytes` every 20 ms until the server closes or five seconds are over. */
static int64_t drip_ms(int fd, struct text bytes, struct buffer *in)
{
    int64_t from_us = clock_monotonic_us();

    for (size_t i = 0; clock_monotonic_us() - from_us < 5000000; i++) {
        if (!talk_send(fd, text_slice(bytes, i % bytes.size, 1)) || talk_read_all(fd, in, 20))
            break;
    }
    return (clock_monotonic_us() - from_us) / 1000;
}

static void has_patience_with_heads_only_so_long(void **state)
{
    struct talk talk;
    struct buffer in = buffer_on_heap(1 << 20);
    int64_t ms;
    int fd;

    (void)state;
    talk_open(&talk, quick);
    fd = talk_connect(talk.port);
    ms = until_closed_ms(fd, &in);
    assert_in_range(ms, 150, 4000);
    assert_int_equal(in.size, 0);
    close(fd);

    fd = talk_connect(talk.port);
    talk_send(fd, T("GET / HTTP/1.1\r\n" HOST));
    ms = drip_ms(fd, T("X-a: b\r\n"), &in);
    assert_in_range(ms, 150, 4000);
    assert_true(text_starts_with(buffer_text(&in), T("HTTP/1.1 408 ")));
    close(fd);
    buffer_release(&in);
    talk_close(&talk);
}

static void has_patience_with_idle_clients_only_so_long(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int64_t ms;
    int fd;

    (void)state;
    talk_open(&talk, quick);
    fd = talk_connect(talk.port);
    talk_send(fd, T(GET));
    assert_int_equal(talk_read(fd, &in, false, &arena).status, 200);
    ms = until_closed_ms(fd, &in);
    assert_in_range(ms, 350, 4000);
    assert_int_equal(in.size, 0);
    close(fd);

    /* The second head has its own time, from its first byte. */
    fd = talk_connect(talk.port);
    talk_send(fd, T(GET));
    assert_int_equal(talk_read(fd, &in, false, &arena).status, 200);
    talk_sleep_ms(100);
    ms = drip_ms(fd, T("GET"), &in);
    assert_in_range(ms, 150, 4000);
    assert_true(text_starts_with(buffer_text(&in), T("HTTP/1.1 408 ")));
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
    talk_close(&talk);
}

static void wants_a_rate_of_bodies(void **state)
{
    struct talk talk;
    struct buffer in = buffer_on_heap(1 << 20);
    int64_t ms;
    int fd;

    (void)state;
    talk_open(&talk, quick);
    fd = talk_connect(talk.port);
    talk_send(fd, T("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 100000\r\n\r\n"));
    ms = drip_ms(fd, T("a"), &in);
    assert_in_range(ms, 150, 4000);
    assert_true(text_starts_with(buffer_text(&in), T("HTTP/1.1 408 ")));
    close(fd);
    buffer_release(&in);
    talk_close(&talk);
}

/* Longer than one window, but with enough in each. */
static void takes_bodies_that_are_slow_but_come(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd;

    (void)state;
    talk_open(&talk, (struct http_limits){ .body_window_ms = 1000, .body_window_bytes = 1000 });
    fd = talk_connect(talk.port);
    talk_send(fd, T("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 10000\r\n\r\n"));
    for (int i = 0; i < 10; i++) {
        assert_true(talk_send(fd, arena_print(&arena, "%01000d", i)));
        talk_sleep_ms(150);
    }
    assert_int_equal(talk_read(fd, &in, false, &arena).body.size, 10000);
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
    talk_close(&talk);
}

/* The application may take its time: no deadline runs while it works. */
static void waits_for_the_application(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };

    (void)state;
    talk_open(&talk, quick);
    assert_text(talk_ask(talk.port, T("GET /late?800 HTTP/1.1\r\n" HOST "\r\n"), &arena).body,
                T("{\"late\":true}"));
    arena_release(&arena);
    talk_close(&talk);
}

static void gives_up_on_clients_that_read_nothing(void **state)
{
    struct talk talk;
    struct http_metrics metrics;
    int fd;

    (void)state;
    talk_open(&talk, quick);
    fd = talk_connect(talk.port);
    talk_send(fd, T("GET /stream?50000000 HTTP/1.1\r\n" HOST "\r\n"));
    talk_await(&talk.finished, 1);
    assert_int_equal(atomic_load(&talk.left), 1);
    http_server_metrics(talk.server, &metrics);
    assert_int_equal(metrics.deadlines_missed, 1);
    close(fd);
    talk_close(&talk);
}

/* Pipelines without reading: the server stops reading too, and then gives up. */
static void bounds_what_a_pipelining_client_makes_it_keep(void **state)
{
    struct talk talk;
    struct buffer many = buffer_on_heap(1 << 20);
    struct pollfd poll_fd = { .events = POLLOUT };
    size_t sent = 0;

    (void)state;
    talk_open(&talk, quick);
    poll_fd.fd = talk_connect(talk.port);
    while (many.size < 60000)
        buffer_append(&many, T(GET));
    for (int i = 0; i < 1000 && poll(&poll_fd, 1, 100) > 0; i++) {
        ssize_t size = send(poll_fd.fd, many.at, many.size, MSG_NOSIGNAL | MSG_DONTWAIT);

        if (size < 0)
            break;
        sent += (size_t)size;
        assert_true(sent < 30 << 20);
    }
    close(poll_fd.fd);
    buffer_release(&many);
    talk_close(&talk);
}

/* Two hundred slow clients do not keep one quick client waiting. */
static void serves_through_a_flood_of_slow_clients(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct http_metrics metrics = { 0 };
    int fds[200];
    int64_t from_us;

    (void)state;
    talk_open(&talk, quick);
    for (size_t i = 0; i < 200; i++) {
        fds[i] = talk_connect(talk.port);
        talk_send(fds[i], i % 2 == 0
                              ? T("GET / HT")
                              : T("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 100\r\n\r\nabc"));
    }
    from_us = clock_monotonic_us();
    for (int i = 0; i < 20; i++)
        assert_int_equal(talk_ask(talk.port, T(GET), &arena).status, 200);
    assert_in_range(clock_monotonic_us() - from_us, 0, 4000000);
    for (int i = 0; i < 1000 && (i == 0 || metrics.connections_open > 0); i++) {
        talk_sleep_ms(5);
        http_server_metrics(talk.server, &metrics);
    }
    assert_int_equal(metrics.connections_open, 0);
    assert_int_equal(metrics.deadlines_missed, 200);
    for (size_t i = 0; i < 200; i++)
        close(fds[i]);
    arena_release(&arena);
    talk_close(&talk);
}

/* --- Draining
 * -------------------------------------------------------------------------------------- */

static void *stop(void *context)
{
    struct talk *talk = context;

    http_server_stop(talk->server, 5000);
    return NULL;
}

static void drains(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    struct talk_answer answer;
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int idle, busy, late;
    pthread_t stopper;

    (void)state;
    talk_open_with(&talk, (struct http_settings){ .loop_count = 1 },
                   (struct http_application){ .begin = talk_begin, .run = talk_run });
    idle = talk_connect(talk.port);
    talk_send(idle, T(GET));
    assert_int_equal(talk_read(idle, &in, false, &arena).status, 200);
    busy = talk_connect(talk.port);
    talk_send(busy, T("GET /hold HTTP/1.1\r\n" HOST "\r\n" GET));
    talk_await(&talk.run, 2);
    assert_int_equal(pthread_create(&stopper, NULL, stop, &talk), 0);

    /* The idle one is closed at once, nobody new comes in ... */
    assert_true(talk_read_all(idle, &in, TALK_PATIENCE_MS));
    address.sin_port = htons(talk.port);
    late = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(late, (struct sockaddr *)&address, sizeof address), -1);
    /* ... and the one under way gets its answer, and is then closed. */
    atomic_store(&talk.hold, false);
    answer = talk_read(busy, &in, false, &arena);
    assert_text(answer.body, T("{\"held\":true}"));
    assert_text(talk_header(&answer, T("Connection")), T("close"));
    assert_true(talk_read_all(busy, &in, TALK_PATIENCE_MS));
    assert_int_equal(in.size, 0);
    pthread_join(stopper, NULL);
    close(idle);
    close(busy);
    close(late);
    buffer_release(&in);
    arena_release(&arena);
    talk_close(&talk);
}

static void drains_only_so_long(void **state)
{
    struct talk talk;
    struct buffer in = buffer_on_heap(1 << 20);
    int64_t from_us;
    int fd;

    (void)state;
    talk_open(&talk, (struct http_limits){ 0 });
    fd = talk_connect(talk.port);
    talk_send(fd, T("GET /hold HTTP/1.1\r\n" HOST "\r\n"));
    talk_await(&talk.run, 1);
    from_us = clock_monotonic_us();
    http_server_stop(talk.server, 100);
    assert_in_range(clock_monotonic_us() - from_us, 90000, 4000000);
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_int_equal(in.size, 0);
    close(fd);
    buffer_release(&in);
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_patience_with_heads_only_so_long),
        cmocka_unit_test(has_patience_with_idle_clients_only_so_long),
        cmocka_unit_test(wants_a_rate_of_bodies),
        cmocka_unit_test(takes_bodies_that_are_slow_but_come),
        cmocka_unit_test(waits_for_the_application),
        cmocka_unit_test(gives_up_on_clients_that_read_nothing),
        cmocka_unit_test(bounds_what_a_pipelining_client_makes_it_keep),
        cmocka_unit_test(serves_through_a_flood_of_slow_clients),
        cmocka_unit_test(drains),
        cmocka_unit_test(drains_only_so_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
