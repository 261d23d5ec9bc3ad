/* Pool: every job runs once, also those that wait when it stops; none is taken afterwards. */
#include "call/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

enum { JOBS = 2000 };

struct counted {
    struct pool_job job;
    _Atomic int runs;
};

static struct counted jobs[JOBS];
static _Atomic int total;

static void count(struct pool_job *job)
{
    struct counted *counted = (struct counted *)((char *)job - offsetof(struct counted, job));

    counted->runs++;
    total++;
}

static void every_job_runs_once(void **state)
{
    struct pool *pool = pool_start(4);

    (void)state;
    for (size_t i = 0; i < JOBS; i++) {
        jobs[i].job.run = count;
        assert_true(pool_add(pool, &jobs[i].job));
    }
    pool_stop(pool);
    assert_int_equal(total, JOBS);
    for (size_t i = 0; i < JOBS; i++)
        assert_int_equal(jobs[i].runs, 1);
}

static void wait_a_moment(struct pool_job *job)
{
    const struct timespec moment = { .tv_nsec = 200000000 };

    (void)job;
    nanosleep(&moment, NULL);
}

static void too_many_waiting_are_refused(void **state)
{
    static struct pool_job blocking = { .run = wait_a_moment };
    static struct counted waiting[LIMIT_POOL_WAITING + 2];
    struct pool *pool = pool_start(1);
    size_t taken = 0;

    (void)state;
    assert_true(pool_add(pool, &blocking));
    for (size_t i = 0; i < LIMIT_POOL_WAITING + 2; i++) {
        waiting[i].job.run = count;
        taken += pool_add(pool, &waiting[i].job);
    }
    assert_in_range(taken, LIMIT_POOL_WAITING - 1, LIMIT_POOL_WAITING);
    pool_stop(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_runs_once),
        cmocka_unit_test(too_many_waiting_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
