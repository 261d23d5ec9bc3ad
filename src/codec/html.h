/* HTML: text that may stand in a page has a type of its own, and it comes only out of
   html_escape and of templates. */
#ifndef CODEC_HTML_H
#define CODEC_HTML_H

#include "base/buffer.h"

struct html {
    struct text text;
};

/* Safe as content and inside a quoted attribute; an address for href must be checked before. */
struct html html_escape(struct arena *arena, struct text text);
void html_append_escaped(struct buffer *buffer, struct text text);

#endif
