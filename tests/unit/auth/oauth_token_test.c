/* auth/oauth_token.h, auth/oauth_revocation.h: a provider's token is readable with the master key
   in its own row only; a new master key seals it again; it goes with its connection at once, and
   the provider is told, for a day. */
#include "auth/oauth_token.h"

#include "auth/account_delete.h"
#include "auth/audit.h"
#include "auth/issuer.h"
#include "auth/oauth_revocation.h"
#include "auth/server_setting.h"
#include "auth/test_instance.h"
#include "store/row.h"

static const int64_t start = 1780000000000;

static const struct oauth_grant grant = {
    .access = T_INIT("ya29.access-marker"),
    .refresh = T_INIT("1//refresh-marker"),
    .scopes = T_INIT("openid email profile"),
    .access_expires_at = 1780003600000,
};

struct step {
    struct test_instance *test;
    struct call *call;
    struct id account, connection;
    struct oauth_grant grant;
    struct oauth_token token;
    struct oauth_revocation revocation;
    const char *sql;
    int64_t count;
};

static struct step step_of(struct test_instance *test, struct call *call)
{
    struct step step = { .test = test, .call = call, .grant = grant };

    *call = test_call(test);
    call->now_ms = start;
    step.account.bytes[15] = 1;
    step.connection.bytes[15] = 2;
    return step;
}

static enum status make_account(struct tx *tx, void *context)
{
    const struct step *step = context;
    struct account account = { .row = server_row(start),
                               .email = T("mei@example.com"),
                               .display_name = T("Mei") };

    account.row.id = step->account;
    account_set_language(&account, LANGUAGE_EN);
    return row_insert(tx, &account_entity, &account);
}

static enum status keep(struct tx *tx, void *context)
{
    struct step *step = context;
    const struct oauth_token whose = { .account_id = step->account,
                                       .provider = T("google"),
                                       .connection_id = step->connection };

    return oauth_token_keep(tx, step->call, &whose, &step->grant);
}

static enum status find(struct tx *tx, void *context)
{
    struct step *step = context;

    return oauth_token_find(tx, T("google"), step->connection, &step->token);
}

static enum status destroy(struct tx *tx, void *context)
{
    struct step *step = context;

    return oauth_token_destroy(tx, step->call, T("google"), step->connection);
}

static enum status find_revocation(struct tx *tx, void *context)
{
    struct step *step = context;

    return row_find_where(tx, &oauth_revocation_entity, T("workspace_id = 0"), NULL, 0,
                          &step->revocation);
}

static enum status count(struct tx *tx, void *context)
{
    struct step *step = context;
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx, text_from(step->sql), NULL, 0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK)
        return status;
    step->count = cursor_value(cursor, 0).integer;
    cursor_close(cursor);
    return OK;
}

static int64_t count_of(struct step *step, const char *sql)
{
    step->sql = sql;
    assert_int_equal(call_read_as_system(step->call, count, step), OK);
    return step->count;
}

static void do_write(struct step *step, store_work work)
{
    assert_int_equal(call_write_as_system(step->call, work, step), OK);
}

static void do_read(struct step *step, store_work work)
{
    assert_int_equal(call_read_as_system(step->call, work, step), OK);
}

static void open_with_token(struct test_instance *test, struct call *call, struct step *step)
{
    test_instance_open(test, NULL);
    *step = step_of(test, call);
    do_write(step, make_account);
    do_write(step, keep);
    do_read(step, find);
}

/* LIMIT_SCOPES */
static void scopes_have_a_ceiling(void **state)
{
    static char scopes[LIMIT_SCOPES + 1];
    struct test_instance test;
    struct call call;
    struct step step;

    (void)state;
    memset(scopes, 's', sizeof scopes);
    open_with_token(&test, &call, &step);
    step.grant.scopes = (struct text){ scopes, LIMIT_SCOPES + 1 };
    assert_int_equal(call_write_as_system(&call, keep, &step), TOO_LARGE);
    do_read(&step, find);
    assert_text(step.token.scopes, grant.scopes); /* as before */
    step.grant.scopes = (struct text){ scopes, LIMIT_SCOPES };
    do_write(&step, keep);
    do_read(&step, find);
    assert_text(step.token.scopes, step.grant.scopes);
    test_instance_close(&test);
}

