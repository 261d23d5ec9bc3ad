/* Codes: one question to the database; row security is its own. */
#include "ops/stock_code.h"

#include "ops/barcode.h"

enum status stock_code_find(struct call *call, struct tx *tx, struct text code,
                            struct stock_code *ret_code)
{
    struct text key = barcode_key(code, call->arena);
    struct text bare = key.size == 13 && key.at[0] == '0' ? text_from_offset(key, 1) : key;
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_TEXT(key), VALUE_OF_TEXT(bare), VALUE_OF_TEXT(code) };
    struct stock_code found_code = { 0 };
    const char *at = tx_identity(tx)->is_system ? "main." : "";
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(
        tx,
        arena_print(tx_arena(tx),
                    "SELECT 1 AS rank, product_variant_id AS id FROM %sproduct_barcode "
                    "WHERE workspace_id = $1 AND code_key = $2 UNION ALL "
                    "SELECT 2, id FROM %sproduct_variant WHERE workspace_id = $1 AND sku = $4 "
                    "UNION ALL SELECT 3, id FROM %sproduct WHERE workspace_id = $1 AND "
                    "(barcode = $2 OR barcode = $3 OR barcode = $4) UNION ALL "
                    "SELECT 4, id FROM %sproduct WHERE workspace_id = $1 AND sku = $4 UNION ALL "
                    "SELECT 5, id FROM %slocation WHERE workspace_id = $1 AND code = $4 "
                    "ORDER BY 1 LIMIT 1",
                    at, at, at, at, at),
        values, 4, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    if (status == OK && found) {
        int64_t rank = cursor_value(cursor, 0).integer;
        struct id id = cursor_value(cursor, 1).id;

        if (rank <= 2)
            found_code.variant_id = id;
        else if (rank <= 4)
            found_code.product_id = id;
        else
            found_code.location_id = id;
    }
    cursor_close(cursor);
    if (status == OK)
        *ret_code = found_code;
    return status;
}
