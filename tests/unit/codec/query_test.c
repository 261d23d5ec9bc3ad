/* Query: pairs in order, what decoding refuses, both ceilings, encoding, and paths. */
#include "codec/query.h"
#include "text_check.h"

struct decoding {
    struct text coded, plain;
    enum status status;
};

static const struct decoding decodings[] = {
    { T_INIT(""), T_INIT(""), OK },
    { T_INIT("plain"), T_INIT("plain"), OK },
    { T_INIT("a+b"), T_INIT("a+b"), OK },
    { T_INIT("a%20b%2Bc%2fd"), T_INIT("a b+c/d"), OK },
    { T_INIT("%E4%B8%AD"), T_INIT("\u4e2d"), OK },
    { T_INIT("%e4%b8%ad"), T_INIT("\u4e2d"), OK },
    { T_INIT("%25%32%30"), T_INIT("%20"), OK },
    { T_INIT("%"), T_INIT(""), INVALID },
    { T_INIT("a%2"), T_INIT(""), INVALID },
    { T_INIT("%g0"), T_INIT(""), INVALID },
    { T_INIT("%0g"), T_INIT(""), INVALID },
    { T_INIT("%+1"), T_INIT(""), INVALID },
    { T_INIT("%00"), T_INIT(""), INVALID },
    { T_INIT("a\0b"), T_INIT(""), INVALID },
    { T_INIT("%FF"), T_INIT(""), INVALID },
    { T_INIT("%C0%80"), T_INIT(""), INVALID },
    { T_INIT("%ED%A0%80"), T_INIT(""), INVALID },
    { T_INIT("\xFF"), T_INIT(""), INVALID },
};

static void decodes_strictly(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof decodings / sizeof decodings[0]; i++) {
        struct text plain = { 0 };

        assert_int_equal(percent_decode(&arena, decodings[i].coded, &plain), decodings[i].status);
        assert_text(plain, decodings[i].plain);
    }
    arena_release(&arena);
}

static void keeps_pairs_in_order(void **state)
{
    static const struct query_pair wanted[] = {
        { T_INIT("select"), T_INIT("id,show:live_session(title)") },
        { T_INIT("price"), T_INIT("gte.10") },
        { T_INIT("price"), T_INIT("lt.a b=&c") },
        { T_INIT(""), T_INIT("x") },
        { T_INIT("flag"), { 0 } },
        { T_INIT("empty"), T_INIT("") },
        { T_INIT("\u54c1\u724c"), T_INIT("=") },
    };
    struct arena arena = { 0 };
    struct query query;

    (void)state;
    assert_int_equal(query_parse(&arena,
                                 T("&select=id,show%3Alive_session(title)&price=gte.10"
                                   "&&price=lt.a+b%3D%26c&=x&flag&empty=&%E5%93%81%E7%89%8C==&"),
                                 &query),
                     OK);
    assert_int_equal(query.count, sizeof wanted / sizeof wanted[0]);
    for (size_t i = 0; i < query.count; i++) {
        assert_text(query.pairs[i].name, wanted[i].name);
        assert_text(query.pairs[i].value, wanted[i].value);
    }
    assert_null(query.pairs[4].value.at);
    assert_non_null(query.pairs[5].value.at);
    assert_text(query_value(&query, T("price")), T("gte.10"));
    assert_null(query_value(&query, T("none")).at);
    assert_int_equal(query_count(&query, T("price")), 2);
    arena_release(&arena);
}

static void refuses_broken_pairs(void **state)
{
    static const struct text broken[] = {
        T_INIT("a=%"), T_INIT("%zz=1"), T_INIT("a=1&b=%00"), T_INIT("a=\xFF"), T_INIT("\xC3=1"),
    };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct query query = { .count = 77 };

        assert_int_equal(query_parse(&arena, broken[i], &query), INVALID);
        assert_int_equal(query.count, 77);
    }
    arena_release(&arena);
}

static struct text filled(struct arena *arena, struct text piece, size_t times)
{
    char *at = arena_alloc(arena, piece.size * times);

    for (size_t i = 0; i < times; i++)
        memcpy(at + i * piece.size, piece.at, piece.size);
    return (struct text){ at, piece.size * times };
}

