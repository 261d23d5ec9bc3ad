/* Sign-in below HTTP: which scheme a verifier has afterwards (C-01, N-065, X-006), and that a
   missing account leaves the same traces as a wrong password. */
#include "auth/admin.h"
#include "auth/gotrue.h"
#include "auth/test_instance.h"
#include "store/row.h"

struct reading {
    struct account account;
    int events;
};

static enum status read_account(struct tx *tx, void *context)
{
    struct reading *reading = context;

    return account_find_by_username(tx, T("mei"), &reading->account);
}

static enum status count_event(struct tx *tx, void *row, void *context)
{
    (void)tx;
    (void)row;
    ++*(int *)context;
    return OK;
}

static enum status count_events(struct tx *tx, void *context)
{
    struct sign_in_event event;

    return row_each(tx, &sign_in_event_entity, T("workspace_id = 0"), NULL, 0, &event, count_event,
                    context);
}

static enum status sign_in(struct test_instance *test, const char *name, const char *password)
{
    struct call call = test_call(test);
    const struct json *body;
    struct text text =
        arena_print(&test->arena, "{\"email\":\"%s\",\"password\":\"%s\"}", name, password);

    assert_int_equal(json_parse(&test->arena, text, NULL, &body, NULL), OK);
    return sign_in_with_password(&call, body);
}

static struct text verifier_of(struct test_instance *test)
{
    struct call call = test_call(test);
    struct reading reading;

    assert_int_equal(call_read_as_system(&call, read_account, &reading), OK);
    return reading.account.password;
}

static void open_with_mei(struct test_instance *test)
{
    struct new_user user = { .username = T("mei"), .password = T("a good passphrase") };
    struct call call;
    struct id account;

    test_instance_open(test, NULL);
    call = operator_call(&test->instance, &test->arena);
    assert_int_equal(user_create(&call, &user, &account), OK);
}

static void the_verifier_follows_the_settings_at_sign_in(void **state)
{
    static const struct {
        const char *scheme, *begins;
    } cases[] = {
        { "pbkdf2-sha256", "$pbkdf2-sha256$i=100000$" },
        { "bcrypt", "$2b$10$" },
        { "argon2id", "$argon2id$v=19$m=19456,t=2,p=1$" },
        { "pbkdf2-sha256", "$pbkdf2-sha256$i=100000$" },
    };
    struct test_instance test;

    (void)state;
    open_with_mei(&test);
    test.settings.bcrypt_cost = 10;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text verifier;

        test.settings.password_scheme = cases[i].scheme;
        assert_int_equal(sign_in(&test, "mei", "a wrong passphrase"), INVALID);
        assert_int_equal(sign_in(&test, "mei", "a good passphrase"), OK);
        verifier = verifier_of(&test);
        assert_true(text_starts_with(verifier, text_from(cases[i].begins)));
        assert_int_equal(sign_in(&test, "MEI", "a good passphrase"), OK);
        assert_text(verifier_of(&test), verifier); /* not again */
    }
    test_instance_close(&test);
}

static void a_missing_account_leaves_the_same_traces(void **state)
{
    struct test_instance test;
    struct call call;
    int events = 0;

    (void)state;
    open_with_mei(&test);
    call = test_call(&test);
    assert_int_equal(sign_in(&test, "mei", "a wrong passphrase"), INVALID);
    assert_int_equal(call_read_as_system(&call, count_events, &events), OK);
    assert_int_equal(events, 1);
    events = 0;
    assert_int_equal(sign_in(&test, "nobody", "a wrong passphrase"), INVALID);
    assert_int_equal(call_read_as_system(&call, count_events, &events), OK);
    assert_int_equal(events, 2);
    test_instance_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_verifier_follows_the_settings_at_sign_in),
        cmocka_unit_test(a_missing_account_leaves_the_same_traces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
