/* Ops: the product for a live-commerce team. */
#ifndef OPS_OPS_H
#define OPS_OPS_H

#include "schema/entity.h"

/* The largest amount of one row, in minor units, and the largest count: far beyond any real one,
   and small enough that sums stay exact. */
#define MONEY_MAX 1000000000000
enum { COUNT_MAX = 1000000 };

/* Every kind of record of this product; NULL-ended. */
extern const struct entity *const ops_entities[];

#endif
