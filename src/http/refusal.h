/* Refusal: every reason for which the server itself answers instead of the application: the
   number, a stable word for machines and logs, and a sentence for people. */
#ifndef HTTP_REFUSAL_H
#define HTTP_REFUSAL_H

#include "base/text.h"

enum refusal {
    REFUSAL_NONE,
    REFUSAL_REQUEST_LINE,
    REFUSAL_METHOD,
    REFUSAL_VERSION,
    REFUSAL_TARGET,
    REFUSAL_TARGET_TOO_LONG,
    REFUSAL_LINE_END,
    REFUSAL_HEADER_NAME,
    REFUSAL_HEADER_VALUE,
    REFUSAL_HEADER_FOLDED,
    REFUSAL_HEADER_REPEATED,
    REFUSAL_HEADERS_TOO_LARGE,
    REFUSAL_HEADERS_TOO_MANY,
    REFUSAL_HOST,
    REFUSAL_LENGTH,
    REFUSAL_LENGTH_AND_CODING,
    REFUSAL_CODING,
    REFUSAL_EXPECTATION,
    REFUSAL_CHUNK,
    REFUSAL_BODY_NOT_WANTED,
    REFUSAL_BODY_TOO_LARGE,
    REFUSAL_MEMORY,
    REFUSAL_TOO_SLOW,
    REFUSAL_MALFORMED, /* HTTP/2: the stream is reset instead of answered */
    REFUSAL_REPLY_HEADER,
    REFUSAL_COUNT,
};

struct refusal_row {
    int status;
    struct text word;
    struct text json; /* the whole body, in the error shape of the data API */
};

const struct refusal_row *refusal_row(enum refusal refusal);

#endif
