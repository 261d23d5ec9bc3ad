/* Flow: headings, figures and tables one under the other over as many A4 pages as they need; a
   table's head is repeated on each. */
#ifndef PAPER_FLOW_H
#define PAPER_FLOW_H

#include "paper/paper.h"

enum { FLOW_WIDTH = 18000 }; /* between the margins */

struct flow_column {
    struct text label;
    int32_t width; /* together FLOW_WIDTH at most */
    enum paper_align align;
};

struct flow {
    struct paper *paper;
    struct arena *arena;
    struct text foot; /* at the foot of each page, before its number */
    int32_t y;
    int page;
    const struct flow_column *columns; /* of the running table; NULL: none */
    size_t column_count;
};

struct flow flow_begin(struct arena *arena, struct paper *paper, struct text foot);
/* The first of a document: large, and what it is about under it. */
void flow_title(struct flow *flow, struct text title, struct text below);
void flow_heading(struct flow *flow, struct text heading);
void flow_note(struct flow *flow, struct text note);
/* Up to four large figures beside each other. */
void flow_figures(struct flow *flow, const struct text *labels, const struct text *figures,
                  size_t count);

/* `columns` are borrowed until the next table or heading. */
void flow_table(struct flow *flow, const struct flow_column *columns, size_t count);
/* A cell for each column; `is_sum` stands out. */
void flow_row(struct flow *flow, const struct text *cells, bool is_sum);

#endif
