/* Compress: what comes out is what the usual tools take apart again, however it was cut. */
#include "codec/compress.h"
#include "text_check.h"

#include <brotli/decode.h>
#include <stdlib.h>
#include <zlib.h>

enum { LARGEST = 3 << 20 };

static void inflate_gzip(struct text bytes, struct buffer *out)
{
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)bytes.at, .avail_in = (uInt)bytes.size };
    unsigned char piece[10000];
    int result = Z_OK;

    assert_int_equal(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
    while (result == Z_OK) {
        stream.next_out = piece;
        stream.avail_out = sizeof piece;
        result = inflate(&stream, Z_NO_FLUSH);
        buffer_append(out, (struct text){ (const char *)piece, sizeof piece - stream.avail_out });
    }
    assert_int_equal(result, Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    inflateEnd(&stream);
}

static void inflate_brotli(struct text bytes, struct buffer *out)
{
    size_t size = LARGEST;
    char *at = buffer_room(out, LARGEST);

    assert_int_equal(
        BrotliDecoderDecompress(bytes.size, (const uint8_t *)bytes.at, &size, (uint8_t *)at),
        BROTLI_DECODER_RESULT_SUCCESS);
    buffer_advance(out, size);
}

static void check(enum compress_coding coding, struct text body, size_t piece_bytes)
{
    struct compressor *compressor = compressor_new(coding);
    struct buffer compressed = buffer_on_heap(LARGEST), again = buffer_on_heap(LARGEST);
    struct text rest = body;

    do {
        struct text piece = text_slice(rest, 0, piece_bytes);

        rest = text_from_offset(rest, piece.size);
        assert_int_equal(compressor_add(compressor, piece, rest.size == 0, &compressed), OK);
    } while (rest.size > 0);
    compressor_free(compressor);
    assert_int_equal(buffer_status(&compressed), OK);
    if (coding == COMPRESS_GZIP)
        inflate_gzip(buffer_text(&compressed), &again);
    else
        inflate_brotli(buffer_text(&compressed), &again);
    assert_text(buffer_text(&again), body);
    buffer_release(&compressed);
    buffer_release(&again);
}

static void gives_back_what_went_in(void **state)
{
    struct buffer rows = buffer_on_heap(LARGEST), noise = buffer_on_heap(LARGEST);
    uint32_t random = 1;

    (void)state;
    for (int i = 0; rows.size < 1000000; i++)
        buffer_print(&rows, "{\"id\":%d,\"brand\":\"brand %d\",\"price\":%d},", i, i % 17, i * 37);
    while (noise.size < 300000) {
        random = random * 1664525 + 1013904223;
        buffer_append_byte(&noise, (char)(random >> 24));
    }
    for (enum compress_coding coding = COMPRESS_GZIP; coding <= COMPRESS_BROTLI; coding++) {
        check(coding, T(""), 1);
        check(coding, T("x"), 1);
        check(coding, T("a short text"), 1);
        check(coding, buffer_text(&rows), 1 << 18);
        check(coding, buffer_text(&rows), 997);
        check(coding, buffer_text(&noise), 1 << 18);
    }
    buffer_release(&rows);
    buffer_release(&noise);
}

static void tells_when_there_is_no_room(void **state)
{
    (void)state;
    for (enum compress_coding coding = COMPRESS_GZIP; coding <= COMPRESS_BROTLI; coding++) {
        struct compressor *compressor = compressor_new(coding);
        struct buffer small = buffer_on_heap(4);

        assert_int_equal(compressor_add(compressor, T("more than four bytes"), true, &small), OK);
        assert_int_equal(buffer_status(&small), TOO_LARGE);
        compressor_free(compressor);
        buffer_release(&small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_back_what_went_in),
        cmocka_unit_test(tells_when_there_is_no_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
