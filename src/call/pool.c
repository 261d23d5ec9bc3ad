/* Pool: a queue, a lock and a condition. */
#include "call/pool.h"

#include "base/arena.h"
#include "base/mutex.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t lock; /* guards everything below */
    pthread_cond_t has_job;
    struct pool_job *first, **last;
    int idle;    /* threads without a job */
    int running; /* threads with a job that do not wait for anything else */
    int running_limit;
    int waiting;   /* jobs */
    bool is_woken; /* a thread is on its way; it calls the next one when it is needed */
    bool is_stopping;
    int thread_count, thread_limit;
    pthread_t threads[];
};

static _Thread_local struct pool *own_pool;

static bool may_run(const struct pool *pool)
{
    return pool->first && pool->running < pool->running_limit;
}

static struct pool_job *take(struct pool *pool)
{
    struct pool_job *job = pool->first;

    pool->first = job->next;
    if (!pool->first)
        pool->last = &pool->first;
    pool->waiting--;
    return job;
}

static void *pool_main(void *context);

/* A job that may run gets a thread. */
static void call_thread(struct pool *pool)
{
    if (!may_run(pool) || pool->is_woken)
        return;
    if (pool->idle > 0) {
        pool->is_woken = true;
        pthread_cond_signal(&pool->has_job);
    } else if (pool->thread_count < pool->thread_limit &&
               pthread_create(&pool->threads[pool->thread_count], NULL, pool_main, pool) == 0) {
        pool->is_woken = true;
        pool->thread_count++;
    }
}

static void *pool_main(void *context)
{
    struct pool *pool = own_pool = context;

    pthread_mutex_lock(&pool->lock);
    pool->is_woken = false;
    for (;;) {
        pool->idle++;
        while (!may_run(pool) && (pool->first || !pool->is_stopping)) {
            pthread_cond_wait(&pool->has_job, &pool->lock);
            pool->is_woken = false;
        }
        pool->idle--;
        if (!pool->first)
            break;
        struct pool_job *job = take(pool);

        pool->running++;
        call_thread(pool);
        pthread_mutex_unlock(&pool->lock);
        job->run(job);
        pthread_mutex_lock(&pool->lock);
        pool->running--;
    }
    pthread_cond_broadcast(&pool->has_job); /* the others may end too */
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

void pool_wait_begin(void)
{
    struct pool *pool = own_pool;

    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->running--;
    call_thread(pool);
    pthread_mutex_unlock(&pool->lock);
}

void pool_wait_end(void)
{
    struct pool *pool = own_pool;

    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->running++; /* for a moment there may be one more than the limit */
    pthread_mutex_unlock(&pool->lock);
}

struct pool *pool_start(int threads, int running)
{
    struct pool *pool = memory_alloc(sizeof *pool + (size_t)threads * sizeof *pool->threads);

    mutex_init_brief(&pool->lock);
    pthread_cond_init(&pool->has_job, NULL);
    pool->last = &pool->first;
    pool->thread_limit = threads;
    pool->running_limit = running < threads ? running : threads;
    return pool;
}

/* Not even one thread can be had: the job is the only one. */
static bool give_back(struct pool *pool)
{
    (void)take(pool);
    return false;
}

bool pool_add(struct pool *pool, struct pool_job *job)
{
    bool is_taken;

    job->next = NULL;
    pthread_mutex_lock(&pool->lock);
    is_taken = !pool->is_stopping && pool->waiting < LIMIT_POOL_WAITING;
    if (is_taken) {
        *pool->last = job;
        pool->last = &job->next;
        pool->waiting++;
        call_thread(pool);
        if (pool->thread_count == 0)
            is_taken = give_back(pool);
    }
    pthread_mutex_unlock(&pool->lock);
    return is_taken;
}

/* While one still works, it may start another. */
static int threads_of(struct pool *pool)
{
    int count;

    pthread_mutex_lock(&pool->lock);
    count = pool->thread_count;
    pthread_mutex_unlock(&pool->lock);
    return count;
}

void pool_stop(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->is_stopping = true;
    pthread_cond_broadcast(&pool->has_job);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < threads_of(pool); i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->has_job);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
