/* Map: linear probing at a load of at most one half. */
#include "base/map.h"

#include <assert.h>

enum { MAP_FIRST = 16 };

uint64_t text_hash(struct text text)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001b3u;
    return hash;
}

static struct map_slot *slot_of(const struct map *map, struct text key)
{
    size_t at = text_hash(key) & (map->capacity - 1);

    while (map->slots[at].value && !text_equal(map->slots[at].key, key))
        at = (at + 1) & (map->capacity - 1);
    return &map->slots[at];
}

static void grow(struct map *map)
{
    struct map old = *map;

    map->capacity = old.capacity ? old.capacity * 2 : MAP_FIRST;
    map->slots = ARENA_NEW_ARRAY(map->arena, struct map_slot, map->capacity);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].value)
            *slot_of(map, old.slots[i].key) = old.slots[i];
}

void map_set(struct map *map, struct text key, void *value)
{
    struct map_slot *slot;

    assert(value);
    if ((map->count + 1) * 2 > map->capacity)
        grow(map);
    slot = slot_of(map, key);
    if (!slot->value)
        map->count++;
    *slot = (struct map_slot){ key, value };
}

void *map_get(const struct map *map, struct text key)
{
    return map->capacity > 0 ? slot_of(map, key)->value : NULL;
}
