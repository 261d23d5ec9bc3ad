/* The large ceilings of ZIP and XLSX, each at its edge. They stand apart from zip_test and
   xlsx_test, which memory torture runs many times. */
#include "codec/xlsx_read.h"
#include "codec/xlsx_write.h"
#include "codec/zip_write.h"
#include "text_check.h"

enum { ROOM = 64 << 20, NOISE = 1 << 17, NOISES = 4 };

/* --- ZIP */

static enum status write_parts(size_t count)
{
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, ROOM);
    struct zip_writer *writer = zip_writer_new(&arena, &buffer);
    enum status status;

    for (size_t i = 0; i < count; i++) {
        zip_begin_part(writer, T("a"));
        zip_end_part(writer);
    }
    status = zip_finish(writer);
    arena_release(&arena);
    return status;
}

static void an_archive_has_so_many_parts(void **state)
{
    (void)state;
    assert_int_equal(write_parts(ZIP_WRITE_LIMIT_PARTS), OK);
    assert_int_equal(write_parts(ZIP_WRITE_LIMIT_PARTS + 1), TOO_LARGE);
}

/* --- XLSX, read */

#define RELS  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PRELS "http://schemas.openxmlformats.org/package/2006/relationships"

struct part {
    const char *name, *xml;
};

static const struct part book[] = {
    { "_rels/.rels", "<Relationships xmlns=\"" PRELS "\"><Relationship Id=\"rId1\" Type=\"" RELS
                     "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>" },
    { "xl/_rels/workbook.xml.rels",
      "<Relationships xmlns=\"" PRELS "\"><Relationship Id=\"rId1\" Type=\"" RELS
      "/worksheet\" Target=\"sheet.xml\"/><Relationship Id=\"rId2\" Type=\"" RELS
      "/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId3\" Type=\"" RELS
      "/sharedStrings\" Target=\"strings.xml\"/></Relationships>" },
    { "xl/workbook.xml", "<workbook xmlns:r=\"" RELS
                         "\"><sheets><sheet name=\"a\" r:id=\"rId1\"/></sheets></workbook>" },
    { "xl/styles.xml", "<styleSheet/>" },
    { "xl/strings.xml", "<sst/>" },
    { "xl/sheet.xml", "<worksheet/>" },
};

static void add_part(struct zip_writer *writer, struct text name, struct text bytes)
{
    zip_begin_part(writer, name);
    zip_append(writer, bytes);
    zip_end_part(writer);
}

/* Bytes that do not shrink, in parts that nobody reads: what is all the same beside them is no
   bomb. */
static void add_noise(struct zip_writer *writer, struct arena *arena)
{
    char *at = arena_alloc(arena, NOISE);
    uint32_t state = 1;

    for (int part = 0; part < NOISES; part++) {
        for (size_t i = 0; i < NOISE; i++) {
            state = state * 1664525 + 1013904223;
            at[i] = (char)(state >> 24);
        }
        add_part(writer, arena_print(arena, "noise%d", part), (struct text){ at, NOISE });
    }
}

/* The book with another part of this name. */
static enum status open_with(const char *name, struct text xml, const char **ret_fault)
{
    struct arena arena = { 0 };
    struct buffer buffer = buffer_in(&arena, ROOM);
    struct zip_writer *writer = zip_writer_new(&arena, &buffer);
    struct xlsx_book *opened;
    enum status status;

    for (size_t i = 0; i < sizeof book / sizeof *book; i++)
        add_part(writer, text_from(book[i].name),
                 strcmp(book[i].name, name) == 0 ? xml : text_from(book[i].xml));
    add_noise(writer, &arena);
    assert_int_equal(zip_finish(writer), OK);
    status = xlsx_open(&arena, buffer_text(&buffer), &opened, ret_fault);
    arena_release(&arena);
    return status;
}

/* What stands between a beginning and an end of a part, so often. */
struct crowd {
    const char *part, *begin, *piece, *end;
    size_t most;
    const char *fault; /* a word of it */
};

