/* Search: which texts a search finds, by the parts and patterns it is read into. */
#include "codec/pattern.h"
#include "codec/search.h"
#include "codec/utf8.h"
#include "text_check.h"

static bool finds_term(struct arena *arena, const struct search *term, struct text folded)
{
    const struct pattern *pattern;
    const char *reason;

    if (text_find(folded, term->part) == folded.size && term->part.size > 0)
        return false;
    if (term->pattern.size == 0)
        return true;
    if (pattern_parse(arena, term->pattern, false, &pattern, &reason) != OK)
        fail_msg("%.*s: %s", TEXT_ARG(term->pattern), reason);
    return pattern_matches(pattern, folded);
}

static bool finds(struct arena *arena, const struct search *search, struct text folded)
{
    bool is_all = search->kind == SEARCH_AND;

    if (search->kind == SEARCH_TERM)
        return finds_term(arena, search, folded);
    if (search->kind == SEARCH_NOT)
        return !finds(arena, search->children, folded);
    for (const struct search *child = search->children; child; child = child->next)
        if (finds(arena, child, folded) != is_all)
            return !is_all;
    return is_all;
}

static const struct {
    enum search_form form;
    bool english;
    const char *search, *text;
    bool is_found;
} cases[] = {
    { SEARCH_PLAIN, false, "nike", "Nike Dunk", true },
    { SEARCH_PLAIN, false, "NIKE dunk", "dunk by Nike", true },
    { SEARCH_PLAIN, false, "nik", "Nike", false },
    { SEARCH_PLAIN, false, "ike", "Nike", false },
    { SEARCH_PLAIN, false, "nike", "\u8010\u514bnike\u978b", true },
    { SEARCH_PLAIN, false, "nike\u978b", "\u8010\u514bNike\u978b", true },
    { SEARCH_PLAIN, false, "\u8001\u5ba2", "\u4e00\u4f4d\u8001\u5ba2\u6237", true },
    { SEARCH_PLAIN, false, "\u5ba2\u8001", "\u4e00\u4f4d\u8001\u5ba2\u6237", false },
    { SEARCH_PLAIN, false, "\u4e00 \u6237", "\u4e00\u4f4d\u8001\u5ba2\u6237", true },
    { SEARCH_PHRASE, false, "\u4e00 \u6237", "\u4e00\u4f4d\u8001\u5ba2\u6237", false },
    { SEARCH_PHRASE, false, "\u8001 \u5ba2", "\u4e00\u4f4d\u8001 \u5ba2\u6237", true },
    { SEARCH_PLAIN, false, "\uff2e\uff29\uff2b\uff25", "nike", true },
    { SEARCH_PLAIN, false, "42.5", "size 42.5, new", true },
    { SEARCH_PLAIN, false, "42.5", "size 4255", false },
    { SEARCH_PLAIN, false, "o'neill", "O'Neill", true },
    { SEARCH_PLAIN, false, "o'neill", "neill o", false },
    { SEARCH_PLAIN, false, "caf", "caf\u00e9", false },
    { SEARCH_PLAIN, false, "CAF\u00c9", "le caf\u00e9", true },
    { SEARCH_PLAIN, false, "\U0001f45f", "new\U0001f45f!", true },
    { SEARCH_PHRASE, false, "dunk low", "dunk, low", true },
    { SEARCH_PHRASE, false, "dunk low", "dunk very low", false },
    { SEARCH_PHRASE, false, "dunk low", "dunklow", false },
    { SEARCH_WEB, false, "dunk -low", "dunk high", true },
    { SEARCH_WEB, false, "dunk -low", "dunk low", false },
    { SEARCH_WEB, false, "samba or gel", "a gel", true },
    { SEARCH_WEB, false, "\"dunk low\" or gel", "low dunk", false },
    { SEARCH_WEB, false, "-\"dunk low\"", "low dunk", true },
    { SEARCH_WEB, false, "or", "or else", true },
    { SEARCH_WEB, false, "\"open", "open", true },
    { SEARCH_QUERY, false, "dun:*", "dunk", true },
    { SEARCH_QUERY, false, "unk:*", "dunk", false },
    { SEARCH_QUERY, false, "!dunk & gel", "gel", true },
    { SEARCH_QUERY, false, "!(dunk | gel)", "gel", false },
    { SEARCH_QUERY, false, "dunk <-> lo:*", "dunk low", true },
    { SEARCH_QUERY, false, "'dunk low' | x", "dunk low", true },
    { SEARCH_PLAIN, true, "shoes", "a shoe", true },
    { SEARCH_PLAIN, true, "shoe", "two shoes", true },
    { SEARCH_PLAIN, true, "boxes", "a box", true },
    { SEARCH_PLAIN, true, "box", "boxes", true },
    { SEARCH_PLAIN, true, "cities", "city", true },
    { SEARCH_PLAIN, true, "city", "cities", true },
    { SEARCH_PLAIN, true, "dress", "dresses", true },
    { SEARCH_PLAIN, true, "dresses", "dress", true },
    { SEARCH_PLAIN, true, "days", "day", true },
    { SEARCH_PLAIN, true, "the shoe of", "shoe", true },
    { SEARCH_PLAIN, true, "shoe", "shoebox", false },
    { SEARCH_PLAIN, false, "shoe", "shoes", false },
};

