/* Encoding: which text encoding an upload has, and the same text as UTF-8. */
#ifndef CODEC_ENCODING_H
#define CODEC_ENCODING_H

#include "base/buffer.h"
#include "base/status.h"

enum { ENCODING_NAME_SIZE = 32 };

struct encoding {
    char name[ENCODING_NAME_SIZE]; /* IANA name: UTF-8, UTF-16LE, GB18030, Shift_JIS, ... */
    size_t mark_bytes;             /* of a byte order mark */
    bool certain;                  /* by mark or by validity, not by guess */
};

struct encoding_fault {
    const char *reason;
    size_t offset; /* of the first byte that is no text in that encoding */
};

/* By byte order mark; valid UTF-8; the zero bytes of UTF-16; otherwise statistics, where GB18030
   wins when they are unsure and the bytes are valid in it. Looks at the first megabyte. */
struct encoding encoding_detect(struct text bytes);
/* An encoding that the user chose, with the mark that the bytes have. False for a name that is
   not among encoding_name_at. */
bool encoding_from_name(struct text name, struct text bytes, struct encoding *ret_encoding);
/* The names to offer, most likely first; NULL behind the last. */
const char *encoding_name_at(size_t index);
/* Appends the text as UTF-8, without mark. INVALID when a byte is no text in that encoding,
   TOO_LARGE past the buffer's ceiling; both fill *ret_fault (may be NULL). */
enum status MUST_CHECK encoding_to_utf8(struct text bytes, const struct encoding *encoding,
                                        struct buffer *buffer, struct encoding_fault *ret_fault);

#endif
