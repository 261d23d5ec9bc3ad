/* auth/sign_in_event.h: N-021, the log is read for the security of sessions and for finding
   faults; any other purpose is refused, and the attempt stays in the audit log. */
#include "auth/sign_in_event.h"

#include "auth/account.h"
#include "auth/audit.h"
#include "auth/server_setting.h"
#include "auth/test_instance.h"
#include "crypto/random.h"
#include "store/row.h"

struct writing {
    struct call *call;
    struct id account;
    int more;
};

static enum status write_events(struct tx *tx, void *context)
{
    const struct writing *writing = context;
    enum status status = OK;

    for (int i = 0; status == OK && i < 3 + writing->more; i++)
        status =
            sign_in_event_write(tx, writing->call, writing->account, random_id(1), SIGN_IN_REFUSED);
    return status;
}

static enum status count_event(struct tx *tx, void *row, void *context)
{
    (void)tx;
    (void)row;
    ++*(int *)context;
    return OK;
}

static enum status count_refusals(struct tx *tx, void *context)
{
    struct audit_event event;

    return row_each(tx, &audit_event_entity,
                    T("workspace_id = 0 AND action = 'sign_in_event.refused'"), NULL, 0, &event,
                    count_event, context);
}

static void other_purposes_are_refused_and_logged(void **state)
{
    static const enum purpose refused[] = { PURPOSE_UNSAID, PURPOSE_STATISTICS,
                                            PURPOSE_ADVERTISING };
    struct test_instance test;
    struct writing writing = { 0 };
    struct call call;
    int events = 0, refusals = 0;

    (void)state;
    test_instance_open(&test, NULL);
    call = test_call(&test);
    writing.call = &call;
    assert_int_equal(call_write_as_system(&call, write_events, &writing), OK);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_int_equal(
            sign_in_event_list(&call, refused[i], writing.account, count_event, &events),
            FORBIDDEN);
        call.is_refused = false;
    }
    assert_int_equal(events, 0);
    assert_int_equal(call_read_as_system(&call, count_refusals, &refusals), OK);
    assert_int_equal(refusals, 3);
    assert_int_equal(
        sign_in_event_list(&call, PURPOSE_SESSION_SECURITY, writing.account, count_event, &events),
        OK);
    assert_int_equal(
        sign_in_event_list(&call, PURPOSE_FAULT_DIAGNOSIS, writing.account, count_event, &events),
        OK);
    test_instance_close(&test);
}

static enum status make_account(struct tx *tx, void *context)
{
    struct account account = { .row = server_row(1), .display_name = T("Mei") };

    account_set_language(&account, LANGUAGE_EN);
    *(struct id *)context = account.row.id;
    return row_insert(tx, &account_entity, &account);
}

/* LIMIT_READ: the newest fifty. */
static void so_many_are_read(void **state)
{
    struct test_instance test;
    struct call call;
    struct id account;

    (void)state;
    test_instance_open(&test, NULL);
    call = test_call(&test);
    assert_int_equal(call_write_as_system(&call, make_account, &account), OK);
    for (int round = 0; round < 2; round++) {
        struct writing writing = { .call = &call,
                                   .account = account,
                                   .more = round == 0 ? 47 : -2 }; /* fifty, then one */
        int events = 0;

        assert_int_equal(call_write_as_system(&call, write_events, &writing), OK);
        assert_int_equal(sign_in_event_list(&call, PURPOSE_SESSION_SECURITY, writing.account,
                                            count_event, &events),
                         OK);
        assert_int_equal(events, 50);
    }
    test_instance_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_are_read),
        cmocka_unit_test(other_purposes_are_refused_and_logged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
