/* auth/admin.h: what the operator does, and that a running server hears of it. */
#include "auth/admin.h"

#include "auth/audit.h"
#include "auth/credential.h"
#include "auth/server_setting.h"
#include "auth/session_table.h"
#include "auth/test_instance.h"
#include "store/row.h"

static const struct setup setup = {
    .controller_name = T_INIT("Pace Ltd."),
    .controller_place = T_INIT("Hamburg"),
    .controller_email = T_INIT("privacy@pace.example"),
    .username = T_INIT("Boss"),
    .password = T_INIT("a good passphrase"),
    .workspace_name = T_INIT("Pace"),
    .time_zone = T_INIT("Europe/Berlin"),
    .currency = T_INIT("EUR"),
};

static struct id create(struct test_instance *test, struct new_user user)
{
    struct call call = operator_call(&test->instance, &test->arena);
    struct id account = { { 0 } };

    assert_int_equal(user_create(&call, &user, &account), OK);
    return account;
}

struct reading {
    struct id id;
    struct account account;
    struct member member;
    int64_t workspace_id;
};

static enum status read_account(struct tx *tx, void *context)
{
    struct reading *reading = context;

    return account_find(tx, reading->id, &reading->account);
}

static enum status read_member(struct tx *tx, void *context)
{
    struct reading *reading = context;

    return member_find(tx, reading->workspace_id, reading->id, &reading->member);
}

static void setting_up_is_done_once_and_whole(void **state)
{
    struct test_instance test;
    struct setup nameless = setup;
    struct call call;

    (void)state;
    test_instance_open(&test, NULL);
    call = operator_call(&test.instance, &test.arena);
    nameless.controller_place = T("  ");
    assert_int_equal(setup_by_operator(&call, &nameless), INVALID);
    assert_string_equal(call.refusal.field->name, "controller_place");
    assert_int_equal(setup_by_operator(&call, &setup), OK);
    call.is_refused = false;
    assert_int_equal(setup_by_operator(&call, &setup), CONFLICT);
    assert_true(call.is_refused);
    test_instance_close(&test);
}

static void users_are_made_with_folded_names_and_verified_passwords(void **state)
{
    struct test_instance test;
    struct reading reading = { 0 };
    struct call call;
    struct id other;

    (void)state;
    test_instance_open(&test, NULL);
    call = operator_call(&test.instance, &test.arena);
    reading.id = create(&test, (struct new_user){ .email = T("Mei@Example.com"),
                                                  .username = T("MEI"),
                                                  .password = T("a good passphrase") });
    assert_int_equal(call_read_as_system(&call, read_account, &reading), OK);
    assert_text(reading.account.email, T("mei@example.com"));
    assert_text(reading.account.username, T("mei"));
    assert_text(reading.account.display_name, T("MEI"));
    assert_true(credential_fits(&call, &reading.account, T("a good passphrase")));
    assert_false(credential_fits(&call, &reading.account, T("another passphrase")));
    assert_false(credential_fits(&call, NULL, T("a good passphrase")));

    assert_int_equal(user_create(&call, &(struct new_user){ .username = T("Mei") }, &other),
                     CONFLICT);
    call.is_refused = false;
    assert_int_equal(user_create(&call,
                                 &(struct new_user){ .username = T("lin"), .password = T("short") },
                                 &other),
                     INVALID);
    test_instance_close(&test);
}

static void workspaces_get_numbers_that_are_never_given_twice(void **state)
{
    static const struct workspace wish = { .name = T_INIT("One") };
    struct test_instance test;
    struct call call;
    int64_t first = 0, second = 0;
    struct reading reading = { 0 };

    (void)state;
    test_instance_open(&test, NULL);
    call = operator_call(&test.instance, &test.arena);
    reading.id = create(&test, (struct new_user){ .username = T("mei") });
    assert_int_equal(workspace_create(&call, &wish, T("MEI"), &first), OK);
    assert_int_equal(workspace_create(&call, &wish, T("mei"), &second), OK);
    assert_int_equal(second, first + 1);
    reading.workspace_id = second;
    assert_int_equal(call_read_as_system(&call, read_member, &reading), OK);
    assert_int_equal(reading.member.role, ROLE_ADMIN);
    assert_int_equal(workspace_create(&call, &wish, T("nobody"), &second), NOT_FOUND);
    reading.id = create(&test, (struct new_user){ .username = T("lin"), .workspace_id = first });
    reading.workspace_id = first;
    call.is_refused = false;
    assert_int_equal(call_read_as_system(&call, read_member, &reading), OK);
    assert_int_equal(reading.member.role, ROLE_MEMBER);
    test_instance_close(&test);
}

/* ---- another process ---- */

struct beginning {
    struct call *call;
    struct id account;
    struct session session;
};

static enum status begin(struct tx *tx, void *context)
{
    struct beginning *beginning = context;
    struct account account;
    enum status status = account_find(tx, beginning->account, &account);

    return status == OK
               ? session_begin(tx, beginning->call, &account, METHOD_PASSWORD, &beginning->session)
               : status;
}

static enum status read_generation(struct tx *tx, void *context)
{
    return server_setting_number(tx, SETTING_GENERATION, context);
}

static void a_running_server_hears_of_a_new_password(void **state)
{
    struct test_instance server, operator;
    struct call serving, operating;
    struct beginning beginning = { 0 };
    int64_t before = 0, after = 0;

    (void)state;
    test_instance_open(&server, NULL);
    test_instance_open(&operator, & server);
    serving = test_call(&server);
    operating = operator_call(&operator.instance, &operator.arena);
    beginning.call = &serving;
    beginning.account = create(&operator,(struct new_user){ .username = T("mei") });
    assert_int_equal(call_write_as_system(&serving, begin, &beginning), OK);
    assert_int_equal(call_read_as_system(&serving, read_generation, &before), OK);

    assert_int_equal(user_set_password(&operating, T("mei"), T("a good passphrase")), OK);
    assert_int_equal(call_read_as_system(&serving, read_generation, &after), OK);
    assert_true(after > before);
    assert_int_equal(auth_rotate_token_keys(&operator.instance, &operator.arena), OK);
    test_instance_shut(&operator);
    test_instance_close(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(setting_up_is_done_once_and_whole),
        cmocka_unit_test(users_are_made_with_folded_names_and_verified_passwords),
        cmocka_unit_test(workspaces_get_numbers_that_are_never_given_twice),
        cmocka_unit_test(a_running_server_hears_of_a_new_password),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
