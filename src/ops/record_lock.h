/* Record lock: what a closed month or a closed show holds fast. A table that every member may read
   (it says that something is closed, not what is in it), so that the rule holds for whoever writes
   (struct row_lock). Rows are made and deleted by closing and re-opening alone. */
#ifndef OPS_RECORD_LOCK_H
#define OPS_RECORD_LOCK_H

#include "schema/entity.h"
#include "store/store.h"

/* Of a month: its first day in `month`, and a row more for each of its shows. Of a show alone:
   no month. */
struct record_lock {
    struct row row;
    struct date month;
    struct id live_session_id;
};

extern const struct entity record_lock_entity;

extern const struct row_lock lock_of_cost_item, lock_of_live_session, lock_of_sale,
    lock_of_sale_return, lock_of_payout_line, lock_of_cash_receipt, lock_of_show_explanation,
    lock_of_show_item, lock_of_show_slot;

#endif
