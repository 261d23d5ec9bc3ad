/* Incoming boxes. The status moves by actions only, so that "booked" always means that the stock
   has what was counted. Photos show what arrived, and in which state. */
#include "ops/inbound_box.h"

#include "base/zone.h"
#include "call/call.h"
#include "ops/location.h"
#include "ops/ops.h"
#include "store/row.h"

enum { INBOUND_PHOTOS = 24 };

#define ROW struct inbound_box

static struct value derive_day(const struct derive_context *context, struct value arrived_at)
{
    struct date_text day;

    if (arrived_at.type != VALUE_INTEGER)
        return VALUE_OF_NULL;
    day = date_to_text(zone_day(context->zone, arrived_at.integer));
    return VALUE_OF_TEXT(arena_copy(context->arena, text_from(day.at)));
}

static const struct choice statuses[] = {
    { "expected", L("Expected", "待到货") },
    { "arrived", L("Arrived", "已到货") },
    { "counted", L("Counted", "已清点") },
    { "booked", L("In stock", "已入库") },
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(supplier, L("Supplier", "供应商"), NOT_PERSONAL, .min = 1, .max = 120, .search = true, .index = true, .list = true),
    TEXT(tracking_number, L("Tracking number", "运单号"), NOT_PERSONAL, .min = 1, .max = 80, .optional = true,
         .search = true, .index = true, .list = true),
    CHOICE(status, L("Status", "状态"), NOT_PERSONAL, CHOICES(statuses), .fallback = "expected", .read_only = true,
           .index = true, .list = true),
    DATE(expected_on, L("Expected on", "预计到货"), NOT_PERSONAL, .optional = true, .list = true),
    INSTANT(arrived_at, L("Arrived at", "到货时间"), NOT_PERSONAL, .optional = true, .index = true,
            .help = L("Empty until it is there: “Arrived” fills it in.", "到货前留空；点“到货”自动填写。")),
    DATE(day, L("Arrived on", "到货日期"), NOT_PERSONAL, .optional = true, .index = true, .list = true,
         .derived_from = "arrived_at", .derive = derive_day),
    TEXT(note, L("Note", "备注"), FREE_TEXT, .max = 4000, .optional = true, .format = LONG),
    LINK(location_id, L("Goes to", "入库位置"), NOT_PERSONAL, .to = &location_entity, .optional = true,
         .help = L("Where its goods are booked in.", "清点后入库到该位置。")),
    BOOLEAN(wants_second_count, L("Count twice", "复点"), NOT_PERSONAL, .fallback = "false",
            .help = L("The second one does not see the first one's figures.", "第二次清点看不到第一次的数字。")),
    INSTANT(booked_at, L("Booked", "入库时间"), NOT_PERSONAL, .optional = true, .read_only = true),
};
/* clang-format on */

/* ---- actions ---- */

static enum status arrive(struct call *call, void *row)
{
    struct inbound_box *box = row;

    box->status = INBOUND_ARRIVED;
    if (box->arrived_at == 0)
        box->arrived_at = call->now_ms;
    box->day = zone_day(call->zone, box->arrived_at);
    return OK;
}

enum status inbound_box_arrive(struct call *call, struct tx *tx, struct inbound_box *box)
{
    enum status status = arrive(call, box);

    return status == OK ? row_update(tx, &inbound_box_entity, box) : status;
}

static enum status count(struct call *call, void *row)
{
    struct inbound_box *box = row;

    (void)call;
    box->status = INBOUND_COUNTED;
    return OK;
}

static const struct action actions[] = {
    { .name = "arrive",
      .label = L("Arrived", "到货"),
      .may = LEVEL_EDIT_OWN,
      .state = "status",
      .from = ONLY(INBOUND_EXPECTED),
      .run = arrive },
    { .name = "count",
      .label = L("Counted", "清点完成"),
      .may = LEVEL_EDIT_OWN,
      .state = "status",
      .from = ONLY(INBOUND_ARRIVED),
      .run = count },
};

const struct entity inbound_box_entity = {
    .name = "inbound_box",
    .label = L("Incoming box", "到货箱"),
    .plural = L("Incoming boxes", "到货"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know which goods are on their way, what arrived and in which state",
                 "以便了解在途货物、到货内容及其状况"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "supplier tracking_number",
    .order = "created_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .actions = LIST(actions),
    .photos = INBOUND_PHOTOS,
};
