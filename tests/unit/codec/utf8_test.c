/* UTF-8: every border of the well-formed sequences, cutting, and folding. */
#include "codec/utf8.h"
#include "text_check.h"

enum { ROOM = 1 << 16 };

struct validity {
    struct text text;
    size_t count;
    bool valid;
};

static const struct validity validities[] = {
    { T_INIT(""), 0, true },
    { T_INIT("plain text of more than eight"), 29, true },
    { T_INIT("\x7f"), 1, true },
    { T_INIT("\xC2\x80"), 1, true },
    { T_INIT("\xDF\xBF"), 1, true },
    { T_INIT("\xE0\xA0\x80"), 1, true },
    { T_INIT("\xED\x9F\xBF"), 1, true },
    { T_INIT("\xEE\x80\x80"), 1, true },
    { T_INIT("\xEF\xBF\xBF"), 1, true },
    { T_INIT("\xF0\x90\x80\x80"), 1, true },
    { T_INIT("\xF4\x8F\xBF\xBF"), 1, true },
    { T_INIT("12345678\u4e2d12345678"), 17, true },
    { T_INIT("\x80"), 1, false },
    { T_INIT("\xBF"), 1, false },
    { T_INIT("\xC0\x80"), 2, false },
    { T_INIT("\xC1\xBF"), 2, false },
    { T_INIT("\xC2"), 1, false },
    { T_INIT("\xC2\x7F"), 2, false },
    { T_INIT("\xC2\xC0"), 2, false },
    { T_INIT("\xE0\x9F\xBF"), 3, false },
    { T_INIT("\xED\xA0\x80"), 3, false },
    { T_INIT("\xE4\xB8"), 2, false },
    { T_INIT("\xE4\xB8\x7F"), 3, false },
    { T_INIT("\xF0\x8F\xBF\xBF"), 4, false },
    { T_INIT("\xF4\x90\x80\x80"), 4, false },
    { T_INIT("\xF5\x80\x80\x80"), 4, false },
    { T_INIT("\xF0\x9F\x98"), 3, false },
    { T_INIT("\xFE"), 1, false },
    { T_INIT("\xFF"), 1, false },
    { T_INIT("12345678\xFF"), 9, false },
};

static void validates_and_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof validities / sizeof validities[0]; i++) {
        struct buffer clean = buffer_on_heap(ROOM);

        assert_int_equal(utf8_is_valid(validities[i].text), validities[i].valid);
        assert_int_equal(utf8_count(validities[i].text), validities[i].count);
        utf8_append_clean(&clean, validities[i].text);
        assert_true(utf8_is_valid(buffer_text(&clean)));
        assert_int_equal(utf8_count(buffer_text(&clean)), validities[i].count);
        if (validities[i].valid)
            assert_text(buffer_text(&clean), validities[i].text);
        buffer_release(&clean);
    }
}

static void replaces_what_is_broken(void **state)
{
    struct buffer clean = buffer_on_heap(ROOM);

    (void)state;
    utf8_append_clean(&clean, T("a\xFF\u4e2d\xE4\xB8z"));
    assert_text(buffer_text(&clean), T("a\uFFFD\u4e2d\uFFFD\uFFFDz"));
    buffer_release(&clean);
}

static void takes_every_code_point_back(void **state)
{
    (void)state;
    for (uint32_t code_point = 0; code_point <= UTF8_LARGEST; code_point++) {
        struct buffer buffer = buffer_on_heap(4);
        struct text rest;

        if (code_point >= 0xD800 && code_point <= 0xDFFF)
            continue;
        utf8_append(&buffer, code_point);
        rest = buffer_text(&buffer);
        assert_int_equal(utf8_sequence_size(rest.at, rest.size), rest.size);
        assert_int_equal(utf8_next(&rest), code_point);
        assert_int_equal(rest.size, 0);
        buffer_release(&buffer);
    }
}

