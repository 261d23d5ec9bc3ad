/* base/buffer.h */
#include "base/buffer.h"

#include "text_check.h"

static void it_grows_in_an_arena_and_on_the_heap(void **state)
{
    struct arena arena = { 0 };
    struct buffer buffers[] = { buffer_in(&arena, 100000), buffer_on_heap(100000) };

    (void)state;
    for (size_t b = 0; b < 2; b++) {
        for (int i = 0; i < 10000; i++)
            buffer_append(&buffers[b], T("0123456789"));
        assert_int_equal(buffer_status(&buffers[b]), OK);
        assert_int_equal(buffers[b].size, 100000);
        assert_text(text_from_offset(buffer_text(&buffers[b]), 99995), T("56789"));
        buffer_release(&buffers[b]);
        assert_int_equal(buffers[b].size, 0);
        assert_int_equal(buffers[b].limit_bytes, 100000);
    }
    arena_release(&arena);
}

static void past_the_ceiling_it_fails_for_good(void **state)
{
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, 5);

    (void)state;
    buffer_append(&buffer, T("12345"));
    assert_int_equal(buffer_status(&buffer), OK);
    buffer_append(&buffer, T(""));
    assert_int_equal(buffer_status(&buffer), OK);
    buffer_append_byte(&buffer, '6');
    assert_int_equal(buffer_status(&buffer), TOO_LARGE);
    assert_text(buffer_text(&buffer), T("12345"));
    buffer_clear(&buffer);
    assert_int_equal(buffer_status(&buffer), OK);
    buffer_append(&buffer, T("123456"));
    buffer_append(&buffer, T("1"));
    assert_int_equal(buffer_status(&buffer), TOO_LARGE);
    assert_text(buffer_text(&buffer), T(""));
    arena_release(&arena);
}

static void printing_may_fill_it_to_the_last_byte(void **state)
{
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, 5);

    (void)state;
    buffer_print(&buffer, "%s%d", "ab", 345);
    assert_int_equal(buffer_status(&buffer), OK);
    assert_text(buffer_text(&buffer), T("ab345"));
    buffer_print(&buffer, "%s", "");
    assert_int_equal(buffer_status(&buffer), OK);
    buffer_print(&buffer, "%s", "x");
    assert_int_equal(buffer_status(&buffer), TOO_LARGE);
    arena_release(&arena);
}

static void integers_of_any_size(void **state)
{
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, 1000);

    (void)state;
    buffer_append_int(&buffer, 0);
    buffer_append_byte(&buffer, ' ');
    buffer_append_int(&buffer, INT64_MIN);
    buffer_append_byte(&buffer, ' ');
    buffer_append_int(&buffer, INT64_MAX);
    assert_text(buffer_text(&buffer), T("0 -9223372036854775808 9223372036854775807"));
    arena_release(&arena);
}

static void room_is_taken_by_advancing(void **state)
{
    struct buffer buffer = buffer_on_heap(8);
    char *room = buffer_room(&buffer, 8);

    (void)state;
    assert_non_null(room);
    memcpy(room, "abcdefgh", 8);
    assert_int_equal(buffer.size, 0);
    buffer_advance(&buffer, 3);
    assert_text(buffer_text(&buffer), T("abc"));
    assert_null(buffer_room(&buffer, 6));
    assert_int_equal(buffer_status(&buffer), TOO_LARGE);
    buffer_release(&buffer);
}

static void a_large_one_on_the_heap_counts_for_its_arena(void **state)
{
    struct arena_budget budget = { .limit_bytes = 1 << 20 };
    struct arena arena = { 0 };
    struct buffer buffer = buffer_on_heap_of(&arena, 1 << 20);

    (void)state;
    arena_join(&arena, &budget);
    assert_non_null(buffer_room(&buffer, 64 * 1024));
    assert_int_equal(budget.taken, 0);
    buffer_advance(&buffer, 64 * 1024);
    for (size_t size = 128 * 1024; size <= 512 * 1024; size *= 2) {
        assert_non_null(buffer_room(&buffer, size - buffer.size));
        assert_int_equal(buffer.capacity, size);
        assert_int_equal(budget.taken, size);
        buffer_advance(&buffer, size - buffer.size);
    }
    assert_false(arena_is_full(&arena));
    assert_non_null(buffer_room(&buffer, 512 * 1024)); /* to the last byte */
    assert_int_equal(budget.taken, 1 << 20);
    assert_false(arena_is_full(&arena));
    arena_charge(&arena, 1);
    assert_true(arena_is_full(&arena));
    buffer_release(&buffer);
    arena_release(&arena);
    assert_int_equal(budget.taken, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_grows_in_an_arena_and_on_the_heap),
        cmocka_unit_test(past_the_ceiling_it_fails_for_good),
        cmocka_unit_test(printing_may_fill_it_to_the_last_byte),
        cmocka_unit_test(integers_of_any_size),
        cmocka_unit_test(room_is_taken_by_advancing),
        cmocka_unit_test(a_large_one_on_the_heap_counts_for_its_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
