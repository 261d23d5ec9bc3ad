/* JSON writing: commas, escapes, broken UTF-8, numbers that read back as themselves, the ceiling,
   and a round trip through the reader. */
#include "codec/json_read.h"
#include "codec/json_write.h"
#include "text_check.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROOM = 1 << 16 };

struct pair {
    struct text value, json;
};

static const struct pair texts[] = {
    { T_INIT(""), T_INIT("\"\"") },
    { T_INIT("a"), T_INIT("\"a\"") },
    { T_INIT("seven77"), T_INIT("\"seven77\"") },
    { T_INIT("exactly8exactly8"), T_INIT("\"exactly8exactly8\"") },
    { T_INIT("\""), T_INIT("\"\\\"\"") },
    { T_INIT("\\"), T_INIT("\"\\\\\"") },
    { T_INIT("a/b"), T_INIT("\"a/b\"") },
    { T_INIT("tab\tline\nfeed\r\b\f"), T_INIT("\"tab\\tline\\nfeed\\r\\b\\f\"") },
    { T_INIT("\x01\x1f\x7f"), T_INIT("\"\\u0001\\u001f\x7f\"") },
    { T_INIT("nul\0nul"), T_INIT("\"nul\\u0000nul\"") },
    { T_INIT("1234567\""), T_INIT("\"1234567\\\"\"") },
    { T_INIT("12345678\"12345678"), T_INIT("\"12345678\\\"12345678\"") },
    { T_INIT("\u4e2d\u6587 and \u00e9\U0001F45F"),
      T_INIT("\"\u4e2d\u6587 and \u00e9\U0001F45F\"") },
    { T_INIT("\u4e2d\"\u6587"), T_INIT("\"\u4e2d\\\"\u6587\"") },
    { T_INIT("\xFF"), T_INIT("\"\uFFFD\"") },
    { T_INIT("a\xC3"), T_INIT("\"a\uFFFD\"") },
    { T_INIT("\xE4\xB8"), T_INIT("\"\uFFFD\uFFFD\"") },
    { T_INIT("\xE4\xB8\"x"), T_INIT("\"\uFFFD\uFFFD\\\"x\"") },
    { T_INIT("\xC0\x80"), T_INIT("\"\uFFFD\uFFFD\"") },
    { T_INIT("\xED\xA0\x80"), T_INIT("\"\uFFFD\uFFFD\uFFFD\"") },
    { T_INIT("\xF4\x90\x80\x80!"), T_INIT("\"\uFFFD\uFFFD\uFFFD\uFFFD!\"") },
};

static void escapes_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct buffer buffer = buffer_on_heap(ROOM);
        struct json_writer writer = json_writer_to(&buffer);

        json_write_text(&writer, texts[i].value);
        assert_text(buffer_text(&buffer), texts[i].json);
        buffer_release(&buffer);
    }
}

/* Every special byte at every place of two words, against its escape alone. */
static void escapes_at_every_offset(void **state)
{
    static const struct pair specials[] = {
        { T_INIT("\""), T_INIT("\\\"") },       { T_INIT("\x01"), T_INIT("\\u0001") },
        { T_INIT("\x80"), T_INIT("\uFFFD") },   { T_INIT("\\"), T_INIT("\\\\") },
        { T_INIT("\u4e2d"), T_INIT("\u4e2d") }, { T_INIT("\n"), T_INIT("\\n") },
    };

    (void)state;
    for (size_t i = 0; i < sizeof specials / sizeof specials[0]; i++) {
        for (size_t before = 0; before < 18; before++) {
            struct arena arena = { 0 };
            struct buffer buffer = buffer_in(&arena, ROOM);
            struct json_writer writer = json_writer_to(&buffer);
            struct text fill = text_slice(T(" !#[]^~ abcdefghi "), 0, before);

            json_write_text(&writer, arena_print(&arena, "%.*s%.*s%.*s", TEXT_ARG(fill),
                                                 TEXT_ARG(specials[i].value), TEXT_ARG(fill)));
            assert_text(buffer_text(&buffer),
                        arena_print(&arena, "\"%.*s%.*s%.*s\"", TEXT_ARG(fill),
                                    TEXT_ARG(specials[i].json), TEXT_ARG(fill)));
            arena_release(&arena);
        }
    }
}

static void puts_commas(void **state)
{
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, ROOM);
    struct json_writer writer = json_writer_to(&buffer);

    (void)state;
    json_begin_object(&writer);
    json_write_text_member(&writer, T("a"), T("x"));
    json_write_integer_member(&writer, T("b\""), INT64_MIN);
    json_write_key(&writer, T("c"));
    json_begin_array(&writer);
    json_begin_array(&writer);
    json_end_array(&writer);
    json_write_null(&writer);
    json_write_boolean(&writer, true);
    json_begin_object(&writer);
    json_end_object(&writer);
    json_write_raw(&writer, T("1e3"));
    json_write_real(&writer, 42.5);
    json_end_array(&writer);
    json_write_prepared_key(&writer, json_prepare_key(&arena, T("d\n")));
    json_write_boolean(&writer, false);
    json_write_boolean_member(&writer, T(""), true);
    json_end_object(&writer);
    assert_int_equal(writer.depth, 0);
    assert_text(buffer_text(&buffer),
                T("{\"a\":\"x\",\"b\\\"\":-9223372036854775808,"
                  "\"c\":[[],null,true,{},1e3,42.5],\"d\\n\":false,\"\":true}"));
    arena_release(&arena);
}

