/* XLSX writing: the sheets, whose rows go to the ZIP as they come. Texts are inline, so nothing is
   kept from row to row. */
#include "codec/xlsx_write.h"

#include "base/time.h"
#include "codec/utf8.h"
#include "codec/xlsx_parts.h"
#include "codec/xlsx_value.h"
#include "codec/zip_write.h"

#include <assert.h>

enum {
    FLUSH_BYTES = 64 * 1024,
    ROW_ROOM = 16 << 20,
    EXACT_DIGITS = 15, /* a spreadsheet keeps no more */
    WIDTH_SMALLEST = 8,
    WIDTH_LARGEST = 60,
    COLUMN_NAME_SIZE = 4,
};

struct xlsx_writer {
    struct arena *arena;
    struct zip_writer *zip;
    struct buffer xml; /* what the ZIP did not get yet */
    const struct xlsx_column *columns;
    size_t column_count;
    size_t row_count; /* of the sheet; the header is one */
    struct text names[XLSX_WRITE_SHEETS];
    size_t sheet_count;
    bool failed;
};

static void flush(struct xlsx_writer *writer, size_t from)
{
    if (writer->xml.overflowed)
        writer->failed = true;
    if (writer->xml.size < from)
        return;
    zip_append(writer->zip, buffer_text(&writer->xml));
    buffer_clear(&writer->xml);
}

static int width_of(const struct xlsx_column *column)
{
    size_t width = column->width > 0 ? (size_t)column->width : utf8_count(column->label) * 2;

    if (width < WIDTH_SMALLEST)
        return WIDTH_SMALLEST;
    return width > WIDTH_LARGEST ? WIDTH_LARGEST : (int)width;
}

static enum xlsx_style style_of(const struct xlsx_column *column)
{
    static const enum xlsx_style styles[] = {
        [XLSX_TEXT] = STYLE_TEXT,
        [XLSX_NUMBER] = STYLE_NUMBER,
        [XLSX_DATE] = STYLE_DATE,
        [XLSX_INSTANT] = STYLE_INSTANT,
    };
    int decimals = column->decimals;

    if (column->kind != XLSX_NUMBER)
        return styles[column->kind];
    assert(decimals >= 0 && decimals <= STYLE_DECIMALS);
    return (enum xlsx_style)(STYLE_NUMBER + decimals);
}

static void append_columns(struct xlsx_writer *writer)
{
    buffer_append(&writer->xml, T("<cols>"));
    for (size_t i = 0; i < writer->column_count; i++)
        buffer_print(&writer->xml,
                     "<col min=\"%zu\" max=\"%zu\" width=\"%d\" style=\"%d\" customWidth=\"1\"/>",
                     i + 1, i + 1, width_of(&writer->columns[i]), style_of(&writer->columns[i]));
    buffer_append(&writer->xml, T("</cols>"));
}

/* A1, Z1, AA1 ... */
static void append_reference(struct buffer *buffer, size_t column, size_t row)
{
    char letters[COLUMN_NAME_SIZE];
    size_t at = sizeof letters;

    for (column++; column > 0 && at > 0; column = (column - 1) / 26)
        letters[--at] = (char)('A' + (column - 1) % 26);
    buffer_append(buffer, (struct text){ letters + at, sizeof letters - at });
    buffer_append_int(buffer, (int64_t)row);
}

static void begin_cell(struct xlsx_writer *writer, size_t column, enum xlsx_style style)
{
    buffer_append(&writer->xml, T("<c r=\""));
    append_reference(&writer->xml, column, writer->row_count);
    buffer_append(&writer->xml, T("\" s=\""));
    buffer_append_int(&writer->xml, (int64_t)style);
    buffer_append_byte(&writer->xml, '"');
}

static void append_text_cell(struct xlsx_writer *writer, size_t column, enum xlsx_style style,
                             struct text text)
{
    begin_cell(writer, column, style);
    buffer_append(&writer->xml, T(" t=\"inlineStr\"><is><t xml:space=\"preserve\">"));
    xlsx_append_escaped(&writer->xml, utf8_first_characters(text, XLSX_WRITE_LIMIT_TEXT));
    buffer_append(&writer->xml, T("</t></is></c>"));
}

static bool is_digit(struct text text, size_t at)
{
    return at < text.size && text.at[at] >= '0' && text.at[at] <= '9';
}

/* A decimal that a spreadsheet keeps to the last digit. */
static bool is_exact_number(struct text text)
{
    size_t at = text_starts_with(text, T("-")), digits = 0, start = at;

    for (; is_digit(text, at); at++)
        digits++;
    if (at == start || (text.at[start] == '0' && at > start + 1))
        return false;
    if (at < text.size && text.at[at] == '.') {
        if (!is_digit(text, ++at))
            return false;
        for (; is_digit(text, at); at++)
            digits++;
    }
    return at == text.size && digits <= EXACT_DIGITS;
}

/* hh:mm, seconds and fraction as they may follow; whatever is behind is left. */
static bool read_clock(struct text text, double *ret_day_part)
{
    int64_t hour, minute, second = 0;

    if (text.size < 5 || text.at[2] != ':' || !text_to_int64(text_slice(text, 0, 2), &hour) ||
        !text_to_int64(text_slice(text, 3, 2), &minute))
        return false;
    if (text.size >= 8 && text.at[5] == ':' && !text_to_int64(text_slice(text, 6, 2), &second))
        return false;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;
    *ret_day_part = (double)(hour * 3600 + minute * 60 + second) / 86400;
    return true;
}

