/* Pattern: what matches, what is refused, and that no pattern takes more than its share of time. */
#include "base/buffer.h"
#include "base/time.h"
#include "codec/pattern.h"
#include "text_check.h"

struct match {
    const char *pattern, *text;
    bool matches, folds;
};

static const struct match matches[] = {
    { "", "", true },
    { "", "abc", true },
    { "b", "abc", true },
    { "^b", "abc", false },
    { "^abc$", "abc", true },
    { "^$", "", true },
    { "^$", "a", false },
    { "a.c", "a\nc", true },
    { "^.$", "\u56de", true },
    { "^..$", "\u56de", false },
    { "ab*c", "ac", true },
    { "ab*c", "abbbc", true },
    { "ab+c", "ac", false },
    { "ab?c", "abbc", false },
    { "^a{2,3}$", "a", false },
    { "^a{2,3}$", "aaa", true },
    { "^a{2,3}$", "aaaa", false },
    { "^a{2,}$", "aaaaaaa", true },
    { "^a{0}$", "", true },
    { "^(ab|cd)+$", "abcdab", true },
    { "^(ab|cd)+$", "abcda", false },
    { "^(|a)b$", "b", true },
    { "^()$", "", true },
    { "^(a*)*$", "aaaa", true },
    { "^(a|b*)*c$", "abbac", true },
    { "(?:a|b)c", "bc", true },
    { "a|^b", "xa", true },
    { "a|^b", "xb", false },
    { "[a-c]", "b", true },
    { "[^a-c]", "abc", false },
    { "[^a-c]", "abcd", true },
    { "[]a]", "]", true },
    { "[^]a]", "]a", false },
    { "[a-]", "-", true },
    { "[-a]", "-", true },
    { "[\\]]", "]", true },
    { "[\\d_]", "_", true },
    { "[[:digit:][:upper:]]", "a1", true },
    { "[[:upper:]]", "abc", false },
    { "[\u4e00-\u9fff]", "a\u56de", true },
    { "[^\u4e00-\u9fff]", "\u56de\u529b", false },
    { "\\d+", "a12", true },
    { "^\\D+$", "a12", false },
    { "^\\w+$", "a_1", true },
    { "^\\w+$", "\u56de", false },
    { "\\W", "\u56de", true },
    { "a\\sb", "a\tb", true },
    { "\\.", "a", false },
    { "\\.", ".", true },
    { "\\\\", "\\", true },
    { "\\t", "\t", true },
    { "a+?b", "aab", true },
    { "abc", "ABC", false },
    { "abc", "ABC", true, true },
    { "[a-c]+$", "ABC", true, true },
    { "[^a-c]", "ABC", false, true },
    { "[[:upper:]]", "abc", true, true },
    { "\u00e9", "\u00c9", false, true },
};

static void matches_what_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof matches / sizeof *matches; i++) {
        struct arena arena = { 0 };
        const struct pattern *pattern;
        const char *reason = "";

        if (pattern_parse(&arena, text_from(matches[i].pattern), matches[i].folds, &pattern,
                          &reason) != OK)
            fail_msg("%s: %s", matches[i].pattern, reason);
        if (pattern_matches(pattern, text_from(matches[i].text)) != matches[i].matches)
            fail_msg("%s on %s", matches[i].pattern, matches[i].text);
        arena_release(&arena);
    }
}

static const struct {
    const char *pattern;
    enum status status;
} refusals[] = {
    { "(", INVALID },
    { ")", INVALID },
    { "a)", INVALID },
    { "(a", INVALID },
    { "[a", INVALID },
    { "[", INVALID },
    { "[]", INVALID },
    { "[b-a]", INVALID },
    { "[a-c-e]", INVALID },
    { "[[:none:]]", INVALID },
    { "[[.a.]]", INVALID },
    { "[[=a=]]", INVALID },
    { "[\\D]", INVALID },
    { "*", INVALID },
    { "+a", INVALID },
    { "a**", INVALID },
    { "a|*", INVALID },
    { "^*", INVALID },
    { "$+", INVALID },
    { "a{", INVALID },
    { "a{2", INVALID },
    { "a{3,2}", INVALID },
    { "a{x}", INVALID },
    { "{1}", INVALID },
    { "\\", INVALID },
    { "(a)\\1", INVALID },
    { "\\y", INVALID },
    { "\\b", INVALID },
    { "(?=a)", INVALID },
    { "(?!a)", INVALID },
    { "(?i)a", INVALID },
    { "***=a", INVALID },
    { "a{255}", OK }, /* PATTERN_LIMIT_REPEAT */
    { "a{256}", INVALID },
    { "a{0,256}", INVALID },
    { "(a{100}){9}", OK },
    { "(a{100}){10}", TOO_LARGE },
    { "((a{99}){99}){99}", TOO_LARGE },
};

