/* Reading what proxies say about the client, in X-Forwarded-For or Forwarded (RFC 7239): pure
   functions over header values. Whom to believe is decided in forwarded.c. */
#ifndef HTTP_FORWARDED_READ_H
#define HTTP_FORWARDED_READ_H

#include "http/address.h"

/* More proxies than these do not stand before us; of a longer list the nearest count. */
enum { FORWARDED_HOPS = 16 };

/* What one proxy says of whoever asked it. */
struct forwarded_hop {
    struct text node; /* "192.0.2.7", "[2001:db8::1]:4711", "unknown", "_hidden" */
    struct text proto, host;
};

struct forwarded_hops {
    struct forwarded_hop list[FORWARDED_HOPS]; /* the nearest proxy's is the last */
    size_t count;
};

/* "a, b": appends what one X-Forwarded-For header says. */
void forwarded_add_plain(struct forwarded_hops *hops, struct text value);
/* "for=a;proto=https, for=b": appends what one Forwarded header says. One that cannot be read
   makes everything before it, and itself, unknown. */
void forwarded_add(struct forwarded_hops *hops, struct text value);
/* The address of a node, with or without a port; false when it names none. */
bool forwarded_address(struct text node, struct address *ret_address);

#endif
