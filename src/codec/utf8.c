/* UTF-8: one decoder for everything here, with the well-formed byte ranges of the Unicode
   standard, table 3-7. */
#include "codec/utf8.h"

#include <assert.h>

enum { CONTINUATION_FIRST = 0x80, CONTINUATION_LAST = 0xBF };

/* What the second byte may be after a lead byte; the rest are plain continuations. */
static bool second_fits(unsigned char lead, unsigned char second)
{
    switch (lead) {
    case 0xE0:
        return second >= 0xA0 && second <= CONTINUATION_LAST;
    case 0xED:
        return second >= CONTINUATION_FIRST && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= CONTINUATION_LAST;
    case 0xF4:
        return second >= CONTINUATION_FIRST && second <= 0x8F;
    default:
        return second >= CONTINUATION_FIRST && second <= CONTINUATION_LAST;
    }
}

static inline size_t lead_size(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

static inline size_t sequence_size(const char *at, size_t size)
{
    const unsigned char *byte = (const unsigned char *)at;
    size_t needed;

    if (size == 0)
        return 0;
    needed = lead_size(byte[0]);
    if (needed < 2)
        return needed;
    if (needed > size || !second_fits(byte[0], byte[1]))
        return 0;
    for (size_t i = 2; i < needed; i++)
        if ((byte[i] & 0xC0) != 0x80)
            return 0;
    return needed;
}

size_t utf8_sequence_size(const char *at, size_t size)
{
    return sequence_size(at, size);
}

size_t utf8_multibyte_run(const char *at, size_t size)
{
    size_t run = 0, one;

    while (run < size && (unsigned char)at[run] >= 0x80) {
        one = sequence_size(at + run, size - run);
        if (one == 0)
            break;
        run += one;
    }
    return run;
}

static size_t ascii_run(const char *at, size_t size)
{
    size_t run = 0;
    uint64_t word;

    while (size - run >= sizeof word) {
        memcpy(&word, at + run, sizeof word);
        if (word & 0x8080808080808080u)
            break;
        run += sizeof word;
    }
    while (run < size && (unsigned char)at[run] < 0x80)
        run++;
    return run;
}

size_t utf8_valid_size(struct text text)
{
    size_t at = 0, run;

    do {
        at += ascii_run(text.at + at, text.size - at);
        run = utf8_multibyte_run(text.at + at, text.size - at);
        at += run;
    } while (run > 0);
    return at;
}

bool utf8_is_valid(struct text text)
{
    return text.size == 0 || utf8_valid_size(text) == text.size;
}

bool utf8_is_printable(struct text text)
{
    struct text rest = text;

    if (!utf8_is_valid(text))
        return false;
    while (rest.size > 0) {
        uint32_t code_point = utf8_next(&rest);

        if (code_point < 0x20 && code_point != '\t' && code_point != '\n' && code_point != '\r')
            return false;
        if (code_point >= 0x7F && code_point <= 0x9F)
            return false;
    }
    return true;
}

size_t utf8_count(struct text text)
{
    size_t count = 0;

    while (text.size > 0) {
        size_t one = sequence_size(text.at, text.size);

        text = text_from_offset(text, one ? one : 1);
        count++;
    }
    return count;
}

uint32_t utf8_next(struct text *rest)
{
    static const unsigned char lead_mask[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
    const unsigned char *byte = (const unsigned char *)rest->at;
    size_t size;
    uint32_t code_point;

    assert(rest->size > 0);
    size = sequence_size(rest->at, rest->size);
    *rest = text_from_offset(*rest, size ? size : 1);
    if (size == 0)
        return UTF8_REPLACEMENT;
    code_point = byte[0] & lead_mask[size];
    for (size_t i = 1; i < size; i++)
        code_point = code_point << 6 | (byte[i] & 0x3Fu);
    return code_point;
}

struct text utf8_first_characters(struct text text, size_t characters)
{
    struct text rest = text;

    while (rest.size > 0 && characters-- > 0) {
        size_t one = sequence_size(rest.at, rest.size);

        rest = text_from_offset(rest, one ? one : 1);
    }
    return (struct text){ text.at, text.size - rest.size };
}

/* At most three bytes back from the cut begins the character that the cut would split. */
struct text utf8_first_bytes(struct text text, size_t size)
{
    if (text.size <= size)
        return text;
    for (size_t back = 1; back <= 3 && back <= size; back++) {
        size_t start = size - back;
        size_t one = sequence_size(text.at + start, text.size - start);

        if (one > back)
            return (struct text){ text.at, start };
        if (one > 0)
            break;
    }
    return (struct text){ text.at, size };
}

void utf8_append(struct buffer *buffer, uint32_t code_point)
{
    char *at = buffer_room(buffer, code_point < 0x80      ? 1
                                   : code_point < 0x800   ? 2
                                   : code_point < 0x10000 ? 3
                                                          : 4);
    size_t size = 0;

    assert(code_point <= UTF8_LARGEST && (code_point < 0xD800 || code_point > 0xDFFF));
    if (!at)
        return;
    if (code_point < 0x80) {
        at[size++] = (char)code_point;
    } else if (code_point < 0x800) {
        at[size++] = (char)(0xC0 | code_point >> 6);
    } else if (code_point < 0x10000) {
        at[size++] = (char)(0xE0 | code_point >> 12);
        at[size++] = (char)(0x80 | (code_point >> 6 & 0x3F));
    } else {
        at[size++] = (char)(0xF0 | code_point >> 18);
        at[size++] = (char)(0x80 | (code_point >> 12 & 0x3F));
        at[size++] = (char)(0x80 | (code_point >> 6 & 0x3F));
    }
    if (code_point >= 0x80)
        at[size++] = (char)(0x80 | (code_point & 0x3F));
    buffer_advance(buffer, size);
}

void utf8_append_clean(struct buffer *buffer, struct text text)
{
    size_t at = 0, start = 0;

    while (at < text.size) {
        at += ascii_run(text.at + at, text.size - at);
        at += utf8_multibyte_run(text.at + at, text.size - at);
        if (at == text.size || (unsigned char)text.at[at] < 0x80)
            continue;
        buffer_append(buffer, text_slice(text, start, at - start));
        utf8_append(buffer, UTF8_REPLACEMENT);
        start = ++at;
    }
    buffer_append(buffer, text_slice(text, start, at - start));
}
