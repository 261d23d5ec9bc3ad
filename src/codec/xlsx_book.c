/* XLSX reading, the book: from the relations at the root to the workbook, its sheets, shared
   strings and styles. Parts are found by their relations, as the standard wants it. */
#include "codec/xlsx_private.h"

#define COMPOUND_FILE T("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")

/* One relations part being read. */
struct relations {
    struct xlsx_book *book;
    struct xml_reader *reader;
    struct text folder;   /* that targets are relative to */
    struct text workbook; /* found at the root */
};

static bool is_safe(struct text path)
{
    return text_find(path, T("..")) == path.size && text_find_byte(path, '\\') == path.size;
}

static struct text resolve(struct relations *relations, struct text target)
{
    if (!is_safe(target))
        return T("");
    if (text_starts_with(target, T("/")))
        return arena_copy(relations->book->arena, text_from_offset(target, 1));
    return arena_print(relations->book->arena, "%.*s%.*s", TEXT_ARG(relations->folder),
                       TEXT_ARG(target));
}

static void on_relation(void *context, const char *name, struct xml_attributes attributes)
{
    struct relations *relations = context;
    struct xlsx_book *book = relations->book;
    struct text type = xml_attribute(attributes, "Type"), part;

    if (strcmp(name, "Relationship") != 0 ||
        text_equal(xml_attribute(attributes, "TargetMode"), T("External")))
        return;
    part = resolve(relations, xml_attribute(attributes, "Target"));
    if (text_ends_with(type, T("/officeDocument")))
        relations->workbook = part;
    else if (text_ends_with(type, T("/sharedStrings")))
        book->strings_part = part;
    else if (text_ends_with(type, T("/styles")))
        book->styles_part = part;
    for (size_t i = 0; i < book->sheet_count; i++)
        if (text_ends_with(type, T("/worksheet")) &&
            text_equal(book->sheets[i].relation, xml_attribute(attributes, "Id")))
            book->sheets[i].part = part;
}

static const struct xml_events relation_events = { .begin = on_relation };

/* The workbook being read. */
struct workbook {
    struct xlsx_book *book;
    struct xml_reader *reader;
};

static void add_sheet(struct workbook *workbook, struct xml_attributes attributes)
{
    struct xlsx_book *book = workbook->book;
    struct text name = xml_attribute(attributes, "name");
    struct text relation = xml_attribute(attributes, "id"); /* r:id */

    if (book->sheet_count == XLSX_LIMIT_SHEETS) {
        xml_fail(workbook->reader, TOO_LARGE, "the file has too many sheets");
        return;
    }
    book->sheets[book->sheet_count++] = (struct xlsx_sheet){
        .name = arena_copy(book->arena, name),
        .relation = arena_copy(book->arena, relation),
    };
}

static void on_workbook(void *context, const char *name, struct xml_attributes attributes)
{
    struct workbook *workbook = context;

    if (strcmp(name, "sheet") == 0) {
        add_sheet(workbook, attributes);
    } else if (strcmp(name, "workbookPr") == 0) {
        struct text from_1904 = xml_attribute(attributes, "date1904");

        workbook->book->from_1904 = text_equal(from_1904, T("1")) ||
                                    text_equal(from_1904, T("true"));
    }
}

static const struct xml_events workbook_events = { .begin = on_workbook };

static enum status next_of_part(void *from, struct text *ret_chunk, const char **ret_fault)
{
    return zip_part_read(from, ret_chunk, ret_fault);
}

enum status xlsx_open_part(struct xlsx_book *book, struct text name,
                           const struct xml_events *events, void *context,
                           struct xml_reader **ret_reader, const char **ret_fault)
{
    struct zip_part *part;
    enum status status = zip_part_open(book->arena, book->bytes, name, &part, ret_fault);

    if (status != OK)
        return status;

    *ret_reader =
        xml_reader_new(book->arena, events, context, (struct xml_source){ next_of_part, part });
    return OK;
}

enum status xlsx_read_part(struct xlsx_book *book, struct text name,
                           const struct xml_events *events, void *context,
                           struct xml_reader **reader_slot, const char **ret_fault)
{
    enum status status = xlsx_open_part(book, name, events, context, reader_slot, ret_fault);

