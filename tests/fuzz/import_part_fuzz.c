/* A part of an export: any bytes are rows that fit their kind of record, or refused with a reason.
 */
#include "fuzz.h"
#include "ops/sale.h"
#include "store/store_export.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct row_sum sum = { .digest = digest_stream_new() };
    const char *why = NULL;

    if (store_import_check(&sale_entity, fuzz_text(at, size), &sum, &why) != OK)
        CHECK(why);
    CHECK(sum.count >= 0 && (size_t)sum.count <= size);
    digest_stream_free(sum.digest);
    return 0;
}
