/* Template and HTML escaping: values, lists, scopes, what is refused and on which line, ceilings.
 */
#include "codec/template.h"
#include "text_check.h"

static const struct template_value shoe_values[2][2] = {
    { { T_INIT("name"), T_INIT("Air <1>") }, { T_INIT("note"), T_INIT("") } },
    { { T_INIT("name"), T_INIT("Forum") }, { T_INIT("note"), T_INIT("last pair") } },
};

static const struct template_scope shoes[] = { { shoe_values[0], 2 }, { shoe_values[1], 2 } };

static const struct template_value values[] = {
    { T_INIT("name"), T_INIT("Ann & \"Bob\" 'x'") },
    { T_INIT("empty"), T_INIT("") },
    { T_INIT("markup"), .html = { T_INIT("<b>bold</b>") } },
    { T_INIT("shoes"), .list = shoes, .list_count = 2 },
    { T_INIT("none"), .list = shoes, .list_count = 0 },
};

static const struct template_scope scope = { values, 5 };

struct rendering {
    struct text source, html, text;
};

static const struct rendering renderings[] = {
    { T_INIT(""), T_INIT(""), T_INIT("") },
    { T_INIT("a { b } c }} d"), T_INIT("a { b } c }} d"), T_INIT("a { b } c }} d") },
    { T_INIT("Hi {{name}}!"), T_INIT("Hi Ann &amp; &quot;Bob&quot; &#39;x&#39;!"),
      T_INIT("Hi Ann & \"Bob\" 'x'!") },
    { T_INIT("[{{empty}}]"), T_INIT("[]"), T_INIT("[]") },
    { T_INIT("{{#shoes}}- {{name}}\n{{/shoes}}"), T_INIT("- Air &lt;1&gt;\n- Forum\n"),
      T_INIT("- Air <1>\n- Forum\n") },
    { T_INIT("{{#shoes}}{{#note}}{{name}}: {{note}}{{/note}}{{/shoes}}"),
      T_INIT("Forum: last pair"), T_INIT("Forum: last pair") },
    { T_INIT("{{#shoes}}{{empty}}.{{/shoes}}"), T_INIT(".."), T_INIT("..") },
    { T_INIT("{{^none}}nothing{{/none}}{{#none}}x{{/none}}"), T_INIT("nothing"),
      T_INIT("nothing") },
    { T_INIT("{{^shoes}}x{{/shoes}}{{^empty}}e{{/empty}}{{^name}}x{{/name}}"), T_INIT("e"),
      T_INIT("e") },
    { T_INIT("{{^none}}{{#shoes}}{{^note}}{{name}}{{/note}}{{/shoes}}{{/none}}"),
      T_INIT("Air &lt;1&gt;"), T_INIT("Air <1>") },
};

static void renders(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof renderings / sizeof renderings[0]; i++) {
        struct arena arena = { 0 };
        struct html html = { 0 };
        struct text text = { 0 };

        assert_int_equal(template_to_html(&arena, renderings[i].source, &scope, &html, NULL), OK);
        assert_text(html.text, renderings[i].html);
        assert_int_equal(template_to_text(&arena, renderings[i].source, &scope, &text, NULL), OK);
        assert_text(text, renderings[i].text);
        arena_release(&arena);
    }
}

static void markup_stays_markup(void **state)
{
    struct arena arena = { 0 };
    struct template_fault fault = { 0 };
    struct html html = { 0 };
    struct text text = { 0 };

    (void)state;
    assert_int_equal(template_to_html(&arena, T("{{markup}}"), &scope, &html, NULL), OK);
    assert_text(html.text, T("<b>bold</b>"));
    assert_int_equal(template_to_text(&arena, T("\n{{markup}}"), &scope, &text, &fault), INVALID);
    assert_int_equal(fault.line, 2);
    assert_text(html_escape(&arena, T("<a href='x'>&\"</a>")).text,
                T("&lt;a href=&#39;x&#39;&gt;&amp;&quot;&lt;/a&gt;"));
    assert_text(html_escape(&arena, T("")).text, T(""));
    arena_release(&arena);
}

