/* JSON: any bytes as key and text give valid JSON, which holds the text with its broken bytes
   replaced; a small ceiling is never passed. */
#include "base/buffer.h"
#include "codec/json_read.h"
#include "codec/json_write.h"
#include "codec/utf8.h"
#include "fuzz.h"

enum { ROOM = 1 << 20 };

static void write_object(struct buffer *buffer, struct text text, double real)
{
    struct json_writer writer = json_writer_to(buffer);

    json_begin_object(&writer);
    json_write_text_member(&writer, text, text);
    json_write_key(&writer, T("real:"));
    json_write_real(&writer, real);
    json_end_object(&writer);
}

static void check_reading(struct arena *arena, struct text written, struct text text, double real)
{
    struct buffer clean = buffer_in(arena, ROOM);
    struct json_members members = { 0 };

    CHECK(json_parse(arena, written, NULL, &members.object, NULL) == OK);
    utf8_append_clean(&clean, text);
    CHECK(json_next_member(&members));
    CHECK(text_equal(members.name, buffer_text(&clean)));
    CHECK(text_equal(json_as_text(members.value), buffer_text(&clean)));
    CHECK(json_next_member(&members));
    if (json_kind(members.value) != JSON_KIND_NULL)
        CHECK(json_as_real(members.value) == real);
    CHECK(!json_next_member(&members));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct text text = fuzz_text(at, size);
    struct buffer whole = buffer_in(&arena, ROOM), small;
    double real = 0;

    memcpy(&real, at, size < sizeof real ? 0 : sizeof real);
    write_object(&whole, text, real);
    CHECK(buffer_status(&whole) == OK);
    CHECK(utf8_is_valid(buffer_text(&whole)));
    if (text_find_byte(text, '\0') == text.size && !text_equal(text, T("real:")))
        check_reading(&arena, buffer_text(&whole), text, real);

    small = buffer_in(&arena, whole.size - 1);
    write_object(&small, text, real);
    CHECK(buffer_status(&small) == TOO_LARGE && small.size < whole.size);
    small = buffer_in(&arena, whole.size);
    write_object(&small, text, real);
    CHECK(text_equal(buffer_text(&small), buffer_text(&whole)));
    arena_release(&arena);
    return 0;
}
