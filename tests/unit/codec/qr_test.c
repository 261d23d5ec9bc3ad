/* codec/qr.h: size, limits, and that the picture can stand in a data: address as it is. */
#include "codec/qr.h"

#include "text_check.h"

static void a_text_becomes_a_picture(void **state)
{
    struct arena arena = { 0 };
    struct text svg, other;

    (void)state;
    assert_int_equal(qr_to_svg(&arena, T("A"), &svg), OK);
    /* version 1: 21 modules, the quiet zone, and the top left finder pattern */
    assert_true(
        text_starts_with(svg, T("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 29 29'")));
    assert_true(text_find(svg, T("M4 4h7v1h-7z")) < svg.size);
    assert_int_equal(text_find_byte(svg, '#'), svg.size);
    assert_int_equal(text_find_byte(svg, '%'), svg.size);
    assert_int_equal(qr_to_svg(&arena, T("B"), &other), OK);
    assert_false(text_equal(svg, other));
    arena_release(&arena);
}

static void limits_hold_at_their_edge(void **state)
{
    static char bytes[QR_LIMIT_BYTES + 1];
    struct arena arena = { 0 };
    struct text svg = T("untouched");

    (void)state;
    memset(bytes, 'x', sizeof bytes);
    assert_int_equal(qr_to_svg(&arena, T(""), &svg), INVALID);
    assert_int_equal(qr_to_svg(&arena, (struct text){ bytes, QR_LIMIT_BYTES + 1 }, &svg),
                     TOO_LARGE);
    assert_text(svg, T("untouched"));
    assert_int_equal(qr_to_svg(&arena, (struct text){ bytes, QR_LIMIT_BYTES }, &svg), OK);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_becomes_a_picture),
        cmocka_unit_test(limits_hold_at_their_edge),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
