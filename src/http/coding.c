/* Content codings. */
#include "http/coding.h"

#include "http/conditional.h"
#include "http/loop.h"

static const struct text shrinking_types[] = {
    T_INIT("application/json"),
    T_INIT("application/vnd.pgrst."),
    T_INIT("application/openmetrics-text"),
    T_INIT("text/csv"),
};

static const struct text excluding_headers[] = {
    T_INIT("Content-Encoding"),
    T_INIT("ETag"),
    T_INIT("Accept-Ranges"),
};

static const struct http_header *find(const struct http_header *headers, size_t count,
                                      struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal_nocase(headers[i].name, name))
            return &headers[i];
    return NULL;
}

enum compress_coding coding_choose(struct text accept_encoding)
{
    int brotli = http_encoding_quality(accept_encoding, T("br"));
    int gzip = http_encoding_quality(accept_encoding, T("gzip"));

    if (brotli > 0 && brotli >= gzip)
        return COMPRESS_BROTLI;
    return gzip > 0 ? COMPRESS_GZIP : COMPRESS_NONE;
}

bool coding_fits(int status, const struct http_header *headers, size_t count)
{
    const struct http_header *type = find(headers, count, T("Content-Type"));
    const struct http_header *caching = find(headers, count, T("Cache-Control"));

    for (size_t i = 0; i < sizeof excluding_headers / sizeof *excluding_headers; i++)
        if (find(headers, count, excluding_headers[i]))
            return false;
    if (caching && text_find(caching->value, T("no-transform")) < caching->value.size)
        return false;
    for (size_t i = 0; type && i < sizeof shrinking_types / sizeof *shrinking_types; i++)
        if (text_equal_nocase(text_slice(type->value, 0, shrinking_types[i].size),
                              shrinking_types[i]))
            return status >= 200 && status != 204 && status != 304;
    return false;
}

/* In pieces, so that what an encoder keeps stays small. */
static bool compress(enum compress_coding coding, struct text body, struct buffer *out)
{
    struct compressor *compressor = compressor_new(coding);
    enum status status = OK;

    do {
        struct text piece = text_slice(body, 0, HTTP_CODING_PIECE);

        body = text_from_offset(body, piece.size);
        status = compressor_add(compressor, piece, body.size == 0, out);
    } while (status == OK && body.size > 0);
    compressor_free(compressor);
    return status == OK && buffer_status(out) == OK;
}

void http_allow_coding(struct http_exchange *exchange)
{
    exchange->coding_is_allowed = true;
}

void coding_apply(struct http_exchange *exchange)
{
    struct reply *reply = &exchange->reply;
    enum compress_coding coding = coding_choose(http_header(exchange, T("Accept-Encoding")));
    struct buffer compressed = buffer_on_heap(reply->body.size);

    if (reply->body.size < HTTP_CODING_BYTES ||
        !coding_fits(reply->status, reply->headers, reply->header_count))
        return;
    reply->headers[reply->header_count++] = (struct http_header){ T("Vary"), T("Accept-Encoding") };
    /* A loop thread has no time for it. */
    if (coding == COMPRESS_NONE || loop_is_mine(exchange->loop) ||
        !compress(coding, reply->body, &compressed)) {
        buffer_release(&compressed);
        return;
    }
    buffer_release(&reply->owned);
    reply->owned = compressed;
    reply->body = buffer_text(&reply->owned);
    reply->headers[reply->header_count++] =
        (struct http_header){ T("Content-Encoding"),
                              coding == COMPRESS_BROTLI ? T("br") : T("gzip") };
}
