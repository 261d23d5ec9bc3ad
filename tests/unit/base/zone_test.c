/* base/zone.h: known instants around clock changes, the whole database against the C library,
   and threads that ask at once. */
#include "base/zone.h"

#include "text_check.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static int64_t instant_of(const char *text)
{
    int64_t instant;

    if (!instant_from_text(text_from(text), &instant))
        fail_msg("%s", text);
    return instant;
}

static const struct zone *zone_of(const char *name)
{
    const struct zone *zone = zone_find(text_from(name));

    if (!zone)
        fail_msg("no zone %s: is the package tzdata installed?", name);
    return zone;
}

static void offsets_around_clock_changes(void **state)
{
    static const struct {
        const char *zone, *instant;
        int minutes;
    } cases[] = {
        { "UTC", "2026-06-02T00:00:00Z", 0 },
        { "America/Los_Angeles", "2026-03-08T09:59:59.999Z", -480 },
        { "America/Los_Angeles", "2026-03-08T10:00:00Z", -420 },
        { "America/Los_Angeles", "2026-11-01T08:59:59.999Z", -420 },
        { "America/Los_Angeles", "2026-11-01T09:00:00Z", -480 },
        { "America/Los_Angeles", "2050-03-13T09:59:59.999Z", -480 },
        { "America/Los_Angeles", "2050-03-13T10:00:00Z", -420 },
        { "America/Los_Angeles", "2050-11-06T08:59:59Z", -420 },
        { "America/Los_Angeles", "2050-11-06T09:00:00Z", -480 },
        { "Europe/Berlin", "2026-03-29T00:59:59.999Z", 60 },
        { "Europe/Berlin", "2026-03-29T01:00:00Z", 120 },
        { "Europe/Berlin", "2050-10-30T00:59:59Z", 120 },
        { "Europe/Berlin", "2050-10-30T01:00:00Z", 60 },
        { "Asia/Shanghai", "2026-07-01T00:00:00Z", 480 },
        { "Asia/Shanghai", "2050-07-01T00:00:00Z", 480 },
        { "Asia/Shanghai", "1990-07-01T00:00:00Z", 540 },
        { "Asia/Kolkata", "2026-07-01T00:00:00Z", 330 },
        { "Asia/Kathmandu", "2026-07-01T00:00:00Z", 345 },
        { "Australia/Adelaide", "2026-01-01T00:00:00Z", 630 },
        { "Australia/Lord_Howe", "2026-01-01T00:00:00Z", 660 },
        { "Australia/Lord_Howe", "2026-07-01T00:00:00Z", 630 },
        { "Asia/Tokyo", "1969-12-31T23:59:59.999Z", 540 },
        { "Pacific/Kiritimati", "2026-07-01T00:00:00Z", 840 },
        { "Etc/GMT+12", "2026-07-01T00:00:00Z", -720 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (zone_offset_ms(zone_of(cases[i].zone), instant_of(cases[i].instant)) !=
            (int64_t)cases[i].minutes * MS_PER_MINUTE)
            fail_msg("%s at %s", cases[i].zone, cases[i].instant);
}

static void the_day_and_the_hour_are_those_of_the_place(void **state)
{
    const struct zone *los_angeles = zone_of("America/Los_Angeles");
    const struct zone *shanghai = zone_of("Asia/Shanghai");
    int64_t instant = instant_of("2026-06-02T03:30:00Z");

    (void)state;
    assert_string_equal(date_to_text(zone_day(los_angeles, instant)).at, "2026-06-01");
    assert_int_equal(zone_hour(los_angeles, instant), 20);
    assert_string_equal(date_to_text(zone_day(shanghai, instant)).at, "2026-06-02");
    assert_int_equal(zone_hour(shanghai, instant), 11);
    assert_int_equal(zone_hour(los_angeles, instant_of("2026-03-08T09:59:59Z")), 1);
    assert_int_equal(zone_hour(los_angeles, instant_of("2026-03-08T10:00:00Z")), 3);
    assert_int_equal(zone_hour(los_angeles, instant_of("1965-01-01T00:00:00Z")), 16);
}

static void local_times_become_instants(void **state)
{
    static const struct {
        const char *zone, *date;
        int minute_of_day;
        const char *instant;
    } cases[] = {
        { "Asia/Shanghai", "2026-06-02", 0, "2026-06-01T16:00:00.000Z" },
        { "Europe/Berlin", "2026-07-01", 12 * 60, "2026-07-01T10:00:00.000Z" },
        /* 02:30 does not occur: it is moved on to 03:30. */
        { "America/Los_Angeles", "2026-03-08", 150, "2026-03-08T10:30:00.000Z" },
        { "Europe/Berlin", "2026-03-29", 150, "2026-03-29T01:30:00.000Z" },
        { "Europe/Berlin", "2050-03-27", 120, "2050-03-27T01:00:00.000Z" },
        /* 01:30 occurs twice: the first one. */
        { "America/Los_Angeles", "2026-11-01", 90, "2026-11-01T08:30:00.000Z" },
        { "Europe/Berlin", "2026-10-25", 150, "2026-10-25T00:30:00.000Z" },
        { "Australia/Lord_Howe", "2026-10-04", 135, "2026-10-03T15:45:00.000Z" },
        /* Midnight itself is missing: the day begins at 01:00. */
        { "Africa/Cairo", "2026-04-24", 0, "2026-04-23T22:00:00.000Z" },
        /* The whole day is missing. */
        { "Pacific/Apia", "2011-12-30", 12 * 60, "2011-12-30T22:00:00.000Z" },
        { "UTC", "1969-12-31", 1439, "1969-12-31T23:59:00.000Z" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct date date;
        int64_t instant;

        assert_true(date_from_text(text_from(cases[i].date), &date));
        instant = zone_instant(zone_of(cases[i].zone), date,
                               (int64_t)cases[i].minute_of_day * MS_PER_MINUTE);
        assert_string_equal(instant_to_text(instant).at, cases[i].instant);
    }
}

static void every_midnight_begins_its_day(void **state)
{
    static const char *const names[] = { "America/Los_Angeles", "Europe/Berlin", "Asia/Shanghai",
                                         "Africa/Cairo",        "Asia/Beirut",   "America/Havana" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct zone *zone = zone_of(names[i]);

        for (struct date date = { 10957 }; date.days < 33000; date.days++) { /* 2000 to 2060 */
            int64_t begins = zone_instant(zone, date, 0);

            assert_int_equal(zone_day(zone, begins).days, date.days);
            assert_int_equal(zone_day(zone, begins - 1).days, date.days - 1);
        }
    }
}

static void names_that_are_none_are_refused(void **state)
{
    static const char *const refused[] = {
        "",
        "Europe/Atlantis",
        "/Europe/Berlin",
        "Europe/",
        "Europe//Berlin",
        "Europe",
        ".",
        "..",
        "../zoneinfo/Europe/Berlin",
        "Europe/../Europe/Berlin",
        "Europe/./Berlin",
        "/etc/passwd",
        "../../../etc/passwd",
        "posix/Europe/Berlin",
        "right/Europe/Berlin",
        "localtime",
        "posixrules",
        "zone.tab",
        "tzdata.zi",
        "leapseconds",
        "Europe/Berlin ",
        "Europe\\Berlin",
        "%s",
        "Europe/Berlin/Europe/Berlin/Europe/Berlin/Europe/Berlin/Europe/Berlin",
    };

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (zone_find(text_from(refused[i])))
            fail_msg("found: %s", refused[i]);
    assert_null(zone_find(T("Europe/Berlin\0")));
    assert_null(zone_find(T("Europe\0Berlin")));
}

static void a_zone_is_kept(void **state)
{
    const struct zone *zone = zone_of("Europe/Berlin");

    (void)state;
    assert_ptr_equal(zone_of("Europe/Berlin"), zone);
    assert_text(zone_name(zone), T("Europe/Berlin"));
    assert_text(zone_name(zone_of("UTC")), T("UTC"));
}

static void the_names_to_pick_from_are_sorted_zones(void **state)
{
    static const char *const wanted[] = { "UTC", "Asia/Shanghai", "America/Los_Angeles" };
    struct arena arena = { 0 };
    struct zone_names names = zone_names(&arena);
    size_t found = 0;

    (void)state;
    assert_true(names.count > 300);
    for (size_t i = 0; i < names.count; i++) {
        assert_non_null(zone_find(names.at[i]));
        assert_true(i == 0 || text_compare(names.at[i - 1], names.at[i]) < 0);
        for (size_t j = 0; j < sizeof wanted / sizeof wanted[0]; j++)
            found += text_equal(names.at[i], text_from(wanted[j]));
    }
    assert_int_equal(found, sizeof wanted / sizeof wanted[0]);
    arena_release(&arena);
}

/* What glibc says about the same files, every nine days and some hours from 1890 to 2100. */
static void every_zone_agrees_with_the_c_library(void **state)
{
    struct arena arena = { 0 };
    struct zone_names names = zone_names(&arena);

    (void)state;
    for (size_t i = 0; i < names.count; i++) {
        const struct zone *zone = zone_find(names.at[i]);

        setenv("TZ", arena_c_string(&arena, names.at[i]), 1);
        tzset();
        for (int64_t seconds = -2524521600; seconds < 4102444800; seconds += 800000) {
            time_t now = (time_t)seconds;
            struct tm local;

            assert_non_null(localtime_r(&now, &local));
            if (zone_offset_ms(zone, seconds * MS_PER_SECOND) != local.tm_gmtoff * MS_PER_SECOND)
                fail_msg("%.*s at %lld", TEXT_ARG(names.at[i]), (long long)seconds);
        }
    }
    unsetenv("TZ");
    arena_release(&arena);
}

static void *look_up_many(void *ret_found)
{
    static const char *const names[] = { "Europe/Paris", "Asia/Tokyo", "Africa/Lagos",
                                         "Asia/Dubai" };
    size_t found = 0;

    for (int i = 0; i < 400; i++) {
        const struct zone *zone = zone_find(text_from(names[i % 4]));

        found += zone && zone_offset_ms(zone, 1780000000000) > 0;
    }
    *(size_t *)ret_found = found;
    return NULL;
}

static void threads_may_ask_at_once(void **state)
{
    pthread_t threads[4];
    size_t found[4];

    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, look_up_many, &found[i]), 0);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(found[i], 400);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_may_ask_at_once), /* first, while nothing is kept */
        cmocka_unit_test(offsets_around_clock_changes),
        cmocka_unit_test(the_day_and_the_hour_are_those_of_the_place),
        cmocka_unit_test(local_times_become_instants),
        cmocka_unit_test(every_midnight_begins_its_day),
        cmocka_unit_test(names_that_are_none_are_refused),
        cmocka_unit_test(a_zone_is_kept),
        cmocka_unit_test(the_names_to_pick_from_are_sorted_zones),
        cmocka_unit_test(every_zone_agrees_with_the_c_library),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
