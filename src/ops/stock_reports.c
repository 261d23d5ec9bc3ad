/* stock_on_hand, stock_journal, stock_value: what is there, how it came to be, what it is worth. */
#include "ops/ops.h"
#include "ops/sale.h"
#include "ops/stock_functions.h"
#include "ops/stock_movement.h"
#include "ops/stock_rows.h"

enum { JOURNAL_ROWS = 100, JOURNAL_MOST = 1000, OFFSET_MOST = 1000000, ON_HAND_MOST = 20000 };

/* What the tables are joined by. */
#define JOIN_PRODUCT                                                                               \
    "JOIN product_variant v ON v.workspace_id = t.workspace_id AND v.id = t.product_variant_id "   \
    "JOIN product p ON p.workspace_id = v.workspace_id AND p.id = v.product_id "

/* ---- stock_on_hand ---- */

struct on_hand_input {
    struct id product_id, product_variant_id, location_id;
    bool is_held;
};

#define ROW struct on_hand_input
/* clang-format off */
static const struct field on_hand_inputs[] = {
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .optional = true),
    ID(location_id, L("Place", "位置"), NOT_PERSONAL, .optional = true),
    BOOLEAN(is_held, L("Only what is there", "仅有库存"), NOT_PERSONAL, .optional = true),
};

struct on_hand_output {
    struct id product_id, product_variant_id, location_id;
    struct text name, brand, shoe_type, colour, size, sku, location, currency;
    int size_system;
    int64_t size_order, on_hand, counted_at, reorder_at, unit_cost;
};
#undef ROW
#define ROW struct on_hand_output
static const struct field on_hand_outputs[] = {
    ID(product_id, L("Product", "商品"), NOT_PERSONAL),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL),
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL, .optional = true),
    TEXT(colour, L("Colour", "颜色"), NOT_PERSONAL, .optional = true),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    CHOICE(size_system, L("Size system", "尺码制式"), NOT_PERSONAL, .choices = sale_size_systems,
           .choice_count = SIZE_SYSTEM_CM, .optional = true),
    INTEGER(size_order, L("Size order", "尺码排序"), NOT_PERSONAL, .optional = true),
    TEXT(sku, L("SKU", "货号"), NOT_PERSONAL, .optional = true),
    INTEGER(reorder_at, L("Reorder at", "补货点"), NOT_PERSONAL, .optional = true),
    ID(location_id, L("Place", "位置"), NOT_PERSONAL, .optional = true),
    TEXT(location, L("Place", "位置"), NOT_PERSONAL, .optional = true),
    INTEGER(on_hand, L("On hand", "库存"), NOT_PERSONAL),
    INSTANT(counted_at, L("Last counted", "上次盘点"), NOT_PERSONAL, .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .needs = MODULE_FINANCE, .optional = true),
    MONEY(unit_cost, L("Average cost", "平均成本"), FINANCIAL, .needs = MODULE_FINANCE, .optional = true),
};
/* clang-format on */

static enum status on_hand_run(struct call *call, const void *given)
{
    const struct on_hand_input *input = given;
    struct stock_query query =
        stock_query_new(call, on_hand_outputs, sizeof on_hand_outputs / sizeof *on_hand_outputs);
    bool is_at = input->is_held || !id_is_zero(input->location_id);

    buffer_print(&query.sql,
                 "SELECT p.id, v.id, p.name, p.brand, p.shoe_type, p.colour, v.size, "
                 "v.size_system, v.size_order, coalesce(v.sku, p.sku), v.reorder_at, "
                 "t.location_id, o.name, coalesce(t.on_hand, 0), t.counted_at, c.currency, "
                 "c.unit_cost FROM product_variant v JOIN product p ON p.workspace_id = "
                 "v.workspace_id AND p.id = v.product_id %s JOIN stock_level t ON "
                 "t.workspace_id = v.workspace_id AND t.product_variant_id = v.id "
                 "LEFT JOIN location o ON o.workspace_id = t.workspace_id AND o.id = "
                 "t.location_id LEFT JOIN stock_cost c ON c.workspace_id = v.workspace_id AND "
                 "c.product_variant_id = v.id WHERE v.workspace_id = ",
                 is_at ? "" : "LEFT");
    stock_query_bind(&query, "", VALUE_OF_INTEGER(call->identity.workspace_id), "");
    stock_query_narrow(&query, "v.product_id", input->product_id);
    stock_query_narrow(&query, "v.id", input->product_variant_id);
    stock_query_narrow(&query, "t.location_id", input->location_id);
    if (input->is_held)
        buffer_append(&query.sql, T(" AND t.on_hand <> 0"));
    buffer_append(&query.sql, T(" ORDER BY p.name, p.id, v.size_order NULLS FIRST, v.size NULLS "
                                "FIRST, v.id, o.name NULLS FIRST LIMIT "));
    stock_query_bind(&query, "", VALUE_OF_INTEGER(ON_HAND_MOST), "");
    return stock_query_answer(call, &query);
}

