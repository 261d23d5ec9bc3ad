/* Egress: what leaves the server, and the records it keeps of it. */
#ifndef EGRESS_EGRESS_H
#define EGRESS_EGRESS_H

#include "schema/entity.h"

extern const struct entity *const egress_entities[]; /* NULL-ended */

#endif
