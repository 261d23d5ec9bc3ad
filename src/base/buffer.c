/* Buffer: grows by doubling up to its ceiling, in an arena or on the heap. */
#include "base/buffer.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    BUFFER_FIRST = 256,
    CHARGED_FROM = 64 * 1024, /* smaller ones are not worth the counting */
};

struct buffer buffer_in(struct arena *arena, size_t limit_bytes)
{
    return (struct buffer){ .arena = arena, .limit_bytes = limit_bytes };
}

struct buffer buffer_on_heap(size_t limit_bytes)
{
    return (struct buffer){ .limit_bytes = limit_bytes };
}

struct buffer buffer_on_heap_of(struct arena *arena, size_t limit_bytes)
{
    return (struct buffer){ .charged_to = arena, .limit_bytes = limit_bytes };
}

void buffer_release(struct buffer *buffer)
{
    if (!buffer->arena)
        free(buffer->at);
    *buffer = (struct buffer){ .arena = buffer->arena,
                               .charged_to = buffer->charged_to,
                               .limit_bytes = buffer->limit_bytes };
}

void buffer_clear(struct buffer *buffer)
{
    buffer->size = 0;
    buffer->overflowed = false;
}

static void charge(const struct buffer *buffer, size_t capacity)
{
    size_t paid = buffer->capacity > CHARGED_FROM ? buffer->capacity : 0;

    if (buffer->charged_to && capacity > CHARGED_FROM)
        arena_charge(buffer->charged_to, capacity - paid);
}

static void grow(struct buffer *buffer, size_t needed)
{
    size_t capacity = buffer->capacity ? buffer->capacity : BUFFER_FIRST;
    char *at;

    while (capacity < needed)
        capacity *= 2;
    if (buffer->arena) {
        at = arena_alloc(buffer->arena, capacity);
        if (buffer->size > 0)
            memcpy(at, buffer->at, buffer->size);
    } else {
        at = memory_realloc(buffer->at, capacity);
        charge(buffer, capacity);
    }
    buffer->at = at;
    buffer->capacity = capacity;
}

char *buffer_room(struct buffer *buffer, size_t size)
{
    if (buffer->overflowed || size > buffer->limit_bytes - buffer->size) {
        buffer->overflowed = true;
        return NULL;
    }
    if (buffer->capacity - buffer->size < size)
        grow(buffer, buffer->size + size);
    return buffer->at + buffer->size;
}

void buffer_advance(struct buffer *buffer, size_t size)
{
    assert(size <= buffer->capacity - buffer->size);
    buffer->size += size;
}

void buffer_append(struct buffer *buffer, struct text text)
{
    char *room;

    if (text.size == 0)
        return;
    room = buffer_room(buffer, text.size);
    if (!room)
        return;
    memcpy(room, text.at, text.size);
    buffer->size += text.size;
}

void buffer_append_byte(struct buffer *buffer, char byte)
{
    buffer_append(buffer, (struct text){ &byte, 1 });
}

void buffer_append_int(struct buffer *buffer, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--at] = '-';
    buffer_append(buffer, (struct text){ digits + at, sizeof digits - at });
}

/* Most prints fit into the room there is; only the others are formatted twice. */
void buffer_print(struct buffer *buffer, const char *format, ...)
{
    size_t free_bytes = buffer->capacity - buffer->size;
    va_list list;
    int size;
    char *room;

    va_start(list, format);
    size = vsnprintf(free_bytes > 0 ? buffer->at + buffer->size : NULL, free_bytes, format, list);
    va_end(list);
    assert(size >= 0);
    room = buffer_room(buffer, (size_t)size);
    if (!room)
        return;
    if (free_bytes > (size_t)size) {
        buffer->size += (size_t)size;
        return;
    }
    /* The NUL of vsnprintf is no byte of the buffer, so it does not count against the ceiling. */
    if (buffer->capacity - buffer->size == (size_t)size) {
        grow(buffer, buffer->size + (size_t)size + 1);
        room = buffer->at + buffer->size;
    }
    va_start(list, format);
    vsnprintf(room, (size_t)size + 1, format, list);
    va_end(list);
    buffer->size += (size_t)size;
}

struct text buffer_text(const struct buffer *buffer)
{
    return (struct text){ buffer->at, buffer->size };
}

enum status buffer_status(const struct buffer *buffer)
{
    return buffer->overflowed ? TOO_LARGE : OK;
}
