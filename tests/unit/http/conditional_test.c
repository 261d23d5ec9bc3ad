/* Entity tags, ranges and accepted codings. */
#include "http/conditional.h"
#include "text_check.h"

static void compares_etags_weakly(void **state)
{
    static const struct {
        struct text list;
        bool matches;
    } rows[] = {
        { T_INIT("\"a\""), true },
        { T_INIT("W/\"a\""), true },
        { T_INIT("\"b\", \"a\""), true },
        { T_INIT("\"b\" ,W/\"a\" "), true },
        { T_INIT("*"), true },
        { T_INIT("\"b\""), false },
        { T_INIT("a"), false },
        { T_INIT(""), false },
        { T_INIT("\"a-gzip\""), false },
        { T_INIT("\"A\""), false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(http_etag_matches(rows[i].list, T("\"a\"")), rows[i].matches);
    assert_false(http_etag_matches((struct text){ 0 }, T("\"a\"")));
}

static void reads_ranges(void **state)
{
    static const struct {
        struct text range;
        uint64_t size;
        enum http_range_result result;
        uint64_t from, count;
    } rows[] = {
        { T_INIT("bytes=0-0"), 10, HTTP_RANGE_PART, 0, 1 },
        { T_INIT("bytes=0-9"), 10, HTTP_RANGE_PART, 0, 10 },
        { T_INIT("bytes=2-"), 10, HTTP_RANGE_PART, 2, 8 },
        { T_INIT("bytes=9-100"), 10, HTTP_RANGE_PART, 9, 1 },
        { T_INIT("bytes=-3"), 10, HTTP_RANGE_PART, 7, 3 },
        { T_INIT("bytes=-30"), 10, HTTP_RANGE_PART, 0, 10 },
        { T_INIT("Bytes=0-99999999999999999999"), 10, HTTP_RANGE_PART, 0, 10 },
        { T_INIT("bytes=10-"), 10, HTTP_RANGE_OUTSIDE, 0, 0 },
        { T_INIT("bytes=99999999999999999999-"), 10, HTTP_RANGE_OUTSIDE, 0, 0 },
        { T_INIT("bytes=-0"), 10, HTTP_RANGE_OUTSIDE, 0, 0 },
        { T_INIT("bytes=0-"), 0, HTTP_RANGE_OUTSIDE, 0, 0 },
        { T_INIT("bytes=-1"), 0, HTTP_RANGE_OUTSIDE, 0, 0 },
        { T_INIT("bytes=5-4"), 10, HTTP_RANGE_NONE, 0, 0 },
        { T_INIT("bytes=0-1,3-4"), 10, HTTP_RANGE_NONE, 0, 0 },
        { T_INIT("bytes=-"), 10, HTTP_RANGE_NONE, 0, 0 },
        { T_INIT("bytes=a-b"), 10, HTTP_RANGE_NONE, 0, 0 },
        { T_INIT("bytes=1"), 10, HTTP_RANGE_NONE, 0, 0 },
        { T_INIT("bytes=+1-2"), 10, HTTP_RANGE_NONE, 0, 0 },
        { T_INIT("bytes"), 10, HTTP_RANGE_NONE, 0, 0 },
        { T_INIT("rows=0-1"), 10, HTTP_RANGE_NONE, 0, 0 },
        { T_INIT(""), 10, HTTP_RANGE_NONE, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t from = 0, count = 0;

        assert_int_equal(http_range_read(rows[i].range, rows[i].size, &from, &count),
                         rows[i].result);
        assert_int_equal(from, rows[i].from);
        assert_int_equal(count, rows[i].count);
    }
}

static void weighs_codings(void **state)
{
    static const struct {
        struct text accepted;
        int gzip;
    } rows[] = {
        { T_INIT("gzip"), 1000 },
        { T_INIT("br, GZIP ;q=0.5"), 500 },
        { T_INIT("gzip;q=0"), 0 },
        { T_INIT("gzip;q=0.000, *"), 0 },
        { T_INIT("*;q=0.1"), 100 },
        { T_INIT("gzip;q=1.000"), 1000 },
        { T_INIT("gzip;q=0.125"), 125 },
        { T_INIT("gzip;q=junk"), 1000 },
        { T_INIT("br"), 0 },
        { T_INIT("identity"), 0 },
        { T_INIT(""), 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(http_encoding_quality(rows[i].accepted, T("gzip")), rows[i].gzip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_etags_weakly),
        cmocka_unit_test(reads_ranges),
        cmocka_unit_test(weighs_codings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
