/* Credential: the rules of passwords, and verifying without telling whether there is an account. */
#ifndef AUTH_CREDENTIAL_H
#define AUTH_CREDENTIAL_H

#include "auth/account.h"
#include "crypto/password.h"

enum { PASSWORD_LEAST_CHARACTERS = 8 };

/* What the settings say new verifiers are made with. */
struct password_params credential_params(const struct settings *settings);
/* Refuses with GoTrue's weak_password or validation_failed. */
enum status MUST_CHECK credential_check_rules(struct call *call, struct text password);
/* A new verifier in the call's arena; checks the rules first. Slow: never inside a transaction. */
enum status MUST_CHECK credential_make(struct call *call, struct text password,
                                       struct text *ret_stored);
/* NULL, or an account without password, costs the same and is never right. */
bool credential_fits(const struct call *call, const struct account *account, struct text password);

#endif
