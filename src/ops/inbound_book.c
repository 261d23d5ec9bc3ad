/* inbound_book, inbound_unbook, inbound_differences. A box is booked whole and once: its status
   says so, and is written in the transaction of the movements. */
#include "ops/inbound_cost.h"
#include "ops/inbound_line.h"
#include "ops/ops.h"
#include "ops/product_variant.h"
#include "ops/stock_functions.h"
#include "ops/stock_rows.h"
#include "ops/stock_sheet.h"
#include "ops/stock_undo.h"
#include "store/row.h"

/* ---- inbound_book and inbound_unbook ---- */

struct book_input {
    struct id id, location_id;
    struct text note;
};

#define ROW struct book_input
/* clang-format off */
#define BOX_INPUT ID(id, L("Incoming box", "到货箱"), NOT_PERSONAL)
static const struct field book_inputs[] = {
    BOX_INPUT,
    ID(location_id, L("Goes to", "入库位置"), NOT_PERSONAL, .optional = true,
       .help = L("Empty: where the box says.", "留空：按到货箱上的位置。")),
};
static const struct field unbook_inputs[] = {
    BOX_INPUT,
    TEXT(note, L("Note", "备注"), FREE_TEXT, .max = 400, .optional = true),
};

struct book_output {
    struct id id;
    int64_t lines, pieces;
    bool is_repeated;
};
#undef ROW
#define ROW struct book_output
static const struct field book_outputs[] = {
    BOX_INPUT,
    INTEGER(lines, L("Lines", "明细行数"), NOT_PERSONAL),
    INTEGER(pieces, L("Pieces", "数量"), NOT_PERSONAL),
    BOOLEAN(is_repeated, L("It was booked already", "已入库"), NOT_PERSONAL),
};
/* clang-format on */

struct booking_box {
    struct call *call;
    const struct book_input *input;
    struct inbound_box box;
    struct inbound_line *lines;
    size_t line_count;
    struct book_output output;
};

static enum status keep_line(struct tx *tx, void *row, void *context)
{
    struct booking_box *booking = context;

    (void)tx;
    if (booking->line_count == LIMIT_SHEET_LINES)
        return REFUSE(
            booking->call, CONFLICT, .code = "55000", .limit = LIMIT_SHEET_LINES,
            .say = L("This box has more than {limit} lines.", "该到货箱的明细超过 {limit} 行。"));
    booking->lines[booking->line_count++] = *(struct inbound_line *)row;
    return OK;
}

static enum status read_box(struct booking_box *booking, struct tx *tx)
{
    const struct value values[] = { VALUE_OF_INTEGER(booking->call->identity.workspace_id),
                                    VALUE_OF_ID(booking->input->id) };
    struct inbound_line scratch;
    enum status status = sheet_find_box(booking->call, tx, booking->input->id, &booking->box);

    booking->output = (struct book_output){ .id = booking->input->id };
    booking->line_count = 0;
    booking->lines = ARENA_NEW_ARRAY(tx_arena(tx), struct inbound_line, LIMIT_SHEET_LINES);
    if (status != OK)
        return status;
    return row_each(tx, &inbound_line_entity,
                    T("workspace_id = $1 AND inbound_box_id = $2 ORDER BY created_at, id"), values,
                    2, &scratch, keep_line, booking);
}

static enum status find_variant(struct booking_box *booking, struct tx *tx,
                                const struct inbound_line *line, struct id *ret_id)
{
    enum status status = NOT_FOUND;

    *ret_id = line->product_variant_id;
    if (!id_is_zero(*ret_id))
        return OK;
    if (!id_is_zero(line->product_id))
        status = product_variant_of_size(booking->call, tx, line->product_id, line->size, ret_id);
    if (status != NOT_FOUND && status != CONFLICT)
        return status;
    return sheet_refuse_of(
        booking->call, line->description,
        (struct label)L("It is not known which product and size \"{value}\" is.",
                        "“{value}”尚未指定商品与规格。"),
        (struct label)L("Choose the product of this line.", "请为该明细选择商品。"));
}

