/* HTTP/2 as attackers speak it: what is no request, floods of frames that cost little, resets,
   endless headers, slow clients. The rest of the clients must not notice. */
#include "talk_http2.h"

enum { SHORT_MS = 300 };

#define PREFACE  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
#define SETTINGS "\0\0\0\4\0\0\0\0\0"

/* --- What is no request ------------------------------------------------------------------------
 */

#define GET_FIELDS                                                                                 \
    { T_INIT(":method"), T_INIT("GET") }, { T_INIT(":scheme"), T_INIT("https") },                  \
        { T_INIT(":path"), T_INIT("/") },                                                          \
    {                                                                                              \
        T_INIT(":authority"), T_INIT("a")                                                          \
    }
#define PATH_FIELDS(path)                                                                          \
    { T_INIT(":method"), T_INIT("GET") }, { T_INIT(":scheme"), T_INIT("https") },                  \
        { T_INIT(":path"), T_INIT(path) },                                                         \
    {                                                                                              \
        T_INIT(":authority"), T_INIT("a")                                                          \
    }
#define FIELD(name, value)                                                                         \
    {                                                                                              \
        T_INIT(name), T_INIT(value)                                                                \
    }

enum { RESET = 1 }; /* by PROTOCOL_ERROR; else the status that is answered */

static const struct {
    const char *what;
    int outcome;
    struct http_header fields[8];
} requests[] = {
    { "a request", 200, { GET_FIELDS } },
    { "lists trailers", 200, { GET_FIELDS, FIELD("te", "trailers") } },
    { "says the host twice, the same", 200, { GET_FIELDS, FIELD("host", "A") } },
    { "host instead of authority",
      200,
      { FIELD(":method", "GET"), FIELD(":scheme", "https"), FIELD(":path", "/"),
        FIELD("host", "a") } },
    { "no path",
      RESET,
      { FIELD(":method", "GET"), FIELD(":scheme", "https"), FIELD(":authority", "a") } },
    { "no method",
      RESET,
      { FIELD(":path", "/"), FIELD(":scheme", "https"), FIELD(":authority", "a") } },
    { "no scheme",
      RESET,
      { FIELD(":method", "GET"), FIELD(":path", "/"), FIELD(":authority", "a") } },
    { "no host at all",
      RESET,
      { FIELD(":method", "GET"), FIELD(":scheme", "https"), FIELD(":path", "/") } },
    { "two paths", RESET, { GET_FIELDS, FIELD(":path", "/b") } },
    { "two authorities", RESET, { GET_FIELDS, FIELD(":authority", "b") } },
    { "a pseudo-field behind a field",
      RESET,
      { FIELD(":method", "GET"), FIELD("accept", "x"), FIELD(":scheme", "https"),
        FIELD(":path", "/"), FIELD(":authority", "a") } },
    { "an unknown pseudo-field", RESET, { GET_FIELDS, FIELD(":wonder", "x") } },
    { "a status", RESET, { GET_FIELDS, FIELD(":status", "200") } },
    { "a protocol", RESET, { GET_FIELDS, FIELD(":protocol", "websocket") } },
    { "a capital", RESET, { GET_FIELDS, FIELD("Accept", "x") } },
    { "connection", RESET, { GET_FIELDS, FIELD("connection", "close") } },
    { "keep-alive", RESET, { GET_FIELDS, FIELD("keep-alive", "1") } },
    { "proxy-connection", RESET, { GET_FIELDS, FIELD("proxy-connection", "x") } },
    { "transfer-encoding", RESET, { GET_FIELDS, FIELD("transfer-encoding", "chunked") } },
    { "upgrade", RESET, { GET_FIELDS, FIELD("upgrade", "h2c") } },
    { "http2-settings", 400, { GET_FIELDS, FIELD("http2-settings", "AAMAAABk") } },
    { "te", RESET, { GET_FIELDS, FIELD("te", "gzip") } },
    { "NUL in a value", RESET, { GET_FIELDS, FIELD("x", "a\0b") } },
    { "CR in a value", RESET, { GET_FIELDS, FIELD("x", "a\rb") } },
    { "LF in a value", RESET, { GET_FIELDS, FIELD("x", "a\nb") } },
    { "CR LF and a header", RESET, { GET_FIELDS, FIELD("x", "a\r\nhost: b") } },
    { "a space in a name", RESET, { GET_FIELDS, FIELD("x y", "a") } },
    { "a colon in a name", RESET, { GET_FIELDS, FIELD("x:y", "a") } },
    { "an empty name", RESET, { GET_FIELDS, FIELD("", "a") } },
    { "a line end in a name", RESET, { GET_FIELDS, FIELD("x\r\n", "a") } },
    { "a length without a body", RESET, { GET_FIELDS, FIELD("content-length", "5") } },
    { "two lengths",
      RESET,
      { GET_FIELDS, FIELD("content-length", "0"), FIELD("content-length", "0") } },
    { "a signed length", RESET, { GET_FIELDS, FIELD("content-length", "+0") } },
    { "a list of lengths", RESET, { GET_FIELDS, FIELD("content-length", "0, 0") } },
    { "an endless length", RESET, { GET_FIELDS, FIELD("content-length", "99999999999999999999") } },
    { "another host", 400, { GET_FIELDS, FIELD("host", "b") } },
    { "two hosts", RESET, { GET_FIELDS, FIELD("host", "a"), FIELD("host", "a") } },
    { "two authorizations",
      400,
      { GET_FIELDS, FIELD("authorization", "a"), FIELD("authorization", "b") } },
    { "two ranges", 400, { GET_FIELDS, FIELD("range", "bytes=0-1"), FIELD("range", "bytes=2-3") } },
    { "the other scheme",
      400,
      { FIELD(":method", "GET"), FIELD(":scheme", "http"), FIELD(":path", "/"),
        FIELD(":authority", "a") } },
    { "somebody in the authority",
      400,
      { FIELD(":method", "GET"), FIELD(":scheme", "https"), FIELD(":path", "/"),
        FIELD(":authority", "me@a") } },
    { "a path in the authority",
      RESET,
      { FIELD(":method", "GET"), FIELD(":scheme", "https"), FIELD(":path", "/"),
        FIELD(":authority", "a/b") } },
    { "a space in the method",
      RESET,
      { FIELD(":method", "GE T"), FIELD(":scheme", "https"), FIELD(":path", "/"),
        FIELD(":authority", "a") } },
    { "a small method",
      501,
      { FIELD(":method", "get"), FIELD(":scheme", "https"), FIELD(":path", "/"),
        FIELD(":authority", "a") } },
    { "a tunnel", 501, { FIELD(":method", "CONNECT"), FIELD(":authority", "a:443") } },
    { "an empty path", RESET, { PATH_FIELDS("") } },
    { "a star", RESET, { PATH_FIELDS("*") } },
    { "a path without a root", RESET, { PATH_FIELDS("a") } },
    { "a whole address", RESET, { PATH_FIELDS("http://b/") } },
    { "a space in the path", RESET, { PATH_FIELDS("/a b") } },
    { "a second line in the path", RESET, { PATH_FIELDS("/ HTTP/1.1\r\nhost: b") } },
    { "a fragment", 400, { PATH_FIELDS("/a#b") } },
    { "a backslash", 400, { PATH_FIELDS("/a\\b") } },
    { "%00", 400, { PATH_FIELDS("/a%00") } },
    { "half an escape", 400, { PATH_FIELDS("/a%2") } },
    { "bytes above ASCII", 400, { PATH_FIELDS("/\xc0\xae") } },
};

