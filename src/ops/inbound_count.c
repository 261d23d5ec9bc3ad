/* Counting a box to its end. One count gives the box its figures; of two, those that agree are the
   box's, and those that do not are left for a person to settle. Nobody sees the other's figures
   before both are done: the database shows a line to its author alone until then. */
#include "ops/inbound_line.h"
#include "ops/ops.h"
#include "ops/product.h"
#include "ops/product_variant.h"
#include "ops/stock_sheet.h"
#include "store/row.h"

struct found {
    struct id variant_id;
    int64_t first, second;
};

struct settling {
    struct call *call;
    struct inbound_box box;
    struct found *found;
    size_t count;
};

static enum status read_found(struct settling *settling, struct tx *tx)
{
    const struct value values[] = { VALUE_OF_INTEGER(settling->call->identity.workspace_id),
                                    VALUE_OF_ID(settling->box.row.id) };
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(
        tx,
        T("SELECT l.product_variant_id, CAST(SUM(CASE WHEN c.round = 1 THEN l.counted ELSE 0 END) "
          "AS BIGINT), CAST(SUM(CASE WHEN c.round = 2 THEN l.counted ELSE 0 END) AS BIGINT) FROM "
          "main.stock_count c JOIN main.stock_count_line l ON l.workspace_id = c.workspace_id AND "
          "l.stock_count_id = c.id WHERE c.workspace_id = $1 AND c.inbound_box_id = $2 GROUP BY "
          "l.product_variant_id ORDER BY l.product_variant_id"),
        values, 2, &cursor);

    if (status != OK)
        return status;
    settling->found = ARENA_NEW_ARRAY(tx_arena(tx), struct found, 2 * LIMIT_SHEET_LINES);
    settling->count = 0;
    while ((status = cursor_next(cursor, &found)) == OK && found &&
           settling->count < 2 * LIMIT_SHEET_LINES)
        settling->found[settling->count++] =
            (struct found){ .variant_id = cursor_value(cursor, 0).id,
                            .first = cursor_value(cursor, 1).integer,
                            .second = cursor_value(cursor, 2).integer };
    cursor_close(cursor);
    return status;
}

/* What nobody expected gets a line, too. */
static enum status make_line(struct settling *settling, struct tx *tx, struct id variant_id,
                             struct inbound_line *ret_line)
{
    struct product_variant variant;
    struct product product;
    enum status status =
        row_find(tx, &product_variant_entity, settling->box.row.workspace_id, variant_id, &variant);

    if (status == OK)
        status = row_find(tx, &product_entity, settling->box.row.workspace_id, variant.product_id,
                          &product);
    if (status != OK)
        return status;
    *ret_line = (struct inbound_line){ .row = call_new_row(settling->call),
                                       .inbound_box_id = settling->box.row.id,
                                       .product_id = product.row.id,
                                       .description = product.name,
                                       .size = variant.size,
                                       .product_variant_id = variant_id };
    row_set_null(ret_line, &inbound_line_entity, "expected");
    row_set_null(ret_line, &inbound_line_entity, "counted");
    return row_insert(tx, &inbound_line_entity, ret_line);
}

static enum status settle_line(struct settling *settling, struct tx *tx, const struct found *found,
                               bool is_twice)
{
    const struct value values[] = { VALUE_OF_INTEGER(settling->box.row.workspace_id),
                                    VALUE_OF_ID(settling->box.row.id),
                                    VALUE_OF_ID(found->variant_id) };
    struct inbound_line line;
    enum status status =
        row_find_where(tx, &inbound_line_entity,
                       T("workspace_id = $1 AND inbound_box_id = $2 AND product_variant_id = $3"),
                       values, 3, &line);

    if (status == NOT_FOUND)
        status = make_line(settling, tx, found->variant_id, &line);
    if (status != OK)
        return status;
    if (is_twice && found->first != found->second)
        row_set_null(&line, &inbound_line_entity, "counted");
    else
        inbound_line_set_counted(&line, found->first);
    line.row.updated_at = settling->call->now_ms;
    return row_update(tx, &inbound_line_entity, &line);
}

/* A line whose size nobody found was not in the box. Lines without a size are counted by hand. */
static enum status settle_missing(struct settling *settling, struct tx *tx)
{
    const struct value values[] = { VALUE_OF_INTEGER(settling->box.row.workspace_id),
                                    VALUE_OF_ID(settling->box.row.id) };

    return tx_execute(
        tx,
        T("UPDATE main.inbound_line SET counted = 0, version = version + 1 WHERE workspace_id = $1 "
          "AND inbound_box_id = $2 AND product_variant_id IS NOT NULL AND NOT EXISTS (SELECT 1 "
          "FROM main.stock_count c JOIN main.stock_count_line l ON l.workspace_id = c.workspace_id "
          "AND l.stock_count_id = c.id WHERE c.workspace_id = $1 AND c.inbound_box_id = $2 AND "
          "l.product_variant_id = inbound_line.product_variant_id)"),
        values, 2, NULL);
}

static enum status share_lines(struct settling *settling, struct tx *tx)
{
    const struct value values[] = { VALUE_OF_INTEGER(settling->box.row.workspace_id),
                                    VALUE_OF_ID(settling->box.row.id) };

    return tx_execute(
        tx,
        T("UPDATE main.stock_count_line SET is_shared = 1, version = version + 1 WHERE "
          "workspace_id = $1 AND stock_count_id IN (SELECT c.id FROM main.stock_count c WHERE "
          "c.workspace_id = $1 AND c.inbound_box_id = $2)"),
        values, 2, NULL);
}

static enum status settle(struct settling *settling, struct tx *tx, bool is_twice)
{
    enum status status = read_found(settling, tx);

    for (size_t i = 0; status == OK && i < settling->count; i++)
        status = settle_line(settling, tx, &settling->found[i], is_twice);
    if (status == OK)
        status = settle_missing(settling, tx);
    if (status == OK)
        status = share_lines(settling, tx);
    if (status != OK)
        return status;
    settling->box.status = INBOUND_COUNTED;
    return row_update(tx, &inbound_box_entity, &settling->box);
}

enum status inbound_count_close(struct call *call, struct tx *tx, struct stock_count *count)
{
    struct settling settling = { .call = call };
    enum status status = sheet_find_box(call, tx, count->inbound_box_id, &settling.box);

    if (status != OK)
        return status;
    if (!id_equal(count->row.created_by, call->caller.account_id))
        return sheet_refuse(call, FORBIDDEN,
                            (struct label)L("Whoever began to count this box ends it.",
                                            "须由开始清点的人完成清点。"));
    if (settling.box.status >= INBOUND_COUNTED)
        return sheet_refuse(call, CONFLICT,
                            (struct label)L("This box was counted.", "该到货箱已清点完成。"));
    count->state = SHEET_CLOSED;
    count->closed_at = call->now_ms;
    status = row_update(tx, &stock_count_entity, count);
    if (status != OK || (settling.box.wants_second_count && count->round == 1))
        return status;
    return settle(&settling, tx, count->round == 2);
}
