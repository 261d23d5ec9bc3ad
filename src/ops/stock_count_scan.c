/* stock_count_open, stock_count_scan, stock_count_drop. A figure is made from the scans each time:
   the last one that was typed, and what was scanned after it, in the order they were made. */
#include "ops/barcode.h"
#include "ops/location.h"
#include "ops/ops.h"
#include "ops/product_variant.h"
#include "ops/stock_average.h"
#include "ops/stock_functions.h"
#include "ops/stock_line.h"
#include "ops/stock_sheet.h"
#include "store/row.h"

/* How long a clock of a phone may be ahead. */
enum { AHEAD_MS = 5 * 60 * 1000 };

/* ---- stock_count_open ---- */

struct open_input {
    struct id id, location_id, inbound_box_id;
    bool hides_books;
    struct text note;
};

#define ROW struct open_input
/* clang-format off */
static const struct field open_inputs[] = {
    ID(id, L("Id", "编号"), NOT_PERSONAL, .optional = true,
       .help = L("Of the count; sent again, it is not opened again.", "盘点单编号；重复发送不会重复开单。")),
    ID(location_id, L("Place", "位置"), NOT_PERSONAL, .optional = true),
    ID(inbound_box_id, L("Incoming box", "到货箱"), NOT_PERSONAL, .optional = true),
    BOOLEAN(hides_books, L("Blind", "盲盘"), NOT_PERSONAL, .optional = true),
    TEXT(note, L("Note", "备注"), FREE_TEXT, .max = 400, .optional = true),
};

struct open_output {
    struct id id;
    int64_t round;
    bool is_repeated;
};
#undef ROW
#define ROW struct open_output
static const struct field open_outputs[] = {
    ID(id, L("Id", "编号"), NOT_PERSONAL),
    INTEGER(round, L("Count number", "第几次清点"), NOT_PERSONAL),
    BOOLEAN(is_repeated, L("It was there already", "已存在"), NOT_PERSONAL),
};
/* clang-format on */

struct opening {
    struct call *call;
    const struct open_input *input;
    struct stock_count count;
    bool is_repeated;
};

static enum status find_place(struct opening *opening, struct tx *tx)
{
    struct call *call = opening->call;
    struct location place;
    enum status status = row_find(tx, &location_entity, call->identity.workspace_id,
                                  opening->input->location_id, &place);

    if (status != NOT_FOUND)
        return status;
    return REFUSE(call, NOT_FOUND, .code = "P0002", .entity = &stock_count_entity,
                  .field = &open_inputs[1],
                  .say = L("There is no such {field}.", "没有这个{field}。"));
}

static enum status may_anybody_count(struct call *call, struct tx *tx, bool *ret_may)
{
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id) };
    struct cursor *cursor;
    bool found;
    enum status status =
        tx_query(tx, T("SELECT second_counter FROM main.workspace WHERE workspace_id = $1"), values,
                 1, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    *ret_may = status == OK && found && text_equal(cursor_value(cursor, 0).text, T("anybody"));
    cursor_close(cursor);
    return status;
}

/* The first count is closed and the box wants another one. */
static enum status begin_second(struct opening *opening, struct tx *tx,
                                const struct stock_count *first)
{
    struct call *call = opening->call;
    bool may_anybody = false;
    enum status status = OK;

    if (first->state == SHEET_OPEN || first->round == 2)
        return sheet_refuse(
            call, CONFLICT,
            (struct label)L("Somebody is counting this box.", "有人正在清点该到货箱。"));
    if (id_equal(first->row.created_by, call->caller.account_id)) {
        status = may_anybody_count(call, tx, &may_anybody);
        if (status == OK && !may_anybody)
            return sheet_refuse(call, FORBIDDEN,
                                (struct label)L("The second count is for somebody else.",
                                                "第二次清点须由另一名成员进行。"));
    }
    opening->count.round = 2;
    return status;
}

static enum status begin_box(struct opening *opening, struct tx *tx)
{
    struct call *call = opening->call;
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_ID(opening->input->inbound_box_id) };
    struct stock_count first;
    struct inbound_box box;
    enum status status = sheet_find_box(call, tx, opening->input->inbound_box_id, &box);

    if (status != OK)
        return status;
    if (box.status >= INBOUND_COUNTED)
        return sheet_refuse(call, CONFLICT,
                            (struct label)L("This box was counted.", "该到货箱已清点完成。"));
    status = row_find_where(tx, &stock_count_entity,
                            T("workspace_id = $1 AND inbound_box_id = $2 ORDER BY round DESC"),
                            values, 2, &first);
    if (status == OK)
        return begin_second(opening, tx, &first);
    if (status != NOT_FOUND || box.status == INBOUND_ARRIVED)
        return status == NOT_FOUND ? OK : status;
    return inbound_box_arrive(call, tx, &box);
}

