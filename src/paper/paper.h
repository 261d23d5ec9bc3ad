/* Paper: pages described as marks (texts, boxes, barcodes at a place), so that what goes on paper
   is decided here and drawn elsewhere, in a process that can reach nothing (src/media/press.h). */
#ifndef PAPER_PAPER_H
#define PAPER_PAPER_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    LIMIT_PAPER_BYTES = 16 << 20,
    LIMIT_PAPER_PAGES = 2000,
    LIMIT_PAPER_TEXT = 4096,   /* bytes of one text; what is longer is cut at a character */
    LIMIT_PAPER_SIDE = 200000, /* hundredths of a millimetre: two metres */
};

/* Hundredths of a millimetre from the upper left corner. */
struct paper_area {
    int32_t x, y, width, height;
};
#define PAPER_A4_WIDTH  21000
#define PAPER_A4_HEIGHT 29700

enum paper_align { PAPER_LEFT, PAPER_CENTRE, PAPER_RIGHT };
enum paper_code { PAPER_NO_CODE, PAPER_CODE_128, PAPER_EAN_13, PAPER_UPC_A, PAPER_QR };

struct paper_style {
    int32_t size;  /* hundredths of a point */
    int32_t least; /* it shrinks so far to fit, then it is cut with an ellipsis; 0: half of size */
    uint32_t colour; /* 0xRRGGBB */
    enum paper_align align;
    bool is_bold;
    bool is_wrapped; /* over as many lines as the area has room for, from its top; otherwise one
                        line in its middle */
};

enum paper_kind { PAPER_TITLE = 1, PAPER_PAGE, PAPER_TEXT, PAPER_BOX, PAPER_BARS };

/* What stands at one place, as it is read back. */
struct paper_mark {
    enum paper_kind kind;
    struct paper_area area; /* of a page: its size */
    struct paper_style style;
    enum paper_code code;
    struct text text;
};

struct paper {
    struct buffer marks;
    size_t pages;
};

/* In the arena. The title is the document's, not drawn. */
struct paper paper_new(struct arena *arena, struct text title);
/* What follows stands on it. */
void paper_page(struct paper *paper, int32_t width, int32_t height);
void paper_text(struct paper *paper, struct paper_area area, const struct paper_style *style,
                struct text text);
/* Filled. */
void paper_box(struct paper *paper, struct paper_area area, uint32_t colour);
/* As large as fits with its quiet zone. A code that this kind cannot hold becomes a Code 128, one
   that is not ASCII a QR code. */
void paper_bars(struct paper *paper, struct paper_area area, enum paper_code code,
                struct text text);
/* *ret_marks for the press. TOO_LARGE past a limit; INVALID without a page. */
enum status MUST_CHECK paper_finish(const struct paper *paper, struct text *ret_marks);

/* Takes the next mark off *rest; false at the end and at anything that paper_* does not write. */
bool paper_next(struct text *rest, struct paper_mark *ret_mark);

#endif
