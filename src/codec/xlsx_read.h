/* XLSX reading: the rows of one sheet as texts, over libarchive and expat, in constant memory but
   for the shared strings. Dates (by the cell's number format) become ISO texts, numbers their
   shortest decimal, booleans TRUE and FALSE, an error cell its code. Entity and document type
   declarations are refused. */
#ifndef CODEC_XLSX_READ_H
#define CODEC_XLSX_READ_H

#include "base/arena.h"
#include "base/status.h"
#include "codec/table_row.h"

/* Besides the ceilings of zip_read.h and xml_read.h. */
enum {
    XLSX_LIMIT_STRINGS = 1000000,       /* shared strings */
    XLSX_LIMIT_STRING_BYTES = 64 << 20, /* of all of them */
    XLSX_LIMIT_CELL_BYTES = 256 * 1024, /* 32,767 characters, escapes included */
    XLSX_LIMIT_COLUMNS = 512,
    XLSX_LIMIT_ROWS = 1048576,
    XLSX_LIMIT_SHEETS = 256,
    XLSX_LIMIT_STYLES = 65536,
};

struct xlsx_book;
struct xlsx_rows;

bool xlsx_looks_like(struct text bytes);
/* Reads sheet names, styles and shared strings. The book borrows `bytes` and lives in the arena.
   INVALID (no XLSX, broken, encrypted) and TOO_LARGE give a sentence in *ret_fault (may be
   NULL). */
enum status MUST_CHECK xlsx_open(struct arena *arena, struct text bytes,
                                 struct xlsx_book **ret_book, const char **ret_fault);
size_t xlsx_sheet_count(const struct xlsx_book *book);
/* In the order of the tabs; hidden sheets included. */
struct text xlsx_sheet_name(const struct xlsx_book *book, size_t sheet);

/* Starts reading a sheet (`sheet` < xlsx_sheet_count). Lives in the book's arena. */
enum status MUST_CHECK xlsx_rows_open(struct xlsx_book *book, size_t sheet,
                                      struct xlsx_rows **ret_rows, const char **ret_fault);
/* The next row that has a cell; count 0 at the end. Cells that are missing are empty. The row
   lives in `arena` until that is cleared. A failure stays. */
enum status MUST_CHECK xlsx_next_row(struct xlsx_rows *rows, struct arena *arena,
                                     struct table_row *ret_row, const char **ret_fault);

#endif
