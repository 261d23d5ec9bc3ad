/* A line of an incoming box: what should be in it, and what was. */
#ifndef OPS_INBOUND_LINE_H
#define OPS_INBOUND_LINE_H

#include "schema/entity.h"

struct inbound_line {
    struct row row;
    struct id inbound_box_id, product_id;
    struct text description, size;
    int64_t expected, counted;
    struct id product_variant_id;
    bool from_proposal;          /* `expected` is what proposals add up to */
    struct id stock_movement_id; /* what it was booked as */
};

extern const struct entity inbound_line_entity;

/* Members that may be NULL. */
void inbound_line_set_counted(struct inbound_line *line, int64_t counted);
void inbound_line_set_expected(struct inbound_line *line, int64_t expected);

#endif
