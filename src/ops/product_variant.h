/* A product in one size: what is on the shelf, is counted and is sold. A product without sizes has
   one variant without a size. */
#ifndef OPS_PRODUCT_VARIANT_H
#define OPS_PRODUCT_VARIANT_H

#include "schema/entity.h"

struct tx;

struct product_variant {
    struct row row;
    struct id product_id;
    struct text size;
    int size_system; /* enum size_system of ops/sale.h */
    int64_t size_order;
    struct text size_key;
    struct text sku;
    struct text currency;
    int64_t price, cost;
    int64_t reorder_at;
    bool is_active;
};

extern const struct entity product_variant_entity;

/* The only variant of a product, made when there is none yet; as the system. NOT_FOUND: there is
   no such product. CONFLICT: it has several, so a size must be said. */
enum status MUST_CHECK product_variant_only(struct call *call, struct tx *tx, struct id product_id,
                                            struct id *ret_id);
/* The variant of a product in this size, made when there is none; without a size its only one. As
   the system; NOT_FOUND and CONFLICT as above. */
enum status MUST_CHECK product_variant_of_size(struct call *call, struct tx *tx,
                                               struct id product_id, struct text size,
                                               struct id *ret_id);

#endif
