/* Fuzz: base64 and hex. What is decoded must be encoded to the same text, hex to lower case. */
#include "base/encode.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct arena arena = { 0 };
    struct text input = { (const char *)data, size }, bytes;

    for (int form = BASE64_PADDED; form <= BASE64_URL; form++)
        if (base64_decode(&arena, input, (enum base64_form)form, &bytes) &&
            !text_equal(base64_encode(&arena, bytes, (enum base64_form)form), input))
            abort();
    if (hex_decode(&arena, input, &bytes) && !text_equal_nocase(hex_encode(&arena, bytes), input))
        abort();
    arena_release(&arena);
    return 0;
}
