/* Encode: hex and base64. The tables are not constant time: secrets are decoded once, at start. */
#include "base/encode.h"

#include <limits.h>
#include <stdint.h>

static const char hex_digits[] = "0123456789abcdef";
static const char standard_letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct text hex_encode(struct arena *arena, struct text bytes)
{
    char *at = arena_alloc_array(arena, bytes.size + 1, 2);

    for (size_t i = 0; i < bytes.size; i++) {
        at[2 * i] = hex_digits[(unsigned char)bytes.at[i] >> 4];
        at[2 * i + 1] = hex_digits[(unsigned char)bytes.at[i] & 15];
    }
    return (struct text){ at, bytes.size * 2 };
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool hex_decode_into(struct text text, unsigned char *at, size_t room, size_t *ret_size)
{
    if (text.size % 2 != 0 || text.size / 2 > room)
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (hex_value(text.at[i]) < 0)
            return false;
    for (size_t i = 0; i < text.size / 2; i++)
        at[i] = (unsigned char)((unsigned)hex_value(text.at[2 * i]) << 4 |
                                (unsigned)hex_value(text.at[2 * i + 1]));
    *ret_size = text.size / 2;
    return true;
}

bool hex_decode(struct arena *arena, struct text text, struct text *ret_bytes)
{
    size_t room = text.size / 2, size;
    unsigned char *at = arena_alloc(arena, room + 1);

    if (!hex_decode_into(text, at, room, &size))
        return false;
    *ret_bytes = (struct text){ (const char *)at, size };
    return true;
}

struct text base64_encode(struct arena *arena, struct text bytes, enum base64_form form)
{
    const char *letters = form == BASE64_URL ? url_letters : standard_letters;
    char *start = arena_alloc_array(arena, bytes.size / 3 + 2, 4);
    char *at = start;
    uint32_t bits = 0;
    int waiting = 0; /* bits that are not written yet */

    for (size_t i = 0; i < bytes.size; i++) {
        bits = bits << 8 | (unsigned char)bytes.at[i];
        for (waiting += 8; waiting >= 6; waiting -= 6)
            *at++ = letters[bits >> (waiting - 6) & 63];
    }
    if (waiting > 0)
        *at++ = letters[bits << (6 - waiting) & 63];
    while (form == BASE64_PADDED && (at - start) % 4 != 0)
        *at++ = '=';
    return (struct text){ start, (size_t)(at - start) };
}

/* What a letter stands for, and one more; 0: a foreign byte. */
#define COMMON_LETTERS                                                                             \
    ['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6, ['G'] = 7, ['H'] = 8,        \
    ['I'] = 9, ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, \
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23,            \
    ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30,            \
    ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37,            \
    ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44,            \
    ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51,            \
    ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58,            \
    ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62
static const unsigned char standard_values[UCHAR_MAX + 1] = {
    COMMON_LETTERS, ['+'] = 63, ['/'] = 64
};
static const unsigned char url_values[UCHAR_MAX + 1] = { COMMON_LETTERS, ['-'] = 63, ['_'] = 64 };
#undef COMMON_LETTERS

static uint32_t base64_value(const unsigned char *values, char letter)
{
    return values[(unsigned char)letter] - 1u;
}

/* Takes the padding away; false when there is not exactly as much as there must be. */
static bool drop_padding(struct text *text)
{
    size_t padding = 0;

    if (text->size % 4 != 0)
        return false;
    while (padding < 2 && padding < text->size && text->at[text->size - 1 - padding] == '=')
        padding++;
    *text = text_slice(*text, 0, text->size - padding);
    return true;
}

static bool is_base64(struct text text, const unsigned char *values)
{
    uint32_t last;

    if (text.size % 4 == 1)
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (values[(unsigned char)text.at[i]] == 0)
            return false;
    if (text.size % 4 == 0)
        return true;
    /* The bits behind the last whole byte must be zero. */
    last = base64_value(values, text.at[text.size - 1]);
    return (last & (text.size % 4 == 2 ? 15 : 3)) == 0;
}

/* Four letters, or the two or three at the end; returns how many bytes they are. */
static size_t decode_group(const unsigned char *values, struct text group, unsigned char *at)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < group.size; i++)
        bits |= base64_value(values, group.at[i]) << (18 - 6 * i);
    for (size_t i = 0; i + 1 < group.size; i++)
        at[i] = (unsigned char)(bits >> (16 - 8 * i));
    return group.size - 1;
}

bool base64_decode_into(struct text text, enum base64_form form, unsigned char *at, size_t room,
                        size_t *ret_size)
{
    const unsigned char *values = form == BASE64_URL ? url_values : standard_values;
    size_t size = 0, i = 0;

    if ((form == BASE64_PADDED && !drop_padding(&text)) || !is_base64(text, values) ||
        text.size / 4 * 3 + text.size % 4 * 3 / 4 > room)
        return false;
    for (; i + 4 <= text.size; i += 4)
        size += decode_group(values, (struct text){ text.at + i, 4 }, at + size);
    if (i < text.size)
        size += decode_group(values, text_from_offset(text, i), at + size);
    *ret_size = size;
    return true;
}

bool base64_decode(struct arena *arena, struct text text, enum base64_form form,
                   struct text *ret_bytes)
{
    size_t room = text.size / 4 * 3 + 3, size;
    unsigned char *at = arena_alloc(arena, room);

    if (!base64_decode_into(text, form, at, room, &size))
        return false;
    *ret_bytes = (struct text){ (const char *)at, size };
    return true;
}

struct text base32_encode(struct arena *arena, struct text bytes)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    size_t size = (bytes.size * 8 + 4) / 5;
    char *out = arena_alloc(arena, size + 1);
    unsigned bits = 0, held = 0;
    size_t at = 0;

    for (size_t i = 0; i < bytes.size; i++) {
        bits = (bits << 8 | (unsigned char)bytes.at[i]) & 0xfff;
        for (held += 8; held >= 5; held -= 5)
            out[at++] = alphabet[bits >> (held - 5) & 31];
    }
    if (held > 0)
        out[at++] = alphabet[bits << (5 - held) & 31];
    return (struct text){ out, at };
}
