/* Reading frames: a header is collected byte by byte, then the payload goes unmasked into the
   message or, for control frames, into a place of its own, so that a ping between two fragments
   disturbs nothing. */
#include "http/websocket_frame.h"

#include "codec/utf8.h"

enum {
    BIT_FINAL = 0x80,
    BITS_RESERVED = 0x70,
    BITS_OPCODE = 0x0f,
    BIT_MASKED = 0x80,
    BITS_SIZE = 0x7f,
    SIZE_IS_16 = 126,
    SIZE_IS_64 = 127,
};

bool websocket_code_is_valid(int64_t code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
           (code >= 3000 && code <= 4999);
}

size_t websocket_write_header(char at[WEBSOCKET_HEADER_BYTES], enum websocket_opcode opcode,
                              uint64_t size)
{
    size_t bytes = size < SIZE_IS_16 ? 0 : size <= UINT16_MAX ? 2 : 8;

    at[0] = (char)(BIT_FINAL | (unsigned)opcode);
    at[1] = bytes == 0 ? (char)size : bytes == 2 ? SIZE_IS_16 : SIZE_IS_64;
    for (size_t i = 0; i < bytes; i++)
        at[2 + i] = (char)(size >> 8 * (bytes - 1 - i));
    return 2 + bytes;
}

/* --- The header --- */

static bool is_control(enum websocket_opcode opcode)
{
    return (opcode & 8) != 0;
}

static bool opcode_is_known(unsigned opcode)
{
    return opcode <= WEBSOCKET_BINARY || (opcode >= WEBSOCKET_CLOSE && opcode <= WEBSOCKET_PONG);
}

/* How long the header is, as far as its first two bytes tell. */
static size_t header_needs(const struct websocket_reader *reader)
{
    unsigned size = reader->header[1] & BITS_SIZE;

    if (reader->header_size < 2)
        return 2;
    return 2 + (size == SIZE_IS_16 ? 2 : size == SIZE_IS_64 ? 8 : 0) + 4;
}

/* False when the length is not in its shortest form, or negative. */
static bool read_size(const struct websocket_reader *reader, uint64_t *ret_size)
{
    unsigned form = reader->header[1] & BITS_SIZE;
    size_t bytes = form == SIZE_IS_16 ? 2 : form == SIZE_IS_64 ? 8 : 0;
    uint64_t size = bytes == 0 ? form : 0;

    for (size_t i = 0; i < bytes; i++)
        size = size << 8 | reader->header[2 + i];
    *ret_size = size;
    if (bytes == 2)
        return size >= SIZE_IS_16;
    return bytes == 0 || (size > UINT16_MAX && size >> 63 == 0);
}

/* What is wrong with the first two bytes, as early as they are there; 0: nothing. */
static int check_start(const struct websocket_reader *reader)
{
    unsigned first = reader->header[0], opcode = first & BITS_OPCODE;
    bool is_final = (first & BIT_FINAL) != 0;
    bool is_open = reader->message_opcode != WEBSOCKET_CONTINUATION && !reader->is_told;

    if ((first & BITS_RESERVED) != 0 || !opcode_is_known(opcode) ||
        (reader->header[1] & BIT_MASKED) == 0)
        return WEBSOCKET_CODE_PROTOCOL;
    if (is_control((enum websocket_opcode)opcode))
        return !is_final || (reader->header[1] & BITS_SIZE) > WEBSOCKET_CONTROL_BYTES
                   ? WEBSOCKET_CODE_PROTOCOL
                   : 0;
    return (opcode == WEBSOCKET_CONTINUATION) == is_open ? 0 : WEBSOCKET_CODE_PROTOCOL;
}

/* The message that was handed out is done with once the next frame of data begins. */
static void begin_message(struct websocket_reader *reader, enum websocket_opcode opcode)
{
    buffer_release(&reader->message);
    reader->message = buffer_on_heap(reader->limit_bytes);
    reader->message_opcode = opcode;
    reader->is_told = false;
}

/* The header is complete. */
static int begin_payload(struct websocket_reader *reader)
{
    uint64_t size;

    reader->opcode = (enum websocket_opcode)(reader->header[0] & BITS_OPCODE);
    reader->is_final = (reader->header[0] & BIT_FINAL) != 0;
    if (!read_size(reader, &size))
        return WEBSOCKET_CODE_PROTOCOL;
    memcpy(reader->mask, reader->header + reader->header_size - 4, 4);
    reader->left = size;
    reader->offset = 0;
    reader->control_size = 0;
    reader->in_payload = true;
    if (is_control(reader->opcode))
        return 0;
    if (reader->opcode != WEBSOCKET_CONTINUATION)
        begin_message(reader, reader->opcode);
    return size > reader->limit_bytes - reader->message.size ? WEBSOCKET_CODE_TOO_LARGE : 0;
}

