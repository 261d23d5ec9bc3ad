/* stock_pallet: what the next pallet should hold, by the sales of the last weeks. */
#include "base/zone.h"
#include "ops/finance_shares.h"
#include "ops/ops.h"
#include "ops/report.h"
#include "ops/sale.h"
#include "ops/size.h"
#include "ops/stock_functions.h"

enum { PALLET_DAYS = 90, PALLET_MOST = 100000, PALLET_SIZES = 200 };

struct pallet_input {
    struct text brand, shoe_type;
    int64_t pieces, days;
};

#define ROW struct pallet_input
/* clang-format off */
static const struct field pallet_inputs[] = {
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL, .min = 1, .max = 80),
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL, .max = 80, .optional = true),
    INTEGER(pieces, L("Pieces", "数量"), NOT_PERSONAL, .min = 1, .max = PALLET_MOST),
    INTEGER(days, L("By the sales of so many days", "参考近几天销量"), NOT_PERSONAL, .min = 1, .max = 730, .optional = true),
};

struct pallet_output {
    struct text size, size_system;
    int64_t sold, on_hand, pieces;
};
#undef ROW
#define ROW struct pallet_output
static const struct field pallet_outputs[] = {
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL),
    TEXT(size_system, L("Size system", "尺码制式"), NOT_PERSONAL, .optional = true),
    INTEGER(sold, L("Sold", "销量"), NOT_PERSONAL),
    INTEGER(on_hand, L("On hand", "库存"), NOT_PERSONAL),
    INTEGER(pieces, L("Pieces", "建议数量"), NOT_PERSONAL),
};
/* clang-format on */

struct pallet {
    struct call *call;
    const struct pallet_input *input;
    struct pallet_output sizes[PALLET_SIZES];
    int64_t order[PALLET_SIZES];
    size_t count;
};

/* The same size in several currencies or spellings is one. */
static struct pallet_output *find_size(struct pallet *pallet, struct text size, struct text system)
{
    struct text label = size_to_label(size, pallet->call->arena);

    for (size_t i = 0; i < pallet->count; i++)
        if (text_equal(pallet->sizes[i].size, label) &&
            (text_is_empty(system) || text_is_empty(pallet->sizes[i].size_system) ||
             text_equal(pallet->sizes[i].size_system, system)))
            return &pallet->sizes[i];
    return NULL;
}

static void take_sales(struct pallet *pallet, const struct report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct report_row *row = &report->rows[i];
        struct pallet_output *size;

        if (row->size.size == 0 || row->now.units <= 0)
            continue;
        size = find_size(pallet, row->size, row->size_system);
        if (!size && pallet->count < PALLET_SIZES) {
            if (!size_to_order(row->size, &pallet->order[pallet->count]))
                pallet->order[pallet->count] = INT64_MAX;
            size = &pallet->sizes[pallet->count++];
            *size = (struct pallet_output){ .size = size_to_label(row->size, pallet->call->arena),
                                            .size_system = row->size_system };
        }
        if (size)
            size->sold += row->now.units;
    }
}

static enum status take_stock(struct pallet *pallet, struct tx *tx)
{
    const struct pallet_input *input = pallet->input;
    const struct value values[] = { VALUE_OF_INTEGER(pallet->call->identity.workspace_id),
                                    VALUE_OF_TEXT(input->brand), VALUE_OF_TEXT(input->shoe_type) };
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(
        tx,
        T("SELECT v.size, v.size_system, CAST(SUM(t.on_hand) AS BIGINT) FROM product p JOIN "
          "product_variant v ON v.workspace_id = p.workspace_id AND v.product_id = p.id JOIN "
          "stock_level t ON t.workspace_id = v.workspace_id AND t.product_variant_id = v.id WHERE "
          "p.workspace_id = $1 AND p.brand = $2 AND ($3 = '' OR p.shoe_type = $3) AND v.size IS "
          "NOT NULL GROUP BY v.size, v.size_system"),
        values, 3, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found) {
        struct value system = cursor_value(cursor, 1);
        struct pallet_output *size =
            find_size(pallet, cursor_value(cursor, 0).text,
                      system.type == VALUE_TEXT ? system.text : (struct text){ 0 });

        if (size)
            size->on_hand += cursor_value(cursor, 2).integer;
    }
    cursor_close(cursor);
    return status;
}

