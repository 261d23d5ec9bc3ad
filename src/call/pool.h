/* Pool: worker threads that take jobs in the order they came. A worker is started when there is
   a job that none of them is free for. */
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

/* `threads` is the most that will run. */
struct pool *pool_start(int threads);
/* False when LIMIT_POOL_WAITING jobs are waiting already, the pool is stopping, or not even one
   thread can be had. */
bool pool_add(struct pool *pool, struct pool_job *job);
/* Runs what is waiting, then ends the threads. */
void pool_stop(struct pool *pool);

#endif
