/* Ranges, entity tags, accepted codings, addresses and event lines: what they promise holds for
   any header value. The input is cut at its first line end into two. */
#include "base/buffer.h"
#include "fuzz.h"
#include "http/address.h"
#include "http/conditional.h"
#include "http/sse.h"

static void check_range(struct text range, uint64_t size_bytes)
{
    uint64_t from = 0, count = 0;

    switch (http_range_read(range, size_bytes, &from, &count)) {
    case HTTP_RANGE_PART:
        CHECK(count > 0 && from < size_bytes && count <= size_bytes - from);
        break;
    case HTTP_RANGE_OUTSIDE:
    case HTTP_RANGE_NONE:
        CHECK(from == 0 && count == 0);
        break;
    }
}

static void check_address(struct text text)
{
    struct sockaddr_storage storage;
    struct address_block block;
    struct address address, again;
    socklen_t size;

    if (address_from_text(text, &address)) {
        CHECK(address_from_text(text_from(address_to_text(address).at), &again));
        CHECK(memcmp(&address, &again, sizeof address) == 0);
    }
    if (address_block_from_text(text, &block))
        CHECK(block.bits <= 128 && address_block_has(&block, block.address));
    if (address_from_listen(text, &storage, &size))
        CHECK(storage.ss_family == AF_INET || storage.ss_family == AF_INET6);
}

/* An event is lines that each begin with a field, and ends with an empty one. */
static void check_event(struct text data, struct text name)
{
    struct buffer out = buffer_on_heap(1 << 20);
    const struct http_sse_event event = { .name = name, .id = name, .data = data };
    struct text rest;

    http_sse_format(&event, &out);
    rest = buffer_text(&out);
    CHECK(text_ends_with(rest, T("\n\n")) && text_find_byte(rest, '\r') == rest.size);
    CHECK(text_find(rest, T("\n\n")) == rest.size - 2);
    buffer_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text rest = fuzz_text(at, size);
    struct text first = text_cut(&rest, '\n');
    int quality = http_encoding_quality(first, rest);

    CHECK(quality >= 0 && quality <= 1000);
    check_range(first, 0);
    check_range(first, rest.size);
    check_range(first, UINT64_MAX / 2);
    if (first.size > 0 && text_find_byte(first, ',') == first.size)
        CHECK(http_etag_matches(first, text_trim(first)));
    fuzz_touch(rest);
    check_address(first);
    check_event(rest, first);
    return 0;
}
