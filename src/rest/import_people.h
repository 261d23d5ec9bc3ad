/* Buyers in the files of platforms: columns with names, addresses and telephone numbers, by the
   words of their headers in both languages and by what their cells look like. They are cut out
   before anything of the file is kept. */
#ifndef REST_IMPORT_PEOPLE_H
#define REST_IMPORT_PEOPLE_H

#include "codec/json_write.h"
#include "rest/import_table.h"

/* What is told of a column that was cut out, or of single cells of one that stays. */
enum people_kind {
    PEOPLE_NONE,
    PEOPLE_NAME,
    PEOPLE_ADDRESS,
    PEOPLE_PHONE,
    PEOPLE_EMAIL,
    PEOPLE_WORDS, /* what buyers wrote */
    PEOPLE_KINDS
};

/* By the header alone; PEOPLE_NONE also for amounts and counts ("what the buyer paid"). */
enum people_kind people_in_header(struct arena *arena, struct text header);
/* A column of order numbers, SKUs and the like: digits there are no telephone number. */
bool people_is_code(struct arena *arena, struct text header);
/* By a whole cell: a telephone number, an address, an e-mail address. */
enum people_kind people_in_cell(struct text cell);

/* What was cut out of one column. */
struct people_column {
    struct text name;
    enum people_kind kind;
    int64_t cells;
    bool is_whole; /* the column is gone; else only these cells are */
};

struct people_cut {
    struct people_column *columns;
    size_t count;
    int64_t cells;
    struct text bytes; /* the file without them: CSV in UTF-8; empty when there were none */
};

/* Looks through the file as import_table_open reads it, and writes it anew without what it found:
   the rows keep their numbers, and of a workbook only the sheet that is read is left. INVALID and
   TOO_LARGE as import_table_next. */
enum status MUST_CHECK people_cut_out(struct arena *arena, struct text bytes,
                                      const struct import_reading *reading,
                                      struct people_cut *ret_cut);

/* [{"column": "...", "kind": "phone", "cells": 12, "whole": true}] */
void people_write(struct json_writer *json, const struct people_cut *cut);

#endif
