/* stock_move and stock_undo: one transaction each, whole or not at all. A request that is sent
   again, by its Idempotency-Key or by the ids of its lines, books nothing twice. */
#include "ops/stock_functions.h"

#include "ops/stock_average.h"
#include "ops/stock_cost.h"
#include "ops/stock_line.h"
#include "store/row.h"

/* ---- stock_move ---- */

struct move_input {
    struct text lines;
};

#define ROW struct move_input
static const struct field move_inputs[] = {
    JSON(lines, L("Lines", "明细"), FREE_TEXT, .max = LIMIT_LINES_TEXT),
};

struct moving {
    struct call *call;
    struct stock_wish *wishes;
    size_t count;
    struct stock_booked *booked;
};

static enum status move_as_system(struct tx *tx, void *context)
{
    struct moving *moving = context;
    enum status status = OK;

    for (size_t i = 0; status == OK && i < moving->count; i++) {
        struct stock_line line;

        status = stock_line_complete(moving->call, tx, &moving->wishes[i], &line);
        if (status == OK)
            status = stock_book(moving->call, tx, &line, &moving->booked[i]);
    }
    return status;
}

static void answer(struct call *call, const struct stock_booked *booked, size_t count)
{
    struct json_writer json;

    buffer_clear(&call->body);
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_key(&json, T("movements"));
    json_begin_array(&json);
    for (size_t i = 0; i < count; i++)
        stock_booked_write(&json, &booked[i]);
    json_end_array(&json);
    json_end_object(&json);
}

static enum status move_work(struct tx *tx, void *context)
{
    struct moving *moving = context;
    enum status status = tx_as_system(tx, move_as_system, moving);

    if (status == OK)
        answer(moving->call, moving->booked, moving->count);
    return status;
}

static enum status move_run(struct call *call, const void *input)
{
    const struct move_input *wanted = input;
    struct moving *moving = ARENA_NEW(call->arena, struct moving);
    enum status status;

    moving->call = call;
    status = stock_lines_read(call, wanted->lines, &moving->wishes, &moving->count);
    if (status != OK)
        return status;
    moving->booked = ARENA_NEW_ARRAY(call->arena, struct stock_booked, moving->count);
    return call_write_last(call, move_work, moving, NULL);
}

/* ---- stock_undo ---- */

struct undo_input {
    struct id id, new_id;
    struct text note;
};

#undef ROW
#define ROW struct undo_input
/* clang-format off */
static const struct field undo_inputs[] = {
    ID(id, L("Stock movement", "库存流水"), NOT_PERSONAL),
    ID(new_id, L("Id of the movement that takes it back", "冲销流水的编号"), NOT_PERSONAL, .optional = true),
    TEXT(note, L("Note", "备注"), FREE_TEXT, .max = 400, .optional = true),
};
/* clang-format on */

struct undoing {
    struct call *call;
    const struct undo_input *input;
    struct stock_movement movement;
    struct stock_booked booked;
};

static enum status refuse_undo(struct call *call, enum status status, struct label say)
{
    return REFUSE(call, status, .say = say,
                  .code = status == NOT_FOUND   ? "P0002"
                          : status == FORBIDDEN ? "42501"
                                                : "55000",
                  .entity = &stock_movement_entity, .field = &undo_inputs[0]);
}

static enum status find_movement(struct tx *tx, struct undoing *undoing)
{
    struct call *call = undoing->call;
    struct stock_movement *movement = &undoing->movement;
    enum status status = row_find(tx, &stock_movement_entity, call->identity.workspace_id,
                                  undoing->input->id, movement);

    if (status == NOT_FOUND)
        return refuse_undo(call, NOT_FOUND,
                           (struct label)L("There is no such movement.", "没有这条流水。"));
    if (status == OK && movement->kind == STOCK_TRANSFER && movement->quantity > 0)
        status = row_find(tx, &stock_movement_entity, call->identity.workspace_id,
                          movement->transfer_id, movement);
    if (status != OK)
        return status;
    if (!id_equal(movement->row.created_by, call->caller.account_id) &&
        call_level(call, MODULE_WAREHOUSE) < LEVEL_EDIT_EVERY)
        return refuse_undo(call, FORBIDDEN,
                           (struct label)L("You may take back only what you booked yourself.",
                                           "您只能冲销自己记的流水。"));
    if (movement->reference_kind == REFERENCE_SALE || movement->reference_kind == REFERENCE_RETURN)
        return refuse_undo(
            call, CONFLICT,
            (struct label)L("This belongs to a sale or a return: change or delete that.",
                            "该流水属于一笔销售或退货，请修改或删除该记录。"));
    if (movement->quantity == 0)
        return refuse_undo(call, CONFLICT,
                           (struct label)L("This movement changed nothing.", "该流水未改变库存。"));
    return OK;
}

