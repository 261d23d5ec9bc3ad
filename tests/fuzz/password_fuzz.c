/* Fuzz: stored passwords. What is accepted must print as it was read: one text per verifier. */
#include "crypto/password_stored.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct arena arena = { 0 };
    struct text input = { (const char *)data, size };
    struct password_stored stored;

    if (password_stored_from_text(input, &stored) &&
        !text_equal(password_stored_to_text(&arena, &stored), input))
        abort();
    arena_release(&arena);
    return 0;
}
