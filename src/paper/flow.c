/* Flow. */
#include "paper/flow.h"

enum {
    LEFT = 1500,
    TOP = 1500,
    BOTTOM = 27700, /* nothing but the foot under it */
    ROW = 620,
    GAP = 500,
    INK = 0x1A1A1A,
    DIM = 0x666666,
    RULE = 0xCCCCCC,
    SHADE = 0xF3F4F6,
};

static void begin_page(struct flow *flow)
{
    static const struct paper_style left = { .size = 750, .colour = DIM };
    static const struct paper_style right = { .size = 750, .colour = DIM, .align = PAPER_RIGHT };
    struct paper_area foot = { LEFT, BOTTOM + 400, FLOW_WIDTH, 400 };

    paper_page(flow->paper, PAPER_A4_WIDTH, PAPER_A4_HEIGHT);
    flow->page++;
    flow->y = TOP;
    foot.width -= 2000;
    paper_text(flow->paper, foot, &left, flow->foot);
    foot.x += foot.width;
    foot.width = 2000;
    paper_text(flow->paper, foot, &right, arena_print(flow->arena, "%d", flow->page));
}

/* True: it began a page for it. */
static bool make_room(struct flow *flow, int32_t height)
{
    if (flow->page > 0 && flow->y + height <= BOTTOM)
        return false;
    begin_page(flow);
    return true;
}

static void put_line(struct flow *flow, int32_t height, const struct paper_style *style,
                     struct text text)
{
    paper_text(flow->paper, (struct paper_area){ LEFT, flow->y, FLOW_WIDTH, height }, style, text);
    flow->y += height;
}

struct flow flow_begin(struct arena *arena, struct paper *paper, struct text foot)
{
    return (struct flow){ .paper = paper, .arena = arena, .foot = foot };
}

void flow_title(struct flow *flow, struct text title, struct text below)
{
    static const struct paper_style large = { .size = 2000, .colour = INK, .is_bold = true };
    static const struct paper_style small = { .size = 1000, .colour = DIM };

    make_room(flow, 2200);
    put_line(flow, 1000, &large, title);
    put_line(flow, 600, &small, below);
    flow->y += GAP;
}

/* It stays with the first rows of what it stands over. */
void flow_heading(struct flow *flow, struct text heading)
{
    static const struct paper_style style = { .size = 1300, .colour = INK, .is_bold = true };

    flow->columns = NULL;
    if (!make_room(flow, GAP + 800 + 4 * ROW))
        flow->y += GAP;
    put_line(flow, 800, &style, heading);
}

void flow_note(struct flow *flow, struct text note)
{
    static const struct paper_style style = { .size = 850, .colour = DIM };

    make_room(flow, ROW);
    put_line(flow, ROW, &style, note);
}

void flow_figures(struct flow *flow, const struct text *labels, const struct text *figures,
                  size_t count)
{
    static const struct paper_style label = { .size = 850, .colour = DIM };
    static const struct paper_style large = { .size = 1700, .colour = INK, .is_bold = true };
    int32_t gap = 300, width = (FLOW_WIDTH - ((int32_t)count - 1) * gap) / (int32_t)count;

    make_room(flow, 2000);
    for (size_t i = 0; i < count; i++) {
        struct paper_area tile = { LEFT + (int32_t)i * (width + gap), flow->y, width, 1700 };

        paper_box(flow->paper, tile, SHADE);
        tile.x += 300;
        tile.width -= 600;
        paper_text(flow->paper, (struct paper_area){ tile.x, tile.y + 150, tile.width, 500 },
                   &label, labels[i]);
        paper_text(flow->paper, (struct paper_area){ tile.x, tile.y + 700, tile.width, 800 },
                   &large, figures[i]);
    }
    flow->y += 1700 + GAP;
}

/* --- tables */

static void put_cells(struct flow *flow, const struct text *cells, struct paper_style style)
{
    int32_t x = LEFT, pad = 80;

    for (size_t i = 0; i < flow->column_count; i++) {
        const struct flow_column *column = &flow->columns[i];

        style.align = column->align;
        paper_text(flow->paper,
                   (struct paper_area){ x + pad, flow->y, column->width - 2 * pad, ROW }, &style,
                   cells ? cells[i] : column->label);
        x += column->width;
    }
}

static void put_rule(struct flow *flow, int32_t thickness, uint32_t colour)
{
    paper_box(flow->paper, (struct paper_area){ LEFT, flow->y, FLOW_WIDTH, thickness }, colour);
}

/* A table whose columns need no words begins with its first row. */
static void put_head(struct flow *flow)
{
    bool has_words = false;

    for (size_t i = 0; i < flow->column_count; i++)
        has_words |= flow->columns[i].label.size > 0;
    if (!has_words)
        return;
    put_cells(flow, NULL, (struct paper_style){ .size = 800, .colour = DIM });
    flow->y += ROW;
    put_rule(flow, 25, DIM);
}

void flow_table(struct flow *flow, const struct flow_column *columns, size_t count)
{
    flow->columns = columns;
    flow->column_count = count;
    make_room(flow, 3 * ROW);
    put_head(flow);
}

void flow_row(struct flow *flow, const struct text *cells, bool is_sum)
{
    if (make_room(flow, ROW))
        put_head(flow);
    if (is_sum)
        put_rule(flow, 25, DIM);
    put_cells(flow, cells, (struct paper_style){ .size = 900, .colour = INK, .is_bold = is_sum });
    flow->y += ROW;
    if (!is_sum)
        put_rule(flow, 10, RULE);
}