static void holds_its_ceilings(void **state)
{
    struct arena arena = { 0 };
    struct query query;
    struct text text;

    (void)state;
    assert_int_equal(query_parse(&arena, filled(&arena, T("a&"), QUERY_LIMIT_PAIRS), &query), OK);
    assert_int_equal(query.count, QUERY_LIMIT_PAIRS);
    assert_int_equal(query_parse(&arena, filled(&arena, T("a&"), QUERY_LIMIT_PAIRS + 1), &query),
                     TOO_LARGE);
    assert_int_equal(query_parse(&arena, filled(&arena, T("a"), QUERY_LIMIT_BYTES), &query), OK);
    assert_int_equal(query_parse(&arena, filled(&arena, T("a"), QUERY_LIMIT_BYTES + 1), &query),
                     TOO_LARGE);
    assert_int_equal(percent_decode(&arena, filled(&arena, T("a"), QUERY_LIMIT_BYTES + 1), &text),
                     TOO_LARGE);
    assert_int_equal(query_parse(&arena, (struct text){ 0 }, &query), OK);
    assert_int_equal(query.count, 0);
    arena_release(&arena);
}

static void encodes(void **state)
{
    struct buffer buffer = buffer_on_heap(200);

    (void)state;
    buffer_append(&buffer, T("/auth/v1/verify?"));
    query_append(&buffer, T("token"), T("a-b._~Z9"));
    query_append(&buffer, T("to"), T("https://x/?a=b&c \u4e2d+\xFF"));
    query_append(&buffer, T(""), T(""));
    assert_text(buffer_text(&buffer), T("/auth/v1/verify?token=a-b._~Z9"
                                        "&to=https%3A%2F%2Fx%2F%3Fa%3Db%26c%20%E4%B8%AD%2B%FF&="));
    buffer_clear(&buffer);
    query_append(&buffer, T("a"), T("1"));
    assert_text(buffer_text(&buffer), T("a=1"));
    buffer_release(&buffer);
}

static const struct decoding paths[] = {
    { T_INIT("/"), T_INIT("/"), OK },
    { T_INIT("/rest/v1/sale"), T_INIT("/rest/v1/sale"), OK },
    { T_INIT("/a%20b/%E4%B8%AD"), T_INIT("/a b/\u4e2d"), OK },
    { T_INIT("/a+b"), T_INIT("/a+b"), OK },
    { T_INIT("/..."), T_INIT("/..."), OK },
    { T_INIT("/.well-known/x"), T_INIT("/.well-known/x"), OK },
    { T_INIT("/%252e%252e/x"), T_INIT("/%2e%2e/x"), OK },
    { T_INIT(""), T_INIT(""), INVALID },
    { T_INIT("a"), T_INIT(""), INVALID },
    { T_INIT("/.."), T_INIT(""), INVALID },
    { T_INIT("/a/../b"), T_INIT(""), INVALID },
    { T_INIT("/a/./b"), T_INIT(""), INVALID },
    { T_INIT("/a/%2e%2E/b"), T_INIT(""), INVALID },
    { T_INIT("/a/.%2e"), T_INIT(""), INVALID },
    { T_INIT("/a%2Fb"), T_INIT(""), INVALID },
    { T_INIT("/a%2fb"), T_INIT(""), INVALID },
    { T_INIT("/a%5Cb"), T_INIT(""), INVALID },
    { T_INIT("/a\\b"), T_INIT(""), INVALID },
    { T_INIT("/a%00"), T_INIT(""), INVALID },
    { T_INIT("/a%0A"), T_INIT(""), INVALID },
    { T_INIT("/a%7F"), T_INIT(""), INVALID },
    { T_INIT("/a%"), T_INIT(""), INVALID },
    { T_INIT("/%FF"), T_INIT(""), INVALID },
};

static void decodes_paths(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct text plain = { 0 };

        assert_int_equal(path_decode(&arena, paths[i].coded, &plain), paths[i].status);
        assert_text(plain, paths[i].plain);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_strictly),
        cmocka_unit_test(keeps_pairs_in_order),
        cmocka_unit_test(refuses_broken_pairs),
        cmocka_unit_test(holds_its_ceilings),
        cmocka_unit_test(encodes),
        cmocka_unit_test(decodes_paths),
    };

    return cmocka_run_group_tests_name("codec/query", tests, NULL, NULL);
}
