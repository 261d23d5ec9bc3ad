/* A sale: one line of what was sold, in which show, in which size, for how much. No buyer: buyers
   are counted on the show and named nowhere. */
#ifndef OPS_SALE_H
#define OPS_SALE_H

#include "schema/entity.h"

/* The order of the choices; 0 is none. */
enum size_system { SIZE_SYSTEM_US = 1, SIZE_SYSTEM_EU, SIZE_SYSTEM_UK, SIZE_SYSTEM_CM };

struct sale {
    struct row row;
    struct id live_session_id, product_id;
    int64_t sold_at;
    struct date day; /* of sold_at in the workspace's zone */
    int64_t hour;    /* likewise, 0..23 */
    struct text brand, shoe_type;
    struct text size; /* as printed on the box */
    int size_system;  /* enum size_system */
    int64_t size_order;
    int64_t quantity;
    struct text currency;
    int64_t price, cost; /* of one piece */
    struct text source, external_ref;
    struct text transcript;
    struct id product_variant_id, location_id; /* both: taken from stock there */
    /* Sums of its sale_return rows, which write them: reports add up sales alone. */
    int64_t returned, refunded, restocked;
};

extern const struct entity sale_entity;
/* In the order of enum size_system. */
extern const struct choice sale_size_systems[SIZE_SYSTEM_CM];

#endif
