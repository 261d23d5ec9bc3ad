/* Query: pairs written again read back as themselves; decoded paths hold no dot segment. */
#include "base/buffer.h"
#include "codec/query.h"
#include "codec/utf8.h"
#include "fuzz.h"

enum { ROOM = 1 << 20 };

static void check_query(struct arena *arena, const struct query *query)
{
    struct buffer buffer = buffer_in(arena, ROOM);
    struct query again;

    for (size_t i = 0; i < query->count; i++)
        query_append(&buffer, query->pairs[i].name, query->pairs[i].value);
    CHECK(query_parse(arena, buffer_text(&buffer), &again) == OK);
    CHECK(again.count == query->count);
    for (size_t i = 0; i < query->count; i++) {
        CHECK(utf8_is_valid(query->pairs[i].name) && utf8_is_valid(query->pairs[i].value));
        CHECK(text_equal(again.pairs[i].name, query->pairs[i].name));
        CHECK(text_equal(again.pairs[i].value, query->pairs[i].value));
        CHECK(query_count(query, query->pairs[i].name) > 0);
    }
}

static void check_path(struct arena *arena, struct text path)
{
    struct text bytes = arena_print(arena, "%.*s/", TEXT_ARG(path));

    CHECK(text_starts_with(path, T("/")));
    CHECK(text_find(bytes, T("/../")) == bytes.size && text_find(bytes, T("/./")) == bytes.size);
    CHECK(text_find_byte(path, '\0') == path.size && text_find_byte(path, '\\') == path.size);
    CHECK(utf8_is_valid(path));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct text text = fuzz_text(at, size), decoded, again;
    struct buffer coded = buffer_in(&arena, ROOM);
    struct query query;

    if (query_parse(&arena, text, &query) == OK)
        check_query(&arena, &query);
    if (path_decode(&arena, text, &decoded) == OK)
        check_path(&arena, decoded);
    if (percent_decode(&arena, text, &decoded) == OK) {
        percent_encode(&coded, decoded);
        CHECK(percent_decode(&arena, buffer_text(&coded), &again) == OK);
        CHECK(text_equal(again, decoded));
    }
    arena_release(&arena);
    return 0;
}
