/* Dates of real exports, and what must not be taken for one. */
#include "rest/import_date.h"

#include "base/arena.h"
#include "text_check.h"

#include <stdio.h>

struct form {
    const char *text;
    enum date_order order;
    const char
        *wanted; /* "2026-06-02", "2026-06-02 20:30:00.000", with "+480" minutes; NULL: none */
};

static const struct form forms[] = {
    { "2026-06-02", 0, "2026-06-02" },
    { "2026-06-02 20:30", 0, "2026-06-02 20:30:00.000" },
    { "2026-06-02T20:30:05.1239Z", 0, "2026-06-02 20:30:05.123 +0" },
    { "2026-06-02 20:30:05+08:00", 0, "2026-06-02 20:30:05.000 +480" },
    { "2026-06-02 20:30:05 -0700", 0, "2026-06-02 20:30:05.000 -420" },
    { "2026-06-02 20:30 UTC+8", 0, "2026-06-02 20:30:00.000 +480" },
    { "2026/6/2 8:30", 0, "2026-06-02 08:30:00.000" },
    { "2026.6.2", 0, "2026-06-02" },
    { "2026-Jun-02", 0, "2026-06-02" },
    { "20260602", 0, "2026-06-02" },
    { "20260602203005", 0, "2026-06-02 20:30:05.000" },
    { "2026年6月2日", 0, "2026-06-02" },
    { "2026年6月2日 20时30分", 0, "2026-06-02 20:30:00.000" },
    { "2026年06月02日20:30:05", 0, "2026-06-02 20:30:05.000" },
    { "2026年6月2日 下午8:30", 0, "2026-06-02 20:30:00.000" },
    { "2026/6/2 上午12:05", 0, "2026-06-02 00:05:00.000" },
    { "２０２６－０６－０２　２０：３０", 0, "2026-06-02 20:30:00.000" },
    { "2026-06-02（周二）20:30", 0, "2026-06-02 20:30:00.000" },
    { "2026-06-02 24:00", 0, "2026-06-03 00:00:00.000" },
    { "6/2/2026", DATE_ORDER_MDY, "2026-06-02" },
    { "6/2/2026", DATE_ORDER_DMY, "2026-02-06" },
    { "6/2/26 8:30 PM", DATE_ORDER_MDY, "2026-06-02 20:30:00.000" },
    { "06/02/2026 12:00:00 AM", DATE_ORDER_MDY, "2026-06-02 00:00:00.000" },
    { "06/02/2026 12:15 p.m.", DATE_ORDER_MDY, "2026-06-02 12:15:00.000" },
    { "2.6.2026 20:30", DATE_ORDER_DMY, "2026-06-02 20:30:00.000" },
    { "2-6-2026", DATE_ORDER_DMY, "2026-06-02" },
    { "13/6/2026", 0, "2026-06-13" },
    { "6/13/2026", 0, "2026-06-13" },
    { "6/6/2026", 0, "2026-06-06" },
    { "Jun 2, 2026", 0, "2026-06-02" },
    { "June 2nd, 2026 at 8:30 pm", 0, "2026-06-02 20:30:00.000" },
    { "2 Jun 2026", 0, "2026-06-02" },
    { "Tue, 2 Jun 2026 20:30:00 GMT", 0, "2026-06-02 20:30:00.000 +0" },
    { "46175", 0, "2026-06-02" },
    { "46175.854167", 0, "2026-06-02 20:30:00.000" },
    { "1780432200", 0, "2026-06-02 20:30:00.000 +0" },
    { "1780432200123", 0, "2026-06-02 20:30:00.123 +0" },
    { " 2026-06-02 ", 0, "2026-06-02" },
    { "6/2/2026", 0, NULL },
    { "13/6/2026", DATE_ORDER_MDY, NULL },
    { "2026-02-30", 0, NULL },
    { "2026-13-01", 0, NULL },
    { "2026-06-02 25:00", 0, NULL },
    { "2026-06-02 20:61", 0, NULL },
    { "2026-06-02 20", 0, NULL },
    { "2026-06-02 x", 0, NULL },
    { "2026-06-02 20:30 am pm", 0, NULL },
    { "2026-06", 0, NULL },
    { "6/2", DATE_ORDER_MDY, NULL },
    { "129.99", 0, NULL },
    { "42", 0, NULL },
    { "12345678901", 0, NULL },
    { "99999", 0, NULL },
    { "0001-01-01", 0, NULL },
    { "", 0, NULL },
    { "yesterday", 0, NULL },
    { "\xff", 0, NULL },
};

static struct text print(const struct moment *moment, struct arena *arena)
{
    struct instant_text text =
        instant_to_text((int64_t)moment->date.days * MS_PER_DAY + moment->ms_of_day);

    text.at[10] = ' ';
    if (!moment->has_time)
        return arena_print(arena, "%.10s", text.at);
    if (!moment->has_offset)
        return arena_print(arena, "%.23s", text.at);
    return arena_print(arena, "%.23s %+lld", text.at, (long long)moment->offset_ms / MS_PER_MINUTE);
}

static void dates_are_read_as_they_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct arena arena = { 0 };
        struct moment moment = { 0 };
        bool is_read = moment_from_text(text_from(forms[i].text), forms[i].order, &moment);
        struct text got = is_read ? print(&moment, &arena) : T("");

        if (!text_equal(got, text_from(forms[i].wanted)))
            fail_msg("\"%s\" became \"%.*s\"", forms[i].text, TEXT_ARG(got));
        arena_release(&arena);
    }
}

static enum date_order vote(const char *const *texts)
{
    struct date_vote votes = { 0 };

    for (; *texts; texts++)
        date_vote_add(&votes, text_from(*texts));
    return date_vote_result(&votes);
}

static void the_order_shows_in_days_past_the_twelfth(void **state)
{
    (void)state;
    assert_int_equal(vote((const char *const[]){ "6/2/2026", "6/13/2026", NULL }), DATE_ORDER_MDY);
    assert_int_equal(vote((const char *const[]){ "6/2/2026", "13/6/2026", NULL }), DATE_ORDER_DMY);
    assert_int_equal(vote((const char *const[]){ "6/2/2026", "2026-06-13", "x", NULL }),
                     DATE_ORDER_UNSAID);
}

/* LIMIT_DATE_TEXT */
static void a_cell_has_a_ceiling(void **state)
{
    struct moment moment;
    char cell[257];

    (void)state;
    memset(cell, ' ', sizeof cell);
    memcpy(cell, "2026-06-02", 10);
    assert_true(moment_from_text((struct text){ cell, 256 }, DATE_ORDER_UNSAID, &moment));
    assert_false(moment_from_text((struct text){ cell, 257 }, DATE_ORDER_UNSAID, &moment));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_as_they_are_written),
        cmocka_unit_test(a_cell_has_a_ceiling),
        cmocka_unit_test(the_order_shows_in_days_past_the_twelfth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
