/* Reading a chunked body: one state per byte outside of the data, one slice per piece inside. */
#include "http/http1_parse.h"

enum { CHUNK_DIGITS = 8 }; /* 4 GiB in one chunk is more than any body may have */

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

static enum refusal read_size_byte(struct http1_chunks *chunks, char c)
{
    int value = hex_value(c);

    if (c == '\r' && chunks->digits > 0) {
        chunks->state = HTTP1_CHUNK_SIZE_LF;
        return REFUSAL_NONE;
    }
    if (value < 0 || chunks->digits == CHUNK_DIGITS)
        return REFUSAL_CHUNK;
    chunks->left = chunks->left * 16 + (unsigned)value;
    chunks->digits++;
    return REFUSAL_NONE;
}

/* Everything but size and data is one expected byte that leads to the next state. */
static enum refusal read_frame_byte(struct http1_chunks *chunks, char c)
{
    static const struct {
        char expected;
        unsigned char next;
    } steps[] = {
        [HTTP1_CHUNK_SIZE_LF] = { '\n', HTTP1_CHUNK_DATA },
        [HTTP1_CHUNK_DATA_CR] = { '\r', HTTP1_CHUNK_DATA_LF },
        [HTTP1_CHUNK_DATA_LF] = { '\n', HTTP1_CHUNK_SIZE },
        [HTTP1_CHUNK_END_CR] = { '\r', HTTP1_CHUNK_END_LF },
        [HTTP1_CHUNK_END_LF] = { '\n', HTTP1_CHUNK_DONE },
    };

    if (c != steps[chunks->state].expected)
        return REFUSAL_CHUNK;
    if (chunks->state == HTTP1_CHUNK_SIZE_LF && chunks->left == 0) {
        chunks->state = HTTP1_CHUNK_END_CR;
        return REFUSAL_NONE;
    }
    chunks->state = steps[chunks->state].next;
    if (chunks->state == HTTP1_CHUNK_SIZE)
        chunks->digits = 0;
    return REFUSAL_NONE;
}

static struct text read_data(struct http1_chunks *chunks, struct text rest)
{
    struct text piece = text_slice(rest, 0, chunks->left < rest.size ? chunks->left : rest.size);

    chunks->left -= piece.size;
    if (chunks->left == 0)
        chunks->state = HTTP1_CHUNK_DATA_CR;
    return piece;
}

enum refusal http1_read_chunks(struct http1_chunks *chunks, struct text bytes, size_t *ret_used,
                               struct text *ret_piece)
{
    size_t used = 0;

    *ret_piece = (struct text){ 0 };
    while (used < bytes.size && chunks->state != HTTP1_CHUNK_DONE) {
        enum refusal refusal;

        if (chunks->state == HTTP1_CHUNK_DATA) {
            *ret_piece = read_data(chunks, text_from_offset(bytes, used));
            used += ret_piece->size;
            break;
        }
        refusal = chunks->state == HTTP1_CHUNK_SIZE ? read_size_byte(chunks, bytes.at[used])
                                                    : read_frame_byte(chunks, bytes.at[used]);
        if (refusal != REFUSAL_NONE)
            return refusal;
        used++;
    }
    *ret_used = used;
    return REFUSAL_NONE;
}
