/* Sniff: signatures of picture formats. */
#include "files/sniff.h"

static const struct {
    struct text type;
    size_t at; /* where the signature stands */
    struct text signature;
} pictures[] = {
    { T_INIT("image/jpeg"), 0, T_INIT("\xff\xd8\xff") },
    { T_INIT("image/png"), 0, T_INIT("\x89PNG\r\n\x1a\n") },
    { T_INIT("image/gif"), 0, T_INIT("GIF87a") },
    { T_INIT("image/gif"), 0, T_INIT("GIF89a") },
    { T_INIT("image/webp"), 8, T_INIT("WEBP") },
    { T_INIT("image/avif"), 4, T_INIT("ftypavif") },
    { T_INIT("image/heic"), 4, T_INIT("ftypheic") },
    { T_INIT("image/heic"), 4, T_INIT("ftypheix") },
    { T_INIT("image/heic"), 4, T_INIT("ftypmif1") },
    { T_INIT("image/bmp"), 0, T_INIT("BM") },
};

enum { PICTURES = sizeof pictures / sizeof *pictures };

struct text sniff_picture(struct text bytes)
{
    for (size_t i = 0; i < PICTURES; i++)
        if (text_starts_with(text_from_offset(bytes, pictures[i].at), pictures[i].signature))
            return pictures[i].type;
    return (struct text){ 0 };
}

bool sniff_agrees(struct text bytes, struct text content_type)
{
    struct text type = text_trim(text_cut(&content_type, ';'));

    if (text_equal_nocase(type, T("image/heif"))) /* the same container; both names are used */
        type = T("image/heic");
    for (size_t i = 0; i < PICTURES; i++)
        if (text_equal_nocase(type, pictures[i].type))
            return text_equal(sniff_picture(bytes), pictures[i].type);
    return true;
}