static enum status find_cost(struct booking_box *booking, struct tx *tx,
                             const struct inbound_line *line, struct stock_line *stock)
{
    const struct value values[] = { VALUE_OF_INTEGER(booking->call->identity.workspace_id),
                                    VALUE_OF_ID(line->row.id) };
    struct inbound_cost cost;
    enum status status = row_find_where(tx, &inbound_cost_entity,
                                        T("workspace_id = $1 AND inbound_line_id = $2"), values, 2,
                                        &cost);

    if (status == OK) {
        stock->has_unit_cost = true;
        stock->unit_cost = cost.unit_cost;
        stock->currency = cost.currency;
    }
    return status == NOT_FOUND ? OK : status;
}

static enum status book_line(struct booking_box *booking, struct tx *tx, struct inbound_line *line,
                             int64_t number)
{
    struct stock_line stock = { .kind = STOCK_IN,
                                .location_id = booking->box.location_id,
                                .quantity = line->counted,
                                .reason = REASON_PURCHASE,
                                .reference_kind = REFERENCE_BOX,
                                .reference_id = booking->box.row.id,
                                .number = number };
    struct stock_booked booked;
    enum status status;

    if (row_is_null(line, &inbound_line_entity, "counted"))
        return sheet_refuse_of(
            booking->call, line->description,
            (struct label)L("How many of \"{value}\" came is not settled.",
                            "“{value}”的实到数量尚未确定。"),
            (struct label)L("Write down how many there are.", "请填写实到数量。"));
    if (line->counted == 0)
        return OK;
    status = find_variant(booking, tx, line, &stock.variant_id);
    if (status == OK)
        status = find_cost(booking, tx, line, &stock);
    if (status == OK)
        status = stock_book(booking->call, tx, &stock, &booked);
    if (status != OK)
        return status;
    line->stock_movement_id = booked.movement.row.id;
    line->row.updated_at = booking->call->now_ms;
    booking->output.lines++;
    booking->output.pieces += line->counted;
    return row_update(tx, &inbound_line_entity, line);
}

static enum status check_box(struct booking_box *booking)
{
    struct inbound_box *box = &booking->box;

    if (box->status != INBOUND_COUNTED)
        return sheet_refuse(booking->call, CONFLICT,
                            (struct label)L("Count the box first.", "请先清点到货箱。"));
    if (!id_is_zero(booking->input->location_id))
        box->location_id = booking->input->location_id;
    if (!id_is_zero(box->location_id))
        return OK;
    return REFUSE(booking->call, INVALID, .code = "23502", .field = &book_inputs[1],
                  .entity = &inbound_box_entity,
                  .say = L("Say where the goods go.", "请填写入库位置。"));
}

static enum status book_as_system(struct tx *tx, void *context)
{
    struct booking_box *booking = context;
    struct inbound_box *box = &booking->box;
    enum status status = read_box(booking, tx);

    if (status == OK && box->status == INBOUND_BOOKED) {
        booking->output.is_repeated = true;
        for (size_t i = 0; i < booking->line_count; i++) {
            booking->output.lines += !id_is_zero(booking->lines[i].stock_movement_id);
            booking->output.pieces += booking->lines[i].counted;
        }
        return OK;
    }
    if (status == OK)
        status = check_box(booking);
    for (size_t i = 0; status == OK && i < booking->line_count; i++)
        status = book_line(booking, tx, &booking->lines[i], (int64_t)i + 1);
    if (status != OK)
        return status;
    box->status = INBOUND_BOOKED;
    box->booked_at = booking->call->now_ms;
    box->row.updated_at = booking->call->now_ms;
    return row_update(tx, &inbound_box_entity, box);
}

