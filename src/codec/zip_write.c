/* ZIP writing over zlib: as the output is in memory, a local header is put right once the part
   is complete, so no reader has to cope with sizes that follow the data. */
#include "codec/zip_write.h"

#include <assert.h>
#include <zlib.h>

enum {
    LOCAL_SIGNATURE = 0x04034b50,
    CENTRAL_SIGNATURE = 0x02014b50,
    END_SIGNATURE = 0x06054b50,
    LOCAL_CRC_AT = 14, /* in a local header: crc, packed, unpacked */
    VERSION_NEEDED = 20,
    NAME_IS_UTF8 = 1 << 11,
    METHOD_DEFLATE = 8,
    FIRST_DAY = 1 << 5 | 1, /* 1980-01-01 */
    COMPRESSION = 6,
    RAW_WINDOW = -15,
    MEMORY_LEVEL = 8,
    STEP_BYTES = 64 * 1024,
    CENTRAL_ROOM = 16 << 20,
};

struct zip_writer {
    struct arena *arena;
    struct buffer *out;
    struct buffer central;
    z_stream stream;
    struct text name; /* of the open part */
    size_t part_at;   /* of its local header */
    size_t part_start;
    uint64_t unpacked;
    uint32_t crc;
    size_t count;
    bool open, failed;
};

static void append_number(struct buffer *buffer, uint32_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        buffer_append_byte(buffer, (char)(value >> 8 * i & 0xFF));
}

static void put_number(char *at, uint32_t value)
{
    for (size_t i = 0; i < sizeof value; i++)
        at[i] = (char)(value >> 8 * i & 0xFF);
}

static void writer_free(void *subject)
{
    struct zip_writer *writer = subject;

    deflateEnd(&writer->stream);
    buffer_release(&writer->central);
}

struct zip_writer *zip_writer_new(struct arena *arena, struct buffer *buffer)
{
    struct zip_writer *writer = ARENA_NEW(arena, struct zip_writer);

    assert(buffer->limit_bytes < UINT32_MAX);
    writer->arena = arena;
    writer->out = buffer;
    writer->central = buffer_on_heap(CENTRAL_ROOM);
    writer->failed = deflateInit2(&writer->stream, COMPRESSION, Z_DEFLATED, RAW_WINDOW,
                                  MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK;
    arena_defer(arena, writer_free, writer);
    return writer;
}

/* What a local header and a central one have in common, from the version on. */
static void append_common(struct buffer *buffer, struct text name, uint32_t crc, uint32_t packed,
                          uint32_t unpacked)
{
    append_number(buffer, VERSION_NEEDED, 2);
    append_number(buffer, NAME_IS_UTF8, 2);
    append_number(buffer, METHOD_DEFLATE, 2);
    append_number(buffer, 0, 2); /* midnight */
    append_number(buffer, FIRST_DAY, 2);
    append_number(buffer, crc, 4);
    append_number(buffer, packed, 4);
    append_number(buffer, unpacked, 4);
    append_number(buffer, (uint32_t)name.size, 2);
    append_number(buffer, 0, 2); /* no extra field */
}

void zip_begin_part(struct zip_writer *writer, struct text name)
{
    assert(!writer->open && name.size <= UINT16_MAX);
    if (writer->count++ == ZIP_WRITE_LIMIT_PARTS)
        writer->failed = true;
    writer->open = true;
    writer->name = arena_copy(writer->arena, name);
    writer->part_at = writer->out->size;
    writer->unpacked = 0;
    writer->crc = 0;
    append_number(writer->out, LOCAL_SIGNATURE, 4);
    append_common(writer->out, name, 0, 0, 0);
    buffer_append(writer->out, name);
    writer->part_start = writer->out->size;
    if (deflateReset(&writer->stream) != Z_OK)
        writer->failed = true;
}

/* Runs zlib until it has taken everything, or until it is at its end. */
static void run(struct zip_writer *writer, int flush)
{
    z_stream *stream = &writer->stream;
    unsigned char step[STEP_BYTES];
    int result = Z_OK;

    do {
        stream->next_out = step;
        stream->avail_out = sizeof step;
        result = deflate(stream, flush);
        buffer_append(writer->out,
                      (struct text){ (const char *)step, sizeof step - stream->avail_out });
    } while (result == Z_OK && (stream->avail_out == 0 || flush == Z_FINISH));
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
        writer->failed = true;
}

void zip_append(struct zip_writer *writer, struct text bytes)
{
    union {
        const char *at;
        Bytef *in; /* zlib reads only */
    } from;

    assert(writer->open);
    while (bytes.size > 0 && !writer->failed && !writer->out->overflowed) {
        struct text piece = text_slice(bytes, 0, 1 << 30);

        from.at = piece.at;
        writer->stream.next_in = from.in;
        writer->stream.avail_in = (uInt)piece.size;
        writer->crc = (uint32_t)crc32(writer->crc, from.in, (uInt)piece.size);
        writer->unpacked += piece.size;
        run(writer, Z_NO_FLUSH);
        bytes = text_from_offset(bytes, piece.size);
    }
}

static void append_central(struct zip_writer *writer, uint32_t packed)
{
    struct buffer *central = &writer->central;

    append_number(central, CENTRAL_SIGNATURE, 4);
    append_number(central, VERSION_NEEDED, 2);
    append_common(central, writer->name, writer->crc, packed, (uint32_t)writer->unpacked);
    append_number(central, 0, 2); /* no comment */
    append_number(central, 0, 2); /* the only disk */
    append_number(central, 0, 2);
    append_number(central, 0, 4);
    append_number(central, (uint32_t)writer->part_at, 4);
    buffer_append(central, writer->name);
}

void zip_end_part(struct zip_writer *writer)
{
    uint32_t packed;
    char *header;

    assert(writer->open);
    writer->open = false;
    if (!writer->failed)
        run(writer, Z_FINISH);
    if (writer->unpacked >= UINT32_MAX)
        writer->failed = true;
    if (writer->failed || writer->out->overflowed)
        return;
    packed = (uint32_t)(writer->out->size - writer->part_start);
    header = writer->out->at + writer->part_at + LOCAL_CRC_AT;
    put_number(header, writer->crc);
    put_number(header + 4, packed);
    put_number(header + 8, (uint32_t)writer->unpacked);
    append_central(writer, packed);
}

enum status zip_finish(struct zip_writer *writer)
{
    struct buffer *out = writer->out;
    uint32_t start = (uint32_t)out->size;

    assert(!writer->open);
    if (writer->failed || writer->central.overflowed)
        return TOO_LARGE;
    buffer_append(out, buffer_text(&writer->central));
    append_number(out, END_SIGNATURE, 4);
    append_number(out, 0, 4); /* the only disk */
    append_number(out, (uint32_t)writer->count, 2);
    append_number(out, (uint32_t)writer->count, 2);
    append_number(out, (uint32_t)writer->central.size, 4);
    append_number(out, start, 4);
    append_number(out, 0, 2); /* no comment */
    return buffer_status(out);
}
