/* Who asks: the peer of the connection, or, when that is a trusted proxy, whom the proxy names.
   Each proxy adds to the end of the list, so it is read from the right until an address comes
   that nobody here vouches for. */
#include "http/exchange.h"
#include "http/forwarded_read.h"
#include "http/server.h"

bool server_trusts(const struct http_server *server, struct address address)
{
    for (size_t i = 0; i < server->trusted_count; i++)
        if (address_block_has(&server->trusted[i], address))
            return true;
    return false;
}

static void read_hops(const struct http_exchange *exchange, enum http_forwarded form,
                      struct forwarded_hops *hops)
{
    struct text name = form == HTTP_FORWARDED ? T("Forwarded") : T("X-Forwarded-For");

    for (size_t i = 0; i < exchange->head.header_count; i++) {
        const struct http_header *header = &exchange->head.headers[i];

        if (!text_equal_nocase(header->name, name))
            continue;
        if (form == HTTP_FORWARDED)
            forwarded_add(hops, header->value);
        else
            forwarded_add_plain(hops, header->value);
    }
}

static struct address asking_address(const struct http_server *server,
                                     const struct forwarded_hops *hops, struct address address)
{
    for (size_t i = hops->count; i > 0; i--)
        if (!server_trusts(server, address) || !forwarded_address(hops->list[i - 1].node, &address))
            break;
    return address;
}

/* The last word of all headers of that name: the nearest proxy's. */
static struct text last_word(const struct http_exchange *exchange, struct text name)
{
    struct text last = { 0 };

    for (size_t i = 0; i < exchange->head.header_count; i++) {
        struct text rest = exchange->head.headers[i].value;

        while (rest.at && text_equal_nocase(exchange->head.headers[i].name, name))
            last = text_trim(text_cut(&rest, ','));
    }
    return last;
}

void server_resolve_peer(const struct http_server *server, struct http_exchange *exchange,
                         struct address address, bool is_tls)
{
    struct forwarded_hops hops = { .count = 0 };
    struct forwarded_hop nearest = { 0 };

    exchange->host = exchange->head.host;
    exchange->is_secure = is_tls;
    exchange->is_proxied = server_trusts(server, address);
    if (exchange->is_proxied) {
        read_hops(exchange, server->forwarded, &hops);
        address = asking_address(server, &hops, address);
        if (server->forwarded == HTTP_X_FORWARDED)
            nearest = (struct forwarded_hop){ .proto = last_word(exchange, T("X-Forwarded-Proto")),
                                              .host = last_word(exchange, T("X-Forwarded-Host")) };
        else if (hops.count > 0)
            nearest = hops.list[hops.count - 1];
        exchange->is_secure = is_tls || text_equal_nocase(nearest.proto, T("https"));
        if (http1_host_is_valid(nearest.host))
            exchange->host = nearest.host;
    }
    exchange->peer = address_to_text(address);
}
