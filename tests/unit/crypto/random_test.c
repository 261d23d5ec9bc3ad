/* crypto/random.h: not how good the chance is (the kernel answers for that), but that all of it
   arrives. */
#include "crypto/random.h"

#include "base/encode.h"
#include "text_check.h"

static void every_byte_is_filled(void **state)
{
    unsigned char bytes[1000], seen[1000] = { 0 };

    (void)state;
    for (int round = 0; round < 20; round++) {
        memset(bytes, 0, sizeof bytes);
        random_fill(bytes, sizeof bytes);
        for (size_t i = 0; i < sizeof bytes; i++)
            seen[i] |= bytes[i];
    }
    for (size_t i = 0; i < sizeof seen; i++)
        assert_int_not_equal(seen[i], 0);
    random_fill(bytes, 0);
}

static void nothing_past_the_end_is_touched(void **state)
{
    unsigned char bytes[16] = { 0 };

    (void)state;
    for (int round = 0; round < 50; round++)
        random_fill(bytes, 8);
    for (size_t i = 8; i < sizeof bytes; i++)
        assert_int_equal(bytes[i], 0);
}

static void tokens_are_url_safe_and_differ(void **state)
{
    struct arena arena = { 0 };
    struct text first = random_token(&arena, 32), bytes = { 0 };

    (void)state;
    assert_int_equal(first.size, 43);
    assert_true(base64_decode(&arena, first, BASE64_URL, &bytes));
    assert_int_equal(bytes.size, 32);
    for (int i = 0; i < 1000; i++)
        assert_false(text_equal(first, random_token(&arena, 32)));
    arena_release(&arena);
}

static void numbers_stay_below_their_limit_and_reach_it(void **state)
{
    int seen[7] = { 0 };

    (void)state;
    for (int i = 0; i < 7000; i++) {
        uint32_t number = random_below(7);

        assert_true(number < 7);
        seen[number]++;
    }
    for (int i = 0; i < 7; i++)
        assert_in_range(seen[i], 700, 1300); /* ten standard deviations */
    assert_int_equal(random_below(1), 0);
    assert_true(random_below(UINT32_MAX) < UINT32_MAX);
}

static void ids_carry_their_time(void **state)
{
    struct id one = random_id(1700000000000), two = random_id(1700000000000);

    (void)state;
    assert_int_equal(id_time_ms(one), 1700000000000);
    assert_true(memcmp(one.bytes, two.bytes, 8) < 0);
    assert_int_not_equal(memcmp(one.bytes + 8, two.bytes + 8, 8), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_is_filled),
        cmocka_unit_test(nothing_past_the_end_is_touched),
        cmocka_unit_test(tokens_are_url_safe_and_differ),
        cmocka_unit_test(numbers_stay_below_their_limit_and_reach_it),
        cmocka_unit_test(ids_carry_their_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
