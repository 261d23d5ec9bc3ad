/* Text: comparing, cutting and reading of byte ranges. */
#include "base/text.h"

#include <strings.h>

struct text text_from(const char *c_string)
{
    return (struct text){ c_string, c_string ? strlen(c_string) : 0 };
}

bool text_is_empty(struct text text)
{
    return text.size == 0;
}

bool text_equal(struct text a, struct text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

bool text_equal_nocase(struct text a, struct text b)
{
    return a.size == b.size && (a.size == 0 || strncasecmp(a.at, b.at, a.size) == 0);
}

int text_compare(struct text a, struct text b)
{
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter == 0 ? 0 : memcmp(a.at, b.at, shorter);

    if (order != 0)
        return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

bool text_starts_with(struct text text, struct text prefix)
{
    return text.size >= prefix.size && text_equal(text_slice(text, 0, prefix.size), prefix);
}

bool text_ends_with(struct text text, struct text suffix)
{
    return text.size >= suffix.size &&
           text_equal(text_from_offset(text, text.size - suffix.size), suffix);
}

struct text text_from_offset(struct text text, size_t from)
{
    if (from >= text.size)
        return (struct text){ 0 };
    return (struct text){ text.at + from, text.size - from };
}

struct text text_slice(struct text text, size_t from, size_t size)
{
    struct text rest = text_from_offset(text, from);

    if (size < rest.size)
        rest.size = size;
    return rest;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct text text_trim(struct text text)
{
    while (text.size > 0 && is_space(text.at[0])) {
        text.at++;
        text.size--;
    }
    while (text.size > 0 && is_space(text.at[text.size - 1]))
        text.size--;
    return text;
}

size_t text_find_byte(struct text text, char byte)
{
    const char *found = text.size > 0 ? memchr(text.at, byte, text.size) : NULL;

    return found ? (size_t)(found - text.at) : text.size;
}

size_t text_find(struct text text, struct text needle)
{
    if (needle.size == 0)
        return 0;
    for (size_t i = 0; i + needle.size <= text.size; i++)
        if (memcmp(text.at + i, needle.at, needle.size) == 0)
            return i;
    return text.size;
}

struct text text_cut(struct text *rest, char byte)
{
    size_t at = text_find_byte(*rest, byte);
    struct text before = text_slice(*rest, 0, at);

    *rest = at < rest->size ? (struct text){ rest->at + at + 1, rest->size - at - 1 }
                            : (struct text){ 0 };
    return before;
}

bool text_to_int64(struct text text, int64_t *ret_value)
{
    bool negative = text.size > 0 && text.at[0] == '-';
    int64_t value = 0;
    size_t i = negative;

    if (i == text.size)
        return false;
    for (; i < text.size; i++) {
        int digit = text.at[i] - '0';

        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value))
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *ret_value = negative ? value : -value;
    return true;
}
