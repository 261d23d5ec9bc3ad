/* codec/tus.h: what the header of an upload may say. */
#include "codec/tus.h"

#include "base/buffer.h"
#include "text_check.h"

static struct arena arena;

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void reads_keys_and_values(void **state)
{
    struct tus_metadata metadata;

    (void)state;
    assert_int_equal(tus_metadata_parse(&arena,
                                        T("bucketName cGFwZXJz,objectName 6Z6LLnR4dA==, flag,empty "
                                          ",other YQ=="),
                                        &metadata),
                     OK);
    assert_int_equal(metadata.count, 5);
    assert_text(tus_metadata_value(&metadata, T("bucketName")), T("papers"));
    assert_text(tus_metadata_value(&metadata, T("objectName")), T("鞋.txt"));
    assert_text(tus_metadata_value(&metadata, T("flag")), T(""));
    assert_text(tus_metadata_value(&metadata, T("other")), T("a"));
    assert_text(tus_metadata_value(&metadata, T("nothing")), T(""));
    assert_int_equal(tus_metadata_parse(&arena, T(""), &metadata), OK);
    assert_int_equal(metadata.count, 0);
}

static void refuses_what_is_none(void **state)
{
    static const char *const bad[] = {
        ",", "a YQ==,,b YQ==", "a YQ=", "a !!!!", "a YQ==,a YQ==", "\x80 YQ==", "a YQ== YQ=="
    };
    struct tus_metadata metadata = { .count = 7 };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (tus_metadata_parse(&arena, text_from(bad[i]), &metadata) != INVALID)
            fail_msg("\"%s\" was taken", bad[i]);
    assert_int_equal(metadata.count, 7); /* untouched */
}

static void has_limits(void **state)
{
    struct buffer header = buffer_in(&arena, 1 << 20);
    struct tus_metadata metadata;

    (void)state;
    for (int i = 0; i < TUS_LIMIT_PAIRS; i++)
        buffer_print(&header, "%sk%d", i > 0 ? "," : "", i);
    assert_int_equal(tus_metadata_parse(&arena, buffer_text(&header), &metadata), OK);
    buffer_append(&header, T(",more"));
    assert_int_equal(tus_metadata_parse(&arena, buffer_text(&header), &metadata), TOO_LARGE);
    buffer_clear(&header);
    buffer_append(&header, T("a "));
    while (header.size < TUS_LIMIT_METADATA_BYTES)
        buffer_append(&header, T("AAAA"));
    assert_int_equal(tus_metadata_parse(&arena, buffer_text(&header), &metadata), TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_keys_and_values),
        cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(has_limits),
    };

    return cmocka_run_group_tests(tests, NULL, release);
}
