/* Paper: a mark is a head of fixed size and its text. The press reads it in another process, so
   nothing in it is a pointer and everything is looked at again. */
#include "paper/paper.h"

#include "codec/utf8.h"

enum { ALIGN_LAST = PAPER_RIGHT, CODE_LAST = PAPER_QR, SIZE_MOST = 20000 };

struct head {
    uint8_t kind, align, is_bold, is_wrapped;
    uint8_t code, zeros[3];
    struct paper_area area;
    int32_t size, least;
    uint32_t colour, text_size;
};

static void append(struct paper *paper, struct head head, struct text text)
{
    text = text_slice(text, 0, LIMIT_PAPER_TEXT);
    head.text_size = (uint32_t)utf8_valid_size(text);
    buffer_append(&paper->marks, (struct text){ (const char *)&head, sizeof head });
    buffer_append(&paper->marks, text_slice(text, 0, head.text_size));
}

struct paper paper_new(struct arena *arena, struct text title)
{
    struct paper paper = { .marks = buffer_in(arena, LIMIT_PAPER_BYTES) };

    append(&paper, (struct head){ .kind = PAPER_TITLE }, title);
    return paper;
}

void paper_page(struct paper *paper, int32_t width, int32_t height)
{
    paper->pages++;
    append(paper, (struct head){ .kind = PAPER_PAGE, .area = { 0, 0, width, height } }, T(""));
}

void paper_text(struct paper *paper, struct paper_area area, const struct paper_style *style,
                struct text text)
{
    struct head head = { .kind = PAPER_TEXT,
                         .align = (uint8_t)style->align,
                         .is_bold = style->is_bold,
                         .is_wrapped = style->is_wrapped,
                         .area = area,
                         .size = style->size,
                         .least = style->least > 0 ? style->least : style->size / 2,
                         .colour = style->colour };

    if (text.size > 0)
        append(paper, head, text);
}

void paper_box(struct paper *paper, struct paper_area area, uint32_t colour)
{
    append(paper, (struct head){ .kind = PAPER_BOX, .area = area, .colour = colour }, T(""));
}

void paper_bars(struct paper *paper, struct paper_area area, enum paper_code code, struct text text)
{
    if (text.size > 0)
        append(paper, (struct head){ .kind = PAPER_BARS, .area = area, .code = (uint8_t)code },
               text);
}

enum status paper_finish(const struct paper *paper, struct text *ret_marks)
{
    enum status status = buffer_status(&paper->marks);

    if (status != OK)
        return status;
    if (paper->pages > LIMIT_PAPER_PAGES)
        return TOO_LARGE;
    if (paper->pages == 0)
        return INVALID;
    *ret_marks = buffer_text(&paper->marks);
    return OK;
}

/* --- reading */

static bool is_length(int32_t length)
{
    return length >= 0 && length <= LIMIT_PAPER_SIDE;
}

static bool is_place(int32_t place)
{
    return place >= -LIMIT_PAPER_SIDE && place <= LIMIT_PAPER_SIDE;
}

static bool is_sensible(const struct head *head)
{
    const struct paper_area *area = &head->area;

    if (head->kind < PAPER_TITLE || head->kind > PAPER_BARS || head->align > ALIGN_LAST ||
        head->is_bold > 1 || head->is_wrapped > 1 || head->colour > 0xFFFFFF)
        return false;
    if (!is_place(area->x) || !is_place(area->y) || !is_length(area->width) ||
        !is_length(area->height))
        return false;
    if (head->kind == PAPER_PAGE)
        return area->width > 0 && area->height > 0;
    if (head->kind == PAPER_TEXT)
        return head->least > 0 && head->least <= head->size && head->size <= SIZE_MOST;
    return head->kind != PAPER_BARS || (head->code >= PAPER_CODE_128 && head->code <= CODE_LAST);
}

bool paper_next(struct text *rest, struct paper_mark *ret_mark)
{
    struct head head;
    struct text text;

    if (rest->size < sizeof head)
        return false;
    memcpy(&head, rest->at, sizeof head);
    text = text_from_offset(*rest, sizeof head);
    if (!is_sensible(&head) || head.text_size > LIMIT_PAPER_TEXT || head.text_size > text.size)
        return false;
    text = text_slice(text, 0, head.text_size);
    if (!utf8_is_valid(text))
        return false;
    *rest = text_from_offset(*rest, sizeof head + head.text_size);
    *ret_mark = (struct paper_mark){ .kind = (enum paper_kind)head.kind,
                                     .area = head.area,
                                     .style = { .size = head.size,
                                                .least = head.least,
                                                .colour = head.colour,
                                                .align = (enum paper_align)head.align,
                                                .is_bold = head.is_bold,
                                                .is_wrapped = head.is_wrapped },
                                     .code = (enum paper_code)head.code,
                                     .text = text };
    return true;
}
