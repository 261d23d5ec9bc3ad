/* Pattern: regular expressions of the subset that means the same here and in PostgreSQL's `~`
   (docs/decisions/2026-11-21-regular-expressions.md). Matching takes time in proportion to text
   times states, whatever the pattern; what would not is refused when it is read. */
#ifndef CODEC_PATTERN_H
#define CODEC_PATTERN_H

#include "base/arena.h"
#include "base/status.h"

enum {
    PATTERN_LIMIT_BYTES = 2048,
    PATTERN_LIMIT_STATES = 1000, /* after {m,n} is written out */
    PATTERN_LIMIT_DEPTH = 32,    /* of groups */
    PATTERN_LIMIT_REPEAT = 255,  /* as PostgreSQL's */
};

struct pattern;

/* `folds`: ASCII letters match without case. INVALID with *ret_reason for what is malformed or
   not of the subset, TOO_LARGE past a limit. The pattern lives as long as the arena. */
enum status MUST_CHECK pattern_parse(struct arena *arena, struct text text, bool folds,
                                     const struct pattern **ret_pattern, const char **ret_reason);
/* Is there a match anywhere in the text. Invalid bytes match as U+FFFD. */
bool pattern_matches(const struct pattern *pattern, struct text text);
/* Appends the text with a backslash before what would mean something. */
struct buffer;
void pattern_quote(struct buffer *out, struct text text);

#endif
