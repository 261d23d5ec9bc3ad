/* A line of a platform's payout file on its way in: the show it belongs to, and its fee. */
#ifndef OPS_PAYOUT_OF_SALE_H
#define OPS_PAYOUT_OF_SALE_H

#include "rest/import.h"

/* The show of the sale with the line's order number, from the same platform. */
enum status payout_find_show(struct call *call, struct tx *tx, const struct row_draft *draft,
                             struct id *ret_id);
/* A file that says what was sold and what is paid out says the fee, too: whatever lies between. */
void payout_complete(struct row_draft *draft);

#endif
