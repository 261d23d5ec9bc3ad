/* CSV writing: a field is quoted when it would not read back as itself otherwise. */
#include "codec/csv.h"

/* With these a spreadsheet begins a formula; the last four are the full-width forms. */
static const struct text formula_starts[] = {
    T_INIT("="),      T_INIT("+"),      T_INIT("-"),      T_INIT("@"),
    T_INIT("\t"),     T_INIT("\r"),     T_INIT("\n"),     T_INIT("\uFF1D"),
    T_INIT("\uFF0B"), T_INIT("\uFF0D"), T_INIT("\uFF20"),
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t skip_digits(struct text text, size_t at)
{
    while (at < text.size && is_digit(text.at[at]))
        at++;
    return at;
}

/* -12, +3.50, -1,5, -7%: data, though a sign stands in front. */
static bool is_plain_number(struct text text)
{
    size_t at = text.at[0] == '-' || text.at[0] == '+', digits = skip_digits(text, at);

    if (digits == at)
        return false;
    at = digits;
    if (at < text.size && (text.at[at] == '.' || text.at[at] == ',')) {
        digits = skip_digits(text, at + 1);
        if (digits == at + 1)
            return false;
        at = digits;
    }
    at += at < text.size && text.at[at] == '%';
    return at == text.size;
}

bool csv_is_formula(struct text field)
{
    for (size_t i = 0; i < sizeof formula_starts / sizeof formula_starts[0]; i++)
        if (text_starts_with(field, formula_starts[i]))
            return !is_plain_number(field);
    return false;
}

/* A formula, or one that already has apostrophes in front: those must survive a round trip. */
static bool needs_guard(struct text field)
{
    while (text_starts_with(field, T("'")))
        field = text_from_offset(field, 1);
    return csv_is_formula(field);
}

struct text csv_unguard(struct text field)
{
    struct text bare = text_from_offset(field, 1);

    return text_starts_with(field, T("'")) && needs_guard(bare) ? bare : field;
}

/* Also what the reader would take for a mark or a `sep=` line at the begin of the file. */
static bool needs_quotes(struct text field, char delimiter)
{
    if (field.size == 0)
        return false;
    if (field.at[0] == ' ' || field.at[field.size - 1] == ' ' ||
        text_starts_with(field, T("sep=")) || text_starts_with(field, T("\xEF\xBB\xBF")))
        return true;
    for (size_t i = 0; i < field.size; i++)
        if (field.at[i] == delimiter || field.at[i] == '"' || field.at[i] == '\n' ||
            field.at[i] == '\r')
            return true;
    return false;
}

static void append_quoted(struct buffer *buffer, struct text field, bool guard)
{
    buffer_append_byte(buffer, '"');
    if (guard)
        buffer_append_byte(buffer, '\'');
    while (field.at) {
        struct text before = text_cut(&field, '"');

        buffer_append(buffer, before);
        if (field.at)
            buffer_append(buffer, T("\"\""));
    }
    buffer_append_byte(buffer, '"');
}

void csv_write_field(struct csv_writer *writer, struct text field)
{
    struct buffer *buffer = writer->buffer;
    char delimiter = writer->delimiter ? writer->delimiter : ',';
    bool guard = writer->guard_formulas && needs_guard(field);

    if (writer->row_fields++ > 0)
        buffer_append_byte(buffer, delimiter);
    else
        writer->row_start = buffer->size;
    if (needs_quotes(field, delimiter)) {
        append_quoted(buffer, field, guard);
        return;
    }
    if (guard)
        buffer_append_byte(buffer, '\'');
    buffer_append(buffer, field);
}

void csv_end_row(struct csv_writer *writer)
{
    struct buffer *buffer = writer->buffer;

    /* One empty field alone would be a blank line, which is no row. */
    if (writer->row_fields == 1 && buffer->size == writer->row_start)
        buffer_append(buffer, T("\"\""));
    buffer_append(buffer, T("\r\n"));
    writer->row_fields = 0;
}

void csv_write_mark(struct csv_writer *writer)
{
    buffer_append(writer->buffer, T("\xEF\xBB\xBF"));
}
