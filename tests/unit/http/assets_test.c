/* Assets: codings, conditions, ranges, caching, pages of the web app. */
#include "http/assets.h"
#include "talk.h"

#define HOST "Host: a\r\n"

static const struct http_asset list[] = {
    {
        .path = T_INIT("/assets/app-12345678.js"),
        .content_type = T_INIT("text/javascript; charset=utf-8"),
        .etag = T_INIT("aaaa"),
        .identity = T_INIT("0123456789"),
        .gzip = T_INIT("gzipped"),
        .brotli = T_INIT("brotli"),
        .immutable = true,
    },
    {
        .path = T_INIT("/icon.png"),
        .content_type = T_INIT("image/png"),
        .etag = T_INIT("bbbb"),
        .identity = T_INIT("\x89PNG"),
    },
    {
        .path = T_INIT("/index.html"),
        .content_type = T_INIT("text/html; charset=utf-8"),
        .etag = T_INIT("cccc"),
        .identity = T_INIT("<!doctype html>"),
        .gzip = T_INIT("zipped html"),
    },
};
static const struct http_assets assets = { list, sizeof list / sizeof *list };

static void answer(void *context, struct http_exchange *exchange)
{
    (void)context;
    if (!http_assets_answer(&assets, exchange))
        talk_reply(exchange, 404, T("{}"));
}

/* What a request is answered with; an empty text means that the header is not there. */
static const struct {
    struct text request;
    int status;
    struct text body, etag, coding, cache, range;
} rows[] = {
    { T_INIT("GET / HTTP/1.1\r\n" HOST "\r\n"), 200, T_INIT("<!doctype html>"), T_INIT("\"cccc\""),
      T_INIT(""), T_INIT("no-cache"), T_INIT("") },
    { T_INIT("GET /index.html HTTP/1.1\r\n" HOST "Accept-Encoding: gzip, br\r\n\r\n"), 200,
      T_INIT("zipped html"), T_INIT("\"cccc-gzip\""), T_INIT("gzip"), T_INIT("no-cache"),
      T_INIT("") },
    { T_INIT("GET /assets/app-12345678.js HTTP/1.1\r\n" HOST "Accept-Encoding: gzip, br\r\n\r\n"),
      200, T_INIT("brotli"), T_INIT("\"aaaa-br\""), T_INIT("br"),
      T_INIT("public, max-age=31536000, immutable"), T_INIT("") },
    { T_INIT("GET /assets/app-12345678.js HTTP/1.1\r\n" HOST
             "Accept-Encoding: gzip, br;q=0.5\r\n\r\n"),
      200, T_INIT("gzipped"), T_INIT("\"aaaa-gzip\""), T_INIT("gzip"),
      T_INIT("public, max-age=31536000, immutable"), T_INIT("") },
    { T_INIT("GET /assets/app-12345678.js HTTP/1.1\r\n" HOST "Accept-Encoding: gzip;q=0\r\n\r\n"),
      200, T_INIT("0123456789"), T_INIT("\"aaaa\""), T_INIT(""),
      T_INIT("public, max-age=31536000, immutable"), T_INIT("") },
    { T_INIT("GET /icon.png?v=2 HTTP/1.1\r\n" HOST "Accept-Encoding: gzip, br\r\n\r\n"), 200,
      T_INIT("\x89PNG"), T_INIT("\"bbbb\""), T_INIT(""), T_INIT("no-cache"), T_INIT("") },
    /* Conditions. */
    { T_INIT("GET /icon.png HTTP/1.1\r\n" HOST "If-None-Match: \"x\", W/\"bbbb\"\r\n\r\n"), 304,
      T_INIT(""), T_INIT("\"bbbb\""), T_INIT(""), T_INIT("no-cache"), T_INIT("") },
    { T_INIT("GET /icon.png HTTP/1.1\r\n" HOST "If-None-Match: \"x\"\r\n\r\n"), 200,
      T_INIT("\x89PNG"), T_INIT("\"bbbb\""), T_INIT(""), T_INIT("no-cache"), T_INIT("") },
    { T_INIT("GET /assets/app-12345678.js HTTP/1.1\r\n" HOST
             "If-None-Match: \"aaaa\"\r\nAccept-Encoding: br\r\n\r\n"),
      200, T_INIT("brotli"), T_INIT("\"aaaa-br\""), T_INIT("br"),
      T_INIT("public, max-age=31536000, immutable"), T_INIT("") },
    /* Ranges are of the plain bytes. */
    { T_INIT("GET /assets/app-12345678.js HTTP/1.1\r\n" HOST
             "Range: bytes=2-4\r\nAccept-Encoding: br\r\n\r\n"),
      206, T_INIT("234"), T_INIT("\"aaaa\""), T_INIT(""),
      T_INIT("public, max-age=31536000, immutable"), T_INIT("bytes 2-4/10") },
    { T_INIT("GET /assets/app-12345678.js HTTP/1.1\r\n" HOST "Range: bytes=-3\r\n\r\n"), 206,
      T_INIT("789"), T_INIT("\"aaaa\""), T_INIT(""), T_INIT("public, max-age=31536000, immutable"),
      T_INIT("bytes 7-9/10") },
    { T_INIT("GET /assets/app-12345678.js HTTP/1.1\r\n" HOST "Range: bytes=10-\r\n\r\n"), 416,
      T_INIT(""), T_INIT("\"aaaa\""), T_INIT(""), T_INIT("public, max-age=31536000, immutable"),
      T_INIT("bytes */10") },
    { T_INIT("GET /assets/app-12345678.js HTTP/1.1\r\n" HOST
             "Range: bytes=2-4\r\nIf-Range: \"aaaa\"\r\n\r\n"),
      206, T_INIT("234"), T_INIT("\"aaaa\""), T_INIT(""),
      T_INIT("public, max-age=31536000, immutable"), T_INIT("bytes 2-4/10") },
    { T_INIT("GET /assets/app-12345678.js HTTP/1.1\r\n" HOST
             "Range: bytes=2-4\r\nIf-Range: \"old\"\r\n\r\n"),
      200, T_INIT("0123456789"), T_INIT("\"aaaa\""), T_INIT(""),
      T_INIT("public, max-age=31536000, immutable"), T_INIT("") },
    /* Pages of the web app, and what is none. */
    { T_INIT("GET /sales/2026 HTTP/1.1\r\n" HOST "Accept: text/html,*/*;q=0.8\r\n\r\n"), 200,
      T_INIT("<!doctype html>"), T_INIT("\"cccc\""), T_INIT(""), T_INIT("no-cache"), T_INIT("") },
    { T_INIT("GET /sales.csv HTTP/1.1\r\n" HOST "Accept: text/html\r\n\r\n"), 404, T_INIT("{}"),
      T_INIT(""), T_INIT(""), T_INIT(""), T_INIT("") },
    { T_INIT("GET /sales HTTP/1.1\r\n" HOST "Accept: application/json\r\n\r\n"), 404, T_INIT("{}"),
      T_INIT(""), T_INIT(""), T_INIT(""), T_INIT("") },
    { T_INIT("GET /assets/../index.html HTTP/1.1\r\n" HOST "\r\n"), 404, T_INIT("{}"), T_INIT(""),
      T_INIT(""), T_INIT(""), T_INIT("") },
    { T_INIT("POST / HTTP/1.1\r\n" HOST "Accept: text/html\r\n\r\n"), 404, T_INIT("{}"), T_INIT(""),
      T_INIT(""), T_INIT(""), T_INIT("") },
};

