/* crypto/sign.h: N-066 below the tokens: any flipped bit is refused, an earlier key counts for
   its grace period only. */
#include "crypto/sign.h"

#include "text_check.h"

#include <pthread.h>

enum { HOUR = 3600000 };

static const int64_t now = 1780000000000;

struct signature {
    struct sign_key_id id;
    struct digest mac;
};

static struct signature sign(const struct sign_ring *ring, struct text bytes)
{
    struct signature signature;

    sign_ring_sign(ring, bytes, &signature.id, &signature.mac);
    return signature;
}

static bool verify(const struct sign_ring *ring, const struct signature *signature,
                   struct text bytes, int64_t at_ms)
{
    return sign_ring_verify(ring, text_from(signature->id.at), bytes, digest_text(&signature->mac),
                            at_ms);
}

static void what_was_signed_verifies(void **state)
{
    struct sign_ring *ring = sign_ring_new(secret_random(32));
    struct signature signature = sign(ring, T("header.payload"));

    (void)state;
    assert_int_equal(strlen(signature.id.at), SIGN_KEY_ID_SIZE);
    assert_string_equal(signature.id.at, sign_ring_current(ring).at);
    assert_true(verify(ring, &signature, T("header.payload"), now));
    assert_false(verify(ring, &signature, T("header.payloae"), now));
    assert_false(verify(ring, &signature, T(""), now));
    sign_ring_free(ring);
    sign_ring_free(NULL);
}

static void any_flipped_bit_is_refused(void **state)
{
    struct sign_ring *ring = sign_ring_new(secret_random(32));
    struct signature good = sign(ring, T("header.payload"));

    (void)state;
    for (size_t bit = 0; bit < sizeof good.mac.bytes * 8; bit++) {
        struct signature bad = good;

        bad.mac.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        assert_false(verify(ring, &bad, T("header.payload"), now));
    }
    for (size_t bit = 0; bit < (size_t)SIGN_KEY_ID_SIZE * 8; bit++) {
        struct signature bad = good;

        bad.id.at[bit / 8] = (char)(bad.id.at[bit / 8] ^ 1 << bit % 8);
        assert_false(verify(ring, &bad, T("header.payload"), now));
    }
    assert_false(sign_ring_verify(ring, text_from(good.id.at), T("header.payload"),
                                  text_slice(digest_text(&good.mac), 0, 31), now));
    assert_false(sign_ring_verify(ring, text_from(good.id.at), T("header.payload"), T(""), now));
    assert_false(sign_ring_verify(ring, T(""), T("header.payload"), digest_text(&good.mac), now));
    sign_ring_free(ring);
}

static void another_servers_key_does_not_verify(void **state)
{
    struct sign_ring *ours = sign_ring_new(secret_random(32));
    struct sign_ring *theirs = sign_ring_new(secret_random(32));
    struct signature signature = sign(theirs, T("x"));

    (void)state;
    assert_false(verify(ours, &signature, T("x"), now));
    signature.id = sign_ring_current(ours);
    assert_false(verify(ours, &signature, T("x"), now));
    sign_ring_free(ours);
    sign_ring_free(theirs);
}

static void an_earlier_key_counts_for_its_grace_period_only(void **state)
{
    struct sign_ring *ring = sign_ring_new(secret_random(32));
    struct signature first = sign(ring, T("x")), second;

    (void)state;
    sign_ring_rotate(ring, secret_random(32), now, HOUR);
    second = sign(ring, T("x"));
    assert_string_not_equal(first.id.at, second.id.at);
    assert_true(verify(ring, &first, T("x"), now));
    assert_true(verify(ring, &first, T("x"), now + HOUR - 1));
    assert_false(verify(ring, &first, T("x"), now + HOUR));
    assert_true(verify(ring, &second, T("x"), now + 1000 * (int64_t)HOUR));
    sign_ring_rotate(ring, secret_random(32), now + 2 * HOUR, HOUR); /* the first is gone now */
    assert_false(verify(ring, &first, T("x"), now));
    assert_true(verify(ring, &second, T("x"), now + 2 * HOUR));
    sign_ring_free(ring);
}

static void no_grace_means_at_once(void **state)
{
    struct sign_ring *ring = sign_ring_new(secret_random(32));
    struct signature first = sign(ring, T("x"));

    (void)state;
    sign_ring_rotate(ring, secret_random(32), now, 0);
    assert_false(verify(ring, &first, T("x"), now));
    sign_ring_free(ring);
}

static void keys_of_before_come_back_after_a_restart(void **state)
{
    struct sign_ring *before =
        sign_ring_new(secret_from_bytes(T("0123456789abcdef0123456789abcdef")));
    struct sign_ring *after = sign_ring_new(secret_random(32));
    struct signature signature = sign(before, T("x"));

    (void)state;
    assert_false(verify(after, &signature, T("x"), now));
    sign_ring_add_previous(after, secret_from_bytes(T("0123456789abcdef0123456789abcdef")),
                           now + HOUR);
    assert_true(verify(after, &signature, T("x"), now));
    assert_false(verify(after, &signature, T("x"), now + HOUR));
    sign_ring_free(before);
    sign_ring_free(after);
}

static void a_full_ring_lets_the_oldest_go(void **state)
{
    struct sign_ring *ring = sign_ring_new(secret_random(32));
    struct signature signatures[SIGN_RING_SIZE + 1];

    (void)state;
    for (int i = 0; i <= SIGN_RING_SIZE; i++) {
        signatures[i] = sign(ring, T("x"));
        if (i < SIGN_RING_SIZE)
            sign_ring_rotate(ring, secret_random(32), now, HOUR);
    }
    assert_false(verify(ring, &signatures[0], T("x"), now));
    for (int i = 1; i <= SIGN_RING_SIZE; i++)
        assert_true(verify(ring, &signatures[i], T("x"), now));
    sign_ring_add_previous(ring, secret_random(32), now + HOUR); /* no room: not kept, not leaked */
    sign_ring_free(ring);
}

static void *sign_and_verify(void *at)
{
    struct sign_ring *ring = at;

    for (int i = 0; i < 500; i++) {
        struct signature signature = sign(ring, T("x"));

        if (!verify(ring, &signature, T("x"), now))
            return ring;
    }
    return NULL;
}

static void keys_rotate_while_others_sign(void **state)
{
    struct sign_ring *ring = sign_ring_new(secret_random(32));
    pthread_t threads[3];
    void *wrong;

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, sign_and_verify, ring), 0);
    for (int i = 0; i < SIGN_RING_SIZE - 1; i++)
        sign_ring_rotate(ring, secret_random(32), now, HOUR);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pthread_join(threads[i], &wrong), 0);
        assert_null(wrong);
    }
    sign_ring_free(ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_signed_verifies),
        cmocka_unit_test(any_flipped_bit_is_refused),
        cmocka_unit_test(another_servers_key_does_not_verify),
        cmocka_unit_test(an_earlier_key_counts_for_its_grace_period_only),
        cmocka_unit_test(no_grace_means_at_once),
        cmocka_unit_test(keys_of_before_come_back_after_a_restart),
        cmocka_unit_test(a_full_ring_lets_the_oldest_go),
        cmocka_unit_test(keys_rotate_while_others_sign),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