static enum status open_as_system(struct tx *tx, void *context)
{
    struct opening *opening = context;
    const struct open_input *input = opening->input;
    struct call *call = opening->call;
    struct stock_count known;
    enum status status = NOT_FOUND;

    opening->is_repeated = false;
    if (!id_is_zero(input->id))
        status = row_find(tx, &stock_count_entity, call->identity.workspace_id, input->id, &known);
    if (status == OK) {
        if (!id_equal(known.location_id, input->location_id) ||
            !id_equal(known.inbound_box_id, input->inbound_box_id))
            return sheet_refuse(
                call, CONFLICT,
                (struct label)L("This id belongs to another count.", "该编号已用于另一张盘点单。"));
        opening->count = known;
        opening->is_repeated = true;
    }
    if (status != NOT_FOUND)
        return status;
    opening->count = (struct stock_count){ .row = call_new_row(call),
                                           .location_id = input->location_id,
                                           .inbound_box_id = input->inbound_box_id,
                                           .round = 1,
                                           .state = SHEET_OPEN,
                                           .hides_books = input->hides_books,
                                           .note = input->note };
    if (!id_is_zero(input->id))
        opening->count.row.id = input->id;
    status = id_is_zero(input->location_id) ? begin_box(opening, tx) : find_place(opening, tx);
    return status == OK ? row_insert(tx, &stock_count_entity, &opening->count) : status;
}

static enum status open_work(struct tx *tx, void *context)
{
    struct opening *opening = context;
    enum status status = tx_as_system(tx, open_as_system, opening);
    struct json_writer json;
    struct id_text id;

    if (status != OK)
        return status;
    buffer_clear(&opening->call->body);
    json = call_answer_json(opening->call);
    id = id_to_text(opening->count.row.id);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id.at));
    json_write_integer_member(&json, T("round"), opening->count.round);
    json_write_boolean_member(&json, T("is_repeated"), opening->is_repeated);
    json_end_object(&json);
    return OK;
}

static enum status open_run(struct call *call, const void *input)
{
    struct opening *opening = ARENA_NEW(call->arena, struct opening);

    *opening = (struct opening){ .call = call, .input = input };
    if (id_is_zero(opening->input->location_id) == id_is_zero(opening->input->inbound_box_id))
        return REFUSE(call, INVALID, .code = "23514", .entity = &stock_count_entity,
                      .field = &open_inputs[1],
                      .say = L("Say what is counted: one of \"location_id\" and "
                               "\"inbound_box_id\".",
                               "请用 “location_id” 或 “inbound_box_id” 之一说明盘点对象。"));
    return call_write_last(call, open_work, opening, NULL);
}

/* ---- stock_count_scan ---- */

struct scan_input {
    struct id stock_count_id, id, product_variant_id;
    struct text code;
    int64_t quantity, scanned_at;
    bool is_figure;
};

#undef ROW
#define ROW struct scan_input
/* clang-format off */
static const struct field scan_inputs[] = {
    ID(stock_count_id, L("Count", "盘点单"), NOT_PERSONAL),
    ID(id, L("Id", "编号"), NOT_PERSONAL, .optional = true,
       .help = L("Of the scan; sent again, it does not count again.", "扫描编号；重复发送不会重复计数。")),
    TEXT(code, L("Barcode", "条码"), NOT_PERSONAL, .min = 1, .max = BARCODE_MAX, .optional = true),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .optional = true),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL, .min = -COUNT_MAX, .max = COUNT_MAX),
    BOOLEAN(is_figure, L("A figure for all of them", "为总数"), NOT_PERSONAL, .optional = true,
            .help = L("The quantity is all that is there, whatever was scanned before.", "数量为总数，取代之前的扫描。")),
    INSTANT(scanned_at, L("When", "时间"), NOT_PERSONAL, .optional = true),
};

