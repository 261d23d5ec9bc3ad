/* What an application may ask about a request. */
#include "http/exchange.h"

struct arena *http_arena(struct http_exchange *exchange)
{
    return &exchange->arena;
}

void *http_attachment(const struct http_exchange *exchange)
{
    return exchange->attachment;
}

void http_attach(struct http_exchange *exchange, void *attachment)
{
    exchange->attachment = attachment;
}

enum http_method http_method(const struct http_exchange *exchange)
{
    return exchange->head.method;
}

struct text http_method_name(const struct http_exchange *exchange)
{
    return exchange->head.method_name;
}

struct text http_target(const struct http_exchange *exchange)
{
    return exchange->head.target;
}

struct text http_path(const struct http_exchange *exchange)
{
    return exchange->head.path;
}

struct text http_query(const struct http_exchange *exchange)
{
    return exchange->head.query;
}

static const struct http_header *find(const struct http_exchange *exchange, struct text name)
{
    for (size_t i = 0; i < exchange->head.header_count; i++)
        if (text_equal_nocase(exchange->head.headers[i].name, name))
            return &exchange->head.headers[i];
    return NULL;
}

struct text http_header(const struct http_exchange *exchange, struct text name)
{
    const struct http_header *header = find(exchange, name);

    return header ? header->value : (struct text){ 0 };
}

bool http_has_header(const struct http_exchange *exchange, struct text name)
{
    return find(exchange, name) != NULL;
}

const struct http_header *http_headers(const struct http_exchange *exchange, size_t *ret_count)
{
    *ret_count = exchange->head.header_count;
    return exchange->head.headers;
}

struct text http_peer(const struct http_exchange *exchange)
{
    return text_from(exchange->peer.at);
}

bool http_is_proxied(const struct http_exchange *exchange)
{
    return exchange->is_proxied;
}

bool http_is_secure(const struct http_exchange *exchange)
{
    return exchange->is_secure;
}

struct text http_host(const struct http_exchange *exchange)
{
    return exchange->host;
}

int64_t http_started_us(const struct http_exchange *exchange)
{
    return exchange->started_us;
}

void http_accept_body(struct http_exchange *exchange, size_t limit_bytes)
{
    exchange->body_accepted = true;
    exchange->body_limit = limit_bytes;
    exchange->body = buffer_on_heap(limit_bytes);
}

void http_accept_body_pieces(struct http_exchange *exchange, size_t limit_bytes,
                             struct http_body_sink sink)
{
    http_accept_body(exchange, limit_bytes);
    exchange->sink = sink;
}

struct text http_body(const struct http_exchange *exchange)
{
    return buffer_text(&exchange->body);
}

void http_body_resume(struct http_exchange *exchange)
{
    pthread_mutex_lock(&exchange->lock);
    exchange->is_resumed = !exchange->is_paused;
    exchange->is_paused = false;
    exchange_notify(exchange);
    pthread_mutex_unlock(&exchange->lock);
}

bool http_is_gone(const struct http_exchange *exchange)
{
    return atomic_load(&exchange->is_gone);
}

void http_watch(struct http_exchange *exchange, struct http_watcher watcher)
{
    pthread_mutex_lock(&exchange->lock);
    exchange->watcher = watcher;
    if (atomic_load(&exchange->is_gone))
        exchange_notify(exchange);
    pthread_mutex_unlock(&exchange->lock);
}
