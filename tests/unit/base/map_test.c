/* base/map.h */
#include "base/map.h"

#include "text_check.h"

static void an_empty_map_has_nothing(void **state)
{
    struct map map = { 0 };

    (void)state;
    assert_null(map_get(&map, T("a")));
}

static void many_keys_survive_growth(void **state)
{
    struct arena arena = { 0 };
    struct map map = { .arena = &arena };
    static int values[5000];

    (void)state;
    for (int i = 0; i < 5000; i++)
        map_set(&map, arena_print(&arena, "key %d", i), &values[i]);
    assert_int_equal(map.count, 5000);
    for (int i = 0; i < 5000; i++)
        assert_ptr_equal(map_get(&map, arena_print(&arena, "key %d", i)), &values[i]);
    assert_null(map_get(&map, T("key 5000")));
    assert_null(map_get(&map, T("")));
    arena_release(&arena);
}

static void the_last_value_counts(void **state)
{
    struct arena arena = { 0 };
    struct map map = { .arena = &arena };
    int one = 1, two = 2;

    (void)state;
    map_set(&map, T("a"), &one);
    map_set(&map, T("a"), &two);
    assert_ptr_equal(map_get(&map, T("a")), &two);
    assert_int_equal(map.count, 1);
    arena_release(&arena);
}

static void keys_are_bytes(void **state)
{
    struct arena arena = { 0 };
    struct map map = { .arena = &arena };
    int one = 1, two = 2, three = 3;

    (void)state;
    map_set(&map, T("a\0b"), &one);
    map_set(&map, T("a\0c"), &two);
    map_set(&map, T(""), &three);
    assert_ptr_equal(map_get(&map, T("a\0b")), &one);
    assert_ptr_equal(map_get(&map, T("a\0c")), &two);
    assert_ptr_equal(map_get(&map, (struct text){ 0 }), &three);
    assert_null(map_get(&map, T("a")));
    arena_release(&arena);
}

/* Published FNV-1a values. */
static void the_hash_is_fnv_1a(void **state)
{
    (void)state;
    assert_true(text_hash(T("")) == 0xcbf29ce484222325u);
    assert_true(text_hash(T("a")) == 0xaf63dc4c8601ec8cu);
    assert_true(text_hash(T("foobar")) == 0x85944171f73967e8u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_map_has_nothing), cmocka_unit_test(many_keys_survive_growth),
        cmocka_unit_test(the_last_value_counts),    cmocka_unit_test(keys_are_bytes),
        cmocka_unit_test(the_hash_is_fnv_1a),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
