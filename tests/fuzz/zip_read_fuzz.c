/* ZIP: any bytes are read within the ceilings, or refused with a sentence. */
#include "codec/zip_read.h"
#include "fuzz.h"

static void read_part(struct text bytes, struct text name)
{
    struct arena arena = { 0 };
    struct zip_part *part;
    struct text chunk = T("x");
    const char *fault = NULL;
    size_t unpacked = 0;
    enum status status = zip_part_open(&arena, bytes, name, &part, &fault);

    while (status == OK && chunk.size > 0) {
        status = zip_part_read(part, &chunk, &fault);
        if (status != OK)
            break;
        fuzz_touch(chunk);
        unpacked += chunk.size;
    }
    CHECK(status == OK || fault);
    CHECK(unpacked <= ZIP_RATIO_FROM + (bytes.size + 1) * ZIP_LIMIT_RATIO);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text bytes = fuzz_text(at, size);
    const char *fault = NULL;

    if (zip_check(bytes, &fault) != OK)
        CHECK(fault);
    read_part(bytes, T("a"));
    read_part(bytes, T("xl/workbook.xml"));
    return 0;
}
