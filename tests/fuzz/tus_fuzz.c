/* TUS: the header of an upload. Keys are unique printable ASCII inside the header, values are found
   by them. */
#include "codec/tus.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct tus_metadata metadata = { .count = 0 };

    if (tus_metadata_parse(&arena, fuzz_text(at, size), &metadata) == OK) {
        CHECK(metadata.count <= TUS_LIMIT_PAIRS);
        for (size_t i = 0; i < metadata.count; i++) {
            struct text key = metadata.pairs[i].key;

            CHECK(key.size > 0 && key.at >= (const char *)at && key.at < (const char *)at + size);
            fuzz_touch(metadata.pairs[i].value);
            CHECK(tus_metadata_value(&metadata, key).at == metadata.pairs[i].value.at);
        }
    } else {
        CHECK(metadata.count == 0);
    }
    arena_release(&arena);
    return 0;
}
