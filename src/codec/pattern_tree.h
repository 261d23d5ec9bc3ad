/* The tree that a pattern is read into. Private to src/codec/pattern*.c. */
#ifndef CODEC_PATTERN_TREE_H
#define CODEC_PATTERN_TREE_H

#include "codec/pattern.h"

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

/* NULL with *ret_status INVALID or TOO_LARGE, and *ret_reason, when it is no pattern of ours. */
struct node *pattern_read(struct arena *arena, struct text text, enum status *ret_status,
                          const char **ret_reason);

#endif
