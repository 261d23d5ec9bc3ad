/* Starting and ending a show, and the order of its times. */
#include "ops/live_session.h"

#include "call/call.h"
#include "text_check.h"

enum { NOW = 1780000000 };

static const struct action *action_named(const char *name)
{
    for (size_t i = 0; i < live_session_entity.actions.count; i++)
        if (text_equal(text_from(live_session_entity.actions.at[i].name), text_from(name)))
            return &live_session_entity.actions.at[i];
    fail_msg("no action %s", name);
    return NULL;
}

static void a_show_starts_and_ends(void **state)
{
    struct call call = { .now_ms = NOW };
    struct live_session show = { .status = LIVE_PLANNED };

    (void)state;
    assert_int_equal(action_named("start")->from, ONLY(LIVE_PLANNED));
    assert_int_equal(action_named("end")->from, ONLY(LIVE_RUNNING));
    assert_int_equal(action_named("start")->run(&call, &show), OK);
    assert_int_equal(show.status, LIVE_RUNNING);
    assert_int_equal(show.starts_at, NOW);
    call.now_ms += 5;
    assert_int_equal(action_named("end")->run(&call, &show), OK);
    assert_int_equal(show.status, LIVE_ENDED);
    assert_int_equal(show.ends_at, NOW + 5);
}

static void a_time_that_was_said_stays(void **state)
{
    struct call call = { .now_ms = NOW };
    struct live_session show = { .status = LIVE_PLANNED, .starts_at = NOW + 60 };

    (void)state;
    assert_int_equal(action_named("start")->run(&call, &show), OK);
    assert_int_equal(show.starts_at, NOW + 60);
    assert_int_equal(action_named("end")->run(&call, &show), OK);
    assert_int_equal(show.ends_at, NOW + 60);
}

static void a_show_cannot_end_before_it_starts(void **state)
{
    struct call call = { 0 };
    struct live_session show = { .starts_at = NOW, .ends_at = NOW - 1 };

    (void)state;
    assert_int_equal(live_session_entity.check(&call, &show), INVALID);
    assert_string_equal(call.refusal.field->name, "ends_at");
    show.ends_at = NOW;
    assert_int_equal(live_session_entity.check(&call, &show), OK);
    show.ends_at = 0;
    assert_int_equal(live_session_entity.check(&call, &show), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_show_starts_and_ends),
        cmocka_unit_test(a_time_that_was_said_stays),
        cmocka_unit_test(a_show_cannot_end_before_it_starts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
