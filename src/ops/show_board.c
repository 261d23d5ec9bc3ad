/* show_board: everything a screen beside the show needs, in one answer. What the warehouse or
   finance knows is left out for those who have no grant there. */
#include "ops/ops.h"
#include "ops/sale.h"
#include "ops/show_air.h"
#include "ops/show_figures.h"
#include "ops/stock_rows.h"
#include "store/row.h"

enum { BOARD_SALES = 20, BOARD_ITEMS = 6, BOARD_SIZES = 60, BOARD_SLOTS = 4 };

struct board_input {
    struct id live_session_id;
};

#define ROW struct board_input
static const struct field board_inputs[] = {
    ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL),
};

struct board_output {
    struct id live_session_id;
    struct text title, currency;
    int status;
    int64_t as_of, starts_at, ends_at;
    int64_t gmv, units, orders, cost, units_without_cost;
    int64_t target_gmv, target_units, gmv_due, units_due;
    int64_t earlier_shows, earlier_gmv, earlier_units, step_minutes;
    struct text others, series, last_sales, items, stock, slots;
};

#undef ROW
#define ROW struct board_output
/* clang-format off */
static const struct field board_outputs[] = {
    ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL),
    TEXT(title, L("Title", "标题"), NOT_PERSONAL),
    CHOICE(status, L("Status", "状态"), NOT_PERSONAL, CHOICES(live_session_statuses)),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    INSTANT(as_of, L("As of", "截至"), NOT_PERSONAL),
    INSTANT(starts_at, L("Start", "开播时间"), NOT_PERSONAL, .optional = true),
    INSTANT(ends_at, L("End", "下播时间"), NOT_PERSONAL, .optional = true),
    MONEY(gmv, L("GMV", "成交额"), FINANCIAL),
    INTEGER(units, L("Pieces", "件数"), NOT_PERSONAL),
    INTEGER(orders, L("Sales", "销售笔数"), NOT_PERSONAL),
    MONEY(cost, L("Goods", "货品成本"), FINANCIAL, .needs = MODULE_FINANCE),
    INTEGER(units_without_cost, L("Pieces without cost", "无成本件数"), NOT_PERSONAL, .needs = MODULE_FINANCE),
    MONEY(target_gmv, L("Target GMV", "目标成交额"), FINANCIAL, .optional = true),
    INTEGER(target_units, L("Target pieces", "目标件数"), NOT_PERSONAL, .optional = true),
    MONEY(gmv_due, L("GMV due by now", "此刻应达成交额"), FINANCIAL, .optional = true),
    INTEGER(units_due, L("Pieces due by now", "此刻应达件数"), NOT_PERSONAL, .optional = true),
    INTEGER(earlier_shows, L("Earlier shows", "对比场次数"), NOT_PERSONAL),
    MONEY(earlier_gmv, L("GMV of earlier shows at this minute", "往期同时刻成交额"), FINANCIAL, .optional = true),
    INTEGER(earlier_units, L("Pieces of earlier shows at this minute", "往期同时刻件数"), NOT_PERSONAL, .optional = true),
    INTEGER(step_minutes, L("Minutes of a step", "每段分钟数"), NOT_PERSONAL),
    JSON(series, L("Minute by minute", "分时走势"), FINANCIAL),
    JSON(others, L("Other currencies", "其他币种"), FINANCIAL),
    JSON(last_sales, L("Last sales", "最近成交"), FINANCIAL),
    JSON(items, L("On camera and next", "正在讲解与接下来"), FINANCIAL),
    JSON(stock, L("Stock of what is on camera", "讲解商品库存"), NOT_PERSONAL, .needs = MODULE_WAREHOUSE),
    JSON(slots, L("Hosts", "主播"), IDENTITY),
};
/* clang-format on */

struct boarding {
    struct call *call;
    struct id id;
    struct live_session show;
    struct show_figures figures;
};

/* ---- single figures ---- */

