/* Tar: the header of one member of an archive that every system can unpack (ustar). Regular files
   with a relative name only; a size past 8 GiB in base 256, as GNU and BSD write it. */
#ifndef CODEC_TAR_H
#define CODEC_TAR_H

#include "base/text.h"

enum { TAR_BLOCK = 512, TAR_LIMIT_NAME = 100 };

enum tar_kind {
    TAR_DAMAGED, /* or something that is not written here: a link, a folder, another format */
    TAR_MEMBER,
    TAR_END, /* zeros */
};

struct tar_member {
    struct text name; /* in the block */
    int64_t size;
};

/* Names have 1 to TAR_LIMIT_NAME bytes; who writes the block knows them. */
void tar_write(char block[TAR_BLOCK], struct tar_member member);
/* Exactly what tar_write has made is a member. */
enum tar_kind tar_read(const char block[TAR_BLOCK], struct tar_member *ret_member);
/* Zeros that follow behind the bytes of a member. */
size_t tar_padding(int64_t size);

#endif
