/* Assets: choosing the coding, answering from the cache's point of view, ranges. */
#include "http/assets.h"

#include "http/conditional.h"

static int compare(const struct http_asset *asset, struct text path)
{
    return text_compare(asset->path, path);
}

const struct http_asset *http_asset_find(const struct http_assets *assets, struct text path)
{
    size_t from = 0, to = assets->count;

    if (text_equal(path, T("/")))
        path = T("/index.html");
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = compare(&assets->list[middle], path);

        if (order == 0)
            return &assets->list[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

static bool is_page(const struct http_exchange *exchange)
{
    struct text path = http_path(exchange), accept = http_header(exchange, T("Accept"));
    size_t last_part = path.size;

    while (last_part > 0 && path.at[last_part - 1] != '/')
        last_part--;
    path = text_from_offset(path, last_part);
    return text_find_byte(path, '.') == path.size &&
           (text_find(accept, T("text/html")) < accept.size ||
            text_find(accept, T("*/*")) < accept.size);
}

/* --- Variants -----------------------------------------------------------------------------------
 */

/* One asset in one coding. */
struct variant {
    struct text coding; /* empty: as it is */
    struct text bytes;
    struct text etag; /* with quotes; differs per coding, for it is another representation */
};

static struct variant choose_variant(const struct http_asset *asset,
                                     const struct http_exchange *exchange, struct arena *arena)
{
    struct text accepted = http_header(exchange, T("Accept-Encoding"));
    struct variant variant = { .bytes = asset->identity };
    int brotli = asset->brotli.size > 0 ? http_encoding_quality(accepted, T("br")) : 0;
    int gzip = asset->gzip.size > 0 ? http_encoding_quality(accepted, T("gzip")) : 0;

    /* A range is one of the plain bytes. */
    if (http_has_header(exchange, T("Range")))
        brotli = gzip = 0;
    if (brotli > 0 && brotli >= gzip)
        variant = (struct variant){ .coding = T("br"), .bytes = asset->brotli };
    else if (gzip > 0)
        variant = (struct variant){ .coding = T("gzip"), .bytes = asset->gzip };
    variant.etag = arena_print(arena, "\"%.*s%s%.*s\"", TEXT_ARG(asset->etag),
                               variant.coding.size > 0 ? "-" : "", TEXT_ARG(variant.coding));
    return variant;
}

/* --- Answers ------------------------------------------------------------------------------------
 */

enum { MOST_HEADERS = 8 };

struct answer {
    struct http_header headers[MOST_HEADERS];
    size_t count;
};

static void add(struct answer *answer, struct text name, struct text value)
{
    answer->headers[answer->count++] = (struct http_header){ name, value };
}

/* A worker that reads barcodes compiles WebAssembly, which the policy of the pages forbids. A
   policy that comes with a worker's script counts in that worker alone; its name is given by the
   build. */
static const struct text wasm_workers = T_INIT("/assets/wasm-");
static const struct text wasm_policy =
    T_INIT("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'");

static void add_policy(struct answer *answer, const struct http_asset *asset)
{
    if (text_starts_with(asset->path, wasm_workers))
        add(answer, T("Content-Security-Policy"), wasm_policy);
}

static void add_cache_headers(struct answer *answer, const struct http_asset *asset,
                              const struct variant *variant)
{
    add(answer, T("ETag"), variant->etag);
    add(answer, T("Vary"), T("Accept-Encoding"));
    add(answer, T("Cache-Control"),
        asset->immutable ? T("public, max-age=31536000, immutable") : T("no-cache"));
}

/* If-Range names the version that the client has a part of; another one is sent whole. */
static enum http_range_result read_range(const struct http_exchange *exchange,
                                         const struct variant *variant, uint64_t *ret_from,
                                         uint64_t *ret_count)
{
    struct text condition = http_header(exchange, T("If-Range"));

    if (!http_has_header(exchange, T("Range")) || http_method(exchange) != HTTP_GET ||
        (condition.size > 0 && !text_equal(condition, variant->etag)))
        return HTTP_RANGE_NONE;
    return http_range_read(http_header(exchange, T("Range")), variant->bytes.size, ret_from,
                           ret_count);
}

static void answer_bytes(const struct http_asset *asset, const struct variant *variant,
                         struct http_exchange *exchange, struct answer *answer)
{
    struct arena *arena = http_arena(exchange);
    uint64_t from = 0, count = 0;
    struct text size_text = arena_print(arena, "%zu", variant->bytes.size);

    add(answer, T("Content-Type"), asset->content_type);
    add(answer, T("Accept-Ranges"), T("bytes"));
    add_policy(answer, asset);
    if (variant->coding.size > 0)
        add(answer, T("Content-Encoding"), variant->coding);
    switch (read_range(exchange, variant, &from, &count)) {
    case HTTP_RANGE_PART:
        add(answer, T("Content-Range"),
            arena_print(arena, "bytes %llu-%llu/%.*s", (unsigned long long)from,
                        (unsigned long long)(from + count - 1), TEXT_ARG(size_text)));
        http_reply_in_place(exchange, 206, answer->headers, answer->count,
                            text_slice(variant->bytes, from, count));
        break;
    case HTTP_RANGE_OUTSIDE:
        add(answer, T("Content-Range"), arena_print(arena, "bytes */%.*s", TEXT_ARG(size_text)));
        http_reply_in_place(exchange, 416, answer->headers, answer->count, T(""));
        break;
    case HTTP_RANGE_NONE:
        http_reply_in_place(exchange, 200, answer->headers, answer->count, variant->bytes);
        break;
    }
}

bool http_assets_answer(const struct http_assets *assets, struct http_exchange *exchange)
{
    enum http_method method = http_method(exchange);
    const struct http_asset *asset = http_asset_find(assets, http_path(exchange));
    struct variant variant;
    struct answer answer = { .count = 0 };

    if (method != HTTP_GET && method != HTTP_HEAD)
        return false;
    if (!asset && is_page(exchange))
        asset = http_asset_find(assets, T("/index.html"));
    if (!asset)
        return false;
    variant = choose_variant(asset, exchange, http_arena(exchange));
    add_cache_headers(&answer, asset, &variant);
    if (http_etag_matches(http_header(exchange, T("If-None-Match")), variant.etag))
        http_reply_in_place(exchange, 304, answer.headers, answer.count, T(""));
    else
        answer_bytes(asset, &variant, exchange, &answer);
    return true;
}
