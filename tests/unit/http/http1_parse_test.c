/* Reading request heads: what is refused and why, what is read out of those that are not, and
   that neither depends on how the bytes arrive. */
#include "http/http1_parse.h"
#include "text_check.h"

#define REQUEST "GET / HTTP/1.1\r\n"
#define HOST    "Host: a\r\n"

static const struct http_limits limits = {
    .header_bytes = HTTP_HEADER_BYTES,
    .header_count = HTTP_HEADER_COUNT,
    .target_bytes = HTTP_TARGET_BYTES,
};

struct row {
    struct text head;
    enum refusal refusal;
};

static const struct row rows[] = {
    /* The request line. */
    { T_INIT(REQUEST HOST "\r\n"), REFUSAL_NONE },
    { T_INIT("GET  / HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT(" GET / HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT("GET /\r\n" HOST "\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT("GET / HTTP/1.1 \r\n" HOST "\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT("GET / HTTP/1.1 x\r\n" HOST "\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT("GET / http/1.1\r\n" HOST "\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT("GET / HTTP/11\r\n" HOST "\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT("GET / HTTP/1.1\t\r\n" HOST "\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT("GET\t/ HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT("G(T / HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT("AVERYLONGMETHODNAME / HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT("\r\n"), REFUSAL_REQUEST_LINE },
    { T_INIT("get / HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_METHOD },
    { T_INIT("TRACE / HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_METHOD },
    { T_INIT("CONNECT a:443 HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_METHOD },
    { T_INIT("PRI * HTTP/2.0\r\n\r\n"), REFUSAL_VERSION },
    { T_INIT("GET / HTTP/1.2\r\n" HOST "\r\n"), REFUSAL_VERSION },
    { T_INIT("GET / HTTP/0.9\r\n" HOST "\r\n"), REFUSAL_VERSION },
    /* The target. */
    { T_INIT("GET http://a/ HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("OPTIONS * HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET a HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /a#b HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /\\a HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /\x80 HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /\0 HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /\r HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /\x7f HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /%00 HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /%0 HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /% HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /%zz HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /?a=%g0 HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_TARGET },
    { T_INIT("GET /%E2%82%AC?a={\"b\"}|^` HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_NONE },
    { T_INIT("GET /a?b=%0a HTTP/1.1\r\n" HOST "\r\n"), REFUSAL_NONE },
    /* Header lines. */
    { T_INIT(REQUEST HOST "X : a\r\n\r\n"), REFUSAL_HEADER_NAME },
    { T_INIT(REQUEST HOST ": a\r\n\r\n"), REFUSAL_HEADER_NAME },
    { T_INIT(REQUEST HOST "a\r\n\r\n"), REFUSAL_HEADER_NAME },
    { T_INIT(REQUEST HOST "a b: c\r\n\r\n"), REFUSAL_HEADER_NAME },
    { T_INIT(REQUEST HOST "\x80: c\r\n\r\n"), REFUSAL_HEADER_NAME },
    { T_INIT(REQUEST HOST "a\0: c\r\n\r\n"), REFUSAL_HEADER_NAME },
    { T_INIT(REQUEST HOST "X: a\r\n b\r\n\r\n"), REFUSAL_HEADER_FOLDED },
    { T_INIT(REQUEST HOST "X: a\r\n\tb\r\n\r\n"), REFUSAL_HEADER_FOLDED },
    { T_INIT(REQUEST " X: a\r\n" HOST "\r\n"), REFUSAL_HEADER_FOLDED },
    { T_INIT(REQUEST HOST "X: a\rb\r\n\r\n"), REFUSAL_HEADER_VALUE },
    { T_INIT(REQUEST HOST "X: a\0b\r\n\r\n"), REFUSAL_HEADER_VALUE },
    { T_INIT(REQUEST HOST "X: a\x7f\r\n\r\n"), REFUSAL_HEADER_VALUE },
    { T_INIT(REQUEST HOST "X: a\x01\r\n\r\n"), REFUSAL_HEADER_VALUE },
    { T_INIT(REQUEST HOST "X: a\r\r\n\r\n"), REFUSAL_HEADER_VALUE },
    { T_INIT(REQUEST HOST "X:\t\xe4\xbd\xa0 a\tb \t\r\nY:\r\n\r\n"), REFUSAL_NONE },
    { T_INIT(REQUEST HOST "Authorization: a\r\nauthorization: b\r\n\r\n"),
      REFUSAL_HEADER_REPEATED },
    { T_INIT(REQUEST HOST "Content-Type: a\r\nContent-Type: a\r\n\r\n"), REFUSAL_HEADER_REPEATED },
    { T_INIT(REQUEST HOST "Accept: a\r\nAccept: b\r\n\r\n"), REFUSAL_NONE },
    /* The host. */
    { T_INIT(REQUEST "\r\n"), REFUSAL_HOST },
    { T_INIT(REQUEST HOST HOST "\r\n"), REFUSAL_HOST },
    { T_INIT(REQUEST "Host:\r\n\r\n"), REFUSAL_HOST },
    { T_INIT(REQUEST "Host: a/b\r\n\r\n"), REFUSAL_HOST },
    { T_INIT(REQUEST "Host: a, b\r\n\r\n"), REFUSAL_HOST },
    { T_INIT(REQUEST "Host: a@b\r\n\r\n"), REFUSAL_HOST },
    { T_INIT(REQUEST "Host: a:99999\r\n\r\n"), REFUSAL_HOST },
    { T_INIT("GET / HTTP/1.0\r\n\r\n"), REFUSAL_NONE },
    { T_INIT("GET / HTTP/1.0\r\n" HOST HOST "\r\n"), REFUSAL_HOST },
    /* The length of the body. */
    { T_INIT(REQUEST HOST "Content-Length: 3\r\n\r\n"), REFUSAL_NONE },
    { T_INIT(REQUEST HOST "Content-Length: 3\r\nContent-Length: 5\r\n\r\n"), REFUSAL_LENGTH },
    { T_INIT(REQUEST HOST "Content-Length: 3\r\nContent-Length: 3\r\n\r\n"), REFUSAL_LENGTH },
    { T_INIT(REQUEST HOST "Content-Length: 3, 3\r\n\r\n"), REFUSAL_LENGTH },
    { T_INIT(REQUEST HOST "Content-Length: +3\r\n\r\n"), REFUSAL_LENGTH },
    { T_INIT(REQUEST HOST "Content-Length: -3\r\n\r\n"), REFUSAL_LENGTH },
    { T_INIT(REQUEST HOST "Content-Length: 0x3\r\n\r\n"), REFUSAL_LENGTH },
    { T_INIT(REQUEST HOST "Content-Length: 3 \x0b\r\n\r\n"), REFUSAL_HEADER_VALUE },
    { T_INIT(REQUEST HOST "Content-Length: 3a\r\n\r\n"), REFUSAL_LENGTH },
    { T_INIT(REQUEST HOST "Content-Length:\r\n\r\n"), REFUSAL_LENGTH },
    { T_INIT(REQUEST HOST "Content-Length: 9223372036854775808\r\n\r\n"), REFUSAL_LENGTH },
    { T_INIT(REQUEST HOST "Content-Length: 9223372036854775807\r\n\r\n"), REFUSAL_NONE },
    { T_INIT(REQUEST HOST "Transfer-Encoding: chunked\r\n\r\n"), REFUSAL_NONE },
    { T_INIT(REQUEST HOST "Transfer-Encoding: Chunked \r\n\r\n"), REFUSAL_NONE },
    { T_INIT(REQUEST HOST "Transfer-Encoding: gzip, chunked\r\n\r\n"), REFUSAL_CODING },
    { T_INIT(REQUEST HOST "Transfer-Encoding: chunked, identity\r\n\r\n"), REFUSAL_CODING },
    { T_INIT(REQUEST HOST "Transfer-Encoding: xchunked\r\n\r\n"), REFUSAL_CODING },
    { T_INIT(REQUEST HOST "Transfer-Encoding:\r\n\r\n"), REFUSAL_CODING },
    { T_INIT(REQUEST HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
      REFUSAL_CODING },
    { T_INIT(REQUEST HOST "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"),
      REFUSAL_LENGTH_AND_CODING },
    { T_INIT(REQUEST HOST "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"),
      REFUSAL_LENGTH_AND_CODING },
    { T_INIT("POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"), REFUSAL_CODING },
    { T_INIT(REQUEST HOST "Expect: 100-continue\r\n\r\n"), REFUSAL_NONE },
    { T_INIT(REQUEST HOST "Expect: a-miracle\r\n\r\n"), REFUSAL_EXPECTATION },
    /* Line ends. */
    { T_INIT("GET / HTTP/1.1\nHost: a\n\n"), REFUSAL_LINE_END },
    { T_INIT(REQUEST "Host: a\n\r\n"), REFUSAL_LINE_END },
    { T_INIT(REQUEST HOST "\n"), REFUSAL_LINE_END },
    { T_INIT("\n"), REFUSAL_LINE_END },
};

/* As the server does it: looks for the end of the head in each prefix, then parses. */
static enum refusal read_head(struct text head, size_t step, struct arena *arena,
                              struct http_head *ret_head)
{
    size_t scanned = 0, head_size = 0;

    for (size_t size = step < head.size ? step : head.size; head_size == 0; size += step) {
        size_t there = size < head.size ? size : head.size;
        enum refusal refusal =
            http1_find_head(text_slice(head, 0, there), &limits, &scanned, &head_size);

        if (refusal != REFUSAL_NONE)
            return refusal;
        if (head_size == 0)
            assert_true(there < head.size);
    }
    assert_int_equal(head_size, head.size);
    return http1_parse_head(head, &limits, arena, ret_head);
}

static void refuses_what_is_ambiguous(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t step = 1; step < 40; step += 13) {
            struct arena arena = { 0 };
            struct http_head head = { 0 };
            enum refusal refusal = read_head(rows[i].head, step, &arena, &head);

            if (refusal != rows[i].refusal)
                print_error("row %zu: %.*s\n", i, TEXT_ARG(rows[i].head));
            assert_int_equal(refusal, rows[i].refusal);
            assert_int_equal(head.method == HTTP_NONE, refusal != REFUSAL_NONE);
            arena_release(&arena);
        }
    }
}

static struct http_head parse(struct arena *arena, struct text text)
{
    struct http_head head = { 0 };

    assert_int_equal(read_head(text, text.size, arena, &head), REFUSAL_NONE);
    return head;
}

static void reads_a_request(void **state)
{
    struct arena arena = { 0 };
    struct http_head head =
        parse(&arena, T("PATCH /rest/v1/sale?id=eq.1&x=?y HTTP/1.1\r\nhost: Shop.example:8443\r\n"
                        "Content-Length: 007\r\nX-A: \t b c \t\r\nx-a:second\r\n\r\n"));

    (void)state;
    assert_int_equal(head.method, HTTP_PATCH);
    assert_text(head.method_name, T("PATCH"));
    assert_text(head.target, T("/rest/v1/sale?id=eq.1&x=?y"));
    assert_text(head.path, T("/rest/v1/sale"));
    assert_text(head.query, T("id=eq.1&x=?y"));
    assert_text(head.host, T("Shop.example:8443"));
    assert_int_equal(head.header_count, 4);
    assert_text(head.headers[2].name, T("X-A"));
    assert_text(head.headers[2].value, T("b c"));
    assert_text(head.headers[3].value, T("second"));
    assert_int_equal(head.content_length, 7);
    assert_true(head.has_length && head.keep_alive && !head.is_chunked && !head.is_http_1_0);
    arena_release(&arena);
}

static void keeps_alive_by_version_and_wish(void **state)
{
    static const struct {
        struct text head;
        bool keep_alive;
    } wishes[] = {
        { T_INIT("GET / HTTP/1.1\r\n" HOST "\r\n"), true },
        { T_INIT("GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"), false },
        { T_INIT("GET / HTTP/1.1\r\n" HOST "Connection: x , Close\r\n\r\n"), false },
        { T_INIT("GET / HTTP/1.1\r\n" HOST "Connection: close, keep-alive\r\n\r\n"), false },
        { T_INIT("GET / HTTP/1.1\r\n" HOST "Connection: upgrade\r\n\r\n"), true },
        { T_INIT("GET / HTTP/1.0\r\n\r\n"), false },
        { T_INIT("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"), true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        struct arena arena = { 0 };

        assert_int_equal(parse(&arena, wishes[i].head).keep_alive, wishes[i].keep_alive);
        arena_release(&arena);
    }
}

/* A head of `count` headers and `size` bytes in all. */
static struct text big_head(struct arena *arena, size_t count, size_t size)
{
    struct buffer head = buffer_in(arena, 1 << 20);

    buffer_append(&head, T(REQUEST HOST));
    for (size_t i = 1; i < count; i++)
        buffer_append(&head, T("A: b\r\n"));
    if (size > head.size + 2) {
        buffer_append(&head, T("X: "));
        while (head.size + 4 < size)
            buffer_append(&head, T("x"));
        buffer_append(&head, T("\r\n"));
    }
    buffer_append(&head, T("\r\n"));
    return buffer_text(&head);
}

/* LIMIT_REQUEST_HEADERS among them. */
static void has_ceilings(void **state)
{
    struct arena arena = { 0 };
    struct http_head head;

    (void)state;
    assert_int_equal(read_head(big_head(&arena, 100, 0), 500, &arena, &head), REFUSAL_NONE);
    assert_int_equal(read_head(big_head(&arena, 101, 0), 500, &arena, &head),
                     REFUSAL_HEADERS_TOO_MANY);
    assert_int_equal(read_head(big_head(&arena, 1, HTTP_HEADER_BYTES), 500, &arena, &head),
                     REFUSAL_NONE);
    assert_int_equal(read_head(big_head(&arena, 1, HTTP_HEADER_BYTES + 1), 500, &arena, &head),
                     REFUSAL_HEADERS_TOO_LARGE);
    arena_release(&arena);
}

/* LIMIT_REQUEST_LINE */
static void has_a_ceiling_for_the_target(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (size_t size = HTTP_TARGET_BYTES - 1; size < HTTP_TARGET_BYTES + 2; size++) {
        struct buffer text = buffer_in(&arena, 1 << 20);
        struct http_head head;

        buffer_append(&text, T("GET /"));
        while (text.size < 4 + size)
            buffer_append(&text, T("a"));
        buffer_append(&text, T(" HTTP/1.1\r\n" HOST "\r\n"));
        assert_int_equal(read_head(buffer_text(&text), 900, &arena, &head),
                         size > HTTP_TARGET_BYTES ? REFUSAL_TARGET_TOO_LONG : REFUSAL_NONE);
    }
    arena_release(&arena);
}

static void tells_a_line_that_never_ends(void **state)
{
    static char junk[HTTP_HEADER_BYTES];
    struct text text = { junk, sizeof junk };
    size_t scanned = 0, size;

    (void)state;
    memset(junk, 'a', sizeof junk);
    assert_int_equal(
        http1_find_head(text_slice(text, 0, sizeof junk - 1), &limits, &scanned, &size),
        REFUSAL_NONE);
    assert_int_equal(size, 0);
    assert_int_equal(http1_find_head(text, &limits, &scanned, &size), REFUSAL_TARGET_TOO_LONG);
}

static void knows_hosts(void **state)
{
    static const struct text good[] = { T_INIT("a"),        T_INIT("a.b-c_d"),
                                        T_INIT("a:1"),      T_INIT("127.0.0.1:65535"),
                                        T_INIT("[::1]"),    T_INIT("[2001:db8::1]:443"),
                                        T_INIT("xn--a.de.") };
    static const struct text bad[] = { T_INIT(""),        T_INIT("a:"),   T_INIT(":80"),
                                       T_INIT("a:65536"), T_INIT("a:-1"), T_INIT("[::1"),
                                       T_INIT("[]"),      T_INIT("a b"),  T_INIT("[::1]a"),
                                       T_INIT("a:1:2"),   T_INIT("<a>"),  T_INIT("a%20"),
                                       T_INIT("[g::1]") };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(http1_host_is_valid(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(http1_host_is_valid(bad[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_ambiguous),
        cmocka_unit_test(reads_a_request),
        cmocka_unit_test(keeps_alive_by_version_and_wish),
        cmocka_unit_test(has_ceilings),
        cmocka_unit_test(has_a_ceiling_for_the_target),
        cmocka_unit_test(tells_a_line_that_never_ends),
        cmocka_unit_test(knows_hosts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
