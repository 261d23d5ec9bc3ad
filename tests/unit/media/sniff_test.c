/* Sniff: kinds by their first bytes. */
#include "media/sniff.h"

#include "text_check.h"

static void kinds_are_told_by_their_bytes(void **state)
{
    static const struct {
        struct text head;
        enum media_kind kind;
    } cases[] = {
        { T_INIT("\xFF\xD8\xFF\xE0\0\x10JFIF"), MEDIA_JPEG },
        { T_INIT("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), MEDIA_PNG },
        { T_INIT("GIF89a\1\0\1\0"), MEDIA_GIF },
        { T_INIT("GIF87a"), MEDIA_GIF },
        { T_INIT("RIFF\x24\0\0\0WEBPVP8 "), MEDIA_WEBP },
        { T_INIT("\0\0\0\x18"
                 "ftypheic\0\0\0\0"),
          MEDIA_HEIC },
        { T_INIT("\0\0\0\x18"
                 "ftypmif1\0\0\0\0"),
          MEDIA_HEIC },
        { T_INIT("\0\0\0\x18"
                 "ftypisom\0\0\0\0"),
          MEDIA_UNKNOWN }, /* a film */
        { T_INIT("RIFF\x24\0\0\0WAVEfmt "), MEDIA_UNKNOWN },
        { T_INIT("<svg xmlns=\"http://www.w3.org/2000/svg\">"), MEDIA_UNKNOWN },
        { T_INIT("%PDF-1.7\n"), MEDIA_UNKNOWN },
        { T_INIT("%!PS-Adobe-3.0"), MEDIA_UNKNOWN },
        { T_INIT("II*\0"), MEDIA_UNKNOWN },
        { T_INIT("push graphic-context"), MEDIA_UNKNOWN },
        { T_INIT("\x89PNG\r\n\x1A"), MEDIA_UNKNOWN },
        { T_INIT("RIFF"), MEDIA_UNKNOWN },
        { T_INIT("\xFF\xD8"), MEDIA_UNKNOWN },
        { T_INIT(""), MEDIA_UNKNOWN },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(media_sniff(cases[i].head), cases[i].kind);
}

static void every_kind_has_a_type(void **state)
{
    (void)state;
    assert_null(media_type_of(MEDIA_UNKNOWN));
    for (int kind = MEDIA_UNKNOWN + 1; kind < MEDIA_KIND_COUNT; kind++)
        assert_non_null(media_type_of((enum media_kind)kind));
    assert_null(media_type_of(MEDIA_KIND_COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_told_by_their_bytes),
        cmocka_unit_test(every_kind_has_a_type),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
