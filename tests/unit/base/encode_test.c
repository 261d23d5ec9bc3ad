/* base/encode.h, with the vectors of RFC 4648. */
#include "base/encode.h"

#include "text_check.h"

static const struct {
    const char *bytes, *padded, *bare, *hex;
} vectors[] = {
    { "", "", "", "" },
    { "f", "Zg==", "Zg", "66" },
    { "fo", "Zm8=", "Zm8", "666f" },
    { "foo", "Zm9v", "Zm9v", "666f6f" },
    { "foob", "Zm9vYg==", "Zm9vYg", "666f6f62" },
    { "fooba", "Zm9vYmE=", "Zm9vYmE", "666f6f6261" },
    { "foobar", "Zm9vYmFy", "Zm9vYmFy", "666f6f626172" },
};

static void published_vectors_both_ways(void **state)
{
    struct arena arena = { 0 };
    struct text back;

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        struct text bytes = text_from(vectors[i].bytes);

        assert_text(base64_encode(&arena, bytes, BASE64_PADDED), text_from(vectors[i].padded));
        assert_text(base64_encode(&arena, bytes, BASE64_BARE), text_from(vectors[i].bare));
        assert_text(base64_encode(&arena, bytes, BASE64_URL), text_from(vectors[i].bare));
        assert_text(hex_encode(&arena, bytes), text_from(vectors[i].hex));
        assert_true(base64_decode(&arena, text_from(vectors[i].padded), BASE64_PADDED, &back));
        assert_text(back, bytes);
        assert_true(base64_decode(&arena, text_from(vectors[i].bare), BASE64_URL, &back));
        assert_text(back, bytes);
        assert_true(hex_decode(&arena, text_from(vectors[i].hex), &back));
        assert_text(back, bytes);
    }
    arena_release(&arena);
}

static void every_byte_in_every_form(void **state)
{
    struct arena arena = { 0 };
    char all[256];

    (void)state;
    for (int i = 0; i < 256; i++)
        all[i] = (char)i;
    for (size_t size = 250; size <= 256; size++) {
        struct text bytes = { all, size }, back;

        for (int form = BASE64_PADDED; form <= BASE64_URL; form++) {
            struct text text = base64_encode(&arena, bytes, (enum base64_form)form);

            assert_true(base64_decode(&arena, text, (enum base64_form)form, &back));
            assert_text(back, bytes);
        }
        assert_true(hex_decode(&arena, hex_encode(&arena, bytes), &back));
        assert_text(back, bytes);
    }
    assert_text(base64_encode(&arena, T("\xfb\xff"), BASE64_PADDED), T("+/8="));
    assert_text(base64_encode(&arena, T("\xfb\xff"), BASE64_URL), T("-_8"));
    arena_release(&arena);
}

static void only_one_text_for_one_value(void **state)
{
    static const struct {
        const char *text;
        enum base64_form form;
    } refused[] = {
        { "Zg", BASE64_PADDED },       { "Zg=", BASE64_PADDED },  { "Zg===", BASE64_PADDED },
        { "Zg==Zg==", BASE64_PADDED }, { "====", BASE64_PADDED }, { "Z===", BASE64_PADDED },
        { "Zg==", BASE64_BARE },       { "Zg==", BASE64_URL },    { "Zh", BASE64_BARE },
        { "Zm9", BASE64_BARE },        { "Zh==", BASE64_PADDED }, { "Z", BASE64_BARE },
        { "Zm9vZ", BASE64_URL },       { "+/8", BASE64_URL },     { "-_8", BASE64_BARE },
        { "Zm9v\n", BASE64_BARE },     { " Zm9", BASE64_BARE },   { "Zm=v", BASE64_PADDED },
        { "Zm\xc3\xa9", BASE64_BARE },
    };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct text bytes = T("untouched");

        assert_false(base64_decode(&arena, text_from(refused[i].text), refused[i].form, &bytes));
        assert_text(bytes, T("untouched"));
    }
    arena_release(&arena);
}

static void hex_is_pairs_of_hex_digits(void **state)
{
    static const char *const refused[] = { "0", "0g", "g0", "00 ", "0x00", "-1" };
    struct arena arena = { 0 };
    struct text bytes = T("untouched");

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_false(hex_decode(&arena, text_from(refused[i]), &bytes));
    assert_text(bytes, T("untouched"));
    assert_true(hex_decode(&arena, T("aAfF09"), &bytes));
    assert_text(bytes, T("\xaa\xff\x09"));
    arena_release(&arena);
}

static void decoding_stays_in_its_room(void **state)
{
    unsigned char room[4] = { 1, 1, 1, 1 };
    size_t size = 77;

    (void)state;
    assert_false(hex_decode_into(T("00000000"), room, 3, &size));
    assert_false(base64_decode_into(T("AAAAAA"), BASE64_BARE, room, 3, &size));
    assert_int_equal(size, 77);
    assert_int_equal(room[0], 1);
    assert_true(base64_decode_into(T("AAAA"), BASE64_BARE, room, 3, &size));
    assert_int_equal(size, 3);
    assert_int_equal(room[3], 1);
    assert_true(base64_decode_into(T("AAAAAA=="), BASE64_PADDED, room, 4, &size));
    assert_int_equal(size, 4);
}

/* RFC 4648, section 10. */
static void base32_is_that_of_the_standard(void **state)
{
    static const struct {
        const char *plain, *coded;
    } cases[] = {
        { "", "" },
        { "f", "MY" },
        { "fo", "MZXQ" },
        { "foo", "MZXW6" },
        { "foob", "MZXW6YQ" },
        { "fooba", "MZXW6YTB" },
        { "foobar", "MZXW6YTBOI" },
    };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(base32_encode(&arena, text_from(cases[i].plain)), text_from(cases[i].coded));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_vectors_both_ways),
        cmocka_unit_test(every_byte_in_every_form),
        cmocka_unit_test(only_one_text_for_one_value),
        cmocka_unit_test(hex_is_pairs_of_hex_digits),
        cmocka_unit_test(decoding_stays_in_its_room),
        cmocka_unit_test(base32_is_that_of_the_standard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
