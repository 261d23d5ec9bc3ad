/* A product of the catalogue: what can be sold. Stock comes from the warehouse. */
#ifndef OPS_PRODUCT_H
#define OPS_PRODUCT_H

#include "schema/entity.h"

struct product {
    struct row row;
    struct text name, brand, shoe_type, model, colour;
    struct text sku, barcode;
    struct text currency;
    int64_t price, cost;
    bool is_active;
};

extern const struct entity product_entity;

#endif