static enum status check_taken_back(struct tx *tx, struct undoing *undoing)
{
    const struct value values[] = { VALUE_OF_INTEGER(undoing->call->identity.workspace_id),
                                    VALUE_OF_ID(undoing->movement.row.id) };
    struct stock_movement other;
    enum status status = row_find_where(
        tx, &stock_movement_entity, T("workspace_id = $1 AND corrects_id = $2"), values, 2, &other);

    if (status == NOT_FOUND)
        return OK;
    if (status != OK || id_equal(other.row.id, undoing->input->new_id))
        return status;
    return refuse_undo(
        undoing->call, CONFLICT,
        (struct label)L("This movement was taken back already.", "该流水已被冲销。"));
}

/* What left comes back with what it took along, while the stock is still valued in its currency. */
static enum status find_worth(struct tx *tx, const struct undoing *undoing, struct stock_line *line)
{
    int64_t workspace_id = undoing->call->identity.workspace_id;
    const struct value of_movement[] = { VALUE_OF_INTEGER(workspace_id),
                                         VALUE_OF_ID(undoing->movement.row.id) };
    const struct value of_variant[] = { VALUE_OF_INTEGER(workspace_id),
                                        VALUE_OF_ID(line->variant_id) };
    struct stock_entry entry;
    struct stock_cost cost;
    enum status status = row_find_where(tx, &stock_entry_entity,
                                        T("workspace_id = $1 AND stock_movement_id = $2"),
                                        of_movement, 2, &entry);

    if (status == OK)
        status = row_find_where(tx, &stock_cost_entity,
                                T("workspace_id = $1 AND product_variant_id = $2"), of_variant, 2,
                                &cost);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    line->has_value = entry.value <= 0 && text_equal(entry.currency, cost.currency);
    line->value = -entry.value;
    line->currency = entry.currency;
    return OK;
}

static struct stock_line reverse_of(const struct undoing *undoing)
{
    const struct stock_movement *movement = &undoing->movement;

    return (struct stock_line){ .id = undoing->input->new_id,
                                .kind = STOCK_ADJUST,
                                .variant_id = movement->product_variant_id,
                                .location_id = movement->location_id,
                                .quantity = -movement->quantity,
                                .reason = REASON_CORRECTION,
                                .reference_kind = movement->reference_kind,
                                .reference_id = movement->reference_id,
                                .corrects_id = movement->row.id,
                                .note = undoing->input->note };
}

static enum status undo_as_system(struct tx *tx, void *context)
{
    struct undoing *undoing = context;
    struct stock_movement arrival;
    struct stock_line line;
    enum status status = find_movement(tx, undoing);

    if (status == OK)
        status = check_taken_back(tx, undoing);
    if (status != OK)
        return status;
    line = reverse_of(undoing);
    if (undoing->movement.kind == STOCK_TRANSFER) {
        status = row_find(tx, &stock_movement_entity, undoing->movement.row.workspace_id,
                          undoing->movement.transfer_id, &arrival);
        line.kind = STOCK_TRANSFER;
        line.to_location_id = line.location_id;
        line.location_id = status == OK ? arrival.location_id : line.location_id;
    } else if (line.quantity > 0) {
        status = find_worth(tx, undoing, &line);
    }
    return status == OK ? stock_book(undoing->call, tx, &line, &undoing->booked) : status;
}

static enum status undo_work(struct tx *tx, void *context)
{
    struct undoing *undoing = context;
    enum status status = tx_as_system(tx, undo_as_system, undoing);

    if (status == OK)
        answer(undoing->call, &undoing->booked, 1);
    return status;
}

static enum status undo_run(struct call *call, const void *input)
{
    struct undoing *undoing = ARENA_NEW(call->arena, struct undoing);

    *undoing = (struct undoing){ .call = call, .input = input };
    return call_write_last(call, undo_work, undoing, NULL);
}

struct move_output {
    struct text movements;
};

#undef ROW
#define ROW struct move_output
static const struct field move_outputs[] = {
    JSON(movements, L("Stock movements", "库存流水"), NOT_PERSONAL),
};

const struct function stock_functions[] = {
    { .name = "stock_move",
      .label = L("Book stock", "出入库记账"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_EDIT_OWN,
      .is_one_write = true,
      .inputs = LIST(move_inputs),
      .input_size = sizeof(struct move_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(move_outputs),
      .run = move_run },
    { .name = "stock_undo",
      .label = L("Take a movement back", "冲销流水"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_EDIT_OWN,
      .is_one_write = true,
      .inputs = LIST(undo_inputs),
      .input_size = sizeof(struct undo_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(move_outputs),
      .run = undo_run },
    { 0 },
};
