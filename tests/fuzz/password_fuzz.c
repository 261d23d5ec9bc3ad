/* Fuzz: stored passwords. What is accepted must print as it was read: one text per verifier. */
#include "crypto/password_stored.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct text input = fuzz_text(at, size);
    struct password_stored stored;

    if (password_stored_from_text(input, &stored))
        CHECK(text_equal(password_stored_to_text(&arena, &stored), input));
    arena_release(&arena);
    return 0;
}