static void finds_what_is_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = { 0 };
        struct buffer folded = buffer_in(&arena, 1000);
        struct search *search = NULL;

        utf8_fold(&folded, text_from(cases[i].text));
        assert_int_equal(search_parse(&arena, cases[i].form, cases[i].english,
                                      text_from(cases[i].search), &search),
                         OK);
        assert_non_null(search);
        if (finds(&arena, search, buffer_text(&folded)) != cases[i].is_found)
            fail_msg("%s in %s", cases[i].search, cases[i].text);
        arena_release(&arena);
    }
}

static const struct {
    enum search_form form;
    const char *search;
    enum status status;
} edges[] = {
    { SEARCH_PLAIN, "", OK },
    { SEARCH_PLAIN, " ... ", OK },
    { SEARCH_QUERY, "", OK },
    { SEARCH_WEB, "-", OK },
    { SEARCH_QUERY, "a b", INVALID },
    { SEARCH_QUERY, "a &", INVALID },
    { SEARCH_QUERY, "& a", INVALID },
    { SEARCH_QUERY, "(a", INVALID },
    { SEARCH_QUERY, "a)", INVALID },
    { SEARCH_QUERY, "a:B", INVALID },
    { SEARCH_QUERY, "!", INVALID },
    { SEARCH_QUERY, "a <-> !b", INVALID },
    { SEARCH_QUERY, "a <2> b", INVALID },
};

static void says_what_is_malformed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        struct arena arena = { 0 };
        struct search *search = NULL;

        if (search_parse(&arena, edges[i].form, false, text_from(edges[i].search), &search) !=
            edges[i].status)
            fail_msg("%s", edges[i].search);
        assert_null(search);
        arena_release(&arena);
    }
}

static enum status parse_many(const char *part, size_t count, enum search_form form)
{
    struct arena arena = { 0 };
    struct buffer text = buffer_in(&arena, 1 << 16);
    struct search *search;
    enum status status;

    for (size_t i = 0; i < count; i++)
        buffer_append(&text, text_from(part));
    status = search_parse(&arena, form, false, buffer_text(&text), &search);
    arena_release(&arena);
    return status;
}

static enum status parse_nested(const char *open, const char *close, size_t depth)
{
    struct arena arena = { 0 };
    struct buffer text = buffer_in(&arena, SEARCH_LIMIT_BYTES);
    struct search *search;
    enum status status;

    for (size_t i = 0; i < depth; i++)
        buffer_append(&text, text_from(open));
    buffer_append_byte(&text, 'a');
    for (size_t i = 0; i < depth; i++)
        buffer_append(&text, text_from(close));
    status = search_parse(&arena, SEARCH_QUERY, false, buffer_text(&text), &search);
    arena_release(&arena);
    return status;
}

static void limits_hold_at_their_edge(void **state)
{
    (void)state;
    assert_int_equal(parse_many("a ", SEARCH_LIMIT_TERMS, SEARCH_PLAIN), OK);
    assert_int_equal(parse_many("a ", SEARCH_LIMIT_TERMS + 1, SEARCH_PLAIN), TOO_LARGE);
    assert_int_equal(parse_many("a", SEARCH_LIMIT_BYTES, SEARCH_PLAIN), OK);
    assert_int_equal(parse_many("a", SEARCH_LIMIT_BYTES + 1, SEARCH_PLAIN), TOO_LARGE);
    assert_int_equal(parse_many("a ", 100, SEARCH_PHRASE), TOO_LARGE);
    assert_int_equal(parse_many("(", 5000, SEARCH_QUERY), TOO_LARGE);
    assert_int_equal(parse_many("!(", 500, SEARCH_QUERY), TOO_LARGE);
    assert_int_equal(parse_nested("(", ")", SEARCH_LIMIT_DEPTH), OK);
    assert_int_equal(parse_nested("(", ")", SEARCH_LIMIT_DEPTH + 1), TOO_LARGE);
    assert_int_equal(parse_nested("!", "", SEARCH_LIMIT_DEPTH), OK);
    assert_int_equal(parse_nested("!", "", SEARCH_LIMIT_DEPTH + 1), TOO_LARGE);
}

/* Depth is what stands inside of each other, not what stands side by side. */
static void many_that_are_negated_are_not_deep(void **state)
{
    struct arena arena = { 0 };
    struct buffer text = buffer_in(&arena, SEARCH_LIMIT_BYTES);
    struct search *search = NULL;

    (void)state;
    for (int i = 0; i < SEARCH_LIMIT_TERMS - 1; i++)
        buffer_append(&text, T("!a & "));
    buffer_append(&text, T("(b)"));
    assert_int_equal(search_parse(&arena, SEARCH_QUERY, false, buffer_text(&text), &search), OK);
    assert_non_null(search);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_is_there),
        cmocka_unit_test(says_what_is_malformed),
        cmocka_unit_test(limits_hold_at_their_edge),
        cmocka_unit_test(many_that_are_negated_are_not_deep),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
