/* Protection: what /privacy says about where the data are and how they are protected, from the
   settings in force and from what the self-check found last. */
#ifndef PRIVACY_PROTECTION_H
#define PRIVACY_PROTECTION_H

#include "privacy/self_check.h"

struct text protection_place(struct arena *arena, const struct settings *settings,
                             enum language language);
struct text protection_measures(struct arena *arena, const struct settings *settings,
                                enum language language);
/* The day and the verdict, no detail. */
struct text protection_verdict(struct arena *arena, const struct self_check_verdict *verdict,
                               enum language language);

#endif
