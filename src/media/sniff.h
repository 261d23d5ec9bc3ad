/* Sniff: what a file is by its own first bytes, never by its name (I-009). */
#ifndef MEDIA_SNIFF_H
#define MEDIA_SNIFF_H

#include "base/text.h"

enum media_kind {
    MEDIA_UNKNOWN,
    MEDIA_JPEG,
    MEDIA_PNG,
    MEDIA_WEBP,
    MEDIA_GIF,
    MEDIA_HEIC,
    MEDIA_KIND_COUNT
};

enum { SNIFF_SIZE = 16 }; /* bytes that are enough */

/* Pure; anything that is not certainly one of the kinds is MEDIA_UNKNOWN. */
enum media_kind media_sniff(struct text head);
/* "image/jpeg"; NULL for MEDIA_UNKNOWN. */
const char *media_type_of(enum media_kind kind);

#endif
