/* Pool: a queue, a lock and a condition. */
#include "call/pool.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t lock; /* guards everything below */
    pthread_cond_t has_job;
    struct pool_job *first, **last;
    int waiting; /* jobs */
    int idle;    /* threads */
    bool is_stopping;
    int thread_count, thread_limit;
    pthread_t threads[];
};

static struct pool_job *take(struct pool *pool)
{
    struct pool_job *job;

    pthread_mutex_lock(&pool->lock);
    pool->idle++;
    while (!pool->first && !pool->is_stopping)
        pthread_cond_wait(&pool->has_job, &pool->lock);
    pool->idle--;
    job = pool->first;
    if (job) {
        pool->first = job->next;
        if (!pool->first)
            pool->last = &pool->first;
        pool->waiting--;
    }
    pthread_mutex_unlock(&pool->lock);
    return job;
}

static void *pool_main(void *context)
{
    struct pool *pool = context;
    struct pool_job *job;

    while ((job = take(pool)))
        job->run(job);
    return NULL;
}

struct pool *pool_start(int threads)
{
    struct pool *pool = memory_alloc(sizeof *pool + (size_t)threads * sizeof *pool->threads);

    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->has_job, NULL);
    pool->last = &pool->first;
    pool->thread_limit = threads;
    return pool;
}

/* An idle thread may be on its way to another job: then one thread more than needed starts. */
static void start_thread_if_needed(struct pool *pool)
{
    if (pool->waiting < pool->idle || pool->thread_count == pool->thread_limit)
        return;
    if (pthread_create(&pool->threads[pool->thread_count], NULL, pool_main, pool) == 0)
        pool->thread_count++;
}

bool pool_add(struct pool *pool, struct pool_job *job)
{
    bool is_taken;

    job->next = NULL;
    pthread_mutex_lock(&pool->lock);
    is_taken = !pool->is_stopping && pool->waiting < LIMIT_POOL_WAITING;
    if (is_taken)
        start_thread_if_needed(pool);
    is_taken = is_taken && pool->thread_count > 0;
    if (is_taken) {
        *pool->last = job;
        pool->last = &job->next;
        pool->waiting++;
        pthread_cond_signal(&pool->has_job);
    }
    pthread_mutex_unlock(&pool->lock);
    return is_taken;
}

void pool_stop(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->is_stopping = true;
    pthread_cond_broadcast(&pool->has_job);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->has_job);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
