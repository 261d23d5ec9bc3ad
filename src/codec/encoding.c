/* Encoding: detection from certain to guessed, conversion through iconv. */
#include "codec/encoding.h"

#include "codec/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <uchardet/uchardet.h>

enum {
    SAMPLE_BYTES = 1 << 20,
    CONVERT_STEP = 64 * 1024,
    HELD_BYTES = 64,
    ZEROS_RATIO = 4,     /* of zero bytes at one parity to those at the other, for UTF-16 */
    PAIRS_TO_TRUST = 60, /* of bytes, from which on statistics tell East Asian encodings apart */
    LIKELY_PERCENT = 80, /* of pairs that are frequent characters, for text that is Chinese */
};

struct known {
    const char *name;    /* IANA */
    const char *iconv;   /* often the superset that Windows writes under that name */
    const char *guesses; /* what uchardet calls it, each between commas */
    bool is_pairs;       /* East Asian, in pairs of bytes like GB18030 */
};

static const struct known known[] = {
    { "UTF-8", "UTF-8", ",UTF-8,ASCII,", false },
    { "GB18030", "GB18030", ",GB18030,GB2312,GBK,", true },
    { "GBK", "GB18030", ",", true },
    { "UTF-16LE", "UTF-16LE", ",UTF-16,UTF-16LE,", false },
    { "UTF-16BE", "UTF-16BE", ",UTF-16BE,", false },
    { "Big5", "BIG5-HKSCS", ",BIG5,EUC-TW,", true },
    { "Shift_JIS", "CP932", ",SHIFT_JIS,", true },
    { "EUC-JP", "EUC-JP", ",EUC-JP,", true },
    { "EUC-KR", "CP949", ",EUC-KR,UHC,", true },
    { "windows-1252", "CP1252", ",WINDOWS-1252,ISO-8859-1,ISO-8859-9,", false },
    { "windows-1250", "CP1250", ",WINDOWS-1250,", false },
    { "windows-1251", "CP1251", ",WINDOWS-1251,", false },
    { "windows-1253", "CP1253", ",WINDOWS-1253,", false },
    { "windows-1257", "CP1257", ",WINDOWS-1257,", false },
    { "windows-1258", "CP1258", ",WINDOWS-1258,", false },
    { "ISO-8859-2", "ISO-8859-2", ",ISO-8859-2,", false },
    { "ISO-8859-5", "ISO-8859-5", ",ISO-8859-5,", false },
    { "ISO-8859-7", "ISO-8859-7", ",ISO-8859-7,", false },
    { "ISO-8859-15", "ISO-8859-15", ",ISO-8859-15,", false },
    { "KOI8-R", "KOI8-R", ",KOI8-R,", false },
    { "TIS-620", "TIS-620", ",TIS-620,", false },
    { "macintosh", "MACINTOSH", ",MACINTOSH,", false },
};

enum { KNOWN_COUNT = sizeof known / sizeof known[0] };

struct mark {
    struct text bytes;
    const char *name;
};

static const struct mark marks[] = {
    { T_INIT("\xEF\xBB\xBF"), "UTF-8" },
    { T_INIT("\xFF\xFE"), "UTF-16LE" },
    { T_INIT("\xFE\xFF"), "UTF-16BE" },
    { T_INIT("\x84\x31\x95\x33"), "GB18030" },
};

/* What the bytes look like as GB18030. */
struct chinese {
    bool valid;
    size_t pairs;
    size_t frequent; /* pairs that are among the 3755 commonest characters or punctuation */
};

static struct encoding named(const char *name, bool certain)
{
    struct encoding encoding = { .certain = certain };

    snprintf(encoding.name, sizeof encoding.name, "%s", name);
    return encoding;
}

static const struct known *known_by_name(struct text name)
{
    for (size_t i = 0; i < KNOWN_COUNT; i++)
        if (text_equal_nocase(name, text_from(known[i].name)))
            return &known[i];
    return NULL;
}

static const struct known *known_by_guess(const char *guess)
{
    char wanted[ENCODING_NAME_SIZE];

    snprintf(wanted, sizeof wanted, ",%s,", guess);
    for (size_t i = 0; i < KNOWN_COUNT; i++)
        if (strlen(guess) > 0 && strstr(known[i].guesses, wanted))
            return &known[i];
    return NULL;
}