struct scan_output {
    struct id product_variant_id;
    int64_t counted;
    bool is_repeated;
};
#undef ROW
#define ROW struct scan_output
static const struct field scan_outputs[] = {
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    INTEGER(counted, L("Counted", "盘点数"), NOT_PERSONAL),
    BOOLEAN(is_repeated, L("It was there already", "已存在"), NOT_PERSONAL),
};
/* clang-format on */

struct scanning {
    struct call *call;
    const struct scan_input *input;
    struct stock_count count;
    struct stock_count_line line;
    bool is_repeated;
};

static enum status refuse_scan(struct call *call, size_t input, struct label say)
{
    return REFUSE(call, INVALID, .code = "23514", .entity = &stock_count_entity,
                  .field = &scan_inputs[input], .say = say);
}

static enum status find_variant(struct scanning *scanning, struct tx *tx, struct id *ret_id)
{
    const struct scan_input *input = scanning->input;
    const struct stock_wish wish = { .kind = STOCK_COUNT,
                                     .code = input->code,
                                     .product_variant_id = input->product_variant_id };
    struct product_variant variant;
    struct stock_line line;
    enum status status = stock_line_complete(scanning->call, tx, &wish, &line);

    if (status == OK)
        status = row_find(tx, &product_variant_entity, scanning->call->identity.workspace_id,
                          line.variant_id, &variant);
    if (status == NOT_FOUND && !scanning->call->is_refused)
        return REFUSE(scanning->call, NOT_FOUND, .code = "P0002", .entity = &stock_count_entity,
                      .field = &scan_inputs[3],
                      .say = L("There is no such {field}.", "没有这个{field}。"));
    if (status == OK)
        *ret_id = line.variant_id;
    return status;
}

static enum status find_line(struct scanning *scanning, struct tx *tx, struct id variant_id)
{
    const struct value values[] = { VALUE_OF_INTEGER(scanning->call->identity.workspace_id),
                                    VALUE_OF_ID(scanning->count.row.id), VALUE_OF_ID(variant_id) };

    return row_find_where(
        tx, &stock_count_line_entity,
        T("workspace_id = $1 AND stock_count_id = $2 AND product_variant_id = $3"), values, 3,
        &scanning->line);
}

static enum status check_room(struct scanning *scanning, struct tx *tx)
{
    const struct value values[] = { VALUE_OF_INTEGER(scanning->call->identity.workspace_id),
                                    VALUE_OF_ID(scanning->count.row.id) };
    struct cursor *cursor;
    bool found, is_full;
    enum status status = tx_query(tx,
                                  T("SELECT COUNT(*) FROM main.stock_count_line WHERE "
                                    "workspace_id = $1 AND stock_count_id = $2"),
                                  values, 2, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    is_full = status == OK && cursor_value(cursor, 0).integer >= LIMIT_SHEET_LINES;
    cursor_close(cursor);
    if (!is_full)
        return status;
    return REFUSE(scanning->call, CONFLICT, .code = "54000", .entity = &stock_count_entity,
                  .field = &scan_inputs[0], .limit = LIMIT_SHEET_LINES,
                  .say = L("One count takes {limit} sizes: close it and open another.",
                           "一张盘点单最多 {limit} 个规格，请完成后另开一张。"));
}

/* The last typed figure, zero before the first one, and what was scanned after it. */
static enum status add_up(struct scanning *scanning, struct tx *tx, struct id variant_id)
{
    struct stock_count_line *line = &scanning->line;
    const struct value values[] = { VALUE_OF_INTEGER(scanning->call->identity.workspace_id),
                                    VALUE_OF_ID(scanning->count.row.id), VALUE_OF_ID(variant_id) };
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(
        tx,
        T("SELECT is_figure, quantity, scanned_at FROM main.stock_count_scan WHERE workspace_id = "
          "$1 AND stock_count_id = $2 AND product_variant_id = $3 ORDER BY scanned_at, id"),
        values, 3, &cursor);

    if (status != OK)
        return status;
    line->counted = line->first_at = line->last_at = 0;
    while ((status = cursor_next(cursor, &found)) == OK && found) {
        bool is_figure = cursor_value(cursor, 0).integer == 1;
        int64_t scanned_at = cursor_value(cursor, 2).integer;

        line->counted = cursor_value(cursor, 1).integer + (is_figure ? 0 : line->counted);
        if (is_figure || line->first_at == 0)
            line->first_at = scanned_at;
        line->last_at = scanned_at;
    }
    cursor_close(cursor);
    if (status == OK && line->counted > STOCK_QUANTITY_MAX)
        return refuse_scan(scanning->call, 4,
                           (struct label)L("\"{field}\" is too large.", "“{field}”太大。"));
    return status;
}

static enum status save_line(struct scanning *scanning, struct tx *tx, struct id variant_id)
{
    struct stock_count_line *line = &scanning->line;
    enum status status = find_line(scanning, tx, variant_id);
    bool is_new = status == NOT_FOUND;

