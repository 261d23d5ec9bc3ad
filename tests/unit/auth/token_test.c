/* auth/token.h: N-066: any flipped bit is refused, rotated keys count for the grace period, and
   the two kinds of tokens are not each other. */
#include "auth/token.h"

#include "base/encode.h"
#include "crypto/random.h"
#include "crypto/store_key.h"
#include "text_check.h"

enum { HOUR = 3600000 };

static const int64_t now = 1780000000000;

struct fixture {
    struct arena arena;
    struct store_keys master;
    struct token_keys *keys;
    struct access_claims claims;
};

static void set_up(struct fixture *fixture)
{
    *fixture = (struct fixture){ 0 };
    fixture->master.keys[0] = secret_random(STORE_KEY_SIZE);
    fixture->master.count = 1;
    fixture->keys = token_keys_new(&fixture->master, 0, 0, HOUR, now);
    fixture->claims = (struct access_claims){
        .account_id = random_id(now),
        .session_id = random_id(now),
        .workspace_id = 7,
        .issued_at_s = now / 1000,
        .expires_at_s = now / 1000 + 600,
        .email = T("mei@example.com"),
        .display_name = T("Mei \"梅\""),
        .app_role = T("member"),
        .grants = T("{\"sales\":2}"),
        .language = T("zh"),
        .method = T("password"),
    };
}

static void tear_down(struct fixture *fixture)
{
    token_keys_free(fixture->keys);
    store_keys_release(&fixture->master);
    arena_release(&fixture->arena);
}

static struct text make(struct fixture *fixture)
{
    struct text token = T("");

    assert_int_equal(access_token_make(fixture->keys, &fixture->arena, &fixture->claims, &token),
                     OK);
    return token;
}

static enum status read_at(struct fixture *fixture, struct text token, int64_t at_ms)
{
    struct access_claims claims;

    return access_token_read(fixture->keys, &fixture->arena, token, at_ms, &claims);
}

static void an_access_token_says_what_it_was_made_of(void **state)
{
    struct fixture fixture;
    struct access_claims claims;
    struct text token;

    (void)state;
    set_up(&fixture);
    token = make(&fixture);
    assert_int_equal(access_token_read(fixture.keys, &fixture.arena, token, now, &claims), OK);
    assert_true(id_equal(claims.account_id, fixture.claims.account_id));
    assert_true(id_equal(claims.session_id, fixture.claims.session_id));
    assert_int_equal(claims.workspace_id, 7);
    assert_int_equal(claims.expires_at_s, now / 1000 + 600);
    assert_int_equal(read_at(&fixture, token, now + 599000), OK);
    assert_int_equal(read_at(&fixture, token, now + 604000), OK); /* clocks differ */
    assert_int_equal(read_at(&fixture, token, now + 605000), UNAUTHENTICATED);
    tear_down(&fixture);
}

static void every_flipped_bit_is_refused(void **state)
{
    struct fixture fixture;
    struct text token, changed;

    (void)state;
    set_up(&fixture);
    token = make(&fixture);
    for (size_t at = 0; at < token.size; at++) {
        for (int bit = 0; bit < 7; bit++) {
            char *bytes = arena_alloc(&fixture.arena, token.size);

            memcpy(bytes, token.at, token.size);
            bytes[at] = (char)(bytes[at] ^ (1 << bit));
            changed = (struct text){ bytes, token.size };
            assert_int_not_equal(read_at(&fixture, changed, now), OK);
        }
    }
    tear_down(&fixture);
}

static void keys_that_were_rotated_count_for_the_grace_period(void **state)
{
    struct fixture fixture;
    struct text before, after, refresh;
    struct id session;
    int64_t count;

    (void)state;
    set_up(&fixture);
    fixture.claims.expires_at_s += 86400;
    before = make(&fixture);
    assert_int_equal(read_at(&fixture, before, now), OK);
    refresh = refresh_token_make(fixture.keys, &fixture.arena, fixture.claims.session_id, 3);
    token_keys_follow(fixture.keys, 1, now);
    token_keys_follow(fixture.keys, 1, now + 1);
    after = make(&fixture);
    assert_int_equal(read_at(&fixture, before, now + 1000), OK);
    assert_int_equal(read_at(&fixture, before, now + HOUR - 1000), OK);
    assert_true(refresh_token_read(fixture.keys, refresh, now + HOUR - 1000, &session, &count));
    assert_int_equal(read_at(&fixture, before, now + HOUR + 1000), UNAUTHENTICATED);
    assert_false(refresh_token_read(fixture.keys, refresh, now + HOUR + 1000, &session, &count));
    assert_int_equal(read_at(&fixture, after, now + HOUR + 1000), OK);
    tear_down(&fixture);
}

