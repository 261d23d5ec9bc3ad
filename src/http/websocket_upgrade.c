/* The opening handshake, and what other threads ask of a socket. */
#include "http/websocket_upgrade.h"

#include "base/encode.h"
#include "http/connection.h"
#include "http/cors.h"
#include "http/exchange.h"
#include "http/server.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdlib.h>

enum { KEY_SIZE = 24, NONCE_SIZE = 16, SHA1_SIZE = 20 };

/* --- The request --- */

static bool list_has(struct text list, struct text word)
{
    while (list.at)
        if (text_equal_nocase(text_trim(text_cut(&list, ',')), word))
            return true;
    return false;
}

/* In any of the headers of this name. */
static bool header_has(const struct http_exchange *exchange, struct text name, struct text word)
{
    size_t count;
    const struct http_header *headers = http_headers(exchange, &count);

    for (size_t i = 0; i < count; i++)
        if (text_equal_nocase(headers[i].name, name) && list_has(headers[i].value, word))
            return true;
    return false;
}

bool http_websocket_is_asked(const struct http_exchange *exchange)
{
    return header_has(exchange, T("Upgrade"), T("websocket"));
}

static bool key_is_valid(struct text key)
{
    unsigned char nonce[NONCE_SIZE];
    size_t size;

    return key.size == KEY_SIZE &&
           base64_decode_into(key, BASE64_PADDED, nonce, sizeof nonce, &size) && size == NONCE_SIZE;
}

bool http_websocket_is_valid(const struct http_exchange *exchange)
{
    const struct http_head *head = &exchange->head;

    return head->method == HTTP_GET && text_equal(head->method_name, T("GET")) &&
           !head->is_http_1_0 && !head->is_chunked && head->content_length == 0 &&
           http_websocket_is_asked(exchange) &&
           header_has(exchange, T("Connection"), T("upgrade")) &&
           text_equal(http_header(exchange, T("Sec-WebSocket-Version")), T("13")) &&
           key_is_valid(http_header(exchange, T("Sec-WebSocket-Key")));
}

bool http_origin_is_allowed(const struct http_exchange *exchange)
{
    struct text origin = http_header(exchange, T("Origin"));
    struct text scheme = http_is_secure(exchange) ? T("https://") : T("http://");

    if (!http_has_header(exchange, T("Origin")))
        return true;
    return (text_starts_with(origin, scheme) &&
            text_equal_nocase(text_from_offset(origin, scheme.size), http_host(exchange))) ||
           cors_allows(&exchange->loop->server->cors, exchange);
}