/* ---- stock_journal ---- */

struct journal_input {
    struct id product_id, product_variant_id, location_id;
    int kind, reason;
    struct date from, to;
    int64_t rows, offset;
};

#undef ROW
#define ROW struct journal_input
/* clang-format off */
static const struct field journal_inputs[] = {
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .optional = true),
    ID(location_id, L("Place", "位置"), NOT_PERSONAL, .optional = true),
    CHOICE(kind, L("Kind", "类型"), NOT_PERSONAL, CHOICES(stock_kinds), .optional = true),
    CHOICE(reason, L("Reason", "原因"), NOT_PERSONAL, CHOICES(stock_reasons), .optional = true),
    DATE(from, L("From", "开始日期"), NOT_PERSONAL, .optional = true),
    DATE(to, L("To", "结束日期"), NOT_PERSONAL, .optional = true),
    INTEGER(rows, L("Rows", "行数"), NOT_PERSONAL, .min = 1, .max = JOURNAL_MOST, .optional = true),
    INTEGER(offset, L("Rows before", "跳过行数"), NOT_PERSONAL, .max = OFFSET_MOST, .optional = true),
};

struct journal_output {
    struct id id, product_id, product_variant_id, location_id, reference_id, transfer_id, corrects_id, created_by;
    struct text name, brand, size, location, note, currency;
    int kind, reason, reference_kind;
    struct date day;
    int64_t booked_at, moved_at, sequence, quantity, on_hand, on_hand_total, counted, unit_cost, value, value_total;
    bool is_short;
};
#undef ROW
#define ROW struct journal_output
static const struct field journal_outputs[] = {
    ID(id, L("Id", "编号"), NOT_PERSONAL),
    INSTANT(booked_at, L("Booked", "记账时间"), NOT_PERSONAL),
    INSTANT(moved_at, L("When", "时间"), NOT_PERSONAL),
    DATE(day, L("Date", "日期"), NOT_PERSONAL),
    CHOICE(kind, L("Kind", "类型"), NOT_PERSONAL, CHOICES(stock_kinds)),
    CHOICE(reason, L("Reason", "原因"), NOT_PERSONAL, CHOICES(stock_reasons), .optional = true),
    ID(product_id, L("Product", "商品"), NOT_PERSONAL),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    ID(location_id, L("Place", "位置"), NOT_PERSONAL),
    TEXT(location, L("Place", "位置"), NOT_PERSONAL),
    INTEGER(sequence, L("Number", "序号"), NOT_PERSONAL),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL),
    INTEGER(on_hand, L("On hand at the place", "该位置结存"), NOT_PERSONAL),
    INTEGER(on_hand_total, L("On hand everywhere", "总结存"), NOT_PERSONAL),
    BOOLEAN(is_short, L("More than was there", "超出库存"), NOT_PERSONAL),
    INTEGER(counted, L("Counted", "盘点数"), NOT_PERSONAL, .optional = true),
    CHOICE(reference_kind, L("Booked for", "关联单据"), NOT_PERSONAL, CHOICES(stock_references), .optional = true),
    ID(reference_id, L("Record it was booked for", "关联记录"), NOT_PERSONAL, .optional = true),
    ID(transfer_id, L("Other half of the move", "调拨对应记录"), NOT_PERSONAL, .optional = true),
    ID(corrects_id, L("Takes back", "冲销的记录"), NOT_PERSONAL, .optional = true),
    TEXT(note, L("Note", "备注"), FREE_TEXT, .optional = true),
    ID(created_by, L("Created by", "创建人"), IDENTITY, .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .needs = MODULE_FINANCE, .optional = true),
    MONEY(unit_cost, L("Unit cost", "单件成本"), FINANCIAL, .needs = MODULE_FINANCE, .optional = true),
    MONEY(value, L("Change of value", "金额变动"), FINANCIAL, .needs = MODULE_FINANCE, .optional = true),
    MONEY(value_total, L("Value after it", "结存金额"), FINANCIAL, .needs = MODULE_FINANCE, .optional = true),
};
/* clang-format on */

