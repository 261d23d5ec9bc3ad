/* Account: a person who can sign in, in any number of workspaces. Names they sign in with are
   kept folded, so that one spelling is one account. */
#ifndef AUTH_ACCOUNT_H
#define AUTH_ACCOUNT_H

#include "call/call.h"

enum { LIMIT_EMAIL = 254, LIMIT_USERNAME = 40, LIMIT_DISPLAY_NAME = 80 };

struct account {
    struct row row;
    struct text email, username; /* folded; either may be missing */
    struct text display_name;
    struct text password; /* the verifier; empty: none yet */
    int64_t password_changed_at;
    int language;               /* enum language + 1 */
    int64_t email_confirmed_at; /* 0: not confirmed */
    int64_t last_workspace;     /* where the next session begins; 0: any */
    int64_t last_sign_in_at;
    bool is_operator; /* answers for the server: sees its checks, backups and security reports */
};

extern const struct entity account_entity;
/* Field rows of sign-up and set-up are those of the account. */
const struct field *account_field(const char *name);

enum language account_language(const struct account *account);
void account_set_language(struct account *account, enum language language);

/* Folds what somebody typed into what is stored; false when it cannot be a mail address, or a
   user name (2 to LIMIT_USERNAME characters, no @, no white space, no control characters). */
bool account_fold_email(struct arena *arena, struct text typed, struct text *ret_email);
bool account_fold_username(struct arena *arena, struct text typed, struct text *ret_username);
/* A name to show, cut to its limit, without control characters; may come out empty. */
struct text account_clean_name(struct arena *arena, struct text typed);

enum status MUST_CHECK account_find(struct tx *tx, struct id id, struct account *ret_account);
enum status MUST_CHECK account_find_by_email(struct tx *tx, struct text folded,
                                             struct account *ret_account);
enum status MUST_CHECK account_find_by_username(struct tx *tx, struct text folded,
                                                struct account *ret_account);
/* By e-mail when there is an @ in it, by user name otherwise. NOT_FOUND also for what is
   neither. */
enum status MUST_CHECK account_find_by_login(struct tx *tx, struct text typed,
                                             struct account *ret_account);
/* Writes last_workspace and last_sign_in_at only, so that sign-ins at the same time do not meet. */
enum status MUST_CHECK account_note_sign_in(struct tx *tx, const struct account *account);
enum status MUST_CHECK account_save(struct tx *tx, struct account *account, int64_t now_ms);

#endif
