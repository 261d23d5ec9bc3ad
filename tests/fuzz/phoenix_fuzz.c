/* Phoenix messages: whatever comes is read within its limits or refused, and what was read can be
   written and read again. The first byte says version and form. */
#include "codec/utf8.h"
#include "fuzz.h"
#include "realtime/phoenix.h"

enum { LIMIT_OUT = 1 << 20 };

static void check_names(const struct phoenix_message *message)
{
    CHECK(message->topic.size > 0 && message->topic.size <= LIMIT_PHOENIX_NAME);
    CHECK(message->event.size > 0 && message->event.size <= LIMIT_PHOENIX_NAME);
    CHECK(message->ref.size <= LIMIT_PHOENIX_NAME && message->join_ref.size <= LIMIT_PHOENIX_NAME);
    CHECK(utf8_is_valid(message->topic) && utf8_is_valid(message->event));
    CHECK(message->is_binary || json_kind(message->payload) == JSON_KIND_OBJECT);
    fuzz_touch(message->user_payload);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text bytes = text_from_offset(fuzz_text(at, size), 1);
    enum phoenix_version version = size > 0 && at[0] % 2 ? PHOENIX_2 : PHOENIX_1;
    bool is_text = size > 0 && at[0] / 2 % 2 == 0;
    struct arena arena = { 0 };
    struct buffer out = buffer_in(&arena, LIMIT_OUT);
    struct phoenix_message message, again;

    if (phoenix_read(&arena, version, is_text, bytes, &message) != OK) {
        arena_release(&arena);
        return 0;
    }
    check_names(&message);
    if (message.is_binary) {
        CHECK(phoenix_write_broadcast(&out, PHOENIX_2, message.topic, message.user_event,
                                      message.is_json, message.user_payload));
        CHECK(out.size ==
              5 + message.topic.size + message.user_event.size + message.user_payload.size);
    } else {
        phoenix_write(&out, version, message.join_ref, message.ref, message.topic, message.event,
                      T("{}"));
        CHECK(phoenix_read(&arena, version, true, buffer_text(&out), &again) == OK);
        CHECK(text_equal(again.topic, message.topic) && text_equal(again.event, message.event));
        CHECK(text_equal(again.ref, message.ref) && text_equal(again.join_ref, message.join_ref));
    }
    arena_release(&arena);
    return 0;
}
