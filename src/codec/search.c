/* Search: text into words, words into terms, and the three grammars over them. */
#include "codec/search.h"

#include "codec/pattern.h"
#include "codec/utf8.h"

#include <ctype.h>

enum character { CHARACTER_OTHER, CHARACTER_WORD, CHARACTER_SIGN };

/* What is neither ASCII nor white space nor punctuation. Signs stand for themselves: scripts
   without spaces, and emoji. In ascending order. */
static const struct {
    uint32_t first, last;
    enum character character;
} ranges[] = {
    { 0x00AA, 0x00AA, CHARACTER_WORD },   { 0x00B5, 0x00B5, CHARACTER_WORD },
    { 0x00BA, 0x00BA, CHARACTER_WORD },   { 0x00C0, 0x00D6, CHARACTER_WORD },
    { 0x00D8, 0x00F6, CHARACTER_WORD },   { 0x00F8, 0x1FFF, CHARACTER_WORD },
    { 0x2600, 0x27BF, CHARACTER_SIGN },   { 0x2C00, 0x2DFF, CHARACTER_WORD },
    { 0x2E80, 0x2FDF, CHARACTER_SIGN },   { 0x3005, 0x3007, CHARACTER_SIGN },
    { 0x3021, 0x3029, CHARACTER_SIGN },   { 0x3040, 0x30FA, CHARACTER_SIGN },
    { 0x30FC, 0x4DBF, CHARACTER_SIGN },   { 0x4E00, 0x9FFF, CHARACTER_SIGN },
    { 0xA000, 0xABFF, CHARACTER_WORD },   { 0xAC00, 0xD7FF, CHARACTER_SIGN },
    { 0xF900, 0xFAFF, CHARACTER_SIGN },   { 0xFB00, 0xFDFF, CHARACTER_WORD },
    { 0xFE70, 0xFEFE, CHARACTER_WORD },   { 0xFF66, 0xFFDC, CHARACTER_SIGN },
    { 0x10000, 0x1CFFF, CHARACTER_WORD }, { 0x1F000, 0x1FAFF, CHARACTER_SIGN },
    { 0x20000, 0x3FFFF, CHARACTER_SIGN },
};

enum { RANGE_COUNT = sizeof ranges / sizeof *ranges, LIMIT_WORD_CLASS = 512, LIMIT_WORDS = 64 };

/* One word, or a run of signs. */
struct word {
    struct text text;
    bool is_signs, is_begin; /* is_begin: more letters may follow */
};

struct reading {
    struct arena *arena;
    struct text rest; /* folded */
    struct text word_class;
    bool english, is_malformed, is_too_large;
    int terms, depth;
};

static enum character character_of(uint32_t c)
{
    if (c < 0x80)
        return isalnum((int)c) ? CHARACTER_WORD : CHARACTER_OTHER;
    for (size_t i = 0; i < RANGE_COUNT && ranges[i].first <= c; i++)
        if (c <= ranges[i].last)
            return ranges[i].character;
    return CHARACTER_OTHER;
}

/* The inside of a bracket that holds every letter of words, as it stands folded. */
static struct text make_word_class(struct arena *arena)
{
    struct buffer class = buffer_in(arena, LIMIT_WORD_CLASS);

    buffer_append(&class, T("0-9a-z"));
    for (size_t i = 0; i < RANGE_COUNT; i++) {
        if (ranges[i].character != CHARACTER_WORD)
            continue;
        utf8_append(&class, ranges[i].first);
        if (ranges[i].last == ranges[i].first)
            continue;
        buffer_append_byte(&class, '-');
        utf8_append(&class, ranges[i].last);
    }
    return buffer_text(&class);
}

/* --- words */

static bool is_digit_at(struct text text, size_t at)
{
    return at < text.size && isdigit((unsigned char)text.at[at]);
}

