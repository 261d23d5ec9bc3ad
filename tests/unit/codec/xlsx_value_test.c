/* Cell values: number formats that mean dates, serial days around the false leap day, numbers as
   a spreadsheet shows them. */
#include "codec/xlsx_value.h"
#include "text_check.h"

#include "base/time.h"

struct format_case {
    struct text code;
    enum xlsx_format format;
};

static const struct format_case formats[] = {
    { T_INIT("General"), XLSX_FORMAT_NUMBER },
    { T_INIT("0.00"), XLSX_FORMAT_NUMBER },
    { T_INIT("#,##0.00_);[Red]\\(#,##0.00\\)"), XLSX_FORMAT_NUMBER },
    { T_INIT("0.00E+00"), XLSX_FORMAT_NUMBER },
    { T_INIT("@"), XLSX_FORMAT_NUMBER },
    { T_INIT("[$\u00a5-804]#,##0.00"), XLSX_FORMAT_NUMBER },
    { T_INIT("0\" days\""), XLSX_FORMAT_NUMBER },
    { T_INIT("0\\d"), XLSX_FORMAT_NUMBER },
    { T_INIT("[Red]0"), XLSX_FORMAT_NUMBER },
    { T_INIT(""), XLSX_FORMAT_NUMBER },
    { T_INIT("\"unclosed"), XLSX_FORMAT_NUMBER },
    { T_INIT("[unclosed"), XLSX_FORMAT_NUMBER },
    { T_INIT("\\"), XLSX_FORMAT_NUMBER },
    { T_INIT("yyyy/m/d"), XLSX_FORMAT_DATE },
    { T_INIT("yyyy\"\u5e74\"m\"\u6708\"d\"\u65e5\";@"), XLSX_FORMAT_DATE },
    { T_INIT("[$-409]d-mmm-yy;@"), XLSX_FORMAT_DATE },
    { T_INIT("mmmm"), XLSX_FORMAT_DATE },
    { T_INIT("yyyy/m/d h:mm"), XLSX_FORMAT_DATE_TIME },
    { T_INIT("YYYY-MM-DD HH:MM:SS"), XLSX_FORMAT_DATE_TIME },
    { T_INIT("h:mm AM/PM"), XLSX_FORMAT_TIME },
    { T_INIT("mm:ss.0"), XLSX_FORMAT_TIME },
    { T_INIT("[h]:mm:ss"), XLSX_FORMAT_ELAPSED },
    { T_INIT("[mm]:ss"), XLSX_FORMAT_ELAPSED },
};

static void tells_dates_from_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        assert_int_equal(xlsx_format_of_code(formats[i].code), formats[i].format);
    assert_int_equal(xlsx_format_of_id(0), XLSX_FORMAT_NUMBER);
    assert_int_equal(xlsx_format_of_id(14), XLSX_FORMAT_DATE);
    assert_int_equal(xlsx_format_of_id(20), XLSX_FORMAT_TIME);
    assert_int_equal(xlsx_format_of_id(22), XLSX_FORMAT_DATE_TIME);
    assert_int_equal(xlsx_format_of_id(31), XLSX_FORMAT_DATE);
    assert_int_equal(xlsx_format_of_id(46), XLSX_FORMAT_ELAPSED);
    assert_int_equal(xlsx_format_of_id(49), XLSX_FORMAT_NUMBER);
    assert_int_equal(xlsx_format_of_id(-1), XLSX_FORMAT_NUMBER);
    assert_int_equal(xlsx_format_of_id(INT64_MAX), XLSX_FORMAT_NUMBER);
}

struct pair {
    struct text stored, shown;
};

static const struct pair numbers[] = {
    { T_INIT("0"), T_INIT("0") },
    { T_INIT("-0"), T_INIT("-0") },
    { T_INIT("42"), T_INIT("42") },
    { T_INIT("42.5"), T_INIT("42.5") },
    { T_INIT("899.00"), T_INIT("899") },
    { T_INIT("0.30000000000000004"), T_INIT("0.3") },
    { T_INIT("899.00000000000011"), T_INIT("899") },
    { T_INIT("-1.1000000000000001"), T_INIT("-1.1") },
    { T_INIT("6920482023948234567"), T_INIT("6920482023948234567") },
    { T_INIT("1E3"), T_INIT("1000") },
    { T_INIT("1.5e-7"), T_INIT("0.00000015") },
    { T_INIT("1.2345E+15"), T_INIT("1234500000000000") },
    { T_INIT("1E+300"), T_INIT("1E+300") },
    { T_INIT("1E-300"), T_INIT("1E-300") },
    { T_INIT("1E999"), T_INIT("1E999") },
    { T_INIT("0.0"), T_INIT("0") },
    { T_INIT("0x10"), T_INIT("0x10") },
    { T_INIT("nan"), T_INIT("nan") },
    { T_INIT("1.2.3"), T_INIT("1.2.3") },
    { T_INIT("-"), T_INIT("-") },
    { T_INIT(""), T_INIT("") },
    { T_INIT("e"), T_INIT("e") },
};

