/* Sign-in event: written for every attempt, also one on an account that does not exist, so that
   both cost the same. */
#include "auth/sign_in_event.h"

#include "auth/account.h"
#include "auth/server_setting.h"
#include "call/device.h"
#include "codec/utf8.h"
#include "store/row.h"

#define ROW struct sign_in_event

enum { LIMIT_DEVICE = 80, LIMIT_REGION = 16, LIMIT_ADDRESS = 64 };

static const struct choice outcomes[] = {
    { "done", L("Signed in", "已登录") },
    { "refused", L("Refused", "被拒绝") },
    { "reused", L("Old token used again", "旧令牌被重复使用") },
};

/* clang-format off */
static const struct field fields[] = {
    LINK(account_id, L("Account", "账户"), IDENTITY, .to = &account_entity, .optional = true),
    ID(session_id, L("Session", "会话"), NOT_PERSONAL, .optional = true),
    CHOICE(outcome, L("Outcome", "结果"), NOT_PERSONAL, CHOICES(outcomes)),
    TEXT(device, L("Device", "设备"), DEVICE, .max = LIMIT_DEVICE, .optional = true),
    TEXT(region, L("Region", "地区"), DEVICE, .max = LIMIT_REGION, .optional = true),
    TEXT(address, L("Address", "IP 地址"), DEVICE, .max = LIMIT_ADDRESS, .optional = true),
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
