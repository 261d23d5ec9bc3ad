/* JSON for people: one member a line, as deep as it stands. */
#ifndef CODEC_JSON_INDENT_H
#define CODEC_JSON_INDENT_H

#include "base/buffer.h"

/* `json` is valid and compact, as json_writer leaves it. Empty objects and arrays stay together.
   Ends with a line feed. */
void json_indent(struct buffer *out, struct text json);

#endif