static enum status take_back(struct booking_box *booking, struct tx *tx, struct inbound_line *line)
{
    struct call *call = booking->call;
    struct stock_movement movement;
    struct stock_booked booked;
    struct id taken_back_by;
    enum status status = row_find(tx, &stock_movement_entity, call->identity.workspace_id,
                                  line->stock_movement_id, &movement);

    if (status == OK && !id_equal(movement.row.created_by, call->caller.account_id) &&
        call_level(call, MODULE_WAREHOUSE) < LEVEL_EDIT_EVERY)
        return sheet_refuse(call, FORBIDDEN,
                            (struct label)L("You may take back only what you booked yourself.",
                                            "您只能冲销自己记的流水。"));
    if (status == OK)
        status = stock_undo_find(call, tx, movement.row.id, &taken_back_by);
    if (status == OK && id_is_zero(taken_back_by)) {
        status = stock_undo(call, tx, &movement, (struct id){ 0 }, booking->input->note, &booked);
        booking->output.lines++;
        booking->output.pieces += movement.quantity;
    }
    if (status != OK)
        return status;
    line->stock_movement_id = (struct id){ 0 };
    line->row.updated_at = call->now_ms;
    return row_update(tx, &inbound_line_entity, line);
}

static enum status unbook_as_system(struct tx *tx, void *context)
{
    struct booking_box *booking = context;
    struct inbound_box *box = &booking->box;
    enum status status = read_box(booking, tx);

    if (status == OK && box->status != INBOUND_BOOKED)
        return sheet_refuse(booking->call, CONFLICT,
                            (struct label)L("This box is not booked.", "该到货箱尚未入库。"));
    for (size_t i = 0; status == OK && i < booking->line_count; i++)
        if (!id_is_zero(booking->lines[i].stock_movement_id))
            status = take_back(booking, tx, &booking->lines[i]);
    if (status != OK)
        return status;
    box->status = INBOUND_COUNTED;
    box->booked_at = 0;
    box->row.updated_at = booking->call->now_ms;
    return row_update(tx, &inbound_box_entity, box);
}

static enum status answer(struct tx *tx, struct booking_box *booking, store_work work)
{
    enum status status = tx_as_system(tx, work, booking);
    struct json_writer json;
    struct id_text id;

    if (status != OK)
        return status;
    buffer_clear(&booking->call->body);
    json = call_answer_json(booking->call);
    id = id_to_text(booking->box.row.id);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id.at));
    json_write_integer_member(&json, T("lines"), booking->output.lines);
    json_write_integer_member(&json, T("pieces"), booking->output.pieces);
    json_write_boolean_member(&json, T("is_repeated"), booking->output.is_repeated);
    json_end_object(&json);
    return OK;
}

static enum status book_work(struct tx *tx, void *context)
{
    return answer(tx, context, book_as_system);
}

static enum status unbook_work(struct tx *tx, void *context)
{
    return answer(tx, context, unbook_as_system);
}

static enum status book_run(struct call *call, const void *input)
{
    struct booking_box *booking = ARENA_NEW(call->arena, struct booking_box);

    *booking = (struct booking_box){ .call = call, .input = input };
    return call_write_last(call, book_work, booking, NULL);
}

static enum status unbook_run(struct call *call, const void *input)
{
    struct booking_box *booking = ARENA_NEW(call->arena, struct booking_box);

    *booking = (struct booking_box){ .call = call, .input = input };
    return call_write_last(call, unbook_work, booking, NULL);
}

/* ---- inbound_differences ---- */

struct difference_input {
    struct id id;
};

#undef ROW
#define ROW struct difference_input
static const struct field difference_inputs[] = { BOX_INPUT };

