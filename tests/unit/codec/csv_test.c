/* CSV: what Excel and the platforms write, every ceiling, detection, and writing that reads back
   as itself. Rows are compared as text: fields joined by `|`, rows by `/`. */
#include "codec/csv.h"
#include "text_check.h"

#include <stdlib.h>

enum { ROOM = 1 << 20 };

struct reading {
    struct text csv, rows;
    char delimiter;
    enum status status;
    size_t fault_line;
};

static const struct reading readings[] = {
    { T_INIT(""), T_INIT(""), ',', OK, 0 },
    { T_INIT("a"), T_INIT("a"), ',', OK, 0 },
    { T_INIT("a,b\nc,d"), T_INIT("a|b/c|d"), ',', OK, 0 },
    { T_INIT("a,b\r\nc,d\r\n"), T_INIT("a|b/c|d"), ',', OK, 0 },
    { T_INIT("a,b\rc,d\r"), T_INIT("a|b/c|d"), ',', OK, 0 },
    { T_INIT("\r\n\na,b\n\n\r\rc,d\n\n"), T_INIT("a|b/c|d"), ',', OK, 0 },
    { T_INIT("a,,\n,,b\n"), T_INIT("a||/||b"), ',', OK, 0 },
    { T_INIT(","), T_INIT("|"), ',', OK, 0 },
    { T_INIT("\"\""), T_INIT(""), ',', OK, 0 },
    { T_INIT("\"a\",\"b\"\"c\",\"\"\"\""), T_INIT("a|b\"c|\""), ',', OK, 0 },
    { T_INIT("\"a,b\r\nc\",d"), T_INIT("a,b\r\nc|d"), ',', OK, 0 },
    { T_INIT("5\" heel,x"), T_INIT("5\" heel|x"), ',', OK, 0 },
    { T_INIT(" \"a\" ,x"), T_INIT(" \"a\" |x"), ',', OK, 0 },
    { T_INIT("a;b,c\n"), T_INIT("a|b,c"), ';', OK, 0 },
    { T_INIT("a\tb\n\t\n"), T_INIT("a|b/|"), '\t', OK, 0 },
    { T_INIT("\xEF\xBB\xBF\"a\",b"), T_INIT("a|b"), ',', OK, 0 },
    { T_INIT("sep=;\r\na;b"), T_INIT("a|b"), 0, OK, 0 },
    { T_INIT("\xEF\xBB\xBFsep=|\na|b"), T_INIT("a|b"), 0, OK, 0 },
    { T_INIT("\u54c1\u724c,\u5c3a\u7801\n\u8010\u514b,38.5\n"),
      T_INIT("\u54c1\u724c|\u5c3a\u7801/\u8010\u514b|38.5"), ',', OK, 0 },
    { T_INIT("a\n\"b"), T_INIT("a"), ',', INVALID, 2 },
    { T_INIT("a\n\"b\n\n\"\"c\n"), T_INIT("a"), ',', INVALID, 2 },
    { T_INIT("a\n\"b\nc\"d\n"), T_INIT("a"), ',', INVALID, 2 },
    { T_INIT("a\n\"x\ny\",\"b\"c\n"), T_INIT("a"), ',', INVALID, 3 },
    { T_INIT("a,b\nc\0d,e"), T_INIT("a|b"), ',', INVALID, 2 },
};

static void append_row(struct buffer *buffer, const struct table_row *row)
{
    if (buffer->size > 0)
        buffer_append_byte(buffer, '/');
    for (size_t i = 0; i < row->count; i++) {
        if (i > 0)
            buffer_append_byte(buffer, '|');
        buffer_append(buffer, row->fields[i]);
    }
}

static void reads(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++) {
        struct arena arena = { 0 };
        struct buffer buffer = buffer_in(&arena, ROOM);
        struct csv_reader reader = csv_reader_over(readings[i].csv, readings[i].delimiter, NULL);
        struct table_row row;
        enum status status = csv_next_row(&reader, &arena, &row);

        for (; status == OK && row.count > 0; status = csv_next_row(&reader, &arena, &row))
            append_row(&buffer, &row);
        assert_text(buffer_text(&buffer), readings[i].rows);
        assert_int_equal(status, readings[i].status);
        assert_int_equal(reader.fault_line, readings[i].fault_line);
        assert_int_equal(reader.fault != NULL, status != OK);
        assert_int_equal(csv_next_row(&reader, &arena, &row), status);
        arena_release(&arena);
    }
}

