/* stock_find: what a scanned code is. The answer to an unknown code has what a form needs to make
   something of it: the kind of code and whether its check digit is right. */
#include "ops/barcode.h"
#include "ops/ops.h"
#include "ops/product_variant.h"
#include "ops/sale.h"
#include "ops/stock_code.h"
#include "ops/stock_functions.h"
#include "ops/stock_movement.h"
#include "ops/stock_rows.h"
#include "store/row.h"

enum { FIND_MOVEMENTS = 5, FIND_VARIANTS = 200, FIND_LEVELS = 500 };

struct find_input {
    struct text code;
};

#define ROW struct find_input
static const struct field find_inputs[] = {
    TEXT(code, L("Barcode", "条码"), NOT_PERSONAL, .min = 1, .max = BARCODE_MAX),
};

struct find_variant {
    struct id id, product_id;
    struct text name, brand, shoe_type, colour, size, sku, currency;
    int size_system;
    int64_t price, reorder_at, on_hand;
};
struct find_level {
    struct id product_variant_id, location_id;
    struct text location;
    int64_t on_hand, counted_at;
};
struct find_movement {
    struct id id, product_variant_id;
    int kind, reason;
    int64_t moved_at, quantity, on_hand;
    struct text location;
};

#undef ROW
#define ROW struct find_variant
/* clang-format off */
static const struct field variant_outputs[] = {
    ID(id, L("Id", "编号"), NOT_PERSONAL),
    ID(product_id, L("Product", "商品"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL),
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL, .optional = true),
    TEXT(colour, L("Colour", "颜色"), NOT_PERSONAL, .optional = true),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    CHOICE(size_system, L("Size system", "尺码制式"), NOT_PERSONAL, .choices = sale_size_systems,
           .choice_count = SIZE_SYSTEM_CM, .optional = true),
    TEXT(sku, L("SKU", "货号"), NOT_PERSONAL, .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(price, L("Price", "售价"), FINANCIAL, .optional = true),
    INTEGER(reorder_at, L("Reorder at", "补货点"), NOT_PERSONAL, .optional = true),
    INTEGER(on_hand, L("On hand", "库存"), NOT_PERSONAL),
};
#undef ROW
#define ROW struct find_level
static const struct field level_outputs[] = {
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    ID(location_id, L("Place", "位置"), NOT_PERSONAL),
    TEXT(location, L("Place", "位置"), NOT_PERSONAL),
    INTEGER(on_hand, L("On hand", "库存"), NOT_PERSONAL),
    INSTANT(counted_at, L("Last counted", "上次盘点"), NOT_PERSONAL, .optional = true),
};
#undef ROW
#define ROW struct find_movement
static const struct field movement_outputs[] = {
    ID(id, L("Id", "编号"), NOT_PERSONAL),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    CHOICE(kind, L("Kind", "类型"), NOT_PERSONAL, CHOICES(stock_kinds)),
    CHOICE(reason, L("Reason", "原因"), NOT_PERSONAL, CHOICES(stock_reasons), .optional = true),
    INSTANT(moved_at, L("When", "时间"), NOT_PERSONAL),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL),
    INTEGER(on_hand, L("On hand at the place", "该位置结存"), NOT_PERSONAL),
    TEXT(location, L("Place", "位置"), NOT_PERSONAL),
};
/* clang-format on */

#define OUTPUTS(array) (array), sizeof(array) / sizeof *(array)

struct finding {
    struct call *call;
    struct text code;
    struct stock_code found;
};

/* " AND v.id = $n" or, of a product as a whole, " AND v.product_id = $n". */
static void narrow(const struct finding *finding, struct stock_query *query)
{
    stock_query_narrow(query, "v.id", finding->found.variant_id);
    stock_query_narrow(query, "v.product_id", finding->found.product_id);
}

static enum status write_variants(struct tx *tx, const struct finding *finding,
                                  struct json_writer *json)
{
    struct stock_query query = stock_query_new(finding->call, OUTPUTS(variant_outputs));

    buffer_append(
        &query.sql,
        T("SELECT v.id, p.id, p.name, p.brand, p.shoe_type, p.colour, v.size, v.size_system, "
          "coalesce(v.sku, p.sku), CASE WHEN v.price IS NULL THEN p.currency ELSE v.currency END, "
          "coalesce(v.price, p.price), v.reorder_at, (SELECT CAST(coalesce(SUM(l.on_hand), 0) AS "
          "BIGINT) FROM stock_level l WHERE l.workspace_id = v.workspace_id AND "
          "l.product_variant_id = v.id) FROM product_variant v JOIN product p ON p.workspace_id = "
          "v.workspace_id AND p.id = v.product_id WHERE v.workspace_id = "));
    stock_query_bind(&query, "", VALUE_OF_INTEGER(finding->call->identity.workspace_id), "");
    narrow(finding, &query);
    stock_query_bind(&query, " ORDER BY v.size_order NULLS FIRST, v.size NULLS FIRST, v.id LIMIT ",
                     VALUE_OF_INTEGER(FIND_VARIANTS), "");
    return stock_query_write(tx, &query, json);
}

static enum status write_levels(struct tx *tx, const struct finding *finding,
                                struct json_writer *json)
{
    struct stock_query query = stock_query_new(finding->call, OUTPUTS(level_outputs));