    if (is_new) {
        status = check_room(scanning, tx);
        *line = (struct stock_count_line){ .row = call_new_row(scanning->call),
                                           .stock_count_id = scanning->count.row.id,
                                           .product_variant_id = variant_id,
                                           .is_shared = !id_is_zero(scanning->count.location_id) };
        row_set_null(line, &stock_count_line_entity, "expected");
        row_set_null(line, &stock_count_line_entity, "difference");
    }
    if (status == OK)
        status = add_up(scanning, tx, variant_id);
    if (status == OK && line->counted < 0)
        return refuse_scan(
            scanning->call, 4,
            (struct label)L("Fewer than none cannot be there.", "盘点数不能小于零。"));
    if (status != OK)
        return status;
    line->row.updated_at = scanning->call->now_ms;
    return is_new ? row_insert(tx, &stock_count_line_entity, line)
                  : row_update(tx, &stock_count_line_entity, line);
}

static enum status check_scan(struct scanning *scanning)
{
    const struct scan_input *input = scanning->input;
    struct call *call = scanning->call;

    if (scanning->count.state != SHEET_OPEN)
        return sheet_refuse(call, CONFLICT,
                            (struct label)L("This count is closed.", "该盘点单已完成。"));
    if (!id_is_zero(scanning->count.inbound_box_id) &&
        !id_equal(scanning->count.row.created_by, call->caller.account_id))
        return sheet_refuse(call, FORBIDDEN,
                            (struct label)L("Whoever began to count this box counts it.",
                                            "该到货箱须由开始清点的人清点。"));
    if (input->quantity == 0 && !input->is_figure)
        return refuse_scan(call, 4,
                           (struct label)L("\"{field}\" must not be zero.", "“{field}”不能为零。"));
    if (input->quantity < 0 && input->is_figure)
        return refuse_scan(
            call, 4, (struct label)L("Fewer than none cannot be there.", "盘点数不能小于零。"));
    if (input->scanned_at > call->now_ms + AHEAD_MS)
        return refuse_scan(call, 6,
                           (struct label)L("\"{field}\" lies in the future.", "“{field}”在将来。"));
    return OK;
}

/* A scan that is there already: its line is told as it stands now. */
static enum status find_repeated(struct scanning *scanning, struct tx *tx)
{
    struct stock_count_scan scan;
    enum status status = row_find(tx, &stock_count_scan_entity,
                                  scanning->call->identity.workspace_id, scanning->input->id,
                                  &scan);

    if (status != OK)
        return status;
    if (!id_equal(scan.stock_count_id, scanning->count.row.id))
        return sheet_refuse(
            scanning->call, CONFLICT,
            (struct label)L("This id belongs to another scan.", "该编号已用于另一次扫描。"));
    scanning->is_repeated = true;
    return find_line(scanning, tx, scan.product_variant_id);
}

static enum status scan_as_system(struct tx *tx, void *context)
{
    struct scanning *scanning = context;
    const struct scan_input *input = scanning->input;
    struct call *call = scanning->call;
    struct stock_count_scan scan;
    struct id variant_id;
    enum status status = sheet_find(call, tx, input->stock_count_id, &scanning->count);

    scanning->is_repeated = false;
    if (status != OK)
        return status;
    status = id_is_zero(input->id) ? NOT_FOUND : find_repeated(scanning, tx);
    if (status != NOT_FOUND)
        return status;
    status = check_scan(scanning);
    if (status == OK)
        status = find_variant(scanning, tx, &variant_id);
    if (status != OK)
        return status;
    scan = (struct stock_count_scan){ .row = call_new_row(call),
                                      .stock_count_id = scanning->count.row.id,
                                      .product_variant_id = variant_id,
                                      .scanned_at = input->scanned_at != 0 ? input->scanned_at
                                                                           : call->now_ms,
                                      .is_figure = input->is_figure,
                                      .quantity = input->quantity };
    if (!id_is_zero(input->id))
        scan.row.id = input->id;
    status = row_insert(tx, &stock_count_scan_entity, &scan);
    return status == OK ? save_line(scanning, tx, variant_id) : status;
}

static enum status scan_work(struct tx *tx, void *context)
{
    struct scanning *scanning = context;
    enum status status = tx_as_system(tx, scan_as_system, scanning);
    struct json_writer json;
    struct id_text id;

