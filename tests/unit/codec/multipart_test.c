/* Multipart: what browsers, curl and Node send, and everything that two readers could read
   differently. */
#include "base/buffer.h"
#include "codec/multipart.h"
#include "text_check.h"

enum { ROOM = 1 << 20 };

struct boundary_case {
    struct text type, boundary;
};

static const struct boundary_case boundaries[] = {
    { T_INIT("multipart/form-data; boundary=abc"), T_INIT("abc") },
    { T_INIT("Multipart/Form-Data;BOUNDARY=\"a b\""), T_INIT("a b") },
    { T_INIT("multipart/form-data; charset=utf-8; boundary=----WebKitFormBoundary0"),
      T_INIT("----WebKitFormBoundary0") },
    { T_INIT("multipart/form-data; boundary=abc "), T_INIT("abc") },
    { T_INIT("multipart/form-data"), { 0 } },
    { T_INIT("multipart/form-data; boundary="), { 0 } },
    { T_INIT("multipart/form-data; boundary=\"\""), { 0 } },
    { T_INIT("multipart/form-data; boundary=\"a"), { 0 } },
    { T_INIT("multipart/form-data; boundary=\"a \""), { 0 } },
    { T_INIT("multipart/form-data; boundary=\"a;b\""), { 0 } },
    { T_INIT("multipart/form-data; boundary=a; boundary=b"), { 0 } },
    { T_INIT("multipart/form-data; boundary=a b"), { 0 } },
    { T_INIT("multipart/form-data; boundary=a;"), { 0 } },
    { T_INIT("multipart/form-datax; boundary=a"), { 0 } },
    { T_INIT("multipart/mixed; boundary=a"), { 0 } },
    { T_INIT("multipart/form-data; boundary="
             "0123456789012345678901234567890123456789012345678901234567890123456789"),
      T_INIT("0123456789012345678901234567890123456789012345678901234567890123456789") },
    { T_INIT("multipart/form-data; boundary="
             "01234567890123456789012345678901234567890123456789012345678901234567890"),
      { 0 } },
};

static void reads_the_boundary(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof boundaries / sizeof boundaries[0]; i++) {
        struct text boundary = { 0 };
        bool found = multipart_boundary(boundaries[i].type, &boundary);

        assert_int_equal(found, boundaries[i].boundary.at != NULL);
        assert_text(boundary, boundaries[i].boundary);
    }
}

static void reads_parts(void **state)
{
    struct text body =
        T("--B\r\n"
          "Content-Disposition: form-data; name=\"note\"\r\n\r\n"
          "line\r\n--\r\n-B\r\n"
          "--B\r\n"
          "content-type:text/csv\r\n"
          "X-Other: 1\r\n"
          "content-disposition: form-data; name=\"file\"; filename=\"C:\\a\\\xE4\xB8\xAD "
          "%22b\\\".csv\"\r\n\r\n"
          "a,b\r\n\0\xFF\r\n"
          "--B\r\n"
          "Content-Disposition: form-data; name=empty; filename=\"\"\r\n\r\n"
          "\r\n"
          "--B\r\n"
          "Content-Disposition: form-data; name=\"note\"; filename=\"..\"\r\n\r\n"
          "second\r\n"
          "--B--\r\n");
    struct arena arena = { 0 };
    struct multipart form = { 0 };
    const char *fault = "";

    (void)state;
    assert_int_equal(multipart_parse(&arena, body, T("B"), &form, &fault), OK);
    assert_int_equal(form.count, 4);
    assert_text(form.parts[0].name, T("note"));
    assert_text(form.parts[0].bytes, T("line\r\n--\r\n-B"));
    assert_null(form.parts[0].filename.at);
    assert_null(form.parts[0].content_type.at);
    assert_text(form.parts[1].name, T("file"));
    assert_text(form.parts[1].filename, T("\u4e2d \"b\".csv"));
    assert_text(form.parts[1].content_type, T("text/csv"));
    assert_text(form.parts[1].bytes, T("a,b\r\n\0\xFF"));
    assert_text(form.parts[2].name, T("empty"));
    assert_non_null(form.parts[2].filename.at);
    assert_int_equal(form.parts[2].filename.size, 0);
    assert_int_equal(form.parts[2].bytes.size, 0);
    assert_int_equal(form.parts[3].filename.size, 0);
    assert_ptr_equal(multipart_find(&form, T("note")), &form.parts[0]);
    assert_null(multipart_find(&form, T("none")));
    arena_release(&arena);
}

#define PART "Content-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n"

struct form_case {
    struct text body;
    enum status status;
};

