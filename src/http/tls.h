/* TLS: the only file here that knows OpenSSL. Non-blocking, server side. */
#ifndef HTTP_TLS_H
#define HTTP_TLS_H

#include "base/buffer.h"
#include "http/http.h"

struct tls_context; /* certificate, key, versions: shared, counted */
struct tls;         /* one connection */

/* Loads the files and checks that they belong together. */
enum status MUST_CHECK tls_context_open(struct text certificate_file, struct text key_file,
                                        enum http_tls_floor floor, struct buffer *problem,
                                        struct tls_context **ret_context);
void tls_context_free(struct tls_context *context);

/* NULL when there is no memory for it. The context may be freed before. */
struct tls *tls_accept(struct tls_context *context, int fd);
void tls_free(struct tls *tls);

/* What reading and writing answer instead of a number of bytes. */
enum { TRANSPORT_END = 0, TRANSPORT_WAIT = -1, TRANSPORT_BROKEN = -2 };

/* 1 when done, TRANSPORT_WAIT or TRANSPORT_BROKEN. */
int tls_handshake(struct tls *tls);
/* Did client and server agree on HTTP/2? After the handshake. */
bool tls_chose_http2(const struct tls *tls);
int tls_read(struct tls *tls, char *at, size_t size);
int tls_write(struct tls *tls, const char *at, size_t size);
/* Did the last call wait for the socket to become writable? */
bool tls_waits_to_write(const struct tls *tls);
/* Are bytes decrypted that epoll will not tell of? */
bool tls_has_pending(const struct tls *tls);
/* Says goodbye (close_notify); does not wait for an answer. */
void tls_shutdown(struct tls *tls);

#endif
