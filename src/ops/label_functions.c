/* label_lines says which labels a product, a box or a day asks for; label_print prints those that
   were chosen. */
#include "ops/label_functions.h"

#include "files/print.h"
#include "ops/barcode.h"
#include "ops/label_rows.h"
#include "ops/ops.h"
#include "ops/sale.h"
#include "ops/stock_rows.h"
#include "paper/label_sheet.h"

/* ---- label_lines ---- */

struct lines_input {
    struct id product_id, product_variant_id, inbound_box_id;
    struct date came_in_on;
};

#define ROW struct lines_input
/* clang-format off */
static const struct field lines_inputs[] = {
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .optional = true),
    ID(inbound_box_id, L("Incoming box", "到货箱"), NOT_PERSONAL, .optional = true),
    DATE(came_in_on, L("Came in on", "入库日期"), NOT_PERSONAL, .optional = true),
};

struct line_output {
    struct id product_variant_id, product_id;
    struct text name, brand, model, shoe_type, colour, size, code, currency;
    int size_system;
    int64_t price, copies;
};
#undef ROW
#define ROW struct line_output
static const struct field line_outputs[] = {
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    ID(product_id, L("Product", "商品"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL),
    TEXT(model, L("Model", "款式"), NOT_PERSONAL, .optional = true),
    TEXT(colour, L("Colour", "颜色"), NOT_PERSONAL, .optional = true),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    CHOICE(size_system, L("Size system", "尺码制式"), NOT_PERSONAL, .choices = sale_size_systems,
           .choice_count = SIZE_SYSTEM_CM, .optional = true),
    TEXT(code, L("Barcode", "条码"), NOT_PERSONAL, .optional = true,
         .help = L("The one that is printed: one of our own before any other.", "打印所用条码：优先自编码。")),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(price, L("Price", "售价"), FINANCIAL, .optional = true),
    INTEGER(copies, L("Labels", "标签数"), NOT_PERSONAL),
};
/* clang-format on */

static enum status lines_run(struct call *call, const void *given)
{
    const struct lines_input *input = given;
    struct stock_query query =
        stock_query_new(call, line_outputs, sizeof line_outputs / sizeof *line_outputs);
    bool has_day = input->came_in_on.days != 0;
    int said = !id_is_zero(input->product_id) + !id_is_zero(input->product_variant_id) +
               !id_is_zero(input->inbound_box_id) + has_day;

    if (said != 1)
        return REFUSE(call, INVALID, .code = "22023", .field = &lines_inputs[0],
                      .say = L("Say one of: product, size, incoming box, day.",
                               "请指定商品、规格、到货箱或日期之一。"));
    buffer_append(&query.sql, T("SELECT v.id, p.id, p.name, p.brand, p.model, p.colour, v.size, "
                                "v.size_system, " LABEL_CODE(
                                    "code") ", " LABEL_CURRENCY ", coalesce(v.price, p.price), "));
    if (!id_is_zero(input->inbound_box_id))
        label_rows_of_box(call, &query, input->inbound_box_id);
    else if (has_day)
        label_rows_of_day(call, &query, input->came_in_on);
    else
        label_rows_of_product(call, &query, input->product_id, input->product_variant_id);
    stock_query_bind(&query,
                     " ORDER BY p.name, p.id, v.size_order NULLS FIRST, v.size NULLS FIRST, v.id "
                     "LIMIT ",
                     VALUE_OF_INTEGER(LIMIT_LABEL_LINES), "");
    return stock_query_answer(call, &query);
}

/* ---- label_print ---- */

/* The order of label_sheets. */
static const struct choice sheets[LABEL_SHEETS] = {
    { "a4_3x8", L("A4, 24 labels of 70 × 37 mm", "A4，24 张，70 × 37 毫米") },
    { "a4_3x7", L("A4, 21 labels of 63.5 × 38.1 mm", "A4，21 张，63.5 × 38.1 毫米") },
    { "a4_4x10", L("A4, 40 labels of 52.5 × 29.7 mm", "A4，40 张，52.5 × 29.7 毫米") },
    { "a4_5x13", L("A4, 65 labels of 38.1 × 21.2 mm", "A4，65 张，38.1 × 21.2 毫米") },
    { "a4_2x5", L("A4, 10 labels of 105 × 57 mm", "A4，10 张，105 × 57 毫米") },
    { "roll_62x29", L("Roll, 62 × 29 mm", "卷纸，62 × 29 毫米") },
    { "roll_62x40", L("Roll, 62 × 40 mm", "卷纸，62 × 40 毫米") },
    { "roll_62x60", L("Roll, 62 × 60 mm", "卷纸，62 × 60 毫米") },
};

struct print_input {
    struct text labels;
    int sheet;
    int64_t start;
    bool with_price;
};
#undef ROW
#define ROW struct print_input
/* clang-format off */
static const struct field print_inputs[] = {
    JSON(labels, L("Labels", "标签"), NOT_PERSONAL, .max = LIMIT_LABELS_TEXT),
    CHOICE(sheet, L("Sheet", "纸张"), NOT_PERSONAL, CHOICES(sheets), .fallback = "a4_3x8"),
    INTEGER(start, L("First free place", "起始位置"), NOT_PERSONAL, .min = 1, .max = 65, .optional = true),
    BOOLEAN(with_price, L("With the price", "打印售价"), NOT_PERSONAL, .fallback = "false"),
};

struct wish {
    struct id product_variant_id;
    int64_t copies;
};
#undef ROW
#define ROW struct wish
static const struct field wish_fields[] = {
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    INTEGER(copies, L("Labels", "标签数"), NOT_PERSONAL, .min = 1, .max = LIMIT_LABELS),
};
/* clang-format on */

struct printing {
    struct call *call;
    const struct print_input *input;
    struct wish *wishes;
    size_t count;
    int64_t labels;
    struct paper paper;
    struct label_run run;
};

static enum status refuse_labels(struct call *call, int64_t row, struct label say)
{
    return REFUSE(call, INVALID, .code = "22023", .row = row, .field = &print_inputs[0],
                  .limit = LIMIT_LABELS, .say = say);
}

static enum status read_wish(struct printing *printing, const struct json *json, size_t i)
{
    struct call *call = printing->call;
    const struct field *field = NULL;
    struct text unknown = { 0 };
    struct wish *wish = &printing->wishes[i];

    if (json_kind(json) != JSON_KIND_OBJECT ||
        struct_from_json(wish_fields, sizeof wish_fields / sizeof *wish_fields, json, call->arena,
                         wish, sizeof *wish, &field, &unknown) != PARSE_FINE)
        return refuse_labels(
            call, (int64_t)i + 1,
            (struct label)L("A label names product_variant_id and copies, 1 to {limit}.",
                            "每项需有 product_variant_id 与 copies（1 到 {limit}）。"));
    printing->labels += wish->copies;
    return OK;
}

static enum status read_wishes(struct printing *printing)
{
    struct call *call = printing->call;
    const struct json_limits limits = { .depth = 3,
                                        .size_bytes = LIMIT_LABELS_TEXT,
                                        .values = 4 * LIMIT_LABEL_LINES };
    const struct json *json;
    enum status status = OK;

    if (json_parse(call->arena, printing->input->labels, &limits, &json, NULL) != OK ||
        json_kind(json) != JSON_KIND_ARRAY || json_count(json) == 0 ||
        json_count(json) > LIMIT_LABEL_LINES)
        return REFUSE(call, INVALID, .code = "22023", .field = &print_inputs[0],
                      .limit = LIMIT_LABEL_LINES,
                      .say = L("Labels are a list of 1 to {limit} lines.",
                               "标签应为 1 到 {limit} 行的列表。"));
    printing->count = json_count(json);
    printing->wishes = ARENA_NEW_ARRAY(call->arena, struct wish, printing->count);
    for (size_t i = 0; status == OK && i < printing->count; i++)
        status = read_wish(printing, json_at(json, i), i);
    if (status == OK && printing->labels > LIMIT_LABELS)
        return refuse_labels(
            call, 0,
            (struct label)L("At most {limit} labels at once.", "一次最多打印 {limit} 张标签。"));
    return status;
}

static const struct label_sheet *sheet_of(const struct print_input *input)
{
    return &label_sheets[input->sheet - 1];
}

static enum status check_start(struct printing *printing)
{
    const struct label_sheet *sheet = sheet_of(printing->input);
    int64_t places = (int64_t)sheet->columns * sheet->rows;

    if (printing->input->start <= places)
        return OK;
    return REFUSE(printing->call, INVALID, .code = "22023", .field = &print_inputs[2],
                  .limit = places,
                  .say = L("This sheet has {limit} places.", "该纸张共 {limit} 个位置。"));
}

/* The model is said when the name does not say it. */
static struct label_words words_of(const struct printing *printing, const struct label_row *row)
{
    struct arena *arena = printing->call->arena;
    struct label_words words = { .brand = row->brand,
                                 .name = row->name,
                                 .size = row->size,
                                 .size_system = row->size_system,
                                 .code = row->code,
                                 .code_kind = label_row_code_kind(row) };
    bool has_model = row->model.size > 0 && text_find(row->name, row->model) == row->name.size;
    struct text parts[] = { has_model ? row->model : T(""), row->colour };
    struct buffer detail = buffer_in(arena, LIMIT_PAPER_TEXT);

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].size > 0 && detail.size > 0)
            buffer_append(&detail, T(" \xC2\xB7 "));
        buffer_append(&detail, parts[i]);
    }
    words.detail = buffer_text(&detail);
    if (printing->input->with_price && row->has_price)
        words.price = label_row_price(arena, row);
    return words;
}