static struct value date_bound(struct call *call, struct date date)
{
    return VALUE_OF_TEXT(arena_copy(call->arena, text_from(date_to_text(date).at)));
}

static enum status check_period(struct call *call, struct date from, struct date to)
{
    if (from.days == 0 || to.days == 0 || from.days <= to.days)
        return OK;
    return REFUSE(
        call, INVALID, .code = "22023", .field = &journal_inputs[6],
        .say = L("\"{field}\" is before the beginning of the period.", "“{field}”早于开始日期。"));
}

static void narrow_journal(struct call *call, struct stock_query *query,
                           const struct journal_input *input)
{
    stock_query_narrow(query, "v.product_id", input->product_id);
    stock_query_narrow(query, "t.product_variant_id", input->product_variant_id);
    stock_query_narrow(query, "t.location_id", input->location_id);
    if (input->kind)
        stock_query_bind(query, " AND t.kind = ",
                         VALUE_OF_TEXT(text_from(stock_kinds[input->kind - 1].value)), "");
    if (input->reason)
        stock_query_bind(query, " AND t.reason = ",
                         VALUE_OF_TEXT(text_from(stock_reasons[input->reason - 1].value)), "");
    if (input->from.days != 0)
        stock_query_bind(query, " AND t.day >= ", date_bound(call, input->from), "");
    if (input->to.days != 0)
        stock_query_bind(query, " AND t.day <= ", date_bound(call, input->to), "");
}

static enum status journal_run(struct call *call, const void *given)
{
    const struct journal_input *input = given;
    struct stock_query query =
        stock_query_new(call, journal_outputs, sizeof journal_outputs / sizeof *journal_outputs);
    enum status status = check_period(call, input->from, input->to);

    if (status != OK)
        return status;
    buffer_append(
        &query.sql,
        T("SELECT t.id, t.booked_at, t.moved_at, t.day, t.kind, t.reason, p.id, v.id, "
          "p.name, p.brand, v.size, t.location_id, o.name, t.sequence, t.quantity, "
          "t.on_hand, t.on_hand_total, t.is_short, t.counted, t.reference_kind, "
          "t.reference_id, t.transfer_id, t.corrects_id, t.note, t.created_by, "
          "e.currency, e.unit_cost, e.value, e.value_total FROM stock_movement t " JOIN_PRODUCT
          "JOIN location o ON o.workspace_id = t.workspace_id AND o.id = "
          "t.location_id LEFT JOIN stock_entry e ON e.workspace_id = t.workspace_id AND "
          "e.stock_movement_id = t.id WHERE t.workspace_id = "));
    stock_query_bind(&query, "", VALUE_OF_INTEGER(call->identity.workspace_id), "");
    narrow_journal(call, &query, input);
    stock_query_bind(&query, " ORDER BY t.booked_at DESC, t.sequence DESC, t.id DESC LIMIT ",
                     VALUE_OF_INTEGER(input->rows ? input->rows : JOURNAL_ROWS), "");
    stock_query_bind(&query, " OFFSET ", VALUE_OF_INTEGER(input->offset), "");
    return stock_query_answer(call, &query);
}

/* ---- stock_value ---- */

enum value_group { VALUE_BY_VARIANT = 1, VALUE_BY_PRODUCT, VALUE_IN_ALL };

struct value_input {
    struct date on;
    int by; /* enum value_group */
    struct id product_id;
};

static const struct choice value_groups[] = {
    { "variant", L("Size", "规格") },
    { "product", L("Product", "商品") },
    { "total", L("In all", "合计") },
};

