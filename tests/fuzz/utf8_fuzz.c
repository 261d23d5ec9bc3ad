/* UTF-8: validity, counting, decoding, cutting and folding agree with each other. */
#include "base/buffer.h"
#include "codec/utf8.h"
#include "fuzz.h"

enum { ROOM = 1 << 20 };

static size_t decode_all(struct text text, struct buffer *into)
{
    size_t count = 0;

    for (; text.size > 0; count++)
        utf8_append(into, utf8_next(&text));
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct text text = fuzz_text(at, size), cut;
    struct buffer decoded = buffer_in(&arena, ROOM), clean = buffer_in(&arena, ROOM);
    struct buffer folded = buffer_in(&arena, ROOM), twice = buffer_in(&arena, ROOM);
    bool valid = utf8_is_valid(text);

    CHECK(decode_all(text, &decoded) == utf8_count(text));
    utf8_append_clean(&clean, text);
    CHECK(text_equal(buffer_text(&decoded), buffer_text(&clean)));
    CHECK(utf8_is_valid(buffer_text(&clean)));
    CHECK(valid == text_equal(buffer_text(&clean), text));
    CHECK(valid || !utf8_is_printable(text));
    if (size > 0)
        CHECK((utf8_valid_size(text) == size) == valid);

    utf8_fold(&folded, text);
    utf8_fold(&twice, buffer_text(&folded));
    CHECK(utf8_is_valid(buffer_text(&folded)));
    CHECK(text_equal(buffer_text(&folded), buffer_text(&twice)));
    CHECK(utf8_count(buffer_text(&folded)) == utf8_count(text));

    for (size_t most = 0; most < 32; most++) {
        cut = utf8_first_bytes(text, most);
        CHECK(cut.size <= most && (!valid || utf8_is_valid(cut)));
        CHECK(text.size <= most || cut.size + 3 >= most);
        cut = utf8_first_characters(text, most);
        CHECK(utf8_count(cut) <= most && (!valid || utf8_is_valid(cut)));
    }
    arena_release(&arena);
    return 0;
}
