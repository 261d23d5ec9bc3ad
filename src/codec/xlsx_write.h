/* XLSX writing: sheets with a bold, frozen header row and typed columns, streamed into a buffer
   one after the other. Nothing touches the disk: an export is personal data. */
#ifndef CODEC_XLSX_WRITE_H
#define CODEC_XLSX_WRITE_H

#include "base/buffer.h"
#include "base/status.h"

enum { XLSX_WRITE_LIMIT_ROWS = 1048575, XLSX_WRITE_LIMIT_TEXT = 32767, XLSX_WRITE_SHEETS = 8 };

enum xlsx_column_kind {
    XLSX_TEXT,    /* never a formula, whatever it begins with */
    XLSX_NUMBER,  /* a decimal text: "42.50"; anything else is written as text */
    XLSX_DATE,    /* 2026-06-02; anything else is written as text */
    XLSX_INSTANT, /* 2026-06-02T08:30:00, as the wall clock shows it; an offset is cut off */
};

struct xlsx_column {
    struct text label;
    enum xlsx_column_kind kind;
    int decimals; /* XLSX_NUMBER: shown digits after the point */
    int width;    /* characters; 0 follows from the label */
};

struct xlsx_writer;

/* `columns` are borrowed. The writer lives in the arena; finished bytes go to `buffer`, whose
   ceiling counts. */
struct xlsx_writer *xlsx_writer_new(struct arena *arena, struct buffer *buffer,
                                    struct text sheet_name, const struct xlsx_column *columns,
                                    size_t column_count);
/* What follows stands on a further sheet; XLSX_WRITE_SHEETS at most. The name is kept by the
   caller until the end. */
void xlsx_writer_next_sheet(struct xlsx_writer *writer, struct text sheet_name,
                            const struct xlsx_column *columns, size_t column_count);
/* `cells` has as many texts as there are columns; an empty one leaves the cell empty. */
void xlsx_write_row(struct xlsx_writer *writer, const struct text *cells);
/* Completes the file. TOO_LARGE past the buffer's ceiling or past XLSX_WRITE_LIMIT_ROWS. */
enum status MUST_CHECK xlsx_writer_finish(struct xlsx_writer *writer);

#endif