#undef ROW
#define ROW struct value_input
/* clang-format off */
static const struct field value_inputs[] = {
    DATE(on, L("At the end of the day", "截至日期"), NOT_PERSONAL, .optional = true,
         .help = L("Empty: now.", "留空为当前。")),
    CHOICE(by, L("Group by", "分组"), NOT_PERSONAL, CHOICES(value_groups), .optional = true),
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
};

struct value_output {
    struct id product_id, product_variant_id;
    struct text name, size, currency;
    int64_t quantity, value;
};
#undef ROW
#define ROW struct value_output
static const struct field value_outputs[] = {
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true),
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .optional = true),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .optional = true),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL),
    MONEY(value, L("Value", "库存金额"), FINANCIAL),
};
/* clang-format on */

static enum status value_run(struct call *call, const void *given)
{
    static const struct {
        const char *columns, *group;
    } groups[] = {
        [0] = { "p.id, p.name, v.id, v.size", "p.id, p.name, v.id, v.size, v.size_order, " },
        [VALUE_BY_VARIANT] = { "p.id, p.name, v.id, v.size",
                               "p.id, p.name, v.id, v.size, v.size_order, " },
        [VALUE_BY_PRODUCT] = { "p.id, p.name, NULL, NULL", "p.id, p.name, " },
        [VALUE_IN_ALL] = { "NULL, NULL, NULL, NULL", "" },
    };
    const struct value_input *input = given;
    struct stock_query query =
        stock_query_new(call, value_outputs, sizeof value_outputs / sizeof *value_outputs);
    bool is_by_size = input->by == 0 || input->by == VALUE_BY_VARIANT;
    enum status status = call_require(call, MODULE_WAREHOUSE, LEVEL_VIEW);

    if (status != OK)
        return status;
    /* A size changes its currency only at nothing, so what it was worth in another is nothing. */
    buffer_print(&query.sql,
                 "SELECT %s, t.currency, CAST(SUM(t.quantity) AS BIGINT), "
                 "CAST(SUM(t.value) AS BIGINT) FROM %s t " JOIN_PRODUCT "WHERE t.workspace_id = ",
                 groups[input->by].columns, input->on.days != 0 ? "stock_entry" : "stock_cost");
    stock_query_bind(&query, "", VALUE_OF_INTEGER(call->identity.workspace_id), "");
    stock_query_narrow(&query, "v.product_id", input->product_id);
    if (input->on.days != 0)
        stock_query_bind(&query, " AND t.day <= ", date_bound(call, input->on), "");
    buffer_print(&query.sql,
                 " GROUP BY %st.currency HAVING SUM(t.quantity) <> 0 OR SUM(t.value) <> 0 ORDER "
                 "BY %s%st.currency",
                 groups[input->by].group, input->by == VALUE_IN_ALL ? "" : "p.name, p.id, ",
                 is_by_size ? "v.size_order NULLS FIRST, v.id, " : "");
    return stock_query_answer(call, &query);
}

#define ABOUT_STOCK                                                                                \
    .who = WHO_MEMBER, .level = LEVEL_VIEW, .reads_only = true, .returns = RETURNS_LIST

const struct function stock_report_functions[] = {
    { .name = "stock_on_hand",
      .label = L("Stock on hand", "库存一览"),
      .module = MODULE_WAREHOUSE,
      ABOUT_STOCK,
      .inputs = LIST(on_hand_inputs),
      .input_size = sizeof(struct on_hand_input),
      .outputs = LIST(on_hand_outputs),
      .run = on_hand_run },
    { .name = "stock_journal",
      .label = L("Stock journal", "出入库流水"),
      .module = MODULE_WAREHOUSE,
      ABOUT_STOCK,
      .inputs = LIST(journal_inputs),
      .input_size = sizeof(struct journal_input),
      .outputs = LIST(journal_outputs),
      .run = journal_run },
    { .name = "stock_value",
      .label = L("Value of stock", "库存金额"),
      .module = MODULE_FINANCE,
      ABOUT_STOCK,
      .inputs = LIST(value_inputs),
      .input_size = sizeof(struct value_input),
      .outputs = LIST(value_outputs),
      .run = value_run },
    { 0 },
};
