/* Pack: the sums of one day's sales as one text, in three cuts: what each show sold of each
   shoe type, the same by size, the same by hour. A text and not rows, because a report over a
   year reads hundreds of thousands of cells: a row of the database costs a microsecond, a cell of
   a pack some nanoseconds. Names stand once in front, cells refer to them by number. */
#ifndef OPS_ROLLUP_PACK_H
#define OPS_ROLLUP_PACK_H

#include "base/buffer.h"
#include "ops/rollup_table.h"

enum pack_cut { CUT_TYPES, CUT_SIZES, CUT_HOURS, CUT_COUNT };

enum { LIMIT_PACK = 1 << 23 }; /* bytes; a day with more stays unsummed */

struct pack_size {
    struct text system, size;
    int64_t order; /* INT64_MAX: it has none */
};

/* One sale, or several alike: what a pack is made of. */
struct pack_sale {
    struct id live_session_id; /* zero: none */
    struct text currency, brand, shoe_type;
    struct pack_size size;
    int64_t hour;
    struct figures figures;
};

struct packing;

struct packing *packing_begin(struct arena *arena);
void packing_add(struct packing *packing, const struct pack_sale *sale);
size_t packing_count(const struct packing *packing); /* of sales */
enum status MUST_CHECK packing_write(const struct packing *packing, enum pack_cut cut,
                                     struct buffer *out);

/* A pack that is read. The arrays are in its arena; texts point into the pack. */
struct pack {
    enum pack_cut cut;
    struct text *currencies;
    struct id *shows;
    struct text *brands;
    struct pack_shoe {
        uint32_t brand;
        struct text shoe_type;
    } * shoes;
    struct pack_size *sizes;
    size_t currency_count, show_count, brand_count, shoe_count, size_count;
    size_t cell_count;
    struct text rest;
};

struct pack_cell {
    uint32_t currency, shoe;
    uint32_t show;  /* counts from 1; 0: no show */
    uint32_t extra; /* CUT_SIZES: the size; CUT_HOURS: the hour; else 0 */
    struct figures figures;
};

/* False when the text is no pack of this cut. */
bool pack_open(struct arena *arena, struct text text, enum pack_cut cut, struct pack *ret_pack);
/* Exactly cell_count times; false when the cell is broken. */
bool pack_next(struct pack *pack, struct pack_cell *ret_cell);

#endif
