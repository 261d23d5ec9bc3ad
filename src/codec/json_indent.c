/* JSON for people: only the bytes between strings decide. */
#include "codec/json_indent.h"

enum { SPACES_A_LEVEL = 2 };

static void begin_line(struct buffer *out, int depth)
{
    buffer_append_byte(out, '\n');
    for (int i = 0; i < depth * SPACES_A_LEVEL; i++)
        buffer_append_byte(out, ' ');
}

/* The string at the front, with its quotes. */
static struct text string_of(struct text json)
{
    size_t size = 1;

    while (size < json.size && json.at[size] != '"')
        size += json.at[size] == '\\' ? 2 : 1;
    return text_slice(json, 0, size + 1);
}

static bool is_empty_pair(struct text json)
{
    return text_starts_with(json, T("{}")) || text_starts_with(json, T("[]"));
}

/* One byte outside of strings; gives the depth after it. */
static int append_byte(struct buffer *out, char byte, int depth)
{
    if (byte == '}' || byte == ']')
        begin_line(out, --depth);
    buffer_append_byte(out, byte);
    if (byte == ':')
        buffer_append_byte(out, ' ');
    if (byte == '{' || byte == '[')
        begin_line(out, ++depth);
    if (byte == ',')
        begin_line(out, depth);
    return depth;
}

void json_indent(struct buffer *out, struct text json)
{
    int depth = 0;

    while (json.size > 0) {
        struct text piece = text_slice(json, 0, is_empty_pair(json) ? 2 : 1);

        if (json.at[0] == '"')
            piece = string_of(json);
        if (piece.size == 1)
            depth = append_byte(out, json.at[0], depth);
        else
            buffer_append(out, piece);
        json = text_from_offset(json, piece.size);
    }
    buffer_append_byte(out, '\n');
}
