/* The PROXY protocol: both versions, cut anywhere, what is none; and on real connections: only
   from trusted proxies, with and without TLS, with the ceilings of the client it names. */
#include "http/proxy_header.h"
#include "talk_tls.h"

#define HEAD_2 "\r\n\r\n\0\r\nQUIT\n"

static const struct {
    struct text bytes;
    enum proxy_header_result result;
    const char *address; /* NULL: the proxy speaks for itself */
} headers[] = {
    { T_INIT("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n"), PROXY_HEADER_DONE, "192.0.2.7" },
    { T_INIT("PROXY TCP6 2001:db8::7 2001:db8::1 0 65535\r\n"), PROXY_HEADER_DONE, "2001:db8::7" },
    { T_INIT("PROXY UNKNOWN\r\n"), PROXY_HEADER_DONE, NULL },
    { T_INIT("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"), PROXY_HEADER_DONE, NULL },
    { T_INIT("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("PROXY TCP4 192.0.2.7 198.51.100.1 4711 65536\r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("PROXY TCP4 192.0.2.7 198.51.100.1 +471 443\r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("PROXY TCP4 192.0.2.7 198.51.100.1 4711\r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443 \r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("PROXY TCP4  192.0.2.7 198.51.100.1 4711 443\r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("PROXY TCP4 2001:db8::7 2001:db8::1 1 2\r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("PROXY TCP6 192.0.2.7 198.51.100.1 1 2\r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("PROXY TCP6 [2001:db8::7] 2001:db8::1 1 2\r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("PROXY UDP4 192.0.2.7 198.51.100.1 1 2\r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("PROXY\r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("GET / HTTP/1.1\r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT("proxy UNKNOWN\r\n"), PROXY_HEADER_BAD, NULL },
    { T_INIT(
          "PROXY UNKNOWN aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          "aaaaaaaaaaaaaaaaaaaaaaaaaa"),
      PROXY_HEADER_BAD, NULL },
    { T_INIT(HEAD_2 "\x21\x11\0\x0c\xc0\0\2\7\xc6\x33\x64\1\x12\x67\1\xbb"), PROXY_HEADER_DONE,
      "192.0.2.7" },
    { T_INIT(HEAD_2 "\x21\x11\0\x0f\xc0\0\2\7\xc6\x33\x64\1\x12\x67\1\xbb\x04\0\0"),
      PROXY_HEADER_DONE, "192.0.2.7" },
    { T_INIT(HEAD_2 "\x21\x21\0\x24\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\7"
                    "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1\x12\x67\1\xbb"),
      PROXY_HEADER_DONE, "2001:db8::7" },
    { T_INIT(HEAD_2 "\x20\0\0\0"), PROXY_HEADER_DONE, NULL },
    { T_INIT(HEAD_2 "\x20\x11\0\x0c\xc0\0\2\7\xc6\x33\x64\1\x12\x67\1\xbb"), PROXY_HEADER_DONE,
      NULL },
    { T_INIT(HEAD_2 "\x21\0\0\0"), PROXY_HEADER_DONE, NULL },
    { T_INIT(HEAD_2 "\x21\x11\0\x04\xc0\0\2\7"), PROXY_HEADER_BAD, NULL },
    { T_INIT(HEAD_2 "\x21\x12\0\x0c\xc0\0\2\7\xc6\x33\x64\1\x12\x67\1\xbb"), PROXY_HEADER_BAD,
      NULL },
    { T_INIT(HEAD_2 "\x11\x11\0\x0c"), PROXY_HEADER_BAD, NULL },
    { T_INIT(HEAD_2 "\x22\x11\0\x0c"), PROXY_HEADER_BAD, NULL },
    { T_INIT(HEAD_2 "\x21\x11\xff\xff"), PROXY_HEADER_BAD, NULL },
    { T_INIT("\r\n\r\nGET"), PROXY_HEADER_BAD, NULL },
};

static void reads_headers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct proxy_header header = { 0 };

        if (proxy_header_read(headers[i].bytes, &header) != headers[i].result)
            print_error("row %zu\n", i);
        assert_int_equal(proxy_header_read(headers[i].bytes, &header), headers[i].result);
        if (headers[i].result != PROXY_HEADER_DONE)
            continue;
        assert_int_equal(header.size_bytes, headers[i].bytes.size);
        assert_int_equal(header.has_address, headers[i].address != NULL);
        if (header.has_address)
            assert_string_equal(address_to_text(header.address).at, headers[i].address);
        for (size_t cut = 0; cut < headers[i].bytes.size; cut++)
            assert_int_equal(proxy_header_read(text_slice(headers[i].bytes, 0, cut), &header),
                             PROXY_HEADER_MORE);
    }
}

/* --- On connections ----------------------------------------------------------------------------
 */

#define PROXY_1 "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n"
#define PROXY_2 HEAD_2 "\x21\x11\0\x0c\xc0\0\2\7\xc6\x33\x64\1\x12\x67\1\xbb"
#define HEALTH  HEAD_2 "\x20\0\0\0"
#define ASK     "GET / HTTP/1.1\r\nHost: a\r\n"
#define FORGED  "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n"

static void tell_peer(void *context, struct http_exchange *exchange)
{
    (void)context;
    talk_reply(exchange, 200,
               arena_print(http_arena(exchange), "%.*s %s", TEXT_ARG(http_peer(exchange)),
                           http_is_proxied(exchange) ? "proxied" : "direct"));
}

static void open_server(struct talk *talk, const struct text *trusted, struct http_limits limits,
                        enum http_role role)
{
    static const struct http_listener listeners[] = {
        [HTTP_ROLE_PLAIN] = { T_INIT("127.0.0.1:0"), HTTP_ROLE_PLAIN, 0 },
        [HTTP_ROLE_TLS] = { T_INIT("127.0.0.1:0"), HTTP_ROLE_TLS, 0 },
    };

    talk_open_with(talk,
                   (struct http_settings){ .listeners = &listeners[role],
                                           .listener_count = 1,
                                           .certificate_file = text_from(talk_certificate_file),
                                           .key_file = text_from(talk_key_file),
                                           .trusted_proxies = trusted,
                                           .trusted_proxy_count = trusted ? 1 : 0,
                                           .proxy_protocol = true,
                                           .limits = limits },
                   (struct http_application){ .begin = tell_peer, .run = tell_peer });
}

static const struct {
    struct text request;
    bool is_trusted;
    const char *answer; /* NULL: the connection is closed without one */
} asked[] = {
    { T_INIT(PROXY_1 ASK "\r\n"), true, "192.0.2.7 direct" },
    { T_INIT(PROXY_2 ASK "\r\n"), true, "192.0.2.7 direct" },
    /* Behind such a proxy the headers are the client's own. */
    { T_INIT(PROXY_1 ASK FORGED "\r\n"), true, "192.0.2.7 direct" },
    { T_INIT(HEALTH ASK "\r\n"), true, "127.0.0.1 proxied" },
    { T_INIT(HEALTH ASK FORGED "\r\n"), true, "203.0.113.9 proxied" },
    { T_INIT(PROXY_1 PROXY_1 ASK "\r\n"), true, "{" },
    { T_INIT(ASK "\r\n"), true, NULL },
    { T_INIT("PROXY TCP4 nonsense\r\n" ASK "\r\n"), true, NULL },
    { T_INIT(ASK "\r\n"), false, "127.0.0.1 direct" },
    { T_INIT(PROXY_1 ASK "\r\n"), false, "{" },
};

static void believes_trusted_proxies(void **state)
{
    static const struct text trusted = T_INIT("127.0.0.1");

    (void)state;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct talk talk;
        struct arena arena = { 0 };
        struct talk_answer answer;

        open_server(&talk, asked[i].is_trusted ? &trusted : NULL,
                    (struct http_limits){ .linger_ms = 40 }, HTTP_ROLE_PLAIN);
        answer = talk_ask(talk.port, asked[i].request, &arena);
        assert_int_equal(answer.status > 0, asked[i].answer != NULL);
        if (asked[i].answer)
            assert_true(text_starts_with(answer.body, text_from(asked[i].answer)));
        arena_release(&arena);
        talk_close(&talk);
    }
}

static void takes_headers_cut_anywhere(void **state)
{
    static const struct text trusted = T_INIT("127.0.0.1");
    static const struct text request = T_INIT(PROXY_2 ASK "\r\n");
    struct talk talk;

    (void)state;
    open_server(&talk, &trusted, (struct http_limits){ 0 }, HTTP_ROLE_PLAIN);
    for (size_t cut = 1; cut < request.size; cut += 3) {
        struct arena arena = { 0 };
        struct buffer in = buffer_on_heap(1 << 20);
        int fd = talk_connect(talk.port);

        talk_send(fd, text_slice(request, 0, cut));
        talk_sleep_ms(2);
        talk_send(fd, text_from_offset(request, cut));
        assert_text(talk_read(fd, &in, false, &arena).body, T("192.0.2.7 direct"));
        close(fd);
        buffer_release(&in);
        arena_release(&arena);
    }
    talk_close(&talk);
}

static void stands_before_tls(void **state)
{
    static const struct text trusted = T_INIT("127.0.0.1");
    struct talk talk;
    struct client client = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);

    (void)state;
    open_server(&talk, &trusted, (struct http_limits){ 0 }, HTTP_ROLE_TLS);
    client.context = SSL_CTX_new(TLS_client_method());
    client.tls = SSL_new(client.context);
    client.fd = talk_connect(talk.port);
    talk_send(client.fd, T(PROXY_2));
    SSL_set_fd(client.tls, client.fd);
    assert_int_equal(SSL_connect(client.tls), 1);
    client_send(&client, T(ASK "\r\n"));
    assert_true(client_read(&client, &in, T("192.0.2.7 direct")));
    client_close(&client);
    buffer_release(&in);
    talk_close(&talk);
}

/* The proxy itself has no ceiling; the clients it names have theirs. And no endless patience. */
static void bounds_the_clients_it_names(void **state)
{
    static const struct text trusted = T_INIT("127.0.0.1");
    struct talk talk;
    struct arena arena = { 0 };
    struct buffer in = buffer_on_heap(1 << 20);
    int fds[3];

    (void)state;
    open_server(&talk, &trusted,
                (struct http_limits){ .connections_per_address = 2, .header_ms = 200 },
                HTTP_ROLE_PLAIN);
    for (int i = 0; i < 3; i++) {
        fds[i] = talk_connect(talk.port);
        talk_send(fds[i], T(PROXY_1 ASK "\r\n"));
        assert_int_equal(talk_read(fds[i], &in, false, &arena).status, i < 2 ? 200 : 0);
    }
    assert_int_equal(talk_ask(talk.port, T(HEALTH ASK "\r\n"), &arena).status, 200);
    for (int i = 0; i < 3; i++)
        close(fds[i]);
    talk_sleep_ms(50);
    assert_int_equal(talk_ask(talk.port, T(PROXY_1 ASK "\r\n"), &arena).status, 200);
    assert_int_equal(talk_ask(talk.port, T("PROXY "), &arena).status, 0);
    buffer_release(&in);
    arena_release(&arena);
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_headers),
        cmocka_unit_test(believes_trusted_proxies),
        cmocka_unit_test(takes_headers_cut_anywhere),
        cmocka_unit_test(stands_before_tls),
        cmocka_unit_test(bounds_the_clients_it_names),
    };

    return cmocka_run_group_tests(tests, talk_make_folder, talk_remove_folder);
}
