/* Template: a small text with values, for mails and public pages. {{name}} is the value, escaped
   in HTML; {{#name}}..{{/name}} repeats for each element of a list, or stands once for a text that
   is not empty; {{^name}}..{{/name}} stands when there is none. Nothing else: no logic, no
   unescaped form, no includes. Inside a list a name is looked up in the element, then outside.
   A name that is nowhere is an error, so a misspelt one cannot vanish from a mail. */
#ifndef CODEC_TEMPLATE_H
#define CODEC_TEMPLATE_H

#include "base/buffer.h"
#include "codec/html.h"

enum {
    TEMPLATE_LIMIT_BYTES = 256 * 1024,
    TEMPLATE_LIMIT_DEPTH = 8,
    TEMPLATE_LIMIT_OUTPUT = 4 << 20
};

struct template_scope;

struct template_value {
    struct text name;
    struct text text;                  /* a text, or */
    struct html html;                  /* markup that is already safe, or */
    const struct template_scope *list; /* a list */
    size_t list_count;
};

struct template_scope {
    const struct template_value *values;
    size_t count;
};

struct template_fault {
    const char *reason;
    size_t line; /* of the template, from 1 */
};

/* INVALID or TOO_LARGE fill *ret_fault (may be NULL). Results live in the arena. */
enum status MUST_CHECK template_to_html(struct arena *arena, struct text source,
                                        const struct template_scope *values, struct html *ret_html,
                                        struct template_fault *ret_fault);
/* For plain text: nothing is escaped; a value that is markup is refused. */
enum status MUST_CHECK template_to_text(struct arena *arena, struct text source,
                                        const struct template_scope *values, struct text *ret_text,
                                        struct template_fault *ret_fault);

#endif