struct difference_output {
    struct id id, product_id, product_variant_id, stock_movement_id;
    struct text description, name, size;
    int64_t expected, first_count, second_count, counted, difference;
};
#undef ROW
#define ROW struct difference_output
/* clang-format off */
static const struct field difference_outputs[] = {
    ID(id, L("Box line", "到货明细"), NOT_PERSONAL),
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .optional = true),
    TEXT(description, L("Description", "描述"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .optional = true),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    INTEGER(expected, L("Expected", "应到"), NOT_PERSONAL, .optional = true),
    INTEGER(first_count, L("First count", "初点"), NOT_PERSONAL, .optional = true),
    INTEGER(second_count, L("Second count", "复点"), NOT_PERSONAL, .optional = true),
    INTEGER(counted, L("Counted", "实到"), NOT_PERSONAL, .optional = true),
    INTEGER(difference, L("Difference", "差异"), NOT_PERSONAL, .optional = true),
    ID(stock_movement_id, L("Stock movement", "库存流水"), NOT_PERSONAL, .optional = true),
};
/* clang-format on */

#define COUNT_OF(letter, number)                                                                   \
    "LEFT JOIN stock_count c" letter " ON c" letter ".workspace_id = n.workspace_id AND c" letter  \
    ".inbound_box_id = n.inbound_box_id AND c" letter ".round = " number " LEFT JOIN "             \
    "stock_count_line " letter " ON " letter ".workspace_id = n.workspace_id AND " letter          \
    ".stock_count_id = c" letter ".id AND " letter                                                 \
    ".product_variant_id = n.product_variant_id AND " letter ".is_shared = 1 "
#define FIGURE_OF(letter)                                                                          \
    "CASE WHEN b.status IN ('counted', 'booked') AND c" letter                                     \
    ".id IS NOT NULL AND n.product_variant_id IS NOT NULL THEN coalesce(" letter                   \
    ".counted, 0) END"

struct reporting {
    struct call *call;
    const struct difference_input *input;
};

static enum status differences_work(struct tx *tx, void *context)
{
    struct reporting *reporting = context;
    struct call *call = reporting->call;
    struct stock_query query = stock_query_new(
        call, difference_outputs, sizeof difference_outputs / sizeof *difference_outputs);
    struct inbound_box box;
    struct json_writer json;
    enum status status = sheet_find_box(call, tx, reporting->input->id, &box);

    if (status != OK)
        return status;
    buffer_append(
        &query.sql,
        T("SELECT n.id, n.product_id, n.product_variant_id, n.description, p.name, "
          "coalesce(v.size, n.size), n.expected, " FIGURE_OF("f") ", " FIGURE_OF(
              "s") ", n.counted, "
                   "n.counted - coalesce(n.expected, 0), n.stock_movement_id FROM inbound_line n JOIN "
                   "inbound_box b ON b.workspace_id = n.workspace_id AND b.id = n.inbound_box_id LEFT JOIN "
                   "product p ON p.workspace_id = n.workspace_id AND p.id = n.product_id LEFT JOIN "
                   "product_variant v ON v.workspace_id = n.workspace_id AND v.id = n.product_variant_id " COUNT_OF(
                       "f", "1") COUNT_OF("s", "2") "WHERE n.workspace_id = "));
    stock_query_bind(&query, "", VALUE_OF_INTEGER(call->identity.workspace_id), "");
    stock_query_bind(&query, " AND n.inbound_box_id = ", VALUE_OF_ID(box.row.id),
                     " ORDER BY n.created_at, n.id");
    buffer_clear(&call->body);
    json = call_answer_json(call);
    return stock_query_write(tx, &query, &json);
}

static enum status differences_run(struct call *call, const void *input)
{
    struct reporting reporting = { call, input };

    return call_read(call, differences_work, &reporting);
}

/* ---- inbound_cost_set ---- */

struct cost_input {
    struct id inbound_line_id;
    int64_t unit_cost;
    struct text currency;
};

#undef ROW
#define ROW struct cost_input
/* clang-format off */
static const struct field cost_inputs[] = {
    ID(inbound_line_id, L("Box line", "到货明细"), NOT_PERSONAL),
    MONEY(unit_cost, L("Unit cost", "单件成本"), FINANCIAL, .max = MONEY_MAX),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
};
/* clang-format on */

