/* WebSockets on a running server: the handshake, echo, pings, deadlines, slow readers, pausing,
   closing from both sides, and draining. */
#include "http/websocket.h"

#include "talk.h"

#define HOST    "Host: a\r\n"
#define KEY     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define ASKS    "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
#define VERSION "Sec-WebSocket-Version: 13\r\n"
#define OPEN    "GET /ws HTTP/1.1\r\n" HOST ASKS VERSION KEY "\r\n"
#define M       "\0\0\0\0"

/* The application of these tests: echoes; some words do more. */
struct app {
    struct talk talk;
    struct http_websocket_limits limits;
    struct http_websocket *_Atomic paused;
    _Atomic int opened, closed, last_code;
};

static bool on_message(void *context, struct http_websocket *socket, bool is_text,
                       struct text message)
{
    struct app *app = context;

    if (text_equal(message, T("bye"))) {
        http_websocket_close(socket, 4001, T("as you wish"));
        return true;
    }
    if (text_equal(message, T("pause"))) {
        atomic_store(&app->paused, http_websocket_hold(socket));
        return false;
    }
    if (text_equal(message, T("flood")))
        while (http_websocket_send(socket, true, T("0123456789012345678901234567890123456789")))
            continue;
    else
        (void)http_websocket_send(socket, is_text, message);
    return true;
}

static void on_closed(void *context, struct http_websocket *socket, int code)
{
    struct app *app = context;

    assert_false(http_websocket_send(socket, true, T("late")));
    atomic_store(&app->last_code, code);
    atomic_fetch_add(&app->closed, 1);
    http_websocket_release(socket);
}

static void app_run(void *context, struct http_exchange *exchange)
{
    struct app *app = context;
    struct http_websocket_handler handler = { app, on_message, on_closed };
    struct http_websocket *socket;

    if (!http_websocket_is_valid(exchange) || !http_origin_is_allowed(exchange)) {
        talk_reply(exchange, http_websocket_is_asked(exchange) ? 400 : 426, T("{}"));
        return;
    }
    socket = http_websocket_new(exchange, &handler, &app->limits);
    atomic_fetch_add(&app->opened, 1);
    http_websocket_accept(exchange, socket);
}

static void app_open(struct app *app, struct http_limits limits)
{
    talk_open_with(&app->talk, (struct http_settings){ .limits = limits },
                   (struct http_application){
                       .begin = talk_begin, .run = app_run, .finished = talk_finished });
}

static void app_close(struct app *app)
{
    talk_close(&app->talk);
    assert_int_equal(app->opened, app->closed);
}

/* Reads at least `size` bytes, or what comes until the end. */
static struct text take_bytes(int fd, struct buffer *in, size_t size)
{
    while (in->size < size && talk_read_more(fd, in))
        continue;
    return buffer_text(in);
}

static int open_socket(struct app *app, struct buffer *in)
{
    struct arena arena = { 0 };
    int fd = talk_connect(app->talk.port);
    size_t end;

    assert_true(talk_send(fd, T(OPEN)));
    while ((end = text_find(buffer_text(in), T("\r\n\r\n"))) == in->size)
        assert_true(talk_read_more(fd, in));
    assert_true(text_starts_with(buffer_text(in), T("HTTP/1.1 101 ")));
    /* The example of RFC 6455, 1.3. */
    assert_true(text_find(buffer_text(in),
                          T("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")) < in->size);
    assert_int_equal(end + 4, in->size);
    buffer_clear(in);
    arena_release(&arena);
    return fd;
}

