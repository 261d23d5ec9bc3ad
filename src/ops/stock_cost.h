/* What stock is worth: per variant now, and per movement what it changed. Rows of the module
   finance, so that who has no grant there is shown no cost by the database itself. */
#ifndef OPS_STOCK_COST_H
#define OPS_STOCK_COST_H

#include "schema/entity.h"

struct stock_cost {
    struct row row; /* created_at and updated_at: of the first and the last booking */
    struct id product_variant_id;
    int64_t sequence; /* of the last movement */
    int64_t quantity;
    struct text currency;
    int64_t value, unit_cost;
};

struct stock_entry {
    struct row row;
    struct id stock_movement_id, product_variant_id;
    int64_t sequence;
    int64_t moved_at;
    struct date day; /* of moved_at in the workspace's zone */
    struct text currency;
    int64_t quantity;    /* of the movement */
    int64_t unit_cost;   /* as it was said, or taken; of one piece */
    int64_t value;       /* what the carried value changed by */
    int64_t value_total; /* of the variant, after it */
};

extern const struct entity stock_cost_entity, stock_entry_entity;

#endif
