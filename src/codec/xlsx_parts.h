/* The parts around the sheet of an XLSX file that we write, and its cell styles. */
#ifndef CODEC_XLSX_PARTS_H
#define CODEC_XLSX_PARTS_H

#include "base/buffer.h"
#include "codec/zip_write.h"

#define XLSX_XML_HEAD  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define XLSX_NAMESPACE "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

/* In the order of styles.xml; from STYLE_NUMBER on one for each count of decimals, up to
   STYLE_DECIMALS. */
enum xlsx_style { STYLE_PLAIN, STYLE_HEADER, STYLE_TEXT, STYLE_DATE, STYLE_INSTANT, STYLE_NUMBER };
enum { STYLE_DECIMALS = 8 };

/* Everything but the sheets, which are xl/worksheets/sheet1.xml and so on. */
void xlsx_write_parts(struct arena *arena, struct zip_writer *zip, const struct text *names,
                      size_t count);

/* Appends text for XML; what XML cannot hold becomes _xHHHH_, as spreadsheets write it. */
void xlsx_append_escaped(struct buffer *buffer, struct text text);

#endif
