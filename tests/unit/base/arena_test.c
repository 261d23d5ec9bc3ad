/* base/arena.h */
#include "base/arena.h"

#include "text_check.h"

#include <signal.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void memory_is_zeroed_aligned_and_apart(void **state)
{
    struct arena arena = { 0 };
    unsigned char *before = NULL;

    (void)state;
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *at = arena_alloc(&arena, size);

        assert_int_equal((uintptr_t)at % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(at[i], 0);
        memset(at, 0xff, size);
        if (size > 0) {
            assert_ptr_not_equal(at, before);
            before = at;
        }
    }
    arena_release(&arena);
}

static void one_piece_may_be_larger_than_a_block(void **state)
{
    struct arena arena = { 0 };
    unsigned char *large = arena_alloc(&arena, 5 << 20);

    (void)state;
    large[(5 << 20) - 1] = 1;
    assert_int_equal(arena.used, 5 << 20);
    assert_non_null(ARENA_NEW(&arena, int));
    arena_release(&arena);
    assert_int_equal(arena.used, 0);
}

static void memory_after_clear_is_zeroed_again(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    memset(arena_alloc(&arena, 64), 0xff, 64);
    arena_clear(&arena);
    assert_int_equal(arena.used, 0);
    for (int i = 0; i < 64; i++)
        assert_int_equal(((unsigned char *)arena_alloc(&arena, 1))[0], 0);
    arena_release(&arena);
}

static void clear_gives_a_large_block_back(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    arena_clear(&arena);
    (void)arena_alloc(&arena, 4 << 20);
    arena_clear(&arena);
    assert_null(arena.blocks);
    (void)arena_alloc(&arena, 10);
    (void)arena_alloc(&arena, 5000);
    arena_clear(&arena);
    assert_non_null(arena.blocks);
    arena_release(&arena);
    assert_null(arena.blocks);
}

static char order[8];
static size_t order_size;

static void note(void *letter)
{
    order[order_size++] = *(const char *)letter;
}

static void what_was_deferred_is_undone_last_first_and_once(void **state)
{
    static char letters[] = "abc";
    struct arena arena = { 0 };

    (void)state;
    order_size = 0;
    arena_defer(&arena, note, &letters[0]);
    arena_defer(&arena, note, &letters[1]);
    arena_clear(&arena);
    assert_text(((struct text){ order, order_size }), T("ba"));
    arena_clear(&arena);
    assert_int_equal(order_size, 2);
    arena_defer(&arena, note, &letters[2]);
    arena_release(&arena);
    arena_release(&arena);
    assert_text(((struct text){ order, order_size }), T("bac"));
}

static void copies_live_on_and_end_with_nul(void **state)
{
    struct arena arena = { 0 };
    char source[] = "abc";
    struct text copy = arena_copy(&arena, text_from(source));

    (void)state;
    source[0] = 'x';
    assert_text(copy, T("abc"));
    assert_int_equal(copy.at[3], '\0');
    assert_string_equal(arena_c_string(&arena, (struct text){ 0 }), "");
    assert_text(arena_print(&arena, "%d-%s", 7, "x"), T("7-x"));
    assert_text(arena_print(&arena, "%s", ""), T(""));
    arena_release(&arena);
}

static void ask_for_too_much(size_t count, size_t size)
{
    struct arena arena = { 0 };

    if (size == 0)
        memory_must(false);
    else if (size == 1)
        (void)arena_alloc(&arena, count);
    else
        (void)arena_alloc_array(&arena, count, size);
}

/* In a child: no size wraps around to a small block, and what there is no memory for ends the
   process, which says so. */
static void what_cannot_be_had_ends_the_process(void **state)
{
    static const size_t sizes[][2] = {
        { 0, 0 }, { SIZE_MAX, 1 }, { SIZE_MAX - 15, 1 }, { SIZE_MAX - 40, 1 }, { SIZE_MAX / 2, 3 }
    };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        int status = 0, said[2];
        char words[64] = "";
        pid_t child;

        assert_int_equal(pipe(said), 0);
        child = fork();
        if (child == 0) {
            dup2(said[1], STDERR_FILENO);
            signal(SIGABRT, SIG_DFL);
            ask_for_too_much(sizes[i][0], sizes[i][1]);
            _exit(0);
        }
        close(said[1]);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
        assert_true(read(said[0], words, sizeof words - 1) > 0);
        assert_string_equal(words, "steward: out of memory\n");
        close(said[0]);
    }
}

