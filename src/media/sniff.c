/* Sniff: a table of magic bytes. */
#include "media/sniff.h"

#include "base/buffer.h"

struct magic {
    enum media_kind kind;
    size_t at;
    struct text bytes;
    struct text prefix; /* at the front, besides; may be empty */
};

static const struct magic magics[] = {
    { MEDIA_JPEG, 0, T_INIT("\xFF\xD8\xFF"), T_INIT("") },
    { MEDIA_PNG, 0, T_INIT("\x89PNG\r\n\x1A\n"), T_INIT("") },
    { MEDIA_GIF, 0, T_INIT("GIF87a"), T_INIT("") },
    { MEDIA_GIF, 0, T_INIT("GIF89a"), T_INIT("") },
    { MEDIA_WEBP, 8, T_INIT("WEBP"), T_INIT("RIFF") },
    /* ISO 14496-12: a box of type ftyp, then the major brand */
    { MEDIA_HEIC, 4, T_INIT("ftypheic"), T_INIT("\0\0\0") },
    { MEDIA_HEIC, 4, T_INIT("ftypheix"), T_INIT("\0\0\0") },
    { MEDIA_HEIC, 4, T_INIT("ftypmif1"), T_INIT("\0\0\0") },
};

enum media_kind media_sniff(struct text head)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (text_starts_with(head, magics[i].prefix) && head.size >= magics[i].at &&
            text_starts_with(text_from_offset(head, magics[i].at), magics[i].bytes))
            return magics[i].kind;
    return MEDIA_UNKNOWN;
}

const char *media_type_of(enum media_kind kind)
{
    static const char *const types[MEDIA_KIND_COUNT] = {
        [MEDIA_JPEG] = "image/jpeg", [MEDIA_PNG] = "image/png",   [MEDIA_WEBP] = "image/webp",
        [MEDIA_GIF] = "image/gif",   [MEDIA_HEIC] = "image/heic",
    };

    return kind < MEDIA_KIND_COUNT ? types[kind] : NULL;
}
