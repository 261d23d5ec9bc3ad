/* Member: an account in a workspace, with role and grants. `membership` is the same the other
   way round: in which workspaces an account is, which no workspace may see. */
#ifndef AUTH_MEMBER_H
#define AUTH_MEMBER_H

#include "auth/account.h"
#include "auth/grants.h"

struct member {
    struct row row;
    struct id account_id;
    struct text username, display_name; /* copies of the account's, kept in step */
    int role;                           /* enum role */
    struct text grants;                 /* JSON, see grants.h */
};

struct membership {
    struct row row;
    struct id account_id;
    int64_t of_workspace;
};

extern const struct entity member_entity, membership_entity;

extern const struct choice member_roles[2]; /* in the order of enum role, from ROLE_MEMBER */
enum role role_from_name(struct text name); /* ROLE_NOBODY when it is not one */
const char *role_name(enum role role);

enum status MUST_CHECK member_find(struct tx *tx, int64_t workspace_id, struct id account,
                                   struct member *ret_member);
/* Both rows. CONFLICT when the account is a member already. */
enum status MUST_CHECK member_add(struct tx *tx, const struct call *call, int64_t workspace_id,
                                  const struct account *account, enum role role,
                                  const struct grants *grants, struct member *ret_member);
enum status MUST_CHECK member_drop(struct tx *tx, const struct member *member);
enum status MUST_CHECK member_save(struct tx *tx, struct member *member, int64_t now_ms);
enum status MUST_CHECK member_count_admins(struct tx *tx, int64_t workspace_id, int64_t *ret_count);
/* Copies the account's names into its members. */
enum status MUST_CHECK member_rename(struct tx *tx, const struct account *account, int64_t now_ms);

/* The workspaces of an account, oldest first. */
enum status MUST_CHECK membership_each(struct tx *tx, struct id account,
                                       enum status (*each)(struct tx *tx, void *row, void *context),
                                       void *context);
/* `preferred` when the account is a member there, else any, else 0. */
enum status MUST_CHECK membership_choose(struct tx *tx, struct id account, int64_t preferred,
                                         int64_t *ret_workspace_id);

#endif
