/* Reading a pattern: recursive descent, one function for each thing a pattern is made of. */
#include "codec/pattern_tree.h"

#include "codec/utf8.h"

#include <ctype.h>

struct reading {
    struct arena *arena;
    struct text rest;
    int depth;
    const char *reason;
    bool is_too_large;
};

static char peek(const struct reading *reading)
{
    return reading->rest.size > 0 ? reading->rest.at[0] : '\0';
}

static bool take(struct reading *reading, char byte)
{
    if (reading->rest.size == 0 || reading->rest.at[0] != byte)
        return false;
    reading->rest = text_from_offset(reading->rest, 1);
    return true;
}

static struct node *fail(struct reading *reading, const char *reason)
{
    if (!reading->reason)
        reading->reason = reason;
    return NULL;
}

static struct node *node_new(struct reading *reading, enum node_kind kind)
{
    struct node *node = ARENA_NEW(reading->arena, struct node);

    node->kind = kind;
    return node;
}

static void set_add(struct reading *reading, struct set *set, uint32_t first, uint32_t last)
{
    if (set->count == set->room) {
        size_t room = set->room ? set->room * 2 : 4;
        struct range *ranges = ARENA_NEW_ARRAY(reading->arena, struct range, room);

        if (set->count > 0)
            memcpy(ranges, set->ranges, set->count * sizeof *ranges);
        set->ranges = ranges;
        set->room = room;
    }
    set->ranges[set->count++] = (struct range){ first, last };
}

static const struct {
    const char *name;
    char escape;
    struct range ranges[5];
} classes[] = {
    { "alnum", 0, { { '0', '9' }, { 'A', 'Z' }, { 'a', 'z' } } },
    { "alpha", 0, { { 'A', 'Z' }, { 'a', 'z' } } },
    { "blank", 0, { { '\t', '\t' }, { ' ', ' ' } } },
    { "digit", 'd', { { '0', '9' } } },
    { "lower", 0, { { 'a', 'z' } } },
    { "punct", 0, { { '!', '/' }, { ':', '@' }, { '[', '`' }, { '{', '~' } } },
    { "space", 's', { { '\t', '\r' }, { ' ', ' ' } } },
    { "upper", 0, { { 'A', 'Z' } } },
    { "word", 'w', { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } } },
    { "xdigit", 0, { { '0', '9' }, { 'A', 'F' }, { 'a', 'f' } } },
};

static void set_add_class(struct reading *reading, struct set *set, size_t class)
{
    for (size_t i = 0; i < 5 && classes[class].ranges[i].last; i++)
        set_add(reading, set, classes[class].ranges[i].first, classes[class].ranges[i].last);
}

/* \d \s \w, or with `may_negate` \D \S \W. */
static bool take_class_escape(struct reading *reading, struct set *set, bool may_negate)
{
    char c = peek(reading);

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (!classes[i].escape || tolower((unsigned char)c) != classes[i].escape)
            continue;
        if (isupper((unsigned char)c) && !may_negate)
            return false;
        set_add_class(reading, set, i);
        set->is_negated = isupper((unsigned char)c);
        take(reading, c);
        return true;
    }
    return false;
}

/* Behind a backslash: a character that stands for itself or for a control character. */
static bool take_escaped(struct reading *reading, uint32_t *ret_character)
{
    static const char letters[] = "tnrfv", meanings[] = "\t\n\r\f\v";
    char c = peek(reading);
    const char *letter = c ? strchr(letters, c) : NULL;

    if (!c || (unsigned char)c >= 0x80 || (isalnum((unsigned char)c) && !letter))
        return false;
    *ret_character = letter ? (uint32_t)meanings[letter - letters] : (uint32_t)c;
    return take(reading, c);
}

/* [:alpha:] inside of brackets, behind its first bracket. */
static bool take_named_class(struct reading *reading, struct set *set)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        struct text name = arena_print(reading->arena, ":%s:]", classes[i].name);

        if (!text_starts_with(reading->rest, name))
            continue;
        set_add_class(reading, set, i);
        reading->rest = text_from_offset(reading->rest, name.size);
        return true;
    }
    return false;
}

static bool take_bracket_character(struct reading *reading, uint32_t *ret_character)
{
    if (reading->rest.size == 0)
        return false;
    if (take(reading, '\\'))
        return take_escaped(reading, ret_character);
    *ret_character = utf8_next(&reading->rest);
    return true;
}

static bool read_bracket_member(struct reading *reading, struct set *set)
{
    struct text before = reading->rest;
    uint32_t first, last;

    if (text_starts_with(before, T("[:"))) {
        take(reading, '[');
        return take_named_class(reading, set) || fail(reading, "an unknown class") != NULL;
    }
    if (text_starts_with(before, T("[.")) || text_starts_with(before, T("[=")))
        return fail(reading, "collating elements are not taken") != NULL;
    if (take(reading, '\\') && take_class_escape(reading, set, false))
        return true;
    reading->rest = before;
    if (!take_bracket_character(reading, &first))
        return fail(reading, "a bracket without end, or an escape that is not taken") != NULL;
    last = first;
    if (text_starts_with(reading->rest, T("-")) && !text_starts_with(reading->rest, T("-]"))) {
        take(reading, '-');
        if (peek(reading) == '[' || !take_bracket_character(reading, &last) || last < first ||
            (peek(reading) == '-' && !text_starts_with(reading->rest, T("-]"))))
            return fail(reading, "a range that is none") != NULL;
    }
    set_add(reading, set, first, last);
    return true;
}

