/* The page /privacy: what this server really does with data, made from its tables at the moment
   it is asked for. */
#ifndef PRIVACY_PAGE_H
#define PRIVACY_PAGE_H

#include "call/route.h"

extern const struct route privacy_routes[]; /* ended by a NULL path */

#endif