static void put_request(struct buffer *out, const struct http_header *fields, size_t count)
{
    struct buffer block = buffer_on_heap(1 << 20);

    for (size_t i = 0; i < count && fields[i].name.at; i++)
        h2_put_field(&block, fields[i].name, fields[i].value);
    h2_put_frame(out, NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM, 1,
                 buffer_text(&block));
    buffer_release(&block);
}

static void takes_only_requests(void **state)
{
    struct talk talk;

    (void)state;
    talk_open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ 0 });
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        struct buffer bytes = buffer_on_heap(1 << 20);
        struct h2_said said;
        bool is_right;
        int begun = atomic_load(&talk.begun);

        h2_put_preface(&bytes);
        put_request(&bytes, requests[i].fields, 8);
        /* The connection goes on: a second request is answered, which ends the wait. */
        h2_put_frame(&bytes, NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM, 3,
                     H2_GET_BLOCK);
        h2_put_frame(&bytes, NGHTTP2_GOAWAY, 0, 0, T("\0\0\0\0\0\0\0\0"));
        said = h2_shout(talk.port, buffer_text(&bytes), SHORT_MS);
        is_right = requests[i].outcome == RESET
                       ? said.has_reset && said.reset_error == NGHTTP2_PROTOCOL_ERROR
                       : said.status == requests[i].outcome && !said.has_reset;
        if (!is_right || !said.has_closed)
            print_error("%s: status %d, reset %d by %u, gone %d by %u, closed %d\n",
                        requests[i].what, said.status, said.has_reset, said.reset_error,
                        said.has_gone, said.go_error, said.has_closed);
        assert_true(is_right);
        assert_int_equal(atomic_load(&talk.begun), begun + 1 + (requests[i].outcome == 200));
        buffer_release(&bytes);
    }
    talk_close(&talk);
}

