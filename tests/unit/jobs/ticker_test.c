/* jobs/ticker.h: tasks come back, run when poked, one at a time, and not after the end. */
#include "jobs/ticker.h"

#include "text_check.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic int often, rarely, at_end, at_once, most_at_once;

static void work(_Atomic int *count)
{
    int now = ++at_once;

    if (now > most_at_once)
        most_at_once = now;
    ++*count;
    --at_once;
}

static void run_often(const struct instance *instance)
{
    (void)instance;
    work(&often);
}

static void run_rarely(const struct instance *instance)
{
    (void)instance;
    work(&rarely);
}

static void run_at_end(const struct instance *instance)
{
    (void)instance;
    work(&at_end);
}

static const struct ticker_task often_task = { "often", 5, run_often, false };
static const struct ticker_task rarely_task = { "rarely", 3600000, run_rarely, false };
static const struct ticker_task end_task = { "end", 3600000, run_at_end, true };

static void wait_for(_Atomic int *count, int wanted)
{
    for (int i = 0; i < 2000 && *count < wanted; i++)
        nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
    assert_true(*count >= wanted);
}

static void tasks_come_back_and_can_be_poked(void **state)
{
    static const struct ticker_task *const tasks[] = { &often_task, &rarely_task, &end_task, NULL };
    struct instance instance = { 0 };
    struct ticker *ticker = ticker_start(&instance, tasks);
    int at_stop;

    (void)state;
    assert_non_null(ticker);
    wait_for(&often, 3);
    assert_int_equal(rarely, 0);
    ticker_poke(ticker, &rarely_task);
    wait_for(&rarely, 1);
    ticker_stop(ticker);
    at_stop = often;
    nanosleep(&(struct timespec){ .tv_nsec = 30000000 }, NULL);
    assert_int_equal(often, at_stop);
    assert_int_equal(rarely, 1);
    assert_int_equal(at_end, 1);
    assert_int_equal(most_at_once, 1);
}

static void no_ticker_is_no_fault(void **state)
{
    static const struct ticker_task *const none[] = { NULL };
    struct instance instance = { 0 };

    (void)state;
    assert_null(ticker_start(&instance, none));
    ticker_poke(NULL, &often_task);
    ticker_stop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tasks_come_back_and_can_be_poked),
        cmocka_unit_test(no_ticker_is_no_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
