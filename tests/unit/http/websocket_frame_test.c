/* WebSocket frames: what they say, at every way of cutting the bytes, and what is refused. */
#include "http/websocket_frame.h"
#include "text_check.h"

enum { LIMIT_MESSAGE = 70000 };

/* What a list of frames is read as: "t:hello" a text, "b:.." binary, "p:" ping, "o:" pong,
   "c:1000:bye" close, "!1002" a fault. */
struct row {
    struct text bytes; /* masked with zeros, so that they can be read */
    const char *heard;
};

#define M "\0\0\0\0"

static const struct row rows[] = {
    { T_INIT("\x81\x85" M "hello"), "t:hello " },
    { T_INIT("\x81\x80" M), "t: " },
    { T_INIT("\x82\x83" M "\x00\xff\x80"), "b:3 " },
    { T_INIT("\x01\x82" M "he\x80\x83" M "llo"), "t:hello " },
    { T_INIT("\x01\x82" M "he\x89\x82" M "hi\x80\x83" M "llo"), "p:hi t:hello " },
    { T_INIT("\x01\x80" M "\x00\x80" M "\x80\x81" M "a"), "t:a " },
    { T_INIT("\x81\x82" M "\xc3\xa9\x81\x81" M "b"), "t:\xc3\xa9 t:b " },
    { T_INIT("\x01\x81" M "\xc3\x80\x81" M "\xa9"), "t:\xc3\xa9 " },
    { T_INIT("\x89\x80" M), "p: " },
    { T_INIT("\x8a\x81" M "x"), "o:x " },
    { T_INIT("\x88\x80" M), "c:1005: " },
    { T_INIT("\x88\x85" M "\x03\xe8"
             "bye"),
      "c:1000:bye " },
    { T_INIT("\x88\x82" M "\x0f\xa0"), "c:4000: " },
    { T_INIT("\x81\xfe\x00\x7e" M), "" }, /* 126 bytes are to come */
    /* Refused. */
    { T_INIT("\x81\x05"
             "hello"),
      "!1002" },                       /* not masked */
    { T_INIT("\xc1\x85" M), "!1002" }, /* reserved bits */
    { T_INIT("\x83\x80" M), "!1002" }, /* reserved opcodes */
    { T_INIT("\x8b\x80" M), "!1002" },
    { T_INIT("\x80\x81" M "a"), "!1002" }, /* continues nothing */
    { T_INIT("\x81\x80" M "\x80\x81" M "a"), "t: !1002" },
    { T_INIT("\x01\x81" M "a\x81\x81" M "b"), "!1002" }, /* a message inside another */
    { T_INIT("\x09\x80" M), "!1002" },                   /* a fragmented ping */
    { T_INIT("\x89\xfe\x00\x7e" M), "!1002" },           /* a long ping */
    { T_INIT("\x81\xfe\x00\x7d" M), "!1002" },           /* longer forms than needed */
    { T_INIT("\x81\xff\0\0\0\0\0\0\xff\xff" M), "!1002" },
    { T_INIT("\x81\xff\x80\0\0\0\0\0\0\x01" M), "!1002" }, /* a negative length */
    { T_INIT("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff" M), "!1009" },
    { T_INIT("\x81\xff\0\0\0\0\0\x01\x11\x71" M), "!1009" }, /* one past the limit */
    { T_INIT("\x81\x81" M "\xff"), "!1007" },
    { T_INIT("\x81\x81" M "\xc3"), "!1007" },
    { T_INIT("\x81\x83" M "\xed\xa0\x80"), "!1007" },
    { T_INIT("\x88\x81" M "\x03"), "!1002" },
    { T_INIT("\x88\x82" M "\x03\xed"), "!1002" }, /* 1005 may not be said */
    { T_INIT("\x88\x82" M "\x03\xee"), "!1002" },
    { T_INIT("\x88\x82" M "\x00\x00"), "!1002" },
    { T_INIT("\x88\x82" M "\x07\xcf"), "!1002" },
    { T_INIT("\x88\x83" M "\x03\xe8\xff"), "!1007" },
};

