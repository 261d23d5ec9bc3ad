/* Address: where to listen, who is calling, and which proxies are trusted. */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include "base/text.h"

#include <sys/socket.h>

enum { ADDRESS_TEXT_SIZE = 46 };

/* An IPv4 or IPv6 address; IPv4 is kept as ::ffff:a.b.c.d so that one rule serves both. */
struct address {
    unsigned char bytes[16];
};

struct address_text {
    char at[ADDRESS_TEXT_SIZE];
};

/* A block of addresses: the first `bits` bits count. */
struct address_block {
    struct address address;
    unsigned bits; /* 0..128 */
};

/* "127.0.0.1:8080", "[::1]:443", "localhost:80" (loopback) or "*:80" (any, both families). */
bool address_from_listen(struct text text, struct sockaddr_storage *ret_address,
                         socklen_t *ret_size);
struct address address_from_socket(const struct sockaddr_storage *socket_address);
/* "192.0.2.7", "2001:db8::1" and "[2001:db8::1]"; a port behind it is refused. */
bool address_from_text(struct text text, struct address *ret_address);
struct address_text address_to_text(struct address address);
bool address_is_loopback(struct address address);
/* "10.0.0.0/8", "2001:db8::/32", or one address. */
bool address_block_from_text(struct text text, struct address_block *ret_block);
bool address_block_has(const struct address_block *block, struct address address);
/* What one party is taken to be for ceilings: the address, or the /64 of an IPv6 address. */
struct address address_party(struct address address);

#endif
