/* Encoding: the same text in every encoding is found and comes back; what is short, cut or broken;
   the ceiling. */
#include "codec/encoding.h"
#include "text_check.h"

#include <iconv.h>
#include <stdlib.h>

enum { ROOM = 8 << 20 };

static struct text encoded(struct arena *arena, const char *name, struct text utf8)
{
    size_t room = 4 * utf8.size + 16, left = utf8.size, before = room;
    char *in = arena_alloc(arena, utf8.size + 1), *out = arena_alloc(arena, room), *start = out;
    iconv_t converter = iconv_open(name, "UTF-8");

    memcpy(in, utf8.at, utf8.size);
    assert_true(converter != (iconv_t)-1);
    assert_true(iconv(converter, &in, &left, &out, &room) != (size_t)-1);
    iconv_close(converter);
    return (struct text){ start, before - room };
}

static struct text repeated(struct arena *arena, struct text piece, size_t times)
{
    struct buffer buffer = buffer_in(arena, ROOM);

    for (size_t i = 0; i < times; i++)
        buffer_append(&buffer, piece);
    return buffer_text(&buffer);
}

#define CHINESE_SHORT T_INIT("\u54c1\u724c,\u5c3a\u7801,\u4ef7\u683c\n")
#define CHINESE                                                                                    \
    T_INIT(                                                                                        \
        "\u65e5\u671f,\u5e73\u53f0,\u54c1\u724c,\u978b\u6b3e,\u5c3a\u7801,\u552e\u4ef7\n"          \
        "2025-03-01,\u6296\u97f3,\u8010\u514b,\u8dd1\u978b,42.5,899.00\n"                          \
        "2025-03-02,\u5feb\u624b,\u963f\u8fea\u8fbe\u65af,\u677f\u978b,38,599.00\n"                \
        "2025-03-03,\u6dd8\u5b9d\u76f4\u64ad,\u5b89\u8e0f,\u7bee\u7403\u978b,44,459.00\n"          \
        "2025-03-04,\u5c0f\u7ea2\u4e66,\u674e\u5b81,\u4f11\u95f2\u978b\u5f88\u8212\u670d,41,399\n")
#define JAPANESE                                                                                   \
    T_INIT(                                                                                        \
        "\u65e5\u4ed8,\u30d6\u30e9\u30f3\u30c9,\u30b5\u30a4\u30ba,\u4fa1\u683c\n"                  \
        "\u3053\u306e\u9774\u306f\u3068\u3066\u3082\u8efd\u304f\u3066\u5c65\u304d\u3084\u3059"     \
        "\u3044\u3067\u3059\u3002\u914d\u4fe1\u4e2d\u306b\u8cb7\u3044\u307e\u3057\u305f\u3002\n"   \
        "\u3042\u308a\u304c\u3068\u3046\u3054\u3056\u3044\u307e\u3059\u3002\u307e\u305f\u6765"     \
        "\u307e\u3059\u3002\u30b9\u30cb\u30fc\u30ab\u30fc\u306f\u5927\u4eba\u6c17\u3067\u3059\n")
#define GERMAN                                                                                     \
    T_INIT(                                                                                        \
        "Schuhgr\u00f6\u00dfe;Verk\u00e4ufer;Preis\nGr\u00fcner L\u00e4ufer;M\u00fcller;89,90\n"   \
        "Wei\u00dfe Stra\u00dfenschuhe f\u00fcr M\u00e4nner;J\u00e4ger;120,00\n"                   \
        "S\u00fc\u00dfe T\u00f6chter tragen \u00fcberall schwarze Schuhe;Sch\u00f6n;75,50\n")
#define RUSSIAN                                                                                    \
    T_INIT(                                                                                        \
        "\u0434\u0430\u0442\u0430;\u0431\u0440\u0435\u043d\u0434;\u0446\u0435\u043d\u0430\n"       \
        "\u043a\u0440\u043e\u0441\u0441\u043e\u0432\u043a\u0438 \u043c\u0443\u0436\u0441\u043a"    \
        "\u0438\u0435 \u043e\u0447\u0435\u043d\u044c \u0443\u0434\u043e\u0431\u043d\u044b\u0435"   \
        ";\u041d\u0430\u0439\u043a;100\n\u0431\u043e\u0442\u0438\u043d\u043a\u0438 \u0437\u0438"   \
        "\u043c\u043d\u0438\u0435 \u0442\u0451\u043f\u043b\u044b\u0435;\u042d\u043a\u043a\u043e;5\n")

