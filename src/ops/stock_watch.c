/* stock_reorder, stock_dead: what there is too little of, and what is not sold any more. */
#include "base/zone.h"
#include "ops/location.h"
#include "ops/ops.h"
#include "ops/product_variant.h"
#include "ops/stock_book.h"
#include "ops/stock_functions.h"
#include "ops/stock_rows.h"
#include "store/row.h"

enum { WATCH_ROWS = 1000, DAYS_MOST = 3650, DEAD_DAYS = 60 };

#define NAMED "JOIN product p ON p.workspace_id = v.workspace_id AND p.id = v.product_id "
#define ROWS_INPUT                                                                                 \
    INTEGER(rows, L("Rows", "行数"), NOT_PERSONAL, .min = 1, .max = WATCH_ROWS, .optional = true)

/* ---- stock_reorder ---- */

struct reorder_input {
    struct id location_id;
    int64_t rows;
};

#define ROW struct reorder_input
/* clang-format off */
static const struct field reorder_inputs[] = {
    ID(location_id, L("Place", "位置"), NOT_PERSONAL, .optional = true),
    ROWS_INPUT,
};

struct reorder_output {
    struct id product_id, product_variant_id, location_id;
    struct text name, brand, size, location;
    int64_t on_hand, reorder_at;
};
#undef ROW
#define ROW struct reorder_output
static const struct field reorder_outputs[] = {
    ID(product_id, L("Product", "商品"), NOT_PERSONAL),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    ID(location_id, L("Place", "位置"), NOT_PERSONAL, .optional = true),
    TEXT(location, L("Place", "位置"), NOT_PERSONAL, .optional = true),
    INTEGER(on_hand, L("On hand", "库存"), NOT_PERSONAL),
    INTEGER(reorder_at, L("Reorder at", "补货点"), NOT_PERSONAL),
};
/* clang-format on */

/* Levels of sizes count all places together, those of a place that place alone. */
static enum status reorder_run(struct call *call, const void *given)
{
    const struct reorder_input *input = given;
    struct stock_query query =
        stock_query_new(call, reorder_outputs, sizeof reorder_outputs / sizeof *reorder_outputs);

    query.values[query.count++] = VALUE_OF_INTEGER(call->identity.workspace_id);
    buffer_append(&query.sql, T("SELECT x.* FROM ("));
    buffer_append(&query.sql,
                  T("SELECT p.id, v.id AS variant, p.name AS name, p.brand, v.size, t.location_id, "
                    "o.name AS place, t.on_hand AS there, t.reorder_at AS least, "
                    "v.size_order AS in_order FROM stock_level t JOIN product_variant v ON "
                    "v.workspace_id = t.workspace_id AND v.id = t.product_variant_id " NAMED
                    "JOIN location o ON o.workspace_id = t.workspace_id AND o.id = t.location_id "
                    "WHERE t.workspace_id = $1 AND t.reorder_at IS NOT NULL AND v.is_active = 1"));
    stock_query_narrow(&query, "t.location_id", input->location_id);
    if (id_is_zero(input->location_id))
        buffer_append(
            &query.sql,
            T(" UNION ALL SELECT p.id, v.id, p.name, p.brand, v.size, NULL, NULL, "
              "coalesce((SELECT CAST(SUM(t.on_hand) AS BIGINT) FROM stock_level t WHERE "
              "t.workspace_id = v.workspace_id AND t.product_variant_id = v.id), 0), v.reorder_at, "
              "v.size_order FROM product_variant v " NAMED "WHERE v.workspace_id = $1 AND "
              "v.reorder_at IS NOT NULL AND v.is_active = 1"));
    stock_query_bind(&query,
                     ") x WHERE x.there <= x.least ORDER BY x.there - x.least, x.name, x.in_order "
                     "NULLS FIRST, x.variant, x.place NULLS FIRST LIMIT ",
                     VALUE_OF_INTEGER(input->rows ? input->rows : WATCH_ROWS), "");
    return stock_query_answer(call, &query);
}

/* ---- stock_reorder_set ---- */

struct reorder_set_input {
    struct id product_variant_id, location_id;
    int64_t reorder_at;
    bool is_off;
};

#undef ROW
#define ROW struct reorder_set_input
/* clang-format off */
static const struct field reorder_set_inputs[] = {
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    ID(location_id, L("Place", "位置"), NOT_PERSONAL),
    INTEGER(reorder_at, L("Reorder at", "补货点"), NOT_PERSONAL, .max = COUNT_MAX, .optional = true),
    BOOLEAN(is_off, L("No level any more", "取消补货点"), NOT_PERSONAL, .optional = true),
};
/* clang-format on */

struct setting_level {
    struct call *call;
    const struct reorder_set_input *input;
};

static enum status refuse_unknown(struct call *call, size_t input)
{
    return REFUSE(call, NOT_FOUND, .code = "P0002", .entity = &stock_level_entity,
                  .field = &reorder_set_inputs[input],
                  .say = L("There is no such {field}.", "没有这个{field}。"));
}

static enum status set_as_system(struct tx *tx, void *context)
{
    struct setting_level *setting = context;
    const struct reorder_set_input *input = setting->input;
    int64_t workspace_id = setting->call->identity.workspace_id;
    struct product_variant variant;
    struct location place;
    enum status status =
        row_find(tx, &product_variant_entity, workspace_id, input->product_variant_id, &variant);

