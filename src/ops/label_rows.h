/* Label rows: what is asked of the store for labels. Private to src/ops/label*.c. */
#ifndef OPS_LABEL_ROWS_H
#define OPS_LABEL_ROWS_H

#include "ops/stock_rows.h"
#include "paper/paper.h"

/* Of the barcodes of variant v the one that is printed. */
#define LABEL_CODE(column)                                                                         \
    "(SELECT b." column " FROM product_barcode b WHERE b.workspace_id = v.workspace_id AND "       \
    "b.product_variant_id = v.id ORDER BY b.is_own DESC, b.created_at, b.id LIMIT 1)"
#define LABEL_CURRENCY "CASE WHEN v.price IS NULL THEN p.currency ELSE v.currency END"

/* Append the column `copies` and the rest of the SELECT, up to its WHERE. */
void label_rows_of_product(struct call *call, struct stock_query *query, struct id product_id,
                           struct id variant_id);
void label_rows_of_box(struct call *call, struct stock_query *query, struct id box_id);
void label_rows_of_day(struct call *call, struct stock_query *query, struct date day);

struct label_row {
    struct text brand, name, model, colour, size, size_system, code, symbology, currency;
    int64_t price;
    bool has_price;
};

/* NOT_FOUND when the caller sees no such variant. */
enum status MUST_CHECK label_row_find(struct tx *tx, const struct call *call, struct id variant_id,
                                      struct label_row *ret_row);
enum paper_code label_row_code_kind(const struct label_row *row);
struct text label_row_price(struct arena *arena, const struct label_row *row);

#endif
