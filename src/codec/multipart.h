/* Multipart: multipart/form-data (RFC 7578) over a complete body. Strict, because two readers
   that disagree about a border are a hole: CRLF only, no preamble, no epilogue, no folded header
   lines, no transfer encoding, one Content-Disposition a part. */
#ifndef CODEC_MULTIPART_H
#define CODEC_MULTIPART_H

#include "base/arena.h"
#include "base/status.h"

enum {
    MULTIPART_LIMIT_PARTS = 100,
    MULTIPART_LIMIT_HEADER_BYTES = 8 * 1024, /* of one part */
    MULTIPART_LIMIT_HEADERS = 8,             /* of one part */
    MULTIPART_LIMIT_NAME_BYTES = 1024,       /* of name and of filename */
};

struct multipart_part {
    struct text name;
    struct text filename;     /* at == NULL: an ordinary field; never a path, may be empty */
    struct text content_type; /* as sent, at == NULL when not sent */
    struct text bytes;        /* in the body */
};

struct multipart {
    const struct multipart_part *parts;
    size_t count;
};

/* The boundary out of a Content-Type header; false when that is not multipart/form-data with
   one valid boundary. */
bool multipart_boundary(struct text content_type, struct text *ret_boundary);
/* Parts live in the arena and in `body`. INVALID or TOO_LARGE; *ret_fault (may be NULL) is a
   sentence. */
enum status MUST_CHECK multipart_parse(struct arena *arena, struct text body, struct text boundary,
                                       struct multipart *ret_multipart, const char **ret_fault);
/* The first part of that name, or NULL. */
const struct multipart_part *multipart_find(const struct multipart *multipart, struct text name);

#endif
