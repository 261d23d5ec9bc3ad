/* WebP files are chunks in a RIFF (RFC 9649). libvips 8.14 writes EXIF, place included, also when
   it is told to strip; so what is no picture is cut out of its answer here. */
#include "media/webp.h"

#include <stdint.h>
#include <string.h>

enum {
    HEAD_SIZE = 12, /* "RIFF", the size of the rest, "WEBP" */
    CHUNK_HEAD = 8,
    EXTENDED_SIZE = 10,
    HAS_ALPHA = 0x10, /* of the flags of VP8X */
};

static size_t read_size(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;

    return (size_t)bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 |
           (size_t)bytes[3] << 24;
}

static void write_size(char *at, size_t size)
{
    for (int i = 0; i < 4; i++)
        at[i] = (char)(uint8_t)(size >> (8 * i));
}

static bool is_kind(const char *at, const char *kind)
{
    return memcmp(at, kind, 4) == 0;
}

/* Bytes of the chunk at `at` with its head and padding; 0 when it is cut off. */
static size_t chunk_size(const char *at, size_t rest)
{
    size_t size;

    if (rest < CHUNK_HEAD)
        return 0;
    size = read_size(at + 4);
    size += size % 2 + CHUNK_HEAD;
    return size <= rest ? size : 0;
}

/* Does a transparency of its own stand beside the picture? *ret_pictures counts those. */
static bool look(const char *bytes, size_t size, bool *ret_has_alpha, int *ret_pictures)
{
    size_t at = HEAD_SIZE, step;

    *ret_has_alpha = false;
    *ret_pictures = 0;
    for (; at < size; at += step) {
        step = chunk_size(bytes + at, size - at);
        if (step == 0)
            return false;
        *ret_has_alpha |= is_kind(bytes + at, "ALPH");
        *ret_pictures += is_kind(bytes + at, "VP8 ") || is_kind(bytes + at, "VP8L");
    }
    return true;
}

static bool is_kept(const char *at, size_t step, bool has_alpha)
{
    if (is_kind(at, "VP8X"))
        return has_alpha && step >= CHUNK_HEAD + EXTENDED_SIZE;
    return is_kind(at, "VP8 ") || is_kind(at, "VP8L") || (has_alpha && is_kind(at, "ALPH"));
}

bool webp_strip(char *bytes, size_t *size)
{
    size_t at = HEAD_SIZE, end = HEAD_SIZE, step;
    bool has_alpha;
    int pictures;

    if (*size < HEAD_SIZE || !is_kind(bytes, "RIFF") || !is_kind(bytes + 8, "WEBP") ||
        !look(bytes, *size, &has_alpha, &pictures) || pictures != 1)
        return false;
    for (; at < *size; at += step) {
        step = chunk_size(bytes + at, *size - at);
        if (!is_kept(bytes + at, step, has_alpha))
            continue;
        memmove(bytes + end, bytes + at, step);
        if (is_kind(bytes + end, "VP8X"))
            bytes[end + CHUNK_HEAD] = HAS_ALPHA;
        end += step;
    }
    write_size(bytes + 4, end - CHUNK_HEAD);
    *size = end;
    return true;
}
