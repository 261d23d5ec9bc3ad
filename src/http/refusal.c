/* Refusal: the table. */
#include "http/refusal.h"

#include <assert.h>

#define JSON(name, sentence)                                                                       \
    "{\"code\":\"" name "\",\"message\":\"" sentence "\",\"details\":null,\"hint\":null}"
#define ROW(http_status, name, sentence)                                                           \
    {                                                                                              \
        .status = (http_status), .word = T_INIT(name), .json = T_INIT(JSON(name, sentence)),       \
    }

static const struct refusal_row rows[REFUSAL_COUNT] = {
    [REFUSAL_REQUEST_LINE] = ROW(400, "request_line", "The request line cannot be read."),
    [REFUSAL_METHOD] = ROW(501, "method", "This method is not served."),
    [REFUSAL_VERSION] = ROW(505, "version", "This version of HTTP is not spoken here."),
    [REFUSAL_TARGET] = ROW(400, "target", "The address of the request is not a valid path."),
    [REFUSAL_TARGET_TOO_LONG] = ROW(414, "target_too_long", "The address is too long."),
    [REFUSAL_LINE_END] = ROW(400, "line_end", "Lines of a request end with CR LF, and only there."),
    [REFUSAL_HEADER_NAME] = ROW(400, "header_name", "The name of a header is not valid."),
    [REFUSAL_HEADER_VALUE] = ROW(400, "header_value", "A header contains a control character."),
    [REFUSAL_HEADER_FOLDED] = ROW(400, "header_folded", "A header goes over several lines."),
    [REFUSAL_HEADER_REPEATED] =
        ROW(400, "header_repeated", "A header that may stand once stands twice."),
    [REFUSAL_HEADERS_TOO_LARGE] = ROW(431, "headers_too_large", "The headers are too large."),
    [REFUSAL_HEADERS_TOO_MANY] = ROW(431, "headers_too_many", "There are too many headers."),
    [REFUSAL_HOST] = ROW(400, "host", "The Host header is missing or not a host name."),
    [REFUSAL_LENGTH] = ROW(400, "content_length", "The Content-Length is not a plain number."),
    [REFUSAL_LENGTH_AND_CODING] =
        ROW(400, "length_and_coding", "Content-Length and Transfer-Encoding exclude each other."),
    [REFUSAL_CODING] =
        ROW(501, "transfer_encoding", "The only Transfer-Encoding taken is chunked."),
    [REFUSAL_EXPECTATION] = ROW(417, "expectation", "The only expectation met is 100-continue."),
    [REFUSAL_CHUNK] = ROW(400, "chunk", "The chunks of the body cannot be read."),
    [REFUSAL_BODY_NOT_WANTED] = ROW(413, "body_not_wanted", "This address takes no body."),
    [REFUSAL_BODY_TOO_LARGE] =
        ROW(413, "body_too_large", "The body is larger than this address takes."),
    [REFUSAL_MEMORY] = ROW(503, "memory", "Too many uploads are under way; try again in a moment."),
    [REFUSAL_TOO_SLOW] = ROW(408, "too_slow", "The request did not arrive in time."),
    [REFUSAL_MALFORMED] = ROW(400, "malformed", "The request breaks the rules of HTTP/2."),
    [REFUSAL_REPLY_HEADER] = ROW(500, "reply_header", "The answer could not be written."),
};

const struct refusal_row *refusal_row(enum refusal refusal)
{
    assert(refusal > REFUSAL_NONE && refusal < REFUSAL_COUNT);
    return &rows[refusal];
}
