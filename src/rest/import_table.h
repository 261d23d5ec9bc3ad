/* The rows of an uploaded file, CSV in any encoding or one sheet of a workbook, behind one
   interface, with the names of its columns. */
#ifndef REST_IMPORT_TABLE_H
#define REST_IMPORT_TABLE_H

#include "base/arena.h"
#include "base/status.h"
#include "codec/csv.h"
#include "codec/encoding.h"
#include "codec/table_row.h"
#include "codec/xlsx_read.h"
#include "schema/entity.h"

enum { IMPORT_COLUMNS = 512 };

/* What the user says about the file; empty or zero: found out. */
struct import_reading {
    int64_t sheet; /* from 0 */
    struct text encoding, delimiter;
    int64_t header_row; /* as the source's own program counts, from 1 */
};

struct import_table {
    bool is_workbook;
    struct text encoding; /* of a CSV file */
    char delimiter;
    const struct text *sheets;
    size_t sheet_count, sheet;
    size_t header_row;
    const struct text *columns; /* every name once */
    size_t column_count;
    /* private */
    struct arena *arena;
    struct csv_reader csv;
    struct xlsx_rows *rows;
};

/* Opens, finds the header and stands before the first row below it. `bytes` is borrowed. A
   failure gives a sentence for the user in *ret_fault. */
enum status MUST_CHECK import_table_open(struct arena *arena, struct text bytes,
                                         const struct import_reading *reading,
                                         struct import_table *ret_table, struct label *ret_fault);
/* The next row that has a cell; count 0 at the end. It lives in `arena`. INVALID: the file is
   broken here. */
enum status MUST_CHECK import_table_next(struct import_table *table, struct arena *arena,
                                         struct table_row *ret_row);
/* The cell of a column; empty when the row is shorter. */
struct text import_cell_at(const struct table_row *row, size_t column);

#endif
