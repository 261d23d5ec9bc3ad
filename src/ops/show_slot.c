/* Slots. Two hosts may be on at once, one host twice at once may not: that is looked up in the
   transaction of the write, which is serializable on both engines. */
#include "ops/show_slot.h"

#include "call/call.h"
#include "ops/host.h"
#include "ops/ops.h"
#include "ops/record_lock.h"
#include "store/row.h"

#define ROW struct show_slot

/* clang-format off */
static const struct field fields[] = {
    LINK(live_session_id, L("Show", "直播场次"), NOT_PERSONAL, .to = &live_session_entity, .index = true, .list = true),
    LINK(host_id, L("Host", "主播"), NOT_PERSONAL, .to = &host_entity, .index = true, .list = true),
    INSTANT(starts_at, L("Start", "开始时间"), NOT_PERSONAL, .index = true, .list = true),
    INSTANT(ends_at, L("End", "结束时间"), NOT_PERSONAL, .list = true),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .max = 400, .optional = true, .list = true),
};
/* clang-format on */

static enum status check(struct call *call, const void *row)
{
    const struct show_slot *slot = row;

    if (slot->ends_at > slot->starts_at)
        return OK;
    return REFUSE(call, INVALID, .code = "23514", .entity = &show_slot_entity,
                  .field = entity_field(&show_slot_entity, T("ends_at")),
                  .say = L("A slot ends after it starts.", "结束时间必须晚于开始时间。"));
}

/* Told of every slot that was written: both ends are there by then. */
static enum status refuse_overlap(struct call *call, struct tx *tx, const void *before,
                                  const void *after)
{
    const struct show_slot *slot = after;
    struct show_slot other;
    enum status status;

    (void)before;
    if (!slot)
        return OK;
    const struct value values[] = { VALUE_OF_INTEGER(slot->row.workspace_id),
                                    VALUE_OF_ID(slot->live_session_id),
                                    VALUE_OF_ID(slot->host_id),
                                    VALUE_OF_INTEGER(slot->starts_at),
                                    VALUE_OF_INTEGER(slot->ends_at),
                                    VALUE_OF_ID(slot->row.id) };
    status = row_find_where(tx, &show_slot_entity,
                            T("workspace_id = $1 AND live_session_id = $2 AND host_id = $3 AND "
                              "starts_at < $5 AND ends_at > $4 AND id <> $6"),
                            values, 6, &other);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    return REFUSE(call, CONFLICT, .code = "23P01", .entity = &show_slot_entity,
                  .field = entity_field(&show_slot_entity, T("starts_at")),
                  .say = L("This host already has a slot at that time in this show.",
                           "该主播在本场的这段时间已有排班。"));
}

const struct entity show_slot_entity = {
    .name = "show_slot",
    .label = L("Slot", "排班"),
    .plural = L("Slots", "排班"),
    .module = MODULE_LIVE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know which host was on air when", "以便了解各时段由谁主播"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "starts_at",
    .order = "starts_at.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .check = check,
    .follow = { "host_id", refuse_overlap },
    .lock = &lock_of_show_slot,
    .part_of = { "live_session_id" },
};
