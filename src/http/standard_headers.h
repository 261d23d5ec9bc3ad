/* Standard headers: what every answer carries: the security headers, and what the operator
   added. A reply that brings a header of the same name replaces it. */
#ifndef HTTP_STANDARD_HEADERS_H
#define HTTP_STANDARD_HEADERS_H

#include "base/arena.h"
#include "http/http.h"
#include "http/octets.h"

struct standard_headers {
    struct http_header *list; /* the last one is for HTTPS only */
    size_t count;
    struct text secure, plain; /* all of them, written out */
};

void standard_headers_build(struct standard_headers *standard, struct arena *arena,
                            const struct http_header *extra, size_t extra_count);
void standard_headers_write(const struct standard_headers *standard, bool is_secure,
                            const struct http_header *own, size_t own_count, struct octets *out);
/* The same one by one: those that `own` does not replace go to ret_list, which has room for
   standard->count. Returns how many. */
size_t standard_headers_list(const struct standard_headers *standard, bool is_secure,
                             const struct http_header *own, size_t own_count,
                             struct http_header *ret_list);

#endif