static void opens_only_what_asks_rightly(void **state)
{
    static const struct {
        const char *request;
        int status;
    } rows[] = {
        { OPEN, 101 },
        { "GET /ws HTTP/1.1\r\n" HOST ASKS VERSION KEY "Origin: http://a\r\n\r\n", 101 },
        { "GET /ws HTTP/1.1\r\n" HOST VERSION KEY "\r\n", 426 },
        { "GET /ws HTTP/1.1\r\n" HOST "Upgrade: h2c\r\nConnection: Upgrade\r\n" VERSION KEY "\r\n",
          426 },
        { "GET /ws HTTP/1.1\r\n" HOST "Upgrade: websocket\r\n" VERSION KEY "\r\n", 400 },
        { "GET /ws HTTP/1.1\r\n" HOST ASKS "Sec-WebSocket-Version: 8\r\n" KEY "\r\n", 400 },
        { "GET /ws HTTP/1.1\r\n" HOST ASKS KEY "\r\n", 400 },
        { "GET /ws HTTP/1.1\r\n" HOST ASKS VERSION "\r\n", 400 },
        { "GET /ws HTTP/1.1\r\n" HOST ASKS VERSION
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j\r\n\r\n",
          400 },
        { "GET /ws HTTP/1.1\r\n" HOST ASKS VERSION
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==\r\n\r\n",
          400 },
        { "GET /ws HTTP/1.1\r\n" HOST ASKS VERSION KEY KEY "\r\n", 400 },
        { "GET /ws HTTP/1.0\r\n" HOST ASKS VERSION KEY "\r\n", 400 },
        { "HEAD /ws HTTP/1.1\r\n" HOST ASKS VERSION KEY "\r\n", 400 },
        { "POST /ws HTTP/1.1\r\n" HOST ASKS VERSION KEY "Content-Length: 1\r\n\r\na", 400 },
        { "GET /ws HTTP/1.1\r\n" HOST ASKS VERSION KEY "Origin: http://b\r\n\r\n", 400 },
        { "GET /ws HTTP/1.1\r\n" HOST ASKS VERSION KEY "Origin: https://a\r\n\r\n", 400 },
        { "GET /ws HTTP/1.1\r\n" HOST ASKS VERSION KEY "Origin: null\r\n\r\n", 400 },
    };
    struct app app = { 0 };

    (void)state;
    app_open(&app, (struct http_limits){ 0 });
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int fd = talk_connect(app.talk.port);
        struct buffer in = buffer_on_heap(1 << 20);
        int64_t status = 0;

        talk_send(fd, text_from(rows[i].request));
        while (text_find(buffer_text(&in), T("\r\n\r\n")) == in.size)
            assert_true(talk_read_more(fd, &in));
        assert_true(text_to_int64(text_slice(buffer_text(&in), 9, 3), &status));
        assert_int_equal(status, rows[i].status);
        close(fd);
        buffer_release(&in);
    }
    app_close(&app);
}

static void echoes_and_answers_pings(void **state)
{
    struct app app = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd;

    (void)state;
    app_open(&app, (struct http_limits){ 0 });
    fd = open_socket(&app, &in);
    talk_send(fd, T("\x01\x83" M "hel\x89\x82" M "hi\x80\x82" M "lo\x82\x81" M "z"));
    assert_text(take_bytes(fd, &in, 14), T("\x8a\x02hi\x81\x05hello\x82\x01z"));
    buffer_clear(&in);
    talk_send(fd, T("\x88\x84" M "\x03\xe9"
                    "ok"));
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_text(buffer_text(&in), T("\x88\x02\x03\xe9"));
    close(fd);
    talk_await(&app.closed, 1);
    assert_int_equal(app.last_code, 1001);
    buffer_release(&in);
    app_close(&app);
}

/* What comes in the same packet as the request is read as frames. */
static void reads_what_came_with_the_request(void **state)
{
    struct app app = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd;

    (void)state;
    app_open(&app, (struct http_limits){ 0 });
    fd = talk_connect(app.talk.port);
    talk_send(fd, T(OPEN "\x81\x82" M "hi"));
    while (!text_ends_with(buffer_text(&in), T("\x81\x02hi")))
        assert_true(talk_read_more(fd, &in));
    close(fd);
    talk_await(&app.closed, 1);
    assert_int_equal(app.last_code, WEBSOCKET_CODE_LOST);
    buffer_release(&in);
    app_close(&app);
}

static void closes_with_the_right_word(void **state)
{
    static const struct {
        struct text bytes, answer;
        int code;
    } rows[] = {
        { T_INIT("\x81\x01"
                 "a"),
          T_INIT("\x88\x02\x03\xea"), 1002 },
        { T_INIT("\x81\x81" M "\xff"), T_INIT("\x88\x02\x03\xef"), 1007 },
        { T_INIT("\x81\xfe\x03\xe9" M), T_INIT("\x88\x02\x03\xf1"), 1009 },
        { T_INIT("\x88\x80" M), T_INIT("\x88\x02\x03\xe8"), 1000 },
    };
    struct app app = { .limits = { .message_bytes = 1000 } };

    (void)state;
    app_open(&app, (struct http_limits){ .linger_ms = 100 });
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer in = buffer_on_heap(1 << 20);
        int fd = open_socket(&app, &in);

        talk_send(fd, rows[i].bytes);
        assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
        assert_text(buffer_text(&in), rows[i].answer);
        close(fd);
        talk_await(&app.closed, (int)i + 1);
        assert_int_equal(app.last_code, rows[i].code);
        buffer_release(&in);
    }
    app_close(&app);
}

