/* Policy profile: the table. */
#include "call/policy_profile.h"

#include <string.h>

/* clang-format off */
const struct policy_profile policy_profiles[] = {
    { .name = "steward",    .backup_days_max = 30, .password_scheme = "argon2id",      .tls_floor = "1.3", .tls_floor_least = "1.2" },
    { .name = "nexcart",    .backup_days_max = 30, .password_scheme = "pbkdf2-sha256", .tls_floor = "1.2", .tls_floor_least = "1.2",
      .is_scheme_promised = true },
    { .name = "imagetools", .backup_days_max = 30, .password_scheme = "argon2id",      .tls_floor = "1.3", .tls_floor_least = "1.2" },
    { .name = "nexora",     .backup_days_max = 90, .password_scheme = "bcrypt",        .tls_floor = "1.3", .tls_floor_least = "1.3",
      .is_scheme_promised = true },
    { 0 },
};
/* clang-format on */

const struct policy_profile *policy_profile_of(const struct settings *settings)
{
    for (const struct policy_profile *profile = policy_profiles; profile->name; profile++)
        if (strcmp(profile->name, settings->policy_profile) == 0)
            return profile;
    return &policy_profiles[0];
}