struct costing {
    struct call *call;
    const struct cost_input *input;
};

static enum status check_line(struct costing *costing, struct tx *tx)
{
    struct call *call = costing->call;
    struct inbound_line line;
    struct inbound_box box;
    enum status status = row_find(tx, &inbound_line_entity, call->identity.workspace_id,
                                  costing->input->inbound_line_id, &line);

    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "P0002", .entity = &inbound_cost_entity,
                      .field = &cost_inputs[0],
                      .say = L("There is no such {field}.", "没有这个{field}。"));
    if (status == OK)
        status = sheet_find_box(call, tx, line.inbound_box_id, &box);
    if (status == OK && box.status == INBOUND_BOOKED)
        return sheet_refuse(call, CONFLICT,
                            (struct label)L("This box is in stock already.", "该到货箱已入库。"));
    return status;
}

static enum status cost_as_system(struct tx *tx, void *context)
{
    struct costing *costing = context;
    const struct cost_input *input = costing->input;
    const struct value values[] = { VALUE_OF_INTEGER(costing->call->identity.workspace_id),
                                    VALUE_OF_ID(input->inbound_line_id) };
    struct inbound_cost cost;
    enum status status = check_line(costing, tx);
    bool is_new;

    if (status == OK)
        status = row_find_where(tx, &inbound_cost_entity,
                                T("workspace_id = $1 AND inbound_line_id = $2"), values, 2, &cost);
    is_new = status == NOT_FOUND;
    if (status != OK && !is_new)
        return status;
    if (is_new)
        cost = (struct inbound_cost){ .row = call_new_row(costing->call),
                                      .inbound_line_id = input->inbound_line_id };
    cost.unit_cost = input->unit_cost;
    cost.currency = input->currency;
    cost.row.updated_at = costing->call->now_ms;
    return is_new ? row_insert(tx, &inbound_cost_entity, &cost)
                  : row_update(tx, &inbound_cost_entity, &cost);
}

static enum status cost_work(struct tx *tx, void *context)
{
    return tx_as_system(tx, cost_as_system, context);
}

static enum status cost_run(struct call *call, const void *input)
{
    struct costing *costing = ARENA_NEW(call->arena, struct costing);

    *costing = (struct costing){ call, input };
    return call_write_last(call, cost_work, costing, NULL);
}

#define BOOKING                                                                                    \
    .who = WHO_MEMBER, .module = MODULE_WAREHOUSE, .level = LEVEL_EDIT_OWN, .is_one_write = true,  \
    .input_size = sizeof(struct book_input), .returns = RETURNS_OBJECT,                            \
    .outputs = LIST(book_outputs)

const struct function inbound_functions[] = {
    { .name = "inbound_book",
      .label = L("Book a box", "到货入库"),
      BOOKING,
      .inputs = LIST(book_inputs),
      .run = book_run },
    { .name = "inbound_unbook",
      .label = L("Take a booked box back", "撤销入库"),
      BOOKING,
      .inputs = LIST(unbook_inputs),
      .run = unbook_run },
    { .name = "inbound_differences",
      .label = L("Differences of a box", "到货差异"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .inputs = LIST(difference_inputs),
      .input_size = sizeof(struct difference_input),
      .returns = RETURNS_LIST,
      .outputs = LIST(difference_outputs),
      .run = differences_run },
    { .name = "inbound_cost_set",
      .label = L("Set the cost of a box line", "填写到货成本"),
      .who = WHO_MEMBER,
      .module = MODULE_FINANCE,
      .level = LEVEL_EDIT_OWN,
      .is_one_write = true,
      .inputs = LIST(cost_inputs),
      .input_size = sizeof(struct cost_input),
      .returns = RETURNS_NOTHING,
      .run = cost_run },
    { 0 },
};
