/* Writing HTTP/1.1 replies. */
#include "http/http1_write.h"

#include "http/loop.h"
#include "http/server.h"

#include <stdio.h>

static const struct {
    int status;
    struct text reason;
} reasons[] = {
    { 200, T_INIT("OK") },
    { 201, T_INIT("Created") },
    { 202, T_INIT("Accepted") },
    { 204, T_INIT("No Content") },
    { 206, T_INIT("Partial Content") },
    { 301, T_INIT("Moved Permanently") },
    { 302, T_INIT("Found") },
    { 303, T_INIT("See Other") },
    { 304, T_INIT("Not Modified") },
    { 307, T_INIT("Temporary Redirect") },
    { 308, T_INIT("Permanent Redirect") },
    { 400, T_INIT("Bad Request") },
    { 401, T_INIT("Unauthorized") },
    { 402, T_INIT("Payment Required") },
    { 403, T_INIT("Forbidden") },
    { 404, T_INIT("Not Found") },
    { 405, T_INIT("Method Not Allowed") },
    { 406, T_INIT("Not Acceptable") },
    { 408, T_INIT("Request Timeout") },
    { 409, T_INIT("Conflict") },
    { 410, T_INIT("Gone") },
    { 412, T_INIT("Precondition Failed") },
    { 413, T_INIT("Content Too Large") },
    { 414, T_INIT("URI Too Long") },
    { 415, T_INIT("Unsupported Media Type") },
    { 416, T_INIT("Range Not Satisfiable") },
    { 417, T_INIT("Expectation Failed") },
    { 422, T_INIT("Unprocessable Content") },
    { 423, T_INIT("Locked") },
    { 429, T_INIT("Too Many Requests") },
    { 431, T_INIT("Request Header Fields Too Large") },
    { 500, T_INIT("Internal Server Error") },
    { 501, T_INIT("Not Implemented") },
    { 502, T_INIT("Bad Gateway") },
    { 503, T_INIT("Service Unavailable") },
    { 504, T_INIT("Gateway Timeout") },
    { 505, T_INIT("HTTP Version Not Supported") },
};

struct text http1_reason(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return (struct text){ 0 };
}

static bool status_has_body(int status)
{
    return status != 204 && status != 304;
}

struct http1_frame http1_frame_reply(const struct http_exchange *exchange, bool is_whole,
                                     bool keep_alive)
{
    const struct reply *reply = &exchange->reply;
    bool is_head = exchange->head.method == HTTP_HEAD;
    bool may_have_body = status_has_body(reply->status);
    struct http1_frame frame = {
        .has_body = may_have_body && !is_head,
        .has_length = may_have_body && (is_whole || reply->has_length),
        .keep_alive = keep_alive,
        .length = is_whole ? reply->body.size : reply->length,
    };

    /* A reply to HEAD may tell the length of a body that was never built. */
    if (is_head && reply->has_length && reply->body.size == 0)
        frame.length = reply->length;
    if (frame.has_body && !frame.has_length) {
        frame.is_chunked = !exchange->head.is_http_1_0;
        frame.keep_alive = keep_alive && frame.is_chunked;
    }
    return frame;
}

static void write_status_line(int status, struct octets *out)
{
    octets_append(out, T("HTTP/1.1 "));
    octets_append_int(out, (uint64_t)status);
    octets_append(out, T(" "));
    octets_append(out, http1_reason(status));
    octets_append(out, T("\r\nDate: "));
}

void http1_write_head(const struct http_exchange *exchange, const struct http1_frame *frame,
                      struct octets *out)
{
    const struct reply *reply = &exchange->reply;

    write_status_line(reply->status, out);
    octets_append(out, loop_date(exchange->loop));
    octets_append(out, T("\r\n"));
    if (frame->has_length) {
        octets_append(out, T("Content-Length: "));
        octets_append_int(out, frame->length);
        octets_append(out, T("\r\n"));
    }
    if (frame->is_chunked)
        octets_append(out, T("Transfer-Encoding: chunked\r\n"));
    if (!frame->keep_alive)
        octets_append(out, T("Connection: close\r\n"));
    else if (exchange->head.is_http_1_0)
        octets_append(out, T("Connection: keep-alive\r\n"));
    standard_headers_write(&exchange->loop->server->headers, exchange->is_secure, reply->headers,
                           reply->header_count, out);
    octets_append(out, T("\r\n"));
}

void http1_write_chunk(struct octets *out, struct text piece)
{
    char size[20];
    int digits = snprintf(size, sizeof size, "%zx\r\n", piece.size);

    octets_append(out, (struct text){ size, (size_t)digits });
    octets_append(out, piece);
    octets_append(out, T("\r\n"));
}
