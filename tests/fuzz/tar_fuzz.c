/* Tar: any header is read or refused; one that is read is written again the same. */
#include "codec/tar.h"
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    char block[TAR_BLOCK] = { 0 }, again[TAR_BLOCK];
    struct tar_member member;

    memcpy(block, at, size < sizeof block ? size : sizeof block);
    if (tar_read(block, &member) != TAR_MEMBER)
        return 0;
    fuzz_touch(member.name);
    CHECK(member.size >= 0 && member.name.size > 0 && member.name.size <= TAR_LIMIT_NAME);
    tar_write(again, member);
    CHECK(memcmp(block, again, sizeof block) == 0);
    return 0;
}
