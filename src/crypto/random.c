/* Random: getrandom until it is done. */
#include "crypto/random.h"

#include "base/encode.h"
#include "crypto/openssl.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/random.h>

void random_fill(void *at, size_t size)
{
    unsigned char *next = at;

    while (size > 0) {
        ssize_t got = getrandom(next, size, 0);

        if (got < 0) {
            crypto_must(errno == EINTR);
            continue;
        }
        next += got;
        size -= (size_t)got;
    }
}

struct text random_token(struct arena *arena, size_t size_bytes)
{
    char *bytes = arena_alloc(arena, size_bytes);
    struct text token;

    random_fill(bytes, size_bytes);
    token = base64_encode(arena, (struct text){ bytes, size_bytes }, BASE64_URL);
    explicit_bzero(bytes, size_bytes);
    return token;
}

uint32_t random_below(uint32_t limit)
{
    uint32_t value, uneven;

    assert(limit > 0);
    uneven = -limit % limit; /* 2^32 modulo limit: so many values would count twice */
    do
        random_fill(&value, sizeof value);
    while (value < uneven);
    return value % limit;
}

struct id random_id(int64_t now_ms)
{
    unsigned char random[10];

    random_fill(random, sizeof random);
    return id_make(now_ms, random);
}
