/* base/time.h */
#include "base/time.h"

#include "text_check.h"

static void dates_and_back(void **state)
{
    static const struct {
        const char *text;
        int32_t days;
        int weekday;
    } cases[] = {
        { "1970-01-01", 0, 4 },       { "1969-12-31", -1, 3 },     { "2000-02-29", 11016, 2 },
        { "2024-02-29", 19782, 4 },   { "2026-06-02", 20606, 2 },  { "0001-01-01", -719162, 1 },
        { "9999-12-31", 2932896, 5 }, { "1900-02-28", -25509, 3 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct date date = { 1 };

        assert_true(date_from_text(text_from(cases[i].text), &date));
        assert_int_equal(date.days, cases[i].days);
        assert_string_equal(date_to_text(date).at, cases[i].text);
        assert_int_equal(date_weekday(date), cases[i].weekday);
    }
}

static void every_day_of_800_years_follows_the_one_before(void **state)
{
    struct date date = { -800 * 183 };
    struct civil last = date_to_civil(date);
    int weekday = date_weekday(date);

    (void)state;
    for (date.days++; date.days < 800 * 183; date.days++) {
        struct civil next = date_to_civil(date);
        struct date back;

        assert_true(date_from_civil(next, &back) && back.days == date.days);
        assert_true(next.day == last.day + 1 || (next.day == 1 && last.day >= 28));
        assert_int_equal(date_weekday(date), weekday % 7 + 1);
        weekday = date_weekday(date);
        last = next;
    }
}

static void days_that_do_not_exist_are_refused(void **state)
{
    static const char *const refused[] = {
        "2023-02-29", "1900-02-29", "2024-02-30",  "2024-13-01",  "2024-00-01", "2024-01-00",
        "2024-01-32", "2024-04-31", "0000-01-01",  "2024-1-01",   "2024-01-1",  "24-01-01",
        "2024/01/01", "",           "2024-01-01 ", " 2024-01-01", "-001-01-01", "2024-01",
    };

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct date date = { 4711 };

        assert_false(date_from_text(text_from(refused[i]), &date));
        assert_int_equal(date.days, 4711);
    }
}

static void instants_in_every_accepted_form(void **state)
{
    static const struct {
        const char *text, *canonical;
    } cases[] = {
        { "2026-06-02T08:30:00.000Z", "2026-06-02T08:30:00.000Z" },
        { "2026-06-02t08:30:00z", "2026-06-02T08:30:00.000Z" },
        { "2026-06-02 08:30", "2026-06-02T08:30:00.000Z" },
        { "2026-06-02", "2026-06-02T00:00:00.000Z" },
        { "2026-06-02T08:30:00+08:00", "2026-06-02T00:30:00.000Z" },
        { "2026-06-02T08:30:00-0330", "2026-06-02T12:00:00.000Z" },
        { "2026-06-02T08:30:00+08", "2026-06-02T00:30:00.000Z" },
        { "2026-06-02T23:59:59.9999Z", "2026-06-02T23:59:59.999Z" },
        { "2026-06-02T00:00:00.5+00:00", "2026-06-02T00:00:00.500Z" },
        { "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z" },
        { "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t instant = 0;

        assert_true(instant_from_text(text_from(cases[i].text), &instant));
        assert_string_equal(instant_to_text(instant).at, cases[i].canonical);
    }
}

static void other_forms_are_refused(void **state)
{
    static const char *const refused[] = {
        "2026-06-02T",
        "2026-06-02T08",
        "2026-06-02T24:00:00Z",
        "2026-06-02T08:60:00Z",
        "2026-06-02T08:30:60Z",
        "2026-06-02T08:30:00ZZ",
        "2026-06-02T08:30:00+",
        "2026-06-02T08:30:00+8",
        "2026-06-02T08:30:00+24:00",
        "2026-06-02X08:30:00Z",
        "2026-06-02T08:30:00 Z",
        "2026-06-31T08:30:00Z",
        "2026-06-02T8:30:00Z",
        "2026-06-02T08:30:00+08:",
        "now",
        "",
    };

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        int64_t instant = 4711;

        assert_false(instant_from_text(text_from(refused[i]), &instant));
        assert_true(instant == 4711);
    }
}

static void the_day_of_an_instant_before_1970(void **state)
{
    int64_t rest;

    (void)state;
    assert_int_equal(instant_to_date(-1, &rest).days, -1);
    assert_int_equal(rest, MS_PER_DAY - 1);
    assert_int_equal(instant_to_date(-MS_PER_DAY, &rest).days, -1);
    assert_int_equal(rest, 0);
    assert_int_equal(instant_to_date(MS_PER_DAY, NULL).days, 1);
}

static void the_clock_can_be_shifted_and_the_monotonic_one_not(void **state)
{
    int64_t before = clock_now_ms(), monotonic = clock_monotonic_us();

    (void)state;
    clock_shift((int64_t)30 * MS_PER_DAY);
    assert_true(clock_now_ms() >= before + (int64_t)30 * MS_PER_DAY);
    assert_true(clock_now_ms() < before + (int64_t)31 * MS_PER_DAY);
    assert_true(clock_monotonic_us() - monotonic < (int64_t)MS_PER_DAY * 1000);
    clock_shift(0);
    assert_true(clock_now_ms() < before + MS_PER_DAY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_and_back),
        cmocka_unit_test(every_day_of_800_years_follows_the_one_before),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(instants_in_every_accepted_form),
        cmocka_unit_test(other_forms_are_refused),
        cmocka_unit_test(the_day_of_an_instant_before_1970),
        cmocka_unit_test(the_clock_can_be_shifted_and_the_monotonic_one_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
