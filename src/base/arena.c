/* Arena: a chain of blocks that only grows until it is cleared as a whole. */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_FIRST = 4096, BLOCK_LARGEST = 1 << 20, KEEP_LARGEST = 1 << 18, FIRST_ROOM = 16 };

struct arena_block {
    struct arena_block *older;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena_cleanup {
    struct arena_cleanup *older;
    void (*undo)(void *);
    void *subject;
};

void memory_must(bool had)
{
    if (!had) {
        fputs("steward: out of memory\n", stderr);
        abort();
    }
}

static void *or_die(void *memory)
{
    memory_must(memory != NULL);
    return memory;
}

void *memory_alloc(size_t size)
{
    return or_die(calloc(1, size ? size : 1));
}

void *memory_realloc(void *at, size_t size)
{
    return or_die(realloc(at, size ? size : 1));
}

void arena_charge(struct arena *arena, size_t bytes)
{
    struct arena_budget *budget = arena->budget;
    size_t taken;

    if (!budget)
        return;
    arena->charged += bytes;
    taken = atomic_fetch_add_explicit(&budget->taken, bytes, memory_order_relaxed) + bytes;
    if (taken > budget->limit_bytes && arena->charged > ARENA_SPARED_BYTES)
        arena->is_over_budget = true;
}

void arena_join(struct arena *arena, struct arena_budget *budget)
{
    size_t held = 0;

    arena_leave(arena);
    for (const struct arena_block *block = arena->blocks; block; block = block->older)
        held += block->size;
    arena->budget = budget;
    arena_charge(arena, held);
}

void arena_leave(struct arena *arena)
{
    if (!arena->budget)
        return;
    atomic_fetch_sub_explicit(&arena->budget->taken, arena->charged, memory_order_relaxed);
    arena->budget = NULL;
    arena->charged = 0;
    arena->is_over_budget = false;
}

static struct arena_block *block_add(struct arena *arena, size_t at_least)
{
    size_t size = arena->blocks ? arena->blocks->size * 2 : BLOCK_FIRST;
    struct arena_block *block;

    if (size > BLOCK_LARGEST)
        size = BLOCK_LARGEST;
    if (size < at_least)
        size = at_least;
    if (size > PTRDIFF_MAX - sizeof *block)
        or_die(NULL);
    block = or_die(malloc(sizeof *block + size));
    block->older = arena->blocks;
    block->size = size;
    block->used = 0;
    arena->blocks = block;
    arena_charge(arena, size);
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->blocks;
    size_t rounded = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    void *memory;

    if (rounded < size)
        or_die(NULL);
    if (!block || block->size - block->used < rounded)
        block = block_add(arena, rounded);
    memory = block->bytes + block->used;
    block->used += rounded;
    arena->used += rounded;
    return memset(memory, 0, rounded);
}

bool arena_is_full(const struct arena *arena)
{
    return arena->is_over_budget || (arena->limit_bytes > 0 && arena->used > arena->limit_bytes);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow(count, size, &total))
        or_die(NULL);
    return arena_alloc(arena, total);
}

void *arena_room(struct arena *arena, void *array, size_t count, size_t *room, size_t size)
{
    void *more;

    if (array && count < *room)
        return array;
    *room = count < FIRST_ROOM ? FIRST_ROOM : 2 * count;
    more = arena_alloc_array(arena, *room, size);
    if (array)
        memcpy(more, array, count * size);
    return more;
}

struct text arena_copy(struct arena *arena, struct text text)
{
    char *copy = arena_alloc(arena, text.size + 1);

    if (text.size > 0)
        memcpy(copy, text.at, text.size);
    return (struct text){ copy, text.size };
}

const char *arena_c_string(struct arena *arena, struct text text)
{
    return arena_copy(arena, text).at;
}

struct text arena_print_list(struct arena *arena, const char *format, va_list list)
{
    va_list again;
    int size;
    char *at;

    va_copy(again, list);
    size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    assert(size >= 0);
    at = arena_alloc(arena, (size_t)size + 1);
    vsnprintf(at, (size_t)size + 1, format, list);
    return (struct text){ at, (size_t)size };
}

struct text arena_print(struct arena *arena, const char *format, ...)
{
    va_list list;
    struct text text;

    va_start(list, format);
    text = arena_print_list(arena, format, list);
    va_end(list);
    return text;
}

void arena_defer(struct arena *arena, void (*undo)(void *), void *subject)
{
    struct arena_cleanup *cleanup = ARENA_NEW(arena, struct arena_cleanup);

    *cleanup = (struct arena_cleanup){ arena->cleanups, undo, subject };
    arena->cleanups = cleanup;
}

static void run_cleanups(struct arena *arena)
{
    while (arena->cleanups) {
        struct arena_cleanup *cleanup = arena->cleanups;

        arena->cleanups = cleanup->older;
        cleanup->undo(cleanup->subject);
    }
}

void arena_clear(struct arena *arena)
{
    struct arena_block *keep = arena->blocks;

    run_cleanups(arena);
    arena_leave(arena);
    if (!keep)
        return;
    if (keep->size > KEEP_LARGEST) {
        arena_release(arena);
        return;
    }
    while (keep->older) {
        struct arena_block *block = keep->older;

        keep->older = block->older;
        free(block);
    }
    keep->used = 0;
    arena->used = 0;
}

void arena_release(struct arena *arena)
{
    run_cleanups(arena);
    arena_leave(arena);
    while (arena->blocks) {
        struct arena_block *block = arena->blocks;

        arena->blocks = block->older;
        free(block);
    }
    arena->used = 0;
}