static void numbers_rows_by_line(void **state)
{
    static const size_t lines[] = { 1, 2, 5, 8, 9 };
    struct arena arena = { 0 };
    struct csv_reader reader = csv_reader_over(T("a\n\"b\r\nc\rd\"\r\ne\n\n\nf\rg"), ',', NULL);
    struct table_row row;

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_int_equal(csv_next_row(&reader, &arena, &row), OK);
        assert_int_equal(row.count, 1);
        assert_int_equal(row.number, lines[i]);
    }
    assert_int_equal(csv_next_row(&reader, &arena, &row), OK);
    assert_int_equal(row.count, 0);
    assert_int_equal(reader.rest.size, 0);
    arena_release(&arena);
}

static enum status read_within(struct text csv, struct csv_limits limits)
{
    struct arena arena = { 0 };
    struct csv_reader reader = csv_reader_over(csv, ',', &limits);
    struct table_row row;
    enum status status = csv_next_row(&reader, &arena, &row);

    arena_release(&arena);
    return status;
}

static void holds_its_ceilings(void **state)
{
    (void)state;
    assert_int_equal(read_within(T("abc,abc"), (struct csv_limits){ .field_bytes = 3 }), OK);
    assert_int_equal(read_within(T("abc,abcd"), (struct csv_limits){ .field_bytes = 3 }),
                     TOO_LARGE);
    assert_int_equal(read_within(T("\"abc\""), (struct csv_limits){ .field_bytes = 3 }), OK);
    assert_int_equal(read_within(T("\"abcd\""), (struct csv_limits){ .field_bytes = 3 }),
                     TOO_LARGE);
    assert_int_equal(read_within(T("a,b,c\n"), (struct csv_limits){ .fields = 3 }), OK);
    assert_int_equal(read_within(T("a,b,c,\n"), (struct csv_limits){ .fields = 3 }), TOO_LARGE);
    assert_int_equal(read_within(T("\n\na,b,c\n"), (struct csv_limits){ .row_bytes = 5 }), OK);
    assert_int_equal(read_within(T("a,b,cc\n"), (struct csv_limits){ .row_bytes = 5 }), TOO_LARGE);
}

static void holds_its_default_ceilings(void **state)
{
    size_t size = CSV_LIMIT_FIELD_BYTES + 1;
    char *wide = malloc(size);

    (void)state;
    memset(wide, 'a', size);
    assert_int_equal(read_within((struct text){ wide, size - 1 }, (struct csv_limits){ 0 }), OK);
    assert_int_equal(read_within((struct text){ wide, size }, (struct csv_limits){ 0 }), TOO_LARGE);
    memset(wide, ',', size);
    assert_int_equal(
        read_within((struct text){ wide, CSV_LIMIT_FIELDS - 1 }, (struct csv_limits){ 0 }), OK);
    assert_int_equal(read_within((struct text){ wide, CSV_LIMIT_FIELDS }, (struct csv_limits){ 0 }),
                     TOO_LARGE);
    free(wide);
}

/* Sixteen fields of nearly the longest size, and one that fills the row. */
static void holds_the_default_ceiling_of_a_row(void **state)
{
    size_t size = CSV_LIMIT_ROW_BYTES + 1;
    char *row = malloc(size);

    (void)state;
    memset(row, 'a', size);
    for (size_t at = CSV_LIMIT_FIELD_BYTES - 1; at < CSV_LIMIT_ROW_BYTES;
         at += CSV_LIMIT_FIELD_BYTES)
        row[at] = ',';
    assert_int_equal(read_within((struct text){ row, size - 1 }, (struct csv_limits){ 0 }), OK);
    assert_int_equal(read_within((struct text){ row, size }, (struct csv_limits){ 0 }), TOO_LARGE);
    free(row);
}

struct detection {
    struct text csv;
    char delimiter;
};

static const struct detection detections[] = {
    { T_INIT(""), ',' },
    { T_INIT("one\ntwo\n"), ',' },
    { T_INIT("a,b\n1,2\n"), ',' },
    { T_INIT("a;b;c\n1,5;2;x\n2,5;3;y\n"), ';' },
    { T_INIT("1,5;2,5\n1,7;2,9\n"), ',' },
    { T_INIT("d;1,5;2\ne;1,7;2\n"), ';' },
    { T_INIT("a\tb, c\tc\n1\t2, 3\t3\n"), '\t' },
    { T_INIT("a|b\n1,5|2\n"), '|' },
    { T_INIT("\"a\";\"b,c,d\"\r\n\"1\";\"2,3,4\"\r\n"), ';' },
    { T_INIT("Report of May; all shows\n\ndate,brand,price\n1,2,3\n2,3,4\n3,4,5\n"), ',' },
    { T_INIT("note,price\n\"a;b\nc;d\",1\n\"e;f\",2\n"), ',' },
    { T_INIT("sep=|\r\na;b\n"), '|' },
    { T_INIT("\xEF\xBB\xBFsep=\t\na;b\n"), '\t' },
    { T_INIT("sep=\"\na;b\nc;d\n"), ';' },
};