static void make_accept(struct text key, char accept[WEBSOCKET_ACCEPT_SIZE])
{
    static const char fixed[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    char bytes[KEY_SIZE + sizeof fixed - 1];
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned char coded[WEBSOCKET_ACCEPT_SIZE + 1];
    unsigned int size = 0;

    assert(key.size == KEY_SIZE);
    memcpy(bytes, key.at, KEY_SIZE);
    memcpy(bytes + KEY_SIZE, fixed, sizeof fixed - 1);
    memory_must(EVP_Digest(bytes, sizeof bytes, digest, &size, EVP_sha1(), NULL) == 1);
    assert(size == SHA1_SIZE);
    EVP_EncodeBlock(coded, digest, SHA1_SIZE);
    memcpy(accept, coded, WEBSOCKET_ACCEPT_SIZE);
}

/* --- Its life --- */

static struct http_websocket_limits fill(const struct http_websocket_limits *wanted)
{
    struct http_websocket_limits limits = *wanted;

    if (limits.message_bytes == 0)
        limits.message_bytes = HTTP_WEBSOCKET_MESSAGE_BYTES;
    if (limits.pending_bytes == 0)
        limits.pending_bytes = HTTP_WEBSOCKET_PENDING_BYTES;
    if (limits.message_ms == 0)
        limits.message_ms = HTTP_WEBSOCKET_MESSAGE_MS;
    if (limits.ping_ms == 0)
        limits.ping_ms = HTTP_WEBSOCKET_PING_MS;
    if (limits.pong_ms == 0)
        limits.pong_ms = HTTP_WEBSOCKET_PONG_MS;
    return limits;
}

struct http_websocket *http_websocket_new(struct http_exchange *exchange,
                                          const struct http_websocket_handler *handler,
                                          const struct http_websocket_limits *limits)
{
    struct http_websocket *socket = memory_alloc(sizeof *socket);

    socket->letter.attend = websocket_attend;
    socket->loop = exchange->loop;
    socket->handler = *handler;
    socket->limits = fill(limits);
    socket->holders = 1;
    socket->code = WEBSOCKET_CODE_LOST;
    socket->reader.limit_bytes = socket->limits.message_bytes;
    socket->pending.limit_bytes = socket->limits.pending_bytes;
    pthread_mutex_init(&socket->lock, NULL);
    make_accept(http_header(exchange, T("Sec-WebSocket-Key")), socket->accept);
    return socket;
}

void http_websocket_accept(struct http_exchange *exchange, struct http_websocket *socket)
{
    exchange->upgrade = http_websocket_hold(socket);
    exchange->reply.status = 101;
    arena_defer(&exchange->arena, websocket_leave_exchange, socket);
    pthread_mutex_lock(&exchange->lock);
    exchange->phase = REPLY_WHOLE;
    exchange_notify(exchange);
    pthread_mutex_unlock(&exchange->lock);
}

struct http_websocket *http_websocket_hold(struct http_websocket *socket)
{
    atomic_fetch_add(&socket->holders, 1);
    return socket;
}

void http_websocket_release(struct http_websocket *socket)
{
    if (!socket || atomic_fetch_sub(&socket->holders, 1) != 1)
        return;
    websocket_reader_release(&socket->reader);
    octets_release(&socket->pending);
    pthread_mutex_destroy(&socket->lock);
    free(socket);
}

/* --- From any thread --- */

/* `lock` is held. The letter holds the socket until it is attended to. */
static void post(struct http_websocket *socket)
{
    http_websocket_hold(socket);
    if (!loop_post(socket->loop, &socket->letter))
        atomic_fetch_sub(&socket->holders, 1); /* it is on its way already, and holds it */
}

bool http_websocket_send(struct http_websocket *socket, bool is_text, struct text message)
{
    char header[WEBSOCKET_HEADER_BYTES];
    size_t size =
        websocket_write_header(header, is_text ? WEBSOCKET_TEXT : WEBSOCKET_BINARY, message.size);
    struct octets *pending = &socket->pending;
    bool is_taken;

    pthread_mutex_lock(&socket->lock);
    is_taken = !socket->is_gone && !socket->is_overrun && socket->close_wanted == 0;
    if (is_taken && size + message.size > pending->limit_bytes - pending->size) {
        socket->is_overrun = true;
        is_taken = false;
        post(socket);
    } else if (is_taken) {
        octets_append(pending, (struct text){ header, size });
        octets_append(pending, message);
        post(socket);
    }
    pthread_mutex_unlock(&socket->lock);
    return is_taken;
}

size_t http_websocket_pending(struct http_websocket *socket)
{
    size_t size;

    pthread_mutex_lock(&socket->lock);
    size = socket->pending.size;
    pthread_mutex_unlock(&socket->lock);
    return size;
}

void http_websocket_close(struct http_websocket *socket, int code, struct text reason)
{
    struct text kept = text_slice(reason, 0, sizeof socket->reason);

    assert(websocket_code_is_valid(code));
    pthread_mutex_lock(&socket->lock);
    if (!socket->is_gone && socket->close_wanted == 0) {
        socket->close_wanted = code;
        socket->reason_size = kept.size;
        if (kept.size > 0)
            memcpy(socket->reason, kept.at, kept.size);
        post(socket);
    }
    pthread_mutex_unlock(&socket->lock);
}

void http_websocket_resume(struct http_websocket *socket)
{
    pthread_mutex_lock(&socket->lock);
    socket->is_paused = false;
    socket->is_resumed = true;
    if (!socket->is_gone)
        post(socket);
    pthread_mutex_unlock(&socket->lock);
}
