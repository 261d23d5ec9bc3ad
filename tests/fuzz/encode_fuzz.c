/* Fuzz: base64 and hex. What is decoded must be encoded to the same text, hex to lower case. */
#include "base/encode.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct text input = fuzz_text(at, size), bytes;

    for (int form = BASE64_PADDED; form <= BASE64_URL; form++)
        if (base64_decode(&arena, input, (enum base64_form)form, &bytes))
            CHECK(text_equal(base64_encode(&arena, bytes, (enum base64_form)form), input));
    if (hex_decode(&arena, input, &bytes))
        CHECK(text_equal_nocase(hex_encode(&arena, bytes), input));
    arena_release(&arena);
    return 0;
}
