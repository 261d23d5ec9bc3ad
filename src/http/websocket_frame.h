/* WebSocket framing (RFC 6455, 5): pure functions and a reader that is fed bytes as they come
   and says what was received. Strict as a server: frames come masked, lengths in their shortest
   form, no extensions, texts and reasons in UTF-8. */
#ifndef HTTP_WEBSOCKET_FRAME_H
#define HTTP_WEBSOCKET_FRAME_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum websocket_opcode {
    WEBSOCKET_CONTINUATION = 0,
    WEBSOCKET_TEXT = 1,
    WEBSOCKET_BINARY = 2,
    WEBSOCKET_CLOSE = 8,
    WEBSOCKET_PING = 9,
    WEBSOCKET_PONG = 10,
};

/* Close codes that are used here (RFC 6455, 7.4.1). */
enum {
    WEBSOCKET_CODE_NORMAL = 1000,
    WEBSOCKET_CODE_GOING_AWAY = 1001,
    WEBSOCKET_CODE_PROTOCOL = 1002,
    WEBSOCKET_CODE_NO_STATUS = 1005, /* never on the wire: the close frame had no code */
    WEBSOCKET_CODE_LOST = 1006,      /* never on the wire: there was no close frame */
    WEBSOCKET_CODE_NOT_UTF8 = 1007,
    WEBSOCKET_CODE_POLICY = 1008,
    WEBSOCKET_CODE_TOO_LARGE = 1009,
    WEBSOCKET_CODE_TRY_LATER = 1013,
};

enum {
    WEBSOCKET_CONTROL_BYTES = 125, /* the most that a control frame carries */
    WEBSOCKET_HEADER_BYTES = 10,   /* the longest header of a frame that we write */
};

/* May this code stand in a close frame? */
bool websocket_code_is_valid(int64_t code);

/* Writes the header of a whole, unmasked message; returns its size. */
size_t websocket_write_header(char at[WEBSOCKET_HEADER_BYTES], enum websocket_opcode opcode,
                              uint64_t size);

enum websocket_event {
    WEBSOCKET_EVENT_NONE, /* more bytes are needed */
    WEBSOCKET_EVENT_MESSAGE,
    WEBSOCKET_EVENT_PING,
    WEBSOCKET_EVENT_PONG,
    WEBSOCKET_EVENT_CLOSE,
    WEBSOCKET_EVENT_FAULT, /* `code` says which; nothing more can be read */
};

struct websocket_received {
    enum websocket_event event;
    bool is_text;        /* MESSAGE */
    struct text payload; /* of a message, ping, pong, or the reason of a close; until the next */
    int code;            /* CLOSE: what it said, or NO_STATUS; FAULT: what to close with */
};

/* A zeroed struct with its limit is the start. websocket_reader_release gives the memory back. */
struct websocket_reader {
    size_t limit_bytes; /* of one message */

    unsigned char header[14];
    size_t header_size; /* bytes of it that are there */
    bool in_payload, is_final, is_broken;
    enum websocket_opcode opcode; /* of the frame */
    uint64_t left, offset;        /* of its payload */
    unsigned char mask[4];

    enum websocket_opcode message_opcode; /* CONTINUATION: no message is under way */
    bool is_told;                         /* the message in `message` was handed out */
    struct buffer message;                /* on the heap; only while a message is under way */
    size_t control_size;
    unsigned char control[WEBSOCKET_CONTROL_BYTES];
};

/* Takes bytes from the front of `bytes` until something was received or all are used; *ret_used
   says how many. Call again with the rest. */
struct websocket_received websocket_read(struct websocket_reader *reader, struct text bytes,
                                         size_t *ret_used);
/* Is a message or frame under way, so that its rest should come soon? */
bool websocket_reader_is_waiting(const struct websocket_reader *reader);
void websocket_reader_release(struct websocket_reader *reader);

#endif
