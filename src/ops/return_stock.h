/* What a return puts back into stock. */
#ifndef OPS_RETURN_STOCK_H
#define OPS_RETURN_STOCK_H

#include "call/call.h"

struct sale;
struct sale_return;

/* Books what is missing between what the return (NULL: it is gone) puts back and what was booked
   for it; as the system. Pieces come back worth what the sale says they cost, when stock is valued
   in its currency; otherwise at the average. */
enum status MUST_CHECK return_stock_settle(struct call *call, struct tx *tx, struct id return_id,
                                           const struct sale *sale, const struct sale_return *back);

#endif
