/* jobs/retention.h: what a declaration no longer keeps is deleted, and nothing else. */
#include "jobs/retention.h"

#include "auth/one_time_token.h"
#include "auth/server_setting.h"
#include "auth/sign_in_event.h"
#include "auth/test_instance.h"
#include "store/row.h"

static const int64_t day = MS_PER_DAY;

struct planting {
    int64_t now_ms;
    int count;
};

/* Sign-ins of every day of a year, and tokens that expire on those days. */
static enum status plant(struct tx *tx, void *context)
{
    const struct planting *planting = context;

    for (int i = 0; i < planting->count; i++) {
        int64_t at_ms = planting->now_ms - (int64_t)i * day + 1000;
        struct sign_in_event event = { .row = server_row(at_ms), .outcome = SIGN_IN_DONE };
        struct text hash = arena_print(tx_arena(tx), "%064d", i);
        struct one_time_token token = { .row = server_row(at_ms),
                                        .kind = TOKEN_RECOVERY,
                                        .token_hash = hash,
                                        .expires_at = at_ms };
        enum status status = row_insert(tx, &sign_in_event_entity, &event);

        if (status == OK)
            status = row_insert(tx, &one_time_token_entity, &token);
        if (status != OK)
            return status;
    }
    return OK;
}

struct counting {
    const char *sql;
    int64_t count;
};

static enum status count_rows(struct tx *tx, void *context)
{
    struct counting *counting = context;
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(tx, text_from(counting->sql), NULL, 0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &found);
    if (status == OK)
        counting->count = cursor_value(cursor, 0).integer;
    return status;
}

static int64_t count_of(struct test_instance *test, const char *sql)
{
    struct counting counting = { sql, -1 };
    struct call call = test_call(test);

    assert_int_equal(call_read_as_system(&call, count_rows, &counting), OK);
    return counting.count;
}

static void what_is_not_kept_goes_and_the_rest_stays(void **state)
{
    struct planting planting = { 1780000000000, 365 };
    struct test_instance test;
    struct call call;
    int64_t deleted = 0;

    (void)state;
    test_instance_open(&test, NULL);
    call = test_call(&test);
    assert_int_equal(call_write_as_system(&call, plant, &planting), OK);
    assert_int_equal(retention_sweep(test.instance.store, planting.now_ms, &deleted), OK);
    assert_int_equal(count_of(&test, "SELECT count(*) FROM main.sign_in_event"), 91);
    assert_int_equal(count_of(&test, "SELECT count(*) FROM main.one_time_token"), 1);
    assert_int_equal(deleted, 365 - 91 + 364);
    assert_true(count_of(&test, "SELECT count(*) FROM main.server_setting") > 0);
    assert_int_equal(retention_sweep(test.instance.store, planting.now_ms, &deleted), OK);
    assert_int_equal(deleted, 0);
    test_instance_close(&test);
}

static void more_than_one_step_is_swept(void **state)
{
    struct planting planting = { 1780000000000, 2500 };
    struct test_instance test;
    struct call call;
    int64_t deleted = 0;

    (void)state;
    test_instance_open(&test, NULL);
    call = test_call(&test);
    assert_int_equal(call_write_as_system(&call, plant, &planting), OK);
    assert_int_equal(retention_sweep(test.instance.store, planting.now_ms + 10000 * day, &deleted),
                     OK);
    assert_int_equal(deleted, 5000);
    test_instance_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_kept_goes_and_the_rest_stays),
        cmocka_unit_test(more_than_one_step_is_swept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
