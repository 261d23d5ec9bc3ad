/* What a file looks like: its columns with samples, and which field each of them probably is. */
#ifndef REST_IMPORT_SUGGEST_H
#define REST_IMPORT_SUGGEST_H

#include "rest/import_plan.h"

struct import_column {
    struct text name;
    struct text samples[IMPORT_SAMPLES]; /* the first that are not empty */
    size_t sample_count;
    struct date_vote dates;
    int64_t points, commas; /* cells with a decimal point or comma */
    struct text path;       /* the field that is suggested; empty: none */
};

struct import_look {
    struct import_column *columns;
    size_t column_count;
    int64_t rows_total;
    struct text header_key; /* the same for files of the same source */
};

/* Reads the whole table once. TOO_LARGE past LIMIT_IMPORT_ROWS, INVALID when it is broken. */
enum status MUST_CHECK import_look_at(struct call *call, const struct entity *entity,
                                      struct import_table *table, struct import_look *ret_look);
/* Fills the paths of the columns, gives the mapping as JSON, and the options that go with it
   (currency, order of dates, decimal sign) where they are not said yet. */
struct text import_suggest(struct call *call, const struct entity *entity, struct import_look *look,
                           struct import_options *options);

#endif
