/* CSV: every row that is read and written reads back as itself, guarded or not. The first byte
   chooses the delimiter. */
#include "base/buffer.h"
#include "codec/csv.h"
#include "fuzz.h"

enum { ROOM = 1 << 20 };

static const char delimiters[] = { 0, ',', ';', '\t', '|' };

static void check_row(const struct table_row *row, bool guard)
{
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, ROOM);
    struct csv_writer writer = { .buffer = &buffer, .delimiter = ';', .guard_formulas = guard };
    struct csv_reader reader;
    struct table_row again;

    for (size_t i = 0; i < row->count; i++)
        csv_write_field(&writer, row->fields[i]);
    csv_end_row(&writer);
    reader = csv_reader_over(buffer_text(&buffer), ';', NULL);
    CHECK(csv_next_row(&reader, &arena, &again) == OK);
    CHECK(again.count == row->count);
    for (size_t i = 0; i < row->count; i++) {
        struct text field = guard ? csv_unguard(again.fields[i]) : again.fields[i];

        CHECK(text_equal(field, row->fields[i]));
        CHECK(!guard || !csv_is_formula(again.fields[i]));
    }
    CHECK(csv_next_row(&reader, &arena, &again) == OK && again.count == 0);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct csv_reader reader;
    struct table_row row;
    size_t line = 0;
    enum status status;

    if (size == 0)
        return 0;
    reader =
        csv_reader_over(fuzz_text(at + 1, size - 1), delimiters[at[0] % sizeof delimiters], NULL);
    for (;;) {
        status = csv_next_row(&reader, &arena, &row);
        if (status != OK || row.count == 0)
            break;
        CHECK(row.number > line);
        line = row.number;
        check_row(&row, at[0] & 0x80);
    }
    CHECK(status == OK || reader.fault);
    arena_release(&arena);
    return 0;
}
