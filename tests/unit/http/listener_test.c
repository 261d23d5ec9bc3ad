/* What may be listened on, redirecting to HTTPS, and whom a proxy speaks for. */
#include "talk.h"

/* --- Settings
 * ---------------------------------------------------------------------------------------- */

static const struct {
    struct text address;
    enum http_role role;
    bool has_certificate, has_proxy, is_allowed;
    const char *reason; /* a part of the sentence */
} listens[] = {
    { T_INIT("127.0.0.1:8080"), HTTP_ROLE_PLAIN, false, false, true, "" },
    { T_INIT("[::1]:8080"), HTTP_ROLE_PLAIN, false, false, true, "" },
    { T_INIT("localhost:8080"), HTTP_ROLE_PLAIN, false, false, true, "" },
    { T_INIT("0.0.0.0:8080"), HTTP_ROLE_PLAIN, false, false, false, "is public" },
    { T_INIT("*:80"), HTTP_ROLE_PLAIN, false, false, false, "is public" },
    { T_INIT("192.0.2.1:80"), HTTP_ROLE_PLAIN, true, false, false, "is public" },
    { T_INIT("192.0.2.1:80"), HTTP_ROLE_PLAIN, false, true, true, "" },
    { T_INIT("*:80"), HTTP_ROLE_REDIRECT, false, false, true, "" },
    { T_INIT("*:443"), HTTP_ROLE_TLS, true, false, true, "" },
    { T_INIT("*:443"), HTTP_ROLE_TLS, false, false, false, "certificate" },
    { T_INIT("127.0.0.1:80"), HTTP_ROLE_UNSAID, false, false, false, "no role" },
    { T_INIT("nowhere"), HTTP_ROLE_PLAIN, false, false, false, "not an address" },
};

static void allows_no_public_plain_port(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof listens / sizeof *listens; i++) {
        struct http_listener listener = { listens[i].address, listens[i].role, 0 };
        struct http_settings settings = { .proxy_terminates_tls = listens[i].has_proxy };
        struct buffer reason = buffer_on_heap(1000);

        if (listens[i].has_certificate)
            settings.certificate_file = settings.key_file = T("a.pem");
        assert_int_equal(http_listen_is_allowed(&settings, &listener, &reason),
                         listens[i].is_allowed);
        assert_int_equal(http_listen_is_allowed(&settings, &listener, NULL), listens[i].is_allowed);
        assert_int_equal(reason.size == 0, listens[i].is_allowed);
        assert_true(text_find(buffer_text(&reason), text_from(listens[i].reason)) < reason.size ||
                    listens[i].is_allowed);
        buffer_release(&reason);
    }
}

static enum status try_to_open(const struct http_settings *settings, struct text reason)
{
    const struct http_application application = { NULL, talk_begin, talk_run, NULL };
    struct http_server *server = NULL;
    struct buffer problem = buffer_on_heap(1000);
    enum status status = http_server_open(settings, &application, &problem, &server);

    assert_null(server);
    if (text_find(buffer_text(&problem), reason) == problem.size)
        print_error("%.*s\n", TEXT_ARG(buffer_text(&problem)));
    assert_true(text_find(buffer_text(&problem), reason) < problem.size);
    buffer_release(&problem);
    return status;
}

static void refuses_to_start(void **state)
{
    const struct http_listener public = { T("0.0.0.0:0"), HTTP_ROLE_PLAIN, 0 };
    const struct http_listener tls = { T("127.0.0.1:0"), HTTP_ROLE_TLS, 0 };
    const struct text bad_block = T("10.0.0.0/40");
    struct talk talk;
    struct http_listener taken = { .role = HTTP_ROLE_PLAIN };
    char address[32];

    (void)state;
    assert_int_equal(try_to_open(&(struct http_settings){ 0 }, T("no address to listen")), INVALID);
    assert_int_equal(
        try_to_open(&(struct http_settings){ .listeners = &public, .listener_count = 1 },
                    T("is public")),
        INVALID);
    assert_int_equal(try_to_open(&(struct http_settings){ .listeners = &tls,
                                                          .listener_count = 1,
                                                          .certificate_file = T("missing.pem"),
                                                          .key_file = T("missing.pem") },
                                 T("certificate file cannot be read")),
                     INVALID);
    assert_int_equal(try_to_open(&(struct http_settings){ .listeners = &talk_plain,
                                                          .listener_count = 1,
                                                          .trusted_proxies = &bad_block,
                                                          .trusted_proxy_count = 1 },
                                 T("not an address block")),
                     INVALID);
    talk_open(&talk, (struct http_limits){ 0 });
    snprintf(address, sizeof address, "127.0.0.1:%u", talk.port);
    taken.address = text_from(address);
    assert_int_equal(
        try_to_open(&(struct http_settings){ .listeners = &taken, .listener_count = 1 },
                    T("something else listens there")),
        UNAVAILABLE);
    talk_close(&talk);
}

