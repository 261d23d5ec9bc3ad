/* JSON reading: what is refused and how, every ceiling, order, and what the accessors give for
   the wrong kind. */
#include "codec/json_read.h"
#include "text_check.h"

#include <float.h>

struct refusal {
    struct text json;
    enum status status;
    int line;
};

static const struct refusal refusals[] = {
    { T_INIT(""), INVALID, 0 },
    { T_INIT(" "), INVALID, 1 },
    { T_INIT("{"), INVALID, 1 },
    { T_INIT("{}x"), INVALID, 1 },
    { T_INIT("{} {}"), INVALID, 1 },
    { T_INIT("[1,]"), INVALID, 1 },
    { T_INIT("{\"a\":1,}"), INVALID, 1 },
    { T_INIT("{a:1}"), INVALID, 1 },
    { T_INIT("['a']"), INVALID, 1 },
    { T_INIT("[01]"), INVALID, 1 },
    { T_INIT("[+1]"), INVALID, 1 },
    { T_INIT("[.5]"), INVALID, 1 },
    { T_INIT("[1.]"), INVALID, 1 },
    { T_INIT("[NaN]"), INVALID, 1 },
    { T_INIT("[Infinity]"), INVALID, 1 },
    { T_INIT("[1e999]"), INVALID, 1 },
    { T_INIT("[9223372036854775808]"), INVALID, 1 },
    { T_INIT("[-9223372036854775809]"), INVALID, 1 },
    { T_INIT("\"a\\u0000b\""), INVALID, 1 },
    { T_INIT("{\"a\\u0000\":1}"), INVALID, 1 },
    { T_INIT("\"a\0b\""), INVALID, 1 },
    { T_INIT("[1]\0"), INVALID, 1 },
    { T_INIT("\"a\nb\""), INVALID, 1 },
    { T_INIT("\"\\x41\""), INVALID, 1 },
    { T_INIT("\"\\ud800\""), INVALID, 1 },
    { T_INIT("\"\xC3\x28\""), INVALID, 1 },
    { T_INIT("\"\xED\xA0\x80\""), INVALID, 1 },
    { T_INIT("\xEF\xBB\xBF{}"), INVALID, 1 },
    { T_INIT("{\"a\":1,\n\"a\":2}"), INVALID, 2 },
    { T_INIT("[\n\n//\n]"), INVALID, 3 },
};

static void counts_what_is_listed(void **state)
{
    static const struct {
        struct text list;
        size_t count;
    } cases[] = {
        { T_INIT("[]"), 0 },
        { T_INIT(" [ \n] "), 0 },
        { T_INIT("[0]"), 1 },
        { T_INIT("[[]]"), 1 },
        { T_INIT("[{}, {}]"), 2 },
        { T_INIT("[\"],[,\\\"\",\"\\\\\",\"\"]"), 3 },
        { T_INIT("[{\"a\":[1,2,{\"b\":[3,4]}],\"c\":5},null,[6,[7,8]],-1.5,true]"), 5 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = { 0 };
        const struct json *json;

        assert_int_equal(json_parse(&arena, cases[i].list, NULL, &json, NULL), OK);
        assert_int_equal(json_count(json), cases[i].count);
        assert_int_equal(json_count_listed(cases[i].list), cases[i].count);
        arena_release(&arena);
    }
}

static void refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        struct arena arena = { 0 };
        const struct json *json = NULL;
        struct json_error error = { .line = -1 };

        assert_int_equal(json_parse(&arena, refusals[i].json, NULL, &json, &error),
                         refusals[i].status);
        assert_null(json);
        assert_int_equal(error.line, refusals[i].line);
        assert_true(strlen(error.reason) > 0);
        assert_null(strstr(error.reason, " near "));
        arena_release(&arena);
    }
}

static const struct json *parsed(struct arena *arena, struct text text)
{
    const struct json *json = NULL;

    assert_int_equal(json_parse(arena, text, NULL, &json, NULL), OK);
    return json;
}

