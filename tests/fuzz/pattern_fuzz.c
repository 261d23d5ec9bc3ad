/* Pattern: the first line is a pattern, the rest a text. Whatever is taken is matched in bounded
   time, quoting makes a pattern of any text that matches it, and what matches goes on matching
   when the pattern is put in a group. */
#include "base/buffer.h"
#include "codec/pattern.h"
#include "fuzz.h"

enum { ROOM = 1 << 16 };

static void check_group(struct arena *arena, struct text source, struct text text, bool matches)
{
    struct buffer group = buffer_in(arena, ROOM);
    const struct pattern *pattern;
    const char *reason;

    buffer_append(&group, T("(?:"));
    buffer_append(&group, source);
    buffer_append(&group, T(")"));
    if (pattern_parse(arena, buffer_text(&group), false, &pattern, &reason) == OK)
        CHECK(pattern_matches(pattern, text) == matches);
}

static void check_quoted(struct arena *arena, struct text text)
{
    struct buffer quoted = buffer_in(arena, ROOM);
    const struct pattern *pattern;
    const char *reason;

    pattern_quote(&quoted, text);
    if (quoted.at && pattern_parse(arena, buffer_text(&quoted), false, &pattern, &reason) == OK)
        CHECK(pattern_matches(pattern, text));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct text text = fuzz_text(at, size < 4096 ? size : 4096);
    struct text source = text_cut(&text, '\n');
    const struct pattern *pattern;
    const char *reason = NULL;

    if (pattern_parse(&arena, source, false, &pattern, &reason) == OK) {
        bool matches = pattern_matches(pattern, text);

        check_group(&arena, source, text, matches);
    } else {
        CHECK(reason);
    }
    if (pattern_parse(&arena, source, true, &pattern, &reason) == OK)
        pattern_matches(pattern, text);
    check_quoted(&arena, text);
    arena_release(&arena);
    return 0;
}
