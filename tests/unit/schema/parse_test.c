/* Values of the wire: what each type takes, what it refuses, and the edges of its limits. */
#include "schema/parse.h"

#include "codec/json_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct choice colours[] = { { "red", L("Red", "红") }, { "blue", L("Blue", "蓝") } };

static const struct field text = { .type = FIELD_TEXT, .name = "t", .max = 5, .min = 1 };
static const struct field code = { .type = FIELD_TEXT, .name = "k", .max = 5, .min = 2 };
static const struct field note = {
    .type = FIELD_TEXT, .name = "n", .max = 9, .format = LONG, .optional = true
};
static const struct field mail = { .type = FIELD_TEXT, .name = "m", .max = 80, .format = EMAIL };
static const struct field zone = {
    .type = FIELD_TEXT, .name = "z", .max = 80, .format = TIME_ZONE
};
static const struct field number = { .type = FIELD_INTEGER, .name = "i", .min = -3, .max = 7 };
static const struct field money = { .type = FIELD_MONEY, .name = "p" };
static const struct field price = { .type = FIELD_MONEY, .name = "q", .max = 100 };
static const struct field day = { .type = FIELD_DATE, .name = "d" };
static const struct field when = { .type = FIELD_INSTANT, .name = "w" };
static const struct field yes = { .type = FIELD_BOOLEAN, .name = "b" };
static const struct field link = { .type = FIELD_ID, .name = "l" };
static const struct field colour = { .type = FIELD_CHOICE, .name = "c", CHOICES(colours) };
static const struct field currency = { .type = FIELD_CURRENCY, .name = "y" };
static const struct field json = { .type = FIELD_JSON, .name = "j", .max = 20 };

static const struct {
    const struct field *field;
    const char *input; /* JSON */
    enum parse_fault fault;
} cases[] = {
    { &text, "\"12345\"", PARSE_FINE },
    { &text, "\"鞋鞋鞋鞋鞋\"", PARSE_FINE }, /* characters, not bytes */
    { &text, "\"123456\"", PARSE_TOO_LONG },
    { &text, "\"\"", PARSE_EMPTY },
    { &code, "\"\"", PARSE_EMPTY },
    { &code, "\"鞋\"", PARSE_TOO_SHORT },
    { &code, "\"鞋子\"", PARSE_FINE },
    { &text, "null", PARSE_REQUIRED },
    { &text, "\"a\\nb\"", PARSE_CONTROL_CHARACTER },
    { &text, "42", PARSE_FINE }, /* as PostgreSQL takes a number for text */
    { &text, "{}", PARSE_WRONG_TYPE },
    { &note, "\"a\\nb\"", PARSE_FINE },
    { &note, "null", PARSE_FINE },
    { &mail, "\"a@b.co\"", PARSE_FINE },
    { &mail, "\"a@b\"", PARSE_NOT_EMAIL },
    { &mail, "\"a b@c.de\"", PARSE_NOT_EMAIL },
    { &mail, "\"a@b@c.de\"", PARSE_NOT_EMAIL },
    { &zone, "\"Asia/Shanghai\"", PARSE_FINE },
    { &zone, "\"Mars/Olympus\"", PARSE_NOT_A_TIME_ZONE },
    { &number, "-3", PARSE_FINE },
    { &number, "-4", PARSE_TOO_SMALL },
    { &number, "7", PARSE_FINE },
    { &number, "8", PARSE_ABOVE },
    { &price, "100", PARSE_FINE },
    { &price, "101", PARSE_TOO_LARGE },
    { &number, "1.5", PARSE_WRONG_TYPE },
    { &number, "\"5\"", PARSE_FINE },
    { &number, "\"five\"", PARSE_WRONG_TYPE },
    { &number, "\"99999999999999999999\"", PARSE_TOO_LARGE },
    { &money, "0", PARSE_FINE },
    { &money, "-1", PARSE_TOO_SMALL },
    { &money, "9223372036854775807", PARSE_FINE },
    { &day, "\"2026-02-28\"", PARSE_FINE },
    { &day, "\"2026-02-29\"", PARSE_NOT_A_DATE },
    { &day, "\"02/28/2026\"", PARSE_NOT_A_DATE },
    { &when, "\"2026-06-02T20:30:00+08:00\"", PARSE_FINE },
    { &when, "\"2026-06-02T25:00:00Z\"", PARSE_NOT_AN_INSTANT },
    { &yes, "true", PARSE_FINE },
    { &yes, "\"off\"", PARSE_FINE },
    { &yes, "2", PARSE_WRONG_TYPE },
    { &link, "\"01a1ffe6-43cf-7000-bd6f-58dde56b6fd1\"", PARSE_FINE },
    { &link, "\"01a1ffe6\"", PARSE_NOT_AN_ID },
    { &colour, "\"red\"", PARSE_FINE },
    { &colour, "\"Red\"", PARSE_NOT_A_CHOICE },
    { &currency, "\"JPY\"", PARSE_FINE },
    { &currency, "\"XXZ\"", PARSE_NOT_A_CURRENCY },
    { &json, "{\"a\":[1,2]}", PARSE_FINE },
    { &json, "[1,2,3,4,5,6,7,8,9,10,11]", PARSE_TOO_LONG },
};

