/* JSON writing. Most bytes of most rows need no escape, so the writer looks at eight bytes at a
   time and copies whole runs; only what stands out goes through the slow path. */
#include "codec/json_write.h"

#include "codec/json_read.h"
#include "codec/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_TEXT_SIZE = 32 };

#define EACH_BYTE(byte) (0x0101010101010101u * (byte))

/* Bytes that end a run: controls, quote, backslash and everything beyond ASCII. */
static bool is_special(unsigned char byte)
{
    return byte < 0x20 || byte == '"' || byte == '\\' || byte >= 0x80;
}

/* A high bit is set for every byte of `word` that is zero; a byte above a zero one may be
   reported too, which only costs a slower look. */
static uint64_t zero_bytes(uint64_t word)
{
    return (word - EACH_BYTE(0x01)) & ~word & EACH_BYTE(0x80);
}

static bool has_special(uint64_t word)
{
    uint64_t control = (word - EACH_BYTE(0x20)) & ~word & EACH_BYTE(0x80);
    uint64_t beyond = word & EACH_BYTE(0x80);

    return (control | beyond | zero_bytes(word ^ EACH_BYTE('"')) |
            zero_bytes(word ^ EACH_BYTE('\\'))) != 0;
}

/* buffer_room without the call when there is room, which is nearly always. */
static inline char *room_for(struct buffer *buffer, size_t size)
{
    if (!buffer->overflowed && buffer->capacity - buffer->size >= size &&
        buffer->limit_bytes - buffer->size >= size)
        return buffer->at + buffer->size;
    return buffer_room(buffer, size);
}

/* The comma that may be due and `piece`, at once. */
static inline void append_after_comma(struct json_writer *writer, struct text piece)
{
    char *room;

    assert(piece.size > 0);
    room = room_for(writer->buffer, piece.size + writer->comma);
    if (!room)
        return;
    *room = ',';
    memcpy(room + writer->comma, piece.at, piece.size);
    writer->buffer->size += piece.size + writer->comma;
}

static size_t plain_run(const char *at, size_t size)
{
    size_t run = 0;
    uint64_t word;

    while (size - run >= sizeof word) {
        memcpy(&word, at + run, sizeof word);
        if (has_special(word))
            break;
        run += sizeof word;
    }
    while (run < size && !is_special((unsigned char)at[run]))
        run++;
    return run;
}

static void append_escape(struct buffer *buffer, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    static const char letters[256] = {
        ['"'] = '"',  ['\\'] = '\\', ['\n'] = 'n', ['\r'] = 'r',
        ['\t'] = 't', ['\b'] = 'b',  ['\f'] = 'f',
    };

    if (letters[byte])
        buffer_append(buffer, (struct text){ (const char[]){ '\\', letters[byte] }, 2 });
    else
        buffer_append(buffer, (struct text){ (const char[]){ '\\', 'u', '0', '0', digits[byte >> 4],
                                                             digits[byte & 15] },
                                             6 });
}

static void append_from_special(struct buffer *buffer, struct text text)
{
    size_t at = 0, start = 0, run;

    while (at < text.size) {
        at += plain_run(text.at + at, text.size - at);
        run = utf8_multibyte_run(text.at + at, text.size - at);
        at += run;
        if (run > 0 || at == text.size)
            continue;
        buffer_append(buffer, text_slice(text, start, at - start));
        if ((unsigned char)text.at[at] >= 0x80)
            buffer_append(buffer, T("\xEF\xBF\xBD"));
        else
            append_escape(buffer, (unsigned char)text.at[at]);
        start = ++at;
    }
    buffer_append(buffer, text_slice(text, start, at - start));
}

static void append_quoted(struct buffer *buffer, struct text text, bool comma)
{
    size_t plain = plain_run(text.at, text.size);
    bool all = plain == text.size;
    char *room = room_for(buffer, plain + 1 + comma + all);
    size_t at = 0;

    if (!room)
        return;
    if (comma)
        room[at++] = ',';
    room[at++] = '"';
    if (plain > 0)
        memcpy(room + at, text.at, plain);
    at += plain;
    if (all) {
        room[at++] = '"';
        buffer_advance(buffer, at);
        return;
    }
    buffer_advance(buffer, at);
    append_from_special(buffer, text_from_offset(text, plain));
    buffer_append_byte(buffer, '"');
}

struct json_writer json_writer_to(struct buffer *buffer)
{
    return (struct json_writer){ .buffer = buffer };
}

static void begin(struct json_writer *writer, struct text with_comma)
{
    buffer_append(writer->buffer, text_from_offset(with_comma, writer->comma ? 0 : 1));
    writer->comma = false;
    writer->depth++;
}

static void end(struct json_writer *writer, struct text bracket)
{
    assert(writer->depth > 0);
    buffer_append(writer->buffer, bracket);
    writer->comma = true;
    writer->depth--;
}

void json_begin_object(struct json_writer *writer)
{
    begin(writer, T(",{"));
}

void json_end_object(struct json_writer *writer)
{
    end(writer, T("}"));
}

void json_begin_array(struct json_writer *writer)
{
    begin(writer, T(",["));
}

void json_end_array(struct json_writer *writer)
{
    end(writer, T("]"));
}

void json_write_key(struct json_writer *writer, struct text name)
{
    append_quoted(writer->buffer, name, writer->comma);
    buffer_append_byte(writer->buffer, ':');
    writer->comma = false;
}

void json_write_text(struct json_writer *writer, struct text value)
{
    append_quoted(writer->buffer, value, writer->comma);
    writer->comma = true;
}