static void write_member(struct json_writer *json, const char *name, struct value value)
{
    const struct field *field = board_outputs;

    while (strcmp(field->name, name) != 0)
        field++;
    json_write_key(json, text_from(name));
    value_write_json(json, field, value);
}

static void write_if(struct json_writer *json, const char *name, bool is_known, int64_t value)
{
    write_member(json, name, is_known ? VALUE_OF_INTEGER(value) : VALUE_OF_NULL);
}

static void write_head(struct json_writer *json, const struct boarding *boarding)
{
    const struct live_session *show = &boarding->show;

    write_member(json, "live_session_id", VALUE_OF_ID(show->row.id));
    write_member(json, "title", VALUE_OF_TEXT(show->title));
    write_member(json, "status",
                 VALUE_OF_TEXT(text_from(live_session_statuses[show->status - 1].value)));
    write_member(json, "currency", VALUE_OF_TEXT(show->currency));
    write_member(json, "as_of", VALUE_OF_INTEGER(boarding->figures.as_of));
    write_if(json, "starts_at", show->starts_at != 0, show->starts_at);
    write_if(json, "ends_at", show->ends_at != 0, show->ends_at);
}

static void write_figures(struct json_writer *json, const struct boarding *boarding)
{
    const struct live_session *show = &boarding->show;
    const struct show_figures *figures = &boarding->figures;
    bool has_gmv = !row_is_null(show, &live_session_entity, "target_gmv");
    bool has_units = !row_is_null(show, &live_session_entity, "target_units");
    bool has_earlier = figures->earlier_count > 0;

    write_if(json, "gmv", true, figures->sum.gmv);
    write_if(json, "units", true, figures->sum.units);
    write_if(json, "orders", true, figures->sum.orders);
    write_if(json, "cost", true, figures->sum.cost);
    write_if(json, "units_without_cost", true, figures->sum.units_without_cost);
    write_if(json, "target_gmv", has_gmv, show->target_gmv);
    write_if(json, "target_units", has_units, show->target_units);
    write_if(json, "gmv_due", has_gmv && figures->has_due, figures->gmv_due);
    write_if(json, "units_due", has_units && figures->has_due, figures->units_due);
    write_if(json, "earlier_shows", true, figures->earlier_count);
    write_if(json, "earlier_gmv", has_earlier, figures->earlier_gmv);
    write_if(json, "earlier_units", has_earlier, figures->earlier_units);
    write_if(json, "step_minutes", true, figures->step_minutes);
}

static void write_sums(struct json_writer *json, const struct show_sum *sums, size_t count)
{
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json);
        if (sums[i].currency.size > 0)
            json_write_text_member(json, T("currency"), sums[i].currency);
        json_write_integer_member(json, T("gmv"), sums[i].gmv);
        json_write_integer_member(json, T("units"), sums[i].units);
        json_write_integer_member(json, T("orders"), sums[i].orders);
        json_end_object(json);
    }
    json_end_array(json);
}

/* ---- lists ---- */

struct board_sale {
    struct id id, created_by;
    int64_t sold_at, quantity, price;
    struct text brand, shoe_type, size, currency;
    int size_system;
};
struct board_item {
    struct id id, product_id, product_variant_id;
    int64_t position, target_price, target_quantity, on_camera_since, sold_units;
    struct text brand, shoe_type, currency, note;
};
struct board_size {
    struct id product_variant_id;
    struct text size;
    int size_system;
    int64_t on_hand;
};
struct board_slot {
    struct text host;
    int64_t starts_at, ends_at;
};