static void reads_every_kind(void **state)
{
    struct arena arena = { 0 };
    const struct json *json =
        parsed(&arena, T("[null, true, false, -7, 42.5, \"a\\u4e2d\\ud83d\\ude00\", [1], {\"b\":2},"
                         " 9223372036854775807, -9223372036854775808]"));
    static const enum json_kind kinds[] = {
        JSON_KIND_NULL,    JSON_KIND_BOOLEAN, JSON_KIND_BOOLEAN, JSON_KIND_INTEGER,
        JSON_KIND_REAL,    JSON_KIND_STRING,  JSON_KIND_ARRAY,   JSON_KIND_OBJECT,
        JSON_KIND_INTEGER, JSON_KIND_INTEGER,
    };

    (void)state;
    assert_int_equal(json_kind(json), JSON_KIND_ARRAY);
    assert_int_equal(json_count(json), sizeof kinds / sizeof kinds[0]);
    for (size_t i = 0; i < json_count(json); i++)
        assert_int_equal(json_kind(json_at(json, i)), kinds[i]);
    assert_true(json_as_boolean(json_at(json, 1)));
    assert_false(json_as_boolean(json_at(json, 2)));
    assert_int_equal(json_as_integer(json_at(json, 3)), -7);
    assert_true(json_as_real(json_at(json, 4)) == 42.5);
    assert_true(json_as_real(json_at(json, 3)) == -7);
    assert_text(json_as_text(json_at(json, 5)), T("a\u4e2d\U0001F600"));
    assert_int_equal(json_integer_member(json_at(json, 7), T("b")), 2);
    assert_true(json_as_integer(json_at(json, 8)) == INT64_MAX);
    assert_true(json_as_integer(json_at(json, 9)) == INT64_MIN);
    arena_release(&arena);
}

static void gives_the_empty_value_for_another_kind(void **state)
{
    struct arena arena = { 0 };
    const struct json *json = parsed(&arena, T("{\"text\":\"\",\"number\":1.5,\"null\":null}"));
    const struct json *number = json_member(json, T("number"));

    (void)state;
    assert_null(json_as_text(number).at);
    assert_int_equal(json_as_integer(number), 0);
    assert_false(json_as_boolean(number));
    assert_int_equal(json_count(number), 0);
    assert_null(json_at(number, 0));
    assert_null(json_member(number, T("x")));
    assert_non_null(json_text_member(json, T("text")).at);
    assert_int_equal(json_kind(json_member(json, T("null"))), JSON_KIND_NULL);
    assert_int_equal(json_kind(json_member(json, T("none"))), JSON_KIND_ABSENT);
    assert_int_equal(json_kind(json_member(NULL, T("none"))), JSON_KIND_ABSENT);
    assert_null(json_text_member(NULL, T("x")).at);
    assert_false(json_boolean_member(json, T("text")));
    assert_int_equal(json_count(NULL), 0);
    assert_null(json_at(NULL, 0));
    assert_null(json_at(json, 0));
    arena_release(&arena);
}

static void keeps_members_in_document_order(void **state)
{
    static const struct text names[] = { T_INIT("zeta"), T_INIT(""), T_INIT("alpha"),
                                         T_INIT("\u4e2d"), T_INIT("a") };
    struct arena arena = { 0 };
    struct json_members members = {
        .object = parsed(&arena, T("{\"zeta\":0,\"\":1,\"alpha\":2,\"\\u4e2d\":3,\"a\":4}")),
    };
    size_t count = 0;

    (void)state;
    while (json_next_member(&members)) {
        assert_text(members.name, names[count]);
        assert_int_equal(json_as_integer(members.value), count);
        count++;
    }
    assert_int_equal(count, 5);
    members = (struct json_members){ .object = parsed(&arena, T("[1]")) };
    assert_false(json_next_member(&members));
    members = (struct json_members){ 0 };
    assert_false(json_next_member(&members));
    arena_release(&arena);
}

static struct text nested(struct arena *arena, size_t depth)
{
    char *at = arena_alloc(arena, 2 * depth);

    memset(at, '[', depth);
    memset(at + depth, ']', depth);
    return (struct text){ at, 2 * depth };
}

static enum status parse_within(struct arena *arena, struct text text, struct json_limits limits)
{
    const struct json *json;

    return json_parse(arena, text, &limits, &json, NULL);
}

