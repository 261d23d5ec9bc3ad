/* Rules over names and types of files: what a bucket and a path may be called, which type a bucket
   takes, which content a browser may show, what the first bytes say. */
#include "files/bucket.h"
#include "files/object.h"
#include "files/outgoing.h"
#include "files/photo.h"
#include "files/sniff.h"
#include "text_check.h"

static struct arena arena;

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct text repeat(char letter, size_t size)
{
    char *at = arena_alloc(&arena, size);

    memset(at, letter, size);
    return (struct text){ at, size };
}

static void names_of_buckets(void **state)
{
    static const char *const good[] = { "a", "papers", "product-photos", "a.b_c-9", "2026" };
    static const char *const bad[] = { "",         "A",  "a b",  "a/b",  "-a",   ".a",  "_a",
                                       "\xc3\xbc", "a%", "list", "sign", "move", "info" };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!bucket_name_is_valid(text_from(good[i])))
            fail_msg("\"%s\" is refused", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (bucket_name_is_valid(text_from(bad[i])))
            fail_msg("\"%s\" is taken", bad[i]);
    assert_true(bucket_name_is_valid(repeat('a', LIMIT_BUCKET_NAME)));
    assert_false(bucket_name_is_valid(repeat('a', LIMIT_BUCKET_NAME + 1)));
}

static void buckets_for_photos_follow_from_the_declarations(void **state)
{
    static const struct entity box = { .name = "box", .module = MODULE_WAREHOUSE, .photos = 3 },
                               note = { .name = "note", .module = MODULE_SALES };
    static const struct entity *const entities[] = { &note, &box };
    const struct schema schema = { .entities = entities, .count = 2 };

    (void)state;
    assert_int_equal(photo_bucket_module(&schema, T("warehouse-photos")), MODULE_WAREHOUSE);
    assert_text(photo_bucket_name(&arena, MODULE_WAREHOUSE), T("warehouse-photos"));
    assert_true(bucket_name_is_valid(photo_bucket_name(&arena, MODULE_WAREHOUSE)));
    assert_int_equal(photo_bucket_module(&schema, T("sales-photos")), MODULE_UNDECLARED);
    assert_int_equal(photo_bucket_module(&schema, T("warehouse")), MODULE_UNDECLARED);
    assert_int_equal(photo_bucket_module(&schema, T("-photos")), MODULE_UNDECLARED);
    assert_int_equal(photo_bucket_module(&schema, T("")), MODULE_UNDECLARED);
    assert_true(photo_bucket_name_is_reserved(T("sales-photos")));
    assert_false(photo_bucket_name_is_reserved(T("core-photos")));
    assert_false(photo_bucket_name_is_reserved(T("product-photos")));
}

static void names_of_objects(void **state)
{
    static const char *const good[] = { "a",       "a/b/c.png", "鞋 42½.jpg", "...",
                                        "a..b/.c", "%2e%2e",    "a'b\"c;d" };
    static const char *const bad[] = { "",     "/a",         "a/",   "a//b", ".",
                                       "..",   "a/./b",      "a/..", "../a", "a\\b",
                                       "a\nb", "a\x7f/\x01", "\xff", "a\tb" };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!object_name_is_valid(text_from(good[i])))
            fail_msg("\"%s\" is refused", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (object_name_is_valid(text_from(bad[i])))
            fail_msg("\"%s\" is taken", bad[i]);
    assert_true(object_name_is_valid(repeat('a', LIMIT_OBJECT_NAME)));
    assert_false(object_name_is_valid(repeat('a', LIMIT_OBJECT_NAME + 1)));
    assert_text(object_folder(T("a/b/c.png")), T("a/b/"));
    assert_text(object_folder(T("c.png")), T(""));
}

static void types_of_buckets(void **state)
{
    static const struct {
        const char *types, *type;
        bool takes;
    } cases[] = {
        { "", "text/html", true },
        { "image/png", "image/png", true },
        { "image/png", "IMAGE/PNG; charset=x", true },
        { "image/png", "image/pngx", false },
        { "image/jpeg image/png", "image/png", true },
        { "image/*", "image/webp", true },
        { "image/*", "imagex/webp", false },
        { "image/*", "text/image/png", false },
        { "*/*", "text/html", true },
        { "image/png", "", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (bucket_takes_type(text_from(cases[i].types), text_from(cases[i].type)) !=
            cases[i].takes)
            fail_msg("\"%s\" and \"%s\"", cases[i].types, cases[i].type);
}

static void what_a_browser_may_show(void **state)
{
    static const char *const shown[] = { "image/png", "IMAGE/JPEG", "text/plain; charset=utf-8",
                                         "video/mp4", "audio/mpeg" };
    static const char *const kept[] = { "text/html",       "image/svg+xml",
                                        "application/pdf", "text/xml",
                                        "image/pngx",      "text/plainx",
                                        "text/javascript", "",
                                        "image",           "x/x; image/png" };

    (void)state;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (!outgoing_is_harmless(text_from(shown[i])))
            fail_msg("\"%s\" is a download", shown[i]);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (outgoing_is_harmless(text_from(kept[i])))
            fail_msg("\"%s\" is shown", kept[i]);
    assert_text(outgoing_attachment(&arena, T("a\"b\r\nX: 1;/鞋")),
                T("attachment; filename*=UTF-8''a%22b%0D%0AX%3A%201%3B%2F%E9%9E%8B"));
    assert_text(outgoing_attachment(&arena, T("")), T("attachment"));
}

static void what_the_first_bytes_say(void **state)
{
    struct text png = T("\x89PNG\r\n\x1a\n...."), webp = T("RIFF\x01\x02\x03\x04WEBPVP8 ");

    (void)state;
    assert_text(sniff_picture(png), T("image/png"));
    assert_text(sniff_picture(webp), T("image/webp"));
    assert_text(sniff_picture(T("\xff\xd8\xff\xe0")), T("image/jpeg"));
    assert_text(sniff_picture(T("\x89PN")), T(""));
    assert_text(sniff_picture(T("")), T(""));
    assert_true(sniff_agrees(png, T("image/png")));
    assert_false(sniff_agrees(png, T("image/jpeg")));
    assert_false(sniff_agrees(T("<svg>"), T("image/png; x")));
    assert_false(sniff_agrees(T(""), T("IMAGE/PNG")));
    assert_true(sniff_agrees(T("<html>"), T("text/html"))); /* a download, whatever it says */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_buckets),
        cmocka_unit_test(buckets_for_photos_follow_from_the_declarations),
        cmocka_unit_test(names_of_objects),
        cmocka_unit_test(types_of_buckets),
        cmocka_unit_test(what_a_browser_may_show),
        cmocka_unit_test(what_the_first_bytes_say),
    };

    return cmocka_run_group_tests(tests, NULL, release);
}
