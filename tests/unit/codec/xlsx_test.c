/* XLSX: books as Excel, WPS and libraries write them, damage and ceilings, and what we write
   reads back. Books are made of their parts by the ZIP writer. */
#include "codec/xlsx_read.h"
#include "codec/xlsx_write.h"
#include "codec/zip_read.h"
#include "codec/zip_write.h"
#include "text_check.h"

enum { ROOM = 64 << 20 };

struct part {
    const char *name, *xml;
};

#define MAIN  "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PRELS "http://schemas.openxmlformats.org/package/2006/relationships"

#define ROOT                                                                                       \
    "<Relationships xmlns=\"" PRELS "\"><Relationship Id=\"rId1\" Type=\"" RELS                    \
    "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
#define BOOK_RELATIONS                                                                             \
    "<Relationships xmlns=\"" PRELS "\">"                                                          \
    "<Relationship Id=\"rId1\" Type=\"" RELS "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"     \
    "<Relationship Id=\"rId2\" Type=\"" RELS "/worksheet\" Target=\"/xl/other.xml\"/>"             \
    "<Relationship Id=\"rId3\" Type=\"" RELS "/chartsheet\" Target=\"chart.xml\"/>"                \
    "<Relationship Id=\"rId4\" Type=\"" RELS "/styles\" Target=\"styles.xml\"/>"                   \
    "<Relationship Id=\"rId5\" Type=\"" RELS "/sharedStrings\" Target=\"sharedStrings.xml\"/>"     \
    "<Relationship Id=\"rId6\" Type=\"" RELS "/worksheet\" TargetMode=\"External\" "               \
    "Target=\"file:///etc/passwd\"/></Relationships>"
#define WORKBOOK                                                                                   \
    "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELS "\"><workbookPr date1904=\"false\"/><sheets>"   \
    "<sheet name=\"\xE9\x94\x80\xE5\x94\xAE &amp; x\" sheetId=\"1\" r:id=\"rId1\"/>"               \
    "<sheet name=\"Chart\" sheetId=\"2\" r:id=\"rId3\"/>"                                          \
    "<sheet name=\"Other\" sheetId=\"7\" state=\"hidden\" r:id=\"rId2\"/></sheets></workbook>"
#define STYLES                                                                                     \
    "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"1\"><numFmt numFmtId=\"176\" "                \
    "formatCode=\"yyyy/m/d\\ h:mm;@\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/>"              \
    "</cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/>"      \
    "<xf/></cellXfs></styleSheet>"
#define STRINGS                                                                                    \
    "<sst xmlns=\"" MAIN "\"><si><t>Brand</t></si><si><r><t>Ni</t></r><r><rPr><b/></rPr>"          \
    "<t xml:space=\"preserve\">ke </t></r><rPh><t>no</t></rPh></si><si><t/></si>"                  \
    "<si><t>a_x000D_\nb_x005F_x0041__xZZZZ__x0000_</t></si></sst>"
#define SHEET(rows) "<worksheet xmlns=\"" MAIN "\"><sheetData>" rows "</sheetData></worksheet>"

static struct text book_of(struct arena *arena, const struct part *parts, size_t count)
{
    struct buffer buffer = buffer_in(arena, ROOM);
    struct zip_writer *writer = zip_writer_new(arena, &buffer);

    for (size_t i = 0; i < count; i++) {
        zip_begin_part(writer, text_from(parts[i].name));
        zip_append(writer, text_from(parts[i].xml));
        zip_end_part(writer);
    }
    assert_int_equal(zip_finish(writer), OK);
    return buffer_text(&buffer);
}

static struct text book_with_sheet(struct arena *arena, const char *sheet)
{
    const struct part parts[] = {
        { "_rels/.rels", ROOT },
        { "xl/workbook.xml", WORKBOOK },
        { "xl/_rels/workbook.xml.rels", BOOK_RELATIONS },
        { "xl/styles.xml", STYLES },
        { "xl/sharedStrings.xml", STRINGS },
        { "xl/worksheets/sheet1.xml", sheet },
        { "xl/other.xml", SHEET("<row><c><v>7</v></c></row>") },
    };

