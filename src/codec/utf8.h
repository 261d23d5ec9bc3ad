/* UTF-8 (RFC 3629, so no surrogates, no overlong forms, nothing past U+10FFFF), and the folding
   that makes text findable: `_fold` columns and search words go through utf8_fold. */
#ifndef CODEC_UTF8_H
#define CODEC_UTF8_H

#include "base/buffer.h"

enum { UTF8_REPLACEMENT = 0xFFFD, UTF8_LARGEST = 0x10FFFF };

bool utf8_is_valid(struct text text);
/* Bytes before the first that is not valid. */
size_t utf8_valid_size(struct text text);
/* Like utf8_is_valid, and without control characters other than tab, LF and CR. */
bool utf8_is_printable(struct text text);
/* Characters (code points); each invalid byte counts as one. */
size_t utf8_count(struct text text);
/* Size of the well-formed sequence at `at` (1 to 4 bytes), or 0. `size` is what remains. */
size_t utf8_sequence_size(const char *at, size_t size);
/* How many bytes at the front belong to well-formed sequences of two to four bytes. */
size_t utf8_multibyte_run(const char *at, size_t size);
/* Takes one code point from the front of a non-empty *rest; an invalid byte is taken alone and
   gives U+FFFD. */
uint32_t utf8_next(struct text *rest);
/* The longest prefix of at most `characters` characters, or of at most `size` bytes that does
   not end inside one. */
struct text utf8_first_characters(struct text text, size_t characters);
struct text utf8_first_bytes(struct text text, size_t size);
/* `code_point` must be one: not a surrogate, not past UTF8_LARGEST. */
void utf8_append(struct buffer *buffer, uint32_t code_point);
/* Appends the text with every invalid byte replaced by U+FFFD. */
void utf8_append_clean(struct buffer *buffer, struct text text);

/* Lower case without regard to language: Latin, Greek, Cyrillic, Armenian; full-width forms and
   the ideographic space become ASCII; the final sigma folds with the other. */
uint32_t utf8_fold_code_point(uint32_t code_point);
/* Appends the text folded, character by character: also right for a search pattern. */
void utf8_fold(struct buffer *buffer, struct text text);

#endif