struct sample {
    struct text utf8;
    const char *iconv, *found;
    bool certain;
    size_t mark_bytes;
};

static const struct sample samples[] = {
    { T_INIT(""), "UTF-8", "UTF-8", true, 0 },
    { T_INIT("brand,size,price\n"), "UTF-8", "UTF-8", true, 0 },
    { CHINESE, "UTF-8", "UTF-8", true, 0 },
    { T_INIT("\uFEFF\u54c1\u724c"), "UTF-8", "UTF-8", true, 3 },
    { T_INIT("\uFEFF\u54c1\u724c"), "UTF-16LE", "UTF-16LE", true, 2 },
    { T_INIT("\uFEFF\u54c1\u724c"), "UTF-16BE", "UTF-16BE", true, 2 },
    { T_INIT("\uFEFF\u54c1\u724c"), "GB18030", "GB18030", true, 4 },
    { T_INIT("brand,size\n"), "UTF-16LE", "UTF-16LE", false, 0 },
    { T_INIT("brand,size\n"), "UTF-16BE", "UTF-16BE", false, 0 },
    { CHINESE, "UTF-16LE", "UTF-16LE", false, 0 },
    { CHINESE, "UTF-16BE", "UTF-16BE", false, 0 },
    { CHINESE, "GBK", "GB18030", false, 0 },
    { CHINESE_SHORT, "GBK", "GB18030", false, 0 },
    { T_INIT("\u8010\u514b\n"), "GBK", "GB18030", false, 0 },
    { T_INIT("a,b\n1,\u00a5899\u3001\u978b\n"), "GB18030", "GB18030", false, 0 },
    { JAPANESE, "CP932", "Shift_JIS", false, 0 },
    { JAPANESE, "EUC-JP", "EUC-JP", false, 0 },
    { GERMAN, "CP1252", "windows-1252", false, 0 },
    { T_INIT("caf\u00e9"), "CP1252", "windows-1252", false, 0 },
    { RUSSIAN, "CP1251", "windows-1251", false, 0 },
    { RUSSIAN, "KOI8-R", "KOI8-R", false, 0 },
};

static void finds_and_converts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct arena arena = { 0 };
        struct buffer buffer = buffer_in(&arena, ROOM);
        struct text bytes = encoded(&arena, samples[i].iconv, samples[i].utf8);
        struct encoding encoding = encoding_detect(bytes);
        struct encoding_fault fault;

        if (strcmp(encoding.name, samples[i].found) != 0)
            print_error("%s: %.*s\n", samples[i].iconv, TEXT_ARG(samples[i].utf8));
        assert_string_equal(encoding.name, samples[i].found);
        assert_int_equal(encoding.certain, samples[i].certain);
        assert_int_equal(encoding.mark_bytes, samples[i].mark_bytes);
        assert_int_equal(encoding_to_utf8(bytes, &encoding, &buffer, &fault), OK);
        assert_text(buffer_text(&buffer),
                    text_from_offset(samples[i].utf8, samples[i].mark_bytes > 0 ? 3 : 0));
        arena_release(&arena);
    }
}

static void finds_what_stands_late(void **state)
{
    struct arena arena = { 0 };
    struct text plain = repeated(&arena, T("brand,size,price\n"), 100000);
    struct text chinese = encoded(&arena, "GBK", (struct text)CHINESE);
    struct buffer late = buffer_in(&arena, ROOM);

    (void)state;
    buffer_append(&late, plain);
    buffer_append(&late, chinese);
    assert_string_equal(encoding_detect(buffer_text(&late)).name, "GB18030");
    /* A sample that ends inside a character is no less Chinese. */
    for (size_t i = 0; i < 4; i++) {
        buffer_clear(&late);
        buffer_append(&late, text_slice(T("    "), 0, i));
        buffer_append(&late, repeated(&arena, chinese, 10000));
        assert_string_equal(encoding_detect(buffer_text(&late)).name, "GB18030");
    }
    arena_release(&arena);
}

