/* Paper: what is written is read back, nothing else is, and labels lie inside their sheet. */
#include "paper/paper.h"

#include "paper/label_sheet.h"
#include "text_check.h"

static struct arena arena;

static struct text marks_of(const struct paper *paper)
{
    struct text marks = { 0 };

    assert_int_equal(paper_finish(paper, &marks), OK);
    return marks;
}

static void what_is_written_is_read(void **state)
{
    static const struct paper_style style = {
        .size = 1200, .colour = 0x123456, .align = PAPER_RIGHT, .is_bold = true
    };
    struct paper paper = paper_new(&arena, T("Title"));
    struct paper_mark mark;
    struct text marks;

    (void)state;
    paper_page(&paper, 21000, 29700);
    paper_text(&paper, (struct paper_area){ 1, -2, 3, 4 }, &style, T("words"));
    paper_text(&paper, (struct paper_area){ 1, 2, 3, 4 }, &style, T("")); /* nothing to draw */
    paper_bars(&paper, (struct paper_area){ 5, 6, 7, 8 }, PAPER_UPC_A, T("036000291452"));
    marks = marks_of(&paper);
    assert_true(paper_next(&marks, &mark));
    assert_int_equal(mark.kind, PAPER_TITLE);
    assert_text(mark.text, T("Title"));
    assert_true(paper_next(&marks, &mark));
    assert_int_equal(mark.kind, PAPER_PAGE);
    assert_int_equal(mark.area.height, 29700);
    assert_true(paper_next(&marks, &mark));
    assert_int_equal(mark.kind, PAPER_TEXT);
    assert_int_equal(mark.area.y, -2);
    assert_int_equal(mark.style.size, 1200);
    assert_int_equal(mark.style.least, 600);
    assert_int_equal(mark.style.colour, 0x123456);
    assert_int_equal(mark.style.align, PAPER_RIGHT);
    assert_true(mark.style.is_bold);
    assert_text(mark.text, T("words"));
    assert_true(paper_next(&marks, &mark));
    assert_int_equal(mark.code, PAPER_UPC_A);
    assert_false(paper_next(&marks, &mark));
    assert_int_equal(marks.size, 0);
}

static void a_text_has_a_ceiling(void **state)
{
    static const struct paper_style style = { .size = 1000 };
    struct paper paper = paper_new(&arena, T(""));
    struct buffer words = buffer_in(&arena, 2 * LIMIT_PAPER_TEXT);
    struct paper_mark mark = { 0 };
    struct text marks;

    (void)state;
    while (words.size < LIMIT_PAPER_TEXT + 3) /* the ceiling falls into a character */
        buffer_append(&words, T("\xE4\xB8\xAD"));
    paper_page(&paper, 100, 100);
    paper_text(&paper, (struct paper_area){ 0 }, &style, buffer_text(&words));
    for (marks = marks_of(&paper); paper_next(&marks, &mark);)
        ;
    assert_int_equal(mark.text.size, LIMIT_PAPER_TEXT - LIMIT_PAPER_TEXT % 3);
}

static void a_paper_has_a_ceiling(void **state)
{
    struct paper paper = paper_new(&arena, T(""));
    struct text marks;

    (void)state;
    assert_int_equal(paper_finish(&paper, &marks), INVALID); /* no page */
    for (int i = 0; i < LIMIT_PAPER_PAGES; i++)
        paper_page(&paper, 100, 100);
    assert_int_equal(paper_finish(&paper, &marks), OK);
    paper_page(&paper, 100, 100);
    assert_int_equal(paper_finish(&paper, &marks), TOO_LARGE);
    while (buffer_status(&paper.marks) == OK)
        paper_box(&paper, (struct paper_area){ 0 }, 0);
    paper.pages = 1;
    assert_int_equal(paper_finish(&paper, &marks), TOO_LARGE);
}