/* What was sent before the close comes before it; then the client's close is waited for. */
static void closes_when_the_application_says_so(void **state)
{
    struct app app = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd;

    (void)state;
    app_open(&app, (struct http_limits){ 0 });
    fd = open_socket(&app, &in);
    talk_send(fd, T("\x81\x82" M "hi\x81\x83" M "bye\x81\x82" M "no"));
    assert_text(take_bytes(fd, &in, 19), T("\x81\x02hi\x88\x0d\x0f\xa1"
                                           "as you wish"));
    talk_send(fd, T("\x88\x82" M "\x0f\xa1"));
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_int_equal(in.size, 19);
    close(fd);
    talk_await(&app.closed, 1);
    assert_int_equal(app.last_code, 4001);
    buffer_release(&in);
    app_close(&app);
}

static void has_patience_only_so_long(void **state)
{
    struct app app = { .limits = { .ping_ms = 150, .pong_ms = 150, .message_ms = 150 } };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd;

    (void)state;
    app_open(&app, (struct http_limits){ .linger_ms = 100, .idle_ms = 200, .header_ms = 200 });
    fd = open_socket(&app, &in); /* says nothing: is pinged, then cut */
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_text(buffer_text(&in), T("\x89\x00"));
    close(fd);
    buffer_clear(&in);

    fd = open_socket(&app, &in); /* answers its pings: stays */
    for (int i = 0; i < 4; i++) {
        assert_text(take_bytes(fd, &in, 2), T("\x89\x00"));
        buffer_clear(&in);
        talk_send(fd, T("\x8a\x80" M));
    }
    talk_send(fd, T("\x01\x81" M "a")); /* begins a message and does not end it */
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_text(buffer_text(&in), T("\x88\x0a\x03\xf0"
                                    "too slow"));
    close(fd);
    talk_await(&app.closed, 2);
    buffer_release(&in);
    app_close(&app);
}

/* The client asks for more than it reads: it is cut when the limit is reached, and others go on. */
static void cuts_slow_readers(void **state)
{
    struct app app = { .limits = { .pending_bytes = 100000 } };
    struct buffer in = buffer_on_heap(64 << 20);
    int slow, other;

    (void)state;
    app_open(&app, (struct http_limits){ 0 });
    slow = open_socket(&app, &in);
    other = open_socket(&app, &in);
    talk_send(slow, T("\x81\x85" M "flood"));
    talk_await(&app.closed, 1);
    assert_int_equal(app.last_code, WEBSOCKET_CODE_TRY_LATER);
    talk_send(other, T("\x81\x82" M "hi"));
    assert_text(take_bytes(other, &in, 4), T("\x81\x02hi"));
    close(slow);
    close(other);
    buffer_release(&in);
    app_close(&app);
}

static void pauses_and_goes_on(void **state)
{
    struct app app = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd;

    (void)state;
    app_open(&app, (struct http_limits){ 0 });
    fd = open_socket(&app, &in);
    talk_send(fd, T("\x81\x85" M "pause\x81\x82" M "hi"));
    while (!atomic_load(&app.paused))
        talk_sleep_ms(5);
    assert_false(talk_read_all(fd, &in, 100));
    assert_int_equal(in.size, 0);
    http_websocket_resume(app.paused);
    http_websocket_release(app.paused);
    assert_text(take_bytes(fd, &in, 4), T("\x81\x02hi"));
    close(fd);
    buffer_release(&in);
    app_close(&app);
}

static void tells_clients_that_it_stops(void **state)
{
    struct app app = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fd;

    (void)state;
    app_open(&app, (struct http_limits){ .linger_ms = 100 });
    fd = open_socket(&app, &in);
    app_close(&app);
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_text(buffer_text(&in), T("\x88\x12\x03\xe9"
                                    "the server stops"));
    assert_int_equal(app.last_code, WEBSOCKET_CODE_GOING_AWAY);
    close(fd);
    buffer_release(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_only_what_asks_rightly),
        cmocka_unit_test(echoes_and_answers_pings),
        cmocka_unit_test(reads_what_came_with_the_request),
        cmocka_unit_test(closes_with_the_right_word),
        cmocka_unit_test(closes_when_the_application_says_so),
        cmocka_unit_test(has_patience_only_so_long),
        cmocka_unit_test(cuts_slow_readers),
        cmocka_unit_test(pauses_and_goes_on),
        cmocka_unit_test(tells_clients_that_it_stops),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
