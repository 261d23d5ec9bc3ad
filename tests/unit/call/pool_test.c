/* Pool: every job runs once, also those that wait when it stops; none is taken afterwards. */
#include "call/pool.h"

#include <semaphore.h>
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
    struct pool *pool = pool_start(4, 4);

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
    struct pool *pool = pool_start(1, 1);
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

/* --- no more than may run at once */

static _Atomic int at_once, most_at_once;

static void run_a_moment(struct pool_job *job)
{
    int now = ++at_once;

    if (now > most_at_once)
        most_at_once = now;
    wait_a_moment(job);
    at_once--;
}

static void no_more_run_than_said(void **state)
{
    static struct pool_job running[8];
    struct pool *pool = pool_start(8, 2);

    (void)state;
    for (size_t i = 0; i < 8; i++) {
        running[i].run = run_a_moment;
        assert_true(pool_add(pool, &running[i]));
    }
    pool_stop(pool);
    assert_int_equal(most_at_once, 2);
}

/* --- who waits lets others run */

static sem_t given;

static void wait_for_the_other(struct pool_job *job)
{
    (void)job;
    pool_wait_begin();
    sem_wait(&given);
    pool_wait_end();
    total++;
}

static void give(struct pool_job *job)
{
    (void)job;
    sem_post(&given);
}

static void who_waits_lets_others_run(void **state)
{
    static struct pool_job waiting = { .run = wait_for_the_other }, giving = { .run = give };
    struct pool *pool = pool_start(2, 1);

    (void)state;
    total = 0;
    sem_init(&given, 0, 0);
    assert_true(pool_add(pool, &waiting));
    assert_true(pool_add(pool, &giving));
    pool_stop(pool);
    sem_destroy(&given);
    assert_int_equal(total, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_runs_once),
        cmocka_unit_test(too_many_waiting_are_refused),
        cmocka_unit_test(no_more_run_than_said),
        cmocka_unit_test(who_waits_lets_others_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
