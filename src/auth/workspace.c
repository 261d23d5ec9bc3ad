/* Workspace: the entity and its making. The row has no author: who made the workspace and is an
   administrator no more may not change it as one's own. */
#include "auth/workspace.h"

#include "auth/audit.h"
#include "auth/server_setting.h"
#include "auth/session_table.h"
#include "base/money.h"
#include "base/zone.h"
#include "codec/utf8.h"
#include "store/feed.h"
#include "store/row.h"

#include <assert.h>

#define ROW struct workspace

static const struct choice negative_stock[] = {
    { "warn", L("Allow it and say so", "允许并提示") },
    { "refuse", L("Refuse it", "拒绝") },
};

static const struct choice second_counters[] = {
    { "another", L("Another member", "另一名成员") },
    { "anybody", L("Anybody", "任何人") },
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = LIMIT_WORKSPACE_NAME, .list = true),
    TEXT(time_zone, L("Time zone", "时区"), NOT_PERSONAL, .min = 1, .max = 64, .format = TIME_ZONE, .list = true,
         .help = L("Days and hours in reports are those of this zone.", "报表中的日期和时刻按此时区计算。")),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .list = true,
             .help = L("What new amounts are in, unless they say otherwise.", "新金额的默认币种。")),
    INTEGER(week_start, L("First day of the week", "每周第一天"), NOT_PERSONAL, .min = 1, .max = 7,
            .fallback = "1", .help = L("1 is Monday, 7 is Sunday.", "1 为星期一，7 为星期日。")),
    CHOICE(negative_stock, L("Stock below zero", "负库存"), NOT_PERSONAL, CHOICES(negative_stock), .fallback = "warn",
           .help = L("When more is taken from a place than the books say is there.", "出库数量超过账面库存时的处理方式。")),
    CHOICE(second_counter, L("Second count of a box", "到货复点"), NOT_PERSONAL, CHOICES(second_counters),
           .fallback = "another",
           .help = L("Who may count a box for the second time.", "第二次清点可由谁进行。")),
    BOOLEAN(second_factor, L("Second factor demanded", "要求第二重验证"), NOT_PERSONAL, .fallback = "false",
            .read_only = true,
            .help = L("Members are let in with a code from an authenticator app only.", "成员须输入验证器应用中的验证码才能进入。")),
};
/* clang-format on */

static void forget(const struct instance *instance, void *context)
{
    (void)context;
    session_table_forget_all(instance->sessions);
}

/* What is kept in memory of a workspace (zone, currency) must follow its row. */
static enum status check(struct call *call, const void *row)
{
    (void)row;
    if (call->instance->sessions)
        call_after_commit(call, forget, NULL);
    return OK;
}

const struct entity workspace_entity = {
    .name = "workspace",
    .label = L("Workspace", "工作区"),
    .plural = L("Workspaces", "工作区"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_UPDATE,
    .purpose = L("to keep a team's records together, in its time zone and currency",
                 "以便按团队的时区和币种集中管理记录"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .check = check,
};

const struct field *workspace_field(const char *name)
{
    const struct field *field = entity_field(&workspace_entity, text_from(name));

    assert(field);
    return field;
}

enum status workspace_find(struct tx *tx, int64_t workspace_id, struct workspace *ret_workspace)
{
    struct value values[] = { VALUE_OF_INTEGER(workspace_id) };

    return row_find_where(tx, &workspace_entity, T("workspace_id = $1"), values, 1, ret_workspace);
}

enum status workspace_lock(struct tx *tx, int64_t workspace_id)
{
    struct value values[] = { VALUE_OF_INTEGER(workspace_id) };

    enum status status =
        tx_execute(tx, T("UPDATE main.workspace SET version = version WHERE workspace_id = $1"),
                   values, 1, NULL);

    tx_note(tx, &workspace_entity, CHANGE_UPDATE, workspace_id, NULL, 0); /* nothing was changed */
    return status;
}

static struct text name_for(struct arena *arena, const struct call *call,
                            const struct account *account)
{
    return call->language == LANGUAGE_ZH
               ? arena_print(arena, "%.*s 的工作区", TEXT_ARG(account->display_name))
               : arena_print(arena, "%.*s's workspace", TEXT_ARG(account->display_name));
}

static struct workspace complete(struct arena *arena, const struct call *call,
                                 const struct workspace *wish, const struct account *account)
{
    struct text name = wish->name.size > 0 ? wish->name : name_for(arena, call, account);
    const struct currency *currency = currency_find(wish->currency);

    return (struct workspace){
        .row = server_row(call->now_ms),
        .name = utf8_first_characters(name, LIMIT_WORKSPACE_NAME),
        .time_zone = wish->time_zone.size > 0 && zone_find(wish->time_zone) ? wish->time_zone
                                                                            : T("UTC"),
        .currency = currency ? text_from(currency->code) : T("USD"),
        .negative_stock = 1,
        .second_counter = 1,
        .week_start = wish->week_start >= 1 && wish->week_start <= 7 ? wish->week_start : 1,
    };
}

enum status workspace_make(struct tx *tx, const struct call *call, const struct workspace *wish,
                           const struct account *account, int64_t *ret_workspace_id)
{
    static const struct grants none = { { 0 } };
    struct workspace workspace = complete(tx_arena(tx), call, wish, account);
    struct member member;
    int64_t number = 0;
    enum status status = server_setting_count(tx, SETTING_LAST_WORKSPACE, call->now_ms, &number);

    if (status != OK)
        return status;
    workspace.row.workspace_id = number;
    status = row_insert(tx, &workspace_entity, &workspace);
    if (status == OK)
        status = member_add(tx, call, number, account, ROLE_ADMIN, &none, &member);
    if (status == OK)
        status = audit_write(tx, call,
                             &(struct audit){ .workspace_id = number,
                                              .action = "workspace.create",
                                              .entity = "workspace",
                                              .row_id = workspace.row.id });
    if (status == OK)
        *ret_workspace_id = number;
    return status;
}