void json_write_raw(struct json_writer *writer, struct text json)
{
    append_after_comma(writer, json);
    writer->comma = true;
}

/* The digits of a number, ending before `end`, two at a time. Returns where they begin. */
static char *digits_before(char *end, uint64_t number)
{
    static const char pairs[] = "0001020304050607080910111213141516171819"
                                "2021222324252627282930313233343536373839"
                                "4041424344454647484950515253545556575859"
                                "6061626364656667686970717273747576777879"
                                "8081828384858687888990919293949596979899";

    for (; number >= 10; number /= 100) {
        end -= 2;
        memcpy(end, pairs + number % 100 * 2, 2);
    }
    if (number > 0)
        *--end = (char)('0' + number);
    return end;
}

void json_write_integer(struct json_writer *writer, int64_t value)
{
    char digits[NUMBER_TEXT_SIZE], *end = digits + sizeof digits, *at;

    at = digits_before(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
    if (at == end)
        *--at = '0';
    if (value < 0)
        *--at = '-';
    json_write_raw(writer, (struct text){ at, (size_t)(end - at) });
}

void json_write_boolean(struct json_writer *writer, bool value)
{
    json_write_raw(writer, value ? T("true") : T("false"));
}

void json_write_null(struct json_writer *writer)
{
    json_write_raw(writer, T("null"));
}

/* A number of at most three decimals and 15 digits is exactly n/1000, and that quotient is the
   double nearest to its decimal, so n can be written as it stands. */
static bool real_is_thousandths(double value, int64_t *ret_thousandths)
{
    double scaled = value * 1000;

    if (!(fabs(scaled) < 1e15))
        return false;
    *ret_thousandths = llrint(scaled);
    return (double)*ret_thousandths / 1000 == value;
}

static void write_thousandths(struct json_writer *writer, int64_t thousandths)
{
    char digits[NUMBER_TEXT_SIZE], *end = digits + sizeof digits, *at;
    uint64_t number = (uint64_t)llabs(thousandths), part = number % 1000;

    at = end - 3;
    at[0] = (char)('0' + part / 100);
    at[1] = (char)('0' + part / 10 % 10);
    at[2] = (char)('0' + part % 10);
    while (end > at && end[-1] == '0')
        end--;
    *--at = '.';
    if (end == at + 1)
        end = at;
    at = digits_before(at, number / 1000);
    if (number < 1000)
        *--at = '0';
    if (thousandths < 0)
        *--at = '-';
    json_write_raw(writer, (struct text){ at, (size_t)(end - at) });
}

static size_t print_shortest(char *at, double value)
{
    int size = 0;

    for (int digits = 15; digits <= 17; digits++) {
        size = snprintf(at, NUMBER_TEXT_SIZE, "%.*g", digits, value);
        if (strtod(at, NULL) == value)
            break;
    }
    return (size_t)size;
}

void json_write_real(struct json_writer *writer, double value)
{
    char digits[NUMBER_TEXT_SIZE];
    int64_t thousandths;

    if (!isfinite(value))
        json_write_null(writer);
    else if (real_is_thousandths(value, &thousandths))
        write_thousandths(writer, thousandths);
    else
        json_write_raw(writer, (struct text){ digits, print_shortest(digits, value) });
}

static void write_array(struct json_writer *writer, const struct json *array)
{
    json_begin_array(writer);
    for (size_t i = 0; i < json_count(array); i++)
        json_write_value(writer, json_at(array, i));
    json_end_array(writer);
}

static void write_object(struct json_writer *writer, const struct json *object)
{
    struct json_members members = { .object = object };

    json_begin_object(writer);
    while (json_next_member(&members)) {
        json_write_key(writer, members.name);
        json_write_value(writer, members.value);
    }
    json_end_object(writer);
}

void json_write_value(struct json_writer *writer, const struct json *json)
{
    switch (json_kind(json)) {
    case JSON_KIND_BOOLEAN:
        json_write_boolean(writer, json_as_boolean(json));
        break;
    case JSON_KIND_INTEGER:
        json_write_integer(writer, json_as_integer(json));
        break;
    case JSON_KIND_REAL:
        json_write_real(writer, json_as_real(json));
        break;
    case JSON_KIND_STRING:
        json_write_text(writer, json_as_text(json));
        break;
    case JSON_KIND_ARRAY:
        write_array(writer, json);
        break;
    case JSON_KIND_OBJECT:
        write_object(writer, json);
        break;
    case JSON_KIND_ABSENT:
    case JSON_KIND_NULL:
        json_write_null(writer);
        break;
    }
}

struct text json_prepare_key(struct arena *arena, struct text name)
{
    struct buffer buffer = buffer_in(arena, 6 * name.size + 4);

    append_quoted(&buffer, name, false);
    buffer_append_byte(&buffer, ':');
    return buffer_text(&buffer);
}

void json_write_prepared_key(struct json_writer *writer, struct text prepared)
{
    append_after_comma(writer, prepared);
    writer->comma = false;
}

void json_write_text_member(struct json_writer *writer, struct text name, struct text value)
{
    json_write_key(writer, name);
    json_write_text(writer, value);
}

void json_write_integer_member(struct json_writer *writer, struct text name, int64_t value)
{
    json_write_key(writer, name);
    json_write_integer(writer, value);
}

void json_write_boolean_member(struct json_writer *writer, struct text name, bool value)
{
    json_write_key(writer, name);
    json_write_boolean(writer, value);
}
