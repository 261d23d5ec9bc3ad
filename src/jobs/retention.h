/* Retention: deletes what its declaration says is not kept any longer (FOR_DAYS, UNTIL_EXPIRED),
   over all entities. Nothing here knows an entity. */
#ifndef JOBS_RETENTION_H
#define JOBS_RETENTION_H

#include "jobs/ticker.h"

extern const struct ticker_task retention_task;

/* Deletes in steps of bounded size; *ret_deleted is the number of rows. */
enum status MUST_CHECK retention_sweep(struct store *store, int64_t now_ms, int64_t *ret_deleted);

#endif
