/* Counts against the books. What moved while a shelf was counted is told apart by when it was made,
   not by when the server heard of it: phones without a network send later. */
#include "ops/stock_sheet.h"

#include "ops/product.h"
#include "ops/product_variant.h"
#include "store/row.h"

#define ROW struct row
static const struct field about = ID(id, L("Id", "编号"), NOT_PERSONAL);

static const char *code_of(enum status status)
{
    return status == NOT_FOUND   ? "P0002"
           : status == FORBIDDEN ? "42501"
           : status == CONFLICT  ? "55000"
                                 : "23514";
}

enum status sheet_refuse(struct call *call, enum status status, struct label say)
{
    return REFUSE(call, status, .code = code_of(status), .say = say, .field = &about,
                  .entity = &stock_count_entity);
}

enum status sheet_refuse_of(struct call *call, struct text name, struct label say,
                            struct label hint)
{
    return REFUSE(call, CONFLICT, .code = "55000", .say = say, .hint = hint, .value = name,
                  .field = &about, .entity = &stock_count_entity);
}

enum status sheet_find(struct call *call, struct tx *tx, struct id id,
                       struct stock_count *ret_count)
{
    enum status status =
        row_find(tx, &stock_count_entity, call->identity.workspace_id, id, ret_count);

    if (status != NOT_FOUND)
        return status;
    return sheet_refuse(call, NOT_FOUND,
                        (struct label)L("There is no such count.", "没有这张盘点单。"));
}

enum status sheet_find_box(struct call *call, struct tx *tx, struct id id,
                           struct inbound_box *ret_box)
{
    enum status status =
        row_find(tx, &inbound_box_entity, call->identity.workspace_id, id, ret_box);

    if (status != NOT_FOUND)
        return status;
    return sheet_refuse(call, NOT_FOUND,
                        (struct label)L("There is no such box.", "没有这个到货箱。"));
}

enum status sheet_name(struct call *call, struct tx *tx, struct id variant_id,
                       struct text *ret_name)
{
    struct product_variant variant;
    struct product product;
    enum status status =
        row_find(tx, &product_variant_entity, call->identity.workspace_id, variant_id, &variant);

    if (status == OK)
        status = row_find(tx, &product_entity, call->identity.workspace_id, variant.product_id,
                          &product);
    if (status == OK)
        *ret_name = variant.size.size > 0
                        ? arena_print(call->arena, "%.*s %.*s", TEXT_ARG(product.name),
                                      TEXT_ARG(variant.size))
                        : product.name;
    return status;
}

void sheet_print_figures(struct buffer *sql, const char *at)
{
    static const char moved[] =
        "FROM %sstock_movement m LEFT JOIN %sstock_movement c ON c.workspace_id = m.workspace_id "
        "AND c.id = m.corrects_id WHERE m.workspace_id = $1 AND m.product_variant_id = "
        "l.product_variant_id AND m.location_id = $3 AND ";

    buffer_append(
        sql,
        T("SELECT l.id AS line_id, l.product_variant_id AS product_variant_id, l.counted AS "
          "counted, l.last_at AS last_at, coalesce(t.on_hand, 0) - coalesce((SELECT CAST(SUM(m.quantity) AS "
          "BIGINT) "));
    buffer_print(sql, moved, at, at);
    buffer_append(sql, T("m.moved_at > l.last_at AND coalesce(c.moved_at, m.moved_at) > "
                         "l.last_at), 0) AS expected, CASE WHEN EXISTS (SELECT 1 "));
    buffer_print(sql, moved, at, at);
    buffer_print(
        sql,
        "m.moved_at > l.first_at AND m.quantity <> 0 AND coalesce(c.moved_at, m.moved_at) "
        "> l.first_at AND coalesce(c.moved_at, m.moved_at) <= l.last_at) THEN 1 ELSE 0 "
        "END AS is_disturbed, CASE WHEN coalesce(t.counted_at, 0) >= l.last_at THEN 1 "
        "ELSE 0 END AS is_superseded, l.workspace_id AS workspace_id FROM %sstock_count_line l LEFT JOIN %sstock_level t ON t.workspace_id = "
        "l.workspace_id AND t.product_variant_id = l.product_variant_id AND t.location_id "
        "= $3 WHERE l.workspace_id = $1 AND l.stock_count_id = $2",
        at, at);
}
