/* Reading ahead: while one batch of a file is written, the next one is read by a thread of its
   own. */
#ifndef REST_IMPORT_AHEAD_H
#define REST_IMPORT_AHEAD_H

#include "rest/import_batch.h"

struct import_ahead;

/* Reads `table` as `call` would, in memory of its own. All three must outlive it; nobody else may
   use the table or its arena until it is freed. */
struct import_ahead *import_ahead_new(const struct call *call, const struct import_plan *plan,
                                      struct import_table *table);
/* The next batch, and the call that it was read with, whose arena holds it. Both are good until
   the next one is asked for; not to be asked for behind the last one. */
struct import_batch *import_ahead_next(struct import_ahead *ahead, struct call **ret_call);
/* Accepts NULL. */
void import_ahead_free(struct import_ahead *ahead);

#endif
