/* Case folding for search, from a table of ranges. It is the simple (one to one) folding of the
   scripts that have case and that our users write, plus full-width forms. */
#include "codec/utf8.h"

enum range_kind {
    EVERY, /* each code point moves by `distance` */
    PAIRS, /* upper and lower case alternate, the range starts with an upper one */
};

struct fold_range {
    uint32_t first, last;
    enum range_kind kind;
    int32_t distance;
};

/* In ascending order: searched by halves. */
static const struct fold_range ranges[] = {
    { 0x00041, 0x0005A, EVERY, 32 },
    { 0x000C0, 0x000D6, EVERY, 32 },
    { 0x000D8, 0x000DE, EVERY, 32 },
    { 0x00100, 0x0012F, PAIRS, 1 },
    { 0x00130, 0x00130, EVERY, 0x69 - 0x130 }, /* I with dot: i */
    { 0x00132, 0x00137, PAIRS, 1 },
    { 0x00139, 0x00148, PAIRS, 1 },
    { 0x0014A, 0x00177, PAIRS, 1 },
    { 0x00178, 0x00178, EVERY, 0xFF - 0x178 },
    { 0x00179, 0x0017E, PAIRS, 1 },
    { 0x0017F, 0x0017F, EVERY, 0x73 - 0x17F }, /* long s */
    { 0x001A0, 0x001A5, PAIRS, 1 },
    { 0x001AF, 0x001B0, PAIRS, 1 },
    { 0x001CD, 0x001DC, PAIRS, 1 },
    { 0x001DE, 0x001EF, PAIRS, 1 },
    { 0x001F8, 0x0021F, PAIRS, 1 },
    { 0x00222, 0x00233, PAIRS, 1 },
    { 0x00246, 0x0024F, PAIRS, 1 },
    { 0x00386, 0x00386, EVERY, 38 },
    { 0x00388, 0x0038A, EVERY, 37 },
    { 0x0038C, 0x0038C, EVERY, 64 },
    { 0x0038E, 0x0038F, EVERY, 63 },
    { 0x00391, 0x003A1, EVERY, 32 },
    { 0x003A3, 0x003AB, EVERY, 32 },
    { 0x003C2, 0x003C2, EVERY, 1 }, /* final sigma */
    { 0x003D8, 0x003EF, PAIRS, 1 },
    { 0x00400, 0x0040F, EVERY, 80 },
    { 0x00410, 0x0042F, EVERY, 32 },
    { 0x00460, 0x00481, PAIRS, 1 },
    { 0x0048A, 0x004BF, PAIRS, 1 },
    { 0x004C0, 0x004C0, EVERY, 15 },
    { 0x004C1, 0x004CE, PAIRS, 1 },
    { 0x004D0, 0x0052F, PAIRS, 1 },
    { 0x00531, 0x00556, EVERY, 48 },
    { 0x01E00, 0x01E95, PAIRS, 1 },
    { 0x01E9E, 0x01E9E, EVERY, 0xDF - 0x1E9E }, /* capital sharp s */
    { 0x01EA0, 0x01EFF, PAIRS, 1 },
    { 0x0212A, 0x0212A, EVERY, 0x6B - 0x212A }, /* Kelvin */
    { 0x0212B, 0x0212B, EVERY, 0xE5 - 0x212B }, /* Angstrom */
    { 0x02160, 0x0216F, EVERY, 16 },            /* Roman numerals */
    { 0x03000, 0x03000, EVERY, 0x20 - 0x3000 }, /* ideographic space */
    { 0x0FF01, 0x0FF20, EVERY, 0x21 - 0xFF01 },
    { 0x0FF21, 0x0FF3A, EVERY, 0x61 - 0xFF21 },
    { 0x0FF3B, 0x0FF5E, EVERY, 0x3B + 0x20 - 0xFF3B },
};

enum { RANGE_COUNT = sizeof ranges / sizeof ranges[0] };

uint32_t utf8_fold_code_point(uint32_t code_point)
{
    size_t low = 0, high = RANGE_COUNT;

    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct fold_range *range = &ranges[middle];

        if (code_point < range->first)
            high = middle;
        else if (code_point > range->last)
            low = middle + 1;
        else if (range->kind == PAIRS)
            return code_point + ((code_point - range->first) % 2 == 0);
        else
            return (uint32_t)((int32_t)code_point + range->distance);
    }
    return code_point;
}

/* Takes the ASCII at the front of *text. */
static void fold_ascii(struct buffer *buffer, struct text *text)
{
    size_t run = 0;
    char *room;

    while (run < text->size && (unsigned char)text->at[run] < 0x80)
        run++;
    room = buffer_room(buffer, run);
    for (size_t i = 0; room && i < run; i++) {
        char byte = text->at[i];

        room[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
    }
    if (room)
        buffer_advance(buffer, run);
    *text = text_from_offset(*text, run);
}

void utf8_fold(struct buffer *buffer, struct text text)
{
    while (text.size > 0) {
        if ((unsigned char)text.at[0] < 0x80)
            fold_ascii(buffer, &text);
        else
            utf8_append(buffer, utf8_fold_code_point(utf8_next(&text)));
    }
}