    if (status == NOT_FOUND)
        return refuse_unknown(setting->call, 0);
    if (status == OK)
        status = row_find(tx, &location_entity, workspace_id, input->location_id, &place);
    if (status == NOT_FOUND)
        return refuse_unknown(setting->call, 1);
    if (status != OK)
        return status;
    return stock_book_reorder(setting->call, tx, input->product_variant_id, input->location_id,
                              input->is_off ? NULL : &input->reorder_at);
}

static enum status set_work(struct tx *tx, void *context)
{
    return tx_as_system(tx, set_as_system, context);
}

static enum status reorder_set_run(struct call *call, const void *given)
{
    struct setting_level *setting = ARENA_NEW(call->arena, struct setting_level);

    *setting = (struct setting_level){ .call = call, .input = given };
    return call_write_last(call, set_work, setting, NULL);
}

/* ---- stock_dead ---- */

struct dead_input {
    int64_t days, rows;
};

#undef ROW
#define ROW struct dead_input
/* clang-format off */
static const struct field dead_inputs[] = {
    INTEGER(days, L("Days without a sale", "无销售天数"), NOT_PERSONAL, .min = 1, .max = DAYS_MOST, .optional = true),
    ROWS_INPUT,
};

struct dead_output {
    struct id product_id, product_variant_id;
    struct text name, brand, size, currency;
    int64_t on_hand, value;
    struct date last_sold_on, last_in_on;
};
#undef ROW
#define ROW struct dead_output
static const struct field dead_outputs[] = {
    ID(product_id, L("Product", "商品"), NOT_PERSONAL),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    INTEGER(on_hand, L("On hand", "库存"), NOT_PERSONAL),
    DATE(last_sold_on, L("Last sold", "最近售出"), NOT_PERSONAL, .optional = true),
    DATE(last_in_on, L("Last came in", "最近入库"), NOT_PERSONAL, .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .needs = MODULE_FINANCE, .optional = true),
    MONEY(value, L("Value", "库存金额"), FINANCIAL, .needs = MODULE_FINANCE, .optional = true),
};
/* clang-format on */

/* The newest of the index, which has the reason, too. */
#define LAST_DAY(condition)                                                                        \
    "(SELECT m.day FROM stock_movement m WHERE m.workspace_id = v.workspace_id AND "               \
    "m.product_variant_id = v.id AND m.kind = " condition " ORDER BY m.day DESC LIMIT 1)"
#define LAST_SOLD LAST_DAY("'out' AND m.reason = 'sale'")
#define LAST_IN   LAST_DAY("'in'")

/* What lies since it came in, and was not sold in that time. What came in lately had no chance. */
static enum status dead_run(struct call *call, const void *given)
{
    const struct dead_input *input = given;
    struct stock_query query =
        stock_query_new(call, dead_outputs, sizeof dead_outputs / sizeof *dead_outputs);
    struct date from = zone_day(call->zone, call->now_ms);

    from.days -= (int32_t)(input->days ? input->days : DEAD_DAYS);
    query.values[query.count++] = VALUE_OF_INTEGER(call->identity.workspace_id);
    query.values[query.count++] =
        VALUE_OF_TEXT(arena_copy(call->arena, text_from(date_to_text(from).at)));
    buffer_append(
        &query.sql,
        T("SELECT z.* FROM (SELECT p.id AS product, v.id AS variant, p.name AS name, p.brand, "
          "v.size, h.pieces, " LAST_SOLD " AS sold, " LAST_IN " AS came, k.currency, k.value AS "
          "worth, v.size_order AS in_order FROM (SELECT t.workspace_id, t.product_variant_id, "
          "CAST(SUM(t.on_hand) AS BIGINT) AS pieces FROM stock_level t WHERE t.workspace_id = $1 "
          "GROUP BY t.workspace_id, t.product_variant_id HAVING SUM(t.on_hand) > 0) h JOIN "
          "product_variant v ON v.workspace_id = h.workspace_id AND v.id = h.product_variant_id " NAMED
          "LEFT JOIN stock_cost k ON k.workspace_id = v.workspace_id AND "
          "k.product_variant_id = v.id WHERE v.workspace_id = $1) z WHERE (z.sold IS NULL OR "
          "z.sold < $2) AND (z.came IS NULL OR z.came < $2) ORDER BY z.worth DESC NULLS LAST, "
          "z.pieces DESC, z.name, z.in_order NULLS FIRST, z.variant LIMIT "));
    stock_query_bind(&query, "", VALUE_OF_INTEGER(input->rows ? input->rows : WATCH_ROWS), "");
    return stock_query_answer(call, &query);
}

#define WATCHING                                                                                   \
    .who = WHO_MEMBER, .module = MODULE_WAREHOUSE, .level = LEVEL_VIEW, .reads_only = true,        \
    .returns = RETURNS_LIST

const struct function stock_watch_functions[] = {
    { .name = "stock_reorder",
      .label = L("To be reordered", "待补货"),
      WATCHING,
      .inputs = LIST(reorder_inputs),
      .input_size = sizeof(struct reorder_input),
      .outputs = LIST(reorder_outputs),
      .run = reorder_run },
    { .name = "stock_reorder_set",
      .label = L("Set the reorder level of a place", "设置位置补货点"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_EDIT_OWN,
      .is_one_write = true,
      .inputs = LIST(reorder_set_inputs),
      .input_size = sizeof(struct reorder_set_input),
      .returns = RETURNS_NOTHING,
      .run = reorder_set_run },
    { .name = "stock_dead",
      .label = L("Dead stock", "滞销库存"),
      WATCHING,
      .inputs = LIST(dead_inputs),
      .input_size = sizeof(struct dead_input),
      .outputs = LIST(dead_outputs),
      .run = dead_run },
    { 0 },
};
