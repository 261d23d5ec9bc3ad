/* The application of a redirecting listener: the same address with https, nothing else. */
#include "http/exchange.h"
#include "http/server.h"

void redirect_begin(void *context, struct http_exchange *exchange)
{
    const struct listener *listener = context;
    struct arena *arena = http_arena(exchange);
    struct text host = http_host(exchange);
    size_t name_size = host.size;
    struct http_header location = { .name = T("Location") };

    if (text_is_empty(host)) {
        exchange_refuse(exchange, REFUSAL_HOST);
        return;
    }
    /* The port of the plain listener goes; a colon inside brackets belongs to the address. */
    while (name_size > 0 && host.at[name_size - 1] >= '0' && host.at[name_size - 1] <= '9')
        name_size--;
    if (name_size > 0 && host.at[name_size - 1] == ':' && host.at[host.size - 1] != ']')
        host.size = name_size - 1;
    if (listener->https_port == 443)
        location.value =
            arena_print(arena, "https://%.*s%.*s", TEXT_ARG(host), TEXT_ARG(http_target(exchange)));
    else
        location.value = arena_print(arena, "https://%.*s:%u%.*s", TEXT_ARG(host),
                                     (unsigned)listener->https_port,
                                     TEXT_ARG(http_target(exchange)));
    http_reply_in_place(exchange, 308, &location, 1, T(""));
}

void redirect_run(void *context, struct http_exchange *exchange)
{
    redirect_begin(context, exchange);
}
