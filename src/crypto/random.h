/* Random: bytes from the kernel. There is no seed and no state; when the kernel has none, the
   process ends. */
#ifndef CRYPTO_RANDOM_H
#define CRYPTO_RANDOM_H

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

void random_fill(void *at, size_t size);
/* `size_bytes` of chance as URL-safe text: 32 bytes become 43 characters. */
struct text random_token(struct arena *arena, size_t size_bytes);
/* Uniform in 0..limit-1; `limit` is not 0. */
uint32_t random_below(uint32_t limit);
/* A new id at this time. */
struct id random_id(int64_t now_ms);

#endif
