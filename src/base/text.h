/* Text: bytes to look at, never owned, not NUL-terminated. The other string type is
   struct buffer, to build. `char *` stops at the libc border. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
    const char *at; /* NULL is allowed when size is 0 */
    size_t size;    /* bytes */
};

/* A literal as text. */
#define T(literal) ((struct text){ "" literal, sizeof(literal) - 1 })
/* The same inside the initialiser of a static table: { T_INIT("name"), 1 }. */
#define T_INIT(literal)                                                                            \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/* For printf: printf("%.*s", TEXT_ARG(name)). */
#define TEXT_ARG(text) (int)(text).size, (text).at ? (text).at : ""

/* NULL gives the empty text. */
struct text text_from(const char *c_string);
bool text_is_empty(struct text text);
bool text_equal(struct text a, struct text b);
/* ASCII case only; for header names, keywords and language tags. */
bool text_equal_nocase(struct text a, struct text b);
int text_compare(struct text a, struct text b);
bool text_starts_with(struct text text, struct text prefix);
bool text_ends_with(struct text text, struct text suffix);
/* From `from` to the end; past the end gives the empty text. */
struct text text_from_offset(struct text text, size_t from);
struct text text_slice(struct text text, size_t from, size_t size);
/* Without ASCII white space at both ends. */
struct text text_trim(struct text text);
/* Position of the first `byte`, or text.size. */
size_t text_find_byte(struct text text, char byte);
/* Position of the first `needle`, or text.size. An empty needle is found at 0. */
size_t text_find(struct text text, struct text needle);
/* Cuts `*rest` at the first `byte`: returns what stood before it and leaves what comes after
   it in *rest. Without the byte: returns everything and leaves *rest empty with at == NULL. */
struct text text_cut(struct text *rest, char byte);

/* Whole text as a decimal integer, with an optional minus. False on anything else, overflow
   included; *ret_value is then untouched. */
bool text_to_int64(struct text text, int64_t *ret_value);

#endif
