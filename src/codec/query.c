/* Query: decoding writes into the arena only when there is something to decode. */
#include "codec/query.h"

#include "codec/utf8.h"

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* The byte of the escape at `at`, or -1 when it is broken or a NUL. */
static int escaped_byte(struct text text, size_t at)
{
    int high, low;

    if (text.size - at < 3)
        return -1;
    high = hex_value(text.at[at + 1]);
    low = hex_value(text.at[at + 2]);
    return high < 0 || low < 0 || high + low == 0 ? -1 : high * 16 + low;
}

static bool needs_decoding(struct text text, bool plus)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] == '%' || (plus && text.at[i] == '+'))
            return true;
    return false;
}

static bool decode_bytes(struct text text, bool plus, char *into, size_t *ret_size)
{
    size_t size = 0;

    for (size_t i = 0; i < text.size; i++) {
        int byte = (unsigned char)text.at[i];

        if (byte == '%') {
            byte = escaped_byte(text, i);
            if (byte < 0)
                return false;
            i += 2;
        } else if (byte == '+' && plus) {
            byte = ' ';
        }
        into[size++] = (char)byte;
    }
    *ret_size = size;
    return true;
}

static enum status decode(struct arena *arena, struct text text, bool plus, struct text *ret_text)
{
    struct text decoded = { text.at ? text.at : "", text.size };

    if (needs_decoding(text, plus)) {
        char *into = arena_alloc(arena, text.size);

        decoded = (struct text){ into, 0 };
        if (!decode_bytes(text, plus, into, &decoded.size))
            return INVALID;
    }
    if (text_find_byte(decoded, '\0') < decoded.size || !utf8_is_valid(decoded))
        return INVALID;
    *ret_text = decoded;
    return OK;
}

enum status percent_decode(struct arena *arena, struct text text, struct text *ret_text)
{
    if (text.size > QUERY_LIMIT_BYTES)
        return TOO_LARGE;
    return decode(arena, text, false, ret_text);
}

static enum status read_pair(struct arena *arena, struct text text, struct query_pair *pair)
{
    struct text rest = text, name = text_cut(&rest, '=');
    enum status status = decode(arena, name, true, &pair->name);

    if (status != OK || !rest.at)
        return status;
    return decode(arena, rest, true, &pair->value);
}

static size_t count_pairs(struct text text)
{
    size_t count = 0;

    while (text.at)
        count += text_cut(&text, '&').size > 0;
    return count;
}

enum status query_parse(struct arena *arena, struct text text, struct query *ret_query)
{
    struct query_pair *pairs;
    size_t size = 0, count;

    if (text.size > QUERY_LIMIT_BYTES)
        return TOO_LARGE;
    count = count_pairs(text);
    if (count > QUERY_LIMIT_PAIRS)
        return TOO_LARGE;
    pairs = ARENA_NEW_ARRAY(arena, struct query_pair, count);
    while (text.at) {
        struct text one = text_cut(&text, '&');

        if (one.size == 0)
            continue;
        if (read_pair(arena, one, &pairs[size++]) != OK)
            return INVALID;
    }
    *ret_query = (struct query){ pairs, size };
    return OK;
}

struct text query_value(const struct query *query, struct text name)
{
    for (size_t i = 0; i < query->count; i++)
        if (text_equal(query->pairs[i].name, name))
            return query->pairs[i].value;
    return (struct text){ 0 };
}

size_t query_count(const struct query *query, struct text name)
{
    size_t count = 0;

    for (size_t i = 0; i < query->count; i++)
        count += text_equal(query->pairs[i].name, name);
    return count;
}

static bool is_unreserved(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

void percent_encode(struct buffer *buffer, struct text text)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        char escape[] = { '%', digits[byte >> 4], digits[byte & 15] };

        if (is_unreserved(text.at[i]))
            buffer_append_byte(buffer, text.at[i]);
        else
            buffer_append(buffer, (struct text){ escape, sizeof escape });
    }
}

void query_append(struct buffer *buffer, struct text name, struct text value)
{
    char last = buffer->size > 0 ? buffer->at[buffer->size - 1] : '&';

    if (last != '?' && last != '&')
        buffer_append_byte(buffer, '&');
    percent_encode(buffer, name);
    buffer_append_byte(buffer, '=');
    percent_encode(buffer, value);
}

/* An encoded slash would make one segment look like two to whoever decodes later. */
static bool hides_slash(struct text path)
{
    for (size_t i = 0; i < path.size; i++)
        if (path.at[i] == '%' && escaped_byte(path, i) == '/')
            return true;
    return false;
}

static bool has_dot_segment(struct text path)
{
    while (path.at) {
        struct text segment = text_cut(&path, '/');

        if (text_equal(segment, T(".")) || text_equal(segment, T("..")))
            return true;
    }
    return false;
}

static bool has_foreign_byte(struct text path)
{
    for (size_t i = 0; i < path.size; i++)
        if ((unsigned char)path.at[i] < 0x20 || path.at[i] == 0x7F || path.at[i] == '\\')
            return true;
    return false;
}

enum status path_decode(struct arena *arena, struct text path, struct text *ret_path)
{
    struct text decoded;
    enum status status;

    if (!text_starts_with(path, T("/")) || hides_slash(path))
        return INVALID;
    status = percent_decode(arena, path, &decoded);
    if (status != OK)
        return status;

    if (has_foreign_byte(decoded) || has_dot_segment(decoded))
        return INVALID;
    *ret_path = decoded;
    return OK;
}