static const struct form_case forms[] = {
    { T_INIT("--B\r\n" PART "--B--"), OK },
    { T_INIT("--B--"), OK },
    { T_INIT("--B--\r\n"), OK },
    { T_INIT("--B\r\nContent-Disposition:form-data;name=a\r\n\r\n\r\n--B--"), OK },
    { T_INIT(""), INVALID },
    { T_INIT("--"), INVALID },
    { T_INIT("--B"), INVALID },
    { T_INIT("--B-"), INVALID },
    { T_INIT("--B\r\n"), INVALID },
    { T_INIT("--B\r\n--B--"), INVALID },
    { T_INIT("--B\r\n\r\n--B--"), INVALID },
    { T_INIT("preamble\r\n--B\r\n" PART "--B--"), INVALID },
    { T_INIT("\r\n--B\r\n" PART "--B--"), INVALID },
    { T_INIT("--B\r\n" PART "--B--\r\nepilogue"), INVALID },
    { T_INIT("--B\r\n" PART "--B--\n"), INVALID },
    { T_INIT("--B \r\n" PART "--B--"), INVALID },
    { T_INIT("--B\n" PART "--B--"), INVALID },
    { T_INIT("--B\r\n" PART "--Bx\r\n" PART "--B--"), INVALID },
    { T_INIT("--B\r\n" PART "--B-x"), INVALID },
    { T_INIT("--B\r\n" PART), INVALID },
    { T_INIT("--C\r\n" PART "--C--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=\"a\"\n\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=\"a\"\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Type: a/b\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=a; x=b\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=a; filename*=utf-8''b\r\n\r\nx\r\n--B--"),
      INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=\"a\\\"\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=a b\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=\"\xFF\"\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=\"\1\"\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\n Content-Disposition: form-data; name=a\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition : form-data; name=a\r\n\r\nx\r\n--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=a\r\n folded\r\n\r\nx\r\n--B--"),
      INVALID },
    { T_INIT("--B\r\nContent-Transfer-Encoding: base64\r\n" PART "--B--"), INVALID },
    { T_INIT("--B\r\nContent-Type: a/b\r\nContent-Type: a/c\r\n" PART "--B--"), INVALID },
    { T_INIT("--B\r\nContent-Disposition: form-data; name=a\r\n" PART "--B--"), INVALID },
};

static void refuses_what_is_ambiguous(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct arena arena = { 0 };
        struct multipart form = { .count = 77 };
        const char *fault = NULL;
        enum status status = multipart_parse(&arena, forms[i].body, T("B"), &form, &fault);

        if (status != forms[i].status)
            print_error("%s\n", forms[i].body.at);
        assert_int_equal(status, forms[i].status);
        assert_int_equal(fault != NULL, status != OK);
        assert_int_equal(form.count == 77, status != OK);
        arena_release(&arena);
    }
}

static enum status parse_repeated(struct text before, struct text piece, size_t times,
                                  struct text after)
{
    struct arena arena = { 0 };
    struct buffer body = buffer_in(&arena, ROOM);
    struct multipart form;
    enum status status;

    buffer_append(&body, before);
    for (size_t i = 0; i < times; i++)
        buffer_append(&body, piece);
    buffer_append(&body, after);
    status = multipart_parse(&arena, buffer_text(&body), T("B"), &form, NULL);
    arena_release(&arena);
    return status;
}

static void holds_its_ceilings(void **state)
{
    struct text begin = T("--B\r\n"), end = T(PART "--B--");
    struct text name = T("--B\r\nContent-Disposition: form-data; name=\"");
    struct text name_end = T("\"\r\n\r\nx\r\n--B--");

    (void)state;
    assert_int_equal(parse_repeated(T(""), T("--B\r\n" PART), MULTIPART_LIMIT_PARTS, T("--B--")),
                     OK);
    assert_int_equal(
        parse_repeated(T(""), T("--B\r\n" PART), MULTIPART_LIMIT_PARTS + 1, T("--B--")), TOO_LARGE);
    assert_int_equal(parse_repeated(begin, T("X: y\r\n"), MULTIPART_LIMIT_HEADERS - 1, end), OK);
    assert_int_equal(parse_repeated(begin, T("X: y\r\n"), MULTIPART_LIMIT_HEADERS, end), TOO_LARGE);
    assert_int_equal(parse_repeated(name, T("n"), MULTIPART_LIMIT_NAME_BYTES, name_end), OK);
    assert_int_equal(parse_repeated(name, T("n"), MULTIPART_LIMIT_NAME_BYTES + 1, name_end),
                     TOO_LARGE);
    assert_int_equal(parse_repeated(T("--B\r\nX: "), T("y"), MULTIPART_LIMIT_HEADER_BYTES,
                                    T("\r\n" PART "--B--")),
                     TOO_LARGE);
    assert_int_equal(parse_repeated(begin, T(""), 0, T(PART "--B--")), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_boundary),
        cmocka_unit_test(reads_parts),
        cmocka_unit_test(refuses_what_is_ambiguous),
        cmocka_unit_test(holds_its_ceilings),
    };

    return cmocka_run_group_tests_name("codec/multipart", tests, NULL, NULL);
}
