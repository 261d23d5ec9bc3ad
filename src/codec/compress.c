/* Compress: zlib's deflate in a gzip frame, and brotli's encoder. */
#define ZLIB_CONST
#include "codec/compress.h"

#include "base/arena.h"

#include <brotli/encode.h>
#include <stdlib.h>
#include <zlib.h>

enum { OUT_BYTES = 16 << 10, GZIP_FRAME = 16, GZIP_MEMORY = 8 };

struct compressor {
    enum compress_coding coding;
    z_stream gzip;
    BrotliEncoderState *brotli;
};

struct compressor *compressor_new(enum compress_coding coding)
{
    struct compressor *compressor = memory_alloc(sizeof *compressor);
    bool is_made;

    *compressor = (struct compressor){ .coding = coding };
    if (coding == COMPRESS_GZIP) {
        is_made = deflateInit2(&compressor->gzip, COMPRESS_GZIP_LEVEL, Z_DEFLATED,
                               MAX_WBITS + GZIP_FRAME, GZIP_MEMORY, Z_DEFAULT_STRATEGY) == Z_OK;
    } else {
        compressor->brotli = BrotliEncoderCreateInstance(NULL, NULL, NULL);
        is_made = compressor->brotli &&
                  BrotliEncoderSetParameter(compressor->brotli, BROTLI_PARAM_QUALITY,
                                            COMPRESS_BROTLI_LEVEL) &&
                  BrotliEncoderSetParameter(compressor->brotli, BROTLI_PARAM_LGWIN,
                                            COMPRESS_BROTLI_WINDOW);
    }
    memory_must(is_made);
    return compressor;
}

void compressor_free(struct compressor *compressor)
{
    if (!compressor)
        return;
    if (compressor->coding == COMPRESS_GZIP)
        deflateEnd(&compressor->gzip);
    else
        BrotliEncoderDestroyInstance(compressor->brotli);
    free(compressor);
}

static enum status add_gzip(z_stream *stream, struct text piece, bool is_last, struct buffer *out)
{
    unsigned char bytes[OUT_BYTES];
    int result;

    stream->next_in = (const Bytef *)piece.at;
    stream->avail_in = (uInt)piece.size;
    do {
        stream->next_out = bytes;
        stream->avail_out = sizeof bytes;
        result = deflate(stream, is_last ? Z_FINISH : Z_NO_FLUSH);
        if (result == Z_STREAM_ERROR)
            return FAILED;
        buffer_append(out, (struct text){ (const char *)bytes, sizeof bytes - stream->avail_out });
    } while (stream->avail_out == 0);
    return OK;
}

static enum status add_brotli(BrotliEncoderState *state, struct text piece, bool is_last,
                              struct buffer *out)
{
    const uint8_t *in = (const uint8_t *)piece.at;
    size_t in_size = piece.size;
    BrotliEncoderOperation operation = is_last ? BROTLI_OPERATION_FINISH : BROTLI_OPERATION_PROCESS;

    do {
        size_t none = 0, size = 0;
        const uint8_t *at;

        if (!BrotliEncoderCompressStream(state, operation, &in_size, &in, &none, NULL, NULL))
            return FAILED;
        while ((at = BrotliEncoderTakeOutput(state, &size)) && size > 0) {
            buffer_append(out, (struct text){ (const char *)at, size });
            size = 0;
        }
    } while (in_size > 0 || (is_last && !BrotliEncoderIsFinished(state)));
    return OK;
}

enum status compressor_add(struct compressor *compressor, struct text piece, bool is_last,
                           struct buffer *out)
{
    if (compressor->coding == COMPRESS_GZIP)
        return add_gzip(&compressor->gzip, piece, is_last, out);
    return add_brotli(compressor->brotli, piece, is_last, out);
}
