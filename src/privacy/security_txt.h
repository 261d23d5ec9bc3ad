/* /.well-known/security.txt: whom to tell of a weakness. */
#ifndef PRIVACY_SECURITY_TXT_H
#define PRIVACY_SECURITY_TXT_H

#include "call/route.h"

extern const struct route security_txt_routes[]; /* ended by a NULL path */

#endif
