/* Throttle: how often something may be tried by one address, on one account, or by the one on
   the other. Every try is charged before it is made, and a success gives it back, so tries that
   run at the same time count too. After the free ones each further try has to wait twice as
   long, up to a ceiling; what was charged fades with time. In memory and bounded: a restart
   forgets, and every process counts for itself. */
#ifndef AUTH_THROTTLE_H
#define AUTH_THROTTLE_H

#include "base/text.h"

#include <stdint.h>

struct throttle;

/* What is counted. One table says how much of each is free. */
enum throttle_kind {
    THROTTLE_SIGN_IN_PAIR,    /* one address on one account */
    THROTTLE_SIGN_IN_ACCOUNT, /* all addresses on one account */
    THROTTLE_SIGN_IN_ADDRESS, /* one address on all accounts */
    THROTTLE_SIGN_UP,         /* by address */
    THROTTLE_MAIL,            /* by recipient: recovery and confirmation */
    THROTTLE_MAIL_ADDRESS,    /* the same by address */
    THROTTLE_TOKEN,           /* bad tokens of links, by address */
    THROTTLE_FLOW,            /* steps of a sign-in with Google, by address */
    THROTTLE_CODE,            /* codes of mails that were typed, by address */
    THROTTLE_CHALLENGE,       /* questions for such codes, by account */
    THROTTLE_FACTOR,          /* codes of a second factor, by account */
    THROTTLE_WORKSPACE,       /* new workspaces, by account */
    THROTTLE_REPORT,          /* reports of weaknesses, by address */
    THROTTLE_KINDS
};

struct throttle *throttle_new(void);
void throttle_free(struct throttle *throttle);

/* Charges one try. 0: go on. Otherwise nothing is charged, and the try may be made again after
   so many seconds. */
int64_t throttle_charge(struct throttle *throttle, enum throttle_kind kind, struct text who,
                        int64_t now_ms);
/* It went well: all that was charged to `who` is forgiven, or only the last try. */
void throttle_forgive(struct throttle *throttle, enum throttle_kind kind, struct text who);
void throttle_give_back(struct throttle *throttle, enum throttle_kind kind, struct text who);

#endif