static void note(struct buffer *heard, const struct websocket_received *received)
{
    switch (received->event) {
    case WEBSOCKET_EVENT_MESSAGE:
        if (received->is_text)
            buffer_print(heard, "t:%.*s ", TEXT_ARG(received->payload));
        else
            buffer_print(heard, "b:%zu ", received->payload.size);
        break;
    case WEBSOCKET_EVENT_PING:
        buffer_print(heard, "p:%.*s ", TEXT_ARG(received->payload));
        break;
    case WEBSOCKET_EVENT_PONG:
        buffer_print(heard, "o:%.*s ", TEXT_ARG(received->payload));
        break;
    case WEBSOCKET_EVENT_CLOSE:
        buffer_print(heard, "c:%d:%.*s ", received->code, TEXT_ARG(received->payload));
        break;
    case WEBSOCKET_EVENT_FAULT:
        buffer_print(heard, "!%d", received->code);
        break;
    case WEBSOCKET_EVENT_NONE:
        break;
    }
}

/* False at a fault. */
static bool feed(struct websocket_reader *reader, struct text bytes, struct buffer *heard)
{
    while (bytes.size > 0) {
        size_t used;
        struct websocket_received received = websocket_read(reader, bytes, &used);

        note(heard, &received);
        if (received.event == WEBSOCKET_EVENT_FAULT)
            return false;
        bytes = text_from_offset(bytes, used);
    }
    return true;
}

static void reads_however_it_is_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t cut = 0; cut <= rows[i].bytes.size; cut++) {
            struct websocket_reader reader = { .limit_bytes = LIMIT_MESSAGE };
            struct buffer heard = buffer_on_heap(1000);

            if (feed(&reader, text_slice(rows[i].bytes, 0, cut), &heard))
                feed(&reader, text_from_offset(rows[i].bytes, cut), &heard);
            assert_text(buffer_text(&heard), text_from(rows[i].heard));
            websocket_reader_release(&reader);
            buffer_release(&heard);
        }
    }
}

/* Every size at the edges of the three forms of a length, masked for real. */
static void reads_what_it_writes_with_a_mask(void **state)
{
    static const size_t sizes[] = { 0, 1, 125, 126, 65535, 65536, LIMIT_MESSAGE };
    static const unsigned char mask[4] = { 0x5a, 0x01, 0xff, 0x80 };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct websocket_reader reader = { .limit_bytes = LIMIT_MESSAGE };
        struct buffer frame = buffer_on_heap(2 * LIMIT_MESSAGE);
        char header[WEBSOCKET_HEADER_BYTES];
        size_t size = websocket_write_header(header, WEBSOCKET_BINARY, sizes[i]), used;
        struct websocket_received received;

        header[1] = (char)(header[1] | (char)0x80);
        buffer_append(&frame, (struct text){ header, size });
        buffer_append(&frame, (struct text){ (const char *)mask, 4 });
        for (size_t at = 0; at < sizes[i]; at++)
            buffer_append_byte(&frame, (char)((unsigned char)(at * 7) ^ mask[at % 4]));
        received = websocket_read(&reader, buffer_text(&frame), &used);
        assert_int_equal(received.event, WEBSOCKET_EVENT_MESSAGE);
        assert_int_equal(used, frame.size);
        assert_int_equal(received.payload.size, sizes[i]);
        for (size_t at = 0; at < sizes[i]; at++)
            assert_int_equal((unsigned char)received.payload.at[at], (unsigned char)(at * 7));
        assert_false(websocket_reader_is_waiting(&reader));
        websocket_reader_release(&reader);
        buffer_release(&frame);
    }
}

/* The limit is one of the message, not of its fragments. */
static void counts_fragments_together(void **state)
{
    struct websocket_reader reader = { .limit_bytes = 4 };
    struct buffer heard = buffer_on_heap(1000);

    (void)state;
    assert_true(feed(&reader, T("\x01\x82" M "ab\x80\x82" M "cd"), &heard));
    assert_text(buffer_text(&heard), T("t:abcd "));
    assert_false(feed(&reader, T("\x01\x82" M "ab\x80\x83" M), &heard));
    assert_text(buffer_text(&heard), T("t:abcd !1009"));
    assert_false(feed(&reader, T("\x81\x81" M "a"), &heard)); /* and nothing after it */
    websocket_reader_release(&reader);
    buffer_release(&heard);
}

static void knows_which_codes_may_be_said(void **state)
{
    (void)state;
    for (int code = 0; code < 70000; code++) {
        bool is_right = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
                        (code >= 3000 && code < 5000);

        assert_int_equal(websocket_code_is_valid(code), is_right);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_however_it_is_cut),
        cmocka_unit_test(reads_what_it_writes_with_a_mask),
        cmocka_unit_test(counts_fragments_together),
        cmocka_unit_test(knows_which_codes_may_be_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