    if (status != OK)
        return status;
    buffer_clear(&scanning->call->body);
    json = call_answer_json(scanning->call);
    id = id_to_text(scanning->line.product_variant_id);
    json_begin_object(&json);
    json_write_text_member(&json, T("product_variant_id"), text_from(id.at));
    json_write_integer_member(&json, T("counted"), scanning->line.counted);
    json_write_boolean_member(&json, T("is_repeated"), scanning->is_repeated);
    json_end_object(&json);
    return OK;
}

static enum status scan_run(struct call *call, const void *input)
{
    struct scanning *scanning = ARENA_NEW(call->arena, struct scanning);

    *scanning = (struct scanning){ .call = call, .input = input };
    if ((scanning->input->code.size > 0) == !id_is_zero(scanning->input->product_variant_id))
        return refuse_scan(call, 2,
                           (struct label)L("Say what was scanned: one of \"code\" and "
                                           "\"product_variant_id\".",
                                           "请用 “code” 或 “product_variant_id” 之一说明货品。"));
    return call_write_last(call, scan_work, scanning, NULL);
}

/* ---- stock_count_drop ---- */

struct drop_input {
    struct id id;
};

#undef ROW
#define ROW struct drop_input
static const struct field drop_inputs[] = { ID(id, L("Count", "盘点单"), NOT_PERSONAL) };

struct dropping {
    struct call *call;
    const struct drop_input *input;
};

static enum status drop_as_system(struct tx *tx, void *context)
{
    static const char *const statements[] = {
        "DELETE FROM main.stock_count_scan WHERE workspace_id = $1 AND stock_count_id = $2",
        "DELETE FROM main.stock_count_line WHERE workspace_id = $1 AND stock_count_id = $2",
    };
    struct dropping *dropping = context;
    struct call *call = dropping->call;
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_ID(dropping->input->id) };
    struct stock_count count;
    enum status status = sheet_find(call, tx, dropping->input->id, &count);

    if (status != OK)
        return status;
    if (count.state != SHEET_OPEN)
        return sheet_refuse(call, CONFLICT,
                            (struct label)L("This count is closed.", "该盘点单已完成。"));
    if (!id_equal(count.row.created_by, call->caller.account_id) &&
        call_level(call, MODULE_WAREHOUSE) < LEVEL_EDIT_EVERY)
        return sheet_refuse(
            call, FORBIDDEN,
            (struct label)L("You may drop only a count of your own.", "您只能作废自己的盘点单。"));
    for (size_t i = 0; status == OK && i < sizeof statements / sizeof *statements; i++)
        status = tx_execute(tx, text_from(statements[i]), values, 2, NULL);
    if (status == OK)
        status =
            row_delete(tx, &stock_count_entity, call->identity.workspace_id, dropping->input->id);
    return status;
}

static enum status drop_work(struct tx *tx, void *context)
{
    return tx_as_system(tx, drop_as_system, context);
}

static enum status drop_run(struct call *call, const void *input)
{
    struct dropping *dropping = ARENA_NEW(call->arena, struct dropping);

    *dropping = (struct dropping){ call, input };
    return call_write_last(call, drop_work, dropping, NULL);
}

#define COUNTING                                                                                   \
    .who = WHO_MEMBER, .module = MODULE_WAREHOUSE, .level = LEVEL_EDIT_OWN, .is_one_write = true

const struct function stock_count_functions[] = {
    { .name = "stock_count_open",
      .label = L("Begin a count", "开始盘点"),
      COUNTING,
      .inputs = LIST(open_inputs),
      .input_size = sizeof(struct open_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(open_outputs),
      .run = open_run },
    { .name = "stock_count_scan",
      .label = L("Count by scan", "扫码盘点"),
      COUNTING,
      .inputs = LIST(scan_inputs),
      .input_size = sizeof(struct scan_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(scan_outputs),
      .run = scan_run },
    { .name = "stock_count_drop",
      .label = L("Drop a count", "作废盘点单"),
      COUNTING,
      .inputs = LIST(drop_inputs),
      .input_size = sizeof(struct drop_input),
      .returns = RETURNS_NOTHING,
      .run = drop_run },
    { 0 },
};
