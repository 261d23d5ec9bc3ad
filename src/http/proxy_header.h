/* The header of the PROXY protocol, versions 1 and 2, with which a proxy that passes bytes on
   says for whom: a pure function, bytes in, struct out. */
#ifndef HTTP_PROXY_HEADER_H
#define HTTP_PROXY_HEADER_H

#include "http/address.h"

enum {
    PROXY_HEADER_LINE = 107,  /* bytes of version 1 at most, as its text says */
    PROXY_HEADER_BYTES = 1024 /* of version 2 with what proxies append to it */
};

enum proxy_header_result {
    PROXY_HEADER_BAD,  /* this is none, or not one that is taken */
    PROXY_HEADER_MORE, /* all of it belongs to a header that is not complete */
    PROXY_HEADER_DONE,
};

struct proxy_header {
    size_t size_bytes;
    bool has_address; /* else the proxy speaks for itself (a health check) */
    struct address address;
};

/* *ret_header is set with PROXY_HEADER_DONE; what follows it is the client's. */
enum proxy_header_result proxy_header_read(struct text bytes, struct proxy_header *ret_header);

struct connection;

/* Reads the header off a new connection; not one byte more. True when it is there: then the
   connection is the client's. False: more is waited for, or it `is_cut`. */
bool proxy_header_take(struct connection *connection);

#endif