static enum status print_work(struct tx *tx, void *context)
{
    struct printing *printing = context;
    const struct label_sheet *sheet = sheet_of(printing->input);
    int64_t start = printing->input->start;

    printing->paper = paper_new(printing->call->arena, T("Steward labels"));
    printing->run = label_run_begin(&printing->paper, sheet,
                                    start > 0 && sheet->columns > 1 ? (int32_t)start : 1);
    for (size_t i = 0; i < printing->count; i++) {
        const struct wish *wish = &printing->wishes[i];
        struct label_row row;
        struct label_words words;
        enum status status = label_row_find(tx, printing->call, wish->product_variant_id, &row);

        if (status == NOT_FOUND)
            return REFUSE(printing->call, NOT_FOUND, .code = "P0002", .row = (int64_t)i + 1,
                          .field = &wish_fields[0],
                          .say = L("There is no such product.", "没有这个商品。"));
        if (status != OK)
            return status;
        words = words_of(printing, &row);
        for (int64_t copy = 0; copy < wish->copies; copy++)
            label_run_add(&printing->run, &words);
    }
    return OK;
}

static enum status print_run(struct call *call, const void *input)
{
    struct printing printing = { .call = call, .input = input };
    enum status status = read_wishes(&printing);

    if (status == OK)
        status = check_start(&printing);
    if (status == OK)
        status = call_read(call, print_work, &printing);
    return status == OK ? print_answer(call, &printing.paper, T("labels.pdf")) : status;
}

const struct function label_functions[] = {
    { .name = "label_lines",
      .label = L("Labels that are wanted", "待打印标签"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .inputs = LIST(lines_inputs),
      .input_size = sizeof(struct lines_input),
      .returns = RETURNS_LIST,
      .outputs = LIST(line_outputs),
      .run = lines_run },
    { .name = "label_print",
      .label = L("Print labels", "打印标签"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .inputs = LIST(print_inputs),
      .input_size = sizeof(struct print_input),
      .returns = RETURNS_FILE,
      .file_type = "application/pdf",
      .run = print_run },
    { 0 },
};
