/* The server over real sockets: what it refuses and how, keeping connections, pipelining,
   bodies, HEAD, ceilings, numbers. */
#include "talk.h"

#define HOST "Host: a\r\n"
#define GET  "GET /hello HTTP/1.1\r\n" HOST "\r\n"

/* --- Refusals ------------------------------------------------------------------------------------
 */

static const struct {
    struct text request;
    int status;
    struct text word;
} refusals[] = {
    { T_INIT("GET / HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n"), 400, T_INIT("header_value") },
    { T_INIT("GET / HTTP/1.1\r\n" HOST "Content-Length : 3\r\n\r\nabc"), 400,
      T_INIT("header_name") },
    { T_INIT("POST / HTTP/1.1\r\n" HOST
             "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
      400, T_INIT("length_and_coding") },
    { T_INIT("POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"), 400,
      T_INIT("content_length") },
    { T_INIT("POST / HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\nabc"), 400,
      T_INIT("content_length") },
    { T_INIT("GET / HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n"), 400, T_INIT("header_value") },
    { T_INIT("GET / HTTP/1.1\nHost: a\n\n"), 400, T_INIT("line_end") },
    { T_INIT("GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n"), 400, T_INIT("header_folded") },
    { T_INIT("GET / HTTP/1.1\r\n\r\n"), 400, T_INIT("host") },
    { T_INIT("GET / HTTP/1.1\r\n" HOST HOST "\r\n"), 400, T_INIT("host") },
    { T_INIT("GET http://a/ HTTP/1.1\r\n" HOST "\r\n"), 400, T_INIT("target") },
    { T_INIT("BREW / HTTP/1.1\r\n" HOST "\r\n"), 501, T_INIT("method") },
    { T_INIT("GET / HTTP/3.0\r\n" HOST "\r\n"), 505, T_INIT("version") },
    { T_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505, T_INIT("version") },
    { T_INIT("nonsense\r\n\r\n"), 400, T_INIT("request_line") },
    { T_INIT("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n"), 400, T_INIT("line_end") },
    { T_INIT("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip\r\n\r\n"), 501,
      T_INIT("transfer_encoding") },
    { T_INIT("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n"), 400,
      T_INIT("chunk") },
    { T_INIT("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n"), 400,
      T_INIT("chunk") },
    { T_INIT("POST / HTTP/1.1\r\n" HOST "Expect: wonders\r\nContent-Length: 3\r\n\r\nabc"), 417,
      T_INIT("expectation") },
    { T_INIT("POST / HTTP/1.1\r\n" HOST "Content-Length: 10737418240\r\n\r\nabc"), 413,
      T_INIT("body_too_large") },
    { T_INIT("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nfffffff\r\nabc"), 413,
      T_INIT("body_too_large") },
    { T_INIT("POST /no-body HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc"), 413,
      T_INIT("body_not_wanted") },
    { T_INIT("POST /no-body HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 413,
      T_INIT("body_not_wanted") },
};

/* The chunked one above only is too large when that much comes. */
static bool needs_a_flood(struct text request)
{
    return text_find(request, T("fffffff")) < request.size;
}

static void flood(int fd, size_t bytes)
{
    static char junk[1 << 16];

    memset(junk, 'f', sizeof junk);
    for (size_t sent = 0; sent < bytes; sent += sizeof junk)
        if (!talk_send(fd, (struct text){ junk, sizeof junk }))
            break;
}

static void check_refusal(struct talk *talk, size_t row)
{
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd = talk_connect(talk->port);
    struct talk_answer answer;
    struct text code =
        arena_print(&arena, "{\"code\":\"%.*s\",\"message\":\"", TEXT_ARG(refusals[row].word));

    assert_true(talk_send(fd, refusals[row].request));
    if (needs_a_flood(refusals[row].request))
        flood(fd, 2 * TALK_BODY_LIMIT);
    answer = talk_read(fd, &in, false, &arena);
    if (answer.status != refusals[row].status)
        print_error("row %zu: %d\n", row, answer.status);
    assert_int_equal(answer.status, refusals[row].status);
    assert_true(text_starts_with(answer.body, code));
    assert_text(talk_header(&answer, T("Content-Type")), T("application/json; charset=utf-8"));
    assert_text(talk_header(&answer, T("Connection")), T("close"));
    assert_false(text_is_empty(talk_header(&answer, T("Content-Security-Policy"))));
    /* Nothing else is answered, however much follows, and the server closes. */
    talk_send(fd, T(GET));
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_int_equal(in.size, 0);
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
}

static void refuses_in_json_and_closes(void **state)
{
    struct talk talk;

    (void)state;
    talk_open(&talk, (struct http_limits){ .linger_ms = 40 });
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        check_refusal(&talk, i);
        talk_await(&talk.finished, (int)i + 1);
        pthread_mutex_lock(&talk.lock);
        assert_text(text_from(talk.last_refusal), refusals[i].word);
        pthread_mutex_unlock(&talk.lock);
    }
    talk_close(&talk);
}

/* --- Requests however they arrive
 * ------------------------------------------------------------------ */

static const struct text splits[] = {
    T_INIT(GET),
    T_INIT("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello"),
    T_INIT("POST /echo HTTP/1.1\r\n" HOST
           "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"),
    T_INIT("GET /a HTTP/1.1\r\n" HOST "\r\n\r\nGET /b HTTP/1.1\r\n" HOST "\r\n"),
};
static const struct text split_bodies[] = { T_INIT("/hello"), T_INIT("hello"), T_INIT("hello"),
                                            T_INIT("/a") };

static void reads_requests_cut_anywhere(void **state)
{
    struct talk talk;

    (void)state;
    talk_open(&talk, (struct http_limits){ 0 });
    for (size_t i = 0; i < sizeof splits / sizeof *splits; i++) {
        for (size_t cut = 1; cut < splits[i].size; cut++) {
            struct arena arena = { 0 };
            struct buffer in = buffer_on_heap(1 << 20);
            int fd = talk_connect(talk.port);
            struct talk_answer answer;

            talk_send(fd, text_slice(splits[i], 0, cut));
            if (cut % 7 == 0)
                talk_sleep_ms(1);
            talk_send(fd, text_from_offset(splits[i], cut));
            answer = talk_read(fd, &in, false, &arena);
            assert_int_equal(answer.status, 200);
            assert_text(answer.body, split_bodies[i]);
            if (i == 3)
                assert_text(talk_read(fd, &in, false, &arena).body, T("/b"));
            close(fd);
            buffer_release(&in);
            arena_release(&arena);
        }
    }
    talk_close(&talk);
}

static void reads_requests_byte_by_byte(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    struct talk_answer answer;
    int fd;

    (void)state;
    talk_open(&talk, (struct http_limits){ 0 });
    fd = talk_connect(talk.port);
    for (size_t i = 0; i < splits[2].size; i++) {
        assert_true(talk_send(fd, text_slice(splits[2], i, 1)));
        talk_sleep_ms(1);
    }
    answer = talk_read(fd, &in, false, &arena);
    assert_text(answer.body, T("hello"));
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
    talk_close(&talk);
}

/* A slow answer comes before the quick ones that were asked for after it. */
static void answers_pipelined_requests_in_order(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(64 << 20);
    int fd;

    (void)state;
    talk_open(&talk, (struct http_limits){ 0 });
    fd = talk_connect(talk.port);
    talk_send(fd, T("GET /late?50 HTTP/1.1\r\n" HOST "\r\nPOST /echo HTTP/1.1\r\n" HOST
                    "Content-Length: 3\r\n\r\ntwo"));
    for (int i = 0; i < 500; i++)
        talk_send(fd, arena_print(&arena, "GET /%d HTTP/1.1\r\n" HOST "\r\n", i));
    assert_text(talk_read(fd, &in, false, &arena).body, T("{\"late\":true}"));
    assert_text(talk_read(fd, &in, false, &arena).body, T("two"));
    for (int i = 0; i < 500; i++)
        assert_text(talk_read(fd, &in, false, &arena).body, arena_print(&arena, "/%d", i));
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
    talk_close(&talk);
}

/* --- Keeping connections
 * --------------------------------------------------------------------------- */

static const struct {
    struct text request;
    bool closes;
    struct text connection;
} lasting[] = {
    { T_INIT(GET), false, T_INIT("") },
    { T_INIT("GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"), true, T_INIT("close") },
    { T_INIT("GET / HTTP/1.0\r\n\r\n"), true, T_INIT("close") },
    { T_INIT("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), false, T_INIT("keep-alive") },
    { T_INIT("POST /early HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc"), false, T_INIT("") },
    { T_INIT("POST /early HTTP/1.1\r\n" HOST "Content-Length: 70000\r\n\r\nabc"), true,
      T_INIT("close") },
    { T_INIT("POST /early HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
      true, T_INIT("close") },
};

static void keeps_or_closes_connections(void **state)
{
    struct talk talk;

    (void)state;
    talk_open(&talk, (struct http_limits){ .linger_ms = 40 });
    for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++) {
        struct arena arena = { 0 };
        struct buffer in = buffer_on_heap(1 << 20);
        int fd = talk_connect(talk.port);
        struct talk_answer answer;

        talk_send(fd, lasting[i].request);
        answer = talk_read(fd, &in, false, &arena);
        assert_true(answer.status == 200 || answer.status == 401);
        assert_text(talk_header(&answer, T("Connection")), lasting[i].connection);
        talk_send(fd, T(GET));
        answer = talk_read(fd, &in, false, &arena);
        assert_int_equal(answer.status, lasting[i].closes ? 0 : 200);
        close(fd);
        buffer_release(&in);
        arena_release(&arena);
    }
    talk_close(&talk);
}

static void says_continue_only_when_wanted(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    struct talk_answer answer;
    int fd;

    (void)state;
    talk_open(&talk, (struct http_limits){ .linger_ms = 40 });
    fd = talk_connect(talk.port);
    talk_send(
        fd, T("POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
    assert_int_equal(talk_read(fd, &in, false, &arena).status, 100);
    talk_send(fd, T("hello"));
    answer = talk_read(fd, &in, false, &arena);
    assert_text(answer.body, T("hello"));
    close(fd);

    fd = talk_connect(talk.port);
    talk_send(fd, T("POST /no-body HTTP/1.1\r\n" HOST
                    "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
    assert_int_equal(talk_read(fd, &in, false, &arena).status, 413);
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
    talk_close(&talk);
}

/* A client that sends everything before it reads still gets the refusal, not a reset. */
static void lets_a_refused_client_read_its_answer(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd;

    (void)state;
    talk_open(&talk, (struct http_limits){ 0 });
    fd = talk_connect(talk.port);
    talk_send(fd, T("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5000000\r\n\r\n"));
    flood(fd, 5000000);
    assert_int_equal(talk_read(fd, &in, false, &arena).status, 413);
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
    talk_close(&talk);
}

/* --- HEAD and large bodies
 * --------------------------------------------------------------------------- */

static void answers_head_without_a_body(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    struct talk_answer answer;
    int fd;

    (void)state;
    talk_open(&talk, (struct http_limits){ 0 });
    fd = talk_connect(talk.port);
    talk_send(fd, T("HEAD /twelve-bytes HTTP/1.1\r\n" HOST "\r\n" GET));
    answer = talk_read(fd, &in, true, &arena);
    assert_int_equal(answer.status, 200);
    assert_text(talk_header(&answer, T("Content-Length")), T("13"));
    assert_text(talk_read(fd, &in, false, &arena).body, T("/hello"));
    close(fd);
    buffer_release(&in);
    arena_release(&arena);
    talk_close(&talk);
}

static void echoes_a_megabyte(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer request = buffer_on_heap(2 << 20);
    struct talk_answer answer;

    (void)state;
    talk_open(&talk, (struct http_limits){ 0 });
    buffer_print(&request, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: %d\r\n\r\n",
                 TALK_BODY_LIMIT);
    for (uint32_t i = 0; i < TALK_BODY_LIMIT / 8; i++)
        buffer_print(&request, "%08x", i);
    answer = talk_ask(talk.port, buffer_text(&request), &arena);
    assert_true(answer.is_complete);
    assert_int_equal(answer.body.size, TALK_BODY_LIMIT);
    assert_true(text_ends_with(buffer_text(&request), answer.body));
    buffer_release(&request);
    arena_release(&arena);
    talk_close(&talk);
}

/* --- Ceilings
 * ---------------------------------------------------------------------------------------- */

static void has_ceilings_for_heads(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer request = buffer_on_heap(2 << 20);

    (void)state;
    talk_open(&talk, (struct http_limits){ 0 });
    buffer_append(&request, T("GET / HTTP/1.1\r\n" HOST "X: "));
    for (size_t i = 0; i < 1000000; i++)
        buffer_append(&request, T("a"));
    assert_int_equal(talk_ask(talk.port, buffer_text(&request), &arena).status, 431);
    buffer_clear(&request);
    buffer_append(&request, T("GET / HTTP/1.1\r\n" HOST));
    for (size_t i = 0; i < 2000; i++)
        buffer_append(&request, T("X: a\r\n"));
    buffer_append(&request, T("\r\n"));
    assert_int_equal(talk_ask(talk.port, buffer_text(&request), &arena).status, 431);
    buffer_clear(&request);
    buffer_append(&request, T("GET /"));
    for (size_t i = 0; i < 60000; i++)
        buffer_append(&request, T("a"));
    assert_int_equal(talk_ask(talk.port, buffer_text(&request), &arena).status, 414);
    buffer_release(&request);
    arena_release(&arena);
    talk_close(&talk);
}

static void has_ceilings_for_connections(void **state)
{
    struct talk talk;
    struct http_metrics metrics;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fds[4], more;

    (void)state;
    talk_open(&talk, (struct http_limits){ .connections_per_address = 4 });
    for (size_t i = 0; i < 4; i++) {
        fds[i] = talk_connect(talk.port);
        talk_send(fds[i], T(GET));
        assert_int_equal(talk_read(fds[i], &in, false, &arena).status, 200);
    }
    more = talk_connect(talk.port);
    assert_true(talk_read_all(more, &in, TALK_PATIENCE_MS));
    close(more);
    for (size_t i = 0; i < 4; i++)
        close(fds[i]);
    http_server_metrics(talk.server, &metrics);
    for (int i = 0; i < 1000 && metrics.connections_open > 0; i++) {
        talk_sleep_ms(5);
        http_server_metrics(talk.server, &metrics);
    }
    assert_int_equal(metrics.connections_refused, 1);
    assert_int_equal(talk_ask(talk.port, T(GET), &arena).status, 200);
    buffer_release(&in);
    arena_release(&arena);
    talk_close(&talk);
}

static void has_a_ceiling_for_all_bodies(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct talk_answer answer;
    int fd;

    (void)state;
    talk_open(&talk, (struct http_limits){ .bodies_bytes = 100000 });
    fd = talk_connect(talk.port);
    talk_send(fd, T("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 90000\r\n\r\n"));
    flood(fd, 1 << 16);
    for (int i = 0; i < 1000 && atomic_load(&talk.begun) == 0; i++)
        talk_sleep_ms(5);
    talk_sleep_ms(50);
    answer = talk_ask(
        talk.port,
        arena_print(&arena, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 50000\r\n\r\n%050000d",
                    0),
        &arena);
    assert_int_equal(answer.status, 503);
    close(fd);
    talk_await(&talk.finished, 2);
    answer = talk_ask(talk.port, T("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nhi"),
                      &arena);
    assert_text(answer.body, T("hi"));
    arena_release(&arena);
    talk_close(&talk);
}

/* --- Numbers
 * ----------------------------------------------------------------------------------------- */

static void counts(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct http_metrics metrics;
    uint64_t in_buckets = 0;

    (void)state;
    talk_open(&talk, (struct http_limits){ .linger_ms = 40 });
    talk_ask(talk.port, T(GET), &arena);
    talk_ask(talk.port, T(GET), &arena);
    talk_ask(talk.port, T("GET /early HTTP/1.1\r\n" HOST "\r\n"), &arena);
    talk_ask(talk.port, T("GET x HTTP/1.1\r\n" HOST "\r\n"), &arena);
    talk_await(&talk.finished, 4);
    http_server_metrics(talk.server, &metrics);
    assert_int_equal(metrics.requests[2], 2);
    assert_int_equal(metrics.requests[4], 2);
    assert_int_equal(metrics.requests_refused, 1);
    assert_int_equal(metrics.connections_opened, 4);
    assert_int_equal(metrics.latency_count, 4);
    for (size_t i = 0; i < HTTP_LATENCY_BUCKETS; i++)
        in_buckets += metrics.latency_buckets[i];
    assert_int_equal(in_buckets, 4);
    assert_true(metrics.bytes_in > 100 && metrics.bytes_out > 2000);
    assert_int_equal(atomic_load(&talk.left), 0);
    arena_release(&arena);
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_in_json_and_closes),
        cmocka_unit_test(reads_requests_cut_anywhere),
        cmocka_unit_test(reads_requests_byte_by_byte),
        cmocka_unit_test(answers_pipelined_requests_in_order),
        cmocka_unit_test(keeps_or_closes_connections),
        cmocka_unit_test(says_continue_only_when_wanted),
        cmocka_unit_test(lets_a_refused_client_read_its_answer),
        cmocka_unit_test(answers_head_without_a_body),
        cmocka_unit_test(echoes_a_megabyte),
        cmocka_unit_test(has_ceilings_for_heads),
        cmocka_unit_test(has_ceilings_for_connections),
        cmocka_unit_test(has_a_ceiling_for_all_bodies),
        cmocka_unit_test(counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
