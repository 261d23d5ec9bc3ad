/* CSV: RFC 4180 and what Excel and the platforms write: any line ends, quoted line ends, doubled
   quotes, a byte order mark, `sep=;` as first line, semicolons, tabs or bars instead of commas.
   Blank lines are not rows. A pull parser: one row at a time. */
#ifndef CODEC_CSV_H
#define CODEC_CSV_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"
#include "codec/table_row.h"

enum {
    CSV_LIMIT_FIELD_BYTES = 64 * 1024,
    CSV_LIMIT_ROW_BYTES = 1 << 20,
    CSV_LIMIT_FIELDS = 512,
};

/* Zero stands for the default above. */
struct csv_limits {
    size_t field_bytes, row_bytes, fields;
};

struct csv_reader {
    struct text rest;  /* what was not read yet; rest.size tells progress */
    const char *fault; /* a sentence, after a row that was refused */
    size_t fault_line; /* and where */
    /* private */
    struct csv_limits limits;
    size_t line;       /* of the first byte of rest */
    size_t field_room; /* how many fields the widest row had */
    char delimiter;
    enum status failed;
};

/* One of `,` `;` tab `|`, by which of them cuts the first rows into the same number of fields,
   or what a `sep=` line says. A comma when nothing speaks for another. */
char csv_detect_delimiter(struct text text);
/* What a first line `sep=;` says, or 0. */
char csv_said_delimiter(struct text text);

/* `text` is borrowed and is UTF-8. `delimiter` 0 detects it; `limits` may be NULL. */
struct csv_reader csv_reader_over(struct text text, char delimiter,
                                  const struct csv_limits *limits);
/* The next row; count 0 at the end. Fields point into the text or, when they had doubled
   quotes, into the arena; the row lives until the arena is cleared. INVALID (an open quote,
   bytes behind a closing quote, a NUL) and TOO_LARGE fill reader->fault, and stay. */
enum status MUST_CHECK csv_next_row(struct csv_reader *reader, struct arena *arena,
                                    struct table_row *ret_row);

struct csv_writer {
    struct buffer *buffer;
    char delimiter;      /* 0: comma */
    bool guard_formulas; /* a text that a spreadsheet would run gets an apostrophe in front */
    /* private */
    size_t row_fields, row_start;
};

/* Fields are quoted where they must be; a row ends with CRLF. Plain numbers are never guarded. */
void csv_write_field(struct csv_writer *writer, struct text field);
void csv_end_row(struct csv_writer *writer);
/* The byte order mark by which Excel knows UTF-8. */
void csv_write_mark(struct csv_writer *writer);

/* Whether a spreadsheet would take the text for a formula. */
bool csv_is_formula(struct text field);
/* Without the apostrophe that guard_formulas put in front. */
struct text csv_unguard(struct text field);

#endif