/* --- Redirects
 * ---------------------------------------------------------------------------------------- */

static const struct {
    struct text request;
    int status;
    struct text location;
} redirects[] = {
    { T_INIT("GET /a?b=c HTTP/1.1\r\nHost: shop.example\r\n\r\n"), 308,
      T_INIT("https://shop.example:18443/a?b=c") },
    { T_INIT("GET / HTTP/1.1\r\nHost: shop.example:8080\r\n\r\n"), 308,
      T_INIT("https://shop.example:18443/") },
    { T_INIT("GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n"), 308,
      T_INIT("https://[2001:db8::1]:18443/") },
    { T_INIT("GET / HTTP/1.1\r\nHost: [2001:db8::1]\r\n\r\n"), 308,
      T_INIT("https://[2001:db8::1]:18443/") },
    { T_INIT("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n"), 308, T_INIT("https://a:18443/x") },
    { T_INIT("POST /auth HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nsecret"), 308,
      T_INIT("https://a:18443/auth") },
    { T_INIT("GET / HTTP/1.0\r\n\r\n"), 400, T_INIT("") },
    { T_INIT("GET /%0d%0aSet-Cookie:a HTTP/1.1\r\nHost: a\r\n\r\n"), 308,
      T_INIT("https://a:18443/%0d%0aSet-Cookie:a") },
};

static void redirects_and_nothing_else(void **state)
{
    const struct http_listener listener = { T("127.0.0.1:0"), HTTP_ROLE_REDIRECT, 18443 };
    struct talk talk;

    (void)state;
    talk_open_with(&talk, (struct http_settings){ .listeners = &listener, .listener_count = 1 },
                   (struct http_application){
                       .begin = talk_begin, .run = talk_run, .finished = talk_finished });
    for (size_t i = 0; i < sizeof redirects / sizeof *redirects; i++) {
        struct arena arena = { 0 };
        struct talk_answer answer = talk_ask(talk.port, redirects[i].request, &arena);

        assert_int_equal(answer.status, redirects[i].status);
        assert_text(talk_header(&answer, T("Location")), redirects[i].location);
        assert_text(talk_header(&answer, T("Strict-Transport-Security")), T(""));
        arena_release(&arena);
    }
    assert_int_equal(atomic_load(&talk.begun), 0);
    talk_close(&talk);
}

/* --- Proxies
 * ------------------------------------------------------------------------------------------- */

static void tell_peer(void *context, struct http_exchange *exchange)
{
    (void)context;
    talk_reply(exchange, 200,
               arena_print(http_arena(exchange), "%.*s %.*s %s", TEXT_ARG(http_peer(exchange)),
                           TEXT_ARG(http_host(exchange)),
                           http_is_secure(exchange) ? "https" : "http"));
}

static const struct {
    struct text headers;
    const char *direct, *trusted; /* what is understood from anybody, and from a trusted proxy */
} forwards[] = {
    { T_INIT(""), "127.0.0.1 a http", "127.0.0.1 a http" },
    { T_INIT("X-Forwarded-For: 192.0.2.7\r\n"), "127.0.0.1 a http", "192.0.2.7 a http" },
    { T_INIT("X-Forwarded-For: 203.0.113.9, 192.0.2.7 , 10.1.2.3\r\n"), "127.0.0.1 a http",
      "192.0.2.7 a http" },
    { T_INIT("X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 192.0.2.7\r\n"), "127.0.0.1 a http",
      "192.0.2.7 a http" },
    { T_INIT("X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-For: 10.1.2.3\r\n"), "127.0.0.1 a http",
      "192.0.2.7 a http" },
    { T_INIT("X-Forwarded-For: 2001:db8::7\r\n"), "127.0.0.1 a http", "2001:db8::7 a http" },
    { T_INIT("X-Forwarded-For: <script>, 10.1.2.3\r\n"), "127.0.0.1 a http", "10.1.2.3 a http" },
    { T_INIT("X-Forwarded-For: 10.1.2.3\r\n"), "127.0.0.1 a http", "10.1.2.3 a http" },
    { T_INIT("X-Forwarded-Proto: https\r\n"), "127.0.0.1 a http", "127.0.0.1 a https" },
    { T_INIT("X-Forwarded-Proto: https, http\r\n"), "127.0.0.1 a http", "127.0.0.1 a http" },
    { T_INIT("X-Forwarded-Host: shop.example\r\n"), "127.0.0.1 a http",
      "127.0.0.1 shop.example http" },
    { T_INIT("Forwarded: for=203.0.113.9\r\n"), "127.0.0.1 a http", "127.0.0.1 a http" },
    { T_INIT("X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n"), "127.0.0.1 a http",
      "127.0.0.1 a http" },
    { T_INIT("X-Forwarded-Host: a/b\r\n"), "127.0.0.1 a http", "127.0.0.1 a http" },
};

