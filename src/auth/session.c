/* Session: beginning and ending. */
#include "auth/session.h"

#include "auth/member.h"
#include "auth/server_setting.h"
#include "auth/session_table.h"
#include "store/row.h"

#define ROW struct session

enum { FRESH_MINUTES = 15 };

static const struct choice methods[] = {
    { "password", L("Password", "密码") },
    { "recovery", L("Password recovery", "找回密码") },
    { "invite", L("Invitation", "邀请") },
    { "confirm", L("Confirmation of an address", "确认邮箱") },
    { "set_up", L("Set-up", "初始设置") },
    { "otp", L("Link or code by mail", "邮件链接或验证码") },
    { "oauth", L("Google", "Google") },
};

static const struct choice ends[] = {
    { "sign_out", L("Signed out", "已退出") },
    { "owner", L("Ended from the list", "从列表中结束") },
    { "password", L("Password changed", "密码已修改") },
    { "reuse", L("An old token came back", "旧令牌被重复使用") },
    { "operator", L("By the operator", "由运维人员结束") },
    { "factor", L("A second factor was set up", "已启用第二验证方式") },
};

static const struct choice factor_methods[] = {
    { "totp", L("Authenticator app", "验证器应用") },
    { "recovery_code", L("Recovery code", "恢复码") },
};

/* clang-format off */
static const struct field fields[] = {
    LINK(account_id, L("Account", "账户"), IDENTITY, .to = &account_entity),
    INTEGER(current_workspace, L("Workspace", "工作区"), NOT_PERSONAL, .fallback = "0"),
    CHOICE(method, L("How", "登录方式"), NOT_PERSONAL, CHOICES(methods)),
    TEXT(device, L("Device", "设备"), DEVICE, .max = 80, .optional = true, .sealed = true),
    TEXT(region, L("Region", "地区"), DEVICE, .max = 16, .optional = true, .sealed = true),
    INSTANT(last_seen_at, L("Last seen", "最近使用"), DEVICE),
    INSTANT(expires_at, L("Expires", "失效时间"), NOT_PERSONAL, .index = true),
    INSTANT(ended_at, L("Ended", "结束时间"), NOT_PERSONAL, .optional = true),
    CHOICE(end_reason, L("Why it ended", "结束原因"), NOT_PERSONAL, CHOICES(ends), .optional = true),
    INTEGER(refresh_count, L("Refreshed", "刷新次数"), NOT_PERSONAL, .fallback = "0"),
    INSTANT(refreshed_at, L("Last refresh", "最近刷新"), NOT_PERSONAL, .optional = true),
    CHOICE(factor_method, L("Second factor", "第二验证方式"), NOT_PERSONAL, CHOICES(factor_methods), .optional = true),
    INSTANT(factor_at, L("Second factor shown", "第二验证时间"), NOT_PERSONAL, .optional = true),
};
/* clang-format on */

static const char *const retired[] = { "recovery_until", NULL };

