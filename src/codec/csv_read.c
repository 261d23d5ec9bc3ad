/* CSV reading: one pass, fields are slices of the input unless doubled quotes must go. */
#include "codec/csv.h"

#define BYTE_ORDER_MARK T("\xEF\xBB\xBF")

/* A row being read. */
struct scan {
    struct csv_reader *reader;
    struct arena *arena;
    struct text *fields;
    size_t count, room;
    size_t at; /* in reader->rest */
    size_t lines;
};

static struct text without_mark(struct text text)
{
    return text_from_offset(text,
                            text_starts_with(text, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.size : 0);
}

struct csv_reader csv_reader_over(struct text text, char delimiter, const struct csv_limits *limits)
{
    struct csv_reader reader = { .line = 1 };
    struct text rest = without_mark(text);

    if (limits)
        reader.limits = *limits;
    if (!reader.limits.field_bytes)
        reader.limits.field_bytes = CSV_LIMIT_FIELD_BYTES;
    if (!reader.limits.row_bytes)
        reader.limits.row_bytes = CSV_LIMIT_ROW_BYTES;
    if (!reader.limits.fields)
        reader.limits.fields = CSV_LIMIT_FIELDS;
    reader.delimiter = delimiter ? delimiter : csv_detect_delimiter(rest);
    reader.rest = text_from_offset(rest, csv_said_delimiter(rest) ? 5 : 0);
    return reader;
}

static enum status fail(struct scan *scan, enum status status, const char *fault)
{
    struct csv_reader *reader = scan->reader;

    reader->failed = status;
    reader->fault = fault;
    reader->fault_line = reader->line + scan->lines;
    return status;
}

static bool at_line_end(const struct scan *scan)
{
    struct text rest = scan->reader->rest;

    return scan->at < rest.size && (rest.at[scan->at] == '\n' || rest.at[scan->at] == '\r');
}

static void skip_line_end(struct scan *scan)
{
    struct text rest = scan->reader->rest;

    scan->at +=
        rest.at[scan->at] == '\r' && scan->at + 1 < rest.size && rest.at[scan->at + 1] == '\n' ? 2
                                                                                               : 1;
    scan->lines++;
}

static struct text undouble(struct arena *arena, struct text field)
{
    char *at = arena_alloc(arena, field.size);
    size_t size = 0;

    for (size_t i = 0; i < field.size; i++) {
        at[size++] = field.at[i];
        i += field.at[i] == '"'; /* every quote inside is doubled */
    }
    return (struct text){ at, size };
}

static size_t count_lines(struct text field)
{
    size_t lines = 0;

    for (size_t i = 0; i < field.size; i++)
        lines += field.at[i] == '\n' ||
                 (field.at[i] == '\r' && (i + 1 == field.size || field.at[i + 1] != '\n'));
    return lines;
}

static enum status read_quoted(struct scan *scan, struct text *ret_field)
{
    struct text rest = scan->reader->rest;
    size_t start = ++scan->at;
    bool doubled = false;
    struct text field;

    for (;;) {
        scan->at += text_find_byte(text_from_offset(rest, scan->at), '"');
        if (scan->at >= rest.size)
            return fail(scan, INVALID, "a quoted field is not closed");
        if (scan->at + 1 == rest.size || rest.at[scan->at + 1] != '"')
            break;
        doubled = true;
        scan->at += 2;
    }
    field = text_slice(rest, start, scan->at++ - start);
    if (scan->at < rest.size && rest.at[scan->at] != scan->reader->delimiter && !at_line_end(scan))
        return fail(scan, INVALID, "there is text behind the closing quote of a field");
    if (field.size > scan->reader->limits.field_bytes)
        return fail(scan, TOO_LARGE, "a field is too long");
    scan->lines += count_lines(field);
    *ret_field = doubled ? undouble(scan->arena, field) : field;
    return OK;
}

static enum status read_plain(struct scan *scan, struct text *ret_field)
{
    struct text rest = scan->reader->rest;
    char delimiter = scan->reader->delimiter;
    size_t start = scan->at, at = start;

    while (at < rest.size && rest.at[at] != delimiter && rest.at[at] != '\n' && rest.at[at] != '\r')
        at++;
    scan->at = at;
    if (at - start > scan->reader->limits.field_bytes)
        return fail(scan, TOO_LARGE, "a field is too long");
    *ret_field = text_slice(rest, start, at - start);
    return OK;
}

static enum status add_field(struct scan *scan)
{
    struct csv_reader *reader = scan->reader;
    struct text rest = reader->rest;
    struct text *grown;

    if (scan->count == reader->limits.fields)
        return fail(scan, TOO_LARGE, "a row has too many fields");
    if (scan->count == scan->room) {
        scan->room = scan->room ? 2 * scan->room : reader->field_room + 1;
        grown = ARENA_NEW_ARRAY(scan->arena, struct text, scan->room);
        if (scan->count > 0)
            memcpy(grown, scan->fields, scan->count * sizeof *grown);
        scan->fields = grown;
    }
    if (scan->at < rest.size && rest.at[scan->at] == '"')
        return read_quoted(scan, &scan->fields[scan->count++]);
    return read_plain(scan, &scan->fields[scan->count++]);
}

/* Fields up to the line end or the end of the text. */
static enum status read_fields(struct scan *scan)
{
    struct text rest = scan->reader->rest;
    enum status status;

    for (;;) {
        status = add_field(scan);
        if (status != OK)
            return status;
        if (scan->at == rest.size || rest.at[scan->at] != scan->reader->delimiter)
            return OK;
        scan->at++;
    }
}

enum status csv_next_row(struct csv_reader *reader, struct arena *arena, struct table_row *ret_row)
{
    struct scan scan = { .reader = reader, .arena = arena };
    size_t start, start_line;
    enum status status;

    if (reader->failed != OK)
        return reader->failed;
    while (at_line_end(&scan))
        skip_line_end(&scan);
    if (scan.at == reader->rest.size) {
        reader->rest = text_from_offset(reader->rest, scan.at);
        *ret_row = (struct table_row){ 0 };
        return OK;
    }

    start = scan.at;
    start_line = reader->line + scan.lines;
    status = read_fields(&scan);
    if (status != OK)
        return status;
    if (scan.at - start > reader->limits.row_bytes)
        return fail(&scan, TOO_LARGE, "a row is too long");
    if (memchr(reader->rest.at + start, '\0', scan.at - start))
        return fail(&scan, INVALID, "a row has a NUL byte");

    if (at_line_end(&scan))
        skip_line_end(&scan);
    if (scan.count > reader->field_room)
        reader->field_room = scan.count;
    reader->rest = text_from_offset(reader->rest, scan.at);
    reader->line += scan.lines;
    *ret_row = (struct table_row){ scan.fields, scan.count, start_line };
    return OK;
}
