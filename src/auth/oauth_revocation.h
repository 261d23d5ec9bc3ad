/* OAuth revocation: what is left to do when a token was destroyed here: to tell the provider (RFC
   7009), at once, and again for a day when it does not answer. Until then the token waits sealed in
   a queue that nothing else reads; it goes with the provider's answer, or after the day, which is
   then written to the audit log and told to the person, if there still is one. */
#ifndef AUTH_OAUTH_REVOCATION_H
#define AUTH_OAUTH_REVOCATION_H

#include "auth/master_seal.h"
#include "call/call.h"
#include "jobs/ticker.h"

struct oauth_revocation {
    struct row row;
    struct text provider;
    struct text hint;     /* "refresh_token", "access_token" */
    struct id account_id; /* whom to tell when it fails; zero: nobody is left */
    struct text sealed;
    int64_t attempts, next_attempt_at, leased_until, give_up_at, expires_at;
};

extern const struct entity oauth_revocation_entity;
extern const struct master_sealed oauth_revocation_sealed;
extern const struct ticker_task oauth_revocation_task;

/* In the transaction that destroys the token. `revocation` says provider and whom to tell. */
enum status MUST_CHECK oauth_revocation_queue(struct tx *tx, struct call *call,
                                              const struct oauth_revocation *revocation,
                                              struct text token, const char *hint);
/* The audit log: what became of it. */
enum status MUST_CHECK oauth_revocation_note(struct tx *tx, const struct call *call,
                                             const struct oauth_revocation *revocation,
                                             const char *action);
/* Nobody of this account will be there to be told. */
enum status MUST_CHECK oauth_revocation_forget(struct tx *tx, struct id account);

/* After the commit, outside of transactions: tells the provider what nobody has told it yet. Waits
   a few seconds for it; what fails is left to the task. */
void oauth_revocation_try(struct call *call);
/* One round of the task: what is due. */
enum status MUST_CHECK oauth_revocation_run(struct call *call);

#endif
