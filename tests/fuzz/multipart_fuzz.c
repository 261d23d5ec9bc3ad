/* Multipart: the first line is a Content-Type, the rest a body. Parts lie inside the body, in
   order, and do not hold their delimiter; file names are no paths. */
#include "codec/multipart.h"
#include "codec/utf8.h"
#include "fuzz.h"

static void check_part(const struct multipart_part *part, struct text body, const char *from)
{
    fuzz_touch(part->bytes);
    fuzz_touch(part->content_type);
    CHECK(part->name.at);
    CHECK(utf8_is_printable(part->name) && utf8_is_printable(part->filename));
    CHECK(text_find_byte(part->filename, '/') == part->filename.size);
    CHECK(part->bytes.size == 0 ||
          (part->bytes.at > from && part->bytes.at + part->bytes.size < body.at + body.size));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct text body = fuzz_text(at, size), boundary = T("B");
    struct text type = text_cut(&body, '\n');
    struct multipart form;
    const char *fault = NULL, *from = body.at;
    bool has_boundary = multipart_boundary(type, &boundary);

    if (!body.at)
        body = T("");
    if (multipart_parse(&arena, body, boundary, &form, &fault) == OK) {
        struct text delimiter = arena_print(&arena, "\r\n--%.*s", TEXT_ARG(boundary));

        for (size_t i = 0; i < form.count; i++) {
            struct text bytes = form.parts[i].bytes;

            check_part(&form.parts[i], body, from);
            CHECK(text_find(bytes, delimiter) == bytes.size);
            CHECK(multipart_find(&form, form.parts[i].name));
            from = bytes.size > 0 ? bytes.at + bytes.size : from;
        }
    } else {
        CHECK(fault);
        CHECK(has_boundary || text_equal(boundary, T("B")));
    }
    arena_release(&arena);
    return 0;
}