static void refuses_what_is_malformed_or_means_something_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct arena arena = { 0 };
        const struct pattern *pattern;
        const char *reason = NULL;
        enum status status =
            pattern_parse(&arena, text_from(refusals[i].pattern), false, &pattern, &reason);

        if (status != refusals[i].status || (status != OK && !reason))
            fail_msg("%s: %d", refusals[i].pattern, (int)status);
        arena_release(&arena);
    }
}

static void limits_hold_at_their_edge(void **state)
{
    static char text[PATTERN_LIMIT_BYTES + 2];
    struct arena arena = { 0 };
    const struct pattern *pattern;
    const char *reason;

    (void)state;
    memset(text, '(', PATTERN_LIMIT_DEPTH);
    memset(text + PATTERN_LIMIT_DEPTH, ')', PATTERN_LIMIT_DEPTH);
    assert_int_equal(pattern_parse(&arena, text_from(text), false, &pattern, &reason), OK);
    memset(text, '(', PATTERN_LIMIT_DEPTH + 1);
    memset(text + PATTERN_LIMIT_DEPTH + 1, ')', PATTERN_LIMIT_DEPTH + 1);
    assert_int_equal(pattern_parse(&arena, text_from(text), false, &pattern, &reason), TOO_LARGE);
    memset(text, 'a', PATTERN_LIMIT_STATES - 2); /* the match and the start are states, too */
    assert_int_equal(pattern_parse(&arena, (struct text){ text, PATTERN_LIMIT_STATES - 2 }, false,
                                   &pattern, &reason),
                     OK);
    memset(text, 'a', PATTERN_LIMIT_STATES);
    assert_int_equal(pattern_parse(&arena, (struct text){ text, PATTERN_LIMIT_STATES - 1 }, false,
                                   &pattern, &reason),
                     TOO_LARGE);
    memset(text, '|', sizeof text);
    assert_int_equal(pattern_parse(&arena, (struct text){ text, PATTERN_LIMIT_BYTES + 1 }, false,
                                   &pattern, &reason),
                     TOO_LARGE);
    arena_release(&arena);
}

/* A backtracking matcher takes longer than the universe has lasted. */
static void time_is_bounded_whatever_the_pattern(void **state)
{
    static char text[10000];
    struct arena arena = { 0 };
    const struct pattern *pattern;
    const char *reason;
    int64_t before;

    (void)state;
    memset(text, 'a', sizeof text);
    assert_int_equal(
        pattern_parse(&arena, T("^(a*)*(a|aa)+(a+)+$|^(a|a|a)*b"), false, &pattern, &reason), OK);
    text[sizeof text - 1] = 'c';
    before = clock_monotonic_us();
    assert_false(pattern_matches(pattern, (struct text){ text, sizeof text }));
    assert_true(clock_monotonic_us() - before < 2000000);
    arena_release(&arena);
}

static void quoted_text_matches_itself(void **state)
{
    struct text text = T("a.b*c[1](x){2}|^$\\-+?");
    struct arena arena = { 0 };
    struct buffer quoted = buffer_in(&arena, 1000);
    const struct pattern *pattern;
    const char *reason;

    (void)state;
    pattern_quote(&quoted, text);
    assert_int_equal(pattern_parse(&arena, buffer_text(&quoted), false, &pattern, &reason), OK);
    assert_true(pattern_matches(pattern, text));
    assert_false(pattern_matches(pattern, T("aXb*c[1](x){2}|^$\\-+?")));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_what_it_says),
        cmocka_unit_test(refuses_what_is_malformed_or_means_something_else),
        cmocka_unit_test(limits_hold_at_their_edge),
        cmocka_unit_test(time_is_bounded_whatever_the_pattern),
        cmocka_unit_test(quoted_text_matches_itself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
