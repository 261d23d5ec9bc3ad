/* The list of what Ops brings. */
#include "ops/ops.h"

#define OPS_ENTITY(name) &name##_entity,
const struct entity *const ops_entities[] = { OPS_ENTITIES(OPS_ENTITY) NULL };
