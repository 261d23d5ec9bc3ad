/* auth/session.h: when a session is over, at each edge (X-052, C-21); below the sweep, which takes
   away rows that have expired. */
#include "auth/session.h"

#include "text_check.h"

static const int64_t start = 1780000000000;

static void a_session_ends_at_its_limits(void **state)
{
    const struct settings settings = { .idle_days = 14, .session_days = 90 };
    const int64_t idle_ms = INT64_C(14) * MS_PER_DAY, longest_ms = INT64_C(90) * MS_PER_DAY;
    const struct {
        int64_t last_seen, ended, now;
        bool is_open;
    } cases[] = {
        { 0, 0, 0, true },
        { 0, 0, idle_ms - 1, true },
        { 0, 0, idle_ms, false },
        { idle_ms - 1, 0, idle_ms, true },
        { longest_ms - 2, 0, longest_ms - 1, true },
        { longest_ms - 2, 0, longest_ms, false },
        { longest_ms - 2, 0, longest_ms + 1, false },
        { 0, start + 1, 2, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct session session = { .last_seen_at = start + cases[i].last_seen,
                                         .expires_at = start + longest_ms,
                                         .ended_at = cases[i].ended };

        assert_int_equal(session_is_open(&session, &settings, start + cases[i].now),
                         cases[i].is_open);
    }
}

static void the_limits_are_those_of_the_settings(void **state)
{
    const struct session session = { .last_seen_at = start,
                                     .expires_at = start + INT64_C(9) * MS_PER_DAY };

    (void)state;
    for (int64_t days = 1; days < 12; days++) {
        const struct settings settings = { .idle_days = days };
        int64_t end_ms = start + (days < 9 ? days : 9) * MS_PER_DAY;

        assert_true(session_is_open(&session, &settings, end_ms - 1));
        assert_false(session_is_open(&session, &settings, end_ms));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_ends_at_its_limits),
        cmocka_unit_test(the_limits_are_those_of_the_settings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
