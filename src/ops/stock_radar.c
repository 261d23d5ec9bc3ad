/* stock_radar: which runs of sizes have holes, and how long each size lasts at the pace of the
   last weeks. The database adds up; runs are put together here. */
#include "base/zone.h"
#include "ops/ops.h"
#include "ops/stock_functions.h"
#include "ops/stock_rows.h"

#include <stdlib.h>

enum { RADAR_ROWS = 2000, SHORT_PACE = 14, LONG_PACE = 28 };

struct radar_input {
    struct id product_id;
    struct text brand, shoe_type;
    int64_t rows;
};

#define ROW struct radar_input
/* clang-format off */
static const struct field radar_inputs[] = {
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL, .max = 80, .optional = true),
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL, .max = 80, .optional = true),
    INTEGER(rows, L("Rows", "行数"), NOT_PERSONAL, .min = 1, .max = RADAR_ROWS, .optional = true),
};

struct radar_output {
    struct id product_id, product_variant_id;
    struct text name, brand, shoe_type, size;
    int64_t on_hand, sold_14, sold_28, days_left_14, days_left_28, sell_through_permille;
    bool is_missing;
};
#undef ROW
#define ROW struct radar_output
static const struct field radar_outputs[] = {
    ID(product_id, L("Product", "商品"), NOT_PERSONAL),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL),
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL, .optional = true),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    INTEGER(on_hand, L("On hand", "库存"), NOT_PERSONAL),
    INTEGER(sold_14, L("Sold in 14 days", "近 14 天销量"), NOT_PERSONAL),
    INTEGER(sold_28, L("Sold in 28 days", "近 28 天销量"), NOT_PERSONAL),
    INTEGER(days_left_14, L("Days left at the pace of 14 days", "可售天数（按 14 天）"), NOT_PERSONAL, .optional = true),
    INTEGER(days_left_28, L("Days left at the pace of 28 days", "可售天数（按 28 天）"), NOT_PERSONAL, .optional = true),
    INTEGER(sell_through_permille, L("Sell-through in thousandths", "售罄率（千分之）"), NOT_PERSONAL, .optional = true),
    BOOLEAN(is_missing, L("Missing from the middle", "断码"), NOT_PERSONAL),
};
/* clang-format on */

static struct value day_before(struct call *call, int days)
{
    struct date day = zone_day(call->zone, call->now_ms);

    day.days -= days - 1;
    return VALUE_OF_TEXT(arena_copy(call->arena, text_from(date_to_text(day).at)));
}

/* Pieces sold of each variant, less what came back. CROSS JOIN tells SQLite to go from the variants
   to their movements, of which the index has all that is looked at. */
#define SOLD_SINCE(number)                                                                         \
    "CAST(SUM(CASE WHEN m.day >= " number " THEN -m.quantity ELSE 0 END) AS BIGINT)"
#define SOLD                                                                                               \
    "SELECT w.id, " SOLD_SINCE(                                                                            \
        "$2") ", CAST(SUM(-m.quantity) AS BIGINT) FROM product_variant w "                                 \
              "CROSS JOIN stock_movement m WHERE w.workspace_id = $1 AND m.workspace_id = w.workspace_id " \
              "AND m.product_variant_id = w.id AND m.kind IN ('out', 'return') AND m.day >= $3 AND "       \
              "(m.kind = 'return' OR m.reason = 'sale')"

/* A size and what is known of it. */
struct radar_size {
    struct value product_id, id, name, brand, shoe_type, size;
    bool has_order;
    int64_t on_hand, sold_14, sold_28;
};

/* Sizes of one product: `count` from `first`. */
struct radar_run {
    size_t first, count;
    int64_t sold_28;
};

struct radar {
    struct call *call;
    const struct radar_input *input;
    struct stock_sums sold, held;
    struct radar_size *sizes;
    struct radar_run *runs;
    size_t count, capacity, run_count;
};

static struct stock_query radar_query(const struct radar *radar)
{
    struct stock_query query = stock_query_new(radar->call, NULL, 0);

