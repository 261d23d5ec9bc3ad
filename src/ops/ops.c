/* The list of what Ops brings. */
#include "ops/ops.h"

#include "ops/live_session.h"
#include "ops/product.h"
#include "ops/sale.h"

const struct entity *const ops_entities[] = {
    &live_session_entity,
    &product_entity,
    &sale_entity,
    NULL,
};
