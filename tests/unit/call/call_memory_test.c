/* call/call_memory.h: how much it is, and when the next call is sent away. */
#include "call/call_memory.h"

#include "base/limits.h"
#include "base/machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { MIB = 1024 * 1024 };

static void one_call_may_hold_half_of_it_and_no_more_than_its_ceiling(void **state)
{
    static const struct {
        int64_t megabytes;
        size_t all, each;
    } cases[] = {
        { 1, 16 * (size_t)MIB, 8 * (size_t)MIB },
        { CALL_MEMORY_LEAST_MEGABYTES, 16 * (size_t)MIB, 8 * (size_t)MIB },
        { 17, 17 * (size_t)MIB, 17 * (size_t)MIB / 2 },
        { LIMIT_CALL_MEMORY / MIB * 2 - 1, 2 * (size_t)LIMIT_CALL_MEMORY - MIB,
          LIMIT_CALL_MEMORY - MIB / 2 },
        { LIMIT_CALL_MEMORY / MIB * 2, 2 * (size_t)LIMIT_CALL_MEMORY, LIMIT_CALL_MEMORY },
        { 1048576, 1048576 * (size_t)MIB, LIMIT_CALL_MEMORY },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct settings settings = { .call_memory_megabytes = cases[i].megabytes };
        struct call_memory memory;

        call_memory_init(&memory, &settings);
        assert_int_equal(memory.budget.limit_bytes, cases[i].all);
        assert_int_equal(memory.each_bytes, cases[i].each);
    }
}

static void unsaid_it_is_half_of_the_machine(void **state)
{
    const struct settings settings = { 0 };
    struct call_memory memory;

    (void)state;
    call_memory_init(&memory, &settings);
    assert_int_equal(memory.budget.limit_bytes, machine_memory_bytes() / 2);
}

static void the_last_quarter_is_for_those_under_way(void **state)
{
    const struct settings settings = { .call_memory_megabytes = 16 };
    struct call_memory memory;
    struct arena arena = { 0 };

    (void)state;
    call_memory_init(&memory, &settings);
    assert_true(call_memory_admits(&memory));
    arena_join(&arena, &memory.budget);
    arena_charge(&arena, 12 * MIB);
    assert_true(call_memory_admits(&memory));
    arena_charge(&arena, 1);
    assert_false(call_memory_admits(&memory));
    assert_false(arena_is_full(&arena)); /* it goes on */
    arena_charge(&arena, 4 * MIB - 1);
    assert_false(arena_is_full(&arena));
    arena_charge(&arena, 1);
    assert_true(arena_is_full(&arena));
    arena_release(&arena);
    assert_true(call_memory_admits(&memory));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_call_may_hold_half_of_it_and_no_more_than_its_ceiling),
        cmocka_unit_test(unsaid_it_is_half_of_the_machine),
        cmocka_unit_test(the_last_quarter_is_for_those_under_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