/* --- Headers too many, too long, too large ------------------------------------------------------
 */

static const struct {
    size_t fields, value_bytes;
    int status; /* 0: the connection ends */
} heads[] = {
    { 60, 10, 200 },   { 100, 10, 200 },  { 101, 10, 431 },
    { 3, 15000, 200 }, { 5, 15000, 431 }, { 20, 15000, 0 },
};

static void bounds_headers(void **state)
{
    static const struct http_header get[] = { GET_FIELDS };
    struct talk talk;
    struct arena arena = { 0 };

    (void)state;
    talk_open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ .header_bytes = 60000 });
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct buffer bytes = buffer_on_heap(4 << 20), block = buffer_on_heap(4 << 20);
        char *value = arena_alloc(&arena, heads[i].value_bytes);
        struct text rest;
        struct h2_said said;

        memset(value, 'v', heads[i].value_bytes);
        h2_put_preface(&bytes);
        for (size_t j = 0; j < 4; j++)
            h2_put_field(&block, get[j].name, get[j].value);
        for (size_t j = 0; j < heads[i].fields; j++)
            h2_put_field(&block, arena_print(&arena, "x%zu", j),
                         (struct text){ value, heads[i].value_bytes });
        rest = buffer_text(&block);
        for (int type = NGHTTP2_HEADERS; rest.size > 0; type = NGHTTP2_CONTINUATION) {
            struct text piece = text_slice(rest, 0, 16384);

            rest = text_from_offset(rest, piece.size);
            h2_put_frame(&bytes, type,
                         (rest.size == 0 ? NGHTTP2_FLAG_END_HEADERS : 0) |
                             (type == NGHTTP2_HEADERS ? NGHTTP2_FLAG_END_STREAM : 0),
                         1, piece);
        }
        said = h2_shout(talk.port, buffer_text(&bytes), SHORT_MS);
        if (said.status != heads[i].status)
            print_error("row %zu: %d, gone %d\n", i, said.status, said.has_gone);
        assert_int_equal(said.status, heads[i].status);
        assert_int_equal(said.has_closed, heads[i].status == 0);
        buffer_release(&bytes);
        buffer_release(&block);
    }
    arena_release(&arena);
    talk_close(&talk);
}

/* One byte that stands for four thousand, a hundred thousand times (an "HPACK bomb"). */
static void ends_a_header_bomb(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer bytes = buffer_on_heap(4 << 20), block = buffer_on_heap(4 << 20);
    char *value = arena_alloc(&arena, 3900);
    struct h2_said said;
    int64_t from_us;

    (void)state;
    memset(value, 'v', 3900);
    talk_open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ 0 });
    h2_put_preface(&bytes);
    buffer_append(&block, H2_GET_BLOCK);
    h2_put(&block, 0x40, 1);
    h2_put_text(&block, T("x"));
    h2_put_text(&block, (struct text){ value, 3900 });
    while (block.size < 16384)
        h2_put(&block, 0x80 | 62, 1);
    h2_put_frame(&bytes, NGHTTP2_HEADERS, NGHTTP2_FLAG_END_STREAM, 1, buffer_text(&block));
    buffer_clear(&block);
    while (block.size < 16384)
        h2_put(&block, 0x80 | 62, 1);
    for (int i = 0; i < 5; i++)
        h2_put_frame(&bytes, NGHTTP2_CONTINUATION, i == 4 ? NGHTTP2_FLAG_END_HEADERS : 0, 1,
                     buffer_text(&block));
    from_us = clock_monotonic_us();
    said = h2_shout(talk.port, buffer_text(&bytes), SHORT_MS);
    assert_true(clock_monotonic_us() - from_us < 1000000);
    assert_true(said.has_closed);
    assert_int_equal(said.go_error, NGHTTP2_ENHANCE_YOUR_CALM);
    assert_int_equal(atomic_load(&talk.begun), 0);
    buffer_release(&bytes);
    buffer_release(&block);
    arena_release(&arena);
    talk_close(&talk);
}

