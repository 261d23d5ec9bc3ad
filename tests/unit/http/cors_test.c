/* Other origins: named exactly or not at all; preflights, answers, refusals. */
#include "http/websocket.h"
#include "talk.h"

static const struct text origins[] = { T_INIT("https://app.example.com"),
                                       T_INIT("http://localhost:5173") };

static void open_server(struct talk *talk, size_t count)
{
    talk_open_with(talk,
                   (struct http_settings){ .cors_origins = origins, .cors_origin_count = count },
                   (struct http_application){
                       .begin = talk_begin, .run = talk_run, .finished = talk_finished });
}

static const struct {
    const char *origin;
    bool is_allowed;
} asking[] = {
    { "https://app.example.com", true },
    { "http://localhost:5173", true },
    { "http://app.example.com", false },
    { "https://app.example.com:443", false },
    { "https://app.example.com.evil.example", false },
    { "https://evil.example/https://app.example.com", false },
    { "https://APP.example.com", false },
    { "http://localhost:51730", false },
    { "https://app.example.com, https://evil.example", false },
    { "null", false },
    { "*", false },
    { "", false },
};

static void check_asking(struct talk *talk, size_t row, bool has_origins)
{
    struct arena arena = { 0 };
    bool is_allowed = has_origins && asking[row].is_allowed;
    struct text allowed = is_allowed ? text_from(asking[row].origin) : T("");
    struct talk_answer answer = talk_ask(
        talk->port,
        arena_print(&arena,
                    "OPTIONS /rest/v1/sale HTTP/1.1\r\nHost: a\r\nOrigin: %s\r\n"
                    "Access-Control-Request-Method: PATCH\r\n"
                    "Access-Control-Request-Headers: apikey,authorization,content-type,prefer,"
                    "x-client-info\r\n\r\n",
                    asking[row].origin),
        &arena);

    assert_int_equal(answer.status, is_allowed ? 204 : 200);
    assert_text(talk_header(&answer, T("Access-Control-Allow-Origin")), allowed);
    assert_int_equal(talk_header(&answer, T("Access-Control-Allow-Methods")).size > 0, is_allowed);
    assert_text(talk_header(&answer, T("Access-Control-Allow-Credentials")), T(""));
    assert_text(talk_header(&answer, T("Vary")), has_origins ? T("Origin") : T(""));

    answer = talk_ask(
        talk->port,
        arena_print(&arena, "GET / HTTP/1.1\r\nHost: a\r\nOrigin: %s\r\n\r\n", asking[row].origin),
        &arena);
    assert_int_equal(answer.status, 200);
    assert_text(talk_header(&answer, T("Access-Control-Allow-Origin")), allowed);
    assert_int_equal(talk_header(&answer, T("Access-Control-Expose-Headers")).size > 0, is_allowed);
    assert_text(talk_header(&answer, T("Vary")), has_origins ? T("Origin") : T(""));
    arena_release(&arena);
}

static void allows_named_origins_only(void **state)
{
    struct talk talk;

    (void)state;
    for (size_t count = 0; count <= 2; count += 2) {
        open_server(&talk, count);
        for (size_t i = 0; i < sizeof asking / sizeof *asking; i++)
            check_asking(&talk, i, count > 0);
        talk_close(&talk);
    }
}

/* A page may read why it was refused, by the server itself too. */
static void lets_refusals_be_read(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };
    struct talk_answer answer;

    (void)state;
    open_server(&talk, 1);
    answer = talk_ask(talk.port,
                      T("POST /no-body HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example.com\r\n"
                        "Content-Length: 3\r\n\r\nabc"),
                      &arena);
    assert_int_equal(answer.status, 413);
    assert_text(talk_header(&answer, T("Access-Control-Allow-Origin")), origins[0]);
    arena_release(&arena);
    talk_close(&talk);
}

/* OPTIONS without the question of a preflight is the application's. */
static void leaves_options_to_the_application(void **state)
{
    struct talk talk;
    struct arena arena = { 0 };

    (void)state;
    open_server(&talk, 1);
    assert_int_equal(talk_ask(talk.port,
                              T("OPTIONS / HTTP/1.1\r\nHost: a\r\n"
                                "Origin: https://app.example.com\r\n\r\n"),
                              &arena)
                         .status,
                     200);
    assert_int_equal(atomic_load(&talk.begun), 1);
    talk_ask(talk.port,
             T("OPTIONS / HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example.com\r\n"
               "Access-Control-Request-Method: GET\r\n\r\n"),
             &arena);
    assert_int_equal(atomic_load(&talk.begun), 1);
    talk_await(&talk.finished, 2);
    arena_release(&arena);
    talk_close(&talk);
}

/* What a WebSocket asks, for it is not held back by a browser. */
static void tell_whose_page(void *context, struct http_exchange *exchange)
{
    (void)context;
    talk_reply(exchange, 200, http_origin_is_allowed(exchange) ? T("welcome") : T("stranger"));
}

static void welcomes_sockets_of_named_origins(void **state)
{
    static const struct {
        const char *header, *whose;
    } pages[] = {
        { "", "welcome" },
        { "Origin: http://a\r\n", "welcome" },
        { "Origin: https://app.example.com\r\n", "welcome" },
        { "Origin: https://evil.example\r\n", "stranger" },
        { "Origin: null\r\n", "stranger" },
    };
    struct talk talk;

    (void)state;
    talk_open_with(&talk, (struct http_settings){ .cors_origins = origins, .cors_origin_count = 1 },
                   (struct http_application){ .begin = tell_whose_page, .run = tell_whose_page });
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct arena arena = { 0 };

        assert_text(
            talk_ask(talk.port,
                     arena_print(&arena, "GET / HTTP/1.1\r\nHost: a\r\n%s\r\n", pages[i].header),
                     &arena)
                .body,
            text_from(pages[i].whose));
        arena_release(&arena);
    }
    talk_close(&talk);
}

static const struct text no_origins[] = {
    T_INIT("*"),
    T_INIT(""),
    T_INIT("https://*.example.com"),
    T_INIT("https://app.example.com/"),
    T_INIT("https://App.example.com"),
    T_INIT("app.example.com"),
    T_INIT("null"),
    T_INIT("ftp://app.example.com"),
    T_INIT("https://me@app.example.com"),
    T_INIT("https://app.example.com:99999"),
};

static void takes_origins_only(void **state)
{
    static const struct http_application application = { NULL, talk_begin, talk_run, NULL };

    (void)state;
    for (size_t i = 0; i < sizeof no_origins / sizeof *no_origins; i++) {
        struct buffer problem = buffer_on_heap(1000);
        struct http_server *server = NULL;
        const struct http_settings settings = { .listeners = &talk_plain,
                                                .listener_count = 1,
                                                .cors_origins = &no_origins[i],
                                                .cors_origin_count = 1 };

        assert_int_equal(http_server_open(&settings, &application, &problem, &server), INVALID);
        assert_true(text_find(buffer_text(&problem), T(" is not an origin")) < problem.size);
        buffer_release(&problem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allows_named_origins_only),
        cmocka_unit_test(lets_refusals_be_read),
        cmocka_unit_test(leaves_options_to_the_application),
        cmocka_unit_test(welcomes_sockets_of_named_origins),
        cmocka_unit_test(takes_origins_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
