/* Email change: a new address counts once it has answered, and, when the setting wants it, the
   old one has agreed. */
#ifndef AUTH_EMAIL_CHANGE_H
#define AUTH_EMAIL_CHANGE_H

#include "auth/account.h"
#include "auth/one_time_token.h"

/* Mails the links; those of an earlier request work no more. An address that has an account gets
   a mail that says so, and nothing changes. */
enum status MUST_CHECK email_change_request(struct tx *tx, struct call *call,
                                            const struct account *account, struct text new_email);
/* A link was used. *ret_is_done false: the other address has not answered yet. NOT_FOUND when
   the request does not stand any more. */
enum status MUST_CHECK email_change_confirm(struct tx *tx, struct call *call,
                                            const struct one_time_token *token,
                                            struct account *account, bool *ret_is_done);

#endif
