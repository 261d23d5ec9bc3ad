/* Workspace: a team's own world. Its row lives in itself; its number is given once and never
   again. Any member reads it, an administrator changes it. */
#ifndef AUTH_WORKSPACE_H
#define AUTH_WORKSPACE_H

#include "auth/member.h"

enum { LIMIT_WORKSPACE_NAME = 80 };

struct workspace {
    struct row row;
    struct text name;
    struct text time_zone;
    struct text currency;
    int64_t week_start; /* ISO: 1 is Monday */
    int negative_stock; /* 1 warn, 2 refuse */
    int second_counter; /* 1 another member, 2 anybody */
    bool second_factor; /* demanded of every member */
};

extern const struct entity workspace_entity;
const struct field *workspace_field(const char *name);

/* A new workspace with the account as its administrator. What is empty in *wish gets a default;
   a time zone or a currency that does not exist too. *ret_workspace_id is its number. */
enum status MUST_CHECK workspace_make(struct tx *tx, const struct call *call,
                                      const struct workspace *wish, const struct account *account,
                                      int64_t *ret_workspace_id);
/* Until the end of the transaction nobody else changes members or audit log of the workspace:
   SQLite has one writer anyway, PostgreSQL locks the row that is updated to what it was. */
enum status MUST_CHECK workspace_lock(struct tx *tx, int64_t workspace_id);
enum status MUST_CHECK workspace_find(struct tx *tx, int64_t workspace_id,
                                      struct workspace *ret_workspace);

#endif