/* --- Floods -------------------------------------------------------------------------------------
 */

static void put_reset_pair(struct buffer *out, uint32_t id)
{
    h2_put_frame(out, NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM, id,
                 H2_GET_BLOCK);
    h2_put_frame(out, NGHTTP2_RST_STREAM, 0, id, T("\0\0\0\x08"));
}

/* The stream is reset by us, because the client breaks its rules ("made you reset"). */
static void put_provoked_reset(struct buffer *out, uint32_t id)
{
    h2_put_frame(out, NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, id, H2_GET_BLOCK);
    h2_put_frame(out, NGHTTP2_WINDOW_UPDATE, 0, id, T("\x7f\xff\xff\xff"));
}

static void put_malformed(struct buffer *out, uint32_t id)
{
    h2_put_frame(out, NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM, id,
                 T("\x82"));
}

static void put_ping(struct buffer *out, uint32_t id)
{
    (void)id;
    h2_put_frame(out, NGHTTP2_PING, 0, 0, T("12345678"));
}

static void put_settings(struct buffer *out, uint32_t id)
{
    (void)id;
    h2_put_frame(out, NGHTTP2_SETTINGS, 0, 0, T("\0\4\0\0\xff\xff"));
}

static void put_priority(struct buffer *out, uint32_t id)
{
    h2_put_frame(out, NGHTTP2_PRIORITY, 0, id, T("\0\0\0\0\x10"));
}

static void put_empty_data(struct buffer *out, uint32_t id)
{
    if (id == 1)
        h2_put_frame(out, NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, 1, H2_GET_BLOCK);
    else
        h2_put_frame(out, NGHTTP2_DATA, 0, 1, T(""));
}

static void put_window_update(struct buffer *out, uint32_t id)
{
    (void)id;
    h2_put_frame(out, NGHTTP2_WINDOW_UPDATE, 0, 0, T("\0\0\0\1"));
}

static void put_continuation(struct buffer *out, uint32_t id)
{
    if (id == 1)
        h2_put_frame(out, NGHTTP2_HEADERS, 0, 1, H2_GET_BLOCK);
    else
        h2_put_frame(out, NGHTTP2_CONTINUATION, 0, 1, T(""));
}

static const struct {
    const char *what;
    void (*put)(struct buffer *out, uint32_t id);
    int count;
    bool is_borne; /* so many are still a client */
} floods[] = {
    { "90 resets", put_reset_pair, 90, true },
    { "2000 resets", put_reset_pair, 2000, false },
    { "90 provoked resets", put_provoked_reset, 90, true },
    { "2000 provoked resets", put_provoked_reset, 2000, false },
    { "90 malformed", put_malformed, 90, true },
    { "2000 malformed", put_malformed, 2000, false },
    { "900 pings", put_ping, 900, true },
    { "5000 pings", put_ping, 5000, false },
    { "900 settings", put_settings, 900, true },
    { "5000 settings", put_settings, 5000, false },
    { "5000 priorities", put_priority, 5000, false },
    { "5000 empty pieces", put_empty_data, 5000, false },
    { "5000 window updates", put_window_update, 5000, false },
    { "100 continuations", put_continuation, 100, false },
};

static void ends_floods(void **state)
{
    struct talk talk;

    (void)state;
    talk_open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ 0 });
    for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
        struct buffer bytes = buffer_on_heap(4 << 20);
        int begun = atomic_load(&talk.begun);
        struct h2_said said;

        h2_put_preface(&bytes);
        for (int j = 0; j < floods[i].count; j++)
            floods[i].put(&bytes, (uint32_t)(2 * j + 1));
        said = h2_shout(talk.port, buffer_text(&bytes), SHORT_MS);
        if (said.has_closed == floods[i].is_borne)
            print_error("%s: closed %d, gone %d by %u\n", floods[i].what, said.has_closed,
                        said.has_gone, said.go_error);
        assert_int_equal(said.has_closed, !floods[i].is_borne);
        assert_true(floods[i].is_borne || !said.has_gone ||
                    said.go_error == NGHTTP2_ENHANCE_YOUR_CALM);
        assert_true(atomic_load(&talk.begun) - begun <= 110);
        buffer_release(&bytes);
    }
    talk_close(&talk);
}

