/* auth/one_time_token.h: a link works once, until its hour, for its kind only; the store has only
   its hash. X-036, below the sweep that takes away what has expired. */
#include "auth/one_time_token.h"

#include "auth/account.h"
#include "auth/server_setting.h"
#include "auth/test_instance.h"
#include "crypto/hash.h"
#include "store/row.h"

static const int64_t start = 1780000000000;

struct asking {
    struct arena *arena;
    enum token_kind kind;
    struct text plain;
    int64_t at_ms;
    struct one_time_token row;
    enum status status;
};

struct coding {
    struct call *call;
    struct one_time_token token;
    struct text plain, code, typed;
    enum status status;
};

static enum status make(struct tx *tx, void *context)
{
    struct asking *asking = context;

    asking->row = (struct one_time_token){ .kind = (int)asking->kind };
    return one_time_token_make(tx, asking->arena, asking->at_ms, &asking->row, &asking->plain);
}

static enum status find(struct tx *tx, void *context)
{
    struct asking *asking = context;

    asking->status =
        one_time_token_find(tx, asking->kind, asking->plain, asking->at_ms, &asking->row);
    return OK;
}

static enum status use(struct tx *tx, void *context)
{
    struct asking *asking = context;

    return one_time_token_use(tx, &asking->row, asking->at_ms);
}

static enum status withdraw(struct tx *tx, void *context)
{
    struct asking *asking = context;

    return one_time_token_revoke(tx, asking->kind, (struct id){ { 0 } }, asking->at_ms);
}

static enum status find_at(struct call *call, struct asking asking, int64_t at_ms)
{
    asking.at_ms = at_ms;
    assert_int_equal(call_read_as_system(call, find, &asking), OK);
    return asking.status;
}

static struct asking make_one(struct call *call, enum token_kind kind)
{
    struct asking asking = { .arena = call->arena, .kind = kind, .at_ms = start };

    assert_int_equal(call_write_as_system(call, make, &asking), OK);
    return asking;
}

static void a_link_works_until_its_hour(void **state)
{
    static const struct {
        enum token_kind kind;
        int64_t hours;
    } kinds[] = {
        { TOKEN_RECOVERY, 1 }, { TOKEN_INVITE, 168 }, { TOKEN_CONFIRM, 168 },
        { TOKEN_EMAIL, 24 },   { TOKEN_SET_UP, 168 },
    };
    struct test_instance test;
    struct call call;

    (void)state;
    test_instance_open(&test, NULL);
    call = test_call(&test);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct asking asking = make_one(&call, kinds[i].kind);
        int64_t end_ms = start + kinds[i].hours * MS_PER_HOUR;

        assert_int_equal(find_at(&call, asking, start), OK);
        assert_int_equal(find_at(&call, asking, end_ms - 1), OK);
        assert_int_equal(find_at(&call, asking, end_ms), NOT_FOUND);
        assert_int_equal(find_at(&call, asking, end_ms + 1), NOT_FOUND);
        for (size_t other = 0; other < sizeof kinds / sizeof *kinds; other++) {
            asking.kind = kinds[other].kind;
            assert_int_equal(find_at(&call, asking, start), other == i ? OK : NOT_FOUND);
        }
    }
    test_instance_close(&test);
}

static void a_link_works_once(void **state)
{
    struct test_instance test;
    struct asking asking;
    struct call call;

    (void)state;
    test_instance_open(&test, NULL);
    call = test_call(&test);
    asking = make_one(&call, TOKEN_RECOVERY);
    assert_int_equal(call_read_as_system(&call, find, &asking), OK);
    assert_int_equal(call_write_as_system(&call, use, &asking), OK);
    assert_int_equal(find_at(&call, asking, start + 1), NOT_FOUND);

    asking = make_one(&call, TOKEN_RECOVERY);
    assert_int_equal(call_write_as_system(&call, withdraw, &asking), OK);
    assert_int_equal(find_at(&call, asking, start + 1), NOT_FOUND);
    test_instance_close(&test);
}

static enum status make_code(struct tx *tx, void *context)
{
    struct coding *coding = context;
    struct account account = { .row = server_row(start), .display_name = T("Mei") };
    enum status status;

    account_set_language(&account, LANGUAGE_EN);
    status = row_insert(tx, &account_entity, &account);
    coding->token = (struct one_time_token){ .kind = TOKEN_EMAIL, .account_id = account.row.id };
    if (status != OK)
        return status;
    return one_time_token_make_with_code(tx, coding->call, &coding->token, &coding->plain,
                                         &coding->code);
}

static enum status try_code(struct tx *tx, void *context)
{
    struct coding *coding = context;
    struct one_time_token found;

    coding->status = one_time_token_find_by_code(tx, coding->call, TOKEN_EMAIL,
                                                 coding->token.account_id, coding->typed, &found);
    return OK;
}

static enum status type_code(struct coding *coding, struct text code)
{
    coding->typed = code;
    assert_int_equal(call_write_as_system(coding->call, try_code, coding), OK);
    return coding->status;
}

/* LIMIT_CODE_TRIES */
static void a_code_is_tried_five_times(void **state)
{
    (void)state;
    for (int wrong = 4; wrong <= 5; wrong++) {
        struct test_instance test;
        struct call call;
        struct coding coding = { 0 };

        test_instance_open(&test, NULL);
        call = test_call(&test);
        coding.call = &call;
        assert_int_equal(call_write_as_system(&call, make_code, &coding), OK);
        for (int i = 0; i < wrong; i++)
            assert_int_equal(type_code(&coding, T("none")), NOT_FOUND);
        assert_int_equal(type_code(&coding, coding.code), wrong == 4 ? OK : NOT_FOUND);
        test_instance_close(&test);
    }
}

static void the_store_has_only_the_hash(void **state)
{
    struct test_instance test;
    struct asking asking, other;
    struct call call;

    (void)state;
    test_instance_open(&test, NULL);
    call = test_call(&test);
    asking = make_one(&call, TOKEN_INVITE);
    other = make_one(&call, TOKEN_INVITE);
    assert_int_equal(call_read_as_system(&call, find, &asking), OK);
    assert_text(asking.row.token_hash, digest_hex(call.arena, sha256(asking.plain)));
    assert_false(text_equal(asking.plain, other.plain));
    assert_true(asking.plain.size >= 43); /* 32 random bytes */
    asking.plain = asking.row.token_hash;
    assert_int_equal(find_at(&call, asking, start), NOT_FOUND);
    asking.plain = T("");
    assert_int_equal(find_at(&call, asking, start), NOT_FOUND);
    test_instance_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_link_works_until_its_hour),
        cmocka_unit_test(a_link_works_once),
        cmocka_unit_test(a_code_is_tried_five_times),
        cmocka_unit_test(the_store_has_only_the_hash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
