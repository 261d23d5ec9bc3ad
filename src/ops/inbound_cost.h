/* What the pieces of a line of a box cost. A kind of record of its own, of the module finance: who
   counts boxes need not know what was paid. */
#ifndef OPS_INBOUND_COST_H
#define OPS_INBOUND_COST_H

#include "schema/entity.h"

struct inbound_cost {
    struct row row;
    struct id inbound_line_id;
    struct text currency;
    int64_t unit_cost;
};

extern const struct entity inbound_cost_entity;

#endif
