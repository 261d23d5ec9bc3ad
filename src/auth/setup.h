/* Set-up: who answers for this server (N-003), its first administrator and the first workspace,
   all in one transaction, once. */
#ifndef AUTH_SETUP_H
#define AUTH_SETUP_H

#include "auth/gotrue.h"

/* Filled from the set-up page or from the command line. */
struct setup {
    struct text token; /* of the link; not looked at for the operator */
    struct text controller_name, controller_place, controller_email;
    struct text email, username; /* of the administrator: one of them, or both */
    struct text display_name;    /* empty: the user name, or what stands before the @ */
    struct text password;
    struct text workspace_name, time_zone, currency; /* empty: a default */
    int64_t week_start;
    int language; /* enum language + 1; 0: the caller's */
};

/* Refuses when it was done before, when a part of the controller's identity is empty, when the
   password breaks the rules, and without `is_operator` when the token is not the one that was
   printed. */
enum status MUST_CHECK setup_apply(struct call *call, const struct setup *setup, bool is_operator,
                                   struct signed_in *ret_signed_in);

#endif
