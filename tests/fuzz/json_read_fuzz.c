/* JSON: what is read and written again reads back and is written the same. */
#include "base/buffer.h"
#include "codec/json_read.h"
#include "codec/json_write.h"
#include "codec/utf8.h"
#include "fuzz.h"

enum { ROOM = 1 << 20 };

static struct text written(struct arena *arena, const struct json *json)
{
    struct buffer buffer = buffer_in(arena, ROOM);
    struct json_writer writer = json_writer_to(&buffer);

    json_write_value(&writer, json);
    CHECK(buffer_status(&buffer) == OK);
    CHECK(writer.depth == 0);
    return buffer_text(&buffer);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    const struct json *json, *again;
    struct json_error error = { 0 };

    if (json_parse(&arena, fuzz_text(at, size), NULL, &json, &error) == OK) {
        struct text first = written(&arena, json);

        CHECK(utf8_is_valid(first));
        CHECK(json_parse(&arena, first, NULL, &again, NULL) == OK);
        CHECK(json_kind(again) == json_kind(json) || json_kind(json) == JSON_KIND_REAL);
        CHECK(json_count(again) == json_count(json));
        CHECK(text_equal(written(&arena, again), first));
    } else {
        CHECK(error.reason);
    }
    arena_release(&arena);
    return 0;
}
