/* auth/redirect.h: where a link of a mail, and a sign-in, may lead, and how long that may be. */
#include "auth/redirect.h"

#include "text_check.h"

static const struct settings settings = {
    .redirect_urls = "https://app.example/*, myapp://done, https://plain.example/page",
};

static const struct {
    const char *wanted;
    bool is_allowed;
} cases[] = {
    { "/", true },
    { "/page?x=1#y", true },
    { "//evil.example", false },
    { "https://shop.example", true },
    { "https://shop.example/page", true },
    { "https://shop.example?x", true },
    { "https://shop.example.evil.example/", false },
    { "https://app.example/a/b?c", true },
    { "https://app.example/../x/..", false },
    { "https://app.example.evil.example/", false },
    { "myapp://done", true },
    { "myapp://done2", false },
    { "https://plain.example/page?x=1", true },
    { "https://plain.example/page/more", false },
    { "javascript:alert(1)", false },
    { "/a b", false },
    { "/a\\b", false },
    { "/a\nb", false },
    { "", false },
};

static bool allows(struct text wanted)
{
    return redirect_is_allowed(&settings, T("https://shop.example"), wanted);
}

static void what_is_listed_or_its_own_is_allowed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (allows(text_from(cases[i].wanted)) != cases[i].is_allowed)
            fail_msg("%s", cases[i].wanted);
}

static void an_address_has_a_ceiling(void **state)
{
    char longest[LIMIT_REDIRECT + 1];

    (void)state;
    memset(longest, 'a', sizeof longest);
    longest[0] = '/';
    assert_true(allows((struct text){ longest, LIMIT_REDIRECT }));
    assert_false(allows((struct text){ longest, LIMIT_REDIRECT + 1 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_listed_or_its_own_is_allowed),
        cmocka_unit_test(an_address_has_a_ceiling),
    };

    return cmocka_run_group_tests_name("auth/redirect", tests, NULL, NULL);
}
