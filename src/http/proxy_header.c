/* The header of the PROXY protocol. */
#include "http/proxy_header.h"

#define SIGNATURE_1 T("PROXY ")
#define SIGNATURE_2 T("\r\n\r\n\0\r\nQUIT\n")

/* --- Version 1: a line -------------------------------------------------------------------------
 */

static bool is_port(struct text text)
{
    int64_t port;

    return text.size > 0 && text.size <= 5 && text.at[0] >= '0' && text.at[0] <= '9' &&
           text_to_int64(text, &port) && port <= UINT16_MAX;
}

/* "TCP4 192.0.2.7 198.51.100.1 4711 443" */
static enum proxy_header_result read_words(struct text line, struct proxy_header *header)
{
    struct text family = text_cut(&line, ' ');
    struct text source = text_cut(&line, ' ');
    struct text destination = text_cut(&line, ' ');
    struct text source_port = text_cut(&line, ' ');
    bool is_ipv4 = text_equal(family, T("TCP4"));
    struct address other;

    if (text_equal(family, T("UNKNOWN")))
        return PROXY_HEADER_DONE;
    if ((!is_ipv4 && !text_equal(family, T("TCP6"))) || !is_port(source_port) || !is_port(line) ||
        (text_find_byte(source, ':') == source.size) != is_ipv4 ||
        (text_find_byte(destination, ':') == destination.size) != is_ipv4 || source.size == 0 ||
        source.at[0] == '[' || !address_from_text(source, &header->address) ||
        !address_from_text(destination, &other))
        return PROXY_HEADER_BAD;
    header->has_address = true;
    return PROXY_HEADER_DONE;
}

static enum proxy_header_result read_line(struct text bytes, struct proxy_header *header)
{
    struct text line = text_slice(bytes, 0, PROXY_HEADER_LINE);
    size_t end = text_find_byte(line, '\n');

    if (end == line.size)
        return line.size == PROXY_HEADER_LINE ? PROXY_HEADER_BAD : PROXY_HEADER_MORE;
    if (line.at[end - 1] != '\r')
        return PROXY_HEADER_BAD;
    header->size_bytes = end + 1;
    line = text_slice(line, 0, end - 1);
    return read_words(text_from_offset(line, SIGNATURE_1.size), header);
}

/* --- Version 2: bytes --------------------------------------------------------------------------
 */

enum {
    HEAD_SIZE = 16,
    COMMAND_LOCAL = 0x20,
    COMMAND_PROXY = 0x21,
    FAMILY_UNSAID = 0x00,
    FAMILY_TCP4 = 0x11,
    FAMILY_TCP6 = 0x21,
    FAMILY_UNIX = 0x31,
    TCP4_SIZE = 12,
    TCP6_SIZE = 36,
};

static enum proxy_header_result read_family(const unsigned char *at, size_t size,
                                            struct proxy_header *header)
{
    const unsigned char *source = at + HEAD_SIZE;

    switch (at[13]) {
    case FAMILY_UNSAID:
    case FAMILY_UNIX:
        return PROXY_HEADER_DONE;
    case FAMILY_TCP4:
        if (size < TCP4_SIZE)
            return PROXY_HEADER_BAD;
        header->address = (struct address){ .bytes = { [10] = 0xff, [11] = 0xff } };
        memcpy(header->address.bytes + 12, source, 4);
        break;
    case FAMILY_TCP6:
        if (size < TCP6_SIZE)
            return PROXY_HEADER_BAD;
        memcpy(header->address.bytes, source, sizeof header->address.bytes);
        break;
    default:
        return PROXY_HEADER_BAD;
    }
    header->has_address = true;
    return PROXY_HEADER_DONE;
}

static enum proxy_header_result read_bytes(struct text bytes, struct proxy_header *header)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    size_t size;

    if (bytes.size < HEAD_SIZE)
        return PROXY_HEADER_MORE;
    size = (size_t)at[14] << 8 | at[15];
    if ((at[12] != COMMAND_LOCAL && at[12] != COMMAND_PROXY) ||
        HEAD_SIZE + size > PROXY_HEADER_BYTES)
        return PROXY_HEADER_BAD;
    if (bytes.size < HEAD_SIZE + size)
        return PROXY_HEADER_MORE;
    header->size_bytes = HEAD_SIZE + size;
    return at[12] == COMMAND_LOCAL ? PROXY_HEADER_DONE : read_family(at, size, header);
}

/* --- Which -------------------------------------------------------------------------------------
 */

/* Is `bytes` the beginning of the signature, or does it begin with it? */
static bool may_be(struct text bytes, struct text signature)
{
    size_t size = bytes.size < signature.size ? bytes.size : signature.size;

    return text_equal(text_slice(bytes, 0, size), text_slice(signature, 0, size));
}

enum proxy_header_result proxy_header_read(struct text bytes, struct proxy_header *ret_header)
{
    struct proxy_header header = { 0 };
    enum proxy_header_result result = PROXY_HEADER_BAD;

    if (bytes.size == 0)
        return PROXY_HEADER_MORE;
    if (may_be(bytes, SIGNATURE_2))
        result = bytes.size < SIGNATURE_2.size ? PROXY_HEADER_MORE : read_bytes(bytes, &header);
    else if (may_be(bytes, SIGNATURE_1))
        result = bytes.size < SIGNATURE_1.size ? PROXY_HEADER_MORE : read_line(bytes, &header);
    if (result == PROXY_HEADER_DONE)
        *ret_header = header;
    return result;
}