static void holds_its_ceilings(void **state)
{
    struct arena arena = { 0 };
    const struct json *json;
    struct json_error error;
    struct text two = T("{\"a\":[\"]]]\\\"[[[\",2]}");

    (void)state;
    assert_int_equal(json_parse(&arena, nested(&arena, JSON_LIMIT_DEPTH), NULL, &json, NULL), OK);
    assert_int_equal(json_parse(&arena, nested(&arena, JSON_LIMIT_DEPTH + 1), NULL, &json, &error),
                     TOO_LARGE);
    assert_string_equal(error.reason, "the JSON text is nested too deeply");
    assert_int_equal(
        parse_within(&arena, nested(&arena, 1000), (struct json_limits){ .depth = 9999 }), OK);
    assert_int_equal(
        parse_within(&arena, nested(&arena, 1001), (struct json_limits){ .depth = 9999 }),
        TOO_LARGE);
    assert_int_equal(parse_within(&arena, nested(&arena, 1 << 18), (struct json_limits){ 0 }),
                     TOO_LARGE);
    assert_int_equal(parse_within(&arena, two, (struct json_limits){ .depth = 2 }), OK);
    assert_int_equal(parse_within(&arena, two, (struct json_limits){ .depth = 1 }), TOO_LARGE);
    assert_int_equal(parse_within(&arena, two, (struct json_limits){ .size_bytes = two.size }), OK);
    assert_int_equal(parse_within(&arena, two, (struct json_limits){ .size_bytes = two.size - 1 }),
                     TOO_LARGE);
    assert_int_equal(parse_within(&arena, T("[1,2,3]"), (struct json_limits){ .values = 4 }), OK);
    assert_int_equal(parse_within(&arena, T("[1,2,3]"), (struct json_limits){ .values = 3 }),
                     TOO_LARGE);
    arena_release(&arena);
}

/* A call's ceiling holds for the tree, too, and what is refused has cost something as well. */
static void takes_its_memory_from_the_arena(void **state)
{
    static const struct {
        struct text json;
        enum status status;
        size_t least;
    } cases[] = {
        { T_INIT("1"), OK, 16 },
        { T_INIT("[\"0123456789012345678901234567890123456789\",{},{},{\"a\":[]}]"), OK, 500 },
        { T_INIT("[\"0123456789012345678901234567890123456789\",{},{},{\"a\":[]}"), INVALID, 500 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = { 0 };
        const struct json *json;

        assert_int_equal(json_parse(&arena, cases[i].json, NULL, &json, NULL), cases[i].status);
        assert_in_range(arena.used, cases[i].least, 100 * cases[i].json.size + 200);
        arena_release(&arena);
    }
}

/* "[0,0,0]" of so many values, the list itself among them. */
static struct text list_of(struct arena *arena, size_t values)
{
    char *at = arena_alloc(arena, 2 * values);

    for (size_t i = 0; i < 2 * values; i++)
        at[i] = i % 2 ? '0' : ',';
    at[0] = '[';
    at[2 * values - 2] = ']';
    return (struct text){ at, 2 * values - 1 };
}

static struct text string_of(struct arena *arena, size_t bytes)
{
    char *at = arena_alloc(arena, bytes);

    memset(at, 'a', bytes);
    at[0] = at[bytes - 1] = '"';
    return (struct text){ at, bytes };
}

static void holds_its_default_ceilings(void **state)
{
    static const struct {
        struct text (*make)(struct arena *arena, size_t size);
        size_t most;
        const char *reason;
    } cases[] = {
        { nested, JSON_LIMIT_DEPTH, "the JSON text is nested too deeply" },
        { list_of, JSON_LIMIT_VALUES, "the JSON text has too many values" },
        { string_of, JSON_LIMIT_BYTES, "the JSON text is too large" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = { 0 };
        const struct json *json;
        struct json_error error;

        assert_int_equal(
            json_parse(&arena, cases[i].make(&arena, cases[i].most), NULL, &json, &error), OK);
        assert_int_equal(
            json_parse(&arena, cases[i].make(&arena, cases[i].most + 1), NULL, &json, &error),
            TOO_LARGE);
        assert_string_equal(error.reason, cases[i].reason);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_what_is_listed),
        cmocka_unit_test(refuses),
        cmocka_unit_test(reads_every_kind),
        cmocka_unit_test(gives_the_empty_value_for_another_kind),
        cmocka_unit_test(keeps_members_in_document_order),
        cmocka_unit_test(holds_its_ceilings),
        cmocka_unit_test(takes_its_memory_from_the_arena),
        cmocka_unit_test(holds_its_default_ceilings),
    };

    return cmocka_run_group_tests_name("codec/json_read", tests, NULL, NULL);
}
