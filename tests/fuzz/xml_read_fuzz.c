/* XML: the same events, whatever pieces the bytes come in and wherever the reader pauses. The
   first byte is the size of a piece. */
#include "base/buffer.h"
#include "codec/xml_read.h"
#include "fuzz.h"

enum { ROOM = 1 << 20 };

struct reading {
    struct buffer events;
    struct xml_reader *reader;
    struct text rest;
    size_t piece, depth;
    bool pauses;
};

static enum status next_piece(void *from, struct text *ret_chunk, const char **ret_fault)
{
    struct reading *reading = from;

    (void)ret_fault;
    *ret_chunk = text_slice(reading->rest, 0, reading->piece);
    reading->rest = text_from_offset(reading->rest, ret_chunk->size);
    return OK;
}

static void on_begin(void *context, const char *name, struct xml_attributes attributes)
{
    struct reading *reading = context;

    CHECK(++reading->depth <= XML_LIMIT_DEPTH);
    buffer_append(&reading->events, text_from(name));
    buffer_append(&reading->events, xml_attribute(attributes, "r"));
}

static void on_end(void *context, const char *name)
{
    struct reading *reading = context;

    CHECK(reading->depth-- > 0);
    buffer_append(&reading->events, text_from(name));
    if (reading->pauses)
        xml_pause(reading->reader);
}

static void on_characters(void *context, struct text text)
{
    struct reading *reading = context;

    buffer_append(&reading->events, text);
}

static enum status read_all(struct arena *arena, struct reading *reading)
{
    static const struct xml_events events = { on_begin, on_end, on_characters };
    const char *fault = NULL;
    enum status status = OK;

    reading->events = buffer_in(arena, ROOM);
    reading->reader =
        xml_reader_new(arena, &events, reading, (struct xml_source){ next_piece, reading });
    while (status == OK && !xml_is_done(reading->reader))
        status = xml_read(reading->reader, &fault);
    CHECK(status == OK || fault);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct reading whole = { .piece = SIZE_MAX };
    struct reading pieces = { .pauses = true };
    enum status status;

    if (size == 0)
        return 0;
    whole.rest = pieces.rest = fuzz_text(at + 1, size - 1);
    pieces.piece = (size_t)at[0] + 1;
    status = read_all(&arena, &whole);
    CHECK(read_all(&arena, &pieces) == status);
    CHECK(status != OK || text_equal(buffer_text(&whole.events), buffer_text(&pieces.events)));
    arena_release(&arena);
    return 0;
}