    return book_of(arena, parts, sizeof parts / sizeof parts[0]);
}

/* Rows as text: number:field|field/ ... */
static enum status rows_text(struct arena *arena, struct text bytes, size_t sheet,
                             struct text *ret_text, const char **ret_fault)
{
    struct buffer buffer = buffer_in(arena, ROOM);
    struct xlsx_book *book;
    struct xlsx_rows *rows;
    struct table_row row;
    enum status status = xlsx_open(arena, bytes, &book, ret_fault);

    if (status == OK)
        status = xlsx_rows_open(book, sheet, &rows, ret_fault);
    while (status == OK) {
        status = xlsx_next_row(rows, arena, &row, ret_fault);
        if (status != OK || row.count == 0)
            break;
        buffer_print(&buffer, "%s%zu:", buffer.size > 0 ? "/" : "", row.number);
        for (size_t i = 0; i < row.count; i++)
            buffer_print(&buffer, "%s%.*s", i > 0 ? "|" : "", TEXT_ARG(row.fields[i]));
    }
    if (status == OK)
        assert_int_equal(xlsx_next_row(rows, arena, &row, ret_fault), OK);
    *ret_text = buffer_text(&buffer);
    return status;
}

struct sheet_case {
    const char *sheet;
    struct text rows;
};

static const struct sheet_case sheets[] = {
    { SHEET(""), T_INIT("") },
    { "<worksheet xmlns=\"" MAIN "\"><sheetData/></worksheet>", T_INIT("") },
    { "<worksheet xmlns=\"" MAIN "\"/>", T_INIT("") },
    { SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
            "<row r=\"3\"><c r=\"C3\"><v>42.5</v></c></row>"),
      T_INIT("1:Brand|Nike /3:||42.5") },
    { SHEET("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"),
      T_INIT("1:1||3/2:4") },
    { SHEET("<row r=\"9\"><c r=\"A9\" s=\"1\"/><c r=\"XFD9\" s=\"1\"/></row>"), T_INIT("") },
    { SHEET("<row><c t=\"s\"><v>2</v></c></row><row><c t=\"s\"><v>3</v></c></row>"),
      T_INIT("2:a\r\nb_x0041__xZZZZ__x0000_") },
    { SHEET("<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c>"
            "<c t=\"str\"><f>A1&amp;B1</f><v>x&lt;y</v></c>"
            "<c t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>no</t></rPh></is></c>"
            "<c t=\"d\"><v>2026-06-02</v></c><c t=\"n\"><v> 0.30000000000000004 </v></c></row>"),
      T_INIT("1:TRUE|FALSE|#N/A|x<y|inline|2026-06-02|0.3") },
    { SHEET("<row><c s=\"1\"><v>46175</v></c><c s=\"2\"><v>46175.354166666664</v></c>"
            "<c s=\"3\"><v>46175</v></c><c s=\"99\"><v>46175</v></c>"
            "<c s=\"1\" t=\"str\"><v>46175</v></c></row>"),
      T_INIT("1:2026-06-02|2026-06-02T08:30:00|46175|46175|46175") },
    { SHEET("<row r=\"x\"><c r=\"?\"><v>1</v></c><c r=\"B\"><v>2</v></c><c r=\"AAAA1\"><v>3</v>"
            "</c></row>"),
      T_INIT("1:1|2|3") },
    { "<x:worksheet xmlns:x=\"" MAIN "\"><x:sheetData><x:row><x:c><x:v>5</x:v></x:c></x:row>"
      "</x:sheetData><x:row><x:c><x:v>6</x:v></x:c></x:row></x:worksheet>",
      T_INIT("1:5") },
};

static void reads_sheets(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
        struct arena arena = { 0 };
        struct text bytes = book_with_sheet(&arena, sheets[i].sheet), text;
        const char *fault = NULL;

        assert_true(xlsx_looks_like(bytes));
        assert_int_equal(rows_text(&arena, bytes, 0, &text, &fault), OK);
        assert_text(text, sheets[i].rows);
        arena_release(&arena);
    }
}

