/* Fuzz: shoe sizes. A label has the order of what it stands for, and is its own label. */
#include "ops/size.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct text input = fuzz_text(at, size), label, again;
    int64_t order = -1, of_label = -1;
    bool has_order = size_to_order(input, &order);

    label = size_to_label(input, &arena);
    fuzz_touch(label);
    CHECK(size_to_order(label, &of_label) == has_order);
    CHECK(order == of_label);
    again = size_to_label(label, &arena);
    CHECK(text_equal(label, again));
    CHECK(!has_order || (order >= 0 && order <= 999999 + 67));
    arena_release(&arena);
    return 0;
}