static enum parse_fault parse(struct arena *arena, const struct field *field, const char *input,
                              struct value *ret_value)
{
    const struct json *tree;

    assert_int_equal(json_parse(arena, text_from(input), NULL, &tree, NULL), OK);
    return value_from_json(field, tree, arena, ret_value);
}

static void every_type_knows_its_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = { 0 };
        struct value value = { 0 };
        enum parse_fault fault = parse(&arena, cases[i].field, cases[i].input, &value);

        if (fault != cases[i].fault)
            fail_msg("%s as %s: fault %d, not %d", cases[i].input, cases[i].field->name, (int)fault,
                     (int)cases[i].fault);
        arena_release(&arena);
    }
}

static void every_fault_has_a_sentence_and_a_code(void **state)
{
    (void)state;
    for (enum parse_fault fault = PARSE_REQUIRED; fault < PARSE_FAULT_COUNT; fault++) {
        assert_int_equal(strlen(parse_fault_code(fault)), 5);
        assert_true(strlen(parse_fault_sentence(fault).en) > 10);
        assert_true(strlen(parse_fault_sentence(fault).zh) > 10);
    }
    assert_int_equal(parse_fault_limit(PARSE_TOO_SMALL, &number), -3);
    assert_int_equal(parse_fault_limit(PARSE_TOO_LONG, &text), 5);
    assert_int_equal(parse_fault_limit(PARSE_ABOVE, &number), 7);
}

/* What goes out is what came in. */
static void values_come_back_as_they_were(void **state)
{
    static const struct {
        const struct field *field;
        const char *wire;
    } round[] = {
        { &when, "\"2026-06-02T20:30:00.123Z\"" },
        { &yes, "true" },
        { &link, "\"01a1ffe6-43cf-7000-bd6f-58dde56b6fd1\"" },
        { &money, "1234500" },
        { &day, "\"2026-06-02\"" },
        { &json, "{\"b\":1,\"a\":2}" },
        { &note, "null" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof round / sizeof *round; i++) {
        struct arena arena = { 0 };
        struct buffer out = buffer_in(&arena, 1000);
        struct json_writer writer = json_writer_to(&out);
        struct value value;

        assert_int_equal(parse(&arena, round[i].field, round[i].wire, &value), PARSE_FINE);
        value_write_json(&writer, round[i].field, value);
        assert_true(text_equal(buffer_text(&out), text_from(round[i].wire)));
        arena_release(&arena);
    }
}

struct wish {
    struct text name;
    int64_t count;
};

#define ROW struct wish
static const struct field wishes[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .max = 10),
    INTEGER(count, L("Count", "数量"), NOT_PERSONAL, .fallback = "3", .max = 9),
};

static enum parse_fault fill(struct arena *arena, const char *input, struct wish *wish,
                             const struct field **ret_field, struct text *ret_unknown)
{
    const struct json *tree;

    assert_int_equal(json_parse(arena, text_from(input), NULL, &tree, NULL), OK);
    return struct_from_json(wishes, 2, tree, arena, wish, sizeof *wish, ret_field, ret_unknown);
}

static void a_struct_is_filled_or_the_field_is_named(void **state)
{
    struct arena arena = { 0 };
    struct text unknown = { 0 };
    const struct field *field = NULL;
    struct wish wish;

    (void)state;
    assert_int_equal(fill(&arena, "{\"name\":\"x\"}", &wish, &field, &unknown), PARSE_FINE);
    assert_int_equal(wish.count, 3);
    assert_int_equal(fill(&arena, "{\"name\":\"x\",\"count\":10}", &wish, &field, &unknown),
                     PARSE_ABOVE);
    assert_string_equal(field->name, "count");
    assert_int_equal(fill(&arena, "{}", &wish, &field, &unknown), PARSE_REQUIRED);
    assert_string_equal(field->name, "name");
    assert_int_equal(fill(&arena, "{\"name\":\"x\",\"more\":1}", &wish, &field, &unknown),
                     PARSE_WRONG_TYPE);
    assert_null(field);
    assert_true(text_equal(unknown, T("more")));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_knows_its_values),
        cmocka_unit_test(every_fault_has_a_sentence_and_a_code),
        cmocka_unit_test(values_come_back_as_they_were),
        cmocka_unit_test(a_struct_is_filled_or_the_field_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
