/* crypto/seal.h: X-027 below the store: equal values differ, tampering shows, a wrong key fails
   closed and says so, rotation works. */
#include "crypto/seal.h"

#include "base/limits.h"
#include "text_check.h"

static struct arena arena;

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct secret *key_of(char letter)
{
    char bytes[32];

    memset(bytes, letter, sizeof bytes);
    return secret_from_bytes((struct text){ bytes, sizeof bytes });
}

static struct key_ring ring_of(const char *letters)
{
    struct key_ring ring = { .count = 0 };

    for (; *letters; letters++)
        assert_int_equal(key_ring_add(&ring, key_of(*letters)), OK);
    return ring;
}

static struct text seal_of(const struct key_ring *ring, struct text plain)
{
    struct text sealed = { 0 };

    assert_int_equal(seal(ring, plain, T("account/1/email"), &arena, &sealed), OK);
    return sealed;
}

static void what_was_sealed_opens(void **state)
{
    static const size_t sizes[] = { 0, 1, 15, 16, 17, 1000, 1 << 20 };
    struct key_ring ring = ring_of("a");

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct text plain = { arena_alloc(&arena, sizes[i]), sizes[i] };
        struct text sealed = seal_of(&ring, plain), back = { 0 };

        assert_int_equal(sealed.size, plain.size + SEAL_OVERHEAD);
        assert_int_equal(seal_open(&ring, sealed, T("account/1/email"), &arena, &back), OK);
        assert_text(back, plain);
    }
    key_ring_release(&ring);
}

static void a_value_has_a_ceiling(void **state)
{
    struct key_ring ring = ring_of("a");
    struct text most = { arena_alloc(&arena, LIMIT_SEALED), LIMIT_SEALED - SEAL_OVERHEAD };
    struct text sealed = seal_of(&ring, most), back = { 0 };

    (void)state;
    assert_int_equal(sealed.size, LIMIT_SEALED);
    assert_int_equal(seal_open(&ring, sealed, T("account/1/email"), &arena, &back), OK);
    assert_int_equal(back.size, most.size);
    most.size++;
    assert_int_equal(seal(&ring, most, T("account/1/email"), &arena, &back), TOO_LARGE);
    key_ring_release(&ring);
    arena_release(&arena);
}

static void equal_values_are_sealed_differently_and_are_not_visible(void **state)
{
    struct key_ring ring = ring_of("a");
    struct text one = seal_of(&ring, T("ann@example.org")),
                two = seal_of(&ring, T("ann@example.org"));

    (void)state;
    assert_false(text_equal(one, two));
    assert_int_equal(text_find(one, T("ann@")), one.size);
    assert_int_equal(text_find(one, T("example")), one.size);
    assert_memory_equal(one.at, two.at, SEAL_KEY_ID_SIZE);
    key_ring_release(&ring);
}

static void any_change_is_noticed(void **state)
{
    struct key_ring ring = ring_of("a");
    struct text sealed = seal_of(&ring, T("token"));
    char *copy = arena_alloc(&arena, sealed.size);

    (void)state;
    for (size_t bit = 0; bit < sealed.size * 8; bit++) {
        struct text back = T("untouched");

        memcpy(copy, sealed.at, sealed.size);
        copy[bit / 8] = (char)(copy[bit / 8] ^ 1 << bit % 8);
        assert_int_equal(seal_open(&ring, (struct text){ copy, sealed.size }, T("account/1/email"),
                                   &arena, &back),
                         bit / 8 < SEAL_KEY_ID_SIZE ? UNAVAILABLE : FAILED);
        assert_text(back, T("untouched"));
    }
    key_ring_release(&ring);
}

static void a_value_does_not_open_in_another_place(void **state)
{
    struct key_ring ring = ring_of("a");
    struct text sealed = seal_of(&ring, T("token")), back = { 0 };

    (void)state;
    assert_int_equal(seal_open(&ring, sealed, T("account/2/email"), &arena, &back), FAILED);
    assert_int_equal(seal_open(&ring, sealed, T(""), &arena, &back), FAILED);
    assert_null(back.at);
    key_ring_release(&ring);
}

static void a_cut_value_is_no_sealed_value(void **state)
{
    struct key_ring ring = ring_of("a");
    struct text sealed = seal_of(&ring, T("token")), back = { 0 };

    (void)state;
    for (size_t size = 0; size < sealed.size; size++)
        assert_int_equal(
            seal_open(&ring, text_slice(sealed, 0, size), T("account/1/email"), &arena, &back),
            size < SEAL_OVERHEAD ? INVALID : FAILED);
    key_ring_release(&ring);
}

