/* Find: the first row, and the cursor is closed again. */
#include "store/find.h"

enum status tx_find_id(struct tx *tx, struct text sql, const struct value *values, size_t count,
                       struct id *ret_id)
{
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx, sql, values, count, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    if (status == OK && is_found)
        *ret_id = cursor_value(cursor, 0).id;
    cursor_close(cursor);
    return status != OK ? status : is_found ? OK : NOT_FOUND;
}
