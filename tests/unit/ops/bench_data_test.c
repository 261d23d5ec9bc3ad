/* The example files come out of the generator byte for byte, and hold together. */
#include "ops/bench_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { LIMIT_FILE = 1 << 20 };

static struct text read_file(const char *name, struct arena *arena)
{
    struct text path = arena_print(arena, "examples/%s", name);
    char *bytes = arena_alloc(arena, LIMIT_FILE + 1);
    FILE *file = fopen(path.at, "rb");
    size_t size;

    if (!file)
        fail_msg("%s is not there", path.at);
    size = fread(bytes, 1, LIMIT_FILE + 1, file);
    fclose(file);
    return (struct text){ bytes, size };
}

static void the_examples_can_be_made_again(void **state)
{
    (void)state;
    for (enum language language = LANGUAGE_EN; language <= LANGUAGE_ZH; language++) {
        struct bench_settings settings = bench_settings_of_examples(language);

        for (enum bench_file file = BENCH_FILE_SHOWS; file <= BENCH_FILE_SALES; file++) {
            struct arena arena = { 0 };
            struct buffer made = buffer_in(&arena, LIMIT_FILE);
            const char *name = bench_file_name(language, file);
            struct text kept = read_file(name, &arena);

            assert_int_equal(bench_data_write(&settings, file, &made), OK);
            if (!text_equal(kept, buffer_text(&made)))
                fail_msg("examples/%s differs from what the generator makes", name);
            arena_release(&arena);
        }
    }
}

struct sums {
    int shows, sales;
    int64_t gmv, items, last_minute, last_end;
};

static enum status count_show(const struct bench_show *show, void *context)
{
    struct sums *sums = context;

    assert_int_equal(show->number, ++sums->shows);
    assert_true(show->starts_minute >= sums->last_end);
    assert_true(show->ends_minute > show->starts_minute);
    assert_int_equal(show->day.days, show->starts_minute / 1440);
    assert_true(show->buyers <= show->items);
    sums->gmv += show->gmv;
    sums->items += show->items;
    sums->last_end = show->ends_minute;
    return OK;
}

static enum status count_sale(const struct bench_show *show, const struct bench_sale *sale,
                              void *context)
{
    struct sums *sums = context;

    sums->sales++;
    sums->gmv -= sale->price * sale->quantity;
    sums->items -= sale->quantity;
    assert_true(sale->price > 0 && sale->cost > 0);
    assert_true(sale->sold_minute >= show->starts_minute);
    assert_true(sale->sold_minute <= show->ends_minute);
    assert_true(sale->sold_minute >= sums->last_minute);
    sums->last_minute = sale->sold_minute;
    return OK;
}

static void a_year_has_what_was_asked_and_adds_up(void **state)
{
    static const struct {
        enum language language;
        uint64_t seed;
        int shows, sales;
    } years[] = {
        { LANGUAGE_EN, 1, 1, 1 },       { LANGUAGE_EN, 2, 420, 20000 },
        { LANGUAGE_ZH, 3, 800, 5000 },  { LANGUAGE_ZH, 4, 100, 150000 },
        { LANGUAGE_EN, 99, 365, 1000 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        struct sums sums = { 0 };
        struct bench_settings settings = bench_settings_of_examples(years[i].language);
        struct bench_sink sink = { count_show, count_sale, &sums };

        settings.seed = years[i].seed;
        settings.shows = years[i].shows;
        settings.sales = years[i].sales;
        assert_int_equal(bench_data_each(&settings, &sink), OK);
        assert_int_equal(sums.shows, years[i].shows);
        assert_int_equal(sums.sales, years[i].sales);
        assert_int_equal(sums.gmv, 0);
        assert_int_equal(sums.items, 0);
    }
}

static void settings_out_of_bounds_are_refused(void **state)
{
    struct bench_settings settings = bench_settings_of_examples(LANGUAGE_EN);

    (void)state;
    settings.shows = 0;
    assert_int_equal(bench_data_each(&settings, &(struct bench_sink){ 0 }), INVALID);
    settings.shows = BENCH_SHOWS_MAX + 1;
    assert_int_equal(bench_data_each(&settings, &(struct bench_sink){ 0 }), INVALID);
    settings.shows = 1;
    settings.sales = 0;
    assert_int_equal(bench_data_each(&settings, &(struct bench_sink){ 0 }), INVALID);
}

static enum status stop(const struct bench_show *show, void *context)
{
    (void)show;
    ++*(int *)context;
    return FAILED;
}

static void the_sink_can_stop_it(void **state)
{
    struct bench_settings settings = bench_settings_of_examples(LANGUAGE_EN);
    int calls = 0;

    (void)state;
    assert_int_equal(bench_data_each(&settings, &(struct bench_sink){ stop, NULL, &calls }),
                     FAILED);
    assert_int_equal(calls, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_can_be_made_again),
        cmocka_unit_test(a_year_has_what_was_asked_and_adds_up),
        cmocka_unit_test(settings_out_of_bounds_are_refused),
        cmocka_unit_test(the_sink_can_stop_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
