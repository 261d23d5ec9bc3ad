/* files/outgoing.h: what a browser may show, and the name under which the rest is kept. */
#include "files/outgoing.h"

#include "text_check.h"

static void only_what_cannot_run_is_shown(void **state)
{
    static const struct {
        const char *type;
        bool is_harmless;
    } cases[] = {
        { "image/png", true },
        { "IMAGE/PNG", true },
        { "text/plain; charset=utf-8", true },
        { "audio/mpeg", true },
        { "video/mp4", true },
        { "text/html", false },
        { "image/svg+xml", false },
        { "text/xml", false },
        { "application/pdf", false },
        { "", false },
        { "image/png2", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (outgoing_is_harmless(text_from(cases[i].type)) != cases[i].is_harmless)
            fail_msg("%s", cases[i].type);
}

/* LIMIT_DISPOSITION: a name that is longer is left out. */
static void a_name_has_a_ceiling(void **state)
{
    enum { MOST = 4096 };
    struct text begin = T("attachment; filename*=UTF-8''");
    struct arena arena = { 0 };
    static char name[MOST];
    struct text header;

    (void)state;
    memset(name, 'n', sizeof name);
    assert_text(outgoing_attachment(&arena, T("")), T("attachment"));
    assert_text(outgoing_attachment(&arena, T("a b.txt")),
                T("attachment; filename*=UTF-8''a%20b.txt"));
    header = outgoing_attachment(&arena, (struct text){ name, MOST - begin.size });
    assert_int_equal(header.size, MOST);
    assert_true(text_starts_with(header, begin));
    assert_text(outgoing_attachment(&arena, (struct text){ name, MOST - begin.size + 1 }),
                T("attachment"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_cannot_run_is_shown),
        cmocka_unit_test(a_name_has_a_ceiling),
    };

    return cmocka_run_group_tests_name("files/outgoing", tests, NULL, NULL);
}
