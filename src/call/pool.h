/* Pool: worker threads that take jobs in the order they came. Only as many run at once as there
   are processors: more would wake each other for nothing. A worker that waits for something else
   says so, and another one may run meanwhile; it is started when there is none. */
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

/* `threads` is the most there will be, `running` how many of them work at the same time. */
struct pool *pool_start(int threads, int running);
/* False when LIMIT_POOL_WAITING jobs are waiting already, the pool is stopping, or not even one
   thread can be had. */
bool pool_add(struct pool *pool, struct pool_job *job);
/* Around what a job waits for without using the processor, on its own thread: the disk, another
   server. Nothing on a thread that belongs to no pool. */
void pool_wait_begin(void);
void pool_wait_end(void);
/* Runs what is waiting, then ends the threads. */
void pool_stop(struct pool *pool);

#endif
