/* barcode_make: a code of one's own for a variant that has none, from a counter that never goes
   back. */
#include "ops/barcode.h"
#include "ops/product_barcode.h"
#include "ops/product_variant.h"
#include "ops/stock_functions.h"
#include "store/row.h"

enum { OWN_TRIES = 1000 };

struct make_input {
    struct id product_variant_id, product_id;
};

struct making {
    struct call *call;
    const struct make_input *input;
    struct product_barcode made;
};

#define ROW struct make_input
static const struct field make_inputs[] = {
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .optional = true),
    ID(product_id, L("Product", "商品"), NOT_PERSONAL, .optional = true,
       .help = L("Instead, when the product has no sizes.", "商品不分尺码时可用此项代替。")),
};

static enum status next_number(struct tx *tx, struct call *call, int64_t *ret_number)
{
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id) };
    struct barcode_counter counter = { .row = call_new_row(call), .name = T("own"), .last = 1 };
    enum status status = row_find_where(
        tx, &barcode_counter_entity, T("workspace_id = $1 AND name = 'own'"), values, 1, &counter);

    if (status == NOT_FOUND) {
        *ret_number = 1;
        return row_insert(tx, &barcode_counter_entity, &counter);
    }
    if (status != OK)
        return status;
    if (counter.last >= BARCODE_OWN_LAST)
        return REFUSE(call, CONFLICT, .code = "54000",
                      .say = L("All own barcodes are given.", "自编码已用尽。"));
    *ret_number = ++counter.last;
    counter.row.updated_at = call->now_ms;
    return row_update(tx, &barcode_counter_entity, &counter);
}

/* Somebody may have written down a code of the range by hand. */
static enum status is_taken(struct tx *tx, struct call *call, struct text code, bool *ret_taken)
{
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_TEXT(code) };
    struct cursor *cursor;
    enum status status =
        tx_query(tx,
                 T("SELECT 1 FROM main.product_barcode WHERE workspace_id = $1 AND code_key = $2 "
                   "UNION ALL SELECT 1 FROM main.product WHERE workspace_id = $1 AND barcode = $2"),
                 values, 2, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, ret_taken);
    cursor_close(cursor);
    return status;
}

static enum status find_variant(struct tx *tx, struct making *making, struct id *ret_id)
{
    const struct make_input *input = making->input;
    struct call *call = making->call;
    struct product_variant variant;
    enum status status;

    *ret_id = input->product_variant_id;
    status = id_is_zero(*ret_id) ? product_variant_only(call, tx, input->product_id, ret_id)
                                 : row_find(tx, &product_variant_entity,
                                            call->identity.workspace_id, *ret_id, &variant);
    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "P0002", .field = &make_inputs[0],
                      .say = L("There is no such product.", "没有这个商品。"));
    if (status == CONFLICT)
        return REFUSE(
            call, INVALID, .code = "22023", .field = &make_inputs[0],
            .say = L("This product has several sizes: say which.", "该商品有多个尺码，请指明。"));
    return status;
}

static enum status make_as_system(struct tx *tx, void *context)
{
    struct making *making = context;
    struct call *call = making->call;
    struct product_barcode barcode = { .row = call_new_row(call),
                                       .symbology = SYMBOLOGY_EAN_13,
                                       .is_own = true };
    bool taken = true;
    int64_t number = 0;
    enum status status = find_variant(tx, making, &barcode.product_variant_id);

    for (int i = 0; status == OK && taken && i < OWN_TRIES; i++) {
        status = next_number(tx, call, &number);
        if (status != OK)
            return status;
        barcode.code = barcode.code_key = barcode_own(number, tx_arena(tx));
        status = is_taken(tx, call, barcode.code, &taken);
    }
    if (status == OK)
        status = row_insert(tx, &product_barcode_entity, &barcode);
    making->made = barcode;
    return status;
}

static enum status make_work(struct tx *tx, void *context)
{
    struct making *making = context;
    struct json_writer json;
    enum status status = tx_as_system(tx, make_as_system, making);

    if (status != OK)
        return status;
    buffer_clear(&making->call->body);
    json = call_answer_json(making->call);
    json_begin_object(&json);
    json_write_text_member(&json, T("id"), text_from(id_to_text(making->made.row.id).at));
    json_write_text_member(&json, T("product_variant_id"),
                           text_from(id_to_text(making->made.product_variant_id).at));
    json_write_text_member(&json, T("code"), making->made.code);
    json_write_text_member(&json, T("symbology"), T("ean_13"));
    json_end_object(&json);
    return OK;
}

static enum status make_run(struct call *call, const void *input)
{
    struct making *making = ARENA_NEW(call->arena, struct making);

    *making = (struct making){ .call = call, .input = input };
    return call_write_last(call, make_work, making, NULL);
}

struct make_output {
    struct id id, product_variant_id;
    struct text code, symbology;
};

#undef ROW
#define ROW struct make_output
static const struct field make_outputs[] = {
    ID(id, L("Id", "编号"), NOT_PERSONAL),
    ID(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL),
    TEXT(code, L("Barcode", "条码"), NOT_PERSONAL),
    TEXT(symbology, L("Kind", "码制"), NOT_PERSONAL),
};

const struct function barcode_functions[] = {
    { .name = "barcode_make",
      .label = L("Give it a barcode of our own", "生成自编码"),
      .who = WHO_MEMBER,
      .module = MODULE_WAREHOUSE,
      .level = LEVEL_EDIT_OWN,
      .is_one_write = true,
      .inputs = LIST(make_inputs),
      .input_size = sizeof(struct make_input),
      .returns = RETURNS_OBJECT,
      .outputs = LIST(make_outputs),
      .run = make_run },
    { 0 },
};
