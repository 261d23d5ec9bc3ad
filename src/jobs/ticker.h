/* Ticker: one thread for work that comes back: sending what is queued, writing what was seen,
   sweeping what has expired. A task runs when its time has come or when it is poked, one task at
   a time, and never on a thread that serves calls. */
#ifndef JOBS_TICKER_H
#define JOBS_TICKER_H

#include "call/instance.h"

struct ticker;

struct ticker_task {
    const char *name;
    int64_t every_ms; /* also this long before the first time */
    void (*run)(const struct instance *instance);
    bool at_stop;  /* once more when the ticker stops */
    bool at_start; /* once soon after the start too, not only when the first time has passed */
};

/* `tasks` is NULL-ended and outlives the ticker, as does the instance. NULL when the machine has
   no thread left. */
struct ticker *ticker_start(const struct instance *instance,
                            const struct ticker_task *const *tasks);
/* Runs the task as soon as the one that is running is done. A NULL ticker has no tasks. */
void ticker_poke(struct ticker *ticker, const struct ticker_task *task);
/* Waits for the running task. NULL is fine. */
void ticker_stop(struct ticker *ticker);

#endif
