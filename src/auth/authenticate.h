/* Authenticate: from the bearer token of a call to who asks. */
#ifndef AUTH_AUTHENTICATE_H
#define AUTH_AUTHENTICATE_H

#include "call/call.h"

/* instance->authenticate. Without a token the call goes on as nobody's. The public key that
   supabase-js sends in both `apikey` and `Authorization` is no token. */
enum status MUST_CHECK auth_authenticate(struct call *call);
/* Takes what the session table has seen of sessions to their rows; by the ticker, and at the
   end. */
void auth_write_seen(const struct instance *instance);

/* How long a change in another process may go unheard (milliseconds). */
enum { AUTH_HEARING_MS = 200 };

#endif