struct refusal {
    struct text source;
    size_t line;
};

static const struct refusal refusals[] = {
    { T_INIT("{{"), 1 },
    { T_INIT("a\n{{name"), 2 },
    { T_INIT("{{}}"), 1 },
    { T_INIT("{{ name }}"), 1 },
    { T_INIT("{{{name}}}"), 1 },
    { T_INIT("{{&name}}"), 1 },
    { T_INIT("{{nobody}}"), 1 },
    { T_INIT("\n\n{{#nobody}}{{/nobody}}"), 3 },
    { T_INIT("{{note}}"), 1 },
    { T_INIT("{{shoes}}"), 1 },
    { T_INIT("{{/shoes}}"), 1 },
    { T_INIT("{{#shoes}}"), 1 },
    { T_INIT("{{#shoes}}{{/none}}"), 1 },
    { T_INIT("{{#shoes}}{{#note}}{{/shoes}}{{/note}}"), 1 },
    { T_INIT("{{#shoes}}\n{{/shoes}}{{/shoes}}"), 2 },
    { T_INIT("{{#}}{{/}}"), 1 },
};

static void refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        struct arena arena = { 0 };
        struct template_fault fault = { 0 };
        struct html html = { 0 };

        assert_int_equal(template_to_html(&arena, refusals[i].source, &scope, &html, &fault),
                         INVALID);
        assert_null(html.text.at);
        assert_non_null(fault.reason);
        assert_int_equal(fault.line, refusals[i].line);
        arena_release(&arena);
    }
}

static struct text repeated(struct arena *arena, const char *piece, size_t times)
{
    struct buffer buffer = buffer_in(arena, SIZE_MAX);

    for (size_t i = 0; i < times; i++)
        buffer_append(&buffer, text_from(piece));
    return buffer_text(&buffer);
}

static enum status render_nested(struct arena *arena, size_t depth)
{
    struct text open = repeated(arena, "{{#name}}", depth);
    struct text close = repeated(arena, "{{/name}}", depth), text;

    return template_to_text(arena, arena_print(arena, "%.*sx%.*s", TEXT_ARG(open), TEXT_ARG(close)),
                            &scope, &text, NULL);
}

static void holds_its_ceilings(void **state)
{
    struct arena arena = { 0 };
    struct text text, long_value = repeated(&arena, "1234567890123456", 4096);
    struct template_value large = { T("large"), long_value };
    struct template_scope large_scope = { &large, 1 };
    struct template_fault fault;

    (void)state;
    assert_int_equal(render_nested(&arena, TEMPLATE_LIMIT_DEPTH), OK);
    assert_int_equal(render_nested(&arena, TEMPLATE_LIMIT_DEPTH + 1), TOO_LARGE);
    assert_int_equal(template_to_text(&arena, repeated(&arena, "a", TEMPLATE_LIMIT_BYTES), &scope,
                                      &text, &fault),
                     OK);
    assert_int_equal(template_to_text(&arena, repeated(&arena, "a", TEMPLATE_LIMIT_BYTES + 1),
                                      &scope, &text, &fault),
                     TOO_LARGE);
    assert_int_equal(
        template_to_text(&arena, repeated(&arena, "{{large}}", 64), &large_scope, &text, &fault),
        OK);
    assert_int_equal(text.size, TEMPLATE_LIMIT_OUTPUT);
    assert_int_equal(
        template_to_text(&arena, repeated(&arena, "{{large}}", 65), &large_scope, &text, &fault),
        TOO_LARGE);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renders),
        cmocka_unit_test(markup_stays_markup),
        cmocka_unit_test(refuses),
        cmocka_unit_test(holds_its_ceilings),
    };

    return cmocka_run_group_tests_name("codec/template", tests, NULL, NULL);
}
