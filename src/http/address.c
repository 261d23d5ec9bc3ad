/* Address: parsing by inet_pton, everything else on sixteen bytes. */
#include "http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static const unsigned char mapped_prefix[12] = { [10] = 0xff, [11] = 0xff };

static bool is_ipv4(struct address address)
{
    return memcmp(address.bytes, mapped_prefix, sizeof mapped_prefix) == 0;
}

bool address_from_text(struct text text, struct address *ret_address)
{
    char c_string[ADDRESS_TEXT_SIZE];
    struct address address;

    if (text.size > 2 && text.at[0] == '[' && text.at[text.size - 1] == ']')
        text = text_slice(text, 1, text.size - 2);
    if (text.size == 0 || text.size >= sizeof c_string)
        return false;
    memcpy(c_string, text.at, text.size);
    c_string[text.size] = '\0';
    if (inet_pton(AF_INET6, c_string, address.bytes) == 1) {
        *ret_address = address;
        return true;
    }
    memcpy(address.bytes, mapped_prefix, sizeof mapped_prefix);
    if (inet_pton(AF_INET, c_string, address.bytes + 12) != 1)
        return false;
    *ret_address = address;
    return true;
}

struct address_text address_to_text(struct address address)
{
    struct address_text text = { 0 };

    if (is_ipv4(address))
        inet_ntop(AF_INET, address.bytes + 12, text.at, sizeof text.at);
    else
        inet_ntop(AF_INET6, address.bytes, text.at, sizeof text.at);
    return text;
}

struct address address_from_socket(const struct sockaddr_storage *socket_address)
{
    struct address address = { 0 };

    if (socket_address->ss_family == AF_INET) {
        struct sockaddr_in in;

        memcpy(&in, socket_address, sizeof in);
        memcpy(address.bytes, mapped_prefix, sizeof mapped_prefix);
        memcpy(address.bytes + 12, &in.sin_addr, 4);
    } else if (socket_address->ss_family == AF_INET6) {
        struct sockaddr_in6 in6;

        memcpy(&in6, socket_address, sizeof in6);
        memcpy(address.bytes, &in6.sin6_addr, 16);
    }
    return address;
}

bool address_is_loopback(struct address address)
{
    static const struct address ipv6_loopback = { .bytes = { [15] = 1 } };

    if (is_ipv4(address))
        return address.bytes[12] == 127;
    return memcmp(address.bytes, ipv6_loopback.bytes, 16) == 0;
}

bool address_block_from_text(struct text text, struct address_block *ret_block)
{
    struct address_block block;
    struct text bits_text = text;
    struct text address_part = text_cut(&bits_text, '/');
    int64_t bits, width;

    if (!address_from_text(address_part, &block.address))
        return false;
    width = is_ipv4(block.address) ? 32 : 128;
    bits = width;
    if (bits_text.at && (!text_to_int64(bits_text, &bits) || bits < 0 || bits > width))
        return false;
    block.bits = (unsigned)(bits + 128 - width);
    *ret_block = block;
    return true;
}

bool address_block_has(const struct address_block *block, struct address address)
{
    unsigned whole = block->bits / 8, rest = block->bits % 8;

    if (memcmp(block->address.bytes, address.bytes, whole) != 0)
        return false;
    return rest == 0 ||
           ((block->address.bytes[whole] ^ address.bytes[whole]) & (0xff00 >> rest) & 0xff) == 0;
}

struct address address_party(struct address address)
{
    if (!is_ipv4(address))
        memset(address.bytes + 8, 0, 8);
    return address;
}

/* Cuts "host:port" at the last colon; an IPv6 host must stand in brackets. */
static bool split_host_port(struct text text, struct text *ret_host, uint16_t *ret_port)
{
    size_t colon = text.size;
    int64_t port;

    while (colon > 0 && text.at[colon - 1] != ':')
        colon--;
    if (colon < 2 || !text_to_int64(text_from_offset(text, colon), &port) || port < 0 ||
        port > UINT16_MAX || text.at[colon] == '-')
        return false;
    *ret_host = text_slice(text, 0, colon - 1);
    *ret_port = (uint16_t)port;
    return ret_host->at[0] == '[' || text_find_byte(*ret_host, ':') == ret_host->size;
}

bool address_from_listen(struct text text, struct sockaddr_storage *ret_address,
                         socklen_t *ret_size)
{
    struct sockaddr_storage storage = { 0 };
    struct address address = { 0 };
    struct text host;
    uint16_t port;

    if (!split_host_port(text, &host, &port))
        return false;
    if (text_equal_nocase(host, T("localhost")))
        host = T("127.0.0.1");
    if (!text_equal(host, T("*")) && !address_from_text(host, &address))
        return false;
    if (is_ipv4(address)) {
        struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(port) };

        memcpy(&in.sin_addr, address.bytes + 12, 4);
        memcpy(&storage, &in, sizeof in);
        *ret_size = sizeof in;
    } else {
        struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

        memcpy(&in6.sin6_addr, address.bytes, 16);
        memcpy(&storage, &in6, sizeof in6);
        *ret_size = sizeof in6;
    }
    *ret_address = storage;
    return true;
}
