/* ZIP reading: named parts of an archive that is in memory, streamed, with ceilings against
   archives that unpack to far more than they are. */
#ifndef CODEC_ZIP_READ_H
#define CODEC_ZIP_READ_H

#include "base/arena.h"
#include "base/status.h"

enum {
    ZIP_LIMIT_ENTRIES = 1000,
    ZIP_LIMIT_UNPACKED = 512 << 20, /* bytes of one part */
    ZIP_LIMIT_RATIO = 200,          /* of one part to the whole archive, once past ... */
    ZIP_RATIO_FROM = 1 << 20,       /* ... this many bytes */
};

struct zip_part;

/* Whether the bytes are a ZIP whose directory can be read, with at most ZIP_LIMIT_ENTRIES. FAILED,
   here and below, when there is no memory to read them. */
enum status MUST_CHECK zip_check(struct text bytes, const char **ret_fault);
/* NOT_FOUND when there is no part of that name (ASCII case does not count). The part borrows
   `bytes` and lives in the arena. */
enum status MUST_CHECK zip_part_open(struct arena *arena, struct text bytes, struct text name,
                                     struct zip_part **ret_part, const char **ret_fault);
/* The next bytes, valid until the next call; empty at the end. INVALID (broken, encrypted) or
   TOO_LARGE. *ret_fault is not NULL and gets a sentence. */
enum status MUST_CHECK zip_part_read(struct zip_part *part, struct text *ret_chunk,
                                     const char **ret_fault);

#endif
