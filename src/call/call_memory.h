/* Call memory: what all calls that are under way may hold together, so that the server refuses a
   few of them (503, come back in a moment) before the machine has no memory left and ends all. */
#ifndef CALL_CALL_MEMORY_H
#define CALL_CALL_MEMORY_H

#include "base/arena.h"
#include "call/settings.h"

struct call_memory {
    /* The arenas of calls, and what they have answered and is not sent yet. */
    struct arena_budget budget;
    size_t each_bytes; /* of one call's arena: more is 413, as it would not fit later either */
};

void call_memory_init(struct call_memory *memory, const struct settings *settings);
/* May another call begin? The last quarter is for those that are under way. */
bool call_memory_admits(const struct call_memory *memory);

#endif