#undef ROW
#define ROW struct board_sale
/* clang-format off */
static const struct field sale_outputs[] = {
    ID(id, L("Id", "编号"), NOT_PERSONAL),
    INSTANT(sold_at, L("Sold at", "成交时间"), NOT_PERSONAL),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL),
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    CHOICE(size_system, L("Size system", "尺码制式"), NOT_PERSONAL, .choices = sale_size_systems,
           .choice_count = SIZE_SYSTEM_CM, .optional = true),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(price, L("Price", "价格"), FINANCIAL),
    ID(created_by, L("Added by", "录入人"), IDENTITY, .optional = true),
};
#undef ROW
#define ROW struct board_item
static const struct field item_outputs[] = {
    ID(id, L("Id", "编号"), NOT_PERSONAL),
    INTEGER(position, L("Position", "顺序"), NOT_PERSONAL),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL),
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL),
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(target_price, L("Target price", "目标价"), FINANCIAL, .optional = true),
    INTEGER(target_quantity, L("Target pieces", "目标件数"), NOT_PERSONAL, .optional = true),
    TEXT(note, L("Notes", "备注"), FREE_TEXT, .optional = true),
    INSTANT(on_camera_since, L("On camera since", "开始讲解时间"), NOT_PERSONAL, .optional = true),
    INTEGER(sold_units, L("Pieces sold", "已售件数"), NOT_PERSONAL, .optional = true),
};
#undef ROW
#define ROW struct board_size
static const struct field size_outputs[] = {
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    CHOICE(size_system, L("Size system", "尺码制式"), NOT_PERSONAL, .choices = sale_size_systems,
           .choice_count = SIZE_SYSTEM_CM, .optional = true),
    INTEGER(on_hand, L("On hand", "库存"), NOT_PERSONAL),
};
#undef ROW
#define ROW struct board_slot
static const struct field slot_outputs[] = {
    TEXT(host, L("Host", "主播"), IDENTITY),
    INSTANT(starts_at, L("Start", "开始时间"), NOT_PERSONAL),
    INSTANT(ends_at, L("End", "结束时间"), NOT_PERSONAL),
};
/* clang-format on */

/* Lists of rows: $1 is the workspace, $2 the show, $3 the moment, $4 how many. An expression has no
   index: the sales of an item are looked for among those of its show, not among all of a brand. */
static const struct board_list {
    const char *name;
    const struct field *outputs;
    size_t output_count;
    int64_t rows;
    enum module module; /* without a grant there it is not asked for */
    const char *sql;
} lists[] = {
    { "last_sales", sale_outputs, sizeof sale_outputs / sizeof *sale_outputs, BOARD_SALES,
      MODULE_SALES,
      "SELECT id, sold_at, brand, shoe_type, size, size_system, quantity, currency, price, "
      "created_by FROM sale WHERE workspace_id = $1 AND live_session_id = $2 "
      "ORDER BY sold_at DESC, id DESC LIMIT $4" },
    { "items", item_outputs, sizeof item_outputs / sizeof *item_outputs, BOARD_ITEMS, MODULE_LIVE,
      "SELECT i.id, i.position, i.brand, i.shoe_type, i.product_id, i.product_variant_id, "
      "i.currency, i.target_price, i.target_quantity, i.note, i.on_camera_since, "
      "CASE WHEN i.on_camera_since IS NOT NULL THEN (SELECT CAST(COALESCE(SUM(a.quantity), 0) AS "
      "BIGINT) FROM sale a WHERE a.workspace_id = i.workspace_id AND "
      "a.live_session_id = i.live_session_id AND COALESCE(a.brand, '') = i.brand AND "
      "COALESCE(a.shoe_type, '') = i.shoe_type) END FROM show_item i WHERE i.workspace_id = $1 AND "
      "i.live_session_id = $2 AND (i.on_camera_since IS NOT NULL OR i.position > "
      "COALESCE((SELECT MAX(c.position) FROM show_item c WHERE c.workspace_id = $1 AND "
      "c.live_session_id = $2 AND c.on_camera_since IS NOT NULL), 0)) "
      "ORDER BY CASE WHEN i.on_camera_since IS NULL THEN 1 ELSE 0 END, i.position, i.id LIMIT $4" },
    { "stock", size_outputs, sizeof size_outputs / sizeof *size_outputs, BOARD_SIZES,
      MODULE_WAREHOUSE,
      "SELECT v.id, v.size, v.size_system, CAST(COALESCE(SUM(l.on_hand), 0) AS BIGINT) FROM "
      "show_item i CROSS JOIN product_variant v LEFT JOIN stock_level l ON l.workspace_id = "
      "v.workspace_id AND l.product_variant_id = v.id WHERE v.workspace_id = i.workspace_id AND "
      "v.product_id = i.product_id AND i.workspace_id = $1 AND i.live_session_id = $2 AND "
      "i.on_camera_since IS NOT NULL AND (i.product_variant_id IS NULL OR "
      "i.product_variant_id = v.id) GROUP BY v.id, v.size, v.size_system, v.size_order "
      "ORDER BY v.size_order NULLS FIRST, v.size NULLS FIRST, v.id LIMIT $4" },
    { "slots", slot_outputs, sizeof slot_outputs / sizeof *slot_outputs, BOARD_SLOTS, MODULE_LIVE,
      "SELECT h.name, s.starts_at, s.ends_at FROM show_slot s JOIN host h ON "
      "h.workspace_id = s.workspace_id AND h.id = s.host_id WHERE s.workspace_id = $1 AND "
      "s.live_session_id = $2 AND s.ends_at > $3 ORDER BY s.starts_at, h.name, s.id LIMIT $4" },
};