static void a_restart_finds_the_keys_of_both_generations(void **state)
{
    struct fixture fixture;
    struct text before;

    (void)state;
    set_up(&fixture);
    fixture.claims.expires_at_s += 86400;
    before = make(&fixture);
    token_keys_free(fixture.keys);
    fixture.keys = token_keys_new(&fixture.master, 1, now, HOUR, now + 1000);
    assert_int_equal(read_at(&fixture, before, now + 2000), OK);
    token_keys_free(fixture.keys);
    fixture.keys = token_keys_new(&fixture.master, 1, now, HOUR, now + 2 * HOUR);
    assert_int_equal(read_at(&fixture, before, now + 2 * HOUR), UNAUTHENTICATED);
    tear_down(&fixture);
}

static void another_master_key_makes_other_tokens(void **state)
{
    struct fixture fixture, other;

    (void)state;
    set_up(&fixture);
    set_up(&other);
    assert_int_equal(read_at(&other, make(&fixture), now), UNAUTHENTICATED);
    tear_down(&other);
    tear_down(&fixture);
}

static void a_refresh_token_says_session_and_count(void **state)
{
    struct fixture fixture;
    struct text token;
    struct id session = { { 0 } };
    int64_t count = 0;

    (void)state;
    set_up(&fixture);
    token = refresh_token_make(fixture.keys, &fixture.arena, fixture.claims.session_id, 1234567);
    assert_true(refresh_token_read(fixture.keys, token, now, &session, &count));
    assert_true(id_equal(session, fixture.claims.session_id));
    assert_int_equal(count, 1234567);
    for (size_t at = 0; at < token.size; at++) {
        char *bytes = arena_alloc(&fixture.arena, token.size);

        memcpy(bytes, token.at, token.size);
        bytes[at] = (char)(bytes[at] ^ 1);
        assert_false(refresh_token_read(fixture.keys, (struct text){ bytes, token.size }, now,
                                        &session, &count));
    }
    assert_false(refresh_token_read(fixture.keys, make(&fixture), now, &session, &count));
    assert_false(refresh_token_read(fixture.keys, T(""), now, &session, &count));
    assert_false(refresh_token_read(fixture.keys, T(".."), now, &session, &count));
    assert_int_equal(read_at(&fixture, token, now), INVALID);
    tear_down(&fixture);
}

/* Read once from the token and once from the cache. */
static void the_second_factor_stands_in_the_token(void **state)
{
    static const struct {
        int assurance;
        const char *factor, *level;
        int read;
    } cases[] = {
        { 0, "", "\"aal\":\"aal1\"", 1 },
        { 1, "", "\"aal\":\"aal1\"", 1 },
        { 2, "totp", "\"aal\":\"aal2\"", 2 },
    };
    struct fixture fixture;

    (void)state;
    set_up(&fixture);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text token, rest, payload;

        fixture.claims.assurance = cases[i].assurance;
        fixture.claims.factor = text_from(cases[i].factor);
        fixture.claims.factor_at_s = 77;
        token = rest = make(&fixture);
        (void)text_cut(&rest, '.');
        assert_true(base64_decode(&fixture.arena, text_cut(&rest, '.'), BASE64_URL, &payload));
        assert_true(text_find(payload, text_from(cases[i].level)) < payload.size);
        assert_int_equal(text_find(payload, T("\"timestamp\":77")) < payload.size,
                         cases[i].assurance == 2);
        for (int time = 0; time < 2; time++) {
            struct access_claims claims = { 0 };

            assert_int_equal(access_token_read(fixture.keys, &fixture.arena, token, now, &claims),
                             OK);
            assert_int_equal(claims.assurance, cases[i].read);
        }
    }
    tear_down(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_second_factor_stands_in_the_token),
        cmocka_unit_test(an_access_token_says_what_it_was_made_of),
        cmocka_unit_test(every_flipped_bit_is_refused),
        cmocka_unit_test(keys_that_were_rotated_count_for_the_grace_period),
        cmocka_unit_test(a_restart_finds_the_keys_of_both_generations),
        cmocka_unit_test(another_master_key_makes_other_tokens),
        cmocka_unit_test(a_refresh_token_says_session_and_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
