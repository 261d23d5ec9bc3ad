/* What a scanned or typed code stands for. */
#ifndef OPS_STOCK_CODE_H
#define OPS_STOCK_CODE_H

#include "call/call.h"

/* At most one of the three is set: a size of a product; a product as a whole; a place. */
struct stock_code {
    struct id variant_id, product_id, location_id;
};

/* As whoever the transaction is; all empty when nobody has given the code a meaning. Barcodes come
   before the SKU of a size, the barcode and the SKU of a product, and the label of a place. */
enum status MUST_CHECK stock_code_find(struct call *call, struct tx *tx, struct text code,
                                       struct stock_code *ret_code);

#endif
