/* The fixed parts of an XLSX file that we write, and the texts in it. */
#include "codec/xlsx_parts.h"

#include "codec/utf8.h"

enum { SHEET_NAME_LARGEST = 31, WORKBOOK_ROOM = 16 * 1024 };

#define PACKAGE          "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE           "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define SPREADSHEET_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

struct fixed_part {
    const char *name, *xml;
};

static const struct fixed_part fixed_parts[] = {
    { "_rels/.rels", XLSX_XML_HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"
                                   "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" "
                                   "Target=\"xl/workbook.xml\"/></Relationships>" },
    { "xl/styles.xml", XLSX_XML_HEAD
      "<styleSheet xmlns=\"" XLSX_NAMESPACE "\">"
      "<numFmts count=\"9\">"
      "<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
      "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/>"
      "<numFmt numFmtId=\"166\" formatCode=\"0.0\"/>"
      "<numFmt numFmtId=\"167\" formatCode=\"0.000\"/>"
      "<numFmt numFmtId=\"168\" formatCode=\"0.0000\"/>"
      "<numFmt numFmtId=\"169\" formatCode=\"0.00000\"/>"
      "<numFmt numFmtId=\"170\" formatCode=\"0.000000\"/>"
      "<numFmt numFmtId=\"171\" formatCode=\"0.0000000\"/>"
      "<numFmt numFmtId=\"172\" formatCode=\"0.00000000\"/></numFmts>"
      "<fonts count=\"2\">"
      "<font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
      "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>"
      "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
      "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
      "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border>"
      "</borders>"
      "<cellStyleXfs count=\"1\">"
      "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
      "<cellXfs count=\"14\">"
#define STYLE(format, font)                                                                        \
    "<xf numFmtId=\"" format "\" fontId=\"" font                                                   \
    "\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>"
      STYLE("0", "0") STYLE("0", "1") STYLE("49", "0") STYLE("164", "0") STYLE("165", "0")
      /* from here on by decimals */
      STYLE("1", "0") STYLE("166", "0") STYLE("2", "0") STYLE("167", "0") STYLE("168", "0")
          STYLE("169", "0") STYLE("170", "0") STYLE("171", "0") STYLE("172", "0")
#undef STYLE
              "</cellXfs><cellStyles count=\"1\">"
              "<cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>" },
};

static void write_fixed_parts(struct zip_writer *zip)
{
    for (size_t i = 0; i < sizeof fixed_parts / sizeof fixed_parts[0]; i++) {
        zip_begin_part(zip, text_from(fixed_parts[i].name));
        zip_append(zip, text_from(fixed_parts[i].xml));
        zip_end_part(zip);
    }
}

/* What XML cannot hold, spreadsheets write as _xHHHH_; so an underscore that would look like the
   begin of one is written that way as well. */
static void append_control(struct buffer *buffer, uint32_t code_point)
{
    buffer_print(buffer, "_x%04X_", (unsigned)code_point);
}

static bool needs_control_form(uint32_t code_point, struct text behind)
{
    if (code_point < 0x20)
        return code_point != '\t' && code_point != '\n';
    return code_point == '_' && text_starts_with(behind, T("x"));
}

static void append_code_point(struct buffer *buffer, uint32_t code_point, struct text behind)
{
    static const char *const entities[] = {
        ['&'] = "&amp;",
        ['<'] = "&lt;",
        ['>'] = "&gt;",
        ['"'] = "&quot;",
    };

    if (code_point < sizeof entities / sizeof entities[0] && entities[code_point])
        buffer_append(buffer, text_from(entities[code_point]));
    else if (needs_control_form(code_point, behind))
        append_control(buffer, code_point);
    else
        utf8_append(buffer,
                    code_point == 0xFFFE || code_point == 0xFFFF ? UTF8_REPLACEMENT : code_point);
}

void xlsx_append_escaped(struct buffer *buffer, struct text text)
{
    while (text.size > 0) {
        uint32_t code_point = utf8_next(&text);

        append_code_point(buffer, code_point, text);
    }
}

