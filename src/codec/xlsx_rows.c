/* XLSX reading, the rows of a sheet: the XML reader pauses behind each row, so a sheet is never
   in memory as a whole. */
#include "codec/xlsx_private.h"

enum cell_kind { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN, CELL_DATE };

struct cell {
    enum cell_kind kind;
    size_t column; /* from 0 */
    size_t style;
};

struct xlsx_rows {
    struct xlsx_book *book;
    struct xml_reader *reader;
    struct arena *arena; /* of the row being read */
    struct buffer text;  /* of the cell being read */
    struct cell cell;
    bool in_data, in_cell, in_value, in_phonetic;
    bool has_row, has_ended;
    size_t row_number, row_count, next_column;
    size_t field_count;
    struct text fields[XLSX_LIMIT_COLUMNS];
};

struct kind_name {
    struct text name;
    enum cell_kind kind;
};

static const struct kind_name kind_names[] = {
    { T_INIT("s"), CELL_SHARED },  { T_INIT("str"), CELL_TEXT }, { T_INIT("inlineStr"), CELL_TEXT },
    { T_INIT("b"), CELL_BOOLEAN }, { T_INIT("e"), CELL_TEXT },   { T_INIT("d"), CELL_DATE },
    { T_INIT("n"), CELL_NUMBER },
};

static enum cell_kind kind_of(struct text name)
{
    for (size_t i = 0; i < sizeof kind_names / sizeof kind_names[0]; i++)
        if (text_equal(kind_names[i].name, name))
            return kind_names[i].kind;
    return CELL_NUMBER;
}

/* The column of "BC12", from 0; false when there are no letters or too many. */
static bool column_of(struct text reference, size_t *ret_column)
{
    size_t column = 0, at = 0;

    while (at < reference.size && at < 4) {
        char letter = (char)(reference.at[at] & ~0x20);

        if (letter < 'A' || letter > 'Z')
            break;
        column = column * 26 + (size_t)(letter - 'A') + 1;
        at++;
    }
    if (column == 0 || at == 4)
        return false;
    *ret_column = column - 1;
    return true;
}

static size_t number_of(struct text text, size_t otherwise)
{
    int64_t number;

    return text_to_int64(text, &number) && number >= 0 ? (size_t)number : otherwise;
}

static void begin_row(struct xlsx_rows *rows, struct xml_attributes attributes)
{
    rows->row_number = number_of(xml_attribute(attributes, "r"), rows->row_number + 1);
    rows->next_column = 0;
    rows->field_count = 0;
    memset(rows->fields, 0, sizeof rows->fields);
}

static void begin_cell(struct xlsx_rows *rows, struct xml_attributes attributes)
{
    rows->cell = (struct cell){
        .kind = kind_of(xml_attribute(attributes, "t")),
        .column = rows->next_column,
        .style = number_of(xml_attribute(attributes, "s"), 0),
    };
    /* A reference that cannot be read leaves the cell where it comes. */
    (void)column_of(xml_attribute(attributes, "r"), &rows->cell.column);
    rows->next_column = rows->cell.column + 1;
    rows->in_cell = true;
    buffer_clear(&rows->text);
}

static void on_begin(void *context, const char *name, struct xml_attributes attributes)
{
    struct xlsx_rows *rows = context;

    if (strcmp(name, "sheetData") == 0)
        rows->in_data = true;
    else if (!rows->in_data)
        return;
    else if (strcmp(name, "row") == 0)
        begin_row(rows, attributes);
    else if (strcmp(name, "c") == 0)
        begin_cell(rows, attributes);
    else if (strcmp(name, "rPh") == 0)
        rows->in_phonetic = true;
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        rows->in_value = rows->in_cell && !rows->in_phonetic;
}

static void on_characters(void *context, struct text text)
{
    struct xlsx_rows *rows = context;

    if (rows->in_value)
        buffer_append(&rows->text, text);
}

static struct text shared_text(struct xlsx_rows *rows, struct text number)
{
    size_t index = number_of(number, SIZE_MAX);

    if (index < xlsx_string_count(rows->book))
        return xlsx_string_at(rows->book, index);
    xml_fail(rows->reader, INVALID, "a cell refers to a text that is not there");
    return (struct text){ 0 };
}

static struct text written_text(struct xlsx_rows *rows, struct text text)
{
    struct buffer buffer = buffer_in(rows->arena, XLSX_LIMIT_CELL_BYTES);

    xlsx_append_unescaped(&buffer, text);
    return buffer_text(&buffer);
}

