/* Octets: compacts before it grows, so its memory stays near what is waiting. */
#include "http/octets.h"

#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>

enum { OCTETS_FIRST = 1024, OCTETS_IDLE = 4096 };

static void make_room(struct octets *octets, size_t needed)
{
    size_t capacity = octets->capacity ? octets->capacity : OCTETS_FIRST;

    if (octets->from > 0) {
        memmove(octets->at, octets->at + octets->from, octets->size);
        octets->from = 0;
    }
    while (capacity < needed)
        capacity *= 2;
    if (capacity > octets->capacity) {
        octets->at = memory_realloc(octets->at, capacity);
        octets->capacity = capacity;
    }
}

char *octets_room(struct octets *octets, size_t size)
{
    assert(size <= octets->limit_bytes - octets->size);
    if (octets->capacity - octets->from - octets->size < size)
        make_room(octets, octets->size + size);
    return octets->at + octets->from + octets->size;
}

void octets_advance(struct octets *octets, size_t size)
{
    assert(size <= octets->capacity - octets->from - octets->size);
    octets->size += size;
}

void octets_append(struct octets *octets, struct text text)
{
    if (text.size == 0)
        return;
    memcpy(octets_room(octets, text.size), text.at, text.size);
    octets->size += text.size;
}

void octets_append_int(struct octets *octets, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    octets_append(octets, (struct text){ digits + at, sizeof digits - at });
}

void octets_take(struct octets *octets, size_t size)
{
    assert(size <= octets->size);
    octets->size -= size;
    octets->from = octets->size > 0 ? octets->from + size : 0;
}

void octets_trim(struct octets *octets)
{
    if (octets->size == 0 && octets->capacity > OCTETS_IDLE)
        octets_release(octets);
}

void octets_release(struct octets *octets)
{
    free(octets->at);
    *octets = (struct octets){ .limit_bytes = octets->limit_bytes };
}
