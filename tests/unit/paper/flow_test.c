/* Flow: everything lies between the margins, and a table that is longer than a page goes on on the
   next one under its head. */
#include "paper/flow.h"

#include "text_check.h"

static struct arena arena;

static void everything_lies_on_its_page(void **state)
{
    static const struct flow_column columns[] = { { T_INIT("Head"), 9000, PAPER_LEFT },
                                                  { T_INIT(""), 9000, PAPER_RIGHT } };
    struct text label = T("Label"), figure = T("1");
    struct paper paper = paper_new(&arena, T(""));
    struct flow flow = flow_begin(&arena, &paper, T("Foot"));
    struct paper_mark mark;
    struct text marks;
    int pages = 0, heads = 0, feet = 0, rows = 0;

    (void)state;
    flow_title(&flow, T("Title"), T("Below"));
    flow_figures(&flow, &label, &figure, 1);
    flow_heading(&flow, T("Heading"));
    flow_table(&flow, columns, 2);
    for (int i = 0; i < 100; i++)
        flow_row(&flow, (const struct text[]){ T("row"), T("x") }, i == 99);
    flow_note(&flow, T("Note"));
    assert_int_equal(paper_finish(&paper, &marks), OK);
    while (paper_next(&marks, &mark)) {
        pages += mark.kind == PAPER_PAGE;
        heads += text_equal(mark.text, T("Head"));
        feet += text_equal(mark.text, T("Foot"));
        rows += text_equal(mark.text, T("row"));
        if (mark.kind < PAPER_TEXT)
            continue;
        assert_true(mark.area.x >= 1500 && mark.area.x + mark.area.width <= 1500 + FLOW_WIDTH);
        assert_true(mark.area.y >= 1500 && mark.area.y + mark.area.height <= 28700);
    }
    assert_int_equal(pages, 3);
    assert_int_equal(heads, pages);
    assert_int_equal(feet, pages);
    assert_int_equal(rows, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(everything_lies_on_its_page) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_release(&arena);
    return failed;
}
