/* Health: /healthz, /readyz and /metrics for whoever watches the server. */
#ifndef SERVER_HEALTH_H
#define SERVER_HEALTH_H

#include "call/route.h"

extern const struct route health_routes[]; /* ended by a NULL path */

#endif