/* Requests whose work goes on after the reset: never more of it than streams. */
static void bounds_work_that_nobody_waits_for(void **state)
{
    struct talk talk;
    struct buffer bytes = buffer_on_heap(4 << 20);

    (void)state;
    talk_open_tls(&talk, HTTP_TLS_1_3,
                  (struct http_limits){ .streams = 10, .aborted_streams = 80 });
    h2_put_preface(&bytes);
    for (uint32_t i = 0; i < 60; i++) {
        struct buffer block = buffer_on_heap(1000);
        const struct http_header hold[] = { PATH_FIELDS("/hold") };

        for (size_t j = 0; j < 4; j++)
            h2_put_field(&block, hold[j].name, hold[j].value);
        h2_put_frame(&bytes, NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM,
                     2 * i + 1, buffer_text(&block));
        h2_put_frame(&bytes, NGHTTP2_RST_STREAM, 0, 2 * i + 1, T("\0\0\0\x08"));
        buffer_release(&block);
    }
    h2_shout(talk.port, buffer_text(&bytes), SHORT_MS);
    assert_int_equal(atomic_load(&talk.run), 10);
    buffer_release(&bytes);
    talk_close(&talk);
}

/* --- What is no HTTP/2 ---------------------------------------------------------------------------
 */

static const struct text nonsense[] = {
    T_INIT("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    T_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
           "\0\0\0\x04\x01\0\0\0\0\0\0\x04\0\0\0\0\0"),
    T_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\0\0\0\0\0\1"),
    T_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\0\0\0\0\0\1"),
    /* After good SETTINGS: data on no stream, a pushed promise, a stream with an even number, a
       header block that HPACK does not know, settings that are not settings. */
    T_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0\0\0\1\0\0\0\0\0\1x"),
    T_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0\0\0\4\5\4\0\0\0\1\0\0\0\2"),
    T_INIT(
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0\0\0\5\1\5\0\0\0\2\x82\x84\x87\x01\x01"),
    T_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0\0\0\1\1\5\0\0\0\1\xff"),
    T_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0\0\0\5\4\0\0\0\0\0\0\0\0\0\0"),
};

static void ends_what_is_no_http2(void **state)
{
    struct talk talk;

    (void)state;
    talk_open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ .linger_ms = 40 });
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        struct h2_said said = h2_shout(talk.port, nonsense[i], 2000);

        if (!said.has_closed)
            print_error("row %zu stays open\n", i);
        assert_true(said.has_closed);
        assert_int_equal(said.frames[NGHTTP2_HEADERS], 0);
    }
    assert_int_equal(atomic_load(&talk.begun), 0);
    talk_close(&talk);
}

/* --- Slow ones ----------------------------------------------------------------------------------
 */

static const struct {
    struct text bytes;
    bool is_idle; /* a client that may still ask for something */
} slow[] = {
    { T_INIT(""), false },
    { T_INIT("PRI * HTTP"), false },
    { T_INIT(PREFACE "\0\0"), false },
    { T_INIT(PREFACE SETTINGS), true },
    { T_INIT(PREFACE SETTINGS "\0\0\6\1\4\0\0\0\1\x82\x84"), false },
    { T_INIT(PREFACE SETTINGS "\0\0\6\1\0\0\0\0\1\x82\x84\x87\x01\x01"
                              "a"),
      false },
    /* The block of a request that was reset for its empty name. */
    { T_INIT(PREFACE SETTINGS "\0\0\x40\1\4\0\0\0\1\x82\x84\x87\x01\x01"
                              "a\0\0\0\0"),
      false },
};

static void ends_slow_clients(void **state)
{
    struct talk talk;
    struct http_metrics metrics;

    (void)state;
    talk_open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ .header_ms = 200, .idle_ms = 3000 });
    for (size_t i = 0; i < sizeof slow / sizeof *slow; i++) {
        int64_t from_us = clock_monotonic_us();

        assert_true(h2_shout(talk.port, slow[i].bytes, 8000).has_closed);
        assert_int_equal(clock_monotonic_us() - from_us > 2500000, slow[i].is_idle);
    }
    http_server_metrics(talk.server, &metrics);
    assert_int_equal(metrics.deadlines_missed, sizeof slow / sizeof *slow);
    assert_int_equal(atomic_load(&talk.begun), 0);
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_only_requests),
        cmocka_unit_test(bounds_headers),
        cmocka_unit_test(ends_a_header_bomb),
        cmocka_unit_test(ends_floods),
        cmocka_unit_test(bounds_work_that_nobody_waits_for),
        cmocka_unit_test(ends_what_is_no_http2),
        cmocka_unit_test(ends_slow_clients),
    };

    return cmocka_run_group_tests(tests, talk_make_folder, talk_remove_folder);
}