/* Of its first byte on, whatever is cut off or changed: never a mark that was not looked at. */
static void what_is_damaged_is_not_read(void **state)
{
    static const struct paper_style style = { .size = 1000 };
    static const char zeros[64];
    struct paper paper = paper_new(&arena, T("T"));
    struct text whole, rest;
    struct paper_mark mark;

    (void)state;
    paper_page(&paper, 100, 100);
    paper_text(&paper, (struct paper_area){ 0 }, &style, T("words"));
    whole = marks_of(&paper);
    for (size_t size = 0; size < whole.size; size++) {
        size_t count = 0;

        for (rest = text_slice(whole, 0, size); paper_next(&rest, &mark);)
            count++;
        assert_true(count < 3);
    }
    rest = (struct text){ zeros, sizeof zeros };
    assert_false(paper_next(&rest, &mark));
}

static void every_label_lies_on_its_sheet(void **state)
{
    (void)state;
    for (size_t i = 0; i < LABEL_SHEETS; i++) {
        const struct label_sheet *sheet = &label_sheets[i];

        assert_true(sheet->left + (sheet->columns - 1) * sheet->across + sheet->width <=
                    sheet->page_width);
        assert_true(sheet->top + (sheet->rows - 1) * sheet->down + sheet->height <=
                    sheet->page_height);
        assert_true(sheet->columns == 1 || sheet->across >= sheet->width);
        assert_true(sheet->rows == 1 || sheet->down >= sheet->height);
    }
}

/* Every mark of a label lies within it, on every place of every sheet. */
static void every_mark_lies_on_its_label(void **state)
{
    static const struct label_words words = { T_INIT("Brand"), T_INIT("Name"), T_INIT("Detail"),
                                              T_INIT("42"),    T_INIT("EU"),   T_INIT("$599"),
                                              T_INIT("SH-42"), PAPER_CODE_128 };

    (void)state;
    for (size_t i = 0; i < LABEL_SHEETS; i++) {
        const struct label_sheet *sheet = &label_sheets[i];

        for (int32_t place = 0; place < sheet->columns * sheet->rows; place++) {
            struct paper paper = paper_new(&arena, T(""));
            struct label_run run = label_run_begin(&paper, sheet, place + 1);
            int32_t left = sheet->left + place % sheet->columns * sheet->across;
            int32_t top = sheet->top + place / sheet->columns * sheet->down;
            struct paper_mark mark;
            struct text marks;
            int count = 0;

            label_run_add(&run, &words);
            for (marks = marks_of(&paper); paper_next(&marks, &mark); count++) {
                if (mark.kind < PAPER_TEXT)
                    continue;
                assert_true(mark.area.x >= left && mark.area.y >= top);
                assert_true(mark.area.x + mark.area.width <= left + sheet->width);
                assert_true(mark.area.y + mark.area.height <= top + sheet->height);
            }
            assert_int_equal(count, 10);
        }
    }
}

/* A paper whose marks take so many bytes, all of them texts. */
static enum status write_bytes(size_t bytes)
{
    static const struct paper_style style = { .size = 1000 };
    static char words[LIMIT_PAPER_TEXT];
    struct arena own = { 0 };
    struct paper paper = paper_new(&own, T(""));
    size_t head = paper.marks.size, piece = 4000;
    struct text marks;
    enum status status;

    memset(words, 'a', sizeof words);
    paper_page(&paper, 21000, 29700);
    while (bytes - paper.marks.size > head + piece + head)
        paper_text(&paper, (struct paper_area){ 0 }, &style, (struct text){ words, piece });
    paper_text(&paper, (struct paper_area){ 0 }, &style,
               (struct text){ words, bytes - paper.marks.size - head });
    status = paper_finish(&paper, &marks);
    arena_release(&own);
    return status;
}

static void marks_have_a_ceiling(void **state)
{
    (void)state;
    assert_int_equal(write_bytes(LIMIT_PAPER_BYTES), OK);
    assert_int_equal(write_bytes(LIMIT_PAPER_BYTES + 1), TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(marks_have_a_ceiling),
        cmocka_unit_test(a_text_has_a_ceiling),
        cmocka_unit_test(a_paper_has_a_ceiling),
        cmocka_unit_test(what_is_damaged_is_not_read),
        cmocka_unit_test(every_label_lies_on_its_sheet),
        cmocka_unit_test(every_mark_lies_on_its_label),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_release(&arena);
    return failed;
}
