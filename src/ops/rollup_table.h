/* Two small tables that reports add up in: texts that become numbers, and figures by a key of
   such numbers. Both grow in an arena. */
#ifndef OPS_ROLLUP_TABLE_H
#define OPS_ROLLUP_TABLE_H

#include "base/map.h"
#include "ops/report.h"

struct names {
    struct arena *arena;
    struct text *at; /* in the order they came */
    size_t count, room;
    struct map numbers;
};

void names_init(struct names *names, struct arena *arena);
/* The number of the text, a new one when it was not there; the text is copied. */
uint32_t names_add(struct names *names, struct text text);
/* False when it is not there. */
bool names_find(const struct names *names, struct text text, uint32_t *ret_number);

enum { SUMS_KEY_PARTS = 5 };

struct sums_key {
    uint32_t part[SUMS_KEY_PARTS];
};

struct sums_cell {
    struct sums_key key;
    struct figures figures;
};

struct sums {
    struct arena *arena;
    struct sums_cell *cells; /* in the order they came */
    size_t count, room;
    uint32_t *slots; /* number of the cell + 1; 0 is free */
    size_t slot_count;
};

/* The figures under this key, zero when they are new. Valid until the next call. */
struct figures *sums_at(struct sums *sums, const struct sums_key *key);
/* NULL when there are none. */
const struct figures *sums_find(const struct sums *sums, const struct sums_key *key);

#endif
