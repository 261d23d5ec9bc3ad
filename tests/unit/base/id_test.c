/* base/id.h */
#include "base/id.h"

#include "text_check.h"

#include <pthread.h>
#include <stdlib.h>

static const unsigned char ones[10] = { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };

/* Far ahead of every other test here: the counter of the process never goes back. */
enum { THREADS = 4, IDS = 5000 };

static void it_is_a_uuid_of_version_7(void **state)
{
    struct id id = id_make(1700000000123, ones);
    struct id_text text = id_to_text(id);

    (void)state;
    assert_int_equal(id_time_ms(id), 1700000000123);
    assert_int_equal(text.at[14], '7');
    assert_non_null(strchr("89ab", text.at[19]));
    assert_text(text_slice(text_from(text.at), 0, 15), T("018bcfe5-687b-7"));
    assert_text(text_from_offset(text_from(text.at), 19), T("bfff-ffffffffffff"));
}

static void ids_of_one_millisecond_sort_in_order(void **state)
{
    struct id last = id_make(1700000001000, ones);

    (void)state;
    for (int i = 0; i < 10000; i++) { /* more than the counter holds */
        struct id next = id_make(1700000001000, (const unsigned char[10]){ 0 });

        assert_true(memcmp(last.bytes, next.bytes, 16) < 0);
        last = next;
    }
}

static void a_clock_that_goes_back_does_not_break_the_order(void **state)
{
    struct id first = id_make(1700000005000, ones), second = id_make(1600000000000, ones);

    (void)state;
    assert_true(memcmp(first.bytes, second.bytes, 16) < 0);
}

static void text_and_back(void **state)
{
    static const char *const refused[] = {
        "",
        "018bcfe5-687b-7000-bfff-fffffffffff",
        "018bcfe5-687b-7000-bfff-ffffffffffff0",
        "018bcfe5-687b-7000-bfff-fffffffffffg",
        "018bcfe5+687b-7000-bfff-ffffffffffff",
        "018bcfe56-87b-7000-bfff-ffffffffffff",
        "{18bcfe5-687b-7000-bfff-ffffffffffff",
        "018bcfe5-687b-7000-bfff-fffffffffff-",
    };
    struct id id = id_make(1700000007000, ones), back;
    struct id_text text = id_to_text(id);

    (void)state;
    assert_true(id_from_text(text_from(text.at), &back));
    assert_true(id_equal(id, back));
    assert_true(id_from_text(T("018BCFE5-687B-7000-BFFF-FFFFFFFFFFFF"), &back));
    assert_string_equal(id_to_text(back).at, "018bcfe5-687b-7000-bfff-ffffffffffff");
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        back = id;
        assert_false(id_from_text(text_from(refused[i]), &back));
        assert_true(id_equal(id, back));
    }
}

static void zero_is_no_id(void **state)
{
    (void)state;
    assert_true(id_is_zero((struct id){ { 0 } }));
    assert_false(id_is_zero((struct id){ { [15] = 1 } }));
}

static void *make_many(void *at)
{
    struct id *ids = at;

    for (int i = 0; i < IDS; i++)
        ids[i] = id_make(1700000010000, ones);
    return NULL;
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct id));
}

static void threads_never_share_an_id(void **state)
{
    static struct id ids[THREADS * IDS];
    pthread_t threads[THREADS];

    (void)state;
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, make_many, &ids[i * IDS]), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 1; i < IDS; i++)
        assert_true(by_bytes(&ids[i - 1], &ids[i]) < 0);
    qsort(ids, THREADS * IDS, sizeof ids[0], by_bytes);
    for (int i = 1; i < THREADS * IDS; i++)
        assert_false(id_equal(ids[i - 1], ids[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_a_uuid_of_version_7),
        cmocka_unit_test(ids_of_one_millisecond_sort_in_order),
        cmocka_unit_test(a_clock_that_goes_back_does_not_break_the_order),
        cmocka_unit_test(text_and_back),
        cmocka_unit_test(zero_is_no_id),
        cmocka_unit_test(threads_never_share_an_id),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
