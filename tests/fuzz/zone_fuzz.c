/* Fuzz: zone files and the rules in them. The first byte says which; what is accepted must give
   offsets within a day and a bit, at any time. */
#include "base/zone_file.h"
#include "fuzz.h"

enum { LIMIT_OFFSET = 26 * 3600 };

static void ask(const struct zone_table *table)
{
    static const int64_t times[] = { -9000000000000, -62135596800, -1,           0,
                                     951782400,      1709164800,   1780000000,   2556143999,
                                     2556144000,     253402300799, 9000000000000 };

    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        int32_t offset = zone_table_offset(table, times[i]);

        CHECK(offset >= -LIMIT_OFFSET && offset <= LIMIT_OFFSET);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct zone_table table = { 0 };
    struct text input;

    if (size == 0)
        return 0;
    input = fuzz_text(at + 1, size - 1);
    if (at[0] == 'R' ? zone_rule_from_text(input, &table.rule)
                     : zone_table_from_bytes(&arena, input, &table))
        ask(&table);
    arena_release(&arena);
    return 0;
}