/* Takes the next word of *text; false at its end. 42.5 is one word. */
static bool take_word(struct text *text, struct word *ret_word)
{
    enum character first = CHARACTER_OTHER;
    struct text from = *text;

    while (text->size > 0 && first == CHARACTER_OTHER) {
        from = *text;
        first = character_of(utf8_next(text));
    }
    if (first == CHARACTER_OTHER)
        return false;
    while (text->size > 0) {
        struct text ahead = *text;
        size_t at = from.size - text->size;
        bool joins = (text->at[0] == '.' || text->at[0] == ',') && is_digit_at(from, at - 1) &&
                     is_digit_at(from, at + 1);

        if (character_of(utf8_next(&ahead)) != first && !joins)
            break;
        *text = ahead;
    }
    *ret_word = (struct word){ .text = text_slice(from, 0, from.size - text->size),
                               .is_signs = first == CHARACTER_SIGN };
    return true;
}

static bool is_common(struct text word)
{
    static const char *const words[] = {
        "a",    "an",  "and",  "are", "as",  "at",   "be",   "by",   "for",
        "from", "has", "in",   "is",  "it",  "of",   "on",   "or",   "s",
        "that", "the", "this", "to",  "was", "were", "will", "with",
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal(word, text_from(words[i])))
            return true;
    return false;
}

/* --- patterns */

/* An English noun in both numbers: box(es)?, shoe(s)?, cit(y|ies). *ret_part is what both hold. */
static struct text either_number(struct arena *arena, struct text word, struct text *ret_part)
{
    static const struct {
        const char *ending, *part_ending, *endings;
    } forms[] = {
        { "sses", "ss", "(es)?" }, { "shes", "sh", "(es)?" }, { "ches", "ch", "(es)?" },
        { "xes", "x", "(es)?" },   { "ies", "", "(y|ies)" },  { "ss", "ss", "(es)?" },
        { "us", "us", "(es)?" },   { "is", "is", "" },        { "s", "", "s?" },
        { "sh", "sh", "(es)?" },   { "ch", "ch", "(es)?" },   { "x", "x", "(es)?" },
        { "ay", "ay", "s?" },      { "ey", "ey", "s?" },      { "oy", "oy", "s?" },
        { "y", "", "(y|ies)" },    { "", "", "s?" },
    };

    *ret_part = word;
    for (size_t i = 0; word.size > 2 && i < sizeof forms / sizeof *forms; i++) {
        struct text ending = text_from(forms[i].ending);

        if (!text_ends_with(word, ending) || word.size < ending.size + 2)
            continue;
        *ret_part = arena_print(arena, "%.*s%s", (int)(word.size - ending.size), word.at,
                                forms[i].part_ending);
        return text_from(forms[i].endings);
    }
    return T("");
}

static bool is_plain_english(struct text word)
{
    for (size_t i = 0; i < word.size; i++)
        if (word.at[i] < 'a' || word.at[i] > 'z')
            return false;
    return true;
}

static void put_word(struct reading *reading, struct buffer *pattern, const struct word *word,
                     struct text *ret_part)
{
    struct text endings = T("");

    *ret_part = word->text;
    if (reading->english && !word->is_begin && is_plain_english(word->text))
        endings = either_number(reading->arena, word->text, ret_part);
    pattern_quote(pattern, *ret_part);
    buffer_append(pattern, endings);
}

/* Words one behind the other. Between two of them stands at least something where both are
   made of letters. */
static struct search *term_new(struct reading *reading, const struct word *words, size_t count)
{
    struct search *term = ARENA_NEW(reading->arena, struct search);
    struct buffer pattern = buffer_in(reading->arena, 4 * PATTERN_LIMIT_BYTES);
    struct text class = reading->word_class;
    const struct word *last = &words[count - 1];

