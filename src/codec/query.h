/* Query: application/x-www-form-urlencoded, percent-encoding and URL paths. Strict: a broken
   escape, a NUL or invalid UTF-8 after decoding is refused, never passed on. */
#ifndef CODEC_QUERY_H
#define CODEC_QUERY_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"

enum { QUERY_LIMIT_BYTES = 1 << 20, QUERY_LIMIT_PAIRS = 1000 };

struct query_pair {
    struct text name;  /* decoded */
    struct text value; /* decoded; at == NULL when there was no `=` */
};

/* In the order of the text, duplicates kept. */
struct query {
    const struct query_pair *pairs;
    size_t count;
};

/* A URL query (without `?`) or a form body: `+` is a space, empty pairs are skipped. Results
   live in the arena. INVALID, or TOO_LARGE past QUERY_LIMIT_*. */
enum status MUST_CHECK query_parse(struct arena *arena, struct text text, struct query *ret_query);
/* The first value of that name; at == NULL when there is none. */
struct text query_value(const struct query *query, struct text name);
size_t query_count(const struct query *query, struct text name);

/* Percent-decoding without `+`. */
enum status MUST_CHECK percent_decode(struct arena *arena, struct text text, struct text *ret_text);
/* Everything but letters, digits and -._~ becomes %XX. */
void percent_encode(struct buffer *buffer, struct text text);
/* Appends name=value, with a `&` before it unless `buffer` is empty or ends with `?` or `&`. */
void query_append(struct buffer *buffer, struct text name, struct text value);

/* Decodes the path of a request target. INVALID: no `/` at its begin, an encoded slash, any
   backslash, control characters, a `.` or `..` segment, plain or encoded. */
enum status MUST_CHECK path_decode(struct arena *arena, struct text path, struct text *ret_path);

#endif
