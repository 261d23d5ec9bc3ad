/* Policy profile: whose policy this server keeps. One row per policy that the program can keep;
   the row says what that policy promises where the policies differ. `steward` is the strictest of
   them all. What a setting calls "auto" comes from here, and what the policy rules out is refused
   at start (settings_check). */
#ifndef CALL_POLICY_PROFILE_H
#define CALL_POLICY_PROFILE_H

#include "call/settings.h"

#define POLICY_PROFILES "steward nexcart imagetools nexora"

struct policy_profile {
    const char *name;
    int64_t backup_days_max;     /* a backup may not outlive this */
    const char *password_scheme; /* what "auto" writes */
    bool is_scheme_promised;     /* the policy names the scheme: no other may be written */
    const char *tls_floor;       /* what "auto" accepts */
    const char *tls_floor_least; /* the oldest version that a setting may allow */
};

extern const struct policy_profile policy_profiles[]; /* ended by a NULL name */

/* That of the settings. */
const struct policy_profile *policy_profile_of(const struct settings *settings);

#endif
