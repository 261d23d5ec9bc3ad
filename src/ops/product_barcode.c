/* Barcodes. One code stands for one thing in the workspace, wherever it was written down: here or
   in product.barcode, as UPC-A or as the EAN-13 that means the same. */
#include "ops/product_barcode.h"

#include "call/call.h"
#include "ops/barcode.h"
#include "ops/ops.h"
#include "ops/product.h"
#include "ops/product_variant.h"
#include "store/row.h"

#define ROW struct product_barcode

static const struct choice symbologies[] = {
    { "code_128", L("Code 128", "Code 128") }, { "ean_13", L("EAN-13", "EAN-13") },
    { "ean_8", L("EAN-8", "EAN-8") },          { "upc_a", L("UPC-A", "UPC-A") },
    { "qr", L("QR code", "二维码") },          { "other", L("Another one", "其他") },
};

static struct value derive_key(const struct derive_context *context, struct value code)
{
    if (code.type != VALUE_TEXT)
        return VALUE_OF_NULL;
    return VALUE_OF_TEXT(barcode_key(code.text, context->arena));
}

/* clang-format off */
static const struct field fields[] = {
    LINK(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .to = &product_variant_entity,
         .index = true, .list = true),
    TEXT(code, L("Barcode", "条码"), NOT_PERSONAL, .min = 1, .max = BARCODE_MAX, .unique = true, .search = true,
         .list = true, .format = BARCODE),
    TEXT(code_key, L("Barcode", "条码"), NOT_PERSONAL, .max = BARCODE_MAX, .fallback = "", .hidden = true,
         .index = true, .derived_from = "code", .derive = derive_key),
    CHOICE(symbology, L("Kind", "码制"), NOT_PERSONAL, CHOICES(symbologies), .optional = true, .list = true,
           .help = L("Empty: by its form; 8, 12 or 13 digits have to end in their check digit.",
                     "留空则按形式判断；8、12、13 位数字须以校验位结尾。")),
    BOOLEAN(is_own, L("Our own", "自编码"), NOT_PERSONAL, .fallback = "false", .read_only = true, .list = true),
};
/* clang-format on */

static const struct field *code_field(void)
{
    return entity_field(&product_barcode_entity, T("code"));
}

static enum status check(struct call *call, const void *row)
{
    const struct product_barcode *barcode = row;
    struct text code = barcode->code;
    enum symbology symbology = barcode->symbology ? (enum symbology)barcode->symbology
                                                  : barcode_guess(code);
    size_t digits = barcode_digits(symbology);
    int last = barcode_check_digit(code);

    if (digits == 0)
        return OK;
    if (code.size != digits || last < 0)
        return REFUSE(call, INVALID, .code = "23514", .entity = &product_barcode_entity,
                      .field = code_field(), .limit = (int64_t)digits,
                      .say = L("A barcode of this kind has {limit} digits.",
                               "这种条码应为 {limit} 位数字。"));
    if (code.at[code.size - 1] - '0' == last)
        return OK;
    return REFUSE(call, INVALID, .code = "23514", .entity = &product_barcode_entity,
                  .field = code_field(), .limit = last, .value = code,
                  .say = L("The check digit of {value} is wrong: it would have to end in {limit}.",
                           "{value} 的校验位有误，末位应为 {limit}。"),
                  .hint = L("Scan it again. If it is no EAN or UPC, say so in \"symbology\".",
                            "请重新扫描；若不是 EAN 或 UPC，请在 “symbology” 中说明。"));
}

/* ---- one code, one thing ---- */

struct claim {
    struct call *call;
    struct text code; /* as it was written */
    struct id id;     /* of who claims it */
    const struct entity *entity;
};

static enum status refuse_taken(const struct claim *claim, struct text name)
{
    const char *field = claim->entity == &product_entity ? "barcode" : "code";

    return REFUSE(claim->call, CONFLICT, .code = "23505", .entity = claim->entity,
                  .field = entity_field(claim->entity, text_from(field)), .value = name,
                  .say = L("This barcode already stands for: {value}.", "该条码已属于：{value}。"),
                  .hint = L("Move it there on purpose, or take it off first.",
                            "请明确改派该条码，或先将其移除。"));
}

/* A code with its UPC-A and EAN-13 spellings, for the products that only have the text. */
static enum status find_other(struct tx *tx, void *context)
{
    const struct claim *claim = context;
    struct text key = barcode_key(claim->code, tx_arena(tx));
    struct text bare = key.size == 13 && key.at[0] == '0' ? text_from_offset(key, 1) : key;
    const struct value values[] = { VALUE_OF_INTEGER(claim->call->identity.workspace_id),
                                    VALUE_OF_TEXT(key), VALUE_OF_TEXT(bare),
                                    VALUE_OF_ID(claim->id) };
    struct text name = { 0 };
    struct cursor *cursor;
    bool found;
    enum status status =
        tx_query(tx,
                 T("SELECT p.name FROM main.product_barcode b JOIN main.product_variant v ON "
                   "v.workspace_id = b.workspace_id AND v.id = b.product_variant_id JOIN "
                   "main.product p ON p.workspace_id = v.workspace_id AND p.id = v.product_id "
                   "WHERE b.workspace_id = $1 AND b.code_key = $2 AND b.id <> $4 UNION ALL "
                   "SELECT name FROM main.product WHERE workspace_id = $1 AND barcode IN ($2, $3) "
                   "AND id <> $4 LIMIT 1"),
                 values, 4, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    if (status == OK && found)
        name = cursor_value_kept(cursor, 0).text;
    cursor_close(cursor);
    return status != OK || !found ? status : refuse_taken(claim, name);
}

static enum status follow(struct call *call, struct tx *tx, const void *before, const void *after)
{
    const struct product_barcode *barcode = after;
    struct claim claim = { .call = call, .entity = &product_barcode_entity };

    (void)before;
    if (!barcode)
        return OK;
    claim.code = barcode->code;
    claim.id = barcode->row.id;
    return tx_as_system(tx, find_other, &claim);
}

enum status product_barcode_follow_product(struct call *call, struct tx *tx, const void *before,
                                           const void *after)
{
    const struct product *product = after, *was = before;
    struct claim claim = { .call = call, .entity = &product_entity };

    if (!product || text_is_empty(product->barcode) ||
        (was && text_equal(was->barcode, product->barcode)))
        return OK;
    claim.code = product->barcode;
    claim.id = product->row.id;
    return tx_as_system(tx, find_other, &claim);
}

const struct entity product_barcode_entity = {
    .name = "product_barcode",
    .label = L("Barcode", "条码"),
    .plural = L("Barcodes", "条码"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to find a product by scanning its box", "以便扫描包装即可找到商品"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "code",
    .order = "code.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .check = check,
    .follow = { "code", follow },
};

#undef ROW
#define ROW struct barcode_counter

/* clang-format off */
static const struct field counter_fields[] = {
    TEXT(name, L("What is counted", "计数项"), NOT_PERSONAL, .min = 1, .max = 40, .unique = true),
    INTEGER(last, L("Last number", "最后编号"), NOT_PERSONAL, .max = BARCODE_OWN_LAST),
};
/* clang-format on */

const struct entity barcode_counter_entity = {
    .name = "barcode_counter",
    .label = L("Counter of own barcodes", "自编码计数器"),
    .plural = L("Counters of own barcodes", "自编码计数器"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to give no number twice, so that a printed label stays true",
                 "以便编号不重复，已打印的标签始终有效"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(counter_fields),
};