static void a_wrong_key_fails_closed_with_its_own_words(void **state)
{
    struct key_ring ring = ring_of("a"), other = ring_of("bc"), empty = { .count = 0 };
    struct text sealed = seal_of(&ring, T("token")), back = { 0 };

    (void)state;
    assert_int_equal(seal_open(&other, sealed, T("account/1/email"), &arena, &back), UNAVAILABLE);
    assert_int_equal(seal_open(&empty, sealed, T("account/1/email"), &arena, &back), UNAVAILABLE);
    assert_int_equal(seal(&empty, T("token"), T(""), &arena, &back), UNAVAILABLE);
    assert_null(back.at);
    assert_true(text_find(seal_sentence(UNAVAILABLE), T("STEWARD_MASTER_KEY")) <
                seal_sentence(UNAVAILABLE).size);
    assert_false(text_equal(seal_sentence(UNAVAILABLE), seal_sentence(FAILED)));
    assert_false(text_equal(seal_sentence(FAILED), seal_sentence(INVALID)));
    key_ring_release(&ring);
    key_ring_release(&other);
}

static void rotation_keeps_old_values_readable(void **state)
{
    struct key_ring ring = ring_of("a"), only_new = ring_of("b");
    struct text before = seal_of(&ring, T("token")), after, back = { 0 };

    (void)state;
    assert_false(seal_is_outdated(&ring, before));
    assert_int_equal(key_ring_rotate(&ring, key_of('b')), OK);
    assert_true(seal_is_outdated(&ring, before));
    assert_true(seal_is_outdated(&ring, T("")));
    after = seal_of(&ring, T("token"));
    assert_false(seal_is_outdated(&ring, after));
    assert_int_equal(seal_open(&ring, before, T("account/1/email"), &arena, &back), OK);
    assert_text(back, T("token"));
    assert_int_equal(seal_open(&only_new, after, T("account/1/email"), &arena, &back), OK);
    assert_int_equal(seal_open(&only_new, before, T("account/1/email"), &arena, &back),
                     UNAVAILABLE);
    key_ring_release(&ring);
    key_ring_release(&only_new);
}

static void a_ring_refuses_what_it_cannot_hold(void **state)
{
    struct key_ring ring = ring_of("abcdefgh");

    (void)state;
    assert_int_equal(ring.count, KEY_RING_SIZE);
    assert_int_equal(key_ring_add(&ring, key_of('i')), TOO_MANY);
    key_ring_release(&ring);
    assert_int_equal(ring.count, 0);
    assert_int_equal(key_ring_add(&ring, secret_random(31)), INVALID);
    assert_int_equal(key_ring_add(&ring, key_of('a')), OK);
    assert_int_equal(key_ring_rotate(&ring, key_of('a')), CONFLICT);
    assert_int_equal(ring.count, 1);
    key_ring_release(&ring);
}

static void keys_travel_inside_a_seal(void **state)
{
    struct key_ring ring = ring_of("a");
    struct secret *persons = secret_random(32), *back = NULL;
    struct text sealed = { 0 };

    (void)state;
    assert_int_equal(seal_secret(&ring, persons, T("person/7"), &arena, &sealed), OK);
    assert_int_equal(seal_open_secret(&ring, sealed, T("person/8"), &back), FAILED);
    assert_null(back);
    assert_int_equal(seal_open_secret(&ring, sealed, T("person/7"), &back), OK);
    assert_true(secret_equal(persons, back));
    secret_free(persons);
    secret_free(back);
    back = NULL;
    sealed =
        seal_of(&ring, (struct text){ arena_alloc(&arena, LIMIT_SECRET + 1), LIMIT_SECRET + 1 });
    assert_int_equal(seal_open_secret(&ring, sealed, T("account/1/email"), &back), TOO_LARGE);
    assert_null(back);
    key_ring_release(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_sealed_opens),
        cmocka_unit_test(a_value_has_a_ceiling),
        cmocka_unit_test(equal_values_are_sealed_differently_and_are_not_visible),
        cmocka_unit_test(any_change_is_noticed),
        cmocka_unit_test(a_value_does_not_open_in_another_place),
        cmocka_unit_test(a_cut_value_is_no_sealed_value),
        cmocka_unit_test(a_wrong_key_fails_closed_with_its_own_words),
        cmocka_unit_test(rotation_keeps_old_values_readable),
        cmocka_unit_test(a_ring_refuses_what_it_cannot_hold),
        cmocka_unit_test(keys_travel_inside_a_seal),
    };

    return cmocka_run_group_tests(tests, NULL, release);
}
