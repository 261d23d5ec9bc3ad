/* Service key: what a program of the operator's shows to administer accounts (auth.admin of
   supabase-js). It opens /auth/v1/admin and nothing else: no row of any workspace. Only its hash
   is stored; every use is in the audit log of the server. */
#ifndef AUTH_SERVICE_KEY_H
#define AUTH_SERVICE_KEY_H

#include "call/call.h"

struct service_key {
    struct row row;
    struct text name;
    struct text key_hash;
    int64_t last_used_at, revoked_at;
};

extern const struct entity service_key_entity;

/* Does the text look like one: then it is nobody's access token. */
bool service_key_is(struct text token);
/* The key, to be shown once. Refuses a name that an open key has. */
enum status MUST_CHECK service_key_make(struct call *call, struct text name, struct text *ret_key);
/* By name; NOT_FOUND is refused with a sentence. */
enum status MUST_CHECK service_key_revoke(struct call *call, struct text name);
/* One line each: name, made, last used, revoked. */
enum status MUST_CHECK service_key_list(struct call *call, struct text *ret_lines);
/* Who shows the key becomes the caller of the call, which must be one of WHO_SERVICE. Refuses an
   unknown or revoked key, a browser, and every other route. */
enum status MUST_CHECK service_key_authenticate(struct call *call, struct text token);

#endif
