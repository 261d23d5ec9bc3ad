/* Template: any source gives a result or a fault with a line; a value never brings markup. */
#include "codec/template.h"
#include "fuzz.h"

static const struct template_value element_values[] = {
    { T_INIT("a"), T_INIT("\x01<script>\"'&") },
    { T_INIT("e"), T_INIT("") },
};

static const struct template_scope elements[] = { { element_values, 2 }, { element_values, 1 } };

static const struct template_value values[] = {
    { T_INIT("t"), T_INIT("\x01<script>\"'&") },
    { T_INIT("m"), .html = { T_INIT("<b>") } },
    { T_INIT("l"), .list = elements, .list_count = 2 },
    { T_INIT("n"), .list = elements, .list_count = 0 },
};

static const struct template_scope scope = { values, 4 };

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct text source = fuzz_text(at, size), text;
    struct template_fault fault = { 0 };
    struct html html;

    if (template_to_html(&arena, source, &scope, &html, &fault) == OK) {
        fuzz_touch(html.text);
        /* The byte 1 of a source without one came from a value, and what follows it too. */
        CHECK(text_find_byte(source, '\x01') < source.size ||
              text_find(html.text, T("\x01<")) == html.text.size);
    } else {
        CHECK(fault.reason && fault.line > 0);
    }
    fault = (struct template_fault){ 0 };
    if (template_to_text(&arena, source, &scope, &text, &fault) == OK)
        fuzz_touch(text);
    else
        CHECK(fault.reason && fault.line > 0);
    arena_release(&arena);
    return 0;
}