/* With Forwarded as the form that counts. */
static const struct {
    struct text headers;
    const char *trusted;
} new_forwards[] = {
    { T_INIT("Forwarded: for=192.0.2.7;proto=https;host=shop.example\r\n"),
      "192.0.2.7 shop.example https" },
    { T_INIT("Forwarded: for=203.0.113.9;proto=https, for=\"192.0.2.7:4711\"\r\n"),
      "192.0.2.7 a http" },
    { T_INIT("Forwarded: for=203.0.113.9\r\nForwarded: for=192.0.2.7, for=10.1.2.3\r\n"),
      "192.0.2.7 a http" },
    { T_INIT("Forwarded: for=unknown\r\n"), "127.0.0.1 a http" },
    { T_INIT("Forwarded: for=\"192.0.2.7\r\n"), "127.0.0.1 a http" },
    { T_INIT("X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n"), "127.0.0.1 a http" },
};

static void believes_one_form_only(void **state)
{
    const struct text trusted[] = { T("127.0.0.0/8"), T("10.0.0.0/8") };
    struct talk talk;

    (void)state;
    talk_open_with(&talk,
                   (struct http_settings){ .trusted_proxies = trusted,
                                           .trusted_proxy_count = 2,
                                           .forwarded = HTTP_FORWARDED },
                   (struct http_application){ .begin = tell_peer, .run = tell_peer });
    for (size_t i = 0; i < sizeof new_forwards / sizeof *new_forwards; i++) {
        struct arena arena = { 0 };

        assert_text(talk_ask(talk.port,
                             arena_print(&arena, "GET / HTTP/1.1\r\nHost: a\r\n%.*s\r\n",
                                         TEXT_ARG(new_forwards[i].headers)),
                             &arena)
                        .body,
                    text_from(new_forwards[i].trusted));
        arena_release(&arena);
    }
    talk_close(&talk);
}

static void check_forwards(const struct http_settings *settings, bool is_trusted)
{
    struct talk talk;

    talk_open_with(&talk, *settings,
                   (struct http_application){ .begin = tell_peer, .run = tell_peer });
    for (size_t i = 0; i < sizeof forwards / sizeof *forwards; i++) {
        struct arena arena = { 0 };
        struct talk_answer answer =
            talk_ask(talk.port,
                     arena_print(&arena, "GET / HTTP/1.1\r\nHost: a\r\n%.*s\r\n",
                                 TEXT_ARG(forwards[i].headers)),
                     &arena);

        assert_text(answer.body, text_from(is_trusted ? forwards[i].trusted : forwards[i].direct));
        assert_int_equal(text_is_empty(talk_header(&answer, T("Strict-Transport-Security"))),
                         !text_ends_with(answer.body, T("https")));
        arena_release(&arena);
    }
    talk_close(&talk);
}

static void believes_only_trusted_proxies(void **state)
{
    const struct text trusted[] = { T("127.0.0.0/8"), T("10.0.0.0/8") };

    (void)state;
    check_forwards(&(struct http_settings){ 0 }, false);
    check_forwards(
        &(struct http_settings){ .trusted_proxies = &trusted[1], .trusted_proxy_count = 1 }, false);
    check_forwards(&(struct http_settings){ .trusted_proxies = trusted, .trusted_proxy_count = 2 },
                   true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allows_no_public_plain_port),
        cmocka_unit_test(refuses_to_start),
        cmocka_unit_test(redirects_and_nothing_else),
        cmocka_unit_test(believes_only_trusted_proxies),
        cmocka_unit_test(believes_one_form_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