static void expect_grant(struct step *step, const struct key_ring *seals)
{
    struct oauth_grant opened;

    assert_int_equal(oauth_token_open(step->call->arena, seals, &step->token, &opened), OK);
    assert_text(opened.access, step->grant.access);
    assert_text(opened.refresh, step->grant.refresh);
}

static void equal_tokens_look_different_and_only_the_last_is_kept(void **state)
{
    struct test_instance test;
    struct call call;
    struct step step;
    struct text first;

    (void)state;
    open_with_token(&test, &call, &step);
    expect_grant(&step, test.instance.seals);
    assert_true(text_find(step.token.sealed, T("marker")) == step.token.sealed.size);
    first = arena_copy(&test.arena, step.token.sealed);
    do_write(&step, keep);
    do_read(&step, find);
    assert_false(text_equal(first, step.token.sealed));
    expect_grant(&step, test.instance.seals);
    assert_int_equal(count_of(&step, "SELECT count(*) FROM main.oauth_token"), 1);
    step.grant = (struct oauth_grant){ 0 }; /* a sign-in that gives none takes none away */
    do_write(&step, keep);
    assert_int_equal(count_of(&step, "SELECT count(*) FROM main.oauth_token"), 1);
    test_instance_close(&test);
}

/* What belongs to its row, account, provider, connection and workspace opens nowhere else. */
static void a_token_opens_in_its_own_row_only(void **state)
{
    struct test_instance test;
    struct call call;
    struct step step;

    (void)state;
    open_with_token(&test, &call, &step);
    for (int i = 0; i < 6; i++) {
        struct oauth_token moved = step.token;
        struct oauth_grant opened = { .access = T("untouched") };

        if (i == 0)
            moved.row.id.bytes[3] ^= 1;
        if (i == 1)
            moved.account_id.bytes[3] ^= 1;
        if (i == 2)
            moved.provider = T("googl");
        if (i == 3)
            moved.connection_id.bytes[3] ^= 1;
        if (i == 4)
            moved.for_workspace = 7;
        if (i == 5) { /* one letter of the cipher */
            struct text changed = arena_copy(&test.arena, moved.sealed);
            char *letter = (char *)(uintptr_t)changed.at + changed.size - 9;

            *letter = *letter == 'A' ? 'B' : 'A'; /* still base64 */
            moved.sealed = changed;
        }
        assert_int_equal(oauth_token_open(call.arena, test.instance.seals, &moved, &opened),
                         FAILED);
        assert_text(opened.access, T("untouched"));
    }
    assert_true(text_find(seal_sentence(FAILED), T("was changed, or belongs to another place")) <
                seal_sentence(FAILED).size);
    test_instance_close(&test);
}

static void a_wrong_key_fails_closed_with_its_own_sentence(void **state)
{
    struct key_ring other = { .count = 0 };
    struct test_instance test;
    struct oauth_grant opened = { .access = T("untouched") };
    struct call call;
    struct step step;

    (void)state;
    open_with_token(&test, &call, &step);
    assert_int_equal(key_ring_add(&other, secret_random(32)), OK);
    assert_int_equal(oauth_token_open(call.arena, &other, &step.token, &opened), UNAVAILABLE);
    assert_text(opened.access, T("untouched"));
    assert_true(text_find(seal_sentence(UNAVAILABLE), T("STEWARD_MASTER_KEY")) <
                seal_sentence(UNAVAILABLE).size);
    key_ring_release(&other);
    test_instance_close(&test);
}

