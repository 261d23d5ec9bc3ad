/* Run sheet of a show: what is shown, in which order, for how much, and what is on camera. */
#ifndef OPS_SHOW_ITEM_H
#define OPS_SHOW_ITEM_H

#include "schema/entity.h"

struct show_item {
    struct row row;
    struct id live_session_id;
    int64_t position;
    struct text brand, shoe_type;             /* as a sale names them */
    struct id product_id, product_variant_id; /* either may be zero */
    struct text currency;
    int64_t target_price;
    int64_t target_quantity;
    struct text note;
    int64_t on_camera_since; /* 0: it is not; of one item of a show at most (show_on_camera) */
};

extern const struct entity show_item_entity;

#endif
