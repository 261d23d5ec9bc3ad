/* Scan: takes names, values and parenthesised parts off the front of a text. */
#include "rest/scan.h"

#include <ctype.h>

bool scan_take(struct scan *scan, char byte)
{
    if (scan_peek(scan) != byte || scan_is_done(scan))
        return false;
    scan->rest = text_from_offset(scan->rest, 1);
    return true;
}

bool scan_take_word(struct scan *scan, struct text word)
{
    if (!text_starts_with(scan->rest, word))
        return false;
    scan->rest = text_from_offset(scan->rest, word.size);
    return true;
}

/* Behind an opening quote: unescaped up to the closing one. */
static struct text scan_quoted(struct scan *scan, struct arena *arena)
{
    char *at = arena_alloc(arena, scan->rest.size + 1);
    size_t size = 0;

    while (!scan_is_done(scan) && !scan_take(scan, '"')) {
        if (scan_peek(scan) == '\\' && scan->rest.size > 1)
            scan->rest = text_from_offset(scan->rest, 1);
        at[size++] = scan_peek(scan);
        scan->rest = text_from_offset(scan->rest, 1);
    }
    return (struct text){ at, size };
}

struct text scan_name(struct scan *scan, struct arena *arena)
{
    size_t size = 0;
    struct text name;

    if (scan_take(scan, '"'))
        return scan_quoted(scan, arena);
    while (size < scan->rest.size) {
        unsigned char c = (unsigned char)scan->rest.at[size];

        if (!isalnum(c) && c != '_' && c != '$' && c != '-' && c != ' ' && c < 0x80)
            break;
        if (text_starts_with(text_from_offset(scan->rest, size), T("->")))
            break;
        size++;
    }
    name = text_slice(scan->rest, 0, size);
    scan->rest = text_from_offset(scan->rest, size);
    return text_trim(name);
}

struct text scan_value(struct scan *scan, struct arena *arena, struct text ends)
{
    size_t size = 0;
    struct text value;

    if (scan_take(scan, '"'))
        return scan_quoted(scan, arena);
    while (size < scan->rest.size && text_find_byte(ends, scan->rest.at[size]) == ends.size)
        size++;
    value = text_slice(scan->rest, 0, size);
    if (!value.at)
        value = T("");
    scan->rest = text_from_offset(scan->rest, size);
    return value;
}

bool scan_parentheses(struct scan *scan, struct text *ret_inside)
{
    struct text text = scan->rest;
    bool is_quoted = false;
    int depth = 0;

    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];

        if (is_quoted && c == '\\') {
            i++;
            continue;
        }
        if (c == '"')
            is_quoted = !is_quoted;
        if (is_quoted)
            continue;
        depth += (c == '(') - (c == ')');
        if (depth == 0 && c == ')') {
            *ret_inside = text_slice(text, 1, i - 1);
            scan->rest = text_from_offset(text, i + 1);
            return true;
        }
        if (depth == 0)
            return false;
    }
    return false;
}