const struct entity session_entity = {
    .name = "session",
    .label = L("Session", "会话"),
    .plural = L("Sessions", "会话"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose =
        L("to keep you signed in, and to show you where you are", "以便保持登录并列出您的登录设备"),
    .basis = CONTRACT,
    .keep = UNTIL_EXPIRED,
    .title = "device",
    .order = "last_seen_at.desc",
    .sealed_for = "account_id",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .retired = retired,
};

const char *session_method_name(enum session_method method)
{
    return methods[method - 1].value;
}

struct text session_factor_name(const struct session *session)
{
    if (session->factor_method == 0)
        return (struct text){ 0 };
    return text_from(factor_methods[session->factor_method - 1].value);
}

int session_assurance(const struct session *session)
{
    return session->factor_method == 0 ? 1 : 2;
}

/* What was signed before must not become more than it was: its refresh token is spent. */
enum status session_raise_assurance(struct tx *tx, struct call *call, struct session *session,
                                    enum factor_method method)
{
    struct value values[] = { VALUE_OF_ID(session->row.id), VALUE_OF_INTEGER(call->now_ms),
                              VALUE_OF_TEXT(text_from(factor_methods[method - 1].value)) };
    enum status status =
        tx_execute(tx,
                   T("UPDATE main.session SET factor_method = $3, factor_at = $2, "
                     "refresh_count = refresh_count + 1, refreshed_at = $2, updated_at = $2, "
                     "version = version + 1 WHERE workspace_id = 0 AND id = $1"),
                   values, 3, NULL);

    if (status == OK)
        status = session_find(tx, session->row.id, session);
    session_forget_after_commit(call, session->account_id);
    return status == OK ? session_raise_generation(tx, call) : status;
}

enum status session_begin(struct tx *tx, const struct call *call, struct account *account,
                          enum session_method method, struct session *ret_session)
{
    const struct settings *settings = call->instance->settings;
    struct session session = {
        .row = server_row(call->now_ms),
        .account_id = account->row.id,
        .method = (int)method,
        .device = call_device(call),
        .region = call_region(call),
        .last_seen_at = call->now_ms,
        .expires_at = call->now_ms + settings->session_days * MS_PER_DAY,
    };
    enum status status =
        membership_choose(tx, account->row.id, account->last_workspace, &session.current_workspace);

    if (status != OK)
        return status;
    status = row_insert(tx, &session_entity, &session);
    if (status != OK)
        return status;
    account->last_workspace = session.current_workspace;
    account->last_sign_in_at = call->now_ms;
    status = account_note_sign_in(tx, account);
    if (status == OK)
        status = sign_in_event_write(tx, call, account->row.id, session.row.id, SIGN_IN_DONE);
    if (status == OK)
        *ret_session = session;
    return status;
}

enum status session_find(struct tx *tx, struct id id, struct session *ret_session)
{
    return row_find(tx, &session_entity, 0, id, ret_session);
}

bool session_is_open(const struct session *session, const struct settings *settings, int64_t now_ms)
{
    return session->ended_at == 0 && now_ms < session->expires_at &&
           now_ms < session->last_seen_at + settings->idle_days * MS_PER_DAY;
}

bool session_is_fresh(const struct session *session, int64_t now_ms)
{
    return now_ms < session->row.created_at + FRESH_MINUTES * MS_PER_MINUTE;
}

enum status session_raise_generation(struct tx *tx, const struct call *call)
{
    int64_t number;

    return server_setting_count(tx, SETTING_GENERATION, call->now_ms, &number);
}

enum status session_end_others(struct tx *tx, const struct call *call, struct id account,
                               struct id except, enum session_end reason)
{
    struct value values[] = { VALUE_OF_ID(account), VALUE_OF_ID(except),
                              VALUE_OF_INTEGER(call->now_ms),
                              VALUE_OF_TEXT(text_from(ends[reason - 1].value)) };
    enum status status =
        tx_execute(tx,
                   T("UPDATE main.session SET ended_at = $3, end_reason = $4, updated_at = $3, "
                     "version = version + 1 WHERE workspace_id = 0 AND account_id = $1 AND "
                     "id <> $2 AND ended_at IS NULL"),
                   values, 4, NULL);

    return status == OK ? session_raise_generation(tx, call) : status;
}

enum status session_end_one(struct tx *tx, const struct call *call, struct id session,
                            enum session_end reason)
{
    struct value values[] = { VALUE_OF_ID(session), VALUE_OF_INTEGER(call->now_ms),
                              VALUE_OF_TEXT(text_from(ends[reason - 1].value)) };
    enum status status =
        tx_execute(tx,
                   T("UPDATE main.session SET ended_at = $2, end_reason = $3, updated_at = $2, "
                     "version = version + 1 WHERE workspace_id = 0 AND id = $1 AND "
                     "ended_at IS NULL"),
                   values, 3, NULL);

    return status == OK ? session_raise_generation(tx, call) : status;
}

static void forget(const struct instance *instance, void *context)
{
    const struct id *account = context;

    session_table_forget_account(instance->sessions, *account);
}

void session_forget_after_commit(struct call *call, struct id account)
{
    struct id *kept = ARENA_NEW(call->arena, struct id);

    *kept = account;
    if (call->instance->sessions)
        call_after_commit(call, forget, kept);
}
