/* A line of an incoming box: what should be in it, and what was. */
#ifndef OPS_INBOUND_LINE_H
#define OPS_INBOUND_LINE_H

#include "schema/entity.h"

struct inbound_line {
    struct row row;
    struct id inbound_box_id, product_id;
    struct text description, size;
    int64_t expected, counted;
};

extern const struct entity inbound_line_entity;

#endif
