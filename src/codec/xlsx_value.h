/* Values of spreadsheet cells as text: numbers as the program shows them, serial days as ISO. */
#ifndef CODEC_XLSX_VALUE_H
#define CODEC_XLSX_VALUE_H

#include "base/arena.h"
#include "base/text.h"

enum xlsx_format {
    XLSX_FORMAT_NUMBER,
    XLSX_FORMAT_DATE,
    XLSX_FORMAT_TIME,
    XLSX_FORMAT_DATE_TIME,
    XLSX_FORMAT_ELAPSED, /* hours that may go past 24 */
};

/* What a built-in number format shows. */
enum xlsx_format xlsx_format_of_id(int64_t id);
/* The same of a format code: "yyyy/m/d h:mm", `#,##0.00_);[Red]\(0\)`. */
enum xlsx_format xlsx_format_of_code(struct text code);

/* 15 significant digits, never an exponent, integers exactly as stored: "0.3", "1234567890123456".
   What is no number comes back as it is. */
struct text xlsx_number_text(struct arena *arena, struct text number);
/* 2026-06-02, 2026-06-02T08:30:00, 08:30:00 or 26:30:00; what is no such day comes back as a
   number. `from_1904`: day 0 is 1904-01-01. */
struct text xlsx_date_text(struct arena *arena, struct text serial, enum xlsx_format format,
                           bool from_1904);
/* The day number of 1900-01-01 (1) and after, as spreadsheets count; 0 when it is before. */
int64_t xlsx_serial_of_days(int32_t days_since_1970);

#endif
