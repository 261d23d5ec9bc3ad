/* Workspace functions: which ones I am in, a new one, and working in another. */
#include "auth/auth.h"
#include "auth/functions.h"
#include "auth/gotrue.h"
#include "auth/workspace.h"
#include "store/row.h"

struct list_output {
    int64_t workspace_id;
    struct text name, role;
    bool current;
};

/* clang-format off */
#define ROW struct list_output
static const struct field list_outputs[] = {
    INTEGER(workspace_id, L("Workspace", "工作区"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL),
    TEXT(role, L("Role", "角色"), NOT_PERSONAL),
    BOOLEAN(current, L("Current", "当前"), NOT_PERSONAL),
};
#undef ROW

struct workspace_output {
    int64_t workspace_id;
};

#define ROW struct workspace_output
static const struct field workspace_outputs[] = {
    INTEGER(workspace_id, L("Workspace", "工作区"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

static enum status answer_workspace(struct call *call, int64_t workspace_id)
{
    struct json_writer json = call_answer_json(call);

    json_begin_object(&json);
    json_write_integer_member(&json, T("workspace_id"), workspace_id);
    json_end_object(&json);
    return OK;
}

/* ---- workspace_list ---- */

struct listing {
    struct call *call;
    struct json_writer json;
};

static enum status list_one(struct tx *tx, void *row, void *context)
{
    const struct membership *membership = row;
    struct listing *listing = context;
    struct json_writer *json = &listing->json;
    int64_t workspace_id = membership->of_workspace;
    struct workspace workspace;
    struct member member;
    enum status status = workspace_find(tx, workspace_id, &workspace);

    if (status == OK)
        status = member_find(tx, workspace_id, membership->account_id, &member);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    json_begin_object(json);
    json_write_integer_member(json, T("workspace_id"), workspace_id);
    json_write_text_member(json, T("name"), workspace.name);
    json_write_text_member(json, T("role"), text_from(role_name((enum role)member.role)));
    json_write_boolean_member(json, T("current"),
                              workspace_id == listing->call->identity.workspace_id);
    json_end_object(json);
    return OK;
}

static enum status list(struct tx *tx, void *context)
{
    struct listing *listing = context;
    enum status status;

    buffer_clear(&listing->call->body);
    listing->json = call_answer_json(listing->call);
    json_begin_array(&listing->json);
    status = membership_each(tx, listing->call->caller.account_id, list_one, listing);
    json_end_array(&listing->json);
    return status;
}

static enum status list_run(struct call *call, const void *input)
{
    struct listing listing = { .call = call };

    (void)input;
    return call_read_as_system(call, list, &listing);
}

/* ---- workspace_create ---- */

struct create_input {
    struct text name, time_zone, currency;
    int64_t week_start;
};

#define ROW struct create_input

/* clang-format off */
static const struct field create_inputs[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = LIMIT_WORKSPACE_NAME),
    TEXT(time_zone, L("Time zone", "时区"), NOT_PERSONAL, .max = 64, .format = TIME_ZONE, .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .optional = true),
    INTEGER(week_start, L("First day of the week", "每周第一天"), NOT_PERSONAL, .min = 1, .max = 7,
            .optional = true),
};
/* clang-format on */

struct creating {
    struct call *call;
    struct workspace wish;
    int64_t workspace_id;
};

/* Who is in no workspace yet goes on in the new one. */
static enum status enter(struct tx *tx, const struct call *call, int64_t workspace_id)
{
    struct value values[] = { VALUE_OF_ID(call->caller.session_id), VALUE_OF_INTEGER(workspace_id),
                              VALUE_OF_ID(call->caller.account_id) };
    enum status status = tx_execute(tx,
                                    T("UPDATE main.session SET current_workspace = $2 WHERE "
                                      "workspace_id = 0 AND id = $1"),
                                    values, 2, NULL);

    if (status != OK)
        return status;
    values[0] = values[2];
    return tx_execute(tx,
                      T("UPDATE main.account SET last_workspace = $2 WHERE workspace_id = 0 AND "
                        "id = $1"),
                      values, 2, NULL);
}

static enum status create(struct tx *tx, void *context)
{
    struct creating *creating = context;
    struct call *call = creating->call;
    struct account account;
    enum status status = account_find(tx, call->caller.account_id, &account);

    if (status == OK)
        status = workspace_make(tx, call, &creating->wish, &account, &creating->workspace_id);
    if (status == OK && call->identity.workspace_id == 0)
        status = enter(tx, call, creating->workspace_id);
    session_forget_after_commit(call, call->caller.account_id);
    return status;
}

static enum status create_run(struct call *call, const void *input)
{
    const struct create_input *wanted = input;
    struct creating creating = { .call = call,
                                 .wish = { .name = wanted->name,
                                           .time_zone = wanted->time_zone,
                                           .currency = wanted->currency,
                                           .week_start = wanted->week_start } };
    struct id_text id = id_to_text(call->caller.account_id);
    enum status status = gotrue_charge(call, THROTTLE_WORKSPACE, text_from(id.at));

    if (status == OK)
        status = call_write_as_system(call, create, &creating);
    return status == OK ? answer_workspace(call, creating.workspace_id) : status;
}

/* ---- workspace_switch ---- */

struct switch_input {
    int64_t workspace_id;
};

#undef ROW
#define ROW struct switch_input

static const struct field switch_inputs[] = {
    INTEGER(workspace_id, L("Workspace", "工作区"), NOT_PERSONAL, .min = 1),
};

struct switching {
    struct call *call;
    int64_t workspace_id;
};

/* The token that asked goes on in the old workspace; the next refresh is in the new one. */
static enum status enter_other(struct tx *tx, void *context)
{
    const struct switching *switching = context;
    struct call *call = switching->call;
    struct member member;
    enum status status = member_find(tx, switching->workspace_id, call->caller.account_id, &member);

    if (status == NOT_FOUND)
        return REFUSE(
            call, FORBIDDEN, .code = "42501",
            .say = L("You are not a member of this workspace.", "您不是该工作区的成员。"));
    return status == OK ? enter(tx, call, switching->workspace_id) : status;
}

static enum status switch_run(struct call *call, const void *input)
{
    const struct switch_input *wanted = input;
    struct switching switching = { call, wanted->workspace_id };
    enum status status = call_write_as_system(call, enter_other, &switching);

    return status == OK ? answer_workspace(call, switching.workspace_id) : status;
}

const struct function workspace_functions[] = {
    { .name = "workspace_list",
      .label = L("My workspaces", "我的工作区"),
      .who = WHO_SIGNED_IN,
      .reads_only = true,
      .returns = RETURNS_LIST,
      .outputs = LIST(list_outputs),
      .run = list_run },
    { .name = "workspace_create",
      .label = L("New workspace", "新建工作区"),
      .who = WHO_SIGNED_IN,
      .inputs = LIST(create_inputs),
      .input_size = sizeof(struct create_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(workspace_outputs),
      .run = create_run },
    { .name = "workspace_switch",
      .label = L("Work in another workspace", "切换工作区"),
      .who = WHO_SIGNED_IN,
      .inputs = LIST(switch_inputs),
      .input_size = sizeof(struct switch_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(workspace_outputs),
      .run = switch_run },
    { 0 },
};