    if (++reading->terms > SEARCH_LIMIT_TERMS)
        reading->is_too_large = true;
    if (!words->is_signs)
        buffer_print(&pattern, "(^|[^%.*s])", TEXT_ARG(class));
    for (size_t i = 0; i < count; i++) {
        bool is_apart = i > 0 && !words[i].is_signs && !words[i - 1].is_signs;
        struct text part;

        if (i > 0)
            buffer_print(&pattern, "[^%.*s\u2E80-\u9FFF]%c", TEXT_ARG(class), is_apart ? '+' : '*');
        put_word(reading, &pattern, &words[i], &part);
        if (part.size > term->part.size)
            term->part = part;
    }
    if (!last->is_signs && !last->is_begin)
        buffer_print(&pattern, "([^%.*s]|$)", TEXT_ARG(class));
    if (pattern.size > PATTERN_LIMIT_BYTES)
        reading->is_too_large = true;
    if (count > 1 || !words->is_signs)
        term->pattern = buffer_text(&pattern);
    return term;
}

/* A term of all words of a text; NULL when there is none. */
static struct search *term_of(struct reading *reading, struct text text, bool is_begin)
{
    struct word words[LIMIT_WORDS];
    size_t count = 0;

    while (count < LIMIT_WORDS && take_word(&text, &words[count]))
        if (!reading->english || is_begin || !is_common(words[count].text))
            count++;
    if (count == LIMIT_WORDS)
        reading->is_too_large = true;
    if (count == 0)
        return NULL;
    words[count - 1].is_begin = is_begin;
    return term_new(reading, words, count);
}

/* --- trees */

static struct search *join(struct reading *reading, enum search_kind kind, struct search *a,
                           struct search *b)
{
    struct search *node;

    if (!a || !b)
        return a ? a : b;
    node = ARENA_NEW(reading->arena, struct search);
    node->kind = kind;
    node->children = a;
    a->next = b;
    return node;
}

static struct search *negate(struct reading *reading, struct search *search)
{
    struct search *node;

    if (!search)
        return NULL;
    node = ARENA_NEW(reading->arena, struct search);
    node->kind = SEARCH_NOT;
    node->children = search;
    return node;
}

static bool is_space(char c)
{
    return isspace((unsigned char)c) != 0;
}

static struct text take_chunk(struct reading *reading, const char *ends)
{
    struct text from = reading->rest;
    size_t size = 0;

    while (size < from.size && !is_space(from.at[size]) &&
           (from.at[size] == '\0' || !strchr(ends, from.at[size])))
        size++;
    reading->rest = text_from_offset(from, size);
    return text_slice(from, 0, size);
}

static void skip_space(struct reading *reading)
{
    while (reading->rest.size > 0 && is_space(reading->rest.at[0]))
        reading->rest = text_from_offset(reading->rest, 1);
}

static bool take(struct reading *reading, struct text what)
{
    skip_space(reading);
    if (!text_starts_with(reading->rest, what))
        return false;
    reading->rest = text_from_offset(reading->rest, what.size);
    return true;
}

static struct search *read_plain(struct reading *reading)
{
    struct search *all = NULL;

    for (skip_space(reading); reading->rest.size > 0; skip_space(reading))
        all = join(reading, SEARCH_AND, all, term_of(reading, take_chunk(reading, ""), false));
    return all;
}

static struct text take_quoted(struct reading *reading, char quote)
{
    struct text inside = text_cut(&reading->rest, quote);

    if (!reading->rest.at)
        reading->rest = T("");
    return inside;
}

/* As websearch_to_tsquery, nothing is malformed: what is not understood is text. */
static struct search *read_web(struct reading *reading)
{
    struct search *any = NULL, *all = NULL;

    for (skip_space(reading); reading->rest.size > 0; skip_space(reading)) {
        bool is_not = take(reading, T("-"));
        bool is_quoted = take(reading, T("\""));
        struct text chunk = is_quoted ? take_quoted(reading, '"') : take_chunk(reading, "\"");
        struct search *term;

        if (!is_not && !is_quoted && text_equal(chunk, T("or")) && all) {
            any = join(reading, SEARCH_OR, any, all);
            all = NULL;
            continue;
        }
        term = term_of(reading, chunk, false);
        all = join(reading, SEARCH_AND, all, is_not ? negate(reading, term) : term);
    }
    return join(reading, SEARCH_OR, any, all);
}

/* --- to_tsquery */

static struct search *read_any(struct reading *reading);

