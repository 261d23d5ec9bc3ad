/* Member: the two entities, and keeping them in step. */
#include "auth/member.h"

#include "auth/server_setting.h"
#include "store/row.h"

#define ROW struct member

const struct choice member_roles[2] = {
    [ROLE_MEMBER - 1] = { "member", L("Member", "成员") },
    [ROLE_ADMIN - 1] = { "admin", L("Administrator", "管理员") },
};

/* clang-format off */
static const struct field member_fields[] = {
    ID(account_id, L("Account", "账户"), IDENTITY, .unique = true, .read_only = true),
    TEXT(username, L("User name", "用户名"), IDENTITY, .max = LIMIT_USERNAME, .optional = true,
         .read_only = true, .list = true),
    TEXT(display_name, L("Name", "姓名"), IDENTITY, .min = 1, .max = LIMIT_DISPLAY_NAME, .read_only = true,
         .list = true),
    CHOICE(role, L("Role", "角色"), NOT_PERSONAL, CHOICES(member_roles), .read_only = true, .list = true),
    JSON(grants, L("Modules", "模块权限"), NOT_PERSONAL, .max = LIMIT_GRANTS, .read_only = true,
         .fallback = "{}", .list = true),
};
/* clang-format on */

const struct entity member_entity = {
    .name = "member",
    .label = L("Member", "成员"),
    .plural = L("Members", "成员"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to know who works in the workspace and what they may see",
                 "以便知道谁在工作区中以及可以看到什么"),
    .basis = CONTRACT,
    .keep = WITH_ACCOUNT,
    .title = "display_name",
    .order = "display_name.asc",
    .size = sizeof(ROW),
    .fields = LIST(member_fields),
};

#undef ROW
#define ROW struct membership

static const char *const together[] = { "account_id", "of_workspace", NULL };

/* clang-format off */
static const struct field membership_fields[] = {
    LINK(account_id, L("Account", "账户"), IDENTITY, .to = &account_entity),
    INTEGER(of_workspace, L("Workspace", "工作区"), NOT_PERSONAL, .min = 1),
};
/* clang-format on */

const struct entity membership_entity = {
    .name = "membership",
    .label = L("Membership", "成员关系"),
    .plural = L("Memberships", "成员关系"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to offer you the workspaces you are in", "以便列出您所在的工作区"),
    .basis = CONTRACT,
    .keep = WITH_ACCOUNT,
    .title = "of_workspace",
    .order = "created_at.asc",
    .size = sizeof(ROW),
    .fields = LIST(membership_fields),
    .unique_together = together,
};

enum role role_from_name(struct text name)
{
    for (enum role role = ROLE_MEMBER; role <= ROLE_ADMIN; role++)
        if (text_equal(name, text_from(role_name(role))))
            return role;
    return ROLE_NOBODY;
}

const char *role_name(enum role role)
{
    return role == ROLE_NOBODY ? "" : member_roles[role - 1].value;
}

enum status member_find(struct tx *tx, int64_t workspace_id, struct id account,
                        struct member *ret_member)
{
    struct value values[] = { VALUE_OF_INTEGER(workspace_id), VALUE_OF_ID(account) };

    return row_find_where(tx, &member_entity, T("workspace_id = $1 AND account_id = $2"), values, 2,
                          ret_member);
}

enum status member_add(struct tx *tx, const struct call *call, int64_t workspace_id,
                       const struct account *account, enum role role, const struct grants *grants,
                       struct member *ret_member)
{
    struct member member = {
        .row = server_row(call->now_ms),
        .account_id = account->row.id,
        .username = account->username,
        .display_name = account->display_name,
        .role = (int)role,
        .grants = grants_to_text(tx_arena(tx), grants),
    };
    struct membership membership = {
        .row = server_row(call->now_ms),
        .account_id = account->row.id,
        .of_workspace = workspace_id,
    };
    enum status status;

    member.row.workspace_id = workspace_id;
    status = row_insert(tx, &membership_entity, &membership);
    if (status == OK)
        status = row_insert(tx, &member_entity, &member);
    if (status == OK)
        *ret_member = member;
    return status;
}

enum status member_drop(struct tx *tx, const struct member *member)
{
    struct value values[] = { VALUE_OF_ID(member->account_id),
                              VALUE_OF_INTEGER(member->row.workspace_id) };
    enum status status =
        tx_execute(tx,
                   T("DELETE FROM main.membership WHERE workspace_id = 0 AND account_id = $1 AND "
                     "of_workspace = $2"),
                   values, 2, NULL);

    if (status != OK)
        return status;
    return row_delete(tx, &member_entity, member->row.workspace_id, member->row.id);
}

enum status member_save(struct tx *tx, struct member *member, int64_t now_ms)
{
    member->row.updated_at = now_ms;
    return row_update(tx, &member_entity, member);
}

enum status member_count_admins(struct tx *tx, int64_t workspace_id, int64_t *ret_count)
{
    struct value values[] = { VALUE_OF_INTEGER(workspace_id) };
    struct cursor *cursor;
    bool found = false;
    enum status status = tx_query(tx,
                                  T("SELECT count(*) FROM main.member WHERE workspace_id = $1 AND "
                                    "role = 'admin'"),
                                  values, 1, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    if (status == OK && found)
        *ret_count = cursor_value(cursor, 0).integer;
    cursor_close(cursor);
    return status;
}

enum status membership_each(struct tx *tx, struct id account,
                            enum status (*each)(struct tx *tx, void *row, void *context),
                            void *context)
{
    struct value values[] = { VALUE_OF_ID(account) };
    struct membership membership;

    return row_each(tx, &membership_entity,
                    T("workspace_id = 0 AND account_id = $1 ORDER BY created_at, id"), values, 1,
                    &membership, each, context);
}

struct choosing {
    int64_t preferred, chosen;
};

static enum status choose(struct tx *tx, void *row, void *context)
{
    const struct membership *membership = row;
    struct choosing *choosing = context;

    (void)tx;
    if (choosing->chosen == 0 || membership->of_workspace == choosing->preferred)
        choosing->chosen = membership->of_workspace;
    return OK;
}

enum status membership_choose(struct tx *tx, struct id account, int64_t preferred,
                              int64_t *ret_workspace_id)
{
    struct choosing choosing = { .preferred = preferred };
    enum status status = membership_each(tx, account, choose, &choosing);

    if (status == OK)
        *ret_workspace_id = choosing.chosen;
    return status;
}

struct renaming {
    const struct account *account;
    int64_t now_ms;
};

static enum status rename_one(struct tx *tx, void *row, void *context)
{
    const struct membership *membership = row;
    const struct renaming *renaming = context;
    struct member member;
    enum status status = member_find(tx, membership->of_workspace, membership->account_id, &member);

    if (status != OK)
        return status;
    member.username = renaming->account->username;
    member.display_name = renaming->account->display_name;
    return member_save(tx, &member, renaming->now_ms);
}

enum status member_rename(struct tx *tx, const struct account *account, int64_t now_ms)
{
    struct renaming renaming = { account, now_ms };

    return membership_each(tx, account->row.id, rename_one, &renaming);
}
