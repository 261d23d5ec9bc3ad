/* TUS: the Upload-Metadata header of resumable uploads (TUS 1.0): "key base64,key base64,key". */
#ifndef CODEC_TUS_H
#define CODEC_TUS_H

#include "base/arena.h"
#include "base/status.h"

enum { TUS_LIMIT_METADATA_BYTES = 16 * 1024, TUS_LIMIT_PAIRS = 32 };

struct tus_pair {
    struct text key;   /* in the header */
    struct text value; /* decoded; empty when there was none */
};

struct tus_metadata {
    struct tus_pair pairs[TUS_LIMIT_PAIRS];
    size_t count;
};

/* INVALID: an empty or repeated key, a key with other than printable ASCII, a value that is no
   base64. TOO_LARGE past the limits. */
enum status MUST_CHECK tus_metadata_parse(struct arena *arena, struct text header,
                                          struct tus_metadata *ret_metadata);
/* Empty when there is none. */
struct text tus_metadata_value(const struct tus_metadata *metadata, struct text key);

#endif
