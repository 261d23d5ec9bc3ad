/* Opening a table twice: once to see where its header is, once to read from there on. */
#include "rest/import_table.h"

#include "base/limits.h"
#include "codec/utf8.h"

enum { HEADER_SEARCH_ROWS = 20, LIMIT_DECODED = 96 * 1024 * 1024 };

static const struct label not_readable =
    L("This file is neither CSV nor an XLSX workbook.", "此文件既不是 CSV，也不是 XLSX 工作簿。");
static const struct label not_that_encoding =
    L("The file is not written in this encoding.", "文件不是用该编码保存的。");
static const struct label no_rows = L("The file has no rows.", "文件中没有数据。");
static const struct label no_sheet = L("The workbook has no such sheet.", "工作簿中没有该工作表。");
static const struct label too_large = L("The file is too large.", "文件太大。");

struct text import_cell_at(const struct table_row *row, size_t column)
{
    return column < row->count ? row->fields[column] : (struct text){ 0 };
}

/* ---- opening ---- */

static enum status fail(struct label *ret_fault, enum status status, struct label fault)
{
    *ret_fault = status == TOO_LARGE ? too_large : fault;
    return status == OK ? INVALID : status;
}

static enum status open_workbook(struct import_table *table, struct text bytes, size_t sheet,
                                 struct label *ret_fault)
{
    struct xlsx_book *book;
    struct text *sheets;
    enum status status = xlsx_open(table->arena, bytes, &book, NULL);

    if (status != OK)
        return fail(ret_fault, status, not_readable);
    table->sheet_count = xlsx_sheet_count(book);
    if (sheet >= table->sheet_count)
        return fail(ret_fault, INVALID, no_sheet);

    sheets = ARENA_NEW_ARRAY(table->arena, struct text, table->sheet_count);
    for (size_t i = 0; i < table->sheet_count; i++)
        sheets[i] = xlsx_sheet_name(book, i);
    table->sheets = sheets;
    table->sheet = sheet;
    table->is_workbook = true;
    status = xlsx_rows_open(book, sheet, &table->rows, NULL);
    return status == OK ? OK : fail(ret_fault, status, not_readable);
}

static enum status open_text(struct import_table *table, struct text bytes,
                             const struct import_reading *reading, struct label *ret_fault)
{
    struct encoding encoding = encoding_detect(bytes);
    struct buffer *decoded = ARENA_NEW(table->arena, struct buffer);
    enum status status;

    if (reading->encoding.size > 0 && !text_starts_with(bytes, T("\xEF\xBB\xBF")) &&
        !encoding_from_name(reading->encoding, bytes, &encoding))
        return fail(ret_fault, INVALID, not_that_encoding);
    *decoded = buffer_in(table->arena, LIMIT_DECODED);
    status = encoding_to_utf8(bytes, &encoding, decoded, NULL);
    if (status != OK)
        return fail(ret_fault, status, not_that_encoding);

    table->encoding = arena_copy(table->arena, text_from(encoding.name));
    table->delimiter = reading->delimiter.size == 1 ? reading->delimiter.at[0]
                                                    : csv_detect_delimiter(buffer_text(decoded));
    table->csv = csv_reader_over(buffer_text(decoded), table->delimiter, NULL);
    return OK;
}

static enum status open_rows(struct import_table *table, struct text bytes,
                             const struct import_reading *reading, struct label *ret_fault)
{
    if (xlsx_looks_like(bytes))
        return open_workbook(table, bytes, (size_t)reading->sheet, ret_fault);
    return open_text(table, bytes, reading, ret_fault);
}

enum status import_table_next(struct import_table *table, struct arena *arena,
                              struct table_row *ret_row)
{
    return table->is_workbook ? xlsx_next_row(table->rows, arena, ret_row, NULL)
                              : csv_next_row(&table->csv, arena, ret_row);
}

/* ---- the header ---- */

static size_t count_filled(const struct table_row *row)
{
    size_t filled = 0;

    for (size_t i = 0; i < row->count; i++)
        filled += text_trim(row->fields[i]).size > 0;
    return filled;
}

/* Exports often begin with a title or a period: the header is the first row that is nearly as
   wide as the widest of the first rows. */
static size_t find_header(const struct table_row *rows, size_t count)
{
    size_t widest = 0;

    for (size_t i = 0; i < count; i++)
        if (count_filled(&rows[i]) > widest)
            widest = count_filled(&rows[i]);
    for (size_t i = 0; i < count; i++)
        if (count_filled(&rows[i]) * 5 >= widest * 3)
            return i;
    return 0;
}

static bool is_taken(const struct text *names, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(names[i], name))
            return true;
    return false;
}

/* A, B, ... Z, AA: as spreadsheets call a column without a name. */
static struct text letter_name(struct arena *arena, size_t column)
{
    if (column < 26)
        return arena_print(arena, "%c", (char)('A' + column));
    return arena_print(arena, "%c%c", (char)('A' + column / 26 - 1), (char)('A' + column % 26));
}

static void name_columns(struct import_table *table, const struct table_row *header)
{
    size_t count = header->count < IMPORT_COLUMNS ? header->count : IMPORT_COLUMNS;
    struct text *names = ARENA_NEW_ARRAY(table->arena, struct text, count + 1);

    for (size_t i = 0; i < count; i++) {
        struct text name = arena_copy(table->arena, text_trim(header->fields[i])), base;

        if (name.size == 0)
            name = letter_name(table->arena, i);
        base = name;
        for (int number = 2; is_taken(names, i, name); number++)
            name = arena_print(table->arena, "%.*s (%d)", TEXT_ARG(base), number);
        names[i] = name;
    }
    table->columns = names;
    table->column_count = count;
    table->header_row = header->number;
}

/* Reads rows until the header; leaves the table behind it. */
static enum status take_header(struct import_table *table, size_t at)
{
    struct table_row row;

    for (;;) {
        enum status status = import_table_next(table, table->arena, &row);

        if (status != OK)
            return status;
        if (row.count == 0)
            return NOT_FOUND;
        if (row.number >= at)
            break;
    }
    name_columns(table, &row);
    return OK;
}

static enum status search_header(struct import_table *table, size_t *ret_number)
{
    struct table_row rows[HEADER_SEARCH_ROWS];
    size_t count = 0;

    while (count < HEADER_SEARCH_ROWS) {
        enum status status = import_table_next(table, table->arena, &rows[count]);

        if (status != OK)
            return status;
        if (rows[count].count == 0)
            break;
        count++;
    }
    if (count == 0)
        return NOT_FOUND;
    *ret_number = rows[find_header(rows, count)].number;
    return OK;
}

enum status import_table_open(struct arena *arena, struct text bytes,
                              const struct import_reading *reading, struct import_table *ret_table,
                              struct label *ret_fault)
{
    struct import_table table = { .arena = arena }, again = { .arena = arena };
    size_t header_row = (size_t)reading->header_row;
    enum status status = open_rows(&table, bytes, reading, ret_fault);

    if (status != OK)
        return status;
    if (header_row == 0)
        status = search_header(&table, &header_row);
    if (status != OK)
        return fail(ret_fault, INVALID, status == NOT_FOUND ? no_rows : not_readable);

    status = open_rows(&again, bytes, reading, ret_fault);
    if (status != OK)
        return status;
    status = take_header(&again, header_row);
    if (status != OK)
        return fail(ret_fault, INVALID, status == NOT_FOUND ? no_rows : not_readable);
    *ret_table = again;
    return OK;
}
