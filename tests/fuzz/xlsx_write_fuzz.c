/* XLSX: any texts in any kind of column, and as sheet name, give a file that reads back. The first
   byte is the kind; lines are cells. */
#include "base/buffer.h"
#include "codec/utf8.h"
#include "codec/xlsx_read.h"
#include "codec/xlsx_write.h"
#include "fuzz.h"

enum { ROOM = 1 << 20 };

static struct text write_book(struct arena *arena, enum xlsx_column_kind kind, struct text cells)
{
    struct buffer buffer = buffer_in(arena, ROOM);
    struct xlsx_column column = { .label = T("label"), .kind = kind, .decimals = 2 };
    struct xlsx_writer *writer =
        xlsx_writer_new(arena, &buffer, utf8_first_characters(cells, 40), &column, 1);

    while (cells.at) {
        struct text cell = text_cut(&cells, '\n');

        xlsx_write_row(writer, &cell);
    }
    CHECK(xlsx_writer_finish(writer) == OK);
    return buffer_text(&buffer);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct text cells = fuzz_text(at + (size > 0), size - (size > 0));
    enum xlsx_column_kind kind = size > 0 ? at[0] % (XLSX_INSTANT + 1) : XLSX_TEXT;
    struct text bytes = write_book(&arena, kind, cells);
    struct xlsx_book *book;
    struct xlsx_rows *rows;
    struct table_row row;
    const char *fault;

    CHECK(xlsx_open(&arena, bytes, &book, &fault) == OK);
    CHECK(xlsx_sheet_name(book, 0).size > 0);
    CHECK(xlsx_rows_open(book, 0, &rows, &fault) == OK);
    CHECK(xlsx_next_row(rows, &arena, &row, &fault) == OK && row.count == 1);
    while (cells.at) {
        struct text cell = text_cut(&cells, '\n');

        if (cell.size == 0)
            continue;
        CHECK(xlsx_next_row(rows, &arena, &row, &fault) == OK && row.count == 1);
        if (kind == XLSX_TEXT && utf8_is_printable(cell))
            CHECK(text_equal(row.fields[0], cell) || utf8_count(cell) > XLSX_WRITE_LIMIT_TEXT ||
                  text_find(cell, T("\xEF\xBF")) < cell.size);
    }
    CHECK(xlsx_next_row(rows, &arena, &row, &fault) == OK && row.count == 0);
    arena_release(&arena);
    return 0;
}
