/* Assets: files that are part of the program (the web app), compressed at build time. */
#ifndef HTTP_ASSETS_H
#define HTTP_ASSETS_H

#include "http/http.h"

struct http_asset {
    struct text path;         /* "/assets/index-4f2a.js" */
    struct text content_type; /* "text/javascript; charset=utf-8" */
    struct text etag;         /* hex of its SHA-256, without quotes */
    struct text identity;
    struct text gzip, brotli; /* empty: it does not get smaller */
    bool immutable;           /* its name changes with its content */
};

/* Sorted by path, byte by byte. */
struct http_assets {
    const struct http_asset *list;
    size_t count;
};

/* What tools/embed-assets.mjs made of the web app; in the program, not in the library. */
extern const struct http_asset http_assets[];
extern const size_t http_asset_count;

/* NULL when there is none at that path. "/" is /index.html. */
const struct http_asset *http_asset_find(const struct http_assets *assets, struct text path);

/* Answers a GET or HEAD for an asset, or with index.html for a page of the web app: a path
   without a dot in its last part, asked for by something that takes HTML. False, and nothing is
   answered, for anything else. For `begin` or `run`. */
bool http_assets_answer(const struct http_assets *assets, struct http_exchange *exchange);

#endif
