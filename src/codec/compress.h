/* Compress: gzip and brotli, piece by piece: bytes in, bytes out. */
#ifndef CODEC_COMPRESS_H
#define CODEC_COMPRESS_H

#include "base/buffer.h"

enum compress_coding { COMPRESS_NONE, COMPRESS_GZIP, COMPRESS_BROTLI };

/* How hard is tried. 1 MB of rows: brotli 3 takes 7.5 ms to 17 %, gzip 3 as long to 20 %; the next
   levels take twice that for one part in a hundred. */
enum { COMPRESS_GZIP_LEVEL = 3, COMPRESS_BROTLI_LEVEL = 3, COMPRESS_BROTLI_WINDOW = 20 };

struct compressor;

struct compressor *compressor_new(enum compress_coding coding);
void compressor_free(struct compressor *compressor);
/* Appends what is ready of the compressed bytes. After the last piece it is complete. FAILED when
   the library gives up; what a full buffer drops shows in buffer_status. */
enum status MUST_CHECK compressor_add(struct compressor *compressor, struct text piece,
                                      bool is_last, struct buffer *out);

#endif
