/* Rederive: computed columns that depend on the workspace's time zone, after it has changed. */
#ifndef REST_REDERIVE_H
#define REST_REDERIVE_H

#include "call/call.h"

/* Computes every derived column of the caller's workspace again as seen from `zone`, in batches
   of LIMIT_REDERIVE_ROWS with a transaction each. Rows whose columns do not change are left
   alone; the version of the others stays, nobody edited them. */
enum status MUST_CHECK rederive_workspace(struct call *call, const struct zone *zone);

#endif