static void knows_what_it_offers(void **state)
{
    size_t count = 0;

    (void)state;
    for (; encoding_name_at(count); count++) {
        struct encoding encoding = { 0 };
        struct buffer buffer = buffer_on_heap(ROOM);
        struct text name = text_from(encoding_name_at(count));
        bool wide = text_starts_with(name, T("UTF-16"));

        assert_true(encoding_from_name(name, T("a"), &encoding));
        assert_text(text_from(encoding.name), name);
        assert_int_equal(encoding_to_utf8(wide ? T("aa") : T("a"), &encoding, &buffer, NULL), OK);
        assert_true(buffer.size > 0);
        buffer_release(&buffer);
    }
    assert_true(count > 10);
    assert_null(encoding_name_at(count + 1));
}

static void takes_the_name_that_was_chosen(void **state)
{
    struct encoding encoding = { 0 };

    (void)state;
    assert_true(encoding_from_name(T("gbk"), T("\x84\x31\x95\x33x"), &encoding));
    assert_int_equal(encoding.mark_bytes, 4);
    assert_true(encoding_from_name(T("utf-8"), T("\xEF\xBB\xBFx"), &encoding));
    assert_int_equal(encoding.mark_bytes, 3);
    assert_true(encoding_from_name(T("UTF-16le"), T("\xFE\xFFx"), &encoding));
    assert_int_equal(encoding.mark_bytes, 0);
    assert_false(encoding_from_name(T("UTF-7"), T("x"), &encoding));
    assert_false(encoding_from_name(T(""), T("x"), &encoding));
    assert_false(encoding_from_name(T("UTF-8//IGNORE"), T("x"), &encoding));
}

struct broken {
    const char *name;
    struct text bytes;
    size_t offset;
};

static const struct broken brokens[] = {
    { "UTF-8", T_INIT("ab\xFFz"), 2 },
    { "UTF-8",
      T_INIT("\xEF\xBB\xBF"
             "a\xC3"),
      4 },
    { "GB18030", T_INIT("abc\xC4\xCD\xFF"), 5 },
    { "GB18030", T_INIT("abc\xC4"), 3 },
    { "UTF-16LE", T_INIT("a\0b"), 2 },
    { "UTF-16LE", T_INIT("a\0\x00\xDC"), 2 },
    { "UTF-16BE", T_INIT("\xFE\xFF\0a\xD8\x00"), 4 },
    { "Shift_JIS", T_INIT("a\x81"), 1 },
    { "windows-1252", T_INIT("abcd\x81"), 4 },
};

static void says_where_it_breaks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof brokens / sizeof brokens[0]; i++) {
        struct buffer buffer = buffer_on_heap(ROOM);
        struct encoding_fault fault = { 0 };
        struct encoding encoding;

        assert_true(encoding_from_name(text_from(brokens[i].name), brokens[i].bytes, &encoding));
        assert_int_equal(encoding_to_utf8(brokens[i].bytes, &encoding, &buffer, &fault), INVALID);
        assert_non_null(fault.reason);
        assert_int_equal(fault.offset, brokens[i].offset);
        buffer_release(&buffer);
    }
}

static void holds_its_ceiling(void **state)
{
    struct arena arena = { 0 };
    struct text text = repeated(&arena, T("\u978b"), 50000), gbk = encoded(&arena, "GBK", text);
    const char *const names[] = { "UTF-8", "GB18030" };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        for (size_t missing = 0; missing < 5; missing++) {
            struct buffer buffer = buffer_in(&arena, text.size - missing);
            struct encoding encoding;
            struct encoding_fault fault;

            assert_true(encoding_from_name(text_from(names[i]), T(""), &encoding));
            assert_int_equal(encoding_to_utf8(i ? gbk : text, &encoding, &buffer, &fault),
                             missing ? TOO_LARGE : OK);
            assert_int_equal(buffer_status(&buffer), missing ? TOO_LARGE : OK);
        }
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_and_converts),   cmocka_unit_test(finds_what_stands_late),
        cmocka_unit_test(knows_what_it_offers), cmocka_unit_test(takes_the_name_that_was_chosen),
        cmocka_unit_test(says_where_it_breaks), cmocka_unit_test(holds_its_ceiling),
    };

    return cmocka_run_group_tests_name("codec/encoding", tests, NULL, NULL);
}
