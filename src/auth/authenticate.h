/* Authenticate: from the bearer token of a call to who asks. */
#ifndef AUTH_AUTHENTICATE_H
#define AUTH_AUTHENTICATE_H

#include "call/call.h"

/* instance->authenticate. Without a token the call goes on as nobody's. The public key that
   supabase-js sends in both `apikey` and `Authorization` is no token. */
enum status MUST_CHECK auth_authenticate(struct call *call);
/* For what lasts longer than a call (src/realtime): who a token says is asking, and later whether
   that still holds, with the grants as they are then. Both fill call->caller and call->identity,
   or refuse: the token is old, the session has ended, ... */
struct access_claims;
enum status MUST_CHECK auth_begin_following(struct call *call, struct text token,
                                            struct access_claims *ret_claims);
enum status MUST_CHECK auth_follow(struct call *call, const struct access_claims *claims);
/* Takes what the session table has seen of sessions to their rows; by the ticker, and at the
   end. */
void auth_write_seen(const struct instance *instance);

/* How long a change in another process may go unheard (milliseconds). */
enum { AUTH_HEARING_MS = 200 };

#endif
