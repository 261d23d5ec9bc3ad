/* The thread that builds. Reports tell it workspaces; it takes them in turn, and a little at a
   time, so that it ends soon when the server does. */
#include "base/log.h"
#include "jobs/ticker.h"
#include "ops/rollup_build.h"
#include "store/daily.h"

#include <pthread.h>
#include <stdlib.h>

enum { LIMIT_WANTED = 256, TURN_US = 200000, EVERY_MS = MS_PER_HOUR };

struct rollups {
    struct ticker *ticker;
    pthread_mutex_t lock; /* of what follows */
    struct rollup_building wanted[LIMIT_WANTED];
    size_t count;
};

/* ---- what is wanted ---- */

static bool take(struct rollups *rollups, struct rollup_building *ret_building)
{
    bool is_there;

    pthread_mutex_lock(&rollups->lock);
    is_there = rollups->count > 0;
    if (is_there) {
        *ret_building = rollups->wanted[0];
        memmove(rollups->wanted, rollups->wanted + 1, --rollups->count * sizeof *rollups->wanted);
    }
    pthread_mutex_unlock(&rollups->lock);
    return is_there;
}

/* Of the same workspace the earlier day counts. One that finds no room is told again by its next
   report. */
static void add(struct rollups *rollups, const struct rollup_building *building)
{
    size_t at = 0;

    pthread_mutex_lock(&rollups->lock);
    while (at < rollups->count && rollups->wanted[at].workspace_id != building->workspace_id)
        at++;
    if (at == rollups->count && at < LIMIT_WANTED)
        rollups->wanted[rollups->count++] = *building;
    else if (at < rollups->count && building->next.days < rollups->wanted[at].next.days)
        rollups->wanted[at].next = building->next;
    pthread_mutex_unlock(&rollups->lock);
}

static void work(const struct instance *instance);

static const struct ticker_task task = { "rollup", EVERY_MS, work, .at_start = false };
static const struct ticker_task *const tasks[] = { &task, NULL };

void rollup_want(const struct instance *instance, int64_t workspace_id, struct date from)
{
    struct rollup_building building = { .workspace_id = workspace_id, .next = from };

    if (!instance->rollups)
        return;
    building.until = daily_last_settled();
    add(instance->rollups, &building);
    ticker_poke(instance->rollups->ticker, &task);
}

/* ---- the thread ---- */

/* One turn of one workspace; false when it is through. */
static bool build_for_a_turn(const struct instance *instance, struct rollup_building *building)
{
    int64_t from_us = clock_monotonic_us(), us = 0, days = building->days;
    enum status status = OK;

    for (; status == OK && !building->is_done && us < TURN_US; us = clock_monotonic_us() - from_us)
        status = rollup_build_next(instance->store, building);
    if (building->days > days)
        LOG(LOG_PERFORMANCE, "rollup", LOG_NUMBER("days", building->days - days),
            LOG_NUMBER("us", us));
    if (status != OK)
        LOG(LOG_ERROR, "rollup stopped", LOG_TEXT("status", text_from(status_name(status))));
    return status == OK && !building->is_done;
}

static void work(const struct instance *instance)
{
    struct rollup_building building;

    if (!take(instance->rollups, &building))
        return;
    if (build_for_a_turn(instance, &building))
        add(instance->rollups, &building);
    ticker_poke(instance->rollups->ticker, &task); /* until nothing is wanted */
}

enum status rollup_start(struct instance *instance)
{
    struct rollups *rollups = memory_alloc(sizeof *rollups);

    pthread_mutex_init(&rollups->lock, NULL);
    rollups->count = 0;
    instance->rollups = rollups;
    rollups->ticker = ticker_start(instance, tasks);
    if (rollups->ticker)
        return OK;
    rollup_stop(instance);
    return FAILED;
}

void rollup_stop(struct instance *instance)
{
    struct rollups *rollups = instance->rollups;

    if (!rollups)
        return;
    ticker_stop(rollups->ticker);
    instance->rollups = NULL;
    pthread_mutex_destroy(&rollups->lock);
    free(rollups);
}
