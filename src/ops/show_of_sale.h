/* Which show a sale was made in, when nobody says: the one that was on the air. */
#ifndef OPS_SHOW_OF_SALE_H
#define OPS_SHOW_OF_SALE_H

#include "rest/import.h"

enum status show_of_sale_find(struct call *call, struct tx *tx, const struct row_draft *draft,
                              struct id *ret_id);
/* A show that a file names: its day, and what a new one needs. */
void show_of_sale_complete(struct call *call, const struct row_draft *draft,
                           struct row_draft *linked);

#endif
