/* WebSocket frames: read in one piece and in two, the input is heard as the same; what is told
   is within the limits, texts are UTF-8, and after a fault there is nothing more. */
#include "codec/utf8.h"
#include "fuzz.h"
#include "http/websocket_frame.h"

#include <string.h>

enum { LIMIT_MESSAGE = 300, LIMIT_HEARD = 1 << 16 };

static void note(struct buffer *heard, const struct websocket_received *received)
{
    buffer_print(heard, "%d %d %d ", received->event, received->is_text, received->code);
    buffer_append(heard, received->payload);
    fuzz_touch(received->payload);
    if (received->event == WEBSOCKET_EVENT_MESSAGE) {
        CHECK(received->payload.size <= LIMIT_MESSAGE);
        CHECK(!received->is_text || utf8_is_valid(received->payload));
    } else {
        CHECK(received->payload.size <= WEBSOCKET_CONTROL_BYTES);
    }
    if (received->event == WEBSOCKET_EVENT_CLOSE)
        CHECK(received->code == WEBSOCKET_CODE_NO_STATUS ||
              websocket_code_is_valid(received->code));
}

static bool feed(struct websocket_reader *reader, struct text bytes, struct buffer *heard)
{
    while (bytes.size > 0) {
        size_t used;
        struct websocket_received received = websocket_read(reader, bytes, &used);

        CHECK(used <= bytes.size);
        CHECK(used > 0 || received.event == WEBSOCKET_EVENT_FAULT);
        if (received.event != WEBSOCKET_EVENT_NONE)
            note(heard, &received);
        if (received.event == WEBSOCKET_EVENT_FAULT)
            return false;
        bytes = text_from_offset(bytes, used);
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text bytes = fuzz_text(at, size);
    size_t cut = size > 0 ? at[size - 1] % (size + 1) : 0;
    struct websocket_reader whole = { .limit_bytes = LIMIT_MESSAGE }, halves = whole;
    struct buffer first = buffer_on_heap(LIMIT_HEARD), second = buffer_on_heap(LIMIT_HEARD);

    feed(&whole, bytes, &first);
    if (feed(&halves, text_slice(bytes, 0, cut), &second))
        feed(&halves, text_from_offset(bytes, cut), &second);
    CHECK(text_equal(buffer_text(&first), buffer_text(&second)));
    websocket_reader_release(&whole);
    websocket_reader_release(&halves);
    buffer_release(&first);
    buffer_release(&second);
    return 0;
}
