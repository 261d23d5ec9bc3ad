/* Egress event: the entity. */
#include "egress/egress_event.h"

#include "crypto/random.h"
#include "store/row.h"

#define ROW struct egress_event

static const struct choice outcomes[] = {
    { "answered", L("Answered", "已应答") },
    { "refused", L("Refused: not in the register", "已拒绝：不在登记表中") },
    { "failed", L("Failed", "失败") },
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(processor, L("Recipient", "接收方"), NOT_PERSONAL, .min = 1, .max = 40, .read_only = true, .list = true),
    TEXT(host, L("Host", "主机"), NOT_PERSONAL, .max = 253, .optional = true, .read_only = true, .list = true),
    TEXT(purpose, L("What for", "用途"), NOT_PERSONAL, .min = 1, .max = 40, .read_only = true, .list = true),
    ID(account_id, L("Caused by", "触发者"), IDENTITY, .optional = true, .read_only = true),
    CHOICE(outcome, L("Outcome", "结果"), NOT_PERSONAL, CHOICES(outcomes), .read_only = true, .list = true),
    INTEGER(http_status, L("HTTP status", "HTTP 状态"), NOT_PERSONAL, .fallback = "0", .read_only = true),
    INTEGER(bytes_out, L("Bytes sent", "发送字节"), NOT_PERSONAL, .fallback = "0", .read_only = true, .list = true),
    INTEGER(bytes_in, L("Bytes received", "接收字节"), NOT_PERSONAL, .fallback = "0", .read_only = true),
    INTEGER(duration_ms, L("Milliseconds", "毫秒"), NOT_PERSONAL, .fallback = "0", .read_only = true),
};
/* clang-format on */

const struct entity egress_event_entity = {
    .name = "egress_event",
    .label = L("Outgoing call", "外发记录"),
    .plural = L("Outgoing calls", "外发记录"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to show what left this server, to whom and what for",
                 "以便查明本服务器向谁发送了什么、用于何处"),
    .basis = LEGITIMATE_INTEREST,
    .keep = FOR_DAYS,
    .keep_days = 90,
    .title = "processor purpose",
    .order = "created_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

static enum status insert(struct tx *tx, void *context)
{
    return row_insert(tx, &egress_event_entity, context);
}

enum status egress_event_write(struct call *call, struct egress_event *event)
{
    event->row = (struct row){
        .workspace_id = call->identity.workspace_id,
        .id = random_id(call->now_ms),
        .created_at = call->now_ms,
        .updated_at = call->now_ms,
        .version = 1,
    };
    event->account_id = call->caller.account_id;
    return call_write_as_system(call, insert, event);
}