/* As `steward keys rotate-master` and the next start do. */
static void a_new_master_key_seals_it_again(void **state)
{
    struct key_ring only_new = { .count = 0 };
    struct test_instance test;
    struct store_key_source source;
    struct text before;
    struct store_keys keys = { .count = 0 };
    enum store_key_origin origin;
    struct call call;
    struct step step;

    (void)state;
    open_with_token(&test, &call, &step);
    before = arena_copy(&test.arena, step.token.sealed);
    source =
        (struct store_key_source){ .path = auth_key_path(&test.instance, test.instance.arena) };
    assert_int_equal(store_keys_rotate(source.path), OK);
    auth_close(&test.instance);
    store_close(test.instance.store);
    test_instance_reopen(&test);
    call = test_call(&test);
    call.now_ms = start;
    step.call = &call;
    do_read(&step, find);
    assert_false(text_equal(before, step.token.sealed));
    assert_int_equal(store_keys_load(&source, &keys, &origin), OK);
    assert_int_equal(keys.count, 2);
    secret_free(keys.keys[1]); /* what the earlier key has sealed does not open any more */
    keys.count = 1;
    assert_int_equal(store_key_ring(&keys, KEY_FOR_SEALING, (struct text){ 0 }, &only_new), OK);
    expect_grant(&step, &only_new);
    step.token.sealed = before;
    {
        struct oauth_grant opened;

        assert_int_equal(oauth_token_open(call.arena, &only_new, &step.token, &opened),
                         UNAVAILABLE);
    }
    key_ring_release(&only_new);
    store_keys_release(&keys);
    test_instance_close(&test);
}