    query.values[query.count++] = VALUE_OF_INTEGER(radar->call->identity.workspace_id);
    return query;
}

static enum status read_sold(struct radar *radar, struct tx *tx)
{
    struct stock_query query = radar_query(radar);

    query.values[query.count++] = day_before(radar->call, SHORT_PACE);
    query.values[query.count++] = day_before(radar->call, LONG_PACE);
    buffer_append(&query.sql, T(SOLD));
    stock_query_narrow(&query, "w.product_id", radar->input->product_id);
    buffer_append(&query.sql, T(" GROUP BY w.id"));
    return stock_sums_read(tx, &query, &radar->sold);
}

static enum status read_held(struct radar *radar, struct tx *tx)
{
    struct stock_query query = radar_query(radar);

    buffer_append(&query.sql,
                  T("SELECT t.product_variant_id, CAST(SUM(t.on_hand) AS BIGINT), 0 FROM "
                    "stock_level t WHERE t.workspace_id = $1 GROUP BY t.product_variant_id"));
    return stock_sums_read(tx, &query, &radar->held);
}

static void take_size(struct radar *radar, const struct cursor *cursor)
{
    struct radar_size *size;
    const struct stock_sum *sum;

    if (radar->count == radar->capacity) {
        size_t capacity = radar->capacity == 0 ? 256 : 2 * radar->capacity;
        struct radar_size *sizes = ARENA_NEW_ARRAY(radar->call->arena, struct radar_size, capacity);

        if (radar->count > 0)
            memcpy(sizes, radar->sizes, radar->count * sizeof *sizes);
        radar->sizes = sizes;
        radar->capacity = capacity;
    }
    size = &radar->sizes[radar->count++];
    size->product_id = cursor_value(cursor, 0);
    size->id = cursor_value(cursor, 1);
    size->name = cursor_value_kept(cursor, 2);
    size->brand = cursor_value_kept(cursor, 3);
    size->shoe_type = cursor_value_kept(cursor, 4);
    size->size = cursor_value_kept(cursor, 5);
    size->has_order = cursor_value(cursor, 6).type != VALUE_NULL;
    sum = stock_sums_find(&radar->held, size->id.id);
    if (sum)
        size->on_hand = sum->sums[0];
    sum = stock_sums_find(&radar->sold, size->id.id);
    if (sum) {
        size->sold_14 = sum->sums[0];
        size->sold_28 = sum->sums[1];
    }
}

static enum status read_sizes(struct radar *radar, struct tx *tx)
{
    const struct radar_input *input = radar->input;
    struct stock_query query = radar_query(radar);
    struct cursor *cursor;
    bool found;
    enum status status;

    buffer_append(&query.sql,
                  T("SELECT p.id, v.id, p.name, p.brand, p.shoe_type, v.size, v.size_order FROM "
                    "product_variant v JOIN product p ON p.workspace_id = v.workspace_id AND p.id "
                    "= v.product_id WHERE v.workspace_id = $1 AND v.is_active = 1"));
    stock_query_narrow(&query, "p.id", input->product_id);
    if (input->brand.size > 0)
        stock_query_bind(&query, " AND p.brand = ", VALUE_OF_TEXT(input->brand), "");
    if (input->shoe_type.size > 0)
        stock_query_bind(&query, " AND p.shoe_type = ", VALUE_OF_TEXT(input->shoe_type), "");
    buffer_append(&query.sql, T(" ORDER BY p.name, p.id, v.size_order NULLS FIRST, v.id"));
    status = tx_query(tx, buffer_text(&query.sql), query.values, query.count, &cursor);
    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found)
        take_size(radar, cursor);
    cursor_close(cursor);
    return status;
}

/* What sold more comes first; of equals the order of the sizes stays. */
static int compare_runs(const void *a, const void *b)
{
    const struct radar_run *one = a, *other = b;

    if (one->sold_28 != other->sold_28)
        return one->sold_28 < other->sold_28 ? 1 : -1;
    return (one->first > other->first) - (one->first < other->first);
}

