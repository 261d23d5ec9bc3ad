/* Search: what somebody looks for in text, in the four forms of PostgreSQL's to_tsquery family,
   read into a tree of terms. A term is found in folded text (utf8_fold) by a part it must hold
   and a pattern of codec/pattern.h, so both engines answer alike. Words are found whole; Chinese,
   Japanese, Korean and emoji, which have no spaces, anywhere and from one character on. */
#ifndef CODEC_SEARCH_H
#define CODEC_SEARCH_H

#include "base/arena.h"
#include "base/status.h"

enum { SEARCH_LIMIT_BYTES = 1024, SEARCH_LIMIT_TERMS = 32, SEARCH_LIMIT_DEPTH = 16 };

enum search_form {
    SEARCH_QUERY,  /* to_tsquery: & | ! <-> ( ) 'a phrase' begin:* */
    SEARCH_PLAIN,  /* plainto_tsquery: all words */
    SEARCH_PHRASE, /* phraseto_tsquery: the words one behind the other */
    SEARCH_WEB,    /* websearch_to_tsquery: "a phrase", or, -not */
};

enum search_kind { SEARCH_TERM, SEARCH_AND, SEARCH_OR, SEARCH_NOT };

struct search {
    enum search_kind kind;
    struct text part;    /* SEARCH_TERM: the folded text holds it */
    struct text pattern; /* and matches this; empty: the part says it all */
    struct search *children, *next;
};

/* *ret_search is NULL when nothing is looked for (no word at all): that finds nothing. `english`
   also finds singular and plural, and passes over the commonest words. INVALID: malformed;
   TOO_LARGE: past a limit. */
enum status MUST_CHECK search_parse(struct arena *arena, enum search_form form, bool english,
                                    struct text text, struct search **ret_search);

#endif
