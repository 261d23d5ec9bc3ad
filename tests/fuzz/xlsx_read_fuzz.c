/* XLSX: the input is the parts of a book, between form feeds: sheet, shared strings, styles,
   workbook, relations; what is missing is a plain one. Rows come in their ceilings or are refused
   with a sentence. */
#include "base/buffer.h"
#include "codec/utf8.h"
#include "codec/xlsx_read.h"
#include "codec/zip_write.h"
#include "fuzz.h"

enum { ROOM = 1 << 20, PARTS = 5 };

struct part {
    struct text name, otherwise;
};

static const struct part parts[PARTS] = {
    { T_INIT("xl/sheet.xml"), T_INIT("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData>"
                                     "</worksheet>") },
    { T_INIT("xl/strings.xml"), T_INIT("<sst><si><t>x</t></si></sst>") },
    { T_INIT("xl/styles.xml"),
      T_INIT("<styleSheet><cellXfs><xf/><xf numFmtId=\"14\"/><xf numFmtId=\"20\"/>"
             "<xf numFmtId=\"22\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>") },
    { T_INIT("xl/workbook.xml"),
      T_INIT("<workbook><sheets><sheet name=\"a\" id=\"1\"/></sheets></workbook>") },
    { T_INIT("xl/_rels/workbook.xml.rels"),
      T_INIT("<R><Relationship Id=\"1\" Type=\"/worksheet\" Target=\"sheet.xml\"/>"
             "<Relationship Id=\"2\" Type=\"/sharedStrings\" Target=\"strings.xml\"/>"
             "<Relationship Id=\"3\" Type=\"/styles\" Target=\"styles.xml\"/></R>") },
};

static void add_part(struct zip_writer *writer, struct text name, struct text bytes)
{
    zip_begin_part(writer, name);
    zip_append(writer, bytes);
    zip_end_part(writer);
}

static struct text book_of(struct arena *arena, struct text input)
{
    struct buffer buffer = buffer_in(arena, ROOM);
    struct zip_writer *writer = zip_writer_new(arena, &buffer);

    add_part(writer, T("_rels/.rels"),
             T("<R><Relationship Type=\"/officeDocument\" Target=\"xl/workbook.xml\"/></R>"));
    for (size_t i = 0; i < PARTS; i++) {
        struct text part = text_cut(&input, '\f');

        add_part(writer, parts[i].name, part.size > 0 ? part : parts[i].otherwise);
    }
    CHECK(zip_finish(writer) == OK);
    return buffer_text(&buffer);
}

static void read_sheet(struct arena *arena, struct xlsx_book *book, size_t sheet)
{
    struct xlsx_rows *rows;
    struct table_row row;
    const char *fault = NULL;
    enum status status = xlsx_rows_open(book, sheet, &rows, &fault);

    while (status == OK) {
        status = xlsx_next_row(rows, arena, &row, &fault);
        if (status != OK || row.count == 0)
            break;
        CHECK(row.count <= XLSX_LIMIT_COLUMNS);
        CHECK(row.fields[row.count - 1].size > 0);
        for (size_t i = 0; i < row.count; i++)
            CHECK(utf8_is_valid(row.fields[i]));
    }
    CHECK(status == OK || fault);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct xlsx_book *book;
    const char *fault = NULL;

    if (xlsx_open(&arena, book_of(&arena, fuzz_text(at, size)), &book, &fault) == OK) {
        CHECK(xlsx_sheet_count(book) > 0);
        for (size_t i = 0; i < xlsx_sheet_count(book); i++) {
            CHECK(utf8_is_valid(xlsx_sheet_name(book, i)));
            read_sheet(&arena, book, i);
        }
    } else {
        CHECK(fault);
    }
    arena_release(&arena);
    return 0;
}
