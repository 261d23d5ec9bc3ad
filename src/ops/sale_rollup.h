/* What the sales of a day add up to; see store/daily.h for what a row says and who takes it away.
 */
#ifndef OPS_SALE_ROLLUP_H
#define OPS_SALE_ROLLUP_H

#include "schema/entity.h"

struct sale_rollup {
    struct row row;
    struct date day, first_day;
    struct text types, sizes, hours; /* packs: ops/rollup_pack.h */
};

extern const struct entity sale_rollup_entity;

#endif