static void shows_numbers(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        assert_text(xlsx_number_text(&arena, numbers[i].stored), numbers[i].shown);
    arena_release(&arena);
}

struct serial_case {
    struct text serial;
    enum xlsx_format format;
    bool from_1904;
    struct text shown;
};

static const struct serial_case serials[] = {
    { T_INIT("1"), XLSX_FORMAT_DATE, false, T_INIT("1900-01-01") },
    { T_INIT("59"), XLSX_FORMAT_DATE, false, T_INIT("1900-02-28") },
    { T_INIT("60"), XLSX_FORMAT_DATE, false, T_INIT("60") },
    { T_INIT("61"), XLSX_FORMAT_DATE, false, T_INIT("1900-03-01") },
    { T_INIT("25569"), XLSX_FORMAT_DATE, false, T_INIT("1970-01-01") },
    { T_INIT("46175"), XLSX_FORMAT_DATE, false, T_INIT("2026-06-02") },
    { T_INIT("44713"), XLSX_FORMAT_DATE, true, T_INIT("2026-06-02") },
    { T_INIT("0"), XLSX_FORMAT_DATE, true, T_INIT("1904-01-01") },
    { T_INIT("46175.35416666666"), XLSX_FORMAT_DATE, false, T_INIT("2026-06-02") },
    { T_INIT("46175.35416666666"), XLSX_FORMAT_DATE_TIME, false, T_INIT("2026-06-02T08:30:00") },
    { T_INIT("46175"), XLSX_FORMAT_DATE_TIME, false, T_INIT("2026-06-02T00:00:00") },
    { T_INIT("46174.999999999"), XLSX_FORMAT_DATE_TIME, false, T_INIT("2026-06-02T00:00:00") },
    { T_INIT("46175.35416666666"), XLSX_FORMAT_TIME, false, T_INIT("2026-06-02T08:30:00") },
    { T_INIT("0.35416666666"), XLSX_FORMAT_TIME, false, T_INIT("08:30:00") },
    { T_INIT("0"), XLSX_FORMAT_TIME, false, T_INIT("00:00:00") },
    { T_INIT("46175"), XLSX_FORMAT_TIME, false, T_INIT("2026-06-02") },
    { T_INIT("1.10416666666"), XLSX_FORMAT_ELAPSED, false, T_INIT("26:30:00") },
    { T_INIT("2958465"), XLSX_FORMAT_DATE, false, T_INIT("9999-12-31") },
    { T_INIT("2958466"), XLSX_FORMAT_DATE, false, T_INIT("2958466") },
    { T_INIT("-1.50"), XLSX_FORMAT_DATE, false, T_INIT("-1.5") },
    { T_INIT("0"), XLSX_FORMAT_DATE, false, T_INIT("0") },
    { T_INIT("1e300"), XLSX_FORMAT_ELAPSED, false, T_INIT("1e300") },
    { T_INIT("soon"), XLSX_FORMAT_DATE, false, T_INIT("soon") },
};

static void shows_dates(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof serials / sizeof serials[0]; i++)
        assert_text(
            xlsx_date_text(&arena, serials[i].serial, serials[i].format, serials[i].from_1904),
            serials[i].shown);
    arena_release(&arena);
}

/* Every day of two centuries goes there and back. */
static void counts_days_both_ways(void **state)
{
    struct date first, last;

    (void)state;
    assert_true(date_from_text(T("1900-01-01"), &first));
    assert_true(date_from_text(T("2100-12-31"), &last));
    assert_int_equal(xlsx_serial_of_days(first.days), 1);
    assert_int_equal(xlsx_serial_of_days(first.days - 1), 0);
    for (struct date day = first; day.days <= last.days; day.days++) {
        struct arena arena = { 0 };
        struct text serial = arena_print(&arena, "%lld", (long long)xlsx_serial_of_days(day.days));
        struct date_text wanted = date_to_text(day);

        assert_text(xlsx_date_text(&arena, serial, XLSX_FORMAT_DATE, false), text_from(wanted.at));
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_dates_from_numbers),
        cmocka_unit_test(shows_numbers),
        cmocka_unit_test(shows_dates),
        cmocka_unit_test(counts_days_both_ways),
    };

    return cmocka_run_group_tests_name("codec/xlsx_value", tests, NULL, NULL);
}
