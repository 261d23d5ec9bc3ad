/* Pattern: the tree becomes a program of a few instructions, and the matcher walks all of its
   states at once, one character at a time. */
#include "codec/pattern_tree.h"

#include "codec/utf8.h"

#include <ctype.h>
#include <stdlib.h>

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
    struct writing writing = { 0 };
    struct pattern *pattern = ARENA_NEW(arena, struct pattern);
    struct node *tree;
    enum status status;
    int match, start;

    *ret_reason = "the pattern is too large";
    if (text.size > PATTERN_LIMIT_BYTES)
        return TOO_LARGE;
    tree = pattern_read(arena, text, &status, ret_reason);
    if (!tree)
        return status;
    *ret_reason = "the pattern is too large";
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
