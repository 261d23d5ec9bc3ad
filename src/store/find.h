/* Find: what a query of one answer says. */
#ifndef STORE_FIND_H
#define STORE_FIND_H

#include "store/store.h"

/* The id in the first column of the first row; NOT_FOUND without a row. */
enum status MUST_CHECK tx_find_id(struct tx *tx, struct text sql, const struct value *values,
                                  size_t count, struct id *ret_id);

#endif
