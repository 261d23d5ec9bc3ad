/* Paper: whatever is read is sensible, and what was read is written again as it was. */
#include "paper/paper.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text rest = fuzz_text(at, size);
    struct paper_mark mark;

    for (size_t before = rest.size; paper_next(&rest, &mark); before = rest.size) {
        CHECK(rest.size < before);
        CHECK(mark.kind >= PAPER_TITLE && mark.kind <= PAPER_BARS);
        CHECK(mark.text.size <= LIMIT_PAPER_TEXT);
        CHECK(mark.area.width >= 0 && mark.area.width <= LIMIT_PAPER_SIDE);
        CHECK(mark.area.height >= 0 && mark.area.height <= LIMIT_PAPER_SIDE);
        CHECK(mark.kind != PAPER_TEXT ||
              (mark.style.least > 0 && mark.style.least <= mark.style.size));
        fuzz_touch(mark.text);
    }
    return 0;
}
