/* Taking a movement back: another one that does the opposite. */
#ifndef OPS_STOCK_UNDO_H
#define OPS_STOCK_UNDO_H

#include "ops/stock_book.h"

/* The movement that took this one back already; zero when none did. As the system. */
enum status MUST_CHECK stock_undo_find(struct call *call, struct tx *tx, struct id movement_id,
                                       struct id *ret_id);
/* Books what takes a movement back, with the id `new_id` unless that is zero; of a transfer, give
   its first half. As the system; whoever calls has checked that nothing took it back before. */
enum status MUST_CHECK stock_undo(struct call *call, struct tx *tx,
                                  const struct stock_movement *movement, struct id new_id,
                                  struct text note, struct stock_booked *ret_booked);

#endif
