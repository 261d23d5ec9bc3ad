/* Lines: the same fields for everybody who books. */
#include "ops/stock_line.h"

#include "ops/barcode.h"
#include "ops/ops.h"
#include "ops/product_variant.h"
#include "ops/stock_average.h"
#include "ops/stock_code.h"
#include "store/row.h"

#include <assert.h>

#define ROW struct stock_wish

/* clang-format off */
static const struct field fields[] = {
    ID(id, L("Id", "编号"), NOT_PERSONAL, .optional = true,
       .help = L("Of the movement; sent again, it is not booked again.", "流水编号；重复发送不会重复记账。")),
    CHOICE(kind, L("Kind", "类型"), NOT_PERSONAL, CHOICES(stock_kinds)),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .optional = true),
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
    TEXT(code, L("Barcode", "条码"), NOT_PERSONAL, .min = 1, .max = BARCODE_MAX, .optional = true),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL, .min = -COUNT_MAX, .max = COUNT_MAX),
    ID(location_id, L("Place", "位置"), NOT_PERSONAL),
    ID(to_location_id, L("To the place", "目标位置"), NOT_PERSONAL, .optional = true),
    MONEY(unit_cost, L("Unit cost", "单件成本"), FINANCIAL, .needs = MODULE_FINANCE, .max = MONEY_MAX, .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .optional = true),
    CHOICE(reason, L("Reason", "原因"), NOT_PERSONAL, CHOICES(stock_reasons), .optional = true),
    CHOICE(reference_kind, L("Booked for", "关联单据"), NOT_PERSONAL, CHOICES(stock_references), .optional = true),
    ID(reference_id, L("Record it is booked for", "关联记录"), NOT_PERSONAL, .optional = true),
    INSTANT(moved_at, L("When", "时间"), NOT_PERSONAL, .optional = true),
    TEXT(note, L("Note", "备注"), FREE_TEXT, .max = 400, .optional = true),
};
/* clang-format on */

enum { FIELD_COUNT = sizeof fields / sizeof *fields };

const struct field *stock_line_field(const char *name)
{
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (strcmp(fields[i].name, name) == 0)
            return &fields[i];
    assert(false && "a field of a line");
    return NULL;
}

static enum status refuse(struct call *call, int64_t number, const char *field, struct label say)
{
    return REFUSE(call, INVALID, .code = "23514", .row = number, .say = say,
                  .field = stock_line_field(field), .entity = &stock_movement_entity);
}

/* ---- reading ---- */

static enum status read_one(struct call *call, const struct json *json, int64_t number,
                            struct stock_wish *wish)
{
    const struct field *field = NULL;
    struct text unknown = { 0 };
    enum parse_fault fault;
    enum status status;

    if (json_kind(json) != JSON_KIND_OBJECT)
        return REFUSE(call, INVALID, .code = "PGRST102", .row = number,
                      .say = L("A row must be a JSON object.", "每一行必须是 JSON 对象。"));
    fault = struct_from_json(fields, FIELD_COUNT, json, call->arena, wish, sizeof *wish, &field,
                             &unknown);
    wish->number = number;
    wish->has_unit_cost = json_kind(json_member(json, T("unit_cost"))) == JSON_KIND_INTEGER;
    if (fault == PARSE_FINE)
        return OK;
    if (!field)
        return REFUSE(call, INVALID, .code = "PGRST204", .row = number, .value = unknown,
                      .say = L("Could not find the column {value}", "找不到列 {value}"));
    status = call_refuse_field(call, &stock_movement_entity, field, fault,
                               json_text_member(json, text_from(field->name)));
    call->refusal.row = number;
    return status;
}

static enum status check_wish(struct call *call, const struct stock_wish *wish)
{
    int named = !id_is_zero(wish->product_variant_id) + !id_is_zero(wish->product_id) +
                (wish->code.size > 0);

    if (named != 1)
        return refuse(call, wish->number, "product_variant_id",
                      (struct label)L("Say what moves: one of \"product_variant_id\", "
                                      "\"product_id\" and \"code\".",
                                      "请用 “product_variant_id”、“product_id”、“code” "
                                      "之一说明货品。"));
    if ((wish->kind == STOCK_TRANSFER) == id_is_zero(wish->to_location_id))
        return refuse(
            call, wish->number, "to_location_id",
            (struct label)L("A move, and nothing else, says where to.", "仅调拨须填写目标位置。"));
    if (wish->has_unit_cost && wish->kind != STOCK_IN && wish->kind != STOCK_RETURN &&
        wish->kind != STOCK_ADJUST && wish->kind != STOCK_COUNT)
        return refuse(
            call, wish->number, "unit_cost",
            (struct label)L("What goes out goes at the average cost.", "出库按平均成本计价。"));
    if ((wish->reference_kind == 0) != id_is_zero(wish->reference_id))
        return refuse(call, wish->number, "reference_id",
                      (struct label)L("\"reference_kind\" and \"reference_id\" go together.",
                                      "“reference_kind” 与 “reference_id” 须同时填写。"));
    if (wish->reference_kind == REFERENCE_SALE || wish->reference_kind == REFERENCE_RETURN)
        return refuse(call, wish->number, "reference_kind",
                      (struct label)L("A sale books its own stock: give the sale its size and "
                                      "place.",
                                      "销售会自动扣减库存：请在销售中填写规格与位置。"));
    return OK;
}

/* Costs are of the module finance, to say as to see. */
static enum status check_cost(struct call *call, const struct stock_wish *wish)
{
    return wish->has_unit_cost ? call_require_field(call, &stock_movement_entity,
                                                    stock_line_field("unit_cost"), LEVEL_EDIT_OWN)
                               : OK;
}