static struct search *malformed(struct reading *reading)
{
    reading->is_malformed = true;
    return NULL;
}

static struct search *read_operand(struct reading *reading);

/* What stands behind "!" or "(", a level deeper. */
static struct search *read_inside(struct reading *reading,
                                  struct search *(*read)(struct reading *reading))
{
    struct search *inside;

    if (reading->depth == SEARCH_LIMIT_DEPTH) {
        reading->is_too_large = true;
        return malformed(reading);
    }
    reading->depth++;
    inside = read(reading);
    reading->depth--;
    return inside;
}

static struct search *read_operand(struct reading *reading)
{
    struct text chunk;
    bool is_quoted, is_begin;

    if (take(reading, T("!")))
        return negate(reading, read_inside(reading, read_operand));
    if (take(reading, T("("))) {
        struct search *inside = read_inside(reading, read_any);

        return take(reading, T(")")) ? inside : malformed(reading);
    }
    is_quoted = take(reading, T("'"));
    chunk = is_quoted ? take_quoted(reading, '\'') : take_chunk(reading, "&|!()<>:'*");
    if (chunk.size == 0 && !is_quoted)
        return malformed(reading);
    is_begin = text_starts_with(reading->rest, T(":*"));
    if (is_begin)
        reading->rest = text_from_offset(reading->rest, 2);
    return term_of(reading, chunk, is_begin);
}

/* a <-> b <-> c: one term, so that what stands between is looked at. */
static struct search *read_followed(struct reading *reading)
{
    struct buffer phrase = buffer_in(reading->arena, SEARCH_LIMIT_BYTES * 2);
    struct text before = reading->rest;
    struct search *operand = read_operand(reading);
    size_t used = before.size - reading->rest.size;

    if (reading->is_malformed || !take(reading, T("<->")))
        return operand;
    buffer_append(&phrase, text_slice(before, 0, used));
    do {
        skip_space(reading);
        before = reading->rest;
        if (before.size == 0 || strchr("!(", before.at[0]))
            return malformed(reading);
        read_operand(reading);
        buffer_append_byte(&phrase, ' ');
        buffer_append(&phrase, text_slice(before, 0, before.size - reading->rest.size));
    } while (!reading->is_malformed && take(reading, T("<->")));
    before = buffer_text(&phrase);
    return term_of(reading, before, text_ends_with(before, T(":*")));
}

static struct search *read_all(struct reading *reading)
{
    struct search *all = read_followed(reading);

    while (!reading->is_malformed && take(reading, T("&")))
        all = join(reading, SEARCH_AND, all, read_followed(reading));
    return all;
}

static struct search *read_any(struct reading *reading)
{
    struct search *any = read_all(reading);

    while (!reading->is_malformed && take(reading, T("|")))
        any = join(reading, SEARCH_OR, any, read_all(reading));
    return any;
}

static struct search *read_query(struct reading *reading)
{
    struct search *search;

    skip_space(reading);
    if (reading->rest.size == 0)
        return NULL;
    search = read_any(reading);
    skip_space(reading);
    return reading->rest.size > 0 ? malformed(reading) : search;
}

enum status search_parse(struct arena *arena, enum search_form form, bool english, struct text text,
                         struct search **ret_search)
{
    struct buffer folded = buffer_in(arena, 4 * SEARCH_LIMIT_BYTES);
    struct reading reading = { .arena = arena, .english = english };
    struct search *search;

    if (text.size > SEARCH_LIMIT_BYTES)
        return TOO_LARGE;
    utf8_fold(&folded, text);
    reading.rest = folded.at ? buffer_text(&folded) : T("");
    reading.word_class = make_word_class(arena);
    search = form == SEARCH_QUERY    ? read_query(&reading)
             : form == SEARCH_PLAIN  ? read_plain(&reading)
             : form == SEARCH_PHRASE ? term_of(&reading, reading.rest, false)
                                     : read_web(&reading);
    if (reading.is_too_large)
        return TOO_LARGE;
    if (reading.is_malformed)
        return INVALID;
    *ret_search = search;
    return OK;
}
