/* Content codings: large answers of the kinds that shrink are compressed, when the application
   allows it and the client takes it. docs/decisions says which answers it must not allow. */
#ifndef HTTP_CODING_H
#define HTTP_CODING_H

#include "codec/compress.h"
#include "http/exchange.h"

/* Smaller answers fit into a few packets anyway. */
enum { HTTP_CODING_BYTES = 2048, HTTP_CODING_PIECE = 256 << 10, CODING_HEADERS = 2 };

/* Brotli when it is taken at least as gladly as gzip. */
enum compress_coding coding_choose(struct text accept_encoding);
/* Is an answer with this head one that may be compressed? Not one that is a part, that has a
   version of its own (ETag), or that somebody else compressed. */
bool coding_fits(int status, const struct http_header *headers, size_t count);
/* Compresses a whole reply whose head is set, with room for CODING_HEADERS more, on the thread
   that answers. */
void coding_apply(struct http_exchange *exchange);

#endif
