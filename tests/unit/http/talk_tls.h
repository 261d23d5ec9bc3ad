/* For the tests over TLS: a certificate, a server that has it, and OpenSSL's client. */
#ifndef TESTS_HTTP_TALK_TLS_H
#define TESTS_HTTP_TALK_TLS_H

#include "talk.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <signal.h>

/* --- Certificates
 * --------------------------------------------------------------------------------------- */

static char talk_folder[] = "/tmp/steward-tls-XXXXXX";
static char talk_certificate_file[64], talk_key_file[64];

/* A fresh key and a certificate for it with this serial number. */
static inline void talk_make_certificate(long serial)
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
    file = fopen(talk_certificate_file, "w");
    assert_int_equal(PEM_write_X509(file, certificate), 1);
    fclose(file);
    file = fopen(talk_key_file, "w");
    assert_int_equal(PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
    fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static inline int talk_make_folder(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN); /* OpenSSL writes to servers that have closed */
    if (!mkdtemp(talk_folder))
        return -1;
    snprintf(talk_certificate_file, sizeof talk_certificate_file, "%s/certificate.pem",
             talk_folder);
    snprintf(talk_key_file, sizeof talk_key_file, "%s/key.pem", talk_folder);
    talk_make_certificate(1);
    return 0;
}

static inline int talk_remove_folder(void **state)
{
    (void)state;
    unlink(talk_certificate_file);
    unlink(talk_key_file);
    return rmdir(talk_folder);
}

static inline void talk_open_tls(struct talk *talk, enum http_tls_floor floor,
                                 struct http_limits limits)
{
    static const struct http_listener listener = { T_INIT("127.0.0.1:0"), HTTP_ROLE_TLS, 0 };

    talk_open_with(talk,
                   (struct http_settings){ .listeners = &listener,
                                           .listener_count = 1,
                                           .certificate_file = text_from(talk_certificate_file),
                                           .key_file = text_from(talk_key_file),
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
static const unsigned char alpn_other[] = "\x03h2c";

/* True when the handshake succeeds. TLS 1.3 tells a client of some refusals only when it reads,
   so a byte is asked for by client_works. */
static inline bool client_open(struct client *client, uint16_t port, int version,
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

static inline void client_close(struct client *client)
{
    SSL_free(client->tls);
    SSL_CTX_free(client->context);
    close(client->fd);
    ERR_clear_error();
}

static inline void client_send(struct client *client, struct text bytes)
{
    while (bytes.size > 0) {
        int size = SSL_write(client->tls, bytes.at, (int)bytes.size);

        assert_true(size > 0);
        bytes = text_from_offset(bytes, (size_t)size);
    }
}

/* Reads until `ending` came. False when the connection ended first. */
static inline bool client_read(struct client *client, struct buffer *in, struct text ending)
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

#endif
