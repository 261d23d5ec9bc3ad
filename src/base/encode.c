/* Encode: hex and base64. The tables are not constant time: secrets are decoded once, at start. */
#include "base/encode.h"

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

static int base64_value(char c, enum base64_form form)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == (form == BASE64_URL ? '-' : '+'))
        return 62;
    if (c == (form == BASE64_URL ? '_' : '/'))
        return 63;
    return -1;
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

static bool is_base64(struct text text, enum base64_form form)
{
    int last = 0;

    if (text.size % 4 == 1)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        last = base64_value(text.at[i], form);
        if (last < 0)
            return false;
    }
    /* The bits behind the last whole byte must be zero. */
    return text.size % 4 == 0 || (last & (text.size % 4 == 2 ? 15 : 3)) == 0;
}

bool base64_decode_into(struct text text, enum base64_form form, unsigned char *at, size_t room,
                        size_t *ret_size)
{
    size_t size = 0;
    uint32_t bits = 0;
    int waiting = 0;

    if ((form == BASE64_PADDED && !drop_padding(&text)) || !is_base64(text, form) ||
        text.size / 4 * 3 + text.size % 4 * 3 / 4 > room)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        bits = bits << 6 | (uint32_t)base64_value(text.at[i], form);
        waiting += 6;
        if (waiting >= 8) {
            waiting -= 8;
            at[size++] = (unsigned char)(bits >> waiting);
        }
    }
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
