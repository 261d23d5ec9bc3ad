/* Reading the rollup: the packs of a period, and the days whose sales must be read themselves. */
#ifndef OPS_ROLLUP_READ_H
#define OPS_ROLLUP_READ_H

#include "ops/rollup_pack.h"
#include "store/store.h"

enum { LIMIT_ROLLUP_GAPS = 32 };

struct rollup_gaps {
    struct day_range at[LIMIT_ROLLUP_GAPS];
    size_t count;
    bool is_open;    /* nothing is summed from the first of all days on */
    bool is_patchy;  /* there are more gaps than are listed */
    bool is_settled; /* some are old enough to be summed, the first of them from here on */
    struct date settled_from;
};

struct rollup_reading {
    enum pack_cut cut;
    struct date from, to; /* zero: from the first, to the last of all days */
    /* A broken pack is a gap. */
    enum status (*take)(void *context, struct date day, struct pack *pack);
    void *context;
    struct rollup_gaps gaps;
};

/* In a transaction of a member who may see the workspace's sales: the packs hold no less. Packs
   are taken in the order of the days, each in scratch memory that is the next one's. */
enum status MUST_CHECK rollup_read(struct tx *tx, struct rollup_reading *reading);

#endif
