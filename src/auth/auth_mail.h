/* Auth mail: the mails that accounts get, from one table of templates. */
#ifndef AUTH_AUTH_MAIL_H
#define AUTH_AUTH_MAIL_H

#include "auth/account.h"

enum auth_mail {
    MAIL_CONFIRM, /* after sign-up */
    MAIL_EXISTS,  /* sign-up, or change of address, with one that has an account */
    MAIL_RECOVERY,
    MAIL_INVITE,
    MAIL_EMAIL_CHANGE, /* to the new address */
    MAIL_PASSWORD_CHANGED,
    MAIL_EMAIL_CHANGE_OLD, /* to the old address, which has to agree */
    MAIL_EMAIL_CHANGED,    /* to the old address: done */
    MAIL_SIGN_IN,          /* a link and a code instead of the password */
    MAIL_REAUTHENTICATE,
    MAIL_ACCOUNT_INVITE,
    MAIL_IDENTITY_LINKED,
    MAIL_IDENTITY_UNLINKED,
    MAIL_GRANT_LEFT, /* the provider could not be told that it was removed */
    MAIL_FACTOR_ADDED,
    MAIL_FACTOR_REMOVED,
    MAIL_RECOVERY_CODE_USED,
    MAIL_REPORT_RECEIVED, /* to the same: somebody reports a weakness */
    MAIL_REPORT_ANSWERED, /* to whoever reported it */
    MAIL_SELF_CHECK,      /* to whoever answers for the server: a check turned */
    AUTH_MAILS
};

struct auth_mail_values {
    struct text recipient;
    enum language language;
    struct text name;      /* of the recipient; may be empty */
    struct text token;     /* what the link carries */
    struct text code;      /* MAIL_SIGN_IN, MAIL_REAUTHENTICATE; the subject of a report */
    struct text new_email; /* MAIL_EMAIL_CHANGE_OLD, MAIL_EMAIL_CHANGED */
    struct text workspace; /* MAIL_INVITE */
    struct text inviter;
    struct text content; /* MAIL_SELF_CHECK: what was found; of reports: by when, the answer */
    struct text idempotency_key;
};

enum status MUST_CHECK auth_mail_queue(struct tx *tx, struct call *call, enum auth_mail mail,
                                       const struct auth_mail_values *values);
/* Whose mail it is: where links lead, and who answers for the server; all of it stands under every
   mail (N-003). Before set-up there is nobody, and `name` is empty. */
struct auth_mail_sender {
    struct text base;
    struct text name, place, email;
};

/* The mail as text; for the queue and for tests. */
enum status MUST_CHECK auth_mail_render(struct arena *arena, enum auth_mail mail,
                                        const struct auth_mail_values *values,
                                        const struct auth_mail_sender *sender,
                                        struct text *ret_subject, struct text *ret_body);
/* Where links lead: the setting public_url; else the address at which the administrator set the
   server up; else the one it listens on. Never what a request calls the host: whoever asks for
   a recovery could choose where its link leads. */
enum status MUST_CHECK auth_link_base(struct tx *tx, const struct call *call,
                                      struct text *ret_base);

#endif
