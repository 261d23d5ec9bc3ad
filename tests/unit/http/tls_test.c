/* TLS against OpenSSL's client: versions, protocol choice, large bodies, new certificates. */
#include "talk.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#define HOST "Host: a\r\n"
#define GET  "GET /hello HTTP/1.1\r\n" HOST "\r\n"

/* --- Certificates
 * --------------------------------------------------------------------------------------- */

static char folder[] = "/tmp/steward-tls-XXXXXX";
static char certificate_file[64], key_file[64];

/* A fresh key and a certificate for it with this serial number. */
static void make_certificate(long serial)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    FILE *file;

    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               (const unsigned char *)"a", -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    X509_set_pubkey(certificate, key);
    assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
    file = fopen(certificate_file, "w");
    assert_int_equal(PEM_write_X509(file, certificate), 1);
    fclose(file);
    file = fopen(key_file, "w");
    assert_int_equal(PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
    fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(certificate_file, sizeof certificate_file, "%s/certificate.pem", folder);
    snprintf(key_file, sizeof key_file, "%s/key.pem", folder);
    make_certificate(1);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(certificate_file);
    unlink(key_file);
    return rmdir(folder);
}

static void open_tls(struct talk *talk, enum http_tls_floor floor, struct http_limits limits)
{
    static const struct http_listener listener = { T_INIT("127.0.0.1:0"), HTTP_ROLE_TLS, 0 };

    talk_open_with(talk,
                   (struct http_settings){ .listeners = &listener,
                                           .listener_count = 1,
                                           .certificate_file = text_from(certificate_file),
                                           .key_file = text_from(key_file),
                                           .tls_floor = floor,
                                           .limits = limits },
                   (struct http_application){
                       .begin = talk_begin, .run = talk_run, .finished = talk_finished });
}

/* --- A client
 * ---------------------------------------------------------------------------------------------- */

struct client {
    SSL_CTX *context;
    SSL *tls;
    int fd;
};

static const unsigned char alpn_http1[] = "\x08http/1.1";
static const unsigned char alpn_both[] = "\x02h2\x08http/1.1";
static const unsigned char alpn_h2[] = "\x02h2";

/* True when the handshake succeeds. TLS 1.3 tells a client of some refusals only when it reads,
   so a byte is asked for by client_works. */
static bool client_open(struct client *client, uint16_t port, int version,
                        const unsigned char *protocols)
{
    client->context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(client->context, 0);
    if (version) {
        SSL_CTX_set_min_proto_version(client->context, version);
        SSL_CTX_set_max_proto_version(client->context, version);
    }
    client->tls = SSL_new(client->context);
    client->fd = talk_connect(port);
    SSL_set_fd(client->tls, client->fd);
    if (protocols)
        SSL_set_alpn_protos(client->tls, protocols, (unsigned)strlen((const char *)protocols));
    return SSL_connect(client->tls) == 1;
}

static void client_close(struct client *client)
{
    SSL_free(client->tls);
    SSL_CTX_free(client->context);
    close(client->fd);
    ERR_clear_error();
}

static void client_send(struct client *client, struct text bytes)
{
    while (bytes.size > 0) {
        int size = SSL_write(client->tls, bytes.at, (int)bytes.size);

        assert_true(size > 0);
        bytes = text_from_offset(bytes, (size_t)size);
    }
}

/* Reads until `ending` came. False when the connection ended first. */
static bool client_read(struct client *client, struct buffer *in, struct text ending)
{
    char piece[20000];

    while (!text_ends_with(buffer_text(in), ending)) {
        int size = SSL_read(client->tls, piece, sizeof piece);

        if (size <= 0)
            return false;
        buffer_append(in, (struct text){ piece, (size_t)size });
    }
    return true;
}

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

        open_tls(&talk, rows[i].floor, (struct http_limits){ 0 });
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
        { alpn_http1, true, "http/1.1" },
        { alpn_both, true, "http/1.1" },
        { NULL, true, "" },
        { alpn_h2, false, "" },
    };
    struct talk talk;

    (void)state;
    open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ 0 });
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct client client;
        const unsigned char *chosen;
        unsigned size;

        assert_int_equal(client_open(&client, talk.port, 0, rows[i].offered) &&
                             client_works(&client),
                         rows[i].works);
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
    open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ .stream_bytes = 30000 });
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
    open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ 0 });
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
    open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ .header_ms = 100 });
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
    open_tls(&talk, HTTP_TLS_1_3, (struct http_limits){ 0 });
    assert_true(client_open(&old, talk.port, 0, NULL));
    assert_int_equal(serial_seen_at(talk.port), 1);
    make_certificate(2);
    assert_int_equal(http_server_reload_certificate(talk.server, &problem), OK);
    assert_int_equal(serial_seen_at(talk.port), 2);
    assert_true(client_works(&old));
    client_close(&old);

    file = fopen(key_file, "w");
    fputs("not a key\n", file);
    fclose(file);
    assert_int_equal(http_server_reload_certificate(talk.server, &problem), INVALID);
    assert_true(text_starts_with(buffer_text(&problem), T("The key file cannot be read")));
    assert_int_equal(serial_seen_at(talk.port), 2);
    make_certificate(1);
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

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
