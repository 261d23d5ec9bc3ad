/* What the functions of counts and boxes share. Private to stock_count_*.c and inbound_*.c. */
#ifndef OPS_STOCK_SHEET_H
#define OPS_STOCK_SHEET_H

#include "call/call.h"
#include "ops/inbound_box.h"
#include "ops/stock_count.h"

/* Lines of one count, and of one box: both are closed and booked in one transaction. */
enum { LIMIT_SHEET_LINES = 5000 };

/* Refuses with the sentence, about `id` among a function's inputs. FORBIDDEN is 42501, NOT_FOUND
   P0002, CONFLICT 55000, INVALID 23514. */
enum status sheet_refuse(struct call *call, enum status status, struct label say);
/* The same, naming a product in {value}. */
enum status sheet_refuse_of(struct call *call, struct text name, struct label say,
                            struct label hint);

/* As the system; refuse with a sentence when there is none. */
enum status MUST_CHECK sheet_find(struct call *call, struct tx *tx, struct id id,
                                  struct stock_count *ret_count);
enum status MUST_CHECK sheet_find_box(struct call *call, struct tx *tx, struct id id,
                                      struct inbound_box *ret_box);
/* "Dunk Low 42.5" in the arena. */
enum status MUST_CHECK sheet_name(struct call *call, struct tx *tx, struct id variant_id,
                                  struct text *ret_name);

/* A line of an open count of a place against the books: what was on hand when it was scanned. A
   movement counts when it was made, one that takes another back when that one was. */
struct sheet_figure {
    struct id line_id, variant_id;
    int64_t counted, last_at, expected;
    bool is_disturbed;  /* something moved between its first and its last scan */
    bool is_superseded; /* counted again later, by another count that is closed */
};

/* SQL of them, in the order line id, variant id, counted, last_at, expected, disturbed,
   superseded; $1 is the workspace, $2 the count, $3 the place. `at` stands before tables. */
void sheet_print_figures(struct buffer *sql, const char *at);

/* Ends a count of a box; the last one gives the box its figures. As the system. */
enum status MUST_CHECK inbound_count_close(struct call *call, struct tx *tx,
                                           struct stock_count *count);

#endif