static void open_assets(struct talk *talk)
{
    talk_open_with(talk, (struct http_settings){ 0 },
                   (struct http_application){ .begin = answer, .run = answer });
}

static void answers_by_the_table(void **state)
{
    struct talk talk;

    (void)state;
    open_assets(&talk);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena = { 0 };
        struct talk_answer got = talk_ask(talk.port, rows[i].request, &arena);

        if (got.status != rows[i].status)
            print_error("row %zu\n", i);
        assert_int_equal(got.status, rows[i].status);
        assert_text(got.body, rows[i].body);
        assert_text(talk_header(&got, T("ETag")), rows[i].etag);
        assert_text(talk_header(&got, T("Content-Encoding")), rows[i].coding);
        assert_text(talk_header(&got, T("Cache-Control")), rows[i].cache);
        assert_text(talk_header(&got, T("Content-Range")), rows[i].range);
        if (rows[i].status != 404)
            assert_text(talk_header(&got, T("Vary")), T("Accept-Encoding"));
        arena_release(&arena);
    }
    talk_close(&talk);
}

static void answers_head_with_the_length(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct talk_answer got;

    (void)state;
    open_assets(&talk);
    got = talk_ask(talk.port,
                   T("HEAD /index.html HTTP/1.1\r\n" HOST "Accept-Encoding: gzip\r\n"
                     "Range: bytes=0-1\r\n\r\n"),
                   &arena);
    assert_int_equal(got.status, 200);
    assert_text(talk_header(&got, T("Content-Length")), T("15"));
    assert_text(talk_header(&got, T("Content-Type")), T("text/html; charset=utf-8"));
    assert_text(talk_header(&got, T("Accept-Ranges")), T("bytes"));
    arena_release(&arena);
    talk_close(&talk);
}

static void finds_every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < assets.count; i++)
        assert_ptr_equal(http_asset_find(&assets, list[i].path), &list[i]);
    assert_ptr_equal(http_asset_find(&assets, T("/")), &list[2]);
    assert_null(http_asset_find(&assets, T("/index.htm")));
    assert_null(http_asset_find(&assets, T("")));
    assert_null(http_asset_find(&(struct http_assets){ 0 }, T("/")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_by_the_table),
        cmocka_unit_test(answers_head_with_the_length),
        cmocka_unit_test(finds_every_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
