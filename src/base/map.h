/* Map: text to pointer, open addressing, grows in an arena. Keys are borrowed. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map_slot {
    struct text key; /* at == NULL: free */
    void *value;
};

struct map {
    struct arena *arena;
    struct map_slot *slots;
    size_t capacity, count;
};

/* The key must outlive the map. Replaces an earlier value. The value is not NULL. */
void map_set(struct map *map, struct text key, void *value);
/* NULL when the key is not there. */
void *map_get(const struct map *map, struct text key);
/* FNV-1a; good enough for keys the program itself chose, bounded inputs otherwise. */
uint64_t text_hash(struct text text);

#endif
