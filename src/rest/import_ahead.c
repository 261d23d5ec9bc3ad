/* Two slots: one is written while the other is filled. The first batch is read in place, so a file
   of one batch has no thread; neither has a file for which none could be started. */
#include "rest/import_ahead.h"

#include <pthread.h>
#include <stdlib.h>

enum { SLOTS = 2 };

struct slot {
    struct arena arena;
    struct call call;
    struct import_batch batch;
    bool is_full;
};

struct import_ahead {
    const struct call *call;
    const struct import_plan *plan;
    struct import_table *table;
    struct slot slots[SLOTS];
    size_t taken; /* batches that were handed out */
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t lock; /* of what follows, and of is_full */
    pthread_cond_t changed;
    bool is_stopping;
};

struct import_ahead *import_ahead_new(const struct call *call, const struct import_plan *plan,
                                      struct import_table *table)
{
    struct import_ahead *ahead = memory_alloc(sizeof *ahead);

    *ahead = (struct import_ahead){ .call = call, .plan = plan, .table = table };
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->changed, NULL);
    return ahead;
}

static void fill(struct import_ahead *ahead, struct slot *slot)
{
    arena_clear(&slot->arena);
    slot->call = *ahead->call;
    slot->call.arena = &slot->arena;
    slot->call.now_ms = clock_now_ms();
    import_batch_read(&slot->call, ahead->plan, ahead->table, &slot->batch);
}

/* False when there is nothing more to read. */
static bool fill_next(struct import_ahead *ahead, struct slot *slot)
{
    bool is_stopping;

    pthread_mutex_lock(&ahead->lock);
    while (slot->is_full && !ahead->is_stopping)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    is_stopping = ahead->is_stopping;
    pthread_mutex_unlock(&ahead->lock);
    if (is_stopping)
        return false;
    fill(ahead, slot);
    pthread_mutex_lock(&ahead->lock);
    slot->is_full = true;
    pthread_cond_signal(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    return !slot->batch.is_last;
}

static void *read_ahead(void *context)
{
    struct import_ahead *ahead = context;

    for (size_t i = 1; fill_next(ahead, &ahead->slots[i % SLOTS]); i++)
        ;
    return NULL;
}

static void await(struct import_ahead *ahead, struct slot *before, struct slot *slot)
{
    pthread_mutex_lock(&ahead->lock);
    before->is_full = false;
    pthread_cond_signal(&ahead->changed);
    while (!slot->is_full)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    pthread_mutex_unlock(&ahead->lock);
}

struct import_batch *import_ahead_next(struct import_ahead *ahead, struct call **ret_call)
{
    struct slot *slot = &ahead->slots[ahead->taken % SLOTS];

    if (ahead->has_thread)
        await(ahead, &ahead->slots[(ahead->taken + 1) % SLOTS], slot);
    else
        fill(ahead, slot);
    if (ahead->taken++ == 0 && !slot->batch.is_last) {
        slot->is_full = true;
        ahead->has_thread = pthread_create(&ahead->thread, NULL, read_ahead, ahead) == 0;
    }
    *ret_call = &slot->call;
    return &slot->batch;
}

void import_ahead_free(struct import_ahead *ahead)
{
    if (!ahead)
        return;
    if (ahead->has_thread) {
        pthread_mutex_lock(&ahead->lock);
        ahead->is_stopping = true;
        pthread_cond_signal(&ahead->changed);
        pthread_mutex_unlock(&ahead->lock);
        pthread_join(ahead->thread, NULL);
    }
    for (size_t i = 0; i < SLOTS; i++)
        arena_release(&ahead->slots[i].arena);
    pthread_mutex_destroy(&ahead->lock);
    pthread_cond_destroy(&ahead->changed);
    free(ahead);
}
