/* Server-sent events. */
#include "http/sse.h"

#include "http/exchange.h"

enum { SSE_HEADERS = 3 };

void http_sse_begin(struct http_exchange *exchange, const struct http_header *headers, size_t count,
                    int64_t heartbeat_ms)
{
    static const struct http_header fixed[SSE_HEADERS] = {
        { T_INIT("Content-Type"), T_INIT("text/event-stream") },
        { T_INIT("Cache-Control"), T_INIT("no-store") },
        { T_INIT("X-Accel-Buffering"), T_INIT("no") },
    };
    struct http_header *all =
        ARENA_NEW_ARRAY(&exchange->arena, struct http_header, count + SSE_HEADERS);

    for (size_t i = 0; i < SSE_HEADERS + count; i++)
        all[i] = i < SSE_HEADERS ? fixed[i] : headers[i - SSE_HEADERS];
    exchange->reply.is_endless = true;
    exchange->reply.heartbeat_ms = heartbeat_ms > 0 ? heartbeat_ms : HTTP_SSE_HEARTBEAT_MS;
    exchange->reply.heartbeat = T(":\n\n");
    http_stream_begin(exchange, 200, all, SSE_HEADERS + count);
}

/* Up to the first line end, which is CR, LF or CR LF; *rest is what comes after it. */
static struct text cut_line(struct text *rest)
{
    size_t at = 0, skip;
    struct text line;

    while (at < rest->size && rest->at[at] != '\r' && rest->at[at] != '\n')
        at++;
    line = text_slice(*rest, 0, at);
    if (at == rest->size) {
        *rest = (struct text){ 0 };
        return line;
    }
    skip = at + 1 < rest->size && rest->at[at] == '\r' && rest->at[at + 1] == '\n' ? 2 : 1;
    *rest = (struct text){ rest->at + at + skip, rest->size - at - skip };
    return line;
}

static void append_field(struct buffer *out, struct text name, struct text value)
{
    buffer_append(out, name);
    buffer_append(out, value);
    buffer_append(out, T("\n"));
}

void http_sse_format(const struct http_sse_event *event, struct buffer *out)
{
    struct text name = event->name, id = event->id, rest = event->data;

    if (!text_is_empty(id))
        append_field(out, T("id: "), cut_line(&id));
    if (!text_is_empty(name))
        append_field(out, T("event: "), cut_line(&name));
    do
        append_field(out, T("data: "), cut_line(&rest));
    while (rest.at);
    buffer_append(out, T("\n"));
}

enum http_stream_result http_sse_send(struct http_exchange *exchange,
                                      const struct http_sse_event *event)
{
    struct buffer out = buffer_on_heap(exchange->pending.limit_bytes);
    enum http_stream_result result = HTTP_STREAM_FULL;

    http_sse_format(event, &out);
    if (buffer_status(&out) == OK)
        result = http_stream_write(exchange, buffer_text(&out));
    buffer_release(&out);
    return result;
}
