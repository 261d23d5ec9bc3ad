/* Pool: a queue, a lock and a condition. */
#include "call/pool.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t lock; /* guards everything below */
    pthread_cond_t has_job;
    struct pool_job *first, **last;
    int waiting;
    bool is_stopping;
    int thread_count;
    pthread_t threads[];
};

static struct pool_job *take(struct pool *pool)
{
    struct pool_job *job;

    pthread_mutex_lock(&pool->lock);
    while (!pool->first && !pool->is_stopping)
        pthread_cond_wait(&pool->has_job, &pool->lock);
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
    for (int i = 0; i < threads; i++)
        if (pthread_create(&pool->threads[i], NULL, pool_main, pool) == 0)
            pool->thread_count = i + 1;
        else
            break;
    return pool;
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
