/* Encoding: whatever is found or chosen (by the first byte), the result is valid UTF-8 below its
   ceiling, or a fault with a place. */
#include "codec/encoding.h"
#include "codec/utf8.h"
#include "fuzz.h"

enum { ROOM = 4096 };

static void check_conversion(struct text bytes, const struct encoding *encoding)
{
    struct buffer buffer = buffer_on_heap(ROOM);
    struct encoding_fault fault = { 0 };
    enum status status = encoding_to_utf8(bytes, encoding, &buffer, &fault);

    CHECK(buffer.size <= ROOM);
    CHECK(utf8_is_valid(buffer_text(&buffer)));
    CHECK((status == OK) == (fault.reason == NULL));
    CHECK(fault.offset <= bytes.size);
    CHECK(status != FAILED);
    buffer_release(&buffer);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text bytes = fuzz_text(at + (size > 0), size - (size > 0));
    struct encoding encoding = encoding_detect(bytes);
    const char *chosen = encoding_name_at(size > 0 ? at[0] % 32 : 0);

    CHECK(encoding.mark_bytes <= bytes.size);
    check_conversion(bytes, &encoding);
    if (chosen) {
        CHECK(encoding_from_name(text_from(chosen), bytes, &encoding));
        check_conversion(bytes, &encoding);
    }
    return 0;
}
