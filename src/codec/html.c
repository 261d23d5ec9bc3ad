/* HTML escaping. */
#include "codec/html.h"

static struct text entity_of(char byte)
{
    switch (byte) {
    case '&':
        return T("&amp;");
    case '<':
        return T("&lt;");
    case '>':
        return T("&gt;");
    case '"':
        return T("&quot;");
    case '\'':
        return T("&#39;");
    default:
        return (struct text){ 0 };
    }
}

void html_append_escaped(struct buffer *buffer, struct text text)
{
    size_t start = 0;

    for (size_t i = 0; i < text.size; i++) {
        struct text entity = entity_of(text.at[i]);

        if (!entity.at)
            continue;
        buffer_append(buffer, text_slice(text, start, i - start));
        buffer_append(buffer, entity);
        start = i + 1;
    }
    buffer_append(buffer, text_from_offset(text, start));
}

struct html html_escape(struct arena *arena, struct text text)
{
    struct buffer buffer = buffer_in(arena, SIZE_MAX);

    html_append_escaped(&buffer, text);
    return (struct html){ buffer_text(&buffer) };
}
