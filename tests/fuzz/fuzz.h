/* For fuzz targets: what libFuzzer calls, and a check that stays in. A target does not only look
   for crashes: it checks what must hold for every input. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "base/arena.h"
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size);

#define CHECK(holds)                                                                               \
    do {                                                                                           \
        if (!(holds))                                                                              \
            abort();                                                                               \
    } while (0)

static inline struct text fuzz_text(const uint8_t *at, size_t size)
{
    return (struct text){ (const char *)at, size };
}

/* Every byte can be read: the sanitizer sees to it. */
static inline void fuzz_touch(struct text text)
{
    volatile char sum = 0;

    for (size_t i = 0; i < text.size; i++)
        sum = (char)(sum + text.at[i]);
}

#endif
