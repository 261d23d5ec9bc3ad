/* auth/audit.h: the chain shows what was changed, taken out or put in. */
#include "auth/audit.h"

#include "auth/admin.h"
#include "auth/test_instance.h"

struct writing {
    struct call *call;
    int count;
};

static enum status write_some(struct tx *tx, void *context)
{
    const struct writing *writing = context;

    for (int i = 0; i < writing->count; i++) {
        enum status status =
            audit_write(tx, writing->call,
                        &(struct audit){ .action = "test.write",
                                         .entity = "account",
                                         .details = i % 2 ? T("{\"to\":1}") : T("") });

        if (status != OK)
            return status;
    }
    return OK;
}

static enum status verify(struct tx *tx, void *context)
{
    return audit_verify(tx, 0, context);
}

static enum status run_sql(struct tx *tx, void *context)
{
    return tx_execute(tx, text_from(context), NULL, 0, NULL);
}

static int64_t broken_after(struct test_instance *test, char *sql)
{
    struct call call = test_call(test);
    int64_t broken = -1;

    if (sql)
        assert_int_equal(call_write_as_system(&call, run_sql, sql), OK);
    assert_int_equal(call_read_as_system(&call, verify, &broken), OK);
    return broken;
}

static void a_changed_or_missing_entry_shows(void **state)
{
    static char earliest[] = "DELETE FROM main.audit_event WHERE number <= 2";
    static char change[] = "UPDATE main.audit_event SET action = 'test.other' WHERE number = 5";
    static char restore[] = "UPDATE main.audit_event SET action = 'test.write' WHERE number = 5";
    static char take[] = "DELETE FROM main.audit_event WHERE number = 7";
    struct test_instance test;
    struct call call;
    struct writing writing;

    (void)state;
    test_instance_open(&test, NULL);
    call = test_call(&test);
    writing = (struct writing){ &call, 6 };
    assert_int_equal(call_write_as_system(&call, write_some, &writing), OK);
    writing.count = 4;
    assert_int_equal(call_write_as_system(&call, write_some, &writing), OK);
    assert_int_equal(broken_after(&test, NULL), 0);
    assert_int_equal(broken_after(&test, earliest), 0); /* retention */
    assert_int_equal(broken_after(&test, change), 5);
    assert_int_equal(broken_after(&test, restore), 0);
    assert_int_equal(broken_after(&test, take), 8);
    test_instance_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changed_or_missing_entry_shows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