static void it_goes_with_its_connection_and_leaves_one_thing_to_do(void **state)
{
    static const struct {
        struct oauth_grant grant;
        int64_t later_ms;
        const char *hint; /* NULL: nothing to tell */
    } cases[] = {
        { { .access = T_INIT("a"), .refresh = T_INIT("r") }, 0, "refresh_token" },
        { { .access = T_INIT("a"), .refresh = T_INIT("r") }, MS_PER_DAY, "refresh_token" },
        { { .access = T_INIT("a"), .access_expires_at = 1780003600000 }, 3599999, "access_token" },
        { { .access = T_INIT("a"), .access_expires_at = 1780003600000 }, 3600000, NULL },
        { { .access = T_INIT("a") }, 3599999, "access_token" }, /* it did not say: an hour */
        { { .access = T_INIT("a") }, 3600000, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct test_instance test;
        struct call call;
        struct step step;

        test_instance_open(&test, NULL);
        step = step_of(&test, &call);
        do_write(&step, make_account);
        step.grant = cases[i].grant;
        do_write(&step, keep);
        call.now_ms = start + cases[i].later_ms;
        do_write(&step, destroy);
        do_write(&step, destroy); /* once more changes nothing */
        assert_int_equal(count_of(&step, "SELECT count(*) FROM main.oauth_token"), 0);
        assert_int_equal(count_of(&step, "SELECT count(*) FROM main.erasure WHERE entity = "
                                         "'oauth_token'"),
                         1);
        assert_int_equal(count_of(&step, "SELECT count(*) FROM main.oauth_revocation"),
                         cases[i].hint ? 1 : 0);
        if (cases[i].hint) {
            do_read(&step, find_revocation);
            assert_text(step.revocation.hint, text_from(cases[i].hint));
            assert_true(id_equal(step.revocation.account_id, step.account));
        }
        test_instance_close(&test);
    }
}

/* Nobody answers: tried for a day, the last time at its end, and then no token is left. */
static void it_is_given_up_after_a_day(void **state)
{
    struct test_instance test;
    struct call call;
    struct step step;
    int64_t waited = 0;
    int attempts = 0;

    (void)state;
    open_with_token(&test, &call, &step);
    test.settings.google_client_id = "steward";
    test.settings.google_issuer = "http://127.0.0.1:1"; /* nobody listens */
    do_write(&step, destroy);
    do_read(&step, find_revocation);
    assert_int_equal(step.revocation.give_up_at, start + MS_PER_DAY);
    while (count_of(&step, "SELECT count(*) FROM main.oauth_revocation") == 1) {
        do_read(&step, find_revocation);
        call.now_ms = step.revocation.next_attempt_at - 1;
        assert_int_equal(oauth_revocation_run(&call), OK); /* not before its time */
        do_read(&step, find_revocation);
        assert_int_equal(step.revocation.attempts, attempts);
        call.now_ms = step.revocation.next_attempt_at;
        assert_true(call.now_ms <= start + MS_PER_DAY);
        assert_true(call.now_ms - start > waited);
        waited = call.now_ms - start;
        assert_int_equal(oauth_revocation_run(&call), OK);
        attempts++;
        assert_true(attempts < 40);
    }
    assert_int_equal(waited, MS_PER_DAY);
    assert_true(attempts > 8);
    assert_int_equal(count_of(&step, "SELECT count(*) FROM main.audit_event WHERE action = "
                                     "'oauth.revoke_failed'"),
                     1);
    assert_int_equal(count_of(&step, "SELECT count(*) FROM main.outbox_mail WHERE kind = "
                                     "'grant_left'"),
                     1);
    test_instance_close(&test);
}

static enum status run_sql(struct tx *tx, void *context)
{
    const struct step *step = context;

    return tx_execute(tx, text_from(step->sql), NULL, 0, NULL);
}

/* What a process that died had taken is taken again; what another has taken is left alone. */
static void a_lease_runs_out(void **state)
{
    struct test_instance test;
    struct call call;
    struct step step;

    (void)state;
    open_with_token(&test, &call, &step);
    test.settings.google_client_id = "steward";
    test.settings.google_issuer = "http://127.0.0.1:1";
    do_write(&step, destroy);
    step.sql = "UPDATE main.oauth_revocation SET leased_until = 1780000060001";
    do_write(&step, run_sql);
    call.now_ms = start + 60000;
    assert_int_equal(oauth_revocation_run(&call), OK);
    oauth_revocation_try(&call);
    do_read(&step, find_revocation);
    assert_int_equal(step.revocation.attempts, 0);
    call.now_ms = start + 60001;
    assert_int_equal(oauth_revocation_run(&call), OK);
    do_read(&step, find_revocation);
    assert_int_equal(step.revocation.attempts, 1);
    assert_int_equal(step.revocation.leased_until, 0);
    test_instance_close(&test);
}

static enum status delete_account(struct tx *tx, void *context)
{
    struct step *step = context;
    const struct account account = { .row = { .id = step->account } };

    return account_delete(tx, step->call, &account);
}

/* In the same transaction; and what is left to be told does not say whose token it was. */
static void it_goes_with_the_account(void **state)
{
    struct test_instance test;
    struct call call;
    struct step step;

    (void)state;
    open_with_token(&test, &call, &step);
    do_write(&step, destroy); /* one is on its way already */
    do_write(&step, keep);
    do_write(&step, delete_account);
    assert_int_equal(count_of(&step, "SELECT count(*) FROM main.oauth_token"), 0);
    assert_int_equal(count_of(&step, "SELECT count(*) FROM main.oauth_revocation"), 2);
    assert_int_equal(count_of(&step, "SELECT count(*) FROM main.oauth_revocation WHERE account_id "
                                     "IS NOT NULL"),
                     0);
    {
        struct text token;

        do_read(&step, find_revocation); /* the provider can still be told */
        assert_int_equal(master_seal_open(call.arena, test.instance.seals, &oauth_revocation_sealed,
                                          &step.revocation, &token),
                         OK);
        assert_text(token, grant.refresh);
    }
    test_instance_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scopes_have_a_ceiling),
        cmocka_unit_test(equal_tokens_look_different_and_only_the_last_is_kept),
        cmocka_unit_test(a_token_opens_in_its_own_row_only),
        cmocka_unit_test(a_wrong_key_fails_closed_with_its_own_sentence),
        cmocka_unit_test(a_new_master_key_seals_it_again),
        cmocka_unit_test(it_goes_with_its_connection_and_leaves_one_thing_to_do),
        cmocka_unit_test(it_is_given_up_after_a_day),
        cmocka_unit_test(a_lease_runs_out),
        cmocka_unit_test(it_goes_with_the_account),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