static void gather_runs(struct radar *radar)
{
    radar->runs = ARENA_NEW_ARRAY(radar->call->arena, struct radar_run, radar->count + 1);
    for (size_t i = 0; i < radar->count; i++) {
        const struct radar_size *size = &radar->sizes[i];

        if (i == 0 || !id_equal(size->product_id.id, size[-1].product_id.id))
            radar->runs[radar->run_count++] = (struct radar_run){ .first = i };
        radar->runs[radar->run_count - 1].count++;
        radar->runs[radar->run_count - 1].sold_28 += size->sold_28;
    }
    if (radar->run_count > 0)
        qsort(radar->runs, radar->run_count, sizeof *radar->runs, compare_runs);
}

static struct value days_left(const struct radar_size *size, int64_t sold, int64_t days)
{
    return sold > 0 && size->on_hand >= 0 ? VALUE_OF_INTEGER(size->on_hand * days / sold)
                                          : VALUE_OF_NULL;
}

static struct value sell_through(const struct radar_size *size)
{
    if (size->sold_28 > 0 && size->on_hand >= 0)
        return VALUE_OF_INTEGER(size->sold_28 * 1000 / (size->sold_28 + size->on_hand));
    return size->on_hand > 0 ? VALUE_OF_INTEGER(0) : VALUE_OF_NULL;
}

static void write_size(struct json_writer *json, const struct radar_size *size, bool is_missing)
{
    const struct value values[] = {
        size->product_id,
        size->id,
        size->name,
        size->brand,
        size->shoe_type,
        size->size,
        VALUE_OF_INTEGER(size->on_hand),
        VALUE_OF_INTEGER(size->sold_14),
        VALUE_OF_INTEGER(size->sold_28),
        days_left(size, size->sold_14, SHORT_PACE),
        days_left(size, size->sold_28, LONG_PACE),
        sell_through(size),
        VALUE_OF_INTEGER(is_missing),
    };

    stock_row_write(json, radar_outputs, values, sizeof values / sizeof *values);
}

/* A size is missing from the middle when a smaller and a larger one are there. Returns how many
   rows were written. */
static size_t write_run(struct json_writer *json, const struct radar_size *sizes, size_t count,
                        size_t most)
{
    size_t first = count, last = 0;

    for (size_t i = 0; i < count; i++)
        if (sizes[i].has_order && sizes[i].on_hand > 0) {
            first = first == count ? i : first;
            last = i;
        }
    count = count < most ? count : most;
    for (size_t i = 0; i < count; i++)
        write_size(json, &sizes[i],
                   sizes[i].has_order && sizes[i].on_hand <= 0 && i > first && i < last);
    return count;
}

static enum status radar_work(struct tx *tx, void *context)
{
    struct radar *radar = context;
    size_t most = (size_t)(radar->input->rows ? radar->input->rows : RADAR_ROWS);
    struct json_writer json;
    enum status status;

    *radar = (struct radar){ .call = radar->call, .input = radar->input };
    status = read_sold(radar, tx);
    if (status == OK)
        status = read_held(radar, tx);
    if (status == OK)
        status = read_sizes(radar, tx);
    if (status != OK)
        return status;
    gather_runs(radar);
    buffer_clear(&radar->call->body);
    json = call_answer_json(radar->call);
    json_begin_array(&json);
    for (size_t i = 0; i < radar->run_count && most > 0; i++)
        most -= write_run(&json, &radar->sizes[radar->runs[i].first], radar->runs[i].count, most);
    json_end_array(&json);
    return OK;
}

static enum status radar_run(struct call *call, const void *input)
{
    struct radar radar = { .call = call, .input = input };

    return call_read(call, radar_work, &radar);
}

const struct function stock_radar_functions[] = {
    { .name = "stock_radar",
      .label = L("Size-run radar", "断码雷达"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .returns = RETURNS_LIST,
      .inputs = LIST(radar_inputs),
      .input_size = sizeof(struct radar_input),
      .outputs = LIST(radar_outputs),
      .run = radar_run },
    { 0 },
};