static void lists_sheets(void **state)
{
    struct arena arena = { 0 };
    struct text bytes = book_with_sheet(&arena, SHEET("")), text;
    struct xlsx_book *book;
    const char *fault;

    (void)state;
    assert_int_equal(xlsx_open(&arena, bytes, &book, &fault), OK);
    assert_int_equal(xlsx_sheet_count(book), 2);
    assert_text(xlsx_sheet_name(book, 0), T("\u9500\u552e & x"));
    assert_text(xlsx_sheet_name(book, 1), T("Other"));
    assert_text(xlsx_sheet_name(book, 2), T(""));
    assert_int_equal(rows_text(&arena, bytes, 1, &text, &fault), OK);
    assert_text(text, T("1:7"));
    arena_release(&arena);
}

struct broken_sheet {
    const char *sheet;
    enum status status;
};

static const struct broken_sheet broken_sheets[] = {
    { "", INVALID },
    { "<worksheet>", INVALID },
    { "<worksheet><sheetData><row><c><v>1</v></c></row><row>", INVALID },
    { "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet/>", INVALID },
    { SHEET("<row><c t=\"s\"><v>4</v></c></row>"), INVALID },
    { SHEET("<row><c t=\"s\"><v>-1</v></c></row>"), INVALID },
    { SHEET("<row><c t=\"s\"><v>x</v></c></row>"), INVALID },
    { SHEET("<row><c r=\"SR1\"><v>1</v></c></row>"), OK },
    { SHEET("<row><c r=\"SS1\"><v>1</v></c></row>"), TOO_LARGE },
};

static void refuses_broken_sheets(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken_sheets / sizeof broken_sheets[0]; i++) {
        struct arena arena = { 0 };
        struct text bytes = book_with_sheet(&arena, broken_sheets[i].sheet), text;
        const char *fault = NULL;
        enum status status = rows_text(&arena, bytes, 0, &text, &fault);

        assert_int_equal(status, broken_sheets[i].status);
        assert_int_equal(fault != NULL, status != OK);
        arena_release(&arena);
    }
}

struct broken_book {
    struct part parts[4];
};

static const struct broken_book broken_books[] = {
    { { { "a", "b" } } },
    { { { "_rels/.rels", "<a/>" } } },
    { { { "_rels/.rels", ROOT } } },
    { { { "_rels/.rels", ROOT }, { "xl/workbook.xml", WORKBOOK } } },
    { { { "_rels/.rels", ROOT },
        { "xl/workbook.xml", WORKBOOK },
        { "xl/_rels/workbook.xml.rels", "<a/>" } } },
    { { { "_rels/.rels", ROOT },
        { "xl/workbook.xml", "<workbook><sheets/></workbook>" },
        { "xl/_rels/workbook.xml.rels", "<a/>" } } },
    { { { "_rels/.rels", ROOT },
        { "xl/workbook.xml", WORKBOOK },
        { "xl/_rels/workbook.xml.rels", BOOK_RELATIONS } } },
    { { { "_rels/.rels", ROOT },
        { "xl/workbook.xml", WORKBOOK },
        { "xl/_rels/workbook.xml.rels", BOOK_RELATIONS },
        { "xl/styles.xml", STYLES } } },
    { { { "_rels/.rels", "<Relationships xmlns=\"" PRELS "\"><Relationship Type=\"" RELS
                         "/officeDocument\" Target=\"../xl/workbook.xml\"/></Relationships>" },
        { "xl/workbook.xml", WORKBOOK } } },
};

static void refuses_broken_books(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken_books / sizeof broken_books[0]; i++) {
        struct arena arena = { 0 };
        struct xlsx_book *book = NULL;
        const char *fault = NULL;
        size_t count = 0;

        while (count < 4 && broken_books[i].parts[count].name)
            count++;
        assert_int_equal(
            xlsx_open(&arena, book_of(&arena, broken_books[i].parts, count), &book, &fault),
            INVALID);
        assert_null(book);
        assert_non_null(fault);
        arena_release(&arena);
    }
}

