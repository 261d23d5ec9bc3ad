/* steward derive */
#ifndef SERVER_DERIVE_H
#define SERVER_DERIVE_H

#include "call/route.h"
#include "server/command.h"

int derive(struct arguments *arguments);

/* /api/openapi.json */
extern const struct route derive_routes[]; /* ended by a NULL path */

#endif
