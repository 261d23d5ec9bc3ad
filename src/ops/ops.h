/* Ops: the product for a live-commerce team. */
#ifndef OPS_OPS_H
#define OPS_OPS_H

#include "schema/entity.h"

/* Every kind of record of this product; NULL-ended. */
extern const struct entity *const ops_entities[];

#endif
