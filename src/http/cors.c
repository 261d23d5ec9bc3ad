/* CORS: the origins, the preflight, the headers. */
#include "http/cors.h"

#include "http/exchange.h"
#include "http/server.h"

#define METHODS T_INIT("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")

/* What supabase-js, tus-js-client and the SDKs of the AI and MCP dialects send. */
#define REQUEST_HEADERS                                                                            \
    T_INIT(                                                                                        \
        "accept, accept-language, accept-profile, apikey, authorization, cache-control, "          \
        "content-language, content-profile, content-type, idempotency-key, if-match, "             \
        "if-none-match, prefer, range, range-unit, x-client-info, x-metadata, "                    \
        "x-retry-count, x-supabase-api-version, x-upsert, tus-resumable, upload-defer-length, "    \
        "upload-length, upload-metadata, upload-offset, anthropic-beta, "                          \
        "anthropic-dangerous-direct-browser-access, anthropic-version, x-api-key, "                \
        "x-stainless-arch, x-stainless-helper-method, x-stainless-lang, x-stainless-os, "          \
        "x-stainless-package-version, x-stainless-retry-count, x-stainless-runtime, "              \
        "x-stainless-runtime-version, x-stainless-timeout, last-event-id, mcp-protocol-version, "  \
        "mcp-session-id")

#define ANSWER_HEADERS                                                                             \
    T("content-disposition, content-location, content-range, etag, location, mcp-session-id, "     \
      "preference-applied, range-unit, retry-after, tus-extension, tus-max-size, tus-resumable, "  \
      "tus-version, upload-expires, upload-length, upload-metadata, upload-offset, "               \
      "x-supabase-api-version")

#define MAX_AGE_S T_INIT("600")

/* --- The list ----------------------------------------------------------------------------------
 */

/* As a browser writes it: scheme, host, perhaps a port, nothing behind. */
static bool is_origin(struct text text)
{
    struct text scheme = text_starts_with(text, T("https://")) ? T("https://") : T("http://");
    struct text host = text_from_offset(text, scheme.size);

    if (!text_starts_with(text, scheme) || !http1_host_is_valid(host))
        return false;
    for (size_t i = 0; i < host.size; i++)
        if (host.at[i] >= 'A' && host.at[i] <= 'Z')
            return false;
    return true;
}

enum status cors_open(struct cors *cors, struct arena *arena, const struct text *origins,
                      size_t count, struct buffer *problem)
{
    cors->origins = ARENA_NEW_ARRAY(arena, struct text, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!is_origin(origins[i])) {
            buffer_print(problem,
                         "%.*s is not an origin; it reads like https://app.example.com, in small "
                         "letters and without a path.",
                         TEXT_ARG(origins[i]));
            return INVALID;
        }
        cors->origins[cors->count++] = arena_copy(arena, origins[i]);
    }
    return OK;
}

bool cors_allows(const struct cors *cors, const struct http_exchange *exchange)
{
    struct text origin = http_header(exchange, T("Origin"));

    for (size_t i = 0; i < cors->count; i++)
        if (text_equal(cors->origins[i], origin))
            return true;
    return false;
}

/* --- Answers -----------------------------------------------------------------------------------
 */

size_t cors_headers(const struct cors *cors, const struct http_exchange *exchange,
                    struct http_header *ret_headers)
{
    if (cors->count == 0)
        return 0;
    ret_headers[0] = (struct http_header){ T("Vary"), T("Origin") };
    if (!cors_allows(cors, exchange))
        return 1;
    ret_headers[1] = (struct http_header){ T("Access-Control-Allow-Origin"),
                                           http_header(exchange, T("Origin")) };
    ret_headers[2] = (struct http_header){ T("Access-Control-Expose-Headers"), ANSWER_HEADERS };
    return CORS_HEADERS;
}

static bool is_preflight(const struct http_exchange *exchange)
{
    return http_method(exchange) == HTTP_OPTIONS &&
           http_has_header(exchange, T("Access-Control-Request-Method"));
}

void cors_begin(void *context, struct http_exchange *exchange)
{
    static const struct http_header headers[] = {
        { T_INIT("Access-Control-Allow-Methods"), METHODS },
        { T_INIT("Access-Control-Allow-Headers"), REQUEST_HEADERS },
        { T_INIT("Access-Control-Max-Age"), MAX_AGE_S },
    };
    struct http_server *server = context;

    if (is_preflight(exchange) && cors_allows(&server->cors, exchange))
        http_reply_in_place(exchange, 204, headers, sizeof headers / sizeof *headers, T(""));
    else
        server->application.begin(server->application.context, exchange);
}

void cors_run(void *context, struct http_exchange *exchange)
{
    struct http_server *server = context;

    server->application.run(server->application.context, exchange);
}
