/* auth/throttle.h: how many tries are free, how the waits grow and fade, and that the table is
   bounded. */
#include "auth/throttle.h"

#include "base/arena.h"
#include "text_check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static const int64_t now = 1780000000000;

/* How many of `tries` made at once go through. */
static int passed(struct throttle *throttle, enum throttle_kind kind, struct text who, int tries,
                  int64_t at_ms)
{
    int count = 0;

    for (int i = 0; i < tries; i++)
        count += throttle_charge(throttle, kind, who, at_ms) == 0;
    return count;
}

static void free_tries_then_waits_that_double(void **state)
{
    struct throttle *throttle = throttle_new();
    struct text who = T("203.0.113.7 mei");
    int64_t at_ms = now, waits[6];

    (void)state;
    assert_int_equal(passed(throttle, THROTTLE_SIGN_IN_PAIR, who, 20, at_ms), 5);
    for (int i = 0; i < 6; i++) {
        waits[i] = throttle_charge(throttle, THROTTLE_SIGN_IN_PAIR, who, at_ms);
        at_ms += waits[i] * 1000;
        assert_int_equal(throttle_charge(throttle, THROTTLE_SIGN_IN_PAIR, who, at_ms - 1), 1);
        assert_int_equal(throttle_charge(throttle, THROTTLE_SIGN_IN_PAIR, who, at_ms), 0);
    }
    for (int i = 0; i < 6; i++)
        assert_int_equal(waits[i], 2 << i);
    throttle_free(throttle);
    throttle_free(NULL);
}

static void the_longest_wait_is_a_quarter_of_an_hour(void **state)
{
    struct throttle *throttle = throttle_new();
    int64_t at_ms = now, longest = 0;

    (void)state;
    for (int i = 0; i < 200; i++) {
        int64_t wait = throttle_charge(throttle, THROTTLE_SIGN_IN_PAIR, T("x"), at_ms);

        longest = wait > longest ? wait : longest;
        at_ms += wait * 1000;
    }
    assert_true(longest <= 900);
    assert_true(longest >= 120);
    throttle_free(throttle);
}

static void who_is_somebody_else_is_not_meant(void **state)
{
    struct throttle *throttle = throttle_new();

    (void)state;
    passed(throttle, THROTTLE_SIGN_IN_PAIR, T("a"), 20, now);
    assert_int_equal(throttle_charge(throttle, THROTTLE_SIGN_IN_PAIR, T("b"), now), 0);
    assert_int_equal(throttle_charge(throttle, THROTTLE_TOKEN, T("a"), now), 0);
    throttle_free(throttle);
}

static void success_is_forgiven_and_given_back(void **state)
{
    struct throttle *throttle = throttle_new();
    struct text who = T("a");

    (void)state;
    passed(throttle, THROTTLE_SIGN_IN_PAIR, who, 4, now);
    throttle_forgive(throttle, THROTTLE_SIGN_IN_PAIR, who);
    assert_int_equal(passed(throttle, THROTTLE_SIGN_IN_PAIR, who, 20, now), 5);
    throttle_forgive(throttle, THROTTLE_SIGN_IN_PAIR, who);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(throttle_charge(throttle, THROTTLE_SIGN_IN_PAIR, who, now), 0);
        throttle_give_back(throttle, THROTTLE_SIGN_IN_PAIR, who);
    }
    throttle_free(throttle);
}

static void time_fades_what_was_charged(void **state)
{
    struct throttle *throttle = throttle_new();
    struct text who = T("a");
    const int64_t hour = 3600000;

    (void)state;
    passed(throttle, THROTTLE_SIGN_IN_PAIR, who, 20, now);
    assert_int_equal(passed(throttle, THROTTLE_SIGN_IN_PAIR, who, 20, now + hour), 5);
    throttle_free(throttle);
}

static void a_flood_of_names_stays_within_the_table(void **state)
{
    struct throttle *throttle = throttle_new();
    char name[32];

    (void)state;
    for (int i = 0; i < 50000; i++) {
        int size = snprintf(name, sizeof name, "name-%d", i);

        throttle_charge(throttle, THROTTLE_SIGN_IN_ACCOUNT, (struct text){ name, (size_t)size },
                        now + i);
    }
    assert_int_equal(passed(throttle, THROTTLE_SIGN_IN_PAIR, T("a"), 20, now + 50000), 5);
    throttle_free(throttle);
}

struct crowd {
    struct throttle *throttle;
    _Atomic int passed;
};

static void *try_often(void *context)
{
    struct crowd *crowd = context;

    crowd->passed += passed(crowd->throttle, THROTTLE_SIGN_IN_PAIR, T("a"), 1000, now);
    return NULL;
}

static void tries_at_the_same_time_count(void **state)
{
    struct crowd crowd = { .throttle = throttle_new() };
    pthread_t threads[4];

    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, try_often, &crowd), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(crowd.passed, 5);
    throttle_free(crowd.throttle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(free_tries_then_waits_that_double),
        cmocka_unit_test(the_longest_wait_is_a_quarter_of_an_hour),
        cmocka_unit_test(who_is_somebody_else_is_not_meant),
        cmocka_unit_test(success_is_forgiven_and_given_back),
        cmocka_unit_test(time_fades_what_was_charged),
        cmocka_unit_test(a_flood_of_names_stays_within_the_table),
        cmocka_unit_test(tries_at_the_same_time_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
