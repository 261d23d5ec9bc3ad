/* User details: what GoTrue's user shows besides the account itself. */
#ifndef AUTH_USER_DETAILS_H
#define AUTH_USER_DETAILS_H

#include "auth/factor.h"
#include "auth/identity.h"
#include "codec/json_write.h"

struct user_details {
    struct factors factors;
    struct identities identities;
    struct text new_email; /* asked for and not confirmed yet */
};

enum status MUST_CHECK user_details_read(struct tx *tx, struct id account,
                                         struct user_details *ret_details);
/* Members of the user object that is open. */
void user_details_write(struct json_writer *json, const struct user_details *details);
/* Elements of the array of identities that is open. */
void user_details_write_identities(struct json_writer *json, const struct user_details *details);
/* One factor as supabase-js reads it. */
void factor_write(struct json_writer *json, const struct factor *factor);

#endif
