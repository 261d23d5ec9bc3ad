/* Booking: the one place where movements are written, together with what is on hand and what it
   is worth. In one transaction, so both are always the sum of the movements. */
#ifndef OPS_STOCK_BOOK_H
#define OPS_STOCK_BOOK_H

#include "call/call.h"
#include "ops/stock_movement.h"

/* What is to be booked. Zero is "not said" in every member. */
struct stock_line {
    struct id id; /* of the movement: one that is there already is not booked again */
    int kind;     /* enum stock_kind */
    struct id variant_id, location_id;
    struct id to_location_id; /* STOCK_TRANSFER */
    /* Pieces that come or go; of STOCK_ADJUST with a sign; of STOCK_COUNT what was found. */
    int64_t quantity;
    bool is_change;     /* STOCK_COUNT: quantity is what changes, with a sign, and ... */
    int64_t counted;    /* ... this is what was found, at moved_at */
    bool has_unit_cost; /* said by the caller; otherwise what is known or the average counts */
    int64_t unit_cost;
    bool has_value; /* in all, instead of unit_cost */
    int64_t value;
    struct text currency; /* of the two */
    int reason;           /* enum stock_reason */
    int reference_kind;   /* enum stock_reference */
    struct id reference_id, corrects_id;
    int64_t moved_at; /* 0: now */
    struct text note;
    int64_t number; /* of the line in the request, for refusals; 0: the only one */
};

struct stock_booked {
    struct stock_movement movement;
    struct stock_movement arrival; /* STOCK_TRANSFER: at the other place */
    int64_t value;                 /* what the carried value changed by */
    struct text currency;
    bool is_repeated; /* it was there already; nothing was booked */
};

/* As the system, in the workspace of the call; the caller's right is checked before. Refuses with
   the field's name: an unknown variant or place, pieces that are not there where the workspace
   refuses that, a currency that is not the stock's, an id that means another movement. */
enum status MUST_CHECK stock_book(struct call *call, struct tx *tx, const struct stock_line *line,
                                  struct stock_booked *ret_booked);

/* Says that a place was counted when nothing had to be booked for it. As the system. */
enum status MUST_CHECK stock_book_counted(struct call *call, struct tx *tx, struct id variant_id,
                                          struct id location_id, int64_t counted_at);

/* How few are too few at a place; NULL: nobody says any more. As the system. */
enum status MUST_CHECK stock_book_reorder(struct call *call, struct tx *tx, struct id variant_id,
                                          struct id location_id, const int64_t *reorder_at);

/* The fields that a line has on the wire; what refusals name. */
const struct field *stock_line_field(const char *name);

#endif