static void tells_what_it_cannot_read(void **state)
{
    struct arena arena = { 0 };
    struct xlsx_book *book;
    const char *fault = NULL;

    (void)state;
    assert_int_equal(xlsx_open(&arena, T("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"), &book, &fault),
                     INVALID);
    assert_non_null(strstr(fault, "password"));
    assert_int_equal(xlsx_open(&arena, T(""), &book, &fault), INVALID);
    assert_int_equal(xlsx_open(&arena, T("a,b\n"), &book, NULL), INVALID);
    assert_false(xlsx_looks_like(T("a,b\n")));
    arena_release(&arena);
}

/* A sheet of one cell with `size` characters. */
static enum status read_cell_of_size(size_t size)
{
    struct arena arena = { 0 };
    struct buffer sheet = buffer_in(&arena, ROOM);
    struct text text;
    const char *fault;
    enum status status;

    buffer_append(&sheet, T("<worksheet><sheetData><row><c t=\"str\"><v>"));
    for (size_t i = 0; i < size; i++)
        buffer_append_byte(&sheet, (char)('a' + i * i % 23));
    buffer_append(&sheet, T("</v></c></row></sheetData></worksheet>\0"));
    status = rows_text(&arena, book_with_sheet(&arena, sheet.at), 0, &text, &fault);
    arena_release(&arena);
    return status;
}

static void holds_its_ceilings(void **state)
{
    (void)state;
    assert_int_equal(read_cell_of_size(XLSX_LIMIT_CELL_BYTES), OK);
    assert_int_equal(read_cell_of_size(XLSX_LIMIT_CELL_BYTES + 1), TOO_LARGE);
}

static const struct xlsx_column columns[] = {
    { T_INIT("Brand <&>"), XLSX_TEXT },
    { T_INIT("\u4ef7\u683c"), XLSX_NUMBER, .decimals = 2 },
    { T_INIT("Day"), XLSX_DATE },
    { T_INIT("At"), XLSX_INSTANT, .width = 20 },
};

struct written_row {
    struct text cells[4];
    struct text shown;
};

static const struct written_row written[] = {
    { { T_INIT("Nike"), T_INIT("899.50"), T_INIT("2026-06-02"),
        T_INIT("2026-06-02T08:30:00.000Z") },
      T_INIT("2:Nike|899.5|2026-06-02|2026-06-02T08:30:00") },
    { { T_INIT("=1+1"), T_INIT("-0.5"), T_INIT("1900-02-28"), T_INIT("2026-06-02 23:59") },
      T_INIT("3:=1+1|-0.5|1900-02-28|2026-06-02T23:59:00") },
    { { T_INIT("a\r\n\x01\t_x0041_ _ \u978b"), T_INIT(""), T_INIT(""), T_INIT("") },
      T_INIT("4:a\r\n\x01\t_x0041_ _ \u978b") },
    { { T_INIT(""), T_INIT("n/a"), T_INIT("soon"), T_INIT("2026-06-02T99:00") },
      T_INIT("5:|n/a|soon|2026-06-02T99:00") },
    { { T_INIT(""), T_INIT("6920482023948234"), T_INIT("1899-12-31"), T_INIT("2026-06-02") },
      T_INIT("6:|6920482023948234|1899-12-31|2026-06-02T00:00:00") },
    { { T_INIT(""), T_INIT("007"), T_INIT("2026-06-02T08:30"), T_INIT("x") },
      T_INIT("7:|007|2026-06-02T08:30|x") },
};

static void writes_what_reads_back(void **state)
{
    struct arena arena = { 0 };
    struct buffer file = buffer_in(&arena, ROOM), wanted = buffer_in(&arena, ROOM);
    struct xlsx_writer *writer = xlsx_writer_new(
        &arena, &file, T("[May]/June: a very long name that goes on and on"), columns, 4);
    struct xlsx_book *book;
    struct text text;
    const char *fault;

    (void)state;
    buffer_append(&wanted, T("1:Brand <&>|\u4ef7\u683c|Day|At"));
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        xlsx_write_row(writer, written[i].cells);
        buffer_print(&wanted, "/%.*s", TEXT_ARG(written[i].shown));
    }
    assert_int_equal(xlsx_writer_finish(writer), OK);
    assert_int_equal(rows_text(&arena, buffer_text(&file), 0, &text, &fault), OK);
    assert_text(text, buffer_text(&wanted));
    assert_int_equal(xlsx_open(&arena, buffer_text(&file), &book, &fault), OK);
    assert_text(xlsx_sheet_name(book, 0), T("MayJune a very long name that g"));
    arena_release(&arena);
}

