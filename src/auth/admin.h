/* Admin: what the operator does from the command line, beside a running server or without one. */
#ifndef AUTH_ADMIN_H
#define AUTH_ADMIN_H

#include "auth/setup.h"
#include "auth/workspace.h"

/* A call of the operator: system identity through call_*_as_system, no network. A refusal's
   sentence is call_refusal_sentence(call). */
struct call operator_call(const struct instance *instance, struct arena *arena);

struct new_user {
    struct text email, username; /* one of them, or both */
    struct text display_name;
    struct text password; /* empty: none; the user asks for a recovery mail */
    int64_t workspace_id; /* 0: in none */
    enum role role;       /* in it */
};

enum status MUST_CHECK user_create(struct call *call, const struct new_user *user,
                                   struct id *ret_account);
/* By e-mail or user name. Ends all sessions of the account, also those of a running server. */
enum status MUST_CHECK user_set_password(struct call *call, struct text login,
                                         struct text password);
/* Makes the account of `login` an operator of the server, or no longer one; the last one stays
   (CONFLICT). It counts from the next call on, also on a running server. */
enum status MUST_CHECK user_set_operator(struct call *call, struct text login, bool is_operator);
/* How many accounts operate the server. */
enum status MUST_CHECK operator_count(struct tx *tx, int64_t *ret_count);
/* Where mails about the server itself go (empty before set-up), and in which language: that of the
   first account that operates it. */
enum status MUST_CHECK operator_reach(struct tx *tx, struct text *ret_email,
                                      enum language *ret_language);
/* The workspace gets the account of `login` as its administrator. */
enum status MUST_CHECK workspace_create(struct call *call, const struct workspace *wish,
                                        struct text login, int64_t *ret_workspace_id);
/* The same as the set-up page, without its token. */
enum status MUST_CHECK setup_by_operator(struct call *call, const struct setup *setup);

#endif
