/* CORS (the Fetch standard): other origins whose pages may call this server. They are named one
   by one; credentials of a browser (cookies) are never shared, for there are none. */
#ifndef HTTP_CORS_H
#define HTTP_CORS_H

#include "base/buffer.h"
#include "http/http.h"

struct http_server;

enum { CORS_HEADERS = 3 };

struct cors {
    struct text *origins;
    size_t count;
};

/* Copies and checks the list. On failure a sentence is appended to `problem`. */
enum status MUST_CHECK cors_open(struct cors *cors, struct arena *arena, const struct text *origins,
                                 size_t count, struct buffer *problem);
bool cors_allows(const struct cors *cors, const struct http_exchange *exchange);
/* What every answer says to a page of another origin: up to CORS_HEADERS. */
size_t cors_headers(const struct cors *cors, const struct http_exchange *exchange,
                    struct http_header *ret_headers);
/* An application before the application (`context` is the server): answers preflights. */
void cors_begin(void *context, struct http_exchange *exchange);
void cors_run(void *context, struct http_exchange *exchange);

#endif
