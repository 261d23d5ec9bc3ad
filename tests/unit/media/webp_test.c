/* WebP: only the picture stays. */
#include "media/webp.h"

#include "base/buffer.h"
#include "text_check.h"

#include <stdlib.h>

#define RIFF(size, rest) "RIFF" size "\0\0\0WEBP" rest
#define PICTURE          "VP8 \3\0\0\0abc\0"
#define ALPHA            "ALPH\1\0\0\0a\0"
#define EXTENDED         "VP8X\x0a\0\0\0\x1c\0\0\0\1\0\0\1\0\0"
#define EXTENDED_ALPHA   "VP8X\x0a\0\0\0\x10\0\0\0\1\0\0\1\0\0"
#define EXIF             "EXIF\4\0\0\0here"
#define XMP              "XMP \5\0\0\0there\0"

static void only_the_picture_stays(void **state)
{
    static const struct {
        struct text before, after; /* no `after`: refused */
    } cases[] = {
        { T_INIT(RIFF("\x10", PICTURE)), T_INIT(RIFF("\x10", PICTURE)) },
        { T_INIT(RIFF("?", EXTENDED PICTURE EXIF XMP)), T_INIT(RIFF("\x10", PICTURE)) },
        { T_INIT(RIFF("?", EXIF PICTURE)), T_INIT(RIFF("\x10", PICTURE)) },
        { T_INIT(RIFF("?", EXTENDED ALPHA PICTURE EXIF)),
          T_INIT(RIFF("\x2c", EXTENDED_ALPHA ALPHA PICTURE)) },
        { T_INIT(RIFF("?", "VP8L\2\0\0\0xy" EXIF)), T_INIT(RIFF("\x0e", "VP8L\2\0\0\0xy")) },
        { T_INIT(RIFF("?", PICTURE PICTURE)), { 0 } },
        { T_INIT(RIFF("?", EXIF)), { 0 } },
        { T_INIT(RIFF("?", PICTURE "EXIF\xff\xff\xff\xff")), { 0 } },
        { T_INIT(RIFF("?", PICTURE "EXI")), { 0 } },
        { T_INIT("RIFF\4\0\0\0WAVE" PICTURE), { 0 } },
        { T_INIT("RIFF"), { 0 } },
        { T_INIT(""), { 0 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t size = cases[i].before.size;
        char *bytes = memory_alloc(size + 1);

        memcpy(bytes, cases[i].before.at, size);
        assert_int_equal(webp_strip(bytes, &size), cases[i].after.at != NULL);
        if (cases[i].after.at) {
            assert_int_equal(size, cases[i].after.size);
            assert_memory_equal(bytes, cases[i].after.at, size);
        }
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(only_the_picture_stays) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
