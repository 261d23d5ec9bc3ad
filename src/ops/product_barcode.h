/* A code on a box and the variant it stands for. A variant has as many as its boxes have had. */
#ifndef OPS_PRODUCT_BARCODE_H
#define OPS_PRODUCT_BARCODE_H

#include "schema/entity.h"

struct product_barcode {
    struct row row;
    struct id product_variant_id;
    struct text code, code_key;
    int symbology; /* enum symbology */
    bool is_own;
};

/* The last number that was given to a code of one's own, so that a printed label never comes to
   stand for something else. */
struct barcode_counter {
    struct row row;
    struct text name;
    int64_t last;
};

extern const struct entity product_barcode_entity, barcode_counter_entity;

/* product.barcode is a code too: follows a product as struct entity says. */
enum status product_barcode_follow_product(struct call *call, struct tx *tx, const void *before,
                                           const void *after);

#endif
