/* Search: the first byte is the form, the rest what is looked for. Every term that comes out is
   a pattern that can be read, and no larger than its limits. */
#include "codec/pattern.h"
#include "codec/search.h"
#include "fuzz.h"

static int check_tree(struct arena *arena, const struct search *search)
{
    const struct pattern *pattern;
    const char *reason;
    int terms = 0;

    for (; search; search = search->next) {
        if (search->kind != SEARCH_TERM) {
            CHECK(search->children);
            terms += check_tree(arena, search->children);
            continue;
        }
        terms++;
        CHECK(search->part.size > 0);
        CHECK(text_find_byte(search->part, '%') == search->part.size);
        CHECK(text_find_byte(search->part, '_') == search->part.size);
        CHECK(text_find_byte(search->part, '\\') == search->part.size);
        if (search->pattern.size > 0)
            CHECK(pattern_parse(arena, search->pattern, false, &pattern, &reason) != INVALID);
    }
    return terms;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct search *search = NULL;

    if (size == 0)
        return 0;
    if (search_parse(&arena, at[0] % 4, at[0] & 4, fuzz_text(at + 1, size - 1), &search) == OK)
        CHECK(check_tree(&arena, search) <= SEARCH_LIMIT_TERMS);
    arena_release(&arena);
    return 0;
}
