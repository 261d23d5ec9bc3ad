/* TUS: reading Upload-Metadata. */
#include "codec/tus.h"

#include "base/encode.h"

static bool key_is_valid(const struct tus_metadata *metadata, struct text key)
{
    for (size_t i = 0; i < key.size; i++)
        if (key.at[i] <= ' ' || key.at[i] > '~')
            return false;
    for (size_t i = 0; i < metadata->count; i++)
        if (text_equal(metadata->pairs[i].key, key))
            return false;
    return key.size > 0;
}

static enum status take_pair(struct arena *arena, struct tus_metadata *metadata, struct text pair)
{
    struct text key = text_cut(&pair, ' ');
    struct text encoded = text_trim(pair), value = { 0 };

    if (metadata->count == TUS_LIMIT_PAIRS)
        return TOO_LARGE;
    if (!key_is_valid(metadata, key))
        return INVALID;
    if (encoded.size > 0 && !base64_decode(arena, encoded, BASE64_PADDED, &value))
        return INVALID;
    metadata->pairs[metadata->count++] = (struct tus_pair){ key, value };
    return OK;
}

enum status tus_metadata_parse(struct arena *arena, struct text header,
                               struct tus_metadata *ret_metadata)
{
    struct tus_metadata metadata = { .count = 0 };
    enum status status = header.size > TUS_LIMIT_METADATA_BYTES ? TOO_LARGE : OK;

    while (status == OK && header.size > 0)
        status = take_pair(arena, &metadata, text_trim(text_cut(&header, ',')));
    if (status == OK)
        *ret_metadata = metadata;
    return status;
}

struct text tus_metadata_value(const struct tus_metadata *metadata, struct text key)
{
    for (size_t i = 0; i < metadata->count; i++)
        if (text_equal(metadata->pairs[i].key, key))
            return metadata->pairs[i].value;
    return (struct text){ 0 };
}
