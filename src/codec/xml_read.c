/* XML reading over expat. */
#include "codec/xml_read.h"

#include <expat.h>
#include <limits.h>

enum { FEED_BYTES = 64 * 1024 };

static const XML_Char separator = '|';
static const char no_memory[] = "no memory to read the file";

struct xml_reader {
    XML_Parser parser;
    const struct xml_events *events;
    void *context;
    struct xml_source source;
    struct text chunk; /* what expat did not get yet */
    size_t depth;
    uint64_t fed; /* bytes */
    bool done;
    enum status failed;
    const char *fault;
};

static const char *local_name(const char *name)
{
    const char *behind = strrchr(name, separator);

    return behind ? behind + 1 : name;
}

void xml_pause(struct xml_reader *reader)
{
    XML_StopParser(reader->parser, XML_TRUE);
}

void xml_fail(struct xml_reader *reader, enum status status, const char *fault)
{
    if (reader->failed != OK)
        return;
    reader->failed = status;
    reader->fault = fault;
    XML_StopParser(reader->parser, XML_FALSE);
}

static void on_begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct xml_reader *reader = context;

    if (++reader->depth > XML_LIMIT_DEPTH)
        xml_fail(reader, TOO_LARGE, "the file is nested too deeply");
    else if (reader->failed == OK && reader->events->begin)
        reader->events->begin(reader->context, local_name(name),
                              (struct xml_attributes){ (const char *const *)attributes });
}

static void on_end(void *context, const XML_Char *name)
{
    struct xml_reader *reader = context;

    reader->depth--;
    if (reader->failed == OK && reader->events->end)
        reader->events->end(reader->context, local_name(name));
}

static void on_characters(void *context, const XML_Char *at, int size)
{
    struct xml_reader *reader = context;

    if (reader->failed == OK && reader->events->characters)
        reader->events->characters(reader->context, (struct text){ at, (size_t)size });
}

static void on_doctype(void *context, const XML_Char *name, const XML_Char *system_id,
                       const XML_Char *public_id, int has_internal_subset)
{
    (void)name, (void)system_id, (void)public_id, (void)has_internal_subset;
    xml_fail(context, INVALID, "the file declares a document type");
}

static void on_entity(void *context, const XML_Char *name, int is_parameter, const XML_Char *value,
                      int value_length, const XML_Char *base, const XML_Char *system_id,
                      const XML_Char *public_id, const XML_Char *notation)
{
    (void)name, (void)is_parameter, (void)value, (void)value_length, (void)base;
    (void)system_id, (void)public_id, (void)notation;
    xml_fail(context, INVALID, "the file declares an entity");
}

static void reader_free(void *subject)
{
    struct xml_reader *reader = subject;

    XML_ParserFree(reader->parser);
}

struct xml_reader *xml_reader_new(struct arena *arena, const struct xml_events *events,
                                  void *context, struct xml_source source)
{
    struct xml_reader *reader = ARENA_NEW(arena, struct xml_reader);

    *reader = (struct xml_reader){ .events = events, .context = context, .source = source };
    reader->parser = XML_ParserCreateNS(NULL, separator);
    if (!reader->parser) {
        reader->failed = FAILED;
        reader->fault = no_memory;
        return reader;
    }
    arena_defer(arena, reader_free, reader);
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, on_begin, on_end);
    XML_SetCharacterDataHandler(reader->parser, on_characters);
    XML_SetStartDoctypeDeclHandler(reader->parser, on_doctype);
    XML_SetEntityDeclHandler(reader->parser, on_entity);
    return reader;
}

static enum status next_chunk(struct xml_reader *reader)
{
    const char *fault = NULL;
    enum status status = OK;

    if (reader->chunk.size == 0)
        status = reader->source.next(reader->source.from, &reader->chunk, &fault);
    if (status != OK) {
        reader->failed = status;
        reader->fault = fault;
    }
    return status;
}

/* Resumes, or feeds expat one more piece. */
static enum XML_Status step(struct xml_reader *reader)
{
    XML_ParsingStatus at;
    struct text piece;
    enum XML_Status result;

    XML_GetParsingStatus(reader->parser, &at);
    if (at.parsing == XML_SUSPENDED)
        return XML_ResumeParser(reader->parser);
    if (next_chunk(reader) != OK)
        return XML_STATUS_ERROR;
    piece = text_slice(reader->chunk, 0, FEED_BYTES);
    reader->chunk = text_from_offset(reader->chunk, piece.size);
    reader->fed += piece.size;
    result = XML_Parse(reader->parser, piece.at, (int)piece.size, piece.size == 0);
    return result;
}

/* A token that does not end is kept by expat, and read again with every piece. */
static bool token_is_too_long(const struct xml_reader *reader)
{
    XML_Index at = XML_GetCurrentByteIndex(reader->parser);

    return at >= 0 && reader->fed > (uint64_t)at + XML_LIMIT_TOKEN + FEED_BYTES;
}

enum status xml_read(struct xml_reader *reader, const char **ret_fault)
{
    while (reader->failed == OK && !reader->done) {
        enum XML_Status result = step(reader);
        XML_ParsingStatus at;

        XML_GetParsingStatus(reader->parser, &at);
        reader->done = result == XML_STATUS_OK && at.parsing == XML_FINISHED;
        if (reader->failed != OK)
            break;
        if (result == XML_STATUS_ERROR && XML_GetErrorCode(reader->parser) == XML_ERROR_NO_MEMORY)
            xml_fail(reader, FAILED, no_memory);
        else if (result == XML_STATUS_ERROR)
            xml_fail(reader, INVALID, "the file is not well-formed XML inside");
        else if (result == XML_STATUS_SUSPENDED)
            return OK;
        else if (!reader->done && token_is_too_long(reader))
            xml_fail(reader, TOO_LARGE, "the file has a part that is too long");
    }
    if (reader->failed != OK)
        *ret_fault = reader->fault;
    return reader->failed;
}

bool xml_is_done(const struct xml_reader *reader)
{
    return reader->done;
}

struct text xml_attribute(struct xml_attributes attributes, const char *name)
{
    for (const char *const *pair = attributes.list; *pair; pair += 2)
        if (strcmp(local_name(pair[0]), name) == 0)
            return text_from(pair[1]);
    return (struct text){ 0 };
}
