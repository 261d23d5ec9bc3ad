/* XML reading: events, pausing after each element whatever the pieces are, and what is refused. */
#include "base/buffer.h"
#include "codec/xml_read.h"
#include "text_check.h"

enum { ROOM = 1 << 16 };

/* Gives the text in pieces of one size. */
struct pieces {
    struct text rest;
    size_t size;
};

static enum status next_piece(void *from, struct text *ret_chunk, const char **ret_fault)
{
    struct pieces *pieces = from;

    (void)ret_fault;
    *ret_chunk = text_slice(pieces->rest, 0, pieces->size);
    pieces->rest = text_from_offset(pieces->rest, ret_chunk->size);
    return OK;
}

static enum status broken_source(void *from, struct text *ret_chunk, const char **ret_fault)
{
    (void)from, (void)ret_chunk;
    *ret_fault = "the source is broken";
    return FAILED;
}

/* Events as text: <name k=v>, text, </name>. */
struct record {
    struct buffer buffer;
    struct xml_reader *reader;
    bool pauses;
};

static void on_begin(void *context, const char *name, struct xml_attributes attributes)
{
    struct record *record = context;
    struct text id = xml_attribute(attributes, "id");

    buffer_print(&record->buffer, "<%s", name);
    if (id.at)
        buffer_print(&record->buffer, " %.*s", TEXT_ARG(id));
    buffer_append_byte(&record->buffer, '>');
}

static void on_end(void *context, const char *name)
{
    struct record *record = context;

    buffer_print(&record->buffer, "</%s>", name);
    if (record->pauses)
        xml_pause(record->reader);
    if (strcmp(name, "fail") == 0)
        xml_fail(record->reader, CONFLICT, "an event failed");
}

static void on_characters(void *context, struct text text)
{
    struct record *record = context;

    buffer_append(&record->buffer, text);
}

static const struct xml_events events = { on_begin, on_end, on_characters };

/* Reads all of it and counts the pauses. */
static enum status read_record(struct arena *arena, struct text xml, size_t piece,
                               struct record *record, size_t *ret_pauses, const char **ret_fault)
{
    struct pieces pieces = { xml, piece };
    enum status status = OK;

    record->buffer = buffer_in(arena, ROOM);
    record->reader =
        xml_reader_new(arena, &events, record, (struct xml_source){ next_piece, &pieces });
    for (*ret_pauses = 0;; (*ret_pauses)++) {
        status = xml_read(record->reader, ret_fault);
        if (status != OK || xml_is_done(record->reader))
            return status;
    }
}

static void reads_and_pauses(void **state)
{
    struct text xml = T("<?xml version=\"1.0\"?><a xmlns=\"u:1\" xmlns:r=\"u:2\">"
                        "<!-- no --><r:b r:id=\"1&amp;2\">x&lt;&#x4e2d;<![CDATA[<y>]]></r:b>"
                        "<c/><c id=\"\"/>z</a>\n");
    struct text wanted = T("<a><b 1&2>x<\u4e2d<y></b><c></c><c ></c>z</a>");

    (void)state;
    for (size_t i = 0; i < 2 * xml.size; i++) {
        struct arena arena = { 0 };
        struct record record = { .pauses = i % 2 };
        const char *fault = NULL;
        size_t pauses;

        assert_int_equal(read_record(&arena, xml, i / 2 + 1, &record, &pauses, &fault), OK);
        assert_text(buffer_text(&record.buffer), wanted);
        assert_int_equal(pauses, record.pauses ? 4 : 0);
        assert_null(fault);
        assert_int_equal(xml_read(record.reader, &fault), OK);
        arena_release(&arena);
    }
}

struct refusal {
    struct text xml;
    enum status status;
};

static const struct refusal refusals[] = {
    { T_INIT(""), INVALID },
    { T_INIT("a,b"), INVALID },
    { T_INIT("<a>"), INVALID },
    { T_INIT("<a></b>"), INVALID },
    { T_INIT("<a/><b/>"), INVALID },
    { T_INIT("<a>&nbsp;</a>"), INVALID },
    { T_INIT("<a>\xFF</a>"), INVALID },
    { T_INIT("<a>&#0;</a>"), INVALID },
    { T_INIT("<x:a/>"), INVALID },
    { T_INIT("<!DOCTYPE a><a/>"), INVALID },
    { T_INIT("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"), INVALID },
    { T_INIT("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"), INVALID },
    { T_INIT("<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://x\"> %x;]><a/>"), INVALID },
    { T_INIT("<?xml version=\"1.0\" encoding=\"UTF-7\"?><a/>"), INVALID },
    { T_INIT("<a><fail/><b/></a>"), CONFLICT },
};

static void refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        struct arena arena = { 0 };
        struct record record = { 0 };
        const char *fault = NULL, *again = NULL;
        size_t pauses;

        assert_int_equal(read_record(&arena, refusals[i].xml, 7, &record, &pauses, &fault),
                         refusals[i].status);
        assert_non_null(fault);
        assert_int_equal(xml_read(record.reader, &again), refusals[i].status);
        assert_ptr_equal(again, fault);
        arena_release(&arena);
    }
}

static void hands_on_what_the_source_says(void **state)
{
    struct arena arena = { 0 };
    struct xml_reader *reader =
        xml_reader_new(&arena, &events, NULL, (struct xml_source){ broken_source, NULL });
    const char *fault = NULL;

    (void)state;
    assert_int_equal(xml_read(reader, &fault), FAILED);
    assert_string_equal(fault, "the source is broken");
    arena_release(&arena);
}

static enum status read_nested(size_t depth)
{
    struct arena arena = { 0 };
    struct buffer xml = buffer_in(&arena, ROOM);
    struct record record = { 0 };
    const char *fault;
    size_t pauses;
    enum status status;

    for (size_t i = 0; i < depth; i++)
        buffer_append(&xml, T("<a>"));
    for (size_t i = 0; i < depth; i++)
        buffer_append(&xml, T("</a>"));
    status = read_record(&arena, buffer_text(&xml), 64, &record, &pauses, &fault);
    arena_release(&arena);
    return status;
}

static enum status read_long_token(size_t size)
{
    struct arena arena = { 0 };
    struct buffer xml = buffer_in(&arena, 8 << 20);
    struct record record = { 0 };
    const char *fault;
    size_t pauses;
    enum status status;

    buffer_append(&xml, T("<a b=\""));
    for (size_t i = 0; i < size; i += 8)
        buffer_append(&xml, T("12345678"));
    buffer_append(&xml, T("\"/>"));
    status = read_record(&arena, buffer_text(&xml), 1 << 16, &record, &pauses, &fault);
    arena_release(&arena);
    return status;
}

static void holds_its_ceilings(void **state)
{
    (void)state;
    assert_int_equal(read_nested(XML_LIMIT_DEPTH), OK);
    assert_int_equal(read_nested(XML_LIMIT_DEPTH + 1), TOO_LARGE);
    assert_int_equal(read_long_token(XML_LIMIT_TOKEN), OK);
    assert_int_equal(read_long_token(2 * XML_LIMIT_TOKEN), TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_pauses),
        cmocka_unit_test(refuses),
        cmocka_unit_test(hands_on_what_the_source_says),
        cmocka_unit_test(holds_its_ceilings),
    };

    return cmocka_run_group_tests_name("codec/xml_read", tests, NULL, NULL);
}