static void detects_the_delimiter(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof detections / sizeof detections[0]; i++) {
        char found = csv_detect_delimiter(detections[i].csv);

        if (found != detections[i].delimiter)
            print_error("%s\n", detections[i].csv.at);
        assert_int_equal(found, detections[i].delimiter);
    }
}

struct writing {
    struct text field, plain, guarded;
};

static const struct writing writings[] = {
    { T_INIT("a"), T_INIT("a"), T_INIT("a") },
    { T_INIT(""), T_INIT("\"\""), T_INIT("\"\"") },
    { T_INIT("a,b"), T_INIT("\"a,b\""), T_INIT("\"a,b\"") },
    { T_INIT("a;b"), T_INIT("a;b"), T_INIT("a;b") },
    { T_INIT("\""), T_INIT("\"\"\"\""), T_INIT("\"\"\"\"") },
    { T_INIT("a\nb"), T_INIT("\"a\nb\""), T_INIT("\"a\nb\"") },
    { T_INIT(" a"), T_INIT("\" a\""), T_INIT("\" a\"") },
    { T_INIT("sep=;"), T_INIT("\"sep=;\""), T_INIT("\"sep=;\"") },
    { T_INIT("=1+1"), T_INIT("=1+1"), T_INIT("'=1+1") },
    { T_INIT("=HYPERLINK(\"x\",1)"), T_INIT("\"=HYPERLINK(\"\"x\"\",1)\""),
      T_INIT("\"'=HYPERLINK(\"\"x\"\",1)\"") },
    { T_INIT("@SUM(A1)"), T_INIT("@SUM(A1)"), T_INIT("'@SUM(A1)") },
    { T_INIT("+cmd|' /C calc'!A0"), T_INIT("+cmd|' /C calc'!A0"), T_INIT("'+cmd|' /C calc'!A0") },
    { T_INIT("-12.50"), T_INIT("-12.50"), T_INIT("-12.50") },
    { T_INIT("-7%"), T_INIT("-7%"), T_INIT("-7%") },
    { T_INIT("-1+2"), T_INIT("-1+2"), T_INIT("'-1+2") },
    { T_INIT("-"), T_INIT("-"), T_INIT("'-") },
    { T_INIT("\t=1"), T_INIT("\t=1"), T_INIT("'\t=1") },
    { T_INIT("\uFF1D1"), T_INIT("\uFF1D1"), T_INIT("'\uFF1D1") },
    { T_INIT("'=1"), T_INIT("'=1"), T_INIT("''=1") },
    { T_INIT("'tis"), T_INIT("'tis"), T_INIT("'tis") },
};

static void write_one(struct buffer *buffer, struct text field, bool guard)
{
    struct csv_writer writer = { .buffer = buffer, .guard_formulas = guard };

    csv_write_field(&writer, field);
    csv_end_row(&writer);
}

static void writes_what_reads_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2 * sizeof writings / sizeof writings[0]; i++) {
        const struct writing *writing = &writings[i / 2];
        bool guard = i % 2;
        struct arena arena = { 0 };
        struct buffer buffer = buffer_in(&arena, ROOM);
        struct csv_reader reader;
        struct table_row row;

        write_one(&buffer, writing->field, guard);
        assert_text(text_slice(buffer_text(&buffer), 0, buffer.size - 2),
                    guard ? writing->guarded : writing->plain);
        reader = csv_reader_over(buffer_text(&buffer), ',', NULL);
        assert_int_equal(csv_next_row(&reader, &arena, &row), OK);
        assert_int_equal(row.count, 1);
        assert_text(guard ? csv_unguard(row.fields[0]) : row.fields[0], writing->field);
        arena_release(&arena);
    }
}

static void writes_rows(void **state)
{
    struct buffer buffer = buffer_on_heap(ROOM);
    struct csv_writer writer = { .buffer = &buffer, .delimiter = ';' };

    (void)state;
    csv_write_mark(&writer);
    csv_write_field(&writer, T("a"));
    csv_write_field(&writer, T(""));
    csv_write_field(&writer, T("b;c"));
    csv_end_row(&writer);
    csv_write_field(&writer, T(""));
    csv_write_field(&writer, T(""));
    csv_end_row(&writer);
    assert_text(buffer_text(&buffer), T("\xEF\xBB\xBF"
                                        "a;;\"b;c\"\r\n;\r\n"));
    buffer_release(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),
        cmocka_unit_test(numbers_rows_by_line),
        cmocka_unit_test(holds_its_ceilings),
        cmocka_unit_test(holds_its_default_ceilings),
        cmocka_unit_test(holds_the_default_ceiling_of_a_row),
        cmocka_unit_test(detects_the_delimiter),
        cmocka_unit_test(writes_what_reads_back),
        cmocka_unit_test(writes_rows),
    };

    return cmocka_run_group_tests_name("codec/csv", tests, NULL, NULL);
}
