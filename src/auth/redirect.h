/* Redirect: where a sign-in may lead a browser, and what stands in the address it leads to. */
#ifndef AUTH_REDIRECT_H
#define AUTH_REDIRECT_H

#include "auth/gotrue.h"

enum { LIMIT_LOCATION = 8192, LIMIT_REDIRECT = 1000 };

/* This server itself (a path, or an address below `base`), or what the setting redirect_urls
   lists. Never an address with a user name, a backslash, white space or a control character. */
bool redirect_is_allowed(const struct settings *settings, struct text base, struct text wanted);
/* Only what stands before a '#'. */
struct text redirect_without_fragment(struct text address);

/* "#access_token=...&..." with the members of the session. */
enum status MUST_CHECK redirect_append_session(struct call *call, struct buffer *location,
                                               const struct signed_in *signed_in);
/* `mark` ('#', '?' or '&'), then error, error_code and error_description of the call's refusal. */
void redirect_append_refusal(struct call *call, struct buffer *location, char mark);
/* Answers with 303 to the location. */
enum status MUST_CHECK redirect_answer(struct call *call, const struct buffer *location);

#endif
