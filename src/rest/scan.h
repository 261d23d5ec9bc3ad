/* Scan: the small lexer under select, order and filters. */
#ifndef REST_SCAN_H
#define REST_SCAN_H

#include "base/arena.h"

struct scan {
    struct text rest;
};

static inline bool scan_is_done(const struct scan *scan)
{
    return scan->rest.size == 0;
}

static inline char scan_peek(const struct scan *scan)
{
    return scan->rest.size > 0 ? scan->rest.at[0] : '\0';
}

/* True and past it when the next byte is this one. */
bool scan_take(struct scan *scan, char byte);
bool scan_take_word(struct scan *scan, struct text word);
/* A name: letters, digits, _, or anything in double quotes. Empty when there is none. */
struct text scan_name(struct scan *scan, struct arena *arena);
/* A value up to the next of `ends` outside of quotes, or a quoted value with \ escapes. */
struct text scan_value(struct scan *scan, struct arena *arena, struct text ends);
/* What stands between "(" and its ")", past both. False when it is unbalanced. */
bool scan_parentheses(struct scan *scan, struct text *ret_inside);

#endif