static bool append_serial(struct xlsx_writer *writer, const struct xlsx_column *column,
                          size_t index, struct text cell)
{
    struct text clock = text_from_offset(cell, DATE_TEXT_SIZE + 1);
    double day_part = 0;
    struct date date;
    int64_t serial;

    if (!date_from_text(text_slice(cell, 0, DATE_TEXT_SIZE), &date))
        return false;
    if (cell.size > DATE_TEXT_SIZE &&
        (column->kind != XLSX_INSTANT || (cell.at[10] != 'T' && cell.at[10] != ' ') ||
         !read_clock(clock, &day_part)))
        return false;
    serial = xlsx_serial_of_days(date.days);
    if (serial == 0)
        return false;
    begin_cell(writer, index, style_of(column));
    buffer_print(&writer->xml, "><v>%.15g</v></c>", (double)serial + day_part);
    return true;
}

static void append_cell(struct xlsx_writer *writer, size_t index, struct text cell)
{
    const struct xlsx_column *column = &writer->columns[index];
    bool done = false;

    if (cell.size == 0)
        return;
    if (column->kind == XLSX_NUMBER && is_exact_number(cell)) {
        begin_cell(writer, index, style_of(column));
        buffer_append(&writer->xml, T("><v>"));
        buffer_append(&writer->xml, cell);
        buffer_append(&writer->xml, T("</v></c>"));
        done = true;
    } else if (column->kind == XLSX_DATE || column->kind == XLSX_INSTANT) {
        done = append_serial(writer, column, index, cell);
    }
    if (!done)
        append_text_cell(writer, index, STYLE_TEXT, cell);
}

static void begin_row(struct xlsx_writer *writer)
{
    buffer_append(&writer->xml, T("<row r=\""));
    buffer_append_int(&writer->xml, (int64_t)++writer->row_count);
    buffer_append(&writer->xml, T("\">"));
}

static void end_row(struct xlsx_writer *writer)
{
    buffer_append(&writer->xml, T("</row>"));
    flush(writer, FLUSH_BYTES);
}

static void begin_sheet(struct xlsx_writer *writer, struct text name)
{
    assert(writer->sheet_count < XLSX_WRITE_SHEETS);
    writer->names[writer->sheet_count++] = name;
    writer->row_count = 0;
    zip_begin_part(writer->zip,
                   arena_print(writer->arena, "xl/worksheets/sheet%zu.xml", writer->sheet_count));
    buffer_append(&writer->xml,
                  T(XLSX_XML_HEAD "<worksheet xmlns=\"" XLSX_NAMESPACE "\"><sheetViews>"));
    buffer_append(&writer->xml,
                  writer->sheet_count == 1 ? T("<sheetView tabSelected=\"1\"") : T("<sheetView"));
    buffer_append(&writer->xml, T(" workbookViewId=\"0\">"
                                  "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
                                  "state=\"frozen\"/></sheetView></sheetViews>"
                                  "<sheetFormatPr defaultRowHeight=\"15\"/>"));
    append_columns(writer);
    buffer_append(&writer->xml, T("<sheetData>"));
    begin_row(writer);
    for (size_t i = 0; i < writer->column_count; i++)
        append_text_cell(writer, i, STYLE_HEADER, writer->columns[i].label);
    end_row(writer);
}

static void writer_free(void *subject)
{
    struct xlsx_writer *writer = subject;

    buffer_release(&writer->xml);
}

struct xlsx_writer *xlsx_writer_new(struct arena *arena, struct buffer *buffer,
                                    struct text sheet_name, const struct xlsx_column *columns,
                                    size_t column_count)
{
    struct xlsx_writer *writer = ARENA_NEW(arena, struct xlsx_writer);

    assert(column_count > 0);
    *writer = (struct xlsx_writer){
        .arena = arena,
        .zip = zip_writer_new(arena, buffer),
        .xml = buffer_on_heap(ROW_ROOM),
        .columns = columns,
        .column_count = column_count,
    };
    arena_defer(arena, writer_free, writer);
    begin_sheet(writer, arena_copy(arena, sheet_name));
    return writer;
}

static void end_sheet(struct xlsx_writer *writer)
{
    buffer_append(&writer->xml, T("</sheetData></worksheet>"));
    flush(writer, 0);
    zip_end_part(writer->zip);
}

void xlsx_writer_next_sheet(struct xlsx_writer *writer, struct text sheet_name,
                            const struct xlsx_column *columns, size_t column_count)
{
    assert(column_count > 0);
    end_sheet(writer);
    writer->columns = columns;
    writer->column_count = column_count;
    begin_sheet(writer, sheet_name);
}

void xlsx_write_row(struct xlsx_writer *writer, const struct text *cells)
{
    if (writer->row_count > XLSX_WRITE_LIMIT_ROWS) {
        writer->failed = true;
        return;
    }
    begin_row(writer);
    for (size_t i = 0; i < writer->column_count; i++)
        append_cell(writer, i, cells[i]);
    end_row(writer);
}

enum status xlsx_writer_finish(struct xlsx_writer *writer)
{
    enum status status;

    end_sheet(writer);
    xlsx_write_parts(writer->arena, writer->zip, writer->names, writer->sheet_count);
    status = zip_finish(writer->zip);
    return writer->failed ? TOO_LARGE : status;
}
