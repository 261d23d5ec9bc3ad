/* Building the rollup: in the background, a day in each transaction, for workspaces whose reports
   had to read sales that can be summed. Whoever asks for no report costs nothing. */
#ifndef OPS_ROLLUP_BUILD_H
#define OPS_ROLLUP_BUILD_H

#include "base/time.h"
#include "call/instance.h"

struct rollup_building {
    int64_t workspace_id;
    struct date next, until; /* both included; next is the first that is not known to be summed */
    bool is_done;
    int64_t days; /* that were summed so far */
};

/* Sums the next day that is not summed, in one transaction of the server's own; is_done when there
   is none left up to `until`. */
enum status MUST_CHECK rollup_build_next(struct store *store, struct rollup_building *building);

/* The thread that builds; instance->rollups is NULL where nothing runs in the background. */
enum status MUST_CHECK rollup_start(struct instance *instance);
void rollup_stop(struct instance *instance);
/* Asks for the workspace's days from this one on to be summed soon. */
void rollup_want(const struct instance *instance, int64_t workspace_id, struct date from);

#endif
