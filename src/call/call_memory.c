/* Call memory: how much that is. */
#include "call/call_memory.h"

#include "base/limits.h"
#include "base/machine.h"

enum { MEBIBYTE = 1024 * 1024 };

/* The other half is for the store's caches, for bodies that come in, passwords and pictures. */
static size_t budget_of(const struct settings *settings)
{
    if (settings->call_memory_megabytes > 0)
        return (size_t)settings->call_memory_megabytes * MEBIBYTE;
    return machine_memory_bytes() / 2;
}

void call_memory_init(struct call_memory *memory, const struct settings *settings)
{
    size_t bytes = budget_of(settings);

    if (bytes < (size_t)CALL_MEMORY_LEAST_MEGABYTES * MEBIBYTE)
        bytes = (size_t)CALL_MEMORY_LEAST_MEGABYTES * MEBIBYTE;
    memory->budget.limit_bytes = bytes;
    atomic_init(&memory->budget.taken, 0);
    memory->each_bytes = bytes / 2 < LIMIT_CALL_MEMORY ? bytes / 2 : LIMIT_CALL_MEMORY;
}

bool call_memory_admits(const struct call_memory *memory)
{
    const struct arena_budget *budget = &memory->budget;

    return atomic_load_explicit(&budget->taken, memory_order_relaxed) <=
           budget->limit_bytes - budget->limit_bytes / 4;
}