static enum status write_list(struct tx *tx, const struct boarding *boarding,
                              const struct board_list *list, struct json_writer *json)
{
    struct stock_query query = stock_query_new(boarding->call, list->outputs, list->output_count);

    if (call_level(boarding->call, list->module) < LEVEL_VIEW)
        return OK;
    json_write_key(json, text_from(list->name));
    buffer_append(&query.sql, text_from(list->sql));
    query.values[query.count++] = VALUE_OF_INTEGER(boarding->call->identity.workspace_id);
    query.values[query.count++] = VALUE_OF_ID(boarding->id);
    query.values[query.count++] = VALUE_OF_INTEGER(boarding->figures.as_of);
    query.values[query.count++] = VALUE_OF_INTEGER(list->rows);
    return stock_query_write(tx, &query, json);
}

/* ---- the answer ---- */

static enum status board_work(struct tx *tx, void *context)
{
    struct boarding *boarding = context;
    struct call *call = boarding->call;
    struct json_writer json;
    enum status status = row_find(tx, &live_session_entity, call->identity.workspace_id,
                                  boarding->id, &boarding->show);

    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "P0002", .field = &board_inputs[0],
                      .say = L("There is no such show.", "没有这场直播。"));
    if (status == OK)
        status = show_figures_read(tx, &boarding->show, call->now_ms, &boarding->figures);
    if (status != OK)
        return status;
    buffer_clear(&call->body);
    json = call_answer_json(call);
    json_begin_object(&json);
    write_head(&json, boarding);
    write_figures(&json, boarding);
    json_write_key(&json, T("series"));
    write_sums(&json, boarding->figures.series, boarding->figures.series_count);
    json_write_key(&json, T("others"));
    write_sums(&json, boarding->figures.others, boarding->figures.other_count);
    for (size_t i = 0; status == OK && i < sizeof lists / sizeof *lists; i++)
        status = write_list(tx, boarding, &lists[i], &json);
    json_end_object(&json);
    return status;
}

static enum status board_run(struct call *call, const void *input)
{
    struct boarding boarding = { .call = call,
                                 .id = ((const struct board_input *)input)->live_session_id };
    enum status status = call_require(call, MODULE_SALES, LEVEL_VIEW);

    return status == OK ? call_read(call, board_work, &boarding) : status;
}

const struct function show_board_functions[] = {
    { .name = "show_board",
      .label = L("Live board", "直播看板"),
      .who = WHO_MEMBER,
      .module = MODULE_LIVE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .inputs = LIST(board_inputs),
      .input_size = sizeof(struct board_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(board_outputs),
      .run = board_run },
    { 0 },
};
