/* Label rows. */
#include "ops/label_rows.h"

#include "ops/paper_words.h"

#define FROM_VARIANT                                                                               \
    " FROM product_variant v JOIN product p ON p.workspace_id = v.workspace_id AND p.id = "        \
    "v.product_id "

/* As many as are there, and one of what is not. */
void label_rows_of_product(struct call *call, struct stock_query *query, struct id product_id,
                           struct id variant_id)
{
    buffer_append(&query->sql,
                  T("coalesce(nullif(q.pieces, 0), 1)" FROM_VARIANT
                    "LEFT JOIN (SELECT l.product_variant_id AS variant_id, CAST(SUM(CASE WHEN "
                    "l.on_hand > 0 THEN l.on_hand ELSE 0 END) AS BIGINT) AS pieces FROM "
                    "stock_level l WHERE l.workspace_id = "));
    stock_query_bind(query, "", VALUE_OF_INTEGER(call->identity.workspace_id),
                     " GROUP BY l.product_variant_id) q ON q.variant_id = v.id WHERE ");
    stock_query_bind(query, "v.workspace_id = ", VALUE_OF_INTEGER(call->identity.workspace_id), "");
    if (id_is_zero(variant_id))
        buffer_append(&query->sql, T(" AND v.is_active = 1"));
    stock_query_narrow(query, "v.product_id", product_id);
    stock_query_narrow(query, "v.id", variant_id);
}

/* What was counted, or what should have come. */
void label_rows_of_box(struct call *call, struct stock_query *query, struct id box_id)
{
    buffer_append(
        &query->sql,
        T("q.pieces" FROM_VARIANT
          "JOIN (SELECT w.id AS variant_id, CAST(SUM(coalesce(i.counted, i.expected, 1)) AS "
          "BIGINT) AS pieces FROM inbound_line i JOIN product_variant w ON w.workspace_id = "
          "i.workspace_id AND (w.id = i.product_variant_id OR (i.product_variant_id IS NULL AND "
          "w.product_id = i.product_id AND (w.size = i.size OR w.size_key = coalesce(i.size, "
          "'')))) WHERE i.workspace_id = "));
    stock_query_bind(query, "", VALUE_OF_INTEGER(call->identity.workspace_id),
                     " AND i.inbound_box_id = ");
    stock_query_bind(query, "", VALUE_OF_ID(box_id),
                     " GROUP BY w.id) q ON q.variant_id = v.id AND q.pieces > 0 WHERE ");
    stock_query_bind(query, "v.workspace_id = ", VALUE_OF_INTEGER(call->identity.workspace_id), "");
}

/* What came in on a day of the workspace's zone, less what was taken back of it. */
void label_rows_of_day(struct call *call, struct stock_query *query, struct date day)
{
    struct text day_text = arena_copy(call->arena, text_from(date_to_text(day).at));

    buffer_append(
        &query->sql,
        T("q.pieces" FROM_VARIANT
          "JOIN (SELECT m.product_variant_id AS variant_id, CAST(SUM(m.quantity) AS "
          "BIGINT) AS pieces FROM stock_movement m WHERE m.kind = 'in' AND m.corrects_id IS "
          "NULL AND NOT EXISTS (SELECT 1 FROM stock_movement u WHERE u.workspace_id = "
          "m.workspace_id AND u.corrects_id = m.id) AND "
          "m.workspace_id = "));
    stock_query_bind(query, "", VALUE_OF_INTEGER(call->identity.workspace_id), " AND m.day = ");
    stock_query_bind(query, "", VALUE_OF_TEXT(day_text),
                     " GROUP BY m.product_variant_id) q ON q.variant_id = v.id AND q.pieces > 0 "
                     "WHERE ");
    stock_query_bind(query, "v.workspace_id = ", VALUE_OF_INTEGER(call->identity.workspace_id), "");
}

/* ---- one of them ---- */

static struct text text_at(const struct cursor *cursor, size_t column)
{
    struct value value = cursor_value_kept(cursor, column);

    return value.type == VALUE_TEXT ? value.text : T("");
}

static int64_t number_at(const struct cursor *cursor, size_t column)
{
    struct value value = cursor_value(cursor, column);

    return value.type == VALUE_INTEGER ? value.integer : 0;
}

static struct label_row row_at(const struct cursor *cursor)
{
    return (struct label_row){
        .brand = text_at(cursor, 0),
        .name = text_at(cursor, 1),
        .model = text_at(cursor, 2),
        .colour = text_at(cursor, 3),
        .size = text_at(cursor, 4),
        .size_system = text_at(cursor, 5),
        .code = text_at(cursor, 6),
        .symbology = text_at(cursor, 7),
        .currency = text_at(cursor, 8),
        .price = number_at(cursor, 9),
        .has_price = cursor_value(cursor, 9).type == VALUE_INTEGER,
    };
}

enum status label_row_find(struct tx *tx, const struct call *call, struct id variant_id,
                           struct label_row *ret_row)
{
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_ID(variant_id) };
    struct cursor *cursor;
    bool found = false;
    enum status status = tx_query(
        tx,
        T("SELECT p.brand, p.name, p.model, p.colour, v.size, v.size_system, " LABEL_CODE(
            "code") ", " LABEL_CODE("symbology") ", " LABEL_CURRENCY
                                                 ", coalesce(v.price, p.price)" FROM_VARIANT
                                                 "WHERE v.workspace_id = $1 AND v.id = $2"),
        values, 2, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    if (status == OK && found)
        *ret_row = row_at(cursor);
    cursor_close(cursor);
    return status == OK && !found ? NOT_FOUND : status;
}

/* An EAN-8 and what nobody knows print as Code 128, which holds any of them. */
enum paper_code label_row_code_kind(const struct label_row *row)
{
    static const struct {
        const char *symbology;
        enum paper_code kind;
    } kinds[] = { { "ean_13", PAPER_EAN_13 }, { "upc_a", PAPER_UPC_A }, { "qr", PAPER_QR } };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_equal(row->symbology, text_from(kinds[i].symbology)))
            return kinds[i].kind;
    return PAPER_CODE_128;
}

struct text label_row_price(struct arena *arena, const struct label_row *row)
{
    return paper_price(arena, row->price, row->currency);
}