static struct node *read_bracket(struct reading *reading)
{
    struct node *node = node_new(reading, NODE_SET);
    bool is_negated = take(reading, '^');
    bool is_first = true;

    while (is_first || peek(reading) != ']') {
        if (reading->rest.size == 0)
            return fail(reading, "a bracket without end");
        if (!read_bracket_member(reading, &node->set))
            return NULL;
        is_first = false;
    }
    take(reading, ']');
    node->set.is_negated = is_negated;
    return node;
}

static struct node *read_alternatives(struct reading *reading);

static struct node *read_group(struct reading *reading)
{
    struct node *node;

    if (take(reading, '?') && !take(reading, ':'))
        return fail(reading, "look-around and options are not taken");
    if (++reading->depth > PATTERN_LIMIT_DEPTH) {
        reading->is_too_large = true;
        return fail(reading, "groups nested too deep");
    }
    node = read_alternatives(reading);
    reading->depth--;
    if (node && !take(reading, ')'))
        return fail(reading, "a group without end");
    return node;
}

static struct node *read_escape(struct reading *reading)
{
    struct node *node = node_new(reading, NODE_SET);
    uint32_t character;

    if (take_class_escape(reading, &node->set, true))
        return node;
    if (!take_escaped(reading, &character))
        return fail(reading, "an escape that is not taken");
    set_add(reading, &node->set, character, character);
    return node;
}

static struct node *read_atom(struct reading *reading)
{
    struct node *node;
    uint32_t character;

    switch (peek(reading)) {
    case '(':
        take(reading, '(');
        return read_group(reading);
    case '[':
        take(reading, '[');
        return read_bracket(reading);
    case '\\':
        take(reading, '\\');
        return read_escape(reading);
    case '^':
    case '$':
        return node_new(reading, take(reading, '^')   ? NODE_BEGIN
                                 : take(reading, '$') ? NODE_END
                                                      : NODE_EMPTY);
    case '.':
        take(reading, '.');
        node = node_new(reading, NODE_SET);
        node->set.is_negated = true;
        return node;
    case '*':
    case '+':
    case '?':
    case '{':
        return fail(reading, "nothing to repeat");
    default:
        break;
    }
    node = node_new(reading, NODE_SET);
    character = utf8_next(&reading->rest);
    set_add(reading, &node->set, character, character);
    return node;
}

static bool take_count(struct reading *reading, int *ret_count)
{
    int count = 0;

    if (!isdigit((unsigned char)peek(reading)))
        return false;
    while (isdigit((unsigned char)peek(reading)) && count <= PATTERN_LIMIT_REPEAT) {
        count = count * 10 + (peek(reading) - '0');
        reading->rest = text_from_offset(reading->rest, 1);
    }
    *ret_count = count;
    return count <= PATTERN_LIMIT_REPEAT;
}

/* "{2,5}" behind its first brace. */
static bool read_bounds(struct reading *reading, struct node *repeat)
{
    if (!take_count(reading, &repeat->least))
        return false;
    repeat->most = repeat->least;
    if (take(reading, ',')) {
        repeat->most = -1;
        if (peek(reading) != '}' && !take_count(reading, &repeat->most))
            return false;
    }
    return take(reading, '}') && (repeat->most < 0 || repeat->most >= repeat->least);
}

static struct node *read_repeat(struct reading *reading)
{
    struct node *atom = read_atom(reading);
    struct node *repeat;
    bool can_repeat = atom && atom->kind != NODE_BEGIN && atom->kind != NODE_END;

    if (!can_repeat || !peek(reading) || !strchr("*+?{", peek(reading)))
        return atom;
    repeat = node_new(reading, NODE_REPEAT);
    repeat->children = atom;
    repeat->most = -1;
    if (take(reading, '+'))
        repeat->least = 1;
    else if (take(reading, '?'))
        repeat->most = 1;
    else if (!take(reading, '*') && !(take(reading, '{') && read_bounds(reading, repeat)))
        return fail(reading, "a repetition that is none, or of more than 255");
    take(reading, '?'); /* least first: the same answer */
    if (peek(reading) && strchr("*+?{", peek(reading)))
        return fail(reading, "a repetition of a repetition");
    return repeat;
}

static struct node *read_sequence(struct reading *reading)
{
    struct node *sequence = node_new(reading, NODE_SEQUENCE);
    struct node **end = &sequence->children;

    while (reading->rest.size > 0 && peek(reading) != '|' && peek(reading) != ')') {
        *end = read_repeat(reading);
        if (!*end)
            return NULL;
        end = &(*end)->next;
    }
    return sequence;
}

static struct node *read_alternatives(struct reading *reading)
{
    struct node *alternatives = node_new(reading, NODE_ALTERNATIVES);
    struct node **end = &alternatives->children;

    do {
        *end = read_sequence(reading);
        if (!*end)
            return NULL;
        end = &(*end)->next;
    } while (take(reading, '|'));
    return alternatives;
}

struct node *pattern_read(struct arena *arena, struct text text, enum status *ret_status,
                          const char **ret_reason)
{
    struct reading reading = { .arena = arena, .rest = text };
    struct node *tree = read_alternatives(&reading);

    if (tree && reading.rest.size > 0)
        tree = fail(&reading, "a parenthesis too many");
    *ret_reason = reading.reason;
    *ret_status = tree ? OK : reading.is_too_large ? TOO_LARGE : INVALID;
    return tree;
}
