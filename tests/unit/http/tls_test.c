/* TLS against OpenSSL's client: versions, protocol choice, large bodies, new certificates. */
#include "talk_tls.h"

#define HOST "Host: a\r\n"
#define GET  "GET /hello HTTP/1.1\r\n" HOST "\r\n"

static bool client_works(struct client *client)
{
    struct buffer in = buffer_on_heap(1 << 20);
    bool works;

    client_send(client, T(GET));
    works = client_read(client, &in, T("/hello"));
    assert_true(!works ||
                text_find(buffer_text(&in),
                          T("Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n")) <
                    in.size);
    buffer_release(&in);
    return works;
}

/* --- Tests
 * ---------------------------------------------------------------------------------------------------
 */

static void has_a_floor(void **state)
{
    static const struct {
        enum http_tls_floor floor;
        int version;
        bool works;
    } rows[] = {
        { HTTP_TLS_1_3, TLS1_3_VERSION, true },  { HTTP_TLS_1_3, TLS1_2_VERSION, false },
        { HTTP_TLS_1_3, TLS1_1_VERSION, false }, { HTTP_TLS_1_3, TLS1_VERSION, false },
        { HTTP_TLS_1_2, TLS1_3_VERSION, true },  { HTTP_TLS_1_2, TLS1_2_VERSION, true },
        { HTTP_TLS_1_2, TLS1_1_VERSION, false }, { HTTP_TLS_1_2, TLS1_VERSION, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct talk talk;
        struct client client;
        struct http_metrics metrics;
        bool works;

        talk_open_tls(&talk, rows[i].floor, (struct http_limits){ 0 });
        works = client_open(&client, talk.port, rows[i].version, NULL) && client_works(&client);
        assert_int_equal(works, rows[i].works);
        if (works)
            assert_int_equal(SSL_version(client.tls), rows[i].version);
        client_close(&client);
        http_server_metrics(talk.server, &metrics);
        for (int wait = 0; wait < 200 && metrics.connections_open > 0; wait++) {
            talk_sleep_ms(5);
            http_server_metrics(talk.server, &metrics);
        }
        assert_int_equal(metrics.handshakes_failed, !works);
        talk_close(&talk);
    }
}

static void chooses_a_protocol(void **state)
{
    static const struct {
        const unsigned char *offered;
        bool works;
        const char *chosen;
    } rows[] = {
        { alpn_http1, true, "http/1.1" }, { alpn_both, true, "h2" }, { NULL, true, "" },
        { alpn_h2, true, "h2" },          { alpn_other, false, "" },
    };
    struct talk talk;

    (void)state;
    talk_open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ 0 });
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct client client;
        const unsigned char *chosen;
        unsigned size;

        assert_int_equal(client_open(&client, talk.port, 0, rows[i].offered), rows[i].works);
        SSL_get0_alpn_selected(client.tls, &chosen, &size);
        assert_text(((struct text){ (const char *)chosen, size }), text_from(rows[i].chosen));
        client_close(&client);
    }
    talk_close(&talk);
}

static void carries_large_bodies(void **state)
{
    struct talk talk;
    struct client client;
    struct buffer request = buffer_on_heap(2 << 20), in = buffer_on_heap(4 << 20);

    (void)state;
    talk_open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ .stream_bytes = 30000 });
    assert_true(client_open(&client, talk.port, 0, alpn_http1));
    for (int round = 0; round < 3; round++) {
        struct text body;

        buffer_clear(&request);
        buffer_clear(&in);
        buffer_append(&request,
                      T("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1000000\r\n\r\n"));
        body.size = 1000000;
        for (int i = 0; i < 125000; i++)
            buffer_print(&request, "%08d", i);
        body.at = request.at + request.size - body.size;
        client_send(&client, buffer_text(&request));
        assert_true(client_read(&client, &in, text_slice(body, body.size - 64, 64)));
        assert_true(text_ends_with(buffer_text(&in), body));
    }
    buffer_clear(&in);
    client_send(&client, T("GET /stream?500000 HTTP/1.1\r\n" HOST "\r\n"));
    assert_true(client_read(&client, &in, T("\r\n0\r\n\r\n")));
    assert_true(in.size > 500000);
    client_close(&client);
    buffer_release(&request);
    buffer_release(&in);
    talk_close(&talk);
}

static void says_goodbye(void **state)
{
    struct talk talk;
    struct client client;
    struct buffer in = buffer_on_heap(1 << 20);

    (void)state;
    talk_open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ 0 });
    assert_true(client_open(&client, talk.port, 0, NULL));
    client_send(&client, T("GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
    assert_false(client_read(&client, &in, T("never")));
    assert_int_equal(SSL_get_shutdown(client.tls) & SSL_RECEIVED_SHUTDOWN, SSL_RECEIVED_SHUTDOWN);
    client_close(&client);
    buffer_release(&in);
    talk_close(&talk);
}

static void is_not_kept_waiting_or_fooled(void **state)
{
    struct talk talk;
    struct buffer in = buffer_on_heap(1 << 20);
    int fd;

    (void)state;
    talk_open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ .header_ms = 100 });
    fd = talk_connect(talk.port);
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_int_equal(in.size, 0);
    close(fd);
    fd = talk_connect(talk.port);
    talk_send(fd, T(GET));
    assert_true(talk_read_all(fd, &in, TALK_PATIENCE_MS));
    assert_int_equal(text_find(buffer_text(&in), T("HTTP/1.1")), in.size);
    assert_int_equal(atomic_load(&talk.begun), 0);
    close(fd);
    buffer_release(&in);
    talk_close(&talk);
}

static long serial_seen_at(uint16_t port)
{
    struct client client;
    X509 *certificate;
    long serial;

    assert_true(client_open(&client, port, 0, NULL));
    certificate = SSL_get1_peer_certificate(client.tls);
    serial = ASN1_INTEGER_get(X509_get0_serialNumber(certificate));
    X509_free(certificate);
    client_close(&client);
    return serial;
}

static void takes_a_new_certificate(void **state)
{
    struct talk talk;
    struct client old;
    struct buffer problem = buffer_on_heap(1000);
    FILE *file;

    (void)state;
    talk_open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ 0 });
    assert_true(client_open(&old, talk.port, 0, NULL));
    assert_int_equal(serial_seen_at(talk.port), 1);
    talk_make_certificate(2);
    assert_int_equal(http_server_reload_certificate(talk.server, &problem), OK);
    assert_int_equal(serial_seen_at(talk.port), 2);
    assert_true(client_works(&old));
    client_close(&old);

    file = fopen(talk_key_file, "w");
    fputs("not a key\n", file);
    fclose(file);
    assert_int_equal(http_server_reload_certificate(talk.server, &problem), INVALID);
    assert_true(text_starts_with(buffer_text(&problem), T("The key file cannot be read")));
    assert_int_equal(serial_seen_at(talk.port), 2);
    talk_make_certificate(1);
    buffer_release(&problem);
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_a_floor),
        cmocka_unit_test(chooses_a_protocol),
        cmocka_unit_test(carries_large_bodies),
        cmocka_unit_test(says_goodbye),
        cmocka_unit_test(is_not_kept_waiting_or_fooled),
        cmocka_unit_test(takes_a_new_certificate),
    };

    return cmocka_run_group_tests(tests, talk_make_folder, talk_remove_folder);
}
