/* Label sheets. Everything on a label grows and shrinks with it; the barcode keeps the lower half,
   as it is what the label is for, and the size stands large where a packer looks first. */
#include "paper/label_sheet.h"

#define A4  PAPER_A4_WIDTH, PAPER_A4_HEIGHT
#define INK 0x111111
#define DIM 0x555555

const struct label_sheet label_sheets[LABEL_SHEETS] = {
    /* name, page, left and top, width and height, across and down, columns and rows */
    { "a4_3x8", A4, 0, 50, 7000, 3700, 7000, 3700, 3, 8 },
    { "a4_3x7", A4, 720, 1515, 6350, 3810, 6600, 3810, 3, 7 },
    { "a4_4x10", A4, 0, 0, 5250, 2970, 5250, 2970, 4, 10 },
    { "a4_5x13", A4, 475, 1070, 3810, 2120, 4060, 2120, 5, 13 },
    { "a4_2x5", A4, 0, 600, 10500, 5700, 10500, 5700, 2, 5 },
    { "roll_62x29", 6200, 2900, 0, 0, 6200, 2900, 0, 0, 1, 1 },
    { "roll_62x40", 6200, 4000, 0, 0, 6200, 4000, 0, 0, 1, 1 },
    { "roll_62x60", 6200, 6000, 0, 0, 6200, 6000, 0, 0, 1, 1 },
};

struct label_run label_run_begin(struct paper *paper, const struct label_sheet *sheet,
                                 int32_t start)
{
    return (struct label_run){ .paper = paper, .sheet = sheet, .place = start - 1 };
}

/* --- one label */

/* Measures of a label of 70 x 37 mm, scaled to this one. */
struct layout {
    struct paper *paper;
    struct paper_area area; /* inside its margin */
    double scale;
};

static int32_t scaled(const struct layout *layout, double length)
{
    return (int32_t)(length * layout->scale);
}

static void put(const struct layout *layout, struct paper_area area, struct paper_style style,
                struct text text)
{
    style.size = scaled(layout, style.size);
    style.least = style.size * 6 / 10;
    paper_text(layout->paper, area, &style, text);
}

static struct layout layout_of(const struct label_run *run, int32_t place)
{
    const struct label_sheet *sheet = run->sheet;
    double across = sheet->width / 7000.0, down = sheet->height / 3700.0;
    struct layout layout = { .paper = run->paper, .scale = across < down ? across : down };
    int32_t margin = scaled(&layout, 300);

    layout.scale = layout.scale > 1.5 ? 1.5 : layout.scale;
    layout.area =
        (struct paper_area){ sheet->left + place % sheet->columns * sheet->across + margin,
                             sheet->top + place / sheet->columns * sheet->down + margin,
                             sheet->width - 2 * margin, sheet->height - 2 * margin };
    return layout;
}

/* The size at the right, large, under the system it is of; gives what is left of the upper part. */
static struct paper_area put_size(const struct layout *layout, struct paper_area upper,
                                  const struct label_words *words)
{
    int32_t width = scaled(layout, 1700), line = scaled(layout, 330);
    struct paper_area at = { upper.x + upper.width - width, upper.y, width, line };

    if (words->size.size == 0)
        return upper;
    put(layout, at, (struct paper_style){ .size = 750, .align = PAPER_RIGHT, .colour = DIM },
        words->size_system);
    at.y += line;
    at.height = scaled(layout, 900);
    put(layout, at,
        (struct paper_style){ .size = 2200, .align = PAPER_RIGHT, .is_bold = true, .colour = INK },
        words->size);
    upper.width -= width + scaled(layout, 150);
    return upper;
}

/* Brand, name over up to two lines, detail. */
static void put_names(const struct layout *layout, struct paper_area upper,
                      const struct label_words *words)
{
    int32_t line = scaled(layout, 330);
    struct paper_area at = { upper.x, upper.y, upper.width, line };

    if (words->brand.size > 0) {
        put(layout, at, (struct paper_style){ .size = 750, .colour = DIM }, words->brand);
        at.y += line;
    }
    at.height = upper.y + upper.height - at.y - (words->detail.size > 0 ? line : 0);
    put(layout, at,
        (struct paper_style){ .size = 1000, .is_bold = true, .colour = INK, .is_wrapped = true },
        words->name);
    at.y += at.height;
    at.height = line;
    put(layout, at, (struct paper_style){ .size = 750, .colour = DIM }, words->detail);
}

/* Bars over their digits; the price beside the digits. */
static void put_code(const struct layout *layout, struct paper_area lower,
                     const struct label_words *words)
{
    int32_t line = scaled(layout, 380),
            digits = words->price.size > 0 ? lower.width * 6 / 10 : lower.width;
    struct paper_area bars = { lower.x, lower.y, lower.width,
                               lower.height - line - scaled(layout, 60) };
    struct paper_area under = { lower.x, lower.y + lower.height - line, digits, line };
    bool has_code = words->code.size > 0;

    if (has_code && words->code_kind == PAPER_QR)
        bars.width = bars.height;
    paper_bars(layout->paper, bars, words->code_kind, words->code);
    put(layout, under,
        (struct paper_style){ .size = 750,
                              .colour = INK,
                              .align = words->price.size > 0 ? PAPER_LEFT : PAPER_CENTRE },
        words->code);
    if (!has_code)
        under = lower;
    under.x = lower.x + (has_code ? digits : 0);
    under.width = lower.width - (has_code ? digits : 0);
    put(layout, under,
        (struct paper_style){ .size = 1000, .is_bold = true, .colour = INK, .align = PAPER_RIGHT },
        words->price);
}

static void put_label(const struct label_run *run, int32_t place, const struct label_words *words)
{
    struct layout layout = layout_of(run, place);
    struct paper_area upper = layout.area, lower = layout.area;

    upper.height = layout.area.height / 2 - scaled(&layout, 80);
    lower.height = layout.area.height - layout.area.height / 2;
    lower.y += layout.area.height - lower.height;
    put_names(&layout, put_size(&layout, upper, words), words);
    put_code(&layout, lower, words);
}

void label_run_add(struct label_run *run, const struct label_words *words)
{
    const struct label_sheet *sheet = run->sheet;

    if (run->place >= sheet->columns * sheet->rows) {
        run->place = 0;
        run->has_page = false;
    }
    if (!run->has_page)
        paper_page(run->paper, sheet->page_width, sheet->page_height);
    run->has_page = true;
    put_label(run, run->place++, words);
}