/* What is there and what comes should together be as the sales are: sizes that are short get more.
   When there is so much of everything that none is short, the sales alone decide. */
static void split(struct pallet *pallet)
{
    int64_t weights[PALLET_SIZES], wanted[PALLET_SIZES], total = pallet->input->pieces;

    for (size_t i = 0; i < pallet->count; i++) {
        weights[i] = pallet->sizes[i].sold;
        total += pallet->sizes[i].on_hand > 0 ? pallet->sizes[i].on_hand : 0;
    }
    if (!share_amount(total, weights, pallet->count, wanted))
        return;
    for (size_t i = 0; i < pallet->count; i++) {
        int64_t there = pallet->sizes[i].on_hand > 0 ? pallet->sizes[i].on_hand : 0;

        wanted[i] = wanted[i] > there ? wanted[i] - there : 0;
    }
    if (!share_amount(pallet->input->pieces, wanted, pallet->count, weights))
        return;
    for (size_t i = 0; i < pallet->count; i++)
        pallet->sizes[i].pieces = weights[i];
}

static void sort(struct pallet *pallet)
{
    for (size_t i = 1; i < pallet->count; i++)
        for (size_t j = i; j > 0 && pallet->order[j] < pallet->order[j - 1]; j--) {
            struct pallet_output size = pallet->sizes[j];
            int64_t order = pallet->order[j];

            pallet->sizes[j] = pallet->sizes[j - 1];
            pallet->order[j] = pallet->order[j - 1];
            pallet->sizes[j - 1] = size;
            pallet->order[j - 1] = order;
        }
}

static void write_pallet(struct pallet *pallet)
{
    struct json_writer json;

    buffer_clear(&pallet->call->body);
    json = call_answer_json(pallet->call);
    json_begin_array(&json);
    for (size_t i = 0; i < pallet->count; i++) {
        const struct pallet_output *size = &pallet->sizes[i];

        json_begin_object(&json);
        json_write_text_member(&json, T("size"), size->size);
        json_write_key(&json, T("size_system"));
        if (text_is_empty(size->size_system))
            json_write_null(&json);
        else
            json_write_text(&json, size->size_system);
        json_write_integer_member(&json, T("sold"), size->sold);
        json_write_integer_member(&json, T("on_hand"), size->on_hand);
        json_write_integer_member(&json, T("pieces"), size->pieces);
        json_end_object(&json);
    }
    json_end_array(&json);
}

static enum status pallet_work(struct tx *tx, void *context)
{
    struct pallet *pallet = context;
    const struct pallet_input *input = pallet->input;
    struct date today = zone_day(pallet->call->zone, pallet->call->now_ms);
    struct report_query query = { .group = GROUP_SIZE,
                                  .from = today,
                                  .to = today,
                                  .brand = input->brand,
                                  .shoe_type = input->shoe_type };
    struct report report;
    enum status status;

    query.from.days -= (int32_t)(input->days ? input->days : PALLET_DAYS) - 1;
    pallet->count = 0;
    status = report_run(tx, &query, pallet->call->language, &report);
    if (status != OK)
        return status;
    take_sales(pallet, &report);
    status = take_stock(pallet, tx);
    if (status != OK)
        return status;
    sort(pallet);
    split(pallet);
    write_pallet(pallet);
    return OK;
}

static enum status pallet_run(struct call *call, const void *input)
{
    struct pallet *pallet = ARENA_NEW(call->arena, struct pallet);
    enum status status = call_require(call, MODULE_SALES, LEVEL_VIEW);

    pallet->call = call;
    pallet->input = input;
    return status == OK ? call_read(call, pallet_work, pallet) : status;
}

const struct function stock_pallet_functions[] = {
    { .name = "stock_pallet",
      .label = L("What the next pallet should hold", "补货配码建议"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .returns = RETURNS_LIST,
      .inputs = LIST(pallet_inputs),
      .input_size = sizeof(struct pallet_input),
      .outputs = LIST(pallet_outputs),
      .run = pallet_run },
    { 0 },
};
