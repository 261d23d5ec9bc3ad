/* Label sheets: the sheets and rolls that people buy, and what stands on one label. */
#ifndef PAPER_LABEL_SHEET_H
#define PAPER_LABEL_SHEET_H

#include "paper/paper.h"

/* Hundredths of a millimetre. A roll is a page for each label. */
struct label_sheet {
    const char *name;
    int32_t page_width, page_height;
    int32_t left, top; /* of the first label */
    int32_t width, height;
    int32_t across, down; /* from one label to the next */
    int32_t columns, rows;
};

enum { LABEL_SHEETS = 8 };
extern const struct label_sheet label_sheets[LABEL_SHEETS];

/* Empty texts leave their place to the others. */
struct label_words {
    struct text brand, name, detail, size, size_system, price, code;
    enum paper_code code_kind;
};

/* Labels one after the other. `start` from 1: the first free place of the first sheet. */
struct label_run {
    struct paper *paper;
    const struct label_sheet *sheet;
    int32_t place; /* the next one's, from 0 */
    bool has_page;
};

struct label_run label_run_begin(struct paper *paper, const struct label_sheet *sheet,
                                 int32_t start);
void label_run_add(struct label_run *run, const struct label_words *words);

#endif
