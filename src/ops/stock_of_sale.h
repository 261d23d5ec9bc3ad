/* Sales that take from stock: one that names a size of a product and a place is booked out of it;
   what becomes of the sale is booked too. */
#ifndef OPS_STOCK_OF_SALE_H
#define OPS_STOCK_OF_SALE_H

#include "schema/entity.h"

/* Follows a sale as struct entity says: books what is missing between what the sale takes and
   what was booked for it. Whoever may write sales may take from stock. */
enum status stock_follow_sale(struct call *call, struct tx *tx, const void *before,
                              const void *after);

#endif
