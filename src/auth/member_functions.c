/* Member functions: role, grants, leaving. Each is written to the audit log, counts on the next
   call, and cannot take a workspace its last administrator. */
#include "auth/audit.h"
#include "auth/auth.h"
#include "auth/functions.h"
#include "auth/gotrue.h"
#include "auth/workspace.h"
#include "store/row.h"

/* ---- what the three share ---- */

struct member_change {
    struct call *call;
    struct id id;
    enum role role;
    enum module module;
    enum level level;
};

static enum status find(struct tx *tx, const struct member_change *change,
                        struct member *ret_member)
{
    int64_t workspace_id = change->call->identity.workspace_id;
    enum status status = workspace_lock(tx, workspace_id);

    if (status == OK)
        status = row_find(tx, &member_entity, workspace_id, change->id, ret_member);
    if (status == NOT_FOUND)
        return REFUSE(change->call, NOT_FOUND, .code = "P0002",
                      .say = L("There is no such member.", "没有这个成员。"));
    return status;
}

static enum status keep_an_admin(struct tx *tx, struct call *call, const struct member *member)
{
    int64_t admins = 0;
    enum status status = member_count_admins(tx, member->row.workspace_id, &admins);

    if (status != OK || member->role != ROLE_ADMIN || admins > 1)
        return status;
    return REFUSE(
        call, CONFLICT, .code = "P0001",
        .say = L("The last administrator cannot go.", "不能移除最后一位管理员。"),
        .hint = L("Make somebody else an administrator first.", "请先将其他成员设为管理员。"));
}

/* Audit entry, and the change counts from the next call on, here and in other processes. */
static enum status finish(struct tx *tx, struct call *call, const struct member *member,
                          const char *action, struct text details)
{
    enum status status = audit_write(tx, call,
                                     &(struct audit){ .workspace_id = member->row.workspace_id,
                                                      .action = action,
                                                      .entity = "member",
                                                      .row_id = member->row.id,
                                                      .details = details });

    session_forget_after_commit(call, member->account_id);
    return status == OK ? session_raise_generation(tx, call) : status;
}

/* ---- member_set_role ---- */

struct role_input {
    struct id id;
    int role;
};

#define ROW struct role_input

static const struct field role_inputs[] = {
    ID(id, L("Member", "成员"), NOT_PERSONAL),
    CHOICE(role, L("Role", "角色"), NOT_PERSONAL, CHOICES(member_roles)),
};

static enum status set_role(struct tx *tx, void *context)
{
    const struct member_change *change = context;
    struct member member;
    struct text details;
    enum status status = find(tx, change, &member);

    if (status == OK && change->role != ROLE_ADMIN)
        status = keep_an_admin(tx, change->call, &member);
    if (status != OK)
        return status;
    details = arena_print(tx_arena(tx), "{\"from\":\"%s\",\"to\":\"%s\"}",
                          role_name((enum role)member.role), role_name(change->role));
    member.role = (int)change->role;
    status = member_save(tx, &member, change->call->now_ms);
    return status == OK ? finish(tx, change->call, &member, "member.role", details) : status;
}

static enum status set_role_run(struct call *call, const void *input)
{
    const struct role_input *wanted = input;
    struct member_change change = { .call = call,
                                    .id = wanted->id,
                                    .role = (enum role)wanted->role };

    return call_write_as_system(call, set_role, &change);
}

/* ---- member_grant ---- */

struct grant_input {
    struct id id;
    struct text module;
    int64_t level;
};

#undef ROW
#define ROW struct grant_input

static const struct field grant_inputs[] = {
    ID(id, L("Member", "成员"), NOT_PERSONAL),
    TEXT(module, L("Module", "模块"), NOT_PERSONAL, .min = 1, .max = 40),
    INTEGER(level, L("Level", "级别"), NOT_PERSONAL, .max = LEVEL_EDIT_EVERY,
            .help = L("0 nothing, 1 view, 2 edit own, 3 edit all.",
                      "0 无，1 查看，2 编辑自己的，3 编辑全部。")),
};

static enum status grant(struct tx *tx, void *context)
{
    const struct member_change *change = context;
    struct member member;
    struct grants grants;
    struct text details;
    enum status status = find(tx, change, &member);

    if (status != OK)
        return status;
    grants = grants_read(tx_arena(tx), member.grants);
    details = arena_print(tx_arena(tx), "{\"module\":\"%s\",\"from\":%d,\"to\":%d}",
                          module_name(change->module), grants.level[change->module],
                          (int)change->level);
    grants.level[change->module] = (unsigned char)change->level;
    member.grants = grants_to_text(tx_arena(tx), &grants);
    status = member_save(tx, &member, change->call->now_ms);
    return status == OK ? finish(tx, change->call, &member, "member.grant", details) : status;
}

static enum status grant_run(struct call *call, const void *input)
{
    const struct grant_input *wanted = input;
    struct member_change change = { .call = call,
                                    .id = wanted->id,
                                    .module = module_from_name(wanted->module),
                                    .level = (enum level)wanted->level };

    if (change.module == MODULE_UNDECLARED)
        return REFUSE(call, INVALID, .code = "22023", .field = &grant_inputs[1],
                      .say = L("There is no module \"{value}\".", "没有模块“{value}”。"),
                      .value = wanted->module);
    return call_write_as_system(call, grant, &change);
}

/* ---- member_remove ---- */

struct remove_input {
    struct id id;
};

#undef ROW
#define ROW struct remove_input

static const struct field remove_inputs[] = {
    ID(id, L("Member", "成员"), NOT_PERSONAL),
};

static enum status drop(struct tx *tx, void *context)
{
    const struct member_change *change = context;
    struct member member;
    enum status status = find(tx, change, &member);

    if (status == OK)
        status = keep_an_admin(tx, change->call, &member);
    if (status == OK)
        status = member_drop(tx, &member);
    return status == OK ? finish(tx, change->call, &member, "member.remove", (struct text){ 0 })
                        : status;
}

static enum status remove_run(struct call *call, const void *input)
{
    const struct remove_input *wanted = input;
    struct member_change change = { .call = call, .id = wanted->id };

    return call_write_as_system(call, drop, &change);
}

const struct function member_functions[] = {
    { .name = "member_set_role",
      .label = L("Change a role", "更改角色"),
      .who = WHO_ADMIN,
      .inputs = LIST(role_inputs),
      .input_size = sizeof(struct role_input),
      .run = set_role_run },
    { .name = "member_grant",
      .label = L("Grant a module", "授予模块权限"),
      .who = WHO_ADMIN,
      .inputs = LIST(grant_inputs),
      .input_size = sizeof(struct grant_input),
      .run = grant_run },
    { .name = "member_remove",
      .label = L("Remove a member", "移除成员"),
      .who = WHO_ADMIN,
      .inputs = LIST(remove_inputs),
      .input_size = sizeof(struct remove_input),
      .run = remove_run },
    { 0 },
};
