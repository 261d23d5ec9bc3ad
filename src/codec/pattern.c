/* Pattern: a recursive descent reader makes a tree, the tree becomes a program of a few
   instructions, and the matcher walks all of its states at once, one character at a time. */
#include "codec/pattern.h"

#include "codec/utf8.h"

#include <ctype.h>
#include <stdlib.h>

enum node_kind {
    NODE_EMPTY,
    NODE_SET,
    NODE_BEGIN,
    NODE_END,
    NODE_SEQUENCE,
    NODE_ALTERNATIVES,
    NODE_REPEAT,
};

struct range {
    uint32_t first, last;
};

struct set {
    struct range *ranges;
    size_t count, room;
    bool is_negated;
};

struct node {
    enum node_kind kind;
    struct set set;
    int least, most; /* NODE_REPEAT; most -1: any number */
    struct node *children, *next;
};

enum operation { OPERATION_SET, OPERATION_BEGIN, OPERATION_END, OPERATION_SPLIT, OPERATION_MATCH };

struct instruction {
    enum operation operation;
    struct set set;
    int next, other; /* other: the second way of a split */
};

struct pattern {
    struct instruction *program;
    int count;
    bool folds;
};

struct reading {
    struct arena *arena;
    struct text rest;
    int depth;
    const char *reason;
    bool is_too_large;
};

/* --- reading */

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

/* --- the program, written from its end: each part is told where it goes on */

struct writing {
    struct instruction *program;
    int count;
    bool is_too_large;
};

static int emit(struct writing *writing, struct instruction instruction)
{
    if (writing->count == PATTERN_LIMIT_STATES) {
        writing->is_too_large = true;
        return 0;
    }
    writing->program[writing->count] = instruction;
    return writing->count++;
}

static int write_node(struct writing *writing, const struct node *node, int next);

static int write_sequence(struct writing *writing, const struct node *node, int next)
{
    if (!node || writing->is_too_large)
        return next;
    return write_node(writing, node, write_sequence(writing, node->next, next));
}

static int write_repeat(struct writing *writing, const struct node *node, int next)
{
    if (node->most < 0) {
        int split =
            emit(writing, (struct instruction){ .operation = OPERATION_SPLIT, .other = next });
        int body = write_node(writing, node->children, split);

        if (!writing->is_too_large)
            writing->program[split].next = body;
        next = split;
    }
    for (int i = node->least; i < node->most && !writing->is_too_large; i++) {
        int body = write_node(writing, node->children, next);

        next = emit(writing, (struct instruction){
                                 .operation = OPERATION_SPLIT, .next = body, .other = next });
    }
    for (int i = 0; i < node->least && !writing->is_too_large; i++)
        next = write_node(writing, node->children, next);
    return next;
}

static int write_alternatives(struct writing *writing, const struct node *node, int next)
{
    int first = write_node(writing, node, next);

    for (node = node->next; node && !writing->is_too_large; node = node->next)
        first = emit(writing, (struct instruction){ .operation = OPERATION_SPLIT,
                                                    .next = first,
                                                    .other = write_node(writing, node, next) });
    return first;
}

static int write_node(struct writing *writing, const struct node *node, int next)
{
    switch (node->kind) {
    case NODE_EMPTY:
        return next;
    case NODE_SET:
        return emit(writing, (struct instruction){
                                 .operation = OPERATION_SET, .set = node->set, .next = next });
    case NODE_BEGIN:
        return emit(writing, (struct instruction){ .operation = OPERATION_BEGIN, .next = next });
    case NODE_END:
        return emit(writing, (struct instruction){ .operation = OPERATION_END, .next = next });
    case NODE_SEQUENCE:
        return write_sequence(writing, node->children, next);
    case NODE_ALTERNATIVES:
        return write_alternatives(writing, node->children, next);
    case NODE_REPEAT:
        return write_repeat(writing, node, next);
    }
    return next;
}

