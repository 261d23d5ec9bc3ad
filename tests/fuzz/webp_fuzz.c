/* WebP: what is left is a WebP again, no longer than before, and nothing is left to strip. */
#include "media/webp.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    char *bytes = malloc(size + 1), *again;
    size_t left = size, twice;

    memcpy(bytes, at, size);
    if (webp_strip(bytes, &left)) {
        CHECK(left <= size && left >= 12 && memcmp(bytes, "RIFF", 4) == 0);
        again = malloc(left);
        memcpy(again, bytes, left);
        twice = left;
        CHECK(webp_strip(again, &twice) && twice == left && memcmp(again, bytes, left) == 0);
        free(again);
    }
    free(bytes);
    return 0;
}