static void tells_what_is_printable(void **state)
{
    (void)state;
    assert_true(utf8_is_printable(T("line\r\n\ttab \u4e2d\u00A0")));
    assert_false(utf8_is_printable(T("\0")));
    assert_false(utf8_is_printable(T("\x1b[0m")));
    assert_false(utf8_is_printable(T("\x7f")));
    assert_false(utf8_is_printable(T("\xC2\x85")));
    assert_false(utf8_is_printable(T("\xFF")));
}

static void cuts_between_characters(void **state)
{
    struct text text = T("a\u00e9\u4e2d\U0001F45Fz");
    static const size_t whole[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11 };

    (void)state;
    for (size_t size = 0; size < sizeof whole / sizeof whole[0]; size++)
        assert_int_equal(utf8_first_bytes(text, size).size, whole[size]);
    assert_text(utf8_first_characters(text, 0), T(""));
    assert_text(utf8_first_characters(text, 3), T("a\u00e9\u4e2d"));
    assert_text(utf8_first_characters(text, 5), text);
    assert_text(utf8_first_characters(text, 99), text);
    assert_int_equal(utf8_first_bytes(T("\x80\x80\x80\x80\x80"), 3).size, 3);
    assert_int_equal(utf8_first_bytes(T("\xE4\x41\x41"), 1).size, 1);
}

struct folding {
    struct text text, folded;
};

static const struct folding foldings[] = {
    { T_INIT(""), T_INIT("") },
    { T_INIT("Air MAX 90"), T_INIT("air max 90") },
    { T_INIT("\u00c4\u00d6\u00dc \u00df \u1e9e"), T_INIT("\u00e4\u00f6\u00fc \u00df \u00df") },
    { T_INIT("\u00d7\u00f7"), T_INIT("\u00d7\u00f7") },
    { T_INIT("\u0100\u0101\u0139\u013a\u0178\u0179"),
      T_INIT("\u0101\u0101\u013a\u013a\u00ff\u017a") },
    { T_INIT("\u0130I\u0131"), T_INIT("ii\u0131") },
    { T_INIT("\u03a3\u03c3\u03c2 \u038f"), T_INIT("\u03c3\u03c3\u03c3 \u03ce") },
    { T_INIT("\u041d\u0410\u0419\u041a \u0401"), T_INIT("\u043d\u0430\u0439\u043a \u0451") },
    { T_INIT("\u1ea4\u1ea5"), T_INIT("\u1ea5\u1ea5") },
    { T_INIT("\uff2e\uff29\uff2b\uff25\u3000\uff11\uff12\uff0d\uff5a"), T_INIT("nike 12-z") },
    { T_INIT("\uff3b\uff3d\uff5e\uff01\uff20"), T_INIT("[]~!@") },
    { T_INIT("\u8010\u514b \U0001F45F"), T_INIT("\u8010\u514b \U0001F45F") },
    { T_INIT("A\xFFZ"), T_INIT("a\uFFFDz") },
};

static void folds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof foldings / sizeof foldings[0]; i++) {
        struct buffer buffer = buffer_on_heap(ROOM);

        utf8_fold(&buffer, foldings[i].text);
        assert_text(buffer_text(&buffer), foldings[i].folded);
        buffer_release(&buffer);
    }
}

/* Folding what is folded changes nothing, for every code point. */
static void folds_once_for_all(void **state)
{
    (void)state;
    for (uint32_t code_point = 0; code_point <= UTF8_LARGEST; code_point++) {
        uint32_t folded = utf8_fold_code_point(code_point);

        assert_int_equal(utf8_fold_code_point(folded), folded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validates_and_counts),        cmocka_unit_test(replaces_what_is_broken),
        cmocka_unit_test(takes_every_code_point_back), cmocka_unit_test(tells_what_is_printable),
        cmocka_unit_test(cuts_between_characters),     cmocka_unit_test(folds),
        cmocka_unit_test(folds_once_for_all),
    };

    return cmocka_run_group_tests_name("codec/utf8", tests, NULL, NULL);
}