enum status stock_lines_read(struct call *call, struct text text, struct stock_wish **ret_lines,
                             size_t *ret_count)
{
    const struct json *json;
    struct stock_wish *lines;
    bool is_list;
    size_t count;
    enum status status = json_parse(call->arena, text, NULL, &json, NULL);

    if (status != OK)
        return REFUSE(call, INVALID, .code = "PGRST102", .details = T("field: lines"),
                      .say = L("The lines are not valid JSON.", "明细不是有效的 JSON。"));
    is_list = json_kind(json) == JSON_KIND_ARRAY;
    count = is_list ? json_count(json) : 1;
    if (count == 0 || count > LIMIT_STOCK_LINES)
        return REFUSE(
            call, INVALID, .code = "23514", .limit = LIMIT_STOCK_LINES,
            .details = T("field: lines"),
            .say = L("A request books 1 to {limit} lines.", "一次请求可记 1 至 {limit} 行。"));
    lines = ARENA_NEW_ARRAY(call->arena, struct stock_wish, count);
    for (size_t i = 0; status == OK && i < count; i++) {
        status = read_one(call, is_list ? json_at(json, i) : json, is_list ? (int64_t)i + 1 : 0,
                          &lines[i]);
        if (status == OK)
            status = check_wish(call, &lines[i]);
        if (status == OK)
            status = check_cost(call, &lines[i]);
    }
    if (status != OK)
        return status;
    *ret_lines = lines;
    *ret_count = count;
    return OK;
}

/* ---- which variant ---- */

static enum status refuse_unknown(struct call *call, const struct stock_wish *wish,
                                  const char *field)
{
    return REFUSE(call, NOT_FOUND, .code = "P0002", .row = wish->number, .value = wish->code,
                  .field = stock_line_field(field), .entity = &stock_movement_entity,
                  .say = L("There is no such {field}.", "没有这个{field}。"));
}

static enum status only_of(struct call *call, struct tx *tx, const struct stock_wish *wish,
                           struct id product_id, struct id *ret_id)
{
    const char *field = wish->code.size > 0 ? "code" : "product_id";
    enum status status = product_variant_only(call, tx, product_id, ret_id);

    if (status == NOT_FOUND)
        return refuse_unknown(call, wish, field);
    if (status != CONFLICT)
        return status;
    return REFUSE(
        call, INVALID, .code = "22023", .row = wish->number, .field = stock_line_field(field),
        .entity = &stock_movement_entity,
        .say = L("This product has several sizes: say which.", "该商品有多个尺码，请指明。"));
}

static enum status find_variant(struct call *call, struct tx *tx, const struct stock_wish *wish,
                                struct id *ret_id)
{
    struct stock_code code = { .product_id = wish->product_id };
    enum status status = OK;

    *ret_id = wish->product_variant_id;
    if (!id_is_zero(*ret_id))
        return OK;
    if (wish->code.size > 0)
        status = stock_code_find(call, tx, wish->code, &code);
    if (status != OK)
        return status;
    *ret_id = code.variant_id;
    if (!id_is_zero(code.variant_id))
        return OK;
    return id_is_zero(code.product_id) ? refuse_unknown(call, wish, "code")
                                       : only_of(call, tx, wish, code.product_id, ret_id);
}

enum status stock_line_complete(struct call *call, struct tx *tx, const struct stock_wish *wish,
                                struct stock_line *ret_line)
{
    struct stock_line line = {
        .id = wish->id,
        .kind = wish->kind,
        .location_id = wish->location_id,
        .to_location_id = wish->to_location_id,
        .quantity = wish->quantity,
        .has_unit_cost = wish->has_unit_cost,
        .unit_cost = wish->unit_cost,
        .currency = wish->currency,
        .reason = wish->reason,
        .reference_kind = wish->reference_kind,
        .reference_id = wish->reference_id,
        .moved_at = wish->moved_at,
        .note = wish->note,
        .number = wish->number,
    };
    enum status status = find_variant(call, tx, wish, &line.variant_id);

    if (status == OK)
        *ret_line = line;
    return status;
}

/* ---- writing ---- */

static void write_id(struct json_writer *json, struct text name, struct id id)
{
    struct id_text text = id_to_text(id);

    json_write_key(json, name);
    if (id_is_zero(id))
        json_write_null(json);
    else
        json_write_text(json, text_from(text.at));
}

static void write_movement(struct json_writer *json, const struct stock_movement *movement,
                           bool is_repeated)
{
    json_begin_object(json);
    write_id(json, T("id"), movement->row.id);
    write_id(json, T("product_variant_id"), movement->product_variant_id);
    write_id(json, T("location_id"), movement->location_id);
    json_write_text_member(json, T("kind"), text_from(stock_kinds[movement->kind - 1].value));
    json_write_integer_member(json, T("quantity"), movement->quantity);
    json_write_integer_member(json, T("on_hand"), movement->on_hand);
    json_write_integer_member(json, T("on_hand_total"), movement->on_hand_total);
    json_write_boolean_member(json, T("is_short"), movement->is_short);
    json_write_boolean_member(json, T("is_repeated"), is_repeated);
    json_end_object(json);
}

void stock_booked_write(struct json_writer *json, const struct stock_booked *booked)
{
    write_movement(json, &booked->movement, booked->is_repeated);
    if (!id_is_zero(booked->arrival.row.id))
        write_movement(json, &booked->arrival, booked->is_repeated);
}
