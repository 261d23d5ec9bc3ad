/* Close-out: what was sold, what the platform paid, what arrived and what left the stock, held
   against each other. Private to src/ops/closeout*.c. */
#ifndef OPS_CLOSEOUT_H
#define OPS_CLOSEOUT_H

#include "call/function.h"
#include "ops/closeout_rows.h"
#include "ops/show_result.h"

struct closeout_side {
    int64_t expected, found, explained;
};

struct closeout {
    struct show_result *result;
    struct closeout_side checks[CHECK_COUNT + 1]; /* by enum closeout_check */
    int64_t payout_lines, paid, foreign_lines;
    struct closeout_order {
        struct text external_ref;
        int64_t sold, paid, sales, lines;
    } * orders; /* whose two sides differ */
    size_t order_count;
    bool has_more_orders;
};

enum { LIMIT_CLOSEOUT_ORDERS = 200 };

/* In a transaction of a caller who may see sales, shows and finance. */
enum status MUST_CHECK closeout_run(struct tx *tx, struct id live_session_id,
                                    enum language language, struct closeout *closeout);
int64_t closeout_open(const struct closeout_side *side);
void closeout_write(struct json_writer *json, const struct closeout *closeout);
/* The same as a closing keeps it: with what holds while the show is closed. */
void closeout_write_kept(struct json_writer *json, const struct closeout *closeout);

/* show_closeout, show_close_out, show_reopen, show_book_costs; ended by a NULL name. */
extern const struct function closeout_functions[];

#endif
