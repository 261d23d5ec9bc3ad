/* Who asks: the peer of the socket, or, when that is a trusted proxy, whom the proxy names. Each
   proxy appends to X-Forwarded-For, so it is read from the right until an address comes that
   nobody here vouches for. */
#include "http/exchange.h"
#include "http/server.h"

bool server_trusts(const struct http_server *server, struct address address)
{
    for (size_t i = 0; i < server->trusted_count; i++)
        if (address_block_has(&server->trusted[i], address))
            return true;
    return false;
}

static struct text cut_last(struct text *rest)
{
    size_t at = rest->size;
    struct text last;

    while (at > 0 && rest->at[at - 1] != ',')
        at--;
    last = text_trim(text_from_offset(*rest, at));
    *rest = text_slice(*rest, 0, at > 0 ? at - 1 : 0);
    return last;
}

/* Reads one header from the right. False when whoever asks is found. */
static bool walk(const struct http_server *server, struct text value, struct address *address)
{
    while (value.size > 0) {
        if (!server_trusts(server, *address) || !address_from_text(cut_last(&value), address))
            return false;
    }
    return true;
}

static struct address asking_address(const struct http_server *server,
                                     const struct http_exchange *exchange, struct address address)
{
    const struct http_header *headers = exchange->head.headers;

    for (size_t i = exchange->head.header_count; i > 0; i--)
        if (text_equal_nocase(headers[i - 1].name, T("X-Forwarded-For")) &&
            !walk(server, headers[i - 1].value, &address))
            break;
    return address;
}

void server_resolve_peer(const struct http_server *server, struct http_exchange *exchange,
                         struct address address, bool is_tls)
{
    struct text proto, host;

    exchange->host = exchange->head.host;
    exchange->is_secure = is_tls;
    if (!server_trusts(server, address)) {
        exchange->peer = address_to_text(address);
        return;
    }
    exchange->peer = address_to_text(asking_address(server, exchange, address));
    proto = http_header(exchange, T("X-Forwarded-Proto"));
    host = http_header(exchange, T("X-Forwarded-Host"));
    exchange->is_secure = is_tls || text_equal_nocase(cut_last(&proto), T("https"));
    host = cut_last(&host);
    if (http1_host_is_valid(host))
        exchange->host = host;
}
