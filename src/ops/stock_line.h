/* Lines of stock_move as they come over the wire, and what was booked as it goes back. Private to
   stock_*.c. */
#ifndef OPS_STOCK_LINE_H
#define OPS_STOCK_LINE_H

#include "ops/stock_book.h"

enum { LIMIT_STOCK_LINES = 500, LIMIT_LINES_TEXT = 400000 };

struct stock_wish {
    struct id id, product_variant_id, product_id, location_id, to_location_id, reference_id;
    struct text code;
    int kind, reason, reference_kind;
    int64_t quantity, unit_cost, moved_at;
    struct text currency, note;
    bool has_unit_cost; /* not on the wire */
    int64_t number;
};

/* An object or a list of 1 to LIMIT_STOCK_LINES of them. */
enum status MUST_CHECK stock_lines_read(struct call *call, struct text json,
                                        struct stock_wish **ret_lines, size_t *ret_count);
/* Finds the variant that a wish names by id, code or product; as the system. */
enum status MUST_CHECK stock_line_complete(struct call *call, struct tx *tx,
                                           const struct stock_wish *wish,
                                           struct stock_line *ret_line);
/* The movements of one line, one or two objects. */
void stock_booked_write(struct json_writer *json, const struct stock_booked *booked);

#endif
