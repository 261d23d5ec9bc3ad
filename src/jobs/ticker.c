/* Ticker: sleeps until the next task is due. */
#include "jobs/ticker.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { LIMIT_TASKS = 32 };

struct ticker {
    const struct instance *instance;
    const struct ticker_task *const *tasks;
    size_t count;
    int64_t due_us[LIMIT_TASKS]; /* by clock_monotonic_us */
    bool is_stopping;
    pthread_t thread;
    pthread_mutex_t lock; /* guards due_us and is_stopping */
    pthread_cond_t changed;
};

/* The task whose time comes first. */
static size_t next_task(const struct ticker *ticker)
{
    size_t next = 0;

    for (size_t i = 1; i < ticker->count; i++)
        if (ticker->due_us[i] < ticker->due_us[next])
            next = i;
    return next;
}

static void sleep_until(struct ticker *ticker, int64_t due_us)
{
    struct timespec time = { .tv_sec = due_us / 1000000, .tv_nsec = due_us % 1000000 * 1000 };

    pthread_cond_timedwait(&ticker->changed, &ticker->lock, &time);
}

static void *ticker_main(void *context)
{
    struct ticker *ticker = context;

    pthread_mutex_lock(&ticker->lock);
    while (!ticker->is_stopping) {
        size_t next = next_task(ticker);
        const struct ticker_task *task = ticker->tasks[next];

        if (ticker->due_us[next] > clock_monotonic_us()) {
            sleep_until(ticker, ticker->due_us[next]);
            continue;
        }
        ticker->due_us[next] = clock_monotonic_us() + task->every_ms * 1000;
        pthread_mutex_unlock(&ticker->lock);
        task->run(ticker->instance);
        pthread_mutex_lock(&ticker->lock);
    }
    pthread_mutex_unlock(&ticker->lock);
    for (size_t i = 0; i < ticker->count; i++)
        if (ticker->tasks[i]->at_stop)
            ticker->tasks[i]->run(ticker->instance);
    return NULL;
}

static void ticker_release(struct ticker *ticker)
{
    pthread_cond_destroy(&ticker->changed);
    pthread_mutex_destroy(&ticker->lock);
    free(ticker);
}

struct ticker *ticker_start(const struct instance *instance, const struct ticker_task *const *tasks)
{
    struct ticker *ticker = memory_alloc(sizeof *ticker);
    pthread_condattr_t attributes;

    ticker->instance = instance;
    ticker->tasks = tasks;
    for (; tasks[ticker->count] && ticker->count < LIMIT_TASKS; ticker->count++)
        ticker->due_us[ticker->count] =
            clock_monotonic_us() +
            (tasks[ticker->count]->at_start ? 0 : tasks[ticker->count]->every_ms * 1000);
    pthread_mutex_init(&ticker->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&ticker->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    if (ticker->count == 0 || pthread_create(&ticker->thread, NULL, ticker_main, ticker) != 0) {
        ticker_release(ticker);
        return NULL;
    }
    return ticker;
}

void ticker_poke(struct ticker *ticker, const struct ticker_task *task)
{
    if (!ticker)
        return;
    pthread_mutex_lock(&ticker->lock);
    for (size_t i = 0; i < ticker->count; i++)
        if (ticker->tasks[i] == task)
            ticker->due_us[i] = 0;
    pthread_cond_signal(&ticker->changed);
    pthread_mutex_unlock(&ticker->lock);
}

void ticker_stop(struct ticker *ticker)
{
    if (!ticker)
        return;
    pthread_mutex_lock(&ticker->lock);
    ticker->is_stopping = true;
    pthread_cond_signal(&ticker->changed);
    pthread_mutex_unlock(&ticker->lock);
    pthread_join(ticker->thread, NULL);
    ticker_release(ticker);
}