/* The zero bytes of ASCII in UTF-16 stand all at odd offsets or all at even ones. */
static const char *guess_utf16(struct text sample)
{
    size_t zeros[2] = { 0 };

    if (sample.size % 2)
        return NULL;
    for (size_t i = 0; i < sample.size; i++)
        zeros[i % 2] += sample.at[i] == 0;
    if (zeros[1] > ZEROS_RATIO * zeros[0])
        return "UTF-16LE";
    return zeros[0] > ZEROS_RATIO * zeros[1] ? "UTF-16BE" : NULL;
}

/* Bytes of the GB18030 character at `at`, 0 when it is none. */
static size_t chinese_size(const unsigned char *at, size_t size)
{
    if (at[0] < 0x80)
        return 1;
    if (at[0] == 0x80 || at[0] == 0xFF || size < 2)
        return 0;
    if (at[1] >= 0x40 && at[1] != 0x7F && at[1] != 0xFF)
        return 2;
    if (at[1] < 0x30 || at[1] > 0x39 || size < 4)
        return 0;
    return at[2] >= 0x81 && at[2] <= 0xFE && at[3] >= 0x30 && at[3] <= 0x39 ? 4 : 0;
}

/* Of a sample that was `cut`, the last character may be incomplete. */
static struct chinese look_as_chinese(struct text sample, bool cut)
{
    const unsigned char *at = (const unsigned char *)sample.at;
    struct chinese found = { .valid = true };

    for (size_t i = 0, size; i < sample.size; i += size) {
        size = chinese_size(at + i, sample.size - i);
        if (size == 0 && cut && sample.size - i < 4)
            break;
        if (size == 0)
            return (struct chinese){ 0 };
        found.pairs += size > 1;
        found.frequent += size == 2 && at[i + 1] >= 0xA1 &&
                          ((at[i] >= 0xB0 && at[i] <= 0xD7) || (at[i] >= 0xA1 && at[i] <= 0xA3));
    }
    return found;
}

static const struct known *guess_by_statistics(struct text sample)
{
    uchardet_t detector = uchardet_new();
    const struct known *found = NULL;

    if (!detector)
        return NULL;
    if (uchardet_handle_data(detector, sample.at, sample.size) == 0) {
        uchardet_data_end(detector);
        found = known_by_guess(uchardet_get_charset(detector));
    }
    uchardet_delete(detector);
    return found;
}

/* Short texts mislead statistics: a column of Chinese brands looks like Korean or Thai. */
static const char *guess(struct text sample, bool cut)
{
    const struct known *guessed = guess_by_statistics(sample);
    struct chinese chinese = look_as_chinese(sample, cut);
    bool is_likely = chinese.pairs > 0 && chinese.frequent * 100 >= chinese.pairs * LIKELY_PERCENT;

    if (!guessed)
        return chinese.valid ? "GB18030" : "windows-1252";
    if (chinese.valid && is_likely && !(guessed->is_pairs && chinese.pairs >= PAIRS_TO_TRUST))
        return "GB18030";
    return guessed->name;
}

struct encoding encoding_detect(struct text bytes)
{
    size_t plain = 0, valid;
    const char *utf16;

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (text_starts_with(bytes, marks[i].bytes)) {
            struct encoding encoding = named(marks[i].name, true);

            encoding.mark_bytes = marks[i].bytes.size;
            return encoding;
        }
    }
    if (bytes.size == 0)
        return named("UTF-8", true);
    utf16 = guess_utf16(text_slice(bytes, 0, SAMPLE_BYTES));
    if (utf16)
        return named(utf16, false);
    valid = utf8_valid_size(bytes);
    if (valid == bytes.size)
        return named("UTF-8", true);
    while ((unsigned char)bytes.at[plain] < 0x80)
        plain++;
    return named(guess(text_slice(bytes, plain, SAMPLE_BYTES), bytes.size - plain > SAMPLE_BYTES),
                 false);
}

bool encoding_from_name(struct text name, struct text bytes, struct encoding *ret_encoding)
{
    const struct known *found = known_by_name(name);

    if (!found)
        return false;
    *ret_encoding = named(found->name, true);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strcmp(marks[i].name, found->iconv) == 0 && text_starts_with(bytes, marks[i].bytes))
            ret_encoding->mark_bytes = marks[i].bytes.size;
    return true;
}

