/* Sniff: signatures of picture formats. */
#include "files/sniff.h"

#include "media/sniff.h"

/* Besides those that can be decoded. */
static const struct {
    struct text type;
    size_t at; /* where the signature stands */
    struct text signature;
} others[] = {
    { T_INIT("image/avif"), 4, T_INIT("ftypavif") },
    { T_INIT("image/bmp"), 0, T_INIT("BM") },
};

enum { OTHERS = sizeof others / sizeof *others };

struct text sniff_picture(struct text bytes)
{
    enum media_kind kind = media_sniff(bytes);

    if (kind != MEDIA_UNKNOWN)
        return text_from(media_type_of(kind));
    for (size_t i = 0; i < OTHERS; i++)
        if (bytes.size >= others[i].at &&
            text_starts_with(text_from_offset(bytes, others[i].at), others[i].signature))
            return others[i].type;
    return (struct text){ 0 };
}

static bool is_picture_type(struct text type)
{
    for (int kind = MEDIA_UNKNOWN + 1; kind < MEDIA_KIND_COUNT; kind++)
        if (text_equal_nocase(type, text_from(media_type_of((enum media_kind)kind))))
            return true;
    for (size_t i = 0; i < OTHERS; i++)
        if (text_equal_nocase(type, others[i].type))
            return true;
    return false;
}

bool sniff_agrees(struct text bytes, struct text content_type)
{
    struct text type = text_trim(text_cut(&content_type, ';'));

    if (text_equal_nocase(type, T("image/heif"))) /* the same container; both names are used */
        type = T("image/heic");
    return !is_picture_type(type) || text_equal_nocase(sniff_picture(bytes), type);
}
