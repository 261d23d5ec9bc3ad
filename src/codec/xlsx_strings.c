/* XLSX reading, shared strings and styles: what cells refer to by number. */
#include "codec/xlsx_private.h"

#include "codec/utf8.h"

enum { ESCAPE_SIZE = 7, CUSTOM_FORMATS = 4096 };

/* The shared strings being read: <si><t>..</t></si>, <si><r><t>..</t></r>..</si>; what stands in
   <rPh> is how to pronounce it. */
struct strings {
    struct xlsx_book *book;
    struct xml_reader *reader;
    struct buffer text; /* of the string being read, still escaped */
    bool in_text, in_phonetic;
};

struct custom_format {
    int64_t id;
    enum xlsx_format format;
};

/* The styles being read. */
struct styles {
    struct xlsx_book *book;
    struct xml_reader *reader;
    struct custom_format *custom;
    size_t custom_count;
    bool in_cell_formats;
};

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* The code point of `_xHHHH_` at the front, or -1; a NUL and surrogates stay as they are. */
static int32_t escaped_code_point(struct text text)
{
    int32_t code_point = 0;

    if (text.size < ESCAPE_SIZE || text.at[1] != 'x' || text.at[ESCAPE_SIZE - 1] != '_')
        return -1;
    for (size_t i = 2; i < ESCAPE_SIZE - 1; i++) {
        int digit = hex_digit(text.at[i]);

        if (digit < 0)
            return -1;
        code_point = code_point * 16 + digit;
    }
    return code_point == 0 || (code_point >= 0xD800 && code_point <= 0xDFFF) ? -1 : code_point;
}

void xlsx_append_unescaped(struct buffer *buffer, struct text text)
{
    while (text.size > 0) {
        size_t plain = text_find_byte(text, '_');
        int32_t code_point;

        buffer_append(buffer, text_slice(text, 0, plain));
        text = text_from_offset(text, plain);
        if (text.size == 0)
            break;
        code_point = escaped_code_point(text);
        if (code_point < 0)
            buffer_append_byte(buffer, '_');
        else
            utf8_append(buffer, (uint32_t)code_point);
        text = text_from_offset(text, code_point < 0 ? 1 : ESCAPE_SIZE);
    }
}

static void on_string_begin(void *context, const char *name, struct xml_attributes attributes)
{
    struct strings *strings = context;

    (void)attributes;
    if (strcmp(name, "si") == 0)
        buffer_clear(&strings->text);
    else if (strcmp(name, "rPh") == 0)
        strings->in_phonetic = true;
    else if (strcmp(name, "t") == 0)
        strings->in_text = !strings->in_phonetic;
}

static void on_string_text(void *context, struct text text)
{
    struct strings *strings = context;

    if (strings->in_text)
        buffer_append(&strings->text, text);
}

static void add_string(struct strings *strings)
{
    struct xlsx_book *book = strings->book;
    uint32_t end;

    xlsx_append_unescaped(&book->string_bytes, buffer_text(&strings->text));
    end = (uint32_t)book->string_bytes.size;
    buffer_append(&book->string_ends, (struct text){ (const char *)&end, sizeof end });
    if (strings->text.overflowed)
        xml_fail(strings->reader, TOO_LARGE, "a cell is too long");
    else if (book->string_bytes.overflowed || book->string_ends.overflowed)
        xml_fail(strings->reader, TOO_LARGE, "the file has too much text");
}

static void on_string_end(void *context, const char *name)
{
    struct strings *strings = context;

    if (strcmp(name, "t") == 0)
        strings->in_text = false;
    else if (strcmp(name, "rPh") == 0)
        strings->in_phonetic = false;
    else if (strcmp(name, "si") == 0)
        add_string(strings);
}

static const struct xml_events string_events = {
    .begin = on_string_begin,
    .end = on_string_end,
    .characters = on_string_text,
};

enum status xlsx_read_strings(struct xlsx_book *book, const char **ret_fault)
{
    struct strings strings = { .book = book, .text = buffer_on_heap(XLSX_LIMIT_CELL_BYTES) };
    enum status status;

    if (book->strings_part.size == 0)
        return OK;
    status = xlsx_read_part(book, book->strings_part, &string_events, &strings, &strings.reader,
                            ret_fault);
    buffer_release(&strings.text);
    return status == NOT_FOUND ? INVALID : status;
}

size_t xlsx_string_count(const struct xlsx_book *book)
{
    return book->string_ends.size / sizeof(uint32_t);
}

static uint32_t string_end(const struct xlsx_book *book, size_t index)
{
    uint32_t end;

    memcpy(&end, book->string_ends.at + index * sizeof end, sizeof end);
    return end;
}

struct text xlsx_string_at(const struct xlsx_book *book, size_t index)
{
    uint32_t start = index > 0 ? string_end(book, index - 1) : 0;

    return text_slice(buffer_text(&book->string_bytes), start, string_end(book, index) - start);
}

static enum xlsx_format format_of(const struct styles *styles, int64_t id)
{
    for (size_t i = 0; i < styles->custom_count; i++)
        if (styles->custom[i].id == id)
            return styles->custom[i].format;
    return xlsx_format_of_id(id);
}

static void on_style_begin(void *context, const char *name, struct xml_attributes attributes)
{
    struct styles *styles = context;
    int64_t id = 0;

    if (strcmp(name, "cellXfs") == 0)
        styles->in_cell_formats = true;
    if (!text_to_int64(xml_attribute(attributes, "numFmtId"), &id) && strcmp(name, "xf") != 0)
        return;
    if (strcmp(name, "numFmt") == 0) {
        if (styles->custom_count == CUSTOM_FORMATS)
            xml_fail(styles->reader, TOO_LARGE, "the file has too many number formats");
        else
            styles->custom[styles->custom_count++] = (struct custom_format){
                id,
                xlsx_format_of_code(xml_attribute(attributes, "formatCode")),
            };
    } else if (strcmp(name, "xf") == 0 && styles->in_cell_formats) {
        buffer_append_byte(&styles->book->formats, (char)format_of(styles, id));
        if (styles->book->formats.overflowed)
            xml_fail(styles->reader, TOO_LARGE, "the file has too many cell styles");
    }
}

static void on_style_end(void *context, const char *name)
{
    struct styles *styles = context;

    if (strcmp(name, "cellXfs") == 0)
        styles->in_cell_formats = false;
}

static const struct xml_events style_events = { .begin = on_style_begin, .end = on_style_end };

enum status xlsx_read_styles(struct xlsx_book *book, const char **ret_fault)
{
    struct styles styles = { .book = book };
    enum status status;

    if (book->styles_part.size == 0)
        return OK;
    styles.custom = ARENA_NEW_ARRAY(book->arena, struct custom_format, CUSTOM_FORMATS);
    status =
        xlsx_read_part(book, book->styles_part, &style_events, &styles, &styles.reader, ret_fault);
    return status == NOT_FOUND ? INVALID : status;
}

enum xlsx_format xlsx_format_at(const struct xlsx_book *book, size_t style)
{
    return style < book->formats.size ? (enum xlsx_format)book->formats.at[style]
                                      : XLSX_FORMAT_NUMBER;
}