static struct text number_text(struct xlsx_rows *rows, struct text number)
{
    enum xlsx_format format = xlsx_format_at(rows->book, rows->cell.style);
    struct text copy = arena_copy(rows->arena, number);

    if (format == XLSX_FORMAT_NUMBER)
        return xlsx_number_text(rows->arena, copy);
    return xlsx_date_text(rows->arena, copy, format, rows->book->from_1904);
}

static struct text cell_text(struct xlsx_rows *rows)
{
    struct text text = buffer_text(&rows->text);

    switch (rows->cell.kind) {
    case CELL_SHARED:
        return text.size > 0 ? shared_text(rows, text_trim(text)) : text;
    case CELL_TEXT:
        return written_text(rows, text);
    case CELL_BOOLEAN:
        return text_equal(text_trim(text), T("1")) ? T("TRUE") : T("FALSE");
    case CELL_DATE:
        return arena_copy(rows->arena, text_trim(text));
    case CELL_NUMBER:
        break;
    }
    return text.size > 0 ? number_text(rows, text_trim(text)) : text;
}

/* Programs style whole rows: an empty cell far to the right is none. */
static void end_cell(struct xlsx_rows *rows)
{
    size_t column = rows->cell.column;
    struct text text;

    rows->in_cell = false;
    if (rows->text.overflowed) {
        xml_fail(rows->reader, TOO_LARGE, "a cell is too long");
        return;
    }
    if (rows->text.size == 0)
        return;
    text = cell_text(rows);
    if (text.size == 0)
        return;
    if (column >= XLSX_LIMIT_COLUMNS) {
        xml_fail(rows->reader, TOO_LARGE, "the sheet has too many columns");
        return;
    }
    rows->fields[column] = text;
    if (column >= rows->field_count)
        rows->field_count = column + 1;
}

static void end_row(struct xlsx_rows *rows)
{
    if (rows->field_count == 0)
        return;
    if (++rows->row_count > XLSX_LIMIT_ROWS) {
        xml_fail(rows->reader, TOO_LARGE, "the sheet has too many rows");
        return;
    }
    rows->has_row = true;
    xml_pause(rows->reader);
}

static void on_end(void *context, const char *name)
{
    struct xlsx_rows *rows = context;

    if (!rows->in_data)
        return;
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        rows->in_value = false;
    } else if (strcmp(name, "rPh") == 0) {
        rows->in_phonetic = false;
    } else if (strcmp(name, "c") == 0) {
        end_cell(rows);
    } else if (strcmp(name, "row") == 0) {
        end_row(rows);
    } else if (strcmp(name, "sheetData") == 0) {
        rows->in_data = false;
        rows->has_ended = true;
        xml_pause(rows->reader);
    }
}

static const struct xml_events row_events = {
    .begin = on_begin,
    .end = on_end,
    .characters = on_characters,
};

static void rows_free(void *subject)
{
    struct xlsx_rows *rows = subject;

    buffer_release(&rows->text);
}

enum status xlsx_rows_open(struct xlsx_book *book, size_t sheet, struct xlsx_rows **ret_rows,
                           const char **ret_fault)
{
    struct xlsx_rows *rows = ARENA_NEW(book->arena, struct xlsx_rows);
    const char *fault = NULL;
    enum status status;

    rows->book = book;
    rows->text = buffer_on_heap(XLSX_LIMIT_CELL_BYTES);
    arena_defer(book->arena, rows_free, rows);
    status =
        xlsx_open_part(book, book->sheets[sheet].part, &row_events, rows, &rows->reader, &fault);
    if (status == OK)
        *ret_rows = rows;
    else if (ret_fault)
        *ret_fault = fault;
    return status == NOT_FOUND ? INVALID : status;
}

enum status xlsx_next_row(struct xlsx_rows *rows, struct arena *arena, struct table_row *ret_row,
                          const char **ret_fault)
{
    const char *fault = NULL;
    enum status status = OK;
    struct text *fields;

    rows->arena = arena;
    rows->has_row = false;
    while (status == OK && !rows->has_row && !rows->has_ended && !xml_is_done(rows->reader))
        status = xml_read(rows->reader, &fault);
    if (status != OK) {
        if (ret_fault)
            *ret_fault = fault;
        return status;
    }
    if (!rows->has_row) {
        *ret_row = (struct table_row){ 0 };
        return OK;
    }

    fields = ARENA_NEW_ARRAY(arena, struct text, rows->field_count);
    memcpy(fields, rows->fields, rows->field_count * sizeof *fields);
    *ret_row = (struct table_row){ fields, rows->field_count, rows->row_number };
    return OK;
}