enum status pattern_parse(struct arena *arena, struct text text, bool folds,
                          const struct pattern **ret_pattern, const char **ret_reason)
{
    struct reading reading = { .arena = arena, .rest = text };
    struct writing writing = { 0 };
    struct pattern *pattern = ARENA_NEW(arena, struct pattern);
    struct node *tree;
    int match, start;

    *ret_reason = "the pattern is too large";
    if (text.size > PATTERN_LIMIT_BYTES)
        return TOO_LARGE;
    tree = read_alternatives(&reading);
    if (tree && reading.rest.size > 0)
        tree = fail(&reading, "a parenthesis too many");
    if (!tree) {
        *ret_reason = reading.reason;
        return reading.is_too_large ? TOO_LARGE : INVALID;
    }
    writing.program = ARENA_NEW_ARRAY(arena, struct instruction, PATTERN_LIMIT_STATES);
    match = emit(&writing, (struct instruction){ .operation = OPERATION_MATCH });
    start = write_node(&writing, tree, match);
    /* The start stands last, so that the matcher finds it. */
    emit(&writing,
         (struct instruction){ .operation = OPERATION_SPLIT, .next = start, .other = start });
    if (writing.is_too_large)
        return TOO_LARGE;
    *pattern = (struct pattern){ writing.program, writing.count, folds };
    *ret_pattern = pattern;
    return OK;
}

/* --- matching */

struct states {
    int list[PATTERN_LIMIT_STATES];
    int count;
    uint32_t seen[PATTERN_LIMIT_STATES]; /* the step in which a state was added */
    uint32_t step;
};

static bool set_has(const struct set *set, uint32_t c)
{
    for (size_t i = 0; i < set->count; i++)
        if (c >= set->ranges[i].first && c <= set->ranges[i].last)
            return true;
    return false;
}

static bool set_matches(const struct pattern *pattern, const struct set *set, uint32_t c)
{
    bool has = set_has(set, c);

    if (!has && pattern->folds && c < 0x80 && isalpha((int)c))
        has = set_has(set, c ^ 0x20);
    return has != set->is_negated;
}

/* Follows what takes no character, with a stack of its own: patterns are the client's. */
static bool states_add(const struct pattern *pattern, struct states *states, int state,
                       bool is_begin, bool is_end)
{
    int stack[2 * PATTERN_LIMIT_STATES + 1];
    int height = 0;

    stack[height++] = state;
    while (height > 0) {
        int at = stack[--height];
        const struct instruction *instruction = &pattern->program[at];

        if (states->seen[at] == states->step)
            continue;
        states->seen[at] = states->step;
        switch (instruction->operation) {
        case OPERATION_MATCH:
            return true;
        case OPERATION_SET:
            states->list[states->count++] = at;
            break;
        case OPERATION_BEGIN:
            if (is_begin)
                stack[height++] = instruction->next;
            break;
        case OPERATION_END:
            if (is_end)
                stack[height++] = instruction->next;
            break;
        case OPERATION_SPLIT:
            stack[height++] = instruction->other;
            stack[height++] = instruction->next;
            break;
        }
    }
    return false;
}

static void states_begin(struct states *states, uint32_t step)
{
    states->step = step;
    states->count = 0;
}

bool pattern_matches(const struct pattern *pattern, struct text text)
{
    struct states first = { 0 }, second = { 0 };
    struct states *now = &first, *then = &second;
    uint32_t step = 1;

    states_begin(now, step++);
    if (states_add(pattern, now, pattern->count - 1, true, text.size == 0))
        return true;
    while (text.size > 0) {
        uint32_t c = utf8_next(&text);
        bool is_end = text.size == 0;
        struct states *swap = now;

        states_begin(then, step++);
        for (int i = 0; i < now->count; i++) {
            const struct instruction *instruction = &pattern->program[now->list[i]];

            if (set_matches(pattern, &instruction->set, c) &&
                states_add(pattern, then, instruction->next, false, is_end))
                return true;
        }
        if (states_add(pattern, then, pattern->count - 1, false, is_end))
            return true;
        now = then;
        then = swap;
    }
    return false;
}

void pattern_quote(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (strchr("\\^$.[]|()*+?{}-", text.at[i]) && text.at[i])
            buffer_append_byte(out, '\\');
        buffer_append_byte(out, text.at[i]);
    }
}