/* Takes bytes of the header; *ret_code is a fault. */
static size_t take_header(struct websocket_reader *reader, struct text bytes, int *ret_code)
{
    size_t used = 0;

    while (used < bytes.size && *ret_code == 0 && !reader->in_payload) {
        reader->header[reader->header_size++] = (unsigned char)bytes.at[used++];
        if (reader->header_size == 2)
            *ret_code = check_start(reader);
        if (*ret_code == 0 && reader->header_size > 2 &&
            reader->header_size == header_needs(reader))
            *ret_code = begin_payload(reader);
    }
    return used;
}

/* --- The payload --- */

static void unmask(struct websocket_reader *reader, const char *from, char *to, size_t size)
{
    for (size_t i = 0; i < size; i++)
        to[i] = (char)((unsigned char)from[i] ^ reader->mask[(reader->offset + i) % 4]);
    reader->offset += size;
    reader->left -= size;
}

static size_t take_payload(struct websocket_reader *reader, struct text bytes)
{
    size_t size = bytes.size < reader->left ? bytes.size : (size_t)reader->left;

    if (size == 0)
        return 0;
    if (is_control(reader->opcode)) {
        unmask(reader, bytes.at, (char *)reader->control + reader->control_size, size);
        reader->control_size += size;
    } else {
        unmask(reader, bytes.at, buffer_room(&reader->message, size), size);
        buffer_advance(&reader->message, size);
    }
    return size;
}

static struct websocket_received fault(struct websocket_reader *reader, int code)
{
    reader->is_broken = true;
    return (struct websocket_received){ .event = WEBSOCKET_EVENT_FAULT, .code = code };
}

static struct websocket_received received_close(struct websocket_reader *reader)
{
    struct text payload = { (const char *)reader->control, reader->control_size };
    struct websocket_received received = { .event = WEBSOCKET_EVENT_CLOSE,
                                           .code = WEBSOCKET_CODE_NO_STATUS };

    if (payload.size == 0)
        return received;
    if (payload.size == 1)
        return fault(reader, WEBSOCKET_CODE_PROTOCOL);
    received.code = reader->control[0] << 8 | reader->control[1];
    received.payload = text_from_offset(payload, 2);
    if (!websocket_code_is_valid(received.code))
        return fault(reader, WEBSOCKET_CODE_PROTOCOL);
    return utf8_is_valid(received.payload) ? received : fault(reader, WEBSOCKET_CODE_NOT_UTF8);
}

/* A frame is complete. */
static struct websocket_received end_frame(struct websocket_reader *reader)
{
    struct websocket_received received = { .event = WEBSOCKET_EVENT_NONE };

    reader->in_payload = false;
    reader->header_size = 0;
    received.payload = (struct text){ (const char *)reader->control, reader->control_size };
    if (reader->opcode == WEBSOCKET_CLOSE)
        return received_close(reader);
    if (is_control(reader->opcode)) {
        received.event = reader->opcode == WEBSOCKET_PING ? WEBSOCKET_EVENT_PING
                                                          : WEBSOCKET_EVENT_PONG;
        return received;
    }
    if (!reader->is_final)
        return (struct websocket_received){ .event = WEBSOCKET_EVENT_NONE };
    received.event = WEBSOCKET_EVENT_MESSAGE;
    received.is_text = reader->message_opcode == WEBSOCKET_TEXT;
    received.payload = buffer_text(&reader->message);
    reader->is_told = true;
    if (received.is_text && !utf8_is_valid(received.payload))
        return fault(reader, WEBSOCKET_CODE_NOT_UTF8);
    return received;
}

struct websocket_received websocket_read(struct websocket_reader *reader, struct text bytes,
                                         size_t *ret_used)
{
    struct websocket_received received = { .event = WEBSOCKET_EVENT_NONE };
    int code = 0;

    *ret_used = 0;
    if (reader->is_broken)
        return fault(reader, WEBSOCKET_CODE_PROTOCOL);
    while (received.event == WEBSOCKET_EVENT_NONE) {
        struct text rest = text_from_offset(bytes, *ret_used);

        if (!reader->in_payload)
            *ret_used += take_header(reader, rest, &code);
        else
            *ret_used += take_payload(reader, rest);
        if (code != 0)
            return fault(reader, code);
        if (reader->in_payload && reader->left == 0)
            received = end_frame(reader);
        else if (*ret_used == bytes.size)
            break;
    }
    return received;
}

bool websocket_reader_is_waiting(const struct websocket_reader *reader)
{
    return reader->header_size > 0 || reader->in_payload ||
           (reader->message_opcode != WEBSOCKET_CONTINUATION && !reader->is_told);
}

void websocket_reader_release(struct websocket_reader *reader)
{
    buffer_release(&reader->message);
    reader->message_opcode = WEBSOCKET_CONTINUATION;
    reader->is_told = false;
}
