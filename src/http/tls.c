/* TLS by OpenSSL: server side only, no renegotiation, no compression, forward secrecy only. */
#include "http/tls.h"

#include "base/time.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>

/* TLS 1.2 where the operator allows it: ephemeral keys and authenticated ciphers. */
#define CIPHERS_1_2                                                                                \
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"                                   \
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"                                   \
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"

struct tls_context {
    SSL_CTX *openssl;
};

struct tls {
    SSL *openssl;
    bool waits_to_write, is_broken;
};

/* What this server speaks inside TLS, as ALPN lists it, best first. */
static const unsigned char protocols[] = "\x02"
                                         "h2"
                                         "\x08"
                                         "http/1.1";

static int choose_protocol(SSL *openssl, const unsigned char **ret_chosen,
                           unsigned char *ret_chosen_size, const unsigned char *offered,
                           unsigned int offered_size, void *context)
{
    unsigned char *chosen;

    (void)openssl;
    (void)context;
    if (SSL_select_next_proto(&chosen, ret_chosen_size, protocols, sizeof protocols - 1, offered,
                              offered_size) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *ret_chosen = chosen;
    return SSL_TLSEXT_ERR_OK;
}

static enum status load_files(SSL_CTX *openssl, struct text certificate_file, struct text key_file,
                              struct buffer *problem)
{
    struct arena scratch = { 0 };
    const char *certificate = arena_c_string(&scratch, certificate_file);
    const char *key = arena_c_string(&scratch, key_file);
    const char *wrong = NULL;

    if (SSL_CTX_use_certificate_chain_file(openssl, certificate) != 1)
        wrong = "The certificate file cannot be read as PEM: ";
    else if (SSL_CTX_use_PrivateKey_file(openssl, key, SSL_FILETYPE_PEM) != 1)
        wrong = "The key file cannot be read as PEM, or does not belong to the certificate: ";
    if (wrong) {
        buffer_append(problem, text_from(wrong));
        buffer_append(problem, text_from(ERR_reason_error_string(ERR_get_error())));
        buffer_append(problem, T("."));
    }
    ERR_clear_error();
    arena_release(&scratch);
    return wrong ? INVALID : OK;
}

enum status http_certificate_end(const char *path, int64_t *ret_end_ms)
{
    SSL_CTX *openssl = SSL_CTX_new(TLS_server_method());
    enum status status = INVALID;
    struct tm end = { 0 };

    if (!openssl)
        return FAILED;
    if (SSL_CTX_use_certificate_file(openssl, path, SSL_FILETYPE_PEM) == 1 &&
        ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(openssl)), &end) == 1) {
        *ret_end_ms = (int64_t)timegm(&end) * MS_PER_SECOND;
        status = OK;
    }
    ERR_clear_error();
    SSL_CTX_free(openssl);
    return status;
}

enum status tls_context_open(struct text certificate_file, struct text key_file,
                             enum http_tls_floor floor, struct buffer *problem,
                             struct tls_context **ret_context)
{
    SSL_CTX *openssl = SSL_CTX_new(TLS_server_method());
    struct tls_context *context;
    enum status status;

    if (!openssl)
        return FAILED;
    status = load_files(openssl, certificate_file, key_file, problem);
    if (status != OK) {
        SSL_CTX_free(openssl);
        return status;
    }
    SSL_CTX_set_min_proto_version(openssl, floor == HTTP_TLS_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION);
    SSL_CTX_set_cipher_list(openssl, CIPHERS_1_2);
    SSL_CTX_set_options(openssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(openssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(openssl, choose_protocol, NULL);
    context = memory_alloc(sizeof *context);
    context->openssl = openssl;
    *ret_context = context;
    return OK;
}

void tls_context_free(struct tls_context *context)
{
    if (!context)
        return;
    SSL_CTX_free(context->openssl);
    free(context);
}

struct tls *tls_accept(struct tls_context *context, int fd)
{
    SSL *openssl = SSL_new(context->openssl);
    struct tls *tls;

    if (!openssl || SSL_set_fd(openssl, fd) != 1) {
        SSL_free(openssl);
        ERR_clear_error();
        return NULL;
    }
    SSL_set_accept_state(openssl);
    tls = memory_alloc(sizeof *tls);
    tls->openssl = openssl;
    return tls;
}

void tls_free(struct tls *tls)
{
    if (!tls)
        return;
    SSL_free(tls->openssl);
    free(tls);
}

/* What an OpenSSL call that moved nothing means. The queue of errors belongs to the thread and
   is emptied, or the next connection would be blamed. */
static int explain(struct tls *tls, int result)
{
    int error = SSL_get_error(tls->openssl, result);

    ERR_clear_error();
    tls->waits_to_write = error == SSL_ERROR_WANT_WRITE;
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
        return TRANSPORT_WAIT;
    if (error == SSL_ERROR_ZERO_RETURN)
        return TRANSPORT_END;
    tls->is_broken = true;
    return TRANSPORT_BROKEN;
}

static int as_int(size_t size)
{
    return size > INT32_MAX ? INT32_MAX : (int)size;
}

int tls_handshake(struct tls *tls)
{
    int result = SSL_do_handshake(tls->openssl);

    tls->waits_to_write = false;
    return result == 1 ? 1 : explain(tls, result);
}

bool tls_chose_http2(const struct tls *tls)
{
    const unsigned char *chosen;
    unsigned size;

    SSL_get0_alpn_selected(tls->openssl, &chosen, &size);
    return text_equal((struct text){ (const char *)chosen, size }, T("h2"));
}

int tls_read(struct tls *tls, char *at, size_t size)
{
    int result = SSL_read(tls->openssl, at, as_int(size));

    tls->waits_to_write = false;
    return result > 0 ? result : explain(tls, result);
}

int tls_write(struct tls *tls, const char *at, size_t size)
{
    int result = SSL_write(tls->openssl, at, as_int(size));

    tls->waits_to_write = false;
    return result > 0 ? result : explain(tls, result);
}

bool tls_waits_to_write(const struct tls *tls)
{
    return tls->waits_to_write;
}

bool tls_has_pending(const struct tls *tls)
{
    return SSL_pending(tls->openssl) > 0;
}

void tls_shutdown(struct tls *tls)
{
    if (tls->is_broken || !SSL_is_init_finished(tls->openssl))
        return;
    SSL_shutdown(tls->openssl);
    ERR_clear_error();
}
