/* codec/tar.h: headers come back; whatever tar_write has not made is none. */
#include "codec/tar.h"

#include "text_check.h"

#include <stdlib.h>

static void headers_come_back(void **state)
{
    static const int64_t sizes[] = { 0, 1, 511, 512, 077777777777, 0100000000000, INT64_MAX };
    char name[TAR_LIMIT_NAME], block[TAR_BLOCK];

    (void)state;
    memset(name, 'n', sizeof name);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t length = 1; length <= sizeof name; length += 33) {
            struct tar_member member;

            tar_write(block, (struct tar_member){ { name, length }, sizes[i] });
            assert_int_equal(tar_read(block, &member), TAR_MEMBER);
            assert_int_equal(member.size, sizes[i]);
            assert_text(member.name, ((struct text){ name, length }));
        }
}

static void every_changed_bit_is_seen(void **state)
{
    struct tar_member member;
    char block[TAR_BLOCK];

    (void)state;
    tar_write(block, (struct tar_member){ T("rows/sale/000001.jsonl"), 12345 });
    for (size_t bit = 0; bit < 8 * sizeof block; bit++) {
        block[bit / 8] ^= (char)(1 << bit % 8);
        assert_int_equal(tar_read(block, &member), TAR_DAMAGED);
        block[bit / 8] ^= (char)(1 << bit % 8);
    }
    assert_int_equal(tar_read(block, &member), TAR_MEMBER);
}

static void names_stay_where_they_are_unpacked(void **state)
{
    static const char *const names[] = { "/etc/x", "../x", "a/../b", "a b", "a\nb", "\xc3\xa4" };
    struct tar_member member;
    char block[TAR_BLOCK];

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        tar_write(block, (struct tar_member){ text_from(names[i]), 1 });
        assert_int_equal(tar_read(block, &member), TAR_DAMAGED);
    }
    memset(block, 0, sizeof block);
    assert_int_equal(tar_read(block, &member), TAR_END);
}

static void padding_fills_a_block(void **state)
{
    (void)state;
    assert_int_equal(tar_padding(0), 0);
    assert_int_equal(tar_padding(1), 511);
    assert_int_equal(tar_padding(512), 0);
    assert_int_equal(tar_padding(513), 511);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_come_back),
        cmocka_unit_test(every_changed_bit_is_seen),
        cmocka_unit_test(names_stay_where_they_are_unpacked),
        cmocka_unit_test(padding_fills_a_block),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
