/* Pool: worker threads that run jobs in the order they came. */
#ifndef CALL_POOL_H
#define CALL_POOL_H

#include "base/status.h"

#include <stdbool.h>

struct pool;

/* Embedded in what is to be done; the pool never owns it. */
struct pool_job {
    struct pool_job *next;
    void (*run)(struct pool_job *job);
};

enum { LIMIT_POOL_WAITING = 20000 };

struct pool *pool_start(int threads);
/* False when LIMIT_POOL_WAITING jobs are waiting already, or the pool is stopping. */
bool pool_add(struct pool *pool, struct pool_job *job);
/* Runs what is waiting, then ends the threads. */
void pool_stop(struct pool *pool);

#endif