    return status == OK ? xml_read(*reader_slot, ret_fault) : status;
}

static enum status read_relations(struct relations *relations, struct text name,
                                  const char **ret_fault)
{
    enum status status = xlsx_read_part(relations->book, name, &relation_events, relations,
                                        &relations->reader, ret_fault);

    if (status == NOT_FOUND)
        *ret_fault = "the file is no spreadsheet";
    return status == NOT_FOUND ? INVALID : status;
}

/* The relations of xl/workbook.xml are in xl/_rels/workbook.xml.rels. */
static enum status read_workbook(struct xlsx_book *book, struct text part, const char **ret_fault)
{
    size_t folder = part.size;
    struct workbook workbook = { .book = book };
    struct relations relations = { .book = book };
    struct text name;
    enum status status =
        xlsx_read_part(book, part, &workbook_events, &workbook, &workbook.reader, ret_fault);

    if (status != OK)
        return status == NOT_FOUND ? INVALID : status;

    while (folder > 0 && part.at[folder - 1] != '/')
        folder--;
    relations.folder = text_slice(part, 0, folder);
    name = text_from_offset(part, folder);
    return read_relations(
        &relations,
        arena_print(book->arena, "%.*s_rels/%.*s.rels", TEXT_ARG(relations.folder), TEXT_ARG(name)),
        ret_fault);
}

/* Sheets that are charts or macros have no rows: they are left out. */
static void keep_worksheets(struct xlsx_book *book)
{
    size_t kept = 0;

    for (size_t i = 0; i < book->sheet_count; i++)
        if (book->sheets[i].part.size > 0)
            book->sheets[kept++] = book->sheets[i];
    book->sheet_count = kept;
}

static enum status check_form(struct text bytes, const char **ret_fault)
{
    if (text_starts_with(bytes, COMPOUND_FILE)) {
        *ret_fault = "the file has a password or is an old XLS; save it as XLSX without one";
        return INVALID;
    }
    return zip_check(bytes, ret_fault);
}

static enum status read_book(struct xlsx_book *book, const char **ret_fault)
{
    struct relations root = { .book = book };
    enum status status = check_form(book->bytes, ret_fault);

    if (status == OK)
        status = read_relations(&root, T("_rels/.rels"), ret_fault);
    if (status == OK)
        status = read_workbook(book, root.workbook, ret_fault);
    keep_worksheets(book);
    if (status == OK && book->sheet_count == 0) {
        *ret_fault = "the file has no sheet";
        status = INVALID;
    }
    if (status == OK)
        status = xlsx_read_styles(book, ret_fault);
    if (status == OK)
        status = xlsx_read_strings(book, ret_fault);
    return status;
}

static void book_free(void *subject)
{
    struct xlsx_book *book = subject;

    buffer_release(&book->string_bytes);
    buffer_release(&book->string_ends);
    buffer_release(&book->formats);
}

bool xlsx_looks_like(struct text bytes)
{
    return text_starts_with(bytes, T("PK\x03\x04"));
}

enum status xlsx_open(struct arena *arena, struct text bytes, struct xlsx_book **ret_book,
                      const char **ret_fault)
{
    struct xlsx_book *book = ARENA_NEW(arena, struct xlsx_book);
    const char *fault = NULL;
    enum status status;

    *book = (struct xlsx_book){
        .arena = arena,
        .bytes = bytes,
        .sheets = ARENA_NEW_ARRAY(arena, struct xlsx_sheet, XLSX_LIMIT_SHEETS),
        .string_bytes = buffer_on_heap(XLSX_LIMIT_STRING_BYTES),
        .string_ends = buffer_on_heap(XLSX_LIMIT_STRINGS * sizeof(uint32_t)),
        .formats = buffer_on_heap(XLSX_LIMIT_STYLES),
    };
    arena_defer(arena, book_free, book);
    status = read_book(book, &fault);
    if (status == OK)
        *ret_book = book;
    else if (ret_fault)
        *ret_fault = fault;
    return status;
}

size_t xlsx_sheet_count(const struct xlsx_book *book)
{
    return book->sheet_count;
}

struct text xlsx_sheet_name(const struct xlsx_book *book, size_t sheet)
{
    return sheet < book->sheet_count ? book->sheets[sheet].name : (struct text){ 0 };
}
