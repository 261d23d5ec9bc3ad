/* One row of a table that came in, whether from CSV or from a spreadsheet. */
#ifndef CODEC_TABLE_ROW_H
#define CODEC_TABLE_ROW_H

#include "base/text.h"

struct table_row {
    const struct text *fields; /* UTF-8 if the source was */
    size_t count;              /* 0: there are no more rows */
    size_t number;             /* from 1, as the source's own program shows it: in a spreadsheet
                                  the row, in CSV the line on which the row begins */
};

#endif