/* Broken UTF-8 and what XML cannot hold must not break the file. */
static void writes_a_valid_file_whatever_comes(void **state)
{
    struct arena arena = { 0 };
    struct buffer file = buffer_in(&arena, ROOM);
    struct xlsx_writer *writer = xlsx_writer_new(&arena, &file, T("':"), columns, 1);
    struct text text, cells[] = { T("\xFF<\x1F\uFFFE]]>&\"'") };
    const char *fault;

    (void)state;
    xlsx_write_row(writer, cells);
    assert_int_equal(xlsx_writer_finish(writer), OK);
    assert_int_equal(rows_text(&arena, buffer_text(&file), 0, &text, &fault), OK);
    assert_text(text, T("1:Brand <&>/2:\uFFFD<\x1F\uFFFD]]>&\"'"));
    arena_release(&arena);
}

static void streams_many_rows(void **state)
{
    struct arena arena = { 0 }, scratch = { 0 };
    struct buffer file = buffer_in(&arena, ROOM);
    struct xlsx_writer *writer = xlsx_writer_new(&arena, &file, T("Sales"), columns, 2);
    struct xlsx_book *book;
    struct xlsx_rows *rows;
    struct table_row row;
    const char *fault;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct text cells[] = { arena_print(&scratch, "brand %d", i),
                                arena_print(&scratch, "%d.25", i) };

        xlsx_write_row(writer, cells);
        arena_clear(&scratch);
    }
    assert_int_equal(xlsx_writer_finish(writer), OK);
    assert_int_equal(xlsx_open(&arena, buffer_text(&file), &book, &fault), OK);
    assert_int_equal(xlsx_rows_open(book, 0, &rows, &fault), OK);
    assert_int_equal(xlsx_next_row(rows, &scratch, &row, &fault), OK);
    for (int i = 0; i < 20000; i++) {
        arena_clear(&scratch);
        assert_int_equal(xlsx_next_row(rows, &scratch, &row, &fault), OK);
        assert_int_equal(row.count, 2);
        assert_int_equal(row.number, i + 2);
        assert_text(row.fields[0], arena_print(&scratch, "brand %d", i));
        assert_text(row.fields[1], arena_print(&scratch, "%d.25", i));
    }
    assert_int_equal(xlsx_next_row(rows, &scratch, &row, &fault), OK);
    assert_int_equal(row.count, 0);
    arena_release(&scratch);
    arena_release(&arena);
}

static void tells_when_the_buffer_is_too_small(void **state)
{
    struct arena arena = { 0 };
    struct buffer file = buffer_in(&arena, 1000);
    struct xlsx_writer *writer = xlsx_writer_new(&arena, &file, T("Sales"), columns, 4);

    (void)state;
    xlsx_write_row(writer, written[0].cells);
    assert_int_equal(xlsx_writer_finish(writer), TOO_LARGE);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_sheets),
        cmocka_unit_test(lists_sheets),
        cmocka_unit_test(refuses_broken_sheets),
        cmocka_unit_test(refuses_broken_books),
        cmocka_unit_test(tells_what_it_cannot_read),
        cmocka_unit_test(holds_its_ceilings),
        cmocka_unit_test(writes_what_reads_back),
        cmocka_unit_test(writes_a_valid_file_whatever_comes),
        cmocka_unit_test(streams_many_rows),
        cmocka_unit_test(tells_when_the_buffer_is_too_small),
    };

    return cmocka_run_group_tests_name("codec/xlsx", tests, NULL, NULL);
}
