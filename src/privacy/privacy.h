/* Privacy: the lists of this folder. */
#ifndef PRIVACY_PRIVACY_H
#define PRIVACY_PRIVACY_H

#include "privacy/security_report.h"
#include "privacy/self_check.h"

extern const struct entity *const privacy_entities[]; /* NULL-ended */

#endif
