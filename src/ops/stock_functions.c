/* stock_move and stock_undo: one transaction each, whole or not at all. A request that is sent
   again, by its Idempotency-Key or by the ids of its lines, books nothing twice. */
#include "ops/stock_functions.h"

#include "auth/activity.h"
#include "ops/stock_line.h"
#include "ops/stock_undo.h"
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

static enum status tell(struct tx *tx, const struct call *call, const char *action, size_t count)
{
    return activity_write(tx, call,
                          &(struct activity){ .entity = &stock_movement_entity,
                                              .action = action,
                                              .count = (int64_t)count });
}

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
    return status == OK ? tell(tx, moving->call, "stock_move", moving->count) : status;
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

static enum status undo_as_system(struct tx *tx, void *context)
{
    struct undoing *undoing = context;
    const struct undo_input *input = undoing->input;
    struct id taken_back_by;
    enum status status = find_movement(tx, undoing);

    if (status == OK)
        status = stock_undo_find(undoing->call, tx, undoing->movement.row.id, &taken_back_by);
    if (status != OK)
        return status;
    if (!id_is_zero(taken_back_by) && !id_equal(taken_back_by, input->new_id))
        return refuse_undo(
            undoing->call, CONFLICT,
            (struct label)L("This movement was taken back already.", "该流水已被冲销。"));
    status = stock_undo(undoing->call, tx, &undoing->movement, input->new_id, input->note,
                        &undoing->booked);
    return status == OK ? tell(tx, undoing->call, "stock_undo", 1) : status;
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
