/* Arena: memory that belongs to a lifetime (process, connection, call, scratch), not to a line.
   A handler never frees. What is not memory is registered with arena_defer and undone, last
   first, when the arena is cleared or released. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/text.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct arena_block;
struct arena_cleanup;

/* What several arenas may take together, from any thread. */
struct arena_budget {
    size_t limit_bytes;
    _Atomic size_t taken;
};

/* An arena that has taken no more than this is never the one that is too much: it is soon gone,
   and those that are at work at once are few. */
enum { ARENA_SPARED_BYTES = 256 * 1024 };

struct arena {
    struct arena_block *blocks; /* newest first */
    struct arena_cleanup *cleanups;
    size_t used; /* bytes handed out since the last clear */
    /* A ceiling where somebody outside says how much is asked; 0: none. Memory is given beyond it,
       too: whoever works piece by piece asks arena_is_full before the next one. */
    size_t limit_bytes;
    struct arena_budget *budget; /* NULL: none */
    size_t charged;              /* bytes of the budget that this arena has */
    bool is_over_budget;         /* it grew when the budget was used up */
};

/* A zeroed arena is ready for use; there is no arena_init. */

/* `size` zeroed bytes, aligned for any type. Never NULL: when the machine has no memory left
   the process ends (the supervisor restarts it, the store loses nothing acknowledged). */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull));
/* `count` zeroed elements; a product that overflows ends the process. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
    __attribute__((returns_nonnull));
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_NEW_ARRAY(arena, type, count)                                                        \
    ((type *)arena_alloc_array((arena), (count), sizeof(type)))

/* The array itself while it has room for one more than `count`; or else a copy in twice the room.
 */
void *arena_room(struct arena *arena, void *array, size_t count, size_t *room, size_t size)
    __attribute__((returns_nonnull));

/* A copy that lives as long as the arena; the byte behind it is NUL. */
struct text arena_copy(struct arena *arena, struct text text);
const char *arena_c_string(struct arena *arena, struct text text);
struct text arena_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct text arena_print_list(struct arena *arena, const char *format, va_list list)
    __attribute__((format(printf, 2, 0)));

/* It is over its own ceiling, or it grew when its budget was used up: then is_over_budget says so,
   until the arena ends, and whoever asks later may have more luck. */
bool arena_is_full(const struct arena *arena);

/* From here to its end (clear or release) what the arena holds and takes counts against the
   budget, which outlives it. */
void arena_join(struct arena *arena, struct arena_budget *budget);
/* What lives as long as the arena and lies beside it; nothing without a budget. */
void arena_charge(struct arena *arena, size_t bytes);
/* Gives its part of the budget back before its end. */
void arena_leave(struct arena *arena);

/* Calls undo(subject) when the arena ends. */
void arena_defer(struct arena *arena, void (*undo)(void *subject), void *subject);

/* Runs what was deferred and keeps one block for reuse. */
void arena_clear(struct arena *arena);
/* Runs what was deferred and gives all memory back. */
void arena_release(struct arena *arena);

/* For what can fail only because a library got no memory: ends the process as everything here
   does. */
void memory_must(bool had);

/* malloc that ends the process instead of returning NULL; the owner frees. */
void *memory_alloc(size_t size) __attribute__((returns_nonnull));
void *memory_realloc(void *at, size_t size) __attribute__((returns_nonnull));

#endif
