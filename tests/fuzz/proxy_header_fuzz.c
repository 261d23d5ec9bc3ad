/* What a proxy says about its client, by the PROXY protocol and by Forwarded. A header that is
   complete is complete wherever it is cut, and what follows it does not change it. */
#include "fuzz.h"
#include "http/forwarded_read.h"
#include "http/proxy_header.h"

static void check_proxy_header(struct text bytes)
{
    struct proxy_header header = { 0 }, again = { 0 };
    enum proxy_header_result result = proxy_header_read(bytes, &header);

    if (result == PROXY_HEADER_MORE)
        CHECK(bytes.size < PROXY_HEADER_BYTES);
    if (result != PROXY_HEADER_DONE)
        return;
    CHECK(header.size_bytes <= bytes.size && header.size_bytes <= PROXY_HEADER_BYTES);
    for (size_t cut = 0; cut < header.size_bytes; cut++)
        CHECK(proxy_header_read(text_slice(bytes, 0, cut), &again) == PROXY_HEADER_MORE);
    CHECK(proxy_header_read(text_slice(bytes, 0, header.size_bytes), &again) == PROXY_HEADER_DONE);
    CHECK(again.size_bytes == header.size_bytes && again.has_address == header.has_address);
}

static void check_forwarded(struct text value)
{
    struct forwarded_hops hops = { .count = 0 };
    struct address address;

    forwarded_add_plain(&hops, value);
    CHECK(hops.count <= FORWARDED_HOPS);
    for (size_t i = 0; i < hops.count; i++)
        if (forwarded_address(hops.list[i].node, &address))
            fuzz_touch(text_from(address_to_text(address).at));
    forwarded_add(&hops, value);
    CHECK(hops.count <= FORWARDED_HOPS);
    for (size_t i = 0; i < hops.count; i++) {
        fuzz_touch(hops.list[i].node);
        fuzz_touch(hops.list[i].proto);
        fuzz_touch(hops.list[i].host);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    check_proxy_header(fuzz_text(at, size));
    check_forwarded(fuzz_text(at, size));
    return 0;
}
