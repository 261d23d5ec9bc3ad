/* JSON for people. */
#include "codec/json_indent.h"

#include "text_check.h"

static void one_member_a_line(void **state)
{
    static const struct {
        const char *json, *wanted;
    } cases[] = {
        { "{}", "{}\n" },
        { "[]", "[]\n" },
        { "7", "7\n" },
        { "\"\"", "\"\"\n" },
        { "{\"a\":1,\"b\":[true,null]}",
          "{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ]\n}\n" },
        { "[{},{\"a\":[]}]", "[\n  {},\n  {\n    \"a\": []\n  }\n]\n" },
        { "[\"{a:1,\\\"[]\\\\\",\"鞋\"]", "[\n  \"{a:1,\\\"[]\\\\\",\n  \"鞋\"\n]\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = buffer_on_heap(1000);

        json_indent(&out, text_from(cases[i].json));
        assert_text(buffer_text(&out), text_from(cases[i].wanted));
        buffer_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_member_a_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
