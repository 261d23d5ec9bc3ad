/* Open addressing over arrays that keep the order things came in. */
#include "ops/rollup_table.h"

enum { FIRST_ROOM = 32 };

void names_init(struct names *names, struct arena *arena)
{
    *names = (struct names){ .arena = arena, .numbers = { .arena = arena } };
}

/* The map holds numbers from 1, for its 0 is none. */
bool names_find(const struct names *names, struct text text, uint32_t *ret_number)
{
    uintptr_t number = (uintptr_t)map_get(&names->numbers, text);

    if (number == 0)
        return false;
    *ret_number = (uint32_t)number - 1;
    return true;
}

uint32_t names_add(struct names *names, struct text text)
{
    uint32_t number;

    if (names_find(names, text, &number))
        return number;
    if (names->count == names->room) {
        size_t room = names->room == 0 ? FIRST_ROOM : 2 * names->room;
        struct text *at = ARENA_NEW_ARRAY(names->arena, struct text, room);

        if (names->count > 0)
            memcpy(at, names->at, names->count * sizeof *at);
        names->at = at;
        names->room = room;
    }
    number = (uint32_t)names->count;
    names->at[names->count++] = arena_copy(names->arena, text);
    map_set(&names->numbers, names->at[number], (void *)((uintptr_t)number + 1));
    return number;
}

static size_t hash_of(const struct sums_key *key)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < SUMS_KEY_PARTS; i++) {
        hash = (hash ^ key->part[i]) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    return (size_t)hash;
}

/* The slot that holds the key, or the free one where it would stand. */
static uint32_t *slot_of(const struct sums *sums, const struct sums_key *key)
{
    size_t at = hash_of(key);

    for (;; at++) {
        uint32_t *slot = &sums->slots[at & (sums->slot_count - 1)];

        if (*slot == 0 || memcmp(&sums->cells[*slot - 1].key, key, sizeof *key) == 0)
            return slot;
    }
}

static void grow(struct sums *sums)
{
    size_t room = sums->room == 0 ? FIRST_ROOM : 2 * sums->room;
    struct sums_cell *cells = ARENA_NEW_ARRAY(sums->arena, struct sums_cell, room);

    if (sums->count > 0)
        memcpy(cells, sums->cells, sums->count * sizeof *cells);
    sums->cells = cells;
    sums->room = room;
    sums->slot_count = 2 * room;
    sums->slots = ARENA_NEW_ARRAY(sums->arena, uint32_t, sums->slot_count);
    for (size_t i = 0; i < sums->count; i++)
        *slot_of(sums, &cells[i].key) = (uint32_t)i + 1;
}

struct figures *sums_at(struct sums *sums, const struct sums_key *key)
{
    uint32_t *slot;

    if (sums->count == sums->room)
        grow(sums);
    slot = slot_of(sums, key);
    if (*slot == 0) {
        sums->cells[sums->count].key = *key;
        *slot = (uint32_t)++sums->count;
    }
    return &sums->cells[*slot - 1].figures;
}

const struct figures *sums_find(const struct sums *sums, const struct sums_key *key)
{
    uint32_t *slot;

    if (sums->count == 0)
        return NULL;
    slot = slot_of(sums, key);
    return *slot == 0 ? NULL : &sums->cells[*slot - 1].figures;
}
