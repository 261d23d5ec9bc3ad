/* Buffer: bytes being built, born with a ceiling. Appending past the ceiling fails for good:
   further appends do nothing, and buffer_status tells TOO_LARGE once at the end. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

struct buffer {
    char *at;
    size_t size, capacity;
    size_t limit_bytes;       /* the named ceiling */
    struct arena *arena;      /* NULL: the heap, then buffer_release is due */
    struct arena *charged_to; /* whose budget pays for the heap; NULL: nobody's */
    bool overflowed;
};

/* `limit_bytes` is a named limit of base/limits.h or of the caller. */
struct buffer buffer_in(struct arena *arena, size_t limit_bytes);
struct buffer buffer_on_heap(size_t limit_bytes);
/* On the heap, and counted against the arena's budget until that arena ends, which is not before
   the buffer does. */
struct buffer buffer_on_heap_of(struct arena *arena, size_t limit_bytes);
void buffer_release(struct buffer *buffer);
/* Empty again, memory kept. */
void buffer_clear(struct buffer *buffer);

void buffer_append(struct buffer *buffer, struct text text);
void buffer_append_byte(struct buffer *buffer, char byte);
void buffer_append_int(struct buffer *buffer, int64_t value);
void buffer_print(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Room for `size` bytes behind what is there, or NULL past the ceiling; buffer_advance takes
   what was written into the buffer. */
char *buffer_room(struct buffer *buffer, size_t size);
void buffer_advance(struct buffer *buffer, size_t size);

struct text buffer_text(const struct buffer *buffer);
/* OK, or TOO_LARGE when anything was dropped. */
enum status MUST_CHECK buffer_status(const struct buffer *buffer);

#endif