const char *encoding_name_at(size_t index)
{
    return index < KNOWN_COUNT ? known[index].name : NULL;
}

static enum status fail(struct encoding_fault *ret_fault, enum status status, const char *reason,
                        size_t offset)
{
    if (ret_fault)
        *ret_fault = (struct encoding_fault){ reason, offset };
    return status;
}

/* Where one step of iconv may write; false when the ceiling leaves no room for a character. */
static bool step_room(struct buffer *buffer, char **ret_at, size_t *ret_size)
{
    size_t size = buffer->limit_bytes - buffer->size;

    if (size > CONVERT_STEP)
        size = CONVERT_STEP;
    *ret_at = size > 0 ? buffer_room(buffer, size) : NULL;
    *ret_size = size;
    return *ret_at != NULL;
}

static enum status convert_step(iconv_t converter, char **from, size_t *left, struct buffer *buffer,
                                const char **ret_reason)
{
    char *out, *start;
    size_t room, result, before = *left;
    int reason;

    if (!step_room(buffer, &out, &room)) {
        *ret_reason = "the text is too large";
        return TOO_LARGE;
    }
    start = out;
    result = iconv(converter, from, left, &out, &room);
    reason = errno;
    buffer_advance(buffer, (size_t)(out - start));
    if (result != (size_t)-1 || (reason == E2BIG && *left < before))
        return OK;
    if (reason == E2BIG)
        *ret_reason = "the text is too large";
    else if (reason == EINVAL)
        *ret_reason = "the text ends inside a character";
    else
        *ret_reason = "this byte is no text in that encoding";
    return reason == E2BIG ? TOO_LARGE : INVALID;
}

/* Some converters hold a character back until they know what follows. */
static void flush(iconv_t converter, struct buffer *buffer)
{
    char held[HELD_BYTES], *out = held;
    size_t room = sizeof held;

    if (iconv(converter, NULL, NULL, &out, &room) != (size_t)-1)
        buffer_append(buffer, (struct text){ held, sizeof held - room });
}

static enum status convert(iconv_t converter, struct text bytes, struct buffer *buffer,
                           struct encoding_fault *ret_fault)
{
    union {
        const char *at;
        char *in; /* iconv reads only */
    } from = { .at = bytes.at };
    size_t left = bytes.size;
    const char *reason = "the text is too large";
    enum status status = OK;

    while (left > 0 && status == OK)
        status = convert_step(converter, &from.in, &left, buffer, &reason);
    if (status == OK)
        flush(converter, buffer);
    buffer->overflowed |= status == TOO_LARGE;
    if (status == OK)
        status = buffer_status(buffer);
    return status == OK ? OK : fail(ret_fault, status, reason, bytes.size - left);
}

static enum status copy_utf8(struct text bytes, struct buffer *buffer,
                             struct encoding_fault *ret_fault)
{
    size_t valid = bytes.size > 0 ? utf8_valid_size(bytes) : 0;

    if (valid < bytes.size)
        return fail(ret_fault, INVALID, "this byte is no text in that encoding", valid);
    buffer_append(buffer, bytes);
    if (buffer->overflowed)
        return fail(ret_fault, TOO_LARGE, "the text is too large", 0);
    return OK;
}

static enum status convert_from(const char *name, struct text bytes, struct buffer *buffer,
                                struct encoding_fault *ret_fault)
{
    iconv_t converter = iconv_open("UTF-8", name);
    enum status status;

    if (converter == (iconv_t)-1)
        return fail(ret_fault, FAILED, "this machine cannot read that encoding", 0);
    status = convert(converter, bytes, buffer, ret_fault);
    iconv_close(converter);
    return status;
}

enum status encoding_to_utf8(struct text bytes, const struct encoding *encoding,
                             struct buffer *buffer, struct encoding_fault *ret_fault)
{
    const struct known *found = known_by_name(text_from(encoding->name));
    struct text text = text_from_offset(bytes, encoding->mark_bytes);
    enum status status;

    if (!found)
        return fail(ret_fault, INVALID, "that encoding is not known", 0);
    status = strcmp(found->iconv, "UTF-8") == 0
                 ? copy_utf8(text, buffer, ret_fault)
                 : convert_from(found->iconv, text, buffer, ret_fault);
    if (status != OK && ret_fault)
        ret_fault->offset += encoding->mark_bytes;
    return status;
}
