/* Buyers in files: what tells of one, what only looks like it, and a file without them. */
#include "rest/import_people.h"

#include "rest/import.h"

#include "text_check.h"

static const struct {
    const char *header;
    enum people_kind kind;
} headers[] = {
    { "Recipient", PEOPLE_NAME },
    { "Buyer Username", PEOPLE_NAME },
    { "Customer name", PEOPLE_NAME },
    { "收件人", PEOPLE_NAME },
    { "买家昵称", PEOPLE_NAME },
    { "收货人姓名", PEOPLE_NAME },
    { "Phone #", PEOPLE_PHONE },
    { "Buyer phone", PEOPLE_PHONE },
    { "收件人手机号", PEOPLE_PHONE },
    { "联系电话", PEOPLE_PHONE },
    { "E-mail", PEOPLE_EMAIL },
    { "Detail Address", PEOPLE_ADDRESS },
    { "shipping address", PEOPLE_ADDRESS },
    { "Zipcode", PEOPLE_ADDRESS },
    { "City", PEOPLE_ADDRESS },
    { "省", PEOPLE_ADDRESS },
    { "收货地址 ", PEOPLE_ADDRESS },
    { "买家留言", PEOPLE_WORDS },
    { "Buyer Message", PEOPLE_WORDS },
    { "买家实际支付金额", PEOPLE_NONE },
    { "买家应付货款", PEOPLE_NONE },
    { "Buyer Service Fee", PEOPLE_NONE },
    { "Buyers", PEOPLE_NONE },
    { "主播昵称", PEOPLE_NONE },
    { "达人昵称", PEOPLE_NONE },
    { "Host", PEOPLE_NONE },
    { "Product Name", PEOPLE_NONE },
    { "商品名称", PEOPLE_NONE },
    { "Order Status", PEOPLE_NONE },
    { "Order ID", PEOPLE_NONE },
    { "Size", PEOPLE_NONE },
    { "Price", PEOPLE_NONE },
    { "", PEOPLE_NONE },
};

static void headers_tell(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (people_in_header(&arena, text_from(headers[i].header)) != headers[i].kind)
            fail_msg("%s", headers[i].header);
    arena_release(&arena);
}

static const struct {
    const char *cell;
    enum people_kind kind;
} cells[] = {
    { "13812345678", PEOPLE_PHONE },
    { "138****5678", PEOPLE_PHONE },
    { "138-1234-5678", PEOPLE_PHONE },
    { "(+1)415*****23", PEOPLE_PHONE },
    { "+44 20 7946 0123", PEOPLE_PHONE },
    { "415-555-0123", PEOPLE_PHONE },
    { "(415) 555-0123", PEOPLE_PHONE },
    { " ann@example.com ", PEOPLE_EMAIL },
    { "浙江省杭州市西湖区文三路 1 号", PEOPLE_ADDRESS },
    { "广东省广州市天河区天河北路", PEOPLE_ADDRESS },
    { "12 Example Street, Apt 4", PEOPLE_ADDRESS },
    { "4155550123", PEOPLE_NONE },    /* an order number may look so */
    { "6901234567892", PEOPLE_NONE }, /* EAN-13 */
    { "012345678905", PEOPLE_NONE },  /* UPC-A */
    { "2026-03-01", PEOPLE_NONE },
    { "2026-03-01 20:01:02", PEOPLE_NONE },
    { "20260301200102", PEOPLE_NONE },
    { "1772366462", PEOPLE_NONE }, /* epoch seconds */
    { "1772366462000", PEOPLE_NONE },
    { "576461413038785001", PEOPLE_NONE },
    { "1,380.50", PEOPLE_NONE },
    { "130.1234567", PEOPLE_NONE },
    { "42.5", PEOPLE_NONE },
    { "550 Court Vision Low", PEOPLE_NONE },
    { "颜色:黑色;尺码:42", PEOPLE_NONE },
    { "超市专区 42 号鞋", PEOPLE_NONE },
    { "a@b", PEOPLE_NONE },
    { "@nova", PEOPLE_NONE },
    { "", PEOPLE_NONE },
};

static void cells_tell(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (people_in_cell(text_from(cells[i].cell)) != cells[i].kind)
            fail_msg("%s", cells[i].cell);
}

static struct people_cut cut(struct arena *arena, const char *file)
{
    struct import_reading reading = { 0 };
    struct people_cut cut = { 0 };

    assert_int_equal(people_cut_out(arena, text_from(file), &reading, &cut), OK);
    return cut;
}

static void a_file_without_buyers_stays_as_it_is(void **state)
{
    struct arena arena = { 0 };
    struct people_cut found =
        cut(&arena, "Date,Brand,Host,Buyers,Order ID\n2026-03-01,Nova,Ann,12,13812345678\n");

    (void)state;
    assert_int_equal(found.count, 0);
    assert_int_equal(found.bytes.size, 0);
    arena_release(&arena);
}

/* Columns by their header, by their cells, and a single cell of a note. Rows keep their lines. */
static void columns_and_cells_are_cut_out(void **state)
{
    struct arena arena = { 0 };
    struct people_cut found = cut(&arena, "Shop of 2026;;;;\n"
                                          "Date;Brand;Recipient;Contact;Note\n"
                                          "\n"
                                          "2026-03-01;Nova;Ann;13812345678;wrap it\n"
                                          "2026-03-02;Astra;;13912345678;13712345678\n");

    (void)state;
    assert_int_equal(found.count, 3);
    assert_int_equal(found.cells, 4);
    assert_int_equal(found.columns[0].kind, PEOPLE_NAME);
    assert_int_equal(found.columns[0].cells, 1);
    assert_int_equal(found.columns[1].kind, PEOPLE_PHONE);
    assert_true(found.columns[1].is_whole);
    assert_int_equal(found.columns[2].cells, 1);
    assert_false(found.columns[2].is_whole);
    assert_text(found.bytes, T("\xEF\xBB\xBF\r\nDate;Brand;Note\r\n\r\n2026-03-01;Nova;wrap "
                               "it\r\n2026-03-02;Astra;\r\n"));
    arena_release(&arena);
}

/* LIMIT_IMPORT_FILE: Chinese grows by half from GB 18030 to UTF-8. What was to be cut out is never
   left in because the rest became too long. */
static void what_cannot_be_written_anew_is_refused(void **state)
{
    enum { CELL = 20000, ROWS = 570 };
    static const struct {
        const char *header;
        enum status status;
    } cases[] = { { "Recipient,Order ID\n", TOO_LARGE } };
    struct import_reading reading = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = { 0 };
        struct buffer file = buffer_in(&arena, LIMIT_IMPORT_FILE);
        struct people_cut found = { 0 };

        buffer_append(&file, text_from(cases[i].header));
        for (int row = 0; row < ROWS; row++) {
            buffer_append(&file, T("Ann,"));
            for (int c = 0; c < CELL; c++)
                buffer_append(&file, T("\xD7\xD6"));
            buffer_append_byte(&file, '\n');
        }
        assert_int_equal(people_cut_out(&arena, buffer_text(&file), &reading, &found),
                         cases[i].status);
        assert_int_equal(found.bytes.size, 0);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_written_anew_is_refused),
        cmocka_unit_test(headers_tell),
        cmocka_unit_test(cells_tell),
        cmocka_unit_test(a_file_without_buyers_stays_as_it_is),
        cmocka_unit_test(columns_and_cells_are_cut_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
