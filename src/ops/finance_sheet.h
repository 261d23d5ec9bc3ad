/* Finance sheet: which figures a month has, in which words, and how each is written; they are read
   from what finance_month and finance_shows answer, so no figure can differ from theirs. Private to
   src/ops/finance_*.c. */
#ifndef OPS_FINANCE_SHEET_H
#define OPS_FINANCE_SHEET_H

#include "call/call.h"
#include "codec/json_read.h"

enum figure_kind { FIGURE_TEXT, FIGURE_DATE, FIGURE_COUNT, FIGURE_MONEY, FIGURE_PERCENT };

struct figure {
    const char *key; /* of the JSON */
    struct label label;
    enum figure_kind kind;
    int32_t width; /* on paper, as a share of the others; 0: not in its table */
};

struct figure_list {
    const struct figure *at;
    size_t count;
};

extern const struct figure_list finance_sum_figures, finance_category_figures, finance_show_figures;

/* Those of the list that any of the rows has: what a workspace's server does not know of has no
   column. */
struct figure_list figures_known(struct arena *arena, struct figure_list list,
                                 const struct json *rows);
/* Of a category: budget less amount under "left", and the name of its kind; NULL json otherwise. */
bool figure_left(const struct json *category, int64_t *ret_left);

/* For people: "1,234.50", "12.34%"; a dash for what is not known. */
struct text figure_words(struct call *call, const struct figure *figure, const struct json *row,
                         struct text currency);
/* For a spreadsheet: "1234.50", "12.34"; empty for what is not known. */
struct text figure_cell(struct call *call, const struct figure *figure, const struct json *row,
                        struct text currency);

#endif
