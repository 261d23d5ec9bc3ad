/* The head of an HTTP/2 request. nghttp2 has seen to it that names are in small letters, that
   pseudo-fields come first and once, and that none of the fields of a connection is among them;
   what matters for safety is looked at here again. */
#include "http/http2_head.h"

static enum refusal take_method(struct http2_head *collected, struct http_head *head,
                                const struct http_limits *limits, struct text value)
{
    (void)collected;
    (void)limits;
    head->method_name = value;
    head->method = http1_method(value);
    return head->method == HTTP_NONE ? REFUSAL_METHOD : REFUSAL_NONE;
}

static enum refusal take_path(struct http2_head *collected, struct http_head *head,
                              const struct http_limits *limits, struct text value)
{
    (void)collected;
    if (value.size > limits->target_bytes)
        return REFUSAL_TARGET_TOO_LONG;
    if (!http1_target_is_valid(value))
        return REFUSAL_TARGET;
    head->target = value;
    head->query = value;
    head->path = text_cut(&head->query, '?');
    return REFUSAL_NONE;
}

static enum refusal take_scheme(struct http2_head *collected, struct http_head *head,
                                const struct http_limits *limits, struct text value)
{
    (void)head;
    (void)limits;
    collected->scheme = value;
    return text_equal(value, T("https")) ? REFUSAL_NONE : REFUSAL_TARGET;
}

static enum refusal take_authority(struct http2_head *collected, struct http_head *head,
                                   const struct http_limits *limits, struct text value)
{
    (void)head;
    (void)limits;
    collected->authority = value;
    return http1_host_is_valid(value) ? REFUSAL_NONE : REFUSAL_HOST;
}

static const struct {
    struct text name;
    enum refusal (*take)(struct http2_head *collected, struct http_head *head,
                         const struct http_limits *limits, struct text value);
} pseudo_fields[] = {
    { T_INIT(":method"), take_method },
    { T_INIT(":path"), take_path },
    { T_INIT(":scheme"), take_scheme },
    { T_INIT(":authority"), take_authority },
};

/* These belong to a connection of HTTP/1.1 (RFC 9113, 8.2.2). */
static const struct text connection_fields[] = {
    T_INIT("connection"),        T_INIT("keep-alive"), T_INIT("proxy-connection"),
    T_INIT("transfer-encoding"), T_INIT("upgrade"),    T_INIT("http2-settings"),
};

static bool is_of_connection(const struct http_header *field)
{
    for (size_t i = 0; i < sizeof connection_fields / sizeof *connection_fields; i++)
        if (text_equal_nocase(field->name, connection_fields[i]))
            return true;
    return text_equal_nocase(field->name, T("te")) &&
           !text_equal_nocase(field->value, T("trailers"));
}

static enum refusal take_pseudo_field(struct http2_head *collected, struct http_head *head,
                                      const struct http_limits *limits,
                                      const struct http_header *field)
{
    for (size_t i = 0; i < sizeof pseudo_fields / sizeof *pseudo_fields; i++)
        if (text_equal(field->name, pseudo_fields[i].name))
            return pseudo_fields[i].take(collected, head, limits, field->value);
    return REFUSAL_MALFORMED;
}

static enum refusal take_field(struct http2_head *collected, struct http_head *head,
                               const struct http_limits *limits, struct arena *arena,
                               const struct http_header *field)
{
    struct http_header own = { arena_copy(arena, field->name), arena_copy(arena, field->value) };

    if (text_starts_with(own.name, T(":")))
        return take_pseudo_field(collected, head, limits, &own);
    if (!http1_is_token(own.name))
        return REFUSAL_HEADER_NAME;
    if (!http1_value_is_valid(own.value))
        return REFUSAL_HEADER_VALUE;
    if (is_of_connection(&own))
        return REFUSAL_MALFORMED;
    if (head->header_count == limits->header_count)
        return REFUSAL_HEADERS_TOO_MANY;
    if (!head->headers)
        head->headers = ARENA_NEW_ARRAY(arena, struct http_header, limits->header_count);
    head->headers[head->header_count++] = own;
    return http1_take_header(head, &own, &collected->seen);
}

bool http2_take_field(struct http2_head *collected, struct http_head *head,
                      const struct http_limits *limits, struct arena *arena,
                      const struct http_header *field)
{
    collected->size_bytes += field->name.size + field->value.size + HTTP2_FIELD_OVERHEAD;
    if (collected->refusal == REFUSAL_NONE && collected->size_bytes > limits->header_bytes)
        collected->refusal = REFUSAL_HEADERS_TOO_LARGE;
    if (collected->refusal == REFUSAL_NONE)
        collected->refusal = take_field(collected, head, limits, arena, field);
    return collected->size_bytes <= HTTP2_HEAD_PATIENCE * limits->header_bytes;
}

/* The authority is the host; a client that also says Host must mean the same. */
static enum refusal settle_host(const struct http2_head *collected, struct http_head *head)
{
    struct text host = head->host;

    if (collected->authority.size == 0)
        return host.size > 0 ? REFUSAL_NONE : REFUSAL_HOST;
    if (host.size > 0 && !text_equal_nocase(host, collected->authority))
        return REFUSAL_HOST;
    head->host = collected->authority;
    return REFUSAL_NONE;
}

enum refusal http2_end_head(struct http2_head *collected, struct http_head *head)
{
    if (collected->refusal != REFUSAL_NONE)
        return collected->refusal;
    if (head->method == HTTP_NONE || head->path.size == 0 || collected->scheme.size == 0)
        return REFUSAL_MALFORMED;
    return settle_host(collected, head);
}