    buffer_append(&query.sql,
                  T("SELECT v.id, l.location_id, o.name, l.on_hand, l.counted_at FROM "
                    "product_variant v JOIN stock_level l ON l.workspace_id = v.workspace_id AND "
                    "l.product_variant_id = v.id JOIN location o ON o.workspace_id = "
                    "l.workspace_id AND o.id = l.location_id WHERE v.workspace_id = "));
    stock_query_bind(&query, "", VALUE_OF_INTEGER(finding->call->identity.workspace_id), "");
    narrow(finding, &query);
    stock_query_bind(&query, " ORDER BY o.name, l.id LIMIT ", VALUE_OF_INTEGER(FIND_LEVELS), "");
    return stock_query_write(tx, &query, json);
}

static enum status write_movements(struct tx *tx, const struct finding *finding,
                                   struct json_writer *json)
{
    struct stock_query query = stock_query_new(finding->call, OUTPUTS(movement_outputs));

    buffer_append(&query.sql,
                  T("SELECT m.id, v.id, m.kind, m.reason, m.moved_at, m.quantity, m.on_hand, "
                    "o.name FROM product_variant v JOIN stock_movement m ON m.workspace_id = "
                    "v.workspace_id AND m.product_variant_id = v.id JOIN location o ON "
                    "o.workspace_id = m.workspace_id AND o.id = m.location_id "
                    "WHERE v.workspace_id = "));
    stock_query_bind(&query, "", VALUE_OF_INTEGER(finding->call->identity.workspace_id), "");
    narrow(finding, &query);
    stock_query_bind(&query, " ORDER BY m.booked_at DESC, m.sequence DESC LIMIT ",
                     VALUE_OF_INTEGER(FIND_MOVEMENTS), "");
    return stock_query_write(tx, &query, json);
}

static void write_id(struct json_writer *json, struct text name, struct id id)
{
    struct id_text text = id_to_text(id);

    json_write_key(json, name);
    if (id_is_zero(id))
        json_write_null(json);
    else
        json_write_text(json, text_from(text.at));
}

static void write_code(struct json_writer *json, const struct finding *finding, bool is_known)
{
    static const char *const names[] = { [SYMBOLOGY_CODE_128] = "code_128",
                                         [SYMBOLOGY_EAN_13] = "ean_13",
                                         [SYMBOLOGY_EAN_8] = "ean_8",
                                         [SYMBOLOGY_UPC_A] = "upc_a",
                                         [SYMBOLOGY_QR] = "qr",
                                         [SYMBOLOGY_OTHER] = "other" };
    struct text code = finding->code;
    enum symbology symbology = barcode_guess(code);
    bool is_right = barcode_digits(symbology) == 0 ||
                    barcode_check_digit(code) == code.at[code.size - 1] - '0';

    json_write_boolean_member(json, T("is_known"), is_known);
    json_write_text_member(json, T("code"), code);
    json_write_text_member(json, T("symbology"), text_from(names[symbology]));
    json_write_boolean_member(json, T("check_digit_is_right"), is_right);
    write_id(json, T("location_id"), finding->found.location_id);
    write_id(json, T("product_id"), finding->found.product_id);
}

static enum status find_work(struct tx *tx, void *context)
{
    struct finding *finding = context;
    struct call *call = finding->call;
    struct json_writer json;
    bool is_goods;
    enum status status = stock_code_find(call, tx, finding->code, &finding->found);

    if (status != OK)
        return status;
    is_goods = !id_is_zero(finding->found.variant_id) || !id_is_zero(finding->found.product_id);
    buffer_clear(&call->body);
    json = call_answer_json(call);
    json_begin_object(&json);
    write_code(&json, finding, is_goods || !id_is_zero(finding->found.location_id));
    json_write_key(&json, T("variants"));
    if (is_goods)
        status = write_variants(tx, finding, &json);
    else
        json_write_raw(&json, T("[]"));
    json_write_key(&json, T("levels"));
    if (is_goods && status == OK)
        status = write_levels(tx, finding, &json);
    else
        json_write_raw(&json, T("[]"));
    json_write_key(&json, T("movements"));
    if (is_goods && status == OK)
        status = write_movements(tx, finding, &json);
    else
        json_write_raw(&json, T("[]"));
    json_end_object(&json);
    return status;
}

static enum status find_run(struct call *call, const void *input)
{
    struct finding finding = { .call = call,
                               .code = text_trim(((const struct find_input *)input)->code) };

    if (text_is_empty(finding.code))
        return call_refuse_field(call, NULL, &find_inputs[0], PARSE_EMPTY, finding.code);
    return call_read(call, find_work, &finding);
}

struct find_output {
    bool is_known, check_digit_is_right;
    struct text code, symbology, variants, levels, movements;
    struct id location_id, product_id;
};

#undef ROW
#define ROW struct find_output
/* clang-format off */
static const struct field find_outputs[] = {
    BOOLEAN(is_known, L("Known", "已知"), NOT_PERSONAL),
    TEXT(code, L("Barcode", "条码"), NOT_PERSONAL),
    TEXT(symbology, L("Kind", "码制"), NOT_PERSONAL),
    BOOLEAN(check_digit_is_right, L("Check digit is right", "校验位正确"), NOT_PERSONAL),
    ID(location_id, L("Place", "位置"), NOT_PERSONAL, .optional = true),
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
    JSON(variants, L("Sizes of products", "商品规格"), NOT_PERSONAL),
    JSON(levels, L("Stock", "库存"), NOT_PERSONAL),
    JSON(movements, L("Stock movements", "库存流水"), NOT_PERSONAL),
};
/* clang-format on */

const struct function stock_find_functions[] = {
    { .name = "stock_find",
      .label = L("Find by its code", "扫码查询"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .inputs = LIST(find_inputs),
      .input_size = sizeof(struct find_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(find_outputs),
      .run = find_run },
    { 0 },
};
