/* The warehouse as functions: POST (or GET) /rest/v1/rpc/stock_... and barcode_make
   (docs/warehouse.md). */
#ifndef OPS_STOCK_FUNCTIONS_H
#define OPS_STOCK_FUNCTIONS_H

#include "call/function.h"

/* Each ended by a NULL name. */
extern const struct function barcode_functions[], stock_functions[], stock_find_functions[],
    stock_report_functions[], stock_count_functions[], stock_count_close_functions[],
    inbound_functions[], inbound_proposal_functions[], stock_watch_functions[],
    stock_radar_functions[], stock_pallet_functions[], stock_ageing_functions[];

#endif