/* ---- a budget ---- */

enum { LARGE = 1 << 20 }; /* larger than a block: it gets one of its own */

static size_t taken(struct arena_budget *budget)
{
    return atomic_load(&budget->taken);
}

static void a_budget_is_paid_by_the_block_and_given_back_at_the_end(void **state)
{
    static void (*const ends[])(struct arena *) = { arena_clear, arena_release, arena_leave };
    struct arena_budget budget = { .limit_bytes = 8 * LARGE };

    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct arena arena = { 0 }, other = { 0 };

        (void)arena_alloc(&arena, LARGE); /* what it has it brings */
        arena_join(&arena, &budget);
        assert_int_equal(taken(&budget), LARGE);
        arena_join(&arena, &budget); /* once */
        assert_int_equal(taken(&budget), LARGE);
        (void)arena_alloc(&arena, 2 * LARGE);
        arena_charge(&arena, 5);
        assert_int_equal(taken(&budget), 3 * LARGE + 5);
        arena_join(&other, &budget);
        (void)arena_alloc(&other, LARGE);
        assert_int_equal(taken(&budget), 4 * LARGE + 5);
        ends[i](&arena);
        assert_int_equal(taken(&budget), LARGE);
        (void)arena_alloc(&arena, LARGE); /* it has left */
        arena_charge(&arena, 5);
        assert_int_equal(taken(&budget), LARGE);
        arena_release(&other);
        assert_int_equal(taken(&budget), 0);
        arena_release(&arena);
    }
}

static void who_grows_beyond_the_budget_is_full_and_nobody_else(void **state)
{
    struct arena_budget budget = { .limit_bytes = 3 * LARGE };
    struct arena first = { 0 }, second = { 0 }, small = { 0 }, late = { 0 };

    (void)state;
    arena_join(&first, &budget);
    arena_join(&second, &budget);
    arena_join(&small, &budget);
    arena_join(&late, &budget);
    (void)arena_alloc(&first, 2 * LARGE);
    (void)arena_alloc(&second, LARGE); /* to the last byte */
    assert_false(arena_is_full(&first) || arena_is_full(&second));
    arena_charge(&second, 1);
    assert_true(arena_is_full(&second) && second.is_over_budget);
    assert_false(arena_is_full(&first));

    arena_charge(&small, ARENA_SPARED_BYTES);
    assert_false(arena_is_full(&small));
    arena_charge(&small, 1);
    assert_true(arena_is_full(&small));

    arena_release(&first);
    assert_true(arena_is_full(&second)); /* until it ends */
    (void)arena_alloc(&late, LARGE);
    assert_false(arena_is_full(&late));
    arena_release(&second);
    assert_false(arena_is_full(&second));
    arena_release(&small);
    arena_release(&late);
    assert_int_equal(taken(&budget), 0);
}

static void an_array_grows_when_it_is_full_and_keeps_what_is_in_it(void **state)
{
    struct arena arena = { 0 };
    int *numbers = NULL;
    size_t count = 0, room = 0;

    (void)state;
    for (; count < 1000; count++) {
        int *before = numbers;
        size_t had = room;

        numbers = arena_room(&arena, numbers, count, &room, sizeof *numbers);
        assert_true(room > count);
        assert_true((numbers == before) == (count < had));
        numbers[count] = (int)count;
    }
    for (size_t i = 0; i < count; i++)
        assert_int_equal(numbers[i], i);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(one_piece_may_be_larger_than_a_block),
        cmocka_unit_test(memory_after_clear_is_zeroed_again),
        cmocka_unit_test(clear_gives_a_large_block_back),
        cmocka_unit_test(what_was_deferred_is_undone_last_first_and_once),
        cmocka_unit_test(copies_live_on_and_end_with_nul),
        cmocka_unit_test(an_array_grows_when_it_is_full_and_keeps_what_is_in_it),
        cmocka_unit_test(what_cannot_be_had_ends_the_process),
        cmocka_unit_test(a_budget_is_paid_by_the_block_and_given_back_at_the_end),
        cmocka_unit_test(who_grows_beyond_the_budget_is_full_and_nobody_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
