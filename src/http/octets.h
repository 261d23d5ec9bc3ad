/* Octets: a queue of bytes, added at the end and taken from the front. What bounds it is the
   reading and filling rule of connection.c; `limit_bytes` is the assertion of that rule. */
#ifndef HTTP_OCTETS_H
#define HTTP_OCTETS_H

#include "base/text.h"

struct octets {
    char *at;
    size_t from, size, capacity; /* live bytes are at[from .. from + size) */
    size_t limit_bytes;
};

static inline struct text octets_text(const struct octets *octets)
{
    return (struct text){ octets->at ? octets->at + octets->from : NULL, octets->size };
}

void octets_append(struct octets *octets, struct text text);
/* Room for `size` more bytes; octets_advance then takes what was written there. */
char *octets_room(struct octets *octets, size_t size);
void octets_advance(struct octets *octets, size_t size);
void octets_append_int(struct octets *octets, uint64_t value);
/* Drops `size` bytes from the front. */
void octets_take(struct octets *octets, size_t size);
/* Gives the memory back when it is empty and larger than an idle connection should hold. */
void octets_trim(struct octets *octets);
void octets_release(struct octets *octets);

#endif
