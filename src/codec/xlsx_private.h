/* What the files of XLSX reading share. */
#ifndef CODEC_XLSX_PRIVATE_H
#define CODEC_XLSX_PRIVATE_H

#include "base/buffer.h"
#include "codec/xlsx_read.h"
#include "codec/xlsx_value.h"
#include "codec/xml_read.h"
#include "codec/zip_read.h"

struct xlsx_sheet {
    struct text name, relation, part;
};

struct xlsx_book {
    struct arena *arena;
    struct text bytes;
    struct xlsx_sheet *sheets;
    size_t sheet_count;
    struct text strings_part, styles_part;
    bool from_1904;
    /* Shared string i is text_of[ends[i - 1] .. ends[i]]. */
    struct buffer string_bytes, string_ends; /* the latter of uint32_t */
    struct buffer formats;                   /* of cell styles, a byte each: enum xlsx_format */
};

/* A part that is read to its end with `events`; NOT_FOUND when there is none. */
enum status MUST_CHECK xlsx_read_part(struct xlsx_book *book, struct text name,
                                      const struct xml_events *events, void *context,
                                      struct xml_reader **reader_slot, const char **ret_fault);
/* Opens a part for xml_read by the caller. */
enum status MUST_CHECK xlsx_open_part(struct xlsx_book *book, struct text name,
                                      const struct xml_events *events, void *context,
                                      struct xml_reader **ret_reader, const char **ret_fault);

enum status MUST_CHECK xlsx_read_strings(struct xlsx_book *book, const char **ret_fault);
enum status MUST_CHECK xlsx_read_styles(struct xlsx_book *book, const char **ret_fault);

size_t xlsx_string_count(const struct xlsx_book *book);
struct text xlsx_string_at(const struct xlsx_book *book, size_t index);
enum xlsx_format xlsx_format_at(const struct xlsx_book *book, size_t style);

/* Appends text in which _xHHHH_ stands for a character, as spreadsheets write controls. */
void xlsx_append_unescaped(struct buffer *buffer, struct text text);

#endif
