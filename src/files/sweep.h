/* Sweep: removes the bytes of blobs that nobody wants any more, and then their rows. */
#ifndef FILES_SWEEP_H
#define FILES_SWEEP_H

#include "jobs/ticker.h"

extern const struct ticker_task sweep_task, stray_task;

/* One round: uploads that were given up, and blobs that are doomed. *ret_removed is the number of
   blobs that are gone. */
enum status MUST_CHECK sweep_run(const struct instance *instance, int64_t now_ms,
                                 int64_t *ret_removed);
/* Blobs that are kept for a file that is no more are doomed. */
enum status MUST_CHECK sweep_ownerless(const struct instance *instance);
/* Keys of blobs that an earlier master key has wrapped are wrapped by the current one, so that the
   earlier one can be put away. */
enum status MUST_CHECK sweep_keys(const struct instance *instance);
/* Files in the directory, a day old or older, that no row knows. */
enum status MUST_CHECK sweep_strays(const struct instance *instance, int64_t now_ms,
                                    int64_t *ret_removed);

/* Soon: something was doomed. For call_after_commit. */
void sweep_soon(const struct instance *instance, void *nothing);

#endif