struct real {
    double value;
    struct text json;
};

static const struct real reals[] = {
    { 0, T_INIT("0") },
    { -0.5, T_INIT("-0.5") },
    { 42.5, T_INIT("42.5") },
    { 7.125, T_INIT("7.125") },
    { -1.001, T_INIT("-1.001") },
    { 0.1, T_INIT("0.1") },
    { 0.3, T_INIT("0.3") },
    { 0.0005, T_INIT("0.0005") },
    { 1.0 / 3, T_INIT("0.3333333333333333") },
    { 0.1 + 0.2, T_INIT("0.30000000000000004") },
    { 1e15, T_INIT("1e+15") },
    { 123456789012.345, T_INIT("123456789012.345") },
    { 1e300, T_INIT("1e+300") },
    { 5e-324, T_INIT("4.94065645841247e-324") },
    { NAN, T_INIT("null") },
    { INFINITY, T_INIT("null") },
    { -INFINITY, T_INIT("null") },
};

static void writes_reals_that_read_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof reals / sizeof reals[0]; i++) {
        struct buffer buffer = buffer_on_heap(ROOM);
        struct json_writer writer = json_writer_to(&buffer);

        json_write_real(&writer, reals[i].value);
        assert_text(buffer_text(&buffer), reals[i].json);
        buffer_append_byte(&buffer, '\0');
        if (isfinite(reals[i].value))
            assert_true(strtod(buffer.at, NULL) == reals[i].value);
        buffer_release(&buffer);
    }
    for (int i = 0; i < 20000; i++) {
        struct buffer buffer = buffer_on_heap(ROOM);
        struct json_writer writer = json_writer_to(&buffer);
        double value = (double)(int32_t)((uint32_t)i * 2654435761u) / pow(10, i % 12);

        json_write_real(&writer, value);
        buffer_append_byte(&buffer, '\0');
        assert_true(strtod(buffer.at, NULL) == value);
        buffer_release(&buffer);
    }
}

static void check_integer(int64_t value)
{
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, ROOM);
    struct json_writer writer = json_writer_to(&buffer);

    json_write_integer(&writer, value);
    assert_text(buffer_text(&buffer), arena_print(&arena, "%lld", (long long)value));
    buffer_clear(&buffer);
    writer = json_writer_to(&buffer);
    json_write_real(&writer, (double)(value % 1000000000) / 1000);
    buffer_append_byte(&buffer, '\0');
    assert_true(strtod(buffer.at, NULL) == (double)(value % 1000000000) / 1000);
    arena_release(&arena);
}

static void writes_integers(void **state)
{
    int64_t power = 1;

    (void)state;
    check_integer(INT64_MIN);
    check_integer(INT64_MAX);
    for (int64_t i = -1200; i <= 1200; i++)
        check_integer(i);
    for (int digits = 1; digits < 19; digits++) {
        power *= 10;
        check_integer(power);
        check_integer(power - 1);
        check_integer(-power);
        check_integer(1 - power);
    }
}

static void holds_the_ceiling(void **state)
{
    struct text value = T("twelve bytes");

    (void)state;
    for (size_t limit = 0; limit <= value.size + 3; limit++) {
        struct buffer buffer = buffer_on_heap(limit);
        struct json_writer writer = json_writer_to(&buffer);

        json_write_text(&writer, value);
        assert_int_equal(buffer_status(&buffer), limit < value.size + 2 ? TOO_LARGE : OK);
        assert_true(buffer.size <= limit);
        buffer_release(&buffer);
    }
}

static void writes_what_it_read(void **state)
{
    const struct text json =
        T("{\"z\":[1,-2,3.25,null,true,false,{\"k\":\"v\\n\\\"\"},[],{}],\"\":\"\u4e2d\"}");
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, ROOM);
    struct json_writer writer = json_writer_to(&buffer);
    const struct json *parsed = NULL;

    (void)state;
    assert_int_equal(json_parse(&arena, json, NULL, &parsed, NULL), OK);
    json_write_value(&writer, parsed);
    assert_text(buffer_text(&buffer), json);
    assert_int_equal(buffer_status(&buffer), OK);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_texts),       cmocka_unit_test(escapes_at_every_offset),
        cmocka_unit_test(puts_commas),         cmocka_unit_test(writes_reals_that_read_back),
        cmocka_unit_test(writes_integers),     cmocka_unit_test(holds_the_ceiling),
        cmocka_unit_test(writes_what_it_read),
    };

    return cmocka_run_group_tests_name("codec/json_write", tests, NULL, NULL);
}
