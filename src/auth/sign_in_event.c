/* Sign-in event: written for every attempt, also one on an account that does not exist, so that
   both cost the same. */
#include "auth/sign_in_event.h"

#include "auth/account.h"
#include "auth/audit.h"
#include "auth/server_setting.h"
#include "call/device.h"
#include "codec/utf8.h"
#include "http/address.h"
#include "store/row.h"

#define ROW struct sign_in_event

enum { LIMIT_DEVICE = 80, LIMIT_REGION = 16, LIMIT_ADDRESS = 64, LIMIT_READ = 50 };

static const struct choice outcomes[] = {
    { "done", L("Signed in", "已登录") },
    { "refused", L("Refused", "被拒绝") },
    { "reused", L("Old token used again", "旧令牌被重复使用") },
    { "code_refused", L("Code refused", "验证码被拒绝") },
};

/* clang-format off */
static const struct field fields[] = {
    LINK(account_id, L("Account", "账户"), IDENTITY, .to = &account_entity, .optional = true),
    ID(session_id, L("Session", "会话"), NOT_PERSONAL, .optional = true),
    CHOICE(outcome, L("Outcome", "结果"), NOT_PERSONAL, CHOICES(outcomes)),
    TEXT(device, L("Device", "设备"), DEVICE, .max = LIMIT_DEVICE, .optional = true, .sealed = true),
    TEXT(region, L("Region", "地区"), DEVICE, .max = LIMIT_REGION, .optional = true, .sealed = true),
    TEXT(address, L("Address", "IP 地址"), DEVICE, .max = LIMIT_ADDRESS, .optional = true, .sealed = true),
};
/* clang-format on */

const struct entity sign_in_event_entity = {
    .name = "sign_in_event",
    .label = L("Sign-in", "登录记录"),
    .plural = L("Sign-ins", "登录记录"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose =
        L("to notice when somebody else tries to sign in as you", "以便发现他人冒用您的账户登录"),
    .basis = LEGITIMATE_INTEREST,
    .keep = FOR_DAYS,
    .keep_days = 90,
    .title = "outcome",
    .order = "created_at.desc",
    .sealed_for = "account_id",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

const char *sign_in_outcome_name(enum sign_in_outcome outcome)
{
    return outcomes[outcome - 1].value;
}

struct text call_device(const struct call *call)
{
    struct device device;

    if (!call->exchange)
        return (struct text){ 0 };
    device = device_of(call->exchange, call->instance->settings);
    return utf8_first_characters(
        arena_print(call->arena, "%.*s · %.*s", TEXT_ARG(device.app), TEXT_ARG(device.os)),
        LIMIT_DEVICE);
}

struct text call_region(const struct call *call)
{
    if (!call->exchange)
        return (struct text){ 0 };
    return text_slice(device_of(call->exchange, call->instance->settings).region, 0, LIMIT_REGION);
}

struct text call_address(const struct call *call)
{
    if (!call->exchange)
        return (struct text){ 0 };
    return text_slice(http_peer(call->exchange), 0, LIMIT_ADDRESS);
}

struct text call_party(const struct call *call)
{
    struct address address;

    if (!address_from_text(call_address(call), &address))
        return call_address(call);
    return arena_print(call->arena, "%s", address_to_text(address_party(address)).at);
}

enum status sign_in_event_write(struct tx *tx, const struct call *call, struct id account,
                                struct id session, enum sign_in_outcome outcome)
{
    struct sign_in_event event = {
        .row = server_row(call->now_ms),
        .account_id = account,
        .session_id = session,
        .outcome = (int)outcome,
        .device = call_device(call),
        .region = call_region(call),
        .address = call_address(call),
    };

    return row_insert(tx, &sign_in_event_entity, &event);
}

/* ---- reading, for a purpose ---- */

struct reading {
    struct call *call;
    enum purpose purpose;
    struct id account;
    enum status (*each)(struct tx *tx, void *row, void *context);
    void *context;
};

static enum status write_refusal(struct tx *tx, void *context)
{
    const struct reading *reading = context;
    struct audit audit = {
        .action = "sign_in_event.refused",
        .entity = "sign_in_event",
        .details = arena_print(tx_arena(tx), "{\"purpose\":%d}", (int)reading->purpose),
    };

    return audit_write(tx, reading->call, &audit);
}

static enum status read_newest(struct tx *tx, void *context)
{
    const struct reading *reading = context;
    struct value values[] = { VALUE_OF_ID(reading->account), VALUE_OF_INTEGER(LIMIT_READ) };
    struct sign_in_event event;

    return row_each(tx, &sign_in_event_entity,
                    T("workspace_id = 0 AND account_id = $1 ORDER BY id DESC LIMIT $2"), values, 2,
                    &event, reading->each, reading->context);
}

enum status sign_in_event_list(struct call *call, enum purpose purpose, struct id account,
                               enum status (*each)(struct tx *tx, void *row, void *context),
                               void *context)
{
    struct reading reading = { call, purpose, account, each, context };
    enum status status;

    if (purpose == PURPOSE_SESSION_SECURITY || purpose == PURPOSE_FAULT_DIAGNOSIS)
        return call_read_as_system(call, read_newest, &reading);
    status = call_write_as_system(call, write_refusal, &reading);
    if (status != OK)
        return status;
    return REFUSE(
        call, FORBIDDEN, .code = "42501",
        .say = L("The log of sign-ins is not kept for this purpose.", "登录记录不用于此目的。"));
}