static const struct crowd crowds[] = {
    { "xl/workbook.xml", "<workbook xmlns:r=\"" RELS "\"><sheets>",
      "<sheet name=\"a\" r:id=\"rId1\"/>", "</sheets></workbook>", XLSX_LIMIT_SHEETS, "sheets" },
    { "xl/styles.xml", "<styleSheet><cellXfs>", "<xf/>", "</cellXfs></styleSheet>",
      XLSX_LIMIT_STYLES, "styles" },
    { "xl/strings.xml", "<sst>", "<si/>", "</sst>", XLSX_LIMIT_STRINGS, "text" },
};

static enum status open_crowd(const struct crowd *crowd, size_t count, const char **ret_fault)
{
    struct buffer xml = buffer_on_heap(ROOM);
    enum status status;

    buffer_append(&xml, text_from(crowd->begin));
    for (size_t i = 0; i < count; i++)
        buffer_append(&xml, text_from(crowd->piece));
    buffer_append(&xml, text_from(crowd->end));
    status = open_with(crowd->part, buffer_text(&xml), ret_fault);
    buffer_release(&xml);
    return status;
}

static void a_book_has_so_many_sheets_styles_and_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof crowds / sizeof *crowds; i++) {
        const char *fault = "";

        if (open_crowd(&crowds[i], crowds[i].most, &fault) != OK)
            fail_msg("%s: %s", crowds[i].part, fault);
        assert_int_equal(open_crowd(&crowds[i], crowds[i].most + 1, &fault), TOO_LARGE);
        assert_non_null(strstr(fault, crowds[i].fault));
    }
}

/* Shared texts of half a cell's longest size, and one of `more` bytes. */
static enum status open_texts(size_t more)
{
    enum { SIZE = XLSX_LIMIT_CELL_BYTES / 2 };
    struct buffer xml = buffer_on_heap(2 * XLSX_LIMIT_STRING_BYTES);
    static char same[SIZE];
    enum status status;

    memset(same, 'a', sizeof same);
    buffer_append(&xml, T("<sst>"));
    for (size_t i = 0; i < XLSX_LIMIT_STRING_BYTES / SIZE; i++) {
        buffer_append(&xml, T("<si><t>"));
        buffer_append(&xml, (struct text){ same, sizeof same });
        buffer_append(&xml, T("</t></si>"));
    }
    buffer_print(&xml, "<si><t>%.*s</t></si></sst>", (int)more, same);
    status = open_with("xl/strings.xml", buffer_text(&xml), NULL);
    buffer_release(&xml);
    return status;
}

static void its_texts_have_so_many_bytes(void **state)
{
    (void)state;
    assert_int_equal(open_texts(0), OK); /* XLSX_LIMIT_STRING_BYTES */
    assert_int_equal(open_texts(1), TOO_LARGE);
}

/* --- XLSX, written */

static enum status write_rows(size_t count)
{
    static const struct xlsx_column columns[] = { { T_INIT("Brand"), XLSX_TEXT } };
    struct arena arena = { 0 };
    struct buffer file = buffer_in(&arena, ROOM);
    struct xlsx_writer *writer = xlsx_writer_new(&arena, &file, T("Sales"), columns, 1);
    struct text cells[] = { T("") };
    enum status status;

    for (size_t i = 0; i < count; i++)
        xlsx_write_row(writer, cells);
    status = xlsx_writer_finish(writer);
    arena_release(&arena);
    return status;
}

static void a_sheet_is_written_with_so_many_rows(void **state)
{
    (void)state;
    assert_int_equal(write_rows(XLSX_WRITE_LIMIT_ROWS), OK);
    assert_int_equal(write_rows(XLSX_WRITE_LIMIT_ROWS + 1), TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_archive_has_so_many_parts),
        cmocka_unit_test(a_book_has_so_many_sheets_styles_and_texts),
        cmocka_unit_test(its_texts_have_so_many_bytes),
        cmocka_unit_test(a_sheet_is_written_with_so_many_rows),
    };

    return cmocka_run_group_tests_name("codec/ceilings", tests, NULL, NULL);
}