/* At most 31 characters, none of those that spreadsheets refuse, and not empty. */
static struct text sheet_name_of(struct arena *arena, struct text name)
{
    struct buffer buffer = buffer_in(arena, 4 * SHEET_NAME_LARGEST);
    size_t count = 0;

    while (name.size > 0 && count < SHEET_NAME_LARGEST) {
        uint32_t code_point = utf8_next(&name);

        if (code_point < 0x20 || code_point == '\'' ||
            (code_point < 0x80 && strchr("[]:*?/\\", (int)code_point)))
            continue;
        count += code_point > 0xFFFF ? 2 : 1;
        if (count <= SHEET_NAME_LARGEST)
            utf8_append(&buffer, code_point);
    }
    return count > 0 ? buffer_text(&buffer) : T("Sheet1");
}

/* Text with a number: one for each sheet. */
static void append_each(struct buffer *xml, size_t count, const char *before, const char *after)
{
    for (size_t i = 1; i <= count; i++)
        buffer_print(xml, "%s%zu%s", before, i, after);
}

static void write_part(struct zip_writer *zip, const char *name, const struct buffer *xml)
{
    zip_begin_part(zip, text_from(name));
    zip_append(zip, buffer_text(xml));
    zip_end_part(zip);
}

static void write_types(struct arena *arena, struct zip_writer *zip, size_t count)
{
    struct buffer xml = buffer_in(arena, WORKBOOK_ROOM);

    buffer_append(
        &xml, T(XLSX_XML_HEAD
                "<Types xmlns=\"" PACKAGE "content-types\">"
                "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
                "relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" SPREADSHEET_TYPE
                "sheet.main+xml\"/>"));
    append_each(&xml, count, "<Override PartName=\"/xl/worksheets/sheet",
                ".xml\" ContentType=\"" SPREADSHEET_TYPE "worksheet+xml\"/>");
    buffer_append(&xml, T("<Override PartName=\"/xl/styles.xml\" ContentType=\"" SPREADSHEET_TYPE
                          "styles+xml\"/></Types>"));
    write_part(zip, "[Content_Types].xml", &xml);
}

/* rId1 is the first sheet; the styles come behind the last. */
static void write_relations(struct arena *arena, struct zip_writer *zip, size_t count)
{
    struct buffer xml = buffer_in(arena, WORKBOOK_ROOM);

    buffer_append(&xml, T(XLSX_XML_HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"));
    for (size_t i = 1; i <= count; i++)
        buffer_print(&xml,
                     "<Relationship Id=\"rId%zu\" Type=\"" OFFICE "/worksheet\" "
                     "Target=\"worksheets/sheet%zu.xml\"/>",
                     i, i);
    buffer_print(&xml,
                 "<Relationship Id=\"rId%zu\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
                 "</Relationships>",
                 count + 1);
    write_part(zip, "xl/_rels/workbook.xml.rels", &xml);
}

static void write_workbook(struct arena *arena, struct zip_writer *zip, const struct text *names,
                           size_t count)
{
    struct buffer xml = buffer_in(arena, WORKBOOK_ROOM);

    buffer_append(&xml, T(XLSX_XML_HEAD "<workbook xmlns=\"" XLSX_NAMESPACE "\" xmlns:r=\"" OFFICE
                                        "\"><sheets>"));
    for (size_t i = 0; i < count; i++) {
        buffer_append(&xml, T("<sheet name=\""));
        xlsx_append_escaped(&xml, sheet_name_of(arena, names[i]));
        buffer_print(&xml, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", i + 1, i + 1);
    }
    buffer_append(&xml, T("</sheets></workbook>"));
    write_part(zip, "xl/workbook.xml", &xml);
}

void xlsx_write_parts(struct arena *arena, struct zip_writer *zip, const struct text *names,
                      size_t count)
{
    write_fixed_parts(zip);
    write_types(arena, zip, count);
    write_relations(arena, zip, count);
    write_workbook(arena, zip, names, count);
}
